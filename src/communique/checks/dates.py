"""Dates typed into a text: the day, the month and the year of the source stand in the translation too."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique import locales
from communique.checks.figures import FIGURE, LATIN_DIGITS, NUMERIC_DATE
from communique.checks.pair import Finding, Language, Pair, folded
from communique.diagnostics import Code
from communique.model import Edition, NthWeekday
from communique.placeholders import PLACEHOLDER

DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})(?!\d)\D{0,6}$")
DAY_AFTER = re.compile(r"\D{0,6}(\d{1,2})(?![\d])")
YEAR_AFTER = re.compile(r"(?:\D{0,3}\d{1,2}(?!\d))?\D{0,8}(\d{4})(?!\d)")
YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})(?!\d)\D{0,12}(?:(?<!\d)\d{1,2}\D{0,6})?$")
EAST_ASIAN = re.compile(r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
AROUND = 24
"""Characters beside the name of a month in which its day and year stand."""
BESIDE = 14
"""Characters beside a date in which its day of the week stands."""


@dataclass(frozen=True, slots=True)
class Written:
    """A date as a text has it; a year of 0 is not stated. A date in figures may be read in two ways."""

    offset: int
    text: str
    readings: frozenset[tuple[int, int]]
    """Day and month."""
    year: int


@functools.lru_cache(maxsize=4096)
def dates_of(text: str, language: Language) -> tuple[Written, ...]:
    """Every date of a text that has a day and a month, in words or in figures."""
    if not FIGURE.search(text):
        return ()
    latin = text.translate(LATIN_DIGITS)
    found = [*_in_figures(latin, text), *_east_asian(latin, text), *_in_words(latin, text, language)]
    return tuple(sorted(found, key=lambda date: date.offset))


def _in_figures(latin: str, text: str) -> Iterator[Written]:
    for date in NUMERIC_DATE.finditer(latin):
        first, second, third = (int(date[group]) for group in (1, 3, 4))
        year, one, other = (first, third, second) if len(date[1]) == 4 else (third, first, second)
        readings = frozenset((day, month) for day, month in ((one, other), (other, one)) if 1 <= month <= 12)
        if readings and max(one, other) <= 31:
            yield Written(date.start(), text[date.start() : date.end()], readings, year if year > 99 else 0)


def _east_asian(latin: str, text: str) -> Iterator[Written]:
    for date in EAST_ASIAN.finditer(latin):
        reading = (int(date[3]), int(date[2]))
        yield Written(date.start(), text[date.start() : date.end()], frozenset({reading}), int(date[1] or 0))


def _in_words(latin: str, text: str, language: Language) -> Iterator[Written]:
    small = folded(latin)
    for name in language.month.finditer(small):
        before = small[max(0, name.start() - AROUND) : name.start()]
        after = small[name.end() : name.end() + AROUND]
        day = DAY_BEFORE.search(before) or DAY_AFTER.match(after)
        if before[-1:].isalpha() or day is None or not 1 <= int(day[1]) <= 31:
            continue
        year = YEAR_AFTER.match(after) or YEAR_BEFORE.search(before)
        reading = (int(day[1]), language.months[name[0]])
        start = name.start() - (len(before) - day.start() if day.re is DAY_BEFORE else 0)
        yield Written(start, text[start : name.end()], frozenset({reading}), int(year[1]) if year else 0)


def wrong_weekday(pair: Pair) -> Iterator[Finding]:
    """A day of the week beside a whole date on which that day was another."""
    names = weekdays_of(pair.language)
    words = folded(pair.words)
    for date in dates_of(pair.words, pair.language) if names else ():
        days = [day for reading in date.readings if (day := _weekday(*reading, date.year)) is not None]
        around = words[max(0, date.offset - BESIDE) : date.offset + len(date.text) + BESIDE]
        for name, day in names:
            at = around.find(name)
            if days and at >= 0 and not around[max(0, at - 1) : at].isalpha():
                if day not in days:
                    what = f"`{date.text}` of {date.year} was no `{name}`"
                    hint = "correct the day of the week or the date; `{weekday}` and `{date}` are never wrong"
                    yield Finding(date.offset, Code.WEEKDAY, what, hint)
                break


def frozen_weekday(pair: Pair) -> Iterator[Finding]:
    """A day of the week typed beside the placeholder of a date: wrong now, or wrong when the year changes."""
    names = dict(weekdays_of(pair.language))
    for found in PLACEHOLDER.finditer(pair.translation.text) if names else ():
        day = _day_of(found[1], pair.edition)
        beside = folded(pair.words[max(0, found.start() - BESIDE) : found.start()])
        stood = _weekday_at_end(pair.language.locale).search(beside) if day else None
        if day is None or stood is None:
            continue
        typed = stood[1], names[stood[1]]
        hint = "write `{weekday}`, with the name of the date before it where it is not that of the observance"
        if typed[1] != day.weekday():
            what = f"`{typed[0]}` stands before `{found[0]}`, which is another day of the week"
            yield Finding(found.start(), Code.WEEKDAY, what, hint)
        elif "." not in found[1] and not isinstance(pair.edition.statement.event.observance.rule, NthWeekday):
            what = f"`{typed[0]}` is written out where a placeholder belongs: it would not change with the edition"
            yield Finding(found.start(), Code.FROZEN_VALUE, what, hint)


def _day_of(name: str, edition: Edition) -> datetime.date | None:
    """The day that a placeholder stands for; None for other names."""
    subject, _, part = name.rpartition(".")
    if part not in {"date", "day_month"}:
        return None
    anchors = {name: anchor.date for name, anchor in edition.statement.anchors.items()}
    days = {"": edition.observed, "event": edition.statement.event.first.complete, **anchors}
    return days.get(subject)


def _weekday(day: int, month: int, year: int) -> int | None:
    try:
        return datetime.date(year, month, day).weekday()
    except ValueError:  # no year is stated, or there is no such day
        return None


@functools.lru_cache(maxsize=128)
def _weekday_names(locale: str) -> tuple[tuple[str, int], ...]:
    both = (*enumerate(locales.weekday_names(locale)), *enumerate(locales.weekday_names(locale, "stand-alone")))
    return tuple(sorted({(folded(name), day) for day, name in both}, key=lambda one: -len(one[0])))


@functools.lru_cache(maxsize=128)
def _weekday_at_end(locale: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name, _ in _weekday_names(locale))
    return re.compile(rf"(?<![^\W\d_])({names})\W{{0,3}}$")


def weekdays_of(language: Language) -> tuple[tuple[str, int], ...]:
    """The names of the days of the week, the longest first, Monday with 0."""
    return _weekday_names(language.locale)


def missing(wanted: Sequence[Written], written: Sequence[Written]) -> Iterator[Written]:
    """The dates that no date of another text agrees with."""
    for date in wanted:
        if not any(date.readings & other.readings and _years_agree(date, other) for other in written):
            yield date


def _years_agree(date: Written, other: Written) -> bool:
    return not date.year or not other.year or date.year == other.year


def differing_dates(pair: Pair) -> Iterator[Finding]:
    """A date of the source that the translation has not, or has with another day, month or year."""
    if pair.translation is pair.source:
        return
    written = dates_of(pair.words, pair.language)
    for date in missing(dates_of(pair.source_words, pair.source_language), written):
        near = next((one for one in written if one.year == date.year or one.readings & date.readings), None)
        stood = f"; it has `{near.text}`" if near else ""
        what = f"the source has the date `{date.text}`, the translation has not{stood}"
        hint = "write day, month and year as the source has them"
        yield Finding(near.offset if near else 0, Code.DATE, what, hint)
