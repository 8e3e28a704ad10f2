"""Spaces, quotation marks and end signs, as each language writes them."""

from __future__ import annotations

import pytest
from written_pairs import codes, only, pair

from communique.checks.typography import end_of
from communique.diagnostics import Code, Severity


@pytest.mark.parametrize(
    "text",
    [
        "Voici\u202f: cela.",
        "Voici\u00a0; cela.",
        "Un «\u202fmot\u202f» dit.",
        "À 12:30 ici.",
        "{year}\u202f: cela.",
        "- un\u202f;\n- deux.",
    ],
)
def test_french_with_its_spaces_passes(text: str) -> None:
    assert Code.SPACING not in codes(pair("Here it is.", text))


@pytest.mark.parametrize(
    "text",
    ["Voici : cela.", "Voici: cela.", "Voici ; cela.", "Un « mot » dit.", "«mot».", "Le {n} : cela.", "Vraiment ?"],
)
def test_a_missing_no_break_space_of_french_is_a_warning(text: str) -> None:
    found = [problem for problem in codes(pair("Here it is.", text)) if problem is Code.SPACING]
    assert found


def test_other_languages_set_high_marks_tight() -> None:
    assert Code.SPACING not in codes(pair("Here it is:", "Hier ist es:", "de"))


@pytest.mark.parametrize("text", ["Deux  espaces.", "Un mot , un autre.", "La fin ."])
def test_a_space_too_many_is_a_warning(text: str) -> None:
    assert only(pair("Two spaces.", text), Code.SPACING).severity is Severity.WARNING


def test_an_ellipsis_between_words_keeps_its_spaces() -> None:
    assert Code.SPACING not in codes(pair("… this … that …", "… ceci … cela …"))


@pytest.mark.parametrize(
    "locale, text", [("fr", 'Un "mot" dit.'), ("de", "Ein «Wort» nur."), ("ru", "Слово „мир” тут")]
)
def test_quotation_marks_of_another_language_are_a_warning(locale: str, text: str) -> None:
    assert only(pair("A “word” said.", text, locale), Code.QUOTES).severity is Severity.WARNING


@pytest.mark.parametrize("locale, text", [("de", "Ein „Wort nur."), ("ru", "Слово мир» тут."), ("en", "A “word said.")])
def test_a_quotation_not_closed_is_a_warning(locale: str, text: str) -> None:
    assert Code.QUOTES in codes(pair("A “word” said.", text, locale))


@pytest.mark.parametrize(
    "locale, text",
    [
        ("fr", "Un «\u202fmot\u202f» dit."),
        ("de", "Ein „Wort“ nur."),
        ("ru", "Слово «мир» тут."),
        ("zh-Hans", "“和平”一词《书》。"),
    ],
)
def test_the_marks_of_the_language_pass(locale: str, text: str) -> None:
    assert Code.QUOTES not in codes(pair("A “word” said.", text, locale))


@pytest.mark.parametrize(
    "text, end",
    [
        ("**It ends.**", "full stop"),
        ("终于。", "full stop"),
        ("यह अंत है।", "full stop"),
        ("ختم ہوا۔", "full stop"),
        ("متى؟", "question mark"),
        ("Ամբողջը։", "full stop"),
        ("On that day:", "colon"),
        ("这一天：", "colon"),
        ("“It ends.”", "full stop"),
        ("[[n| one: x | other: y ]].", "full stop"),
        ("A day of remembrance", ""),
    ],
)
def test_the_end_of_a_text_is_read_in_every_script(text: str, end: str) -> None:
    assert end_of(text) == end


def test_another_end_is_a_warning() -> None:
    assert only(pair("On that day:", "Ce jour-là."), Code.END_PUNCTUATION).severity is Severity.WARNING
