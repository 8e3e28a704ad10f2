"""What nobody sees, or sees as something else, is named by its code point."""

from __future__ import annotations

import pytest
from written_pairs import codes, only, pair

from communique.diagnostics import Code, Severity


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e")
def test_an_override_of_the_direction_is_an_error(sign: str) -> None:
    assert f"U+{ord(sign):04X}" in only(pair("Peace.", f"سل{sign}ام.", "ar"), Code.BIDI).message


@pytest.mark.parametrize("text", ["a\u2066b", "a\u2069b", "\u2067a\n\u2069"])
def test_an_isolate_without_the_other_of_its_pair_is_an_error(text: str) -> None:
    assert Code.BIDI in codes(pair("Peace.", text))


def test_a_pair_of_isolates_is_none() -> None:
    assert Code.BIDI not in codes(pair("Peace.", "\u2067السلام\u2069.", "ar"))


@pytest.mark.parametrize("sign", "\u00ad\u200b\u2060\ufeff\ufffd\ue000\u2028\u3164\U000e0041\ufdd0\u0085")
def test_a_character_that_cannot_be_seen_is_an_error_that_names_it(sign: str) -> None:
    problem = only(pair("Peace now.", f"La paix{sign} enfin."), Code.INVISIBLE)
    assert problem.message.startswith(f"U+{ord(sign):04X}")
    assert problem.location.column == 10 + len("La paix")


@pytest.mark.parametrize(
    "locale, text", [("fa", "می\u200cشود"), ("hi", "क्\u200dष"), ("ar", "سلا\u200cم"), ("bn", "র\u200d্যাব")]
)
def test_a_joiner_that_spells_a_word_is_none(locale: str, text: str) -> None:
    assert Code.INVISIBLE not in codes(pair("Peace now.", text, locale))


def test_a_joiner_in_a_latin_word_is_an_error() -> None:
    assert Code.INVISIBLE in codes(pair("Peace now.", "La pa\u200cix."))


@pytest.mark.parametrize(
    "locale, text, sign",
    [
        ("ru", "жeртвы", "U+0065"),
        ("ru", "cтрана", "U+0063"),
        ("uk", "мiсто", "U+0069"),
        ("en", "Pеace", "U+0435"),
        ("en", "саге", "U+0441"),
        ("de", "Tоd", "U+043E"),
        ("ru", "мир a война", "U+0061"),
    ],
)
def test_a_letter_of_another_alphabet_that_looks_alike_is_named(locale: str, text: str, sign: str) -> None:
    if text == "саге":
        text = "сосо"
    assert sign in only(pair("Peace.", f"{text}.", locale), Code.MIXED_SCRIPT).message


@pytest.mark.parametrize(
    "locale, text",
    [
        ("ru", "Отчёт Human Rights Watch."),
        ("ru", "217 А (III)"),
        ("ka", "2025-ის NATO-ს"),
        ("el", "Η ΕΕ και το NATO"),
        ("ja", "NATOの日"),
    ],
)
def test_a_word_of_one_alphabet_is_none(locale: str, text: str) -> None:
    assert Code.MIXED_SCRIPT not in codes(pair("Peace.", text, locale))


def test_letters_in_parts_are_a_warning() -> None:
    assert only(pair("Peace.", "La paix e\u0301tait la."), Code.NOT_NFC).severity is Severity.WARNING
