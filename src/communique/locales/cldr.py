"""What Babel says that CLDR knows about a locale; the functions are those of `locales`, which asks here. Nobody else does.

The only module that knows Babel's data.

Names of months and weekdays are read past Babel's `Locale` on purpose: it writes the aliases it resolves into data
that all locales share, so that the stand-alone months of Turkish become the Azerbaijani ones once those were read.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from babel import Locale
    from babel.plural import PluralRule

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(-(?P<script>[A-Z][a-z]{3}))?(-(?P<territory>[A-Z]{2}|[0-9]{3}))?")
_LONGEST_TAG = 16


class UnknownLocaleError(LookupError):
    """A string that is not a locale of CLDR."""

    def __init__(self, tag: str) -> None:
        super().__init__(f"{tag[:_LONGEST_TAG]!r} is not a locale known to CLDR")
        self.tag = tag


def is_locale(tag: str) -> bool:
    """Tell whether the string is a BCP 47 tag in canonical case whose language, script and territory CLDR knows."""
    return _known_subtags(tag) is not None


def plural_rule(tag: str) -> PluralRule:
    """The rule that gives the cardinal category of a number."""
    return _locale(tag).plural_form


def ordinal_rule(tag: str) -> PluralRule:
    """The rule that gives the ordinal category of a number."""
    return _locale(tag).ordinal_form


@functools.cache
def month_names(tag: str, context: Literal["format", "stand-alone"]) -> tuple[str, ...]:
    """List the twelve Gregorian months: `format` beside a day (января), `stand-alone` without one (январь)."""
    names = _names(tag, "months", context)
    return tuple(names[month] for month in range(1, 13))


@functools.cache
def weekday_names(tag: str, context: Literal["format", "stand-alone"] = "format") -> tuple[str, ...]:
    """List the seven days of the week, Monday first."""
    names = _names(tag, "days", context)
    return tuple(names[day] for day in range(7))


@functools.cache
def script(tag: str) -> str:
    """Name the script by ISO 15924: the one written in the tag, else the likely one (UTS #35, likely subtags)."""
    language, written, territory = _subtags(tag)
    return written or _likely_script(language, territory)


@functools.cache
def endonym(tag: str) -> str:
    """Name the language in itself, as CLDR writes it inside a sentence: `français`, `中文 (简体)`."""
    return _locale(tag).get_display_name() or tag


@functools.cache
def english_name(tag: str) -> str:
    """Name the language in English: `French`, `Chinese (Simplified)`."""
    return _locale(tag).get_display_name("en") or tag


@functools.cache
def fallbacks(tag: str) -> tuple[str, ...]:
    """List the tags whose data serve this locale, nearest first: `zh-Hans-CN` by itself, `zh-Hans`, `zh`.

    A tag of another script never serves: `zh-Hant` does not fall back to `zh`, which is written in `Hans`.
    """
    language, written, _ = _subtags(tag)
    wanted = script(tag)
    shorter = [f"{language}-{wanted}"] if written or wanted != _likely_script(language, None) else []
    return tuple(dict.fromkeys(one for one in (tag, *shorter, language) if script(one) == wanted))


def _subtags(tag: str) -> tuple[str, str | None, str | None]:
    known = _known_subtags(tag)
    if known is None:
        raise UnknownLocaleError(tag)
    return known


def _known_subtags(tag: str) -> tuple[str, str | None, str | None] | None:
    match = _TAG.fullmatch(tag) if len(tag) <= _LONGEST_TAG else None
    if match is None or not _all_known(match["language"], match["script"], match["territory"]):
        return None
    return match["language"], match["script"], match["territory"]


@functools.cache
def _all_known(language: str, script: str | None, territory: str | None) -> bool:
    from babel import Locale, localedata

    english = Locale("en")
    return (
        language != "und"
        and localedata.exists(language)
        and (script is None or script in english.scripts)
        and (territory is None or territory in english.territories)
    )


@functools.cache
def _locale(tag: str) -> Locale:
    from babel import Locale

    return Locale.parse(_identifier(tag))


def _identifier(tag: str) -> str:
    """Name the nearest data file of CLDR: it has none for `ru-DE`, and calls `zh-CN` `zh_Hans_CN`."""
    from babel import localedata

    language, _, territory = _subtags(tag)
    exact = f"{language}-{script(tag)}-{territory}" if territory else tag
    names = [one.replace("-", "_") for one in (tag, exact, *fallbacks(tag), language)]
    return next(name for name in names if localedata.exists(name))


def _likely_script(language: str, territory: str | None) -> str:
    from babel.core import get_global

    likely: Mapping[str, str] = get_global("likely_subtags")
    maximal = likely.get(f"{language}_{territory}") or likely.get(language) or f"{language}_Latn"
    return maximal.split("_")[1]


def _names(tag: str, kind: str, context: str) -> Mapping[int, str]:
    from babel import localedata

    data = localedata.load(_identifier(tag))
    widths = _plain(_plain(data[kind], data)[context], data)
    names: Mapping[int, str] = _plain(widths["wide"], data)
    return names


def _plain(node: Any, data: dict[str, Any]) -> Any:
    """Follow Babel's aliases without writing to its data; `(alias, changes)` is an alias with changes on top."""
    from babel.localedata import Alias

    if isinstance(node, tuple):
        alias, changes = node
        return {**_plain(alias, data), **changes}
    if isinstance(node, Alias):
        return functools.reduce(lambda level, name: _plain(level[name], data), node.keys, data)
    return node


@functools.cache
def territory(tag: str) -> str:
    """The territory of a locale, the likely one where the tag has none: `EG` for `ar` (UTS #35, likely subtags)."""
    from babel.core import get_global

    language, written, stated = _subtags(tag)
    likely: Mapping[str, str] = get_global("likely_subtags")
    maximal = likely.get(f"{language}_{written}") or likely.get(language) or "__"
    return stated or maximal.split("_")[2]
