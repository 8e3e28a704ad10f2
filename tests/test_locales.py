"""What is taken from CLDR, and that no string can break it."""

from __future__ import annotations

import json
import pathlib
import runpy
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given, settings
from hypothesis import strategies as st

from communique import locales
from communique.grammar import known_locales
from communique.locales import UnknownLocaleError, cldr
from communique.model import Direction

HOSTILE = [
    "",
    "../../x",
    "en\0",
    "x" * 300,
    "en_GB",
    "EN",
    "en-",
    "-",
    "und",
    "root",
    "xx",
    "en-XX",
    "en\n",
    "ａｚ",
    "en-u-nu-arab",
]


ALL = sorted(filter(locales.is_locale, (name.replace("_", "-") for name in locale_identifiers())))


@pytest.mark.parametrize("tag", HOSTILE)
def test_a_hostile_string_is_no_locale_and_only_that_is_said(tag: str) -> None:
    assert not locales.is_locale(tag)
    for ask in (locales.script, locales.endonym, locales.fallbacks, locales.plural_categories, locales.direction):
        with pytest.raises(UnknownLocaleError):
            ask(tag)


@given(st.text(max_size=20))
@settings(deadline=None)
def test_any_string_is_a_locale_or_is_not(tag: str) -> None:
    assert locales.is_locale(tag) in {True, False}


@given(st.sampled_from(ALL))
@settings(deadline=None, max_examples=50)
def test_every_locale_has_names_for_everything(tag: str) -> None:
    assert len(locales.month_names(tag, "format")) == 12
    assert len(locales.month_names(tag, "stand-alone")) == 12
    assert len(locales.weekday_names(tag)) == 7
    assert locales.script(tag).isalpha()
    assert locales.endonym(tag)
    assert locales.english_name(tag)
    assert locales.fallbacks(tag)[0] == tag


@pytest.mark.parametrize("tag", ["en", "pt-BR", "sr-Latn", "zh-Hans-CN", "es-419", "fil"])
def test_a_tag_in_canonical_case_is_a_locale(tag: str) -> None:
    assert locales.is_locale(tag)


@pytest.mark.parametrize(
    "tag,expected",
    [
        ("zh-Hans-CN", ("zh-Hans-CN", "zh-Hans", "zh")),
        ("zh-CN", ("zh-CN", "zh")),
        ("zh-TW", ("zh-TW", "zh-Hant")),
        ("zh-Hant", ("zh-Hant",)),
        ("pt-BR", ("pt-BR", "pt")),
        ("sr-Latn-RS", ("sr-Latn-RS", "sr-Latn")),
        ("sr-Cyrl", ("sr-Cyrl", "sr")),
        ("en", ("en",)),
    ],
)
def test_a_locale_falls_back_within_its_script_only(tag: str, expected: tuple[str, ...]) -> None:
    assert locales.fallbacks(tag) == expected


@pytest.mark.parametrize(
    "tag,number,expected",
    [
        ("ru", 21, "one"),
        ("ru", 34, "few"),
        ("ru", 35, "many"),
        ("ar", 2, "two"),
        ("ar", 102, "other"),
        ("pl", 21, "many"),
    ],
)
def test_plural_categories_are_those_of_cldr(tag: str, number: int, expected: str) -> None:
    assert locales.plural_category(tag, number) == expected
    assert expected in locales.plural_categories(tag)


@pytest.mark.parametrize(
    "tag,script,direction",
    [
        ("az", "Latn", Direction.LTR),
        ("az-Cyrl", "Cyrl", Direction.LTR),
        ("pa-PK", "Arab", Direction.RTL),
        ("ar", "Arab", Direction.RTL),
        ("he", "Hebr", Direction.RTL),
        ("zh-TW", "Hant", Direction.LTR),
        ("ka", "Geor", Direction.LTR),
    ],
)
def test_script_and_direction_come_from_the_likely_subtags(tag: str, script: str, direction: Direction) -> None:
    assert (locales.script(tag), locales.direction(tag)) == (script, direction)


def test_russian_months_are_declined_beside_a_day_only() -> None:
    assert locales.month_names("ru", "format")[0] == "января"
    assert locales.month_names("ru", "stand-alone")[0] == "январь"


def test_levantine_months_belong_to_the_territory() -> None:
    assert locales.month_names("ar", "format")[0] == "يناير"
    assert locales.month_names("ar-LB", "format")[0] == "كانون الثاني"


def test_the_week_begins_on_monday() -> None:
    assert locales.weekday_names("en")[0] == "Monday"
    assert locales.weekday_names("en")[6] == "Sunday"


def test_one_language_read_first_does_not_change_the_names_of_another() -> None:
    """Babel's own `Locale.months` gives Azerbaijani stand-alone months for Turkish after this order."""
    program = (
        "from communique.locales.cldr import month_names, weekday_names\n"
        "[month_names(one, 'stand-alone') + weekday_names(one, 'stand-alone') for one in ('az', 'es', 'hi')]\n"
        "print(month_names('tr', 'stand-alone')[0], month_names('it', 'stand-alone')[0])"
    )

    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], check=True, capture_output=True, encoding="utf-8"
    )

    assert done.stdout.split() == ["Ocak", "gennaio"]


KNOWN = sorted(json.loads(locales.TABLE.read_bytes()))


@pytest.fixture(scope="module")
def babel() -> dict[str, Any]:
    """What Babel says in a process in which nothing else asks it: it changes its data when it is asked."""
    generate = runpy.run_path(str(pathlib.Path(__file__).parents[1] / "docs" / "generate.py"))
    found: dict[str, Any] = json.loads(generate["known_to_cldr"]())
    return found


@pytest.mark.parametrize("tag", KNOWN)
def test_the_table_says_of_a_locale_what_babel_says(tag: str, babel: dict[str, Any]) -> None:
    described = babel[tag]
    assert json.loads(locales.TABLE.read_bytes())[tag] == described, "run `python docs/generate.py`"
    assert locales.fallbacks(tag) == tuple(described["fallbacks"])
    assert locales.endonym(tag) == described["name"]


@pytest.mark.parametrize("tag", KNOWN)
def test_the_rules_of_the_table_put_every_number_where_babel_puts_it(tag: str) -> None:
    cardinal, ordinal = cldr.plural_rule(tag), cldr.ordinal_rule(tag)
    numbers = [*range(1200), 10**6, 2 * 10**6, Decimal("1.5"), Decimal("1.0"), Decimal("0.1"), Decimal("26000.25")]
    for number in numbers:
        assert locales.plural_category(tag, number) == cardinal(number)
    assert [locales.ordinal_category(tag, n) for n in range(1200)] == [ordinal(n) for n in range(1200)]
    assert {*locales.plural_categories(tag)} == {*cardinal.tags, "other"}


def test_every_locale_of_the_package_is_in_the_table() -> None:
    assert {*known_locales()} <= {*KNOWN}


def test_a_language_is_named_in_itself_and_in_english() -> None:
    assert locales.endonym("fr") == "français"
    assert locales.english_name("zh-Hans") == "Chinese (Simplified)"
