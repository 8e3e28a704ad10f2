"""Marks, links and braces are whole and the same as in the source."""

from __future__ import annotations

import pytest
from written_pairs import codes, only, pair

from communique.diagnostics import Code, Severity


@pytest.mark.parametrize("text", ["En {{ year }}.", "En {{n}}.", "En %(year)s.", "En %s.", "En ${n}.", "<% n %>"])
def test_the_placeholders_of_other_programs_are_errors(text: str) -> None:
    assert Code.TEMPLATE_SYNTAX in codes(pair("In {year}.", text))


def test_a_share_in_per_cent_is_no_template() -> None:
    assert not codes(pair("It was 20% so.", "C’était 20% ainsi."))


@pytest.mark.parametrize(
    "text",
    ["｛year｝", "{year｝", "｛year}", "{ year }", "{year }", "{\u00a0year}", "{\u200fyear\u200f}", "{year\u200b}"],
)
def test_damaged_braces_are_an_error_that_names_the_placeholder(text: str) -> None:
    problem = only(pair("In {year}.", f"En {text}."), Code.DAMAGED_PLACEHOLDER)
    assert "`{year}`" in problem.hint


@pytest.mark.parametrize("text", ["{year}", "{event.date}@dmy", "{killed} et {year}"])
def test_whole_braces_are_not(text: str) -> None:
    assert Code.DAMAGED_PLACEHOLDER not in codes(pair(f"In {text}.", f"En {text}."))


@pytest.mark.parametrize(
    "text",
    [
        "[ici] (https://example.org/a)",
        "[ici]( https://example.org/a)",
        "[ici](https://example.org/a",
        "[ici]（https://example.org/a）",
    ],
)
def test_a_link_that_came_apart_is_an_error(text: str) -> None:
    assert Code.BROKEN_LINK in codes(pair("Read [this](https://example.org/a).", f"Lisez {text}."))


def test_a_whole_link_is_not() -> None:
    assert not codes(pair("Read [this](https://example.org/a) now.", "Lisez [ceci](https://example.org/a) enfin."))


def test_a_lost_link_is_an_error() -> None:
    assert codes(pair("Read [this](https://example.org/a).", "Lisez ceci.")) == {Code.LINK_DIFFERS}


@pytest.mark.parametrize(
    "href", ["https://example.org/fr/a", "https://fr.example.org/a", "https://example.org/a?lang=fr"]
)
def test_an_address_may_name_the_language_of_the_translation(href: str) -> None:
    own = href.replace("fr", "en")
    assert not codes(pair(f"Read [this]({own}).", f"Lisez [ceci]({href})."))


def test_raised_letters_lost_are_a_warning() -> None:
    problem = only(pair("The 5^th^ part.", "La 5e partie."), Code.MARKS_DIFFER)
    assert problem.severity is Severity.WARNING


def test_italics_are_left_to_the_language() -> None:
    assert not codes(pair("A *coup* took place.", "Un coup a eu lieu."))


def test_a_placeholder_counts_once_for_all_clauses_of_a_switch() -> None:
    source = "[[n| one: {years} has | other: {years} have ]] passed."
    target = "[[n| one: прошёл {years} | few: прошло {years} | many: прошло {years} ]]."
    assert Code.LOST_REPEAT not in codes(pair(source, target, "ru"))
    assert Code.LOST_REPEAT not in codes(pair(source, "{years} keçib.", "az"))
