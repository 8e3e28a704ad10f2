"""A hole that waits in one of the next ten editions is told today, once, with its year and its place."""

from __future__ import annotations

import json
from typing import Any

from communique.diagnostics import Code
from conftest import Program
from small_newsroom import BODY, CATALOG, EDITION, STATEMENT, SmallNewsroom, statement_file


def told(communique: Program, *wish: str) -> list[dict[str, Any]]:
    problems: list[dict[str, Any]] = json.loads(communique("check", "-y", "2026", "--json", *wish).out)["problems"]
    return [problem for problem in problems if problem["code"] == Code.FUTURE]


def later(newsroom: SmallNewsroom, key: str) -> None:
    newsroom.write(STATEMENT, statement_file(f"{BODY}\n{{#later {key}}}\nIt will be told then.\n"))


def test_a_block_of_a_later_year_without_its_translation_is_told_once(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    later(newsroom, 'years="2030.."')
    [problem] = told(communique)
    assert problem["message"] == "the edition 2030 would be refused (C042): `later` is not translated"
    assert (problem["file"], problem["locale"], problem["block"]) == (CATALOG, "fr", "later")


def test_a_block_beyond_ten_years_is_not(newsroom: SmallNewsroom, communique: Program) -> None:
    later(newsroom, 'years="2037.."')
    assert not told(communique)


def test_what_refuses_this_edition_is_told_as_that(newsroom: SmallNewsroom, communique: Program) -> None:
    later(newsroom, 'years="2026.."')
    assert not told(communique)


def test_a_fact_that_each_year_gives_anew_is_no_hole(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(STATEMENT, "value = 147\nsource", 'required = "yearly"\nsource')
    newsroom.write(EDITION, '[facts.killed]\nvalue = 147\nsource = "The official list."\n')
    assert not told(communique)


def test_a_warning_about_a_later_year_keeps_nothing_back(newsroom: SmallNewsroom, communique: Program) -> None:
    later(newsroom, 'years="2030.."')
    assert communique("check", "-y", "2026").exit_code == 0
