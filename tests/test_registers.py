"""Figures and office-holders with dates: which one holds on the day, and what is told when two differ."""

from __future__ import annotations

import datetime

import pytest

from communique.diagnostics import Code, Severity, TextProblems
from communique.model import Edition
from conftest import Program
from small_newsroom import EDITION, STATEMENT, SmallNewsroom, statement_file

KILLED = "{#victims}\nThat night {killed} people lost their lives."
"""The block of the small statement that names the figure."""


def with_register(newsroom: SmallNewsroom, facts: str = "", roles: str = "", body: str = KILLED) -> Edition:
    """The edition of 2026, observed on 20 January, of a statement without facts of its own."""
    newsroom.write("facts.toml", facts)
    newsroom.write("roles.toml", roles)
    own = '[facts.killed]\nvalue = 147\nsource = "The official list."\n'
    newsroom.write(STATEMENT, statement_file(body + "\n").replace(own, ""))
    return newsroom.edition(2026)


def test_a_figure_of_the_newsroom_serves_every_statement_that_names_it(newsroom: SmallNewsroom) -> None:
    facts = '[killed]\nvalue = 150\nunit = "people"\nsource = "The new list."\n[other]\nvalue = 1\nsource = "x"\n'
    edition = with_register(newsroom, facts)
    assert {name: (fact.value, fact.unit) for name, fact in edition.facts.items()} == {"killed": (150, "people")}
    assert str(edition.facts["killed"].location) == "facts.toml:1:1"


@pytest.mark.parametrize("since, value", [("2026-01-20", 150), ("2026-01-21", 147)])
def test_a_figure_holds_from_its_day_on(newsroom: SmallNewsroom, since: str, value: int) -> None:
    facts = (
        '[[killed]]\nvalue = 147\nsource = "The list of 1990."\n'
        f'[[killed]]\nvalue = 150\nsource = "The list of 2026."\nfrom = {since}\n'
    )
    assert with_register(newsroom, facts).facts["killed"].value == value


def test_a_figure_that_holds_only_later_stops_the_release(newsroom: SmallNewsroom) -> None:
    facts = '[killed]\nvalue = 150\nsource = "The list of 2026."\nfrom = 2026-03-01\n'
    with pytest.raises(TextProblems) as caught:
        with_register(newsroom, facts)
    (problem,) = caught.value.diagnostics
    assert (problem.code, str(problem.location)) == (Code.FACT_REQUIRED, "facts.toml:1:1")
    assert problem.message == "the fact `killed` has no value on 2026-01-20: the first holds from 2026-03-01"


def test_two_sources_that_differ_are_told_and_the_statement_goes_before(newsroom: SmallNewsroom) -> None:
    newsroom.write("facts.toml", '[killed]\nvalue = 150\nsource = "The ministry."\n')
    edition = newsroom.edition(2026)
    (doubt,) = edition.doubts
    assert (edition.facts["killed"].value, doubt.code, doubt.severity) == (147, Code.SOURCES_DIFFER, Severity.WARNING)
    assert doubt.message == (
        "two sources differ on `killed`: 147 here (The official list.), 150 at facts.toml:1:1 (The ministry.)"
    )
    assert doubt.location.file == STATEMENT


def test_two_sources_that_agree_are_not_told(newsroom: SmallNewsroom) -> None:
    newsroom.write("facts.toml", '[killed]\nvalue = 147\nsource = "The ministry."\n')
    assert newsroom.edition(2026).doubts == ()


def test_an_edition_that_states_the_figure_settles_the_matter(newsroom: SmallNewsroom) -> None:
    newsroom.write("facts.toml", '[killed]\nvalue = 150\nsource = "The ministry."\n')
    newsroom.write(EDITION, '[facts.killed]\nvalue = 149\nsource = "The court."\n')
    edition = newsroom.edition(2026)
    assert (edition.facts["killed"].value, edition.doubts) == (149, ())


def test_two_figures_of_the_same_day_are_told(newsroom: SmallNewsroom) -> None:
    facts = '[[killed]]\nvalue = 147\nsource = "A."\n[[killed]]\nvalue = 150\nsource = "B."\n'
    (doubt,) = with_register(newsroom, facts).doubts
    assert (doubt.code, str(doubt.location)) == (Code.SOURCES_DIFFER, "facts.toml:4:1")


def test_a_doubt_is_shown_by_check_and_lets_the_release_go(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write("facts.toml", '[killed]\nvalue = 150\nsource = "The ministry."\n')
    ended = communique("check", "-y", "2026", "--no-color")
    assert ended.exit_code == 0
    assert "warning C017: two sources differ on `killed`" in ended.err + ended.out


ROLES = """\
[[minister]]
name = "A. Old"
title = { en = "Minister", fr = "ministre" }
until = 2025-12-31
[[minister]]
name = { en = "B. New", fr = "B. Neuf", "fr@of" = "de B. Neuf" }
title = { en = "Minister of Culture", fr = "ministre de la Culture" }
from = 2026-01-01
"""
SIGNED = "{#signed}\n{minister}, {minister.title}"


@pytest.mark.parametrize("year, words", [(2025, "A. Old, Minister"), (2026, "B. New, Minister of Culture")])
def test_an_office_holder_of_the_newsroom_is_named_with_the_title_of_the_day(
    newsroom: SmallNewsroom, communique: Program, year: int, words: str
) -> None:
    with_register(newsroom, roles=ROLES, body=SIGNED)
    communique("build", "-y", str(year), "-l", "en", "-f", "txt", "-j", "1")
    assert words in newsroom.read(f"output/sad-night/{year}/r1/en/sad-night-{year}.en.txt")


def test_two_people_in_one_office_are_told_before_a_day_falls_between_them(newsroom: SmallNewsroom) -> None:
    overlapping = ROLES.replace("from = 2026-01-01", "from = 2025-12-01")
    (doubt,) = with_register(newsroom, roles=overlapping, body=SIGNED).doubts
    assert (doubt.code, str(doubt.location)) == (Code.NO_HOLDER, "roles.toml:1:1")


@pytest.mark.parametrize(
    "register, text, problem",
    [
        ("facts.toml", "[killed]\nvalue = 150\n", "facts.toml:1:1 C005"),
        ("facts.toml", '[killed]\nvalue = "a\\nb"\nsource = "x"\n', "facts.toml:2:1 C005"),
        ("facts.toml", '[Killed]\nvalue = 1\nsource = "x"\n', "facts.toml:1:1 C007"),
        ("facts.toml", '[n]\nvalue = 1\nsource = "x"\n', "facts.toml:1:1 C007"),
        ("facts.toml", '[killed]\nvalue = 1\nsorce = "x"\nsource = "y"\n', "facts.toml:3:1 C004"),
        ("facts.toml", '[[killed]]\nvalue = 1\nsource = "y"\nfrom = "2026"\n', "facts.toml:4:1 C005"),
        ("facts.toml", "killed = 3\n", "facts.toml:1:1 C005"),
        ("facts.toml", "[killed\n", "facts.toml:1:8 C003"),
        ("roles.toml", '[[minister]]\ntitle = "x"\n', "roles.toml:1:1 C006"),
        ("roles.toml", '[[minister]]\nname = "x"\nfrom = 2026-02-30\n', "roles.toml:3:8 C010"),
        ("roles.toml", '[[minister]]\nname = "x"\nfrom = 2026-02-01\nuntil = 2026-01-01\n', "roles.toml:1:1 C005"),
    ],
)
def test_a_mistake_in_a_register_is_shown_where_it_stands(
    newsroom: SmallNewsroom, register: str, text: str, problem: str
) -> None:
    newsroom.write(register, text)
    with pytest.raises(TextProblems) as caught:
        newsroom.edition(2026)
    assert [f"{one.location} {one.code}" for one in caught.value.diagnostics] == [problem]


def test_a_fact_in_words_needs_its_words_in_every_locale(newsroom: SmallNewsroom, communique: Program) -> None:
    facts = '[killed]\nvalue = { en = "many", de = "viele" }\nsource = "x"\n'
    with_register(newsroom, facts)
    ended = communique("check", "-y", "2026", "-l", "fr", "--no-color")
    assert ended.exit_code == 1
    assert "`{killed}` is not known in `fr`" in ended.err


def test_the_day_of_a_register_is_the_observance_and_not_today(newsroom: SmallNewsroom) -> None:
    facts = '[[killed]]\nvalue = 1\nsource = "a"\n[[killed]]\nvalue = 2\nsource = "b"\nfrom = 2030-01-01\n'
    with_register(newsroom, facts)
    assert [newsroom.edition(year).facts["killed"].value for year in (2029, 2030)] == [1, 2]
    assert newsroom.edition(2030).observed == datetime.date(2030, 1, 20)
