"""A translation has the placeholders of its source: all of them, in every clause, and no others."""

from __future__ import annotations

import pytest

from communique.agreement import disagreements, phrases_of
from communique.diagnostics import Location, Passage
from communique.markup import template
from communique.model import BlockKind, Message, Placeholder, Text


def passage(text: str, file: str) -> Passage:
    return Passage(text, ((0, Location(file, 1, 1)),))


def found(source: str, translation: str, kind: BlockKind = BlockKind.PARAGRAPH, locale: str = "fr") -> list[str]:
    """The problems as `column code name`; all stand in the translation and have a hint."""
    original = passage(source, "s.md")
    problems = list(disagreements(Message("a", kind, original), original, passage(translation, "fr.po"), locale, "en"))
    assert all(one.location.file == "fr.po" and one.hint and one.block == "a" for one in problems)
    return [f"{one.location.column} {one.code}" for one in problems]


@pytest.mark.parametrize(
    "source, translation",
    [
        ("{n} fell on {date}.", "Le {date}@dmy, {n} sont tombés."),
        ("{n} and {n}", "{n}"),
        ("[[n| one: {years} has | other: {years} have ]] passed", "{years} ont passé"),
        ("{years} passed", "[[n| one: un an | other: {years} ]] ont passé"),
        ("[a](https://e.org)", "[b](https://f.org)"),
        ("none", "aucun"),
    ],
)
def test_a_translation_with_the_same_placeholders_agrees(source: str, translation: str) -> None:
    assert found(source, translation) == []


@pytest.mark.parametrize(
    "source, translation, problems",
    [
        ("{n} fell", "ils sont tombés", ["1 C032"]),
        ("{n} fell", "{killed} sont tombés", ["1 C032", "1 C033"]),
        ("{n} fell", "**{n}** en {year}", ["12 C033"]),
        ("{years} passed", "[[n| one: un an | few: x | other: {years} ]]", ["1 C032"]),
        ("{years} passed", "[[n| one: un an | other: beaucoup ]]", ["1 C032"]),
        ("{a} x {b}", "x", ["1 C032", "1 C032"]),
    ],
)
def test_a_lost_or_invented_placeholder_is_found(source: str, translation: str, problems: list[str]) -> None:
    assert found(source, translation) == problems


def test_placeholders_are_found_in_every_kind_of_block() -> None:
    assert found("> x\n\n— {n}", "> y\n\n— z", BlockKind.QUOTATION) == ["1 C032"]
    assert found("- {n}\n- b", "- a\n- b", BlockKind.LISTING) == ["1 C032"]
    assert found("| a |\n|---|\n| {n} |", "| a |\n|---|\n| b |", BlockKind.TABLE) == ["1 C032"]
    assert found("^{n}^ [*{year}*](https://e.org)", "x", BlockKind.LEAD) == ["1 C032", "1 C032"]


def test_the_source_left_standing_is_found_in_another_language_only() -> None:
    words = "The Embassy remembers all who fell."
    assert found(words, words) == ["1 C047"]
    assert found(words, words, locale="en-GB") == []
    assert found("New York Times", "New York Times") == []
    assert found("{n} {date}", "{n} {date}") == []


def test_the_texts_of_a_block_come_in_one_row() -> None:
    text = passage("| A | {n} |\n|---|---|\n| b | c |", "s.md")
    block, _ = template(Message("t", BlockKind.TABLE, text), text, "en")
    assert phrases_of(block) == (Text("A"), Placeholder("n"), Text("b"), Text("c"))
