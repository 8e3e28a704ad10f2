"""The tables beside the rules hold what the rules expect, for the languages of our own statements at least."""

from __future__ import annotations

import pytest

from communique.checks.tables import table

OURS = ("ar", "az", "de", "en", "es", "fa", "fr", "hi", "it", "ka", "ru", "tr", "uk")


@pytest.mark.parametrize("language", OURS)
def test_numbers_in_words_go_from_nought_to_nineteen_and_by_tens(language: str) -> None:
    words = table("numbers")["words"][language]
    assert (len(words["units"]), len(words["tens"])) == (20, 10)
    assert words["hundred"]
    assert words["thousand"]


@pytest.mark.parametrize("language", OURS)
def test_every_language_has_a_word_for_translation(language: str) -> None:
    assert table("languages")["translated"][language]


def test_every_band_of_lengths_is_a_band() -> None:
    assert all(low < high for low, high in table("languages")["length"].values())


@pytest.mark.parametrize("table_name", ["multipliers", "words"])
def test_stems_are_in_small_letters_as_the_texts_are_read(table_name: str) -> None:
    for words in table("numbers")[table_name].values():
        text = str(dict(words))
        assert text == text.casefold() or "ß" in text
