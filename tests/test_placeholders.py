"""The syntax a translator meets: what is a placeholder, what is a switch, and what is said of everything else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.placeholders import Clause, PlaceholderError, placeholder_at, switch_at


@pytest.mark.parametrize(
    "text, name, form, rest",
    [
        ("{n}", "n", "", ""),
        ("{event.date}.", "event.date", "", "."),
        ("{ordinal}@acc", "ordinal", "acc", ""),
        ("{date}@in, that", "date", "in", ", that"),
        ("{years}@gen.pl end", "years", "gen.pl", " end"),
        ("{date}@dmy. Then", "date", "dmy", ". Then"),
        ("{n}@", "n", "", "@"),
        ("{n}@example.org", "n", "example.org", ""),
        ("{ordinal_words}@2", "ordinal_words", "", "@2"),
    ],
)
def test_a_placeholder_is_a_name_in_braces_with_its_form_outside_them(
    text: str, name: str, form: str, rest: str
) -> None:
    found_name, found_form, end = placeholder_at(text, 0)
    assert (found_name, found_form, text[end:]) == (name, form, rest)


@pytest.mark.parametrize(
    "text",
    ["{", "{}", "{N}", "{ n }", "{n", "{n:03d}", "{n!r}", "{0}", "{a.b.c}", "{a..b}", "{.a}", "{n[0]}", "{ü}", "{a-b}"],
)
def test_anything_else_in_braces_is_refused_at_its_brace(text: str) -> None:
    with pytest.raises(PlaceholderError, match="is not a placeholder") as raised:
        placeholder_at(f"ab{text}", 2)
    assert raised.value.offset == 2
    assert "`{{`" in raised.value.hint


def test_a_switch_has_clauses_by_category_and_by_exact_number() -> None:
    text = "[[killed| =50: fifty | one: a man | other: men ]] fell"
    name, clauses, end = switch_at(text, 0)
    assert (name, text[end:]) == ("killed", " fell")
    assert [(one.exact, one.category, text[one.start : one.end]) for one in clauses] == [
        (50, "", "fifty"),
        (None, "one", "a man"),
        (None, "other", "men"),
    ]


def test_a_switch_inside_a_clause_belongs_to_that_clause() -> None:
    text = "[[n| one: [[m| one: a | other: b ]] | other: c ]]"
    _, clauses, end = switch_at(text, 0)
    assert [text[one.start : one.end] for one in clauses] == ["[[m| one: a | other: b ]]", "c"]
    assert end == len(text)


def test_a_mark_behind_a_backslash_is_text_of_its_clause() -> None:
    text = r"[[n| one: a \| b \]] | other: c ]]"
    _, clauses, _ = switch_at(text, 0)
    assert [text[one.start : one.end] for one in clauses] == [r"a \| b \]]", "c"]


def test_an_empty_clause_is_a_clause() -> None:
    assert switch_at("[[n|one:|other: x]]", 0)[1][0] == Clause(None, "one", 8, 8)


@pytest.mark.parametrize(
    "text, said",
    [
        ("[[n| one: a", "not closed"),
        ("[[n]]", "is not a switch"),
        ("[[N| one: a ]]", "is not a switch"),
        ("[[n| ones: a ]]", "is not a clause"),
        ("[[n| =: a ]]", "is not a clause"),
        ("[[n| =-1: a ]]", "is not a clause"),
        ("[[n| one: a | one: b ]]", "same clause twice"),
        ("[[n| =5: a | =5: b ]]", "same clause twice"),
        ("[[n| other: " * 9 + "]]" * 9, "nested too deep"),
    ],
)
def test_a_switch_that_cannot_be_read_is_refused(text: str, said: str) -> None:
    with pytest.raises(PlaceholderError, match=said):
        switch_at(text, 0)


def test_a_wrong_clause_is_shown_where_it_begins() -> None:
    text = "[[n| one: a | som: b ]]"
    with pytest.raises(PlaceholderError) as raised:
        switch_at(text, 0)
    assert text[raised.value.offset :].startswith(" som:")


@given(st.text(alphabet="{}[]|@=:n one\\", max_size=60))
def test_any_text_is_read_or_refused_with_an_offset_inside_it(text: str) -> None:
    for read in (placeholder_at, switch_at):
        try:
            end = read(text, 0)[2]
        except PlaceholderError as error:
            end = error.offset
        assert 0 <= end <= len(text)


def test_a_long_hostile_text_is_refused_at_once() -> None:
    began = time.process_time()
    for text in ("[[" * 50_000, "[[n|" + "[[ ]]" * 20_000, "[[n" + "|" * 100_000 + "]]"):
        with pytest.raises(PlaceholderError):
            switch_at(text, 0)
    assert time.process_time() - began < 2
