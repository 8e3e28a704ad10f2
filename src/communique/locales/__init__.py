"""What CLDR knows about a locale: plural categories, names of months and weekdays, script, direction, own name.

A locale is written as in BCP 47 with its canonical letter case: `pt-BR`, `sr-Latn`. Every function raises
`UnknownLocaleError` for any other string, however hostile, and nothing else.

The locales that come with the program stand in a table, `known.json`, made by `docs/generate.py` from what `cldr` says of
them and compared with it by a test: Babel reads and merges half a megabyte for each locale to give twelve names. Any
other locale is looked up there.
"""

from __future__ import annotations

import functools
import json
import pathlib
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from communique.locales import cldr
from communique.locales.cldr import UnknownLocaleError
from communique.model import Direction

if TYPE_CHECKING:
    from babel.plural import PluralRule

__all__ = ["UnknownLocaleError"]

Context = Literal["format", "stand-alone"]
TABLE = pathlib.Path(__file__).with_name("known.json")
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})


def described(tag: str) -> dict[str, Any]:
    """Everything that is known of a locale, as it stands in the table."""
    return {
        "name": cldr.endonym(tag),
        "english": cldr.english_name(tag),
        "script": cldr.script(tag),
        "territory": cldr.territory(tag),
        "fallbacks": [*cldr.fallbacks(tag)],
        "cardinal": dict(cldr.plural_rule(tag).rules),
        "ordinal": dict(cldr.ordinal_rule(tag).rules),
        "months": {context: [*cldr.month_names(tag, context)] for context in ("format", "stand-alone")},
        "weekdays": {context: [*cldr.weekday_names(tag, context)] for context in ("format", "stand-alone")},
    }


@functools.cache
def _known() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = json.loads(TABLE.read_bytes())
    return found


@functools.cache
def _told(tag: str) -> Mapping[str, Any]:
    """What the table says of a locale, or CLDR of one that is not in it."""
    return _known()[tag] if tag in _known() else described(tag)


def is_locale(tag: str) -> bool:
    """Tell whether the string is a BCP 47 tag in canonical case whose language, script and territory CLDR knows."""
    return tag in _known() or cldr.is_locale(tag)


def plural_category(tag: str, number: int | Decimal) -> str:
    """Name the CLDR cardinal category of a number: zero, one, two, few, many or other; 1 and 1.0 may be of two."""
    return _category(tag, number, number.as_tuple().exponent if isinstance(number, Decimal) else 0)


@functools.lru_cache(maxsize=65536)
def _category(tag: str, number: int | Decimal, _exponent: object) -> str:
    """The exponent tells numbers apart that are equal."""
    return str(_rule(tag, "cardinal")(number))


def ordinal_category(tag: str, number: int) -> str:
    """Name the CLDR ordinal category of a number, which chooses endings and articles: one, two, few, many or other."""
    return str(_rule(tag, "ordinal")(number))


@functools.cache
def _rule(tag: str, kind: Literal["cardinal", "ordinal"]) -> PluralRule:
    from babel.plural import PluralRule

    return PluralRule.parse(_told(tag)[kind])


@functools.cache
def plural_categories(tag: str) -> tuple[str, ...]:
    """List the CLDR cardinal categories of a language in CLDR's order; `other` is always the last."""
    return (*(name for name in ("zero", "one", "two", "few", "many") if name in _told(tag)["cardinal"]), "other")


def month_names(tag: str, context: Context) -> tuple[str, ...]:
    """List the twelve Gregorian months: `format` beside a day (января), `stand-alone` without one (январь)."""
    return tuple(_told(tag)["months"][context])


def weekday_names(tag: str, context: Context = "format") -> tuple[str, ...]:
    """List the seven days of the week, Monday first."""
    return tuple(_told(tag)["weekdays"][context])


def direction(tag: str) -> Direction:
    """Tell which way the script of the locale runs."""
    return Direction.RTL if script(tag) in _RIGHT_TO_LEFT else Direction.LTR


def script(tag: str) -> str:
    """Name the script by ISO 15924: the one written in the tag, else the likely one (UTS #35, likely subtags)."""
    return str(_told(tag)["script"])


def endonym(tag: str) -> str:
    """Name the language in itself, as CLDR writes it inside a sentence: `français`, `中文 (简体)`."""
    return str(_told(tag)["name"])


def english_name(tag: str) -> str:
    """Name the language in English: `French`, `Chinese (Simplified)`."""
    return str(_told(tag)["english"])


def fallbacks(tag: str) -> tuple[str, ...]:
    """List the tags whose data serve this locale, nearest first: `zh-Hans-CN` by itself, `zh-Hans`, `zh`.

    A tag of another script never serves: `zh-Hant` does not fall back to `zh`, which is written in `Hans`.
    """
    return tuple(_told(tag)["fallbacks"])


def territory(tag: str) -> str:
    """The territory of a locale, the likely one where the tag has none: `EG` for `ar` (UTS #35, likely subtags)."""
    return str(_told(tag)["territory"])
