"""Figures are compared by value: every notation of a language passes, every other value is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from written_pairs import codes, language, only, pair

from communique.checks.figures import figures_of, holds, is_spelled, spelled
from communique.checks.frozen import roman
from communique.diagnostics import Code, Severity
from communique.model import BlockKind

SOURCE = "The collection holds 26,000 letters."


@pytest.mark.parametrize(
    "locale, text",
    [
        ("en", "It holds 26,000 letters."),
        ("fr", "Elle compte 26 000 lettres."),
        ("fr", "Elle compte 26\u00a0000 lettres."),
        ("fr", "Elle compte 26\u202f000 lettres."),
        ("fr", "Elle compte 26\u2009000 lettres."),
        ("fr", "Elle compte 26000 lettres."),
        ("fr", "Elle compte vingt-six mille lettres."),
        ("de", "Sie umfasst 26.000 Briefe."),
        ("de", "Sie umfasst 26’000 Briefe."),
        ("de", "Sie umfasst 26'000 Briefe."),
        ("de", "Sie umfasst 26 Tausend Briefe."),
        ("de", "Sie umfasst sechsundzwanzigtausend Briefe."),
        ("ar", "تضم ٢٦٬٠٠٠ رسالة."),
        ("ar", "تضم ٢٦،٠٠٠ رسالة."),
        ("ar", "تضم 26 ألف رسالة."),
        ("fa", "۲۶٬۰۰۰ نامه دارد."),
        ("fa", "۲۶ هزار نامه دارد."),
        ("hi", "इसमें २६,००० पत्र हैं।"),
        ("hi", "इसमें 26 हज़ार पत्र हैं।"),
        ("zh-Hans", "藏有2.6万封信。"),
        ("zh-Hans", "藏有两万六千封信。"),
        ("ja", "2万6000通の手紙がある。"),
        ("ru", "В нём 26 тысяч писем."),
        ("ru", "В нём 26 тыс. писем."),
        ("ru", "В нём двадцать шесть тысяч писем."),
        ("es", "Contiene 26 mil cartas."),
        ("tr", "26 bin mektup içeriyor."),
        ("az", "Burada 26 min məktub var."),
        ("ka", "აქ 26 ათასი წერილია."),
        ("fr", "Elle compte ２６０００ lettres."),
    ],
)
def test_twenty_six_thousand_is_the_same_in_every_notation(locale: str, text: str) -> None:
    assert holds(Decimal(26000), text, language(locale))
    assert Code.FIGURE not in codes(pair(SOURCE, text, locale))


@pytest.mark.parametrize(
    "locale, text, says",
    [
        ("fr", "Elle compte 62\u202f000 lettres.", "`26,000` of the source has become `62\u202f000`"),
        ("de", "Sie umfasst 26 Briefe.", "`26,000` of the source has become `26`"),
        ("ar", "تضم ٢٬٦٠٠ رسالة.", "`26,000` of the source has become `٢٬٦٠٠`"),
        ("zh-Hans", "藏有26万封信。", "`26,000` of the source has become `26`"),
        ("ru", "В нём много писем.", "the source has `26,000`, the translation has no such figure"),
    ],
)
def test_another_value_is_an_error(locale: str, text: str, says: str) -> None:
    problem = only(pair(SOURCE, text, locale), Code.FIGURE)
    assert (problem.message, problem.severity) == (says, Severity.ERROR)


def test_a_figure_that_the_source_does_not_have_is_pointed_at() -> None:
    problem = only(pair("Many came.", "Ils étaient 250 à venir."), Code.FIGURE)
    assert problem.location.column == 10 + len("Ils étaient ")


def test_a_small_figure_lost_is_only_a_warning_for_languages_say_it_in_many_ways() -> None:
    assert only(pair("It has 3 parts.", "Il a des parties."), Code.FIGURE).severity is Severity.WARNING


def test_a_number_the_source_spells_may_be_written_in_digits() -> None:
    assert not codes(pair("It has fourteen chapters.", "Il a 14 chapitres."))


def test_the_numbers_of_items_are_no_figures() -> None:
    texts = "1. to meet;\n2. to speak.", "1. de se voir\u202f;\n3. de parler."
    assert Code.FIGURE not in codes(pair(*texts, kind=BlockKind.LISTING))


def test_the_letter_alif_before_a_bracket_is_no_thousand() -> None:
    assert not codes(pair("Resolution 217 A (III)", "القرار 217 ألف (د-3)", "ar")) - {Code.FIGURE}
    assert figures_of("217 ألف (د)", language("ar"))[0].values == {Decimal(217), Decimal(217000)}


@pytest.mark.parametrize("text", ["1٢٣", "٢٠2٤", "26٬000", "۱۹9۰"])
def test_a_number_in_the_digits_of_two_scripts_is_an_error(text: str) -> None:
    assert Code.DIGITS in codes(pair(f"In {text}.", f"في {text}.", "ar"))


@pytest.mark.parametrize(
    "locale, number, text",
    [
        ("en", 34, "thirty-four years"),
        ("fr", 34, "trente-quatre ans"),
        ("de", 34, "vierunddreißig Jahre"),
        ("es", 34, "treinta y cuatro años"),
        ("it", 34, "trentaquattro anni"),
        ("ru", 34, "тридцать четыре года"),
        ("ar", 34, "أربعة وثلاثين عامًا"),
        ("fa", 34, "سی و چهار سال"),
        ("tr", 34, "otuz dört yıl"),
        ("az", 34, "otuz dörd il"),
        ("zh-Hans", 34, "三十四年"),
        ("pl", 34, "trzydzieści cztery lata"),
        ("cs", 34, "třicet čtyři let"),
        ("hu", 34, "harmincnégy év"),
        ("sv", 34, "trettiofyra år"),
        ("nl", 34, "vierendertig jaar"),
        ("el", 34, "τριάντα τέσσερα χρόνια"),
        ("he", 30, "שלושים שנה"),
        ("ro", 17, "șaptesprezece ani"),
        ("en", 30, "thirty years"),
        ("en", 17, "seventeen years"),
    ],
)
def test_a_number_in_words_is_found(locale: str, number: int, text: str) -> None:
    assert spelled(number, text, language(locale)) is not None
    assert is_spelled(Decimal(number), text, language(locale))


@pytest.mark.parametrize(
    "locale, text",
    [
        ("en", "thirty-four"),
        ("de", "dreißig und"),
        ("ru", "тридцать пять"),
        ("pl", "trzydzieści pięć lat i sześć miesięcy"),
        ("hu", "harmincöt"),
        ("nl", "zesenveertig"),
    ],
)
def test_another_number_in_words_is_not_taken_for_it(locale: str, text: str) -> None:
    assert spelled(36, text, language(locale)) is None


def test_a_ten_with_a_unit_behind_it_is_not_the_ten() -> None:
    assert spelled(30, "trzydzieści cztery lata", language("pl")) is None


def test_thirty_four_is_not_thirty() -> None:
    assert spelled(30, "thirty-four years", language("en")) is None


@pytest.mark.parametrize("number, numeral", [(34, "XXXIV"), (49, "XLIX"), (80, "LXXX"), (100, "C"), (219, "CCXIX")])
def test_roman_numerals_are_written_by_the_rules(number: int, numeral: str) -> None:
    assert roman(number) == numeral
