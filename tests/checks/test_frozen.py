"""A value of this edition that was typed is found in every digit system, in Roman numerals and in words."""

from __future__ import annotations

import pytest
from written_pairs import codes, edition, only, pair

from communique.diagnostics import Code, Severity

SOURCE = "This is the {anniversary} of the tragedy."


@pytest.mark.parametrize(
    "locale, text",
    [
        ("fr", "C’est le 36^e^ anniversaire."),
        ("de", "Dies ist der 36. Jahrestag."),
        ("ru", "Это 36-я годовщина."),
        ("az", "Bu, faciənin 36-cı ildönümüdür."),
        ("ar", "هذه الذكرى ٣٦ للمأساة."),
        ("fa", "این سالگرد ۳۶ فاجعه است."),
        ("hi", "यह ३६वीं बरसी है।"),
        ("zh-Hans", "今年是惨案三十六周年。"),
        ("es", "Es el XXXVI aniversario."),
        ("fr", "C’est le trente-sixième anniversaire."),
        ("en", "This is the thirty-sixth anniversary."),
        ("uk", "Минуло тридцять шість років."),
        ("tr", "Aradan otuz altı yıl geçti."),
        ("es", "Recordamos en 2026 la tragedia."),
        ("it", "Ricordiamo la tragedia del 1990."),
    ],
)
def test_a_value_typed_where_the_source_has_a_placeholder_is_an_error(locale: str, text: str) -> None:
    found = only(pair(SOURCE, text, locale), Code.FROZEN_VALUE)
    assert found.severity is Severity.ERROR


def test_a_fact_written_out_is_told_by_its_name() -> None:
    problem = only(pair("{killed} people died.", "147 personnes sont mortes."), Code.FROZEN_VALUE)
    assert (problem.message, problem.hint) == (
        "`147` is written out where a placeholder belongs: it would not change with the edition",
        "write `{killed}`",
    )


def test_a_value_is_pointed_at() -> None:
    assert only(pair(SOURCE, "Voici le 36^e^."), Code.FROZEN_VALUE).location.column == 10 + len("Voici le ")


def test_what_the_source_types_a_translation_may_type() -> None:
    assert not codes(pair("Article 36 is in force.", "L’article 36 est en vigueur."))


def test_the_year_of_the_edition_typed_into_the_statement_itself_is_an_error() -> None:
    assert codes(pair("In 2026 we remember.")) == {Code.FROZEN_VALUE}


def test_the_number_in_words_typed_into_the_statement_itself_is_an_error() -> None:
    assert codes(pair("The thirty-sixth anniversary is today.")) == {Code.FROZEN_VALUE}


@pytest.mark.parametrize(
    "text", ["This is the 36^th^ anniversary.", "This is the 36th anniversary.", "It was 36 years ago."]
)
def test_the_number_in_digits_typed_into_the_statement_itself_is_an_error(text: str) -> None:
    assert codes(pair(text)) == {Code.FROZEN_VALUE}


def test_a_figure_of_the_statement_that_happens_to_be_the_number_passes() -> None:
    assert not codes(pair("They saved 36 paintings."))


def test_the_year_of_the_event_may_stand_in_the_statement_for_it_never_changes() -> None:
    assert not codes(pair("The events of 1990 are not forgotten."))


def test_a_number_of_another_edition_is_a_figure_that_the_source_does_not_have() -> None:
    assert codes(pair(SOURCE, "Voici le {anniversary}, 33 ans après.")) == {Code.FIGURE}


def test_small_words_are_no_numbers_of_an_early_edition() -> None:
    early = edition(1991)
    assert not codes(
        pair("A minute of silence: {years}.", "Une minute de silence : {years}.".replace(" :", "\u202f:"), of=early)
    )


def test_the_words_of_others_may_name_the_year() -> None:
    assert not codes(pair("It happened in 2026.", locked=True))
