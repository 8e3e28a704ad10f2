"""Day, month and year of a date of the source stand in the translation, however the language writes them."""

from __future__ import annotations

import pytest
from written_pairs import codes, language, only, pair

from communique.checks.dates import dates_of
from communique.diagnostics import Code

SOURCE = "It was signed on 14 May 1976."


@pytest.mark.parametrize(
    "locale, text",
    [
        ("en", "on May 14, 1976"),
        ("en", "on the 14th of May 1976"),
        ("fr", "le 14 mai 1976"),
        ("de", "am 14. Mai 1976"),
        ("de", "am 14.05.1976"),
        ("de", "am 1976-05-14"),
        ("es", "el 14 de mayo de 1976"),
        ("pt", "em 14 de maio de 1976"),
        ("ru", "14 мая 1976 года"),
        ("uk", "14 травня 1976 року"),
        ("az", "14 may 1976-cı ildə"),
        ("tr", "14 Mayıs 1976"),
        ("ka", "1976 წლის 14 მაისს"),
        ("hu", "1976. május 14-én"),
        ("ar", "14 مايو 1976"),
        ("fa", "۱۴ مهٔ ۱۹۷۶"),
        ("hi", "14 मई 1976"),
        ("zh-Hans", "1976年5月14日"),
        ("ko", "1976년 5월 14일"),
    ],
)
def test_a_date_is_read_in_every_language(locale: str, text: str) -> None:
    (date,) = dates_of(text, language(locale))
    assert (14, 5) in date.readings
    assert date.year == 1976


@pytest.mark.parametrize(
    "locale, text",
    [
        ("fr", "Il a été signé le 15 mai 1976."),
        ("fr", "Il a été signé le 14 mars 1976."),
        ("fr", "Il a été signé le 14 mai 1967."),
        ("fr", "Il a été signé il y a longtemps."),
        ("zh-Hans", "1976年4月15日签署。"),
        ("ru", "Подписан 14 марта 1976 года."),
    ],
)
def test_another_date_is_an_error(locale: str, text: str) -> None:
    assert Code.DATE in codes(pair(SOURCE, text, locale))


def test_the_date_that_stands_instead_is_shown() -> None:
    problem = only(pair(SOURCE, "Signé le 14 mars 1976."), Code.DATE)
    assert problem.message == "the source has the date `14 May`, the translation has not; it has `14 mars`"


def test_a_capital_with_a_dot_does_not_hide_a_date() -> None:
    assert dates_of("İmza: 14 may 1976", language("az"))


def test_a_month_without_a_day_is_no_date() -> None:
    assert not dates_of("the second Friday of May", language("en"))
