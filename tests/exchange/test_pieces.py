"""Texts taken apart for translators' tools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.exchange.pieces import Code, CodeKind, Span, SpanKind, Words, codes_in, pieces_of, raw

MARKED = st.text(alphabet="ab *^[]()|{}@:=\\\n\u00a0é年", max_size=40)
PARTS = st.sampled_from(
    ["**", "*", "^", "{n}", "{date}@gen", "[[n| one: ", " | other: ", " ]]", "[a](https://b.c)", "x ", "\n"]
)


@given(MARKED | st.lists(PARTS, max_size=12).map("".join), st.booleans())
def test_the_pieces_of_any_text_are_the_text(text: str, is_source: bool) -> None:
    assert raw(pieces_of(text, is_source=is_source)) == text


def test_a_placeholder_is_a_code_and_its_form_belongs_to_the_source_language() -> None:
    assert pieces_of("Le {date}@in.") == (
        Words("Le "),
        Code("{date}", CodeKind.PLACEHOLDER),
        Words("@in."),
    )
    [code] = codes_in(pieces_of("On {date}@dmy", is_source=True))
    assert isinstance(code, Code)
    assert (code.raw, code.in_translation) == ("{date}@dmy", "{date}")


def test_the_parts_of_a_switch_are_codes_and_its_clauses_are_words() -> None:
    pieces = pieces_of("[[n| one: one year | other: {years} ]] later")
    assert pieces == (
        Code("[[n| one: ", CodeKind.SWITCH),
        Words("one year"),
        Code(" | other: ", CodeKind.SWITCH),
        Code("{years}", CodeKind.PLACEHOLDER),
        Code(" ]]", CodeKind.SWITCH),
        Words(" later"),
    )


@pytest.mark.parametrize(
    "text, kind, inside",
    [
        ("**bold {n}**", SpanKind.STRONG, "bold {n}"),
        ("*stressed*", SpanKind.EMPHASIS, "stressed"),
        ("^th^", SpanKind.RAISED, "th"),
        ("[the report](https://example.org/a)", SpanKind.LINK, "the report"),
    ],
)
def test_marks_that_belong_together_make_a_span(text: str, kind: SpanKind, inside: str) -> None:
    [span] = pieces_of(text)
    assert isinstance(span, Span)
    assert (span.kind, raw(span.content)) == (kind, inside)


@pytest.mark.parametrize("text", ["2 * 3 * 4", "**open", r"\*not\*", "{{n}}", "a ^ b ^ c", "[[[n| x ]]"])
def test_what_is_no_markup_stays_words(text: str) -> None:
    assert pieces_of(text) == (Words(text),)
