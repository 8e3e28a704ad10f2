"""The right language, nothing twice, no notes, about the right length."""

from __future__ import annotations

import pytest
from written_pairs import codes, only, pair

from communique.diagnostics import Code, Severity

ENGLISH = "The Embassy shares in the grief of the families of all those who died that night."


@pytest.mark.parametrize("locale", ["fr", "de", "es", "it", "az", "tr"])
def test_an_english_sentence_is_found_by_its_small_words(locale: str) -> None:
    text = "We remember those who did not live to see the morning of that day."
    assert Code.WRONG_LANGUAGE in codes(pair(ENGLISH, text, locale))


@pytest.mark.parametrize("locale", ["ru", "ar", "zh-Hans", "hi", "ka", "el"])
def test_an_english_sentence_is_found_by_its_letters(locale: str) -> None:
    text = "We remember those who did not live to see the morning."
    assert "not written in the script" in only(pair(ENGLISH, text, locale), Code.WRONG_LANGUAGE).message


def test_one_sentence_of_another_language_is_found_among_others() -> None:
    text = "Le souvenir reste. The memory of those who died is with us and will be with our children. Il demeure."
    problem = only(pair(ENGLISH, text), Code.WRONG_LANGUAGE)
    assert problem.location.column == 10 + text.index("The")


@pytest.mark.parametrize(
    "locale, text",
    [
        ("uk", "В ніч на 20 січня війська увійшли до міста і оточили його з усіх боків."),
        ("pt", "A embaixada partilha a dor das famílias de todos os que perderam a vida naquela noite."),
        ("nb", "Ambassaden deler sorgen med familiene til alle som døde den natten i byen."),
        ("sr-Latn", "Ambasada deli bol porodica svih koji su te noći izgubili život u gradu."),
        ("zh-Hans", "人权观察组织的报告《Black January in Azerbaidzhan: Report on the Events》说明了一切。"),
    ],
)
def test_a_sentence_of_its_own_language_is_none(locale: str, text: str) -> None:
    assert Code.WRONG_LANGUAGE not in codes(pair(ENGLISH, text, locale))


@pytest.mark.parametrize(
    "note",
    [
        "TODO",
        "[à vérifier]",
        "[bitte prüfen]",
        "[проверить имя]",
        "???",
        "[title?]",
        "XXX",
        "[需要核对]",
        "[مراجعة]",
        "{#",
    ],
)
def test_a_note_left_in_is_an_error(note: str) -> None:
    assert Code.NOTE_LEFT in codes(pair("We remember.", f"Nous nous souvenons {note}."))


@pytest.mark.parametrize(
    "text", ["Cela […] suffit.", "La résolution 3379 (XXX).", "Lisez [la note](https://example.org/n)."]
)
def test_brackets_of_a_text_are_none(text: str) -> None:
    assert Code.NOTE_LEFT not in codes(pair("That is enough.", text))


@pytest.mark.parametrize("locale, text", [("fr", "Nous rendons rendons hommage."), ("ru", "Мы помним их их имена.")])
def test_a_word_twice_is_a_warning(locale: str, text: str) -> None:
    assert only(pair("We pay tribute.", text, locale), Code.DOUBLED_WORD).severity is Severity.WARNING


@pytest.mark.parametrize(
    "locale, text",
    [
        ("fr", "Nous nous souvenons."),
        ("tr", "Yavaş yavaş anıyoruz."),
        ("ar", "نقرأ الإعلان مادةً مادةً."),
        ("fr", "Le {year} le {year}."),
        ("en", "We had had it."),
    ],
)
def test_a_word_that_the_language_says_twice_is_none(locale: str, text: str) -> None:
    assert Code.DOUBLED_WORD not in codes(pair("We pay tribute.", text, locale))


def test_half_a_translation_is_a_warning() -> None:
    problem = only(pair(ENGLISH * 2, "L’Ambassade partage le deuil."), Code.LENGTH)
    assert problem.severity is Severity.WARNING
    assert "is it whole?" in problem.hint


def test_a_chinese_translation_is_expected_to_be_short() -> None:
    text = "使馆谨向那一夜所有遇难者的家属表示深切哀悼，并与其同悲。"
    assert Code.LENGTH not in codes(pair(ENGLISH, text, "zh-Hans"))


def test_two_sentences_lost_are_a_warning_where_one_may_be_joined() -> None:
    source = "One came. Another went. A third stayed. All spoke."
    assert Code.SENTENCES in codes(pair(source, "L’un vint, tous parlèrent."))
    assert Code.SENTENCES not in codes(pair(source, "L’un vint, l’autre partit. Un tiers resta. Tous parlèrent."))
