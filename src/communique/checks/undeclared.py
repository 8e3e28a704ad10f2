"""Dates, years and counts that an author typed into the source, and that look like those of another edition.

What the statement declares (its event, its observance, anchors, facts) is never doubtful, and a locked quotation has the
words of others. Of the rest, what an author typed is taken as meant - Article 1, the 1980s, 8 March 1965 - unless it is

- a date that contradicts a declared one: the same day of another year, or another day of the same month. A span that
  ends on a declared day, such as the night of 19 to 20 January, does not.
- a date or a year within five years of the edition, as a text copied from an earlier year has it;
- an anniversary of any number that nothing gives;
- a number above twelve, or so many years, within three of such a count. The 19th, 20th and 21st may be a century.

The message says what to do: write the placeholder, or declare the value with its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from communique.checks import dates, figures
from communique.checks.concord import values_of
from communique.checks.notation import Notation, notation_of
from communique.checks.pair import MASK, Finding, Pair
from communique.checks.told import Quantity, declared
from communique.diagnostics import Code

NEAR_YEARS = 5
NEAR_COUNT = 3
CENTURIES = range(19, 22)
YEARS = range(1000, 3000)
"""Four figures without a mark between them are read as a year."""
OTHER_END = re.compile(r"\D{0,6}(\d{1,2})(?!\d)")
"""The second day of a span, behind the first: `January 19 to 20`."""
NEARLY = "is nearly a count of this edition: it may be left from another year"


def undeclared(pair: Pair) -> Iterator[Finding]:
    """What is doubtful in a source; in a translation, the source tells what may stand."""
    if pair.translation is not pair.source or pair.message.locked:
        return
    author = _Author(pair, notation_of(pair.language.grammar), tuple(declared(pair.edition)))
    rest = pair.words
    for date in author.notation.dates_in(rest):
        end = date.offset + len(date.text)
        if author.contradicts(date, rest[end:]):
            yield _finding(date.offset, date.text, "is a date that the statement does not declare")
        rest = rest[: date.offset] + MASK * len(date.text) + rest[end:]
    yield from author.counts(rest)


@dataclass(frozen=True, slots=True)
class _Author:
    """A source beside everything that its statement declares."""

    pair: Pair
    notation: Notation
    stated: tuple[Quantity, ...]

    def contradicts(self, date: dates.Written, after: str) -> bool:
        """Whether a date is nearly a declared one, or nearly of this edition."""
        days = [whole for one in self.stated if one.day and (whole := one.day.complete)]
        if any((day.day, day.month) in date.readings and date.year in {0, day.year} for day in days):
            return False
        other_end = OTHER_END.match(after)
        span = {int(other_end[1])} if other_end else set()
        months = {month for _, month in date.readings}
        return abs(date.year - self.pair.edition.year) <= NEAR_YEARS or any(
            (day.day, day.month) in date.readings
            or (day.month in months and date.year in {0, day.year} and day.day not in span)
            for day in days
        )

    def counts(self, text: str) -> Iterator[Finding]:
        """Years, anniversaries and numbers near a count, in figures and in words."""
        known = {value for one in self.stated for value in values_of(one, self.pair)}
        for figure in figures.figures_of(text, self.pair.language):
            number = int(min(figure.values))
            if figure.values & known or figure.optional:
                continue
            if figure.text.isdecimal() and len(figure.text) == len("2026") and number in YEARS:
                if abs(number - self.pair.edition.year) <= NEAR_YEARS:
                    yield _finding(figure.offset, figure.text, "is a year near this edition that nothing declares")
            elif doubt := self.doubt(figure.offset, figure.text, number, text):
                yield _finding(figure.offset, figure.text, doubt)
        for offset, stood, number in self.notation.ordinals_in(text):
            if Decimal(number) not in known and (doubt := self.doubt(offset, stood, number, text)):
                yield _finding(offset, stood, doubt)

    def doubt(self, offset: int, stood: str, number: int, text: str) -> str:
        """Why a number that nothing declares is doubtful; empty if it is not."""
        if self.notation.is_counted(offset, stood, number, text, ("anniversary",)):
            return "is an anniversary that nothing in the statement gives"
        ordinal = stood.isalpha() or text[offset + len(stood) :].lstrip("^")[:1].isalpha()
        counts = [int(one.value) for one in self.stated if one.part == "count" and one.value is not None]
        if (ordinal and number in CENTURIES) or not any(abs(number - n) <= NEAR_COUNT for n in counts):
            return ""
        counted = number > figures.SMALL or self.notation.is_counted(offset, stood, number, text, ("years",))
        return NEARLY if counted else ""


def _finding(offset: int, stood: str, doubt: str) -> Finding:
    hint = "write the placeholder it stands for, or declare it under [anchors] or [facts] and write its name"
    return Finding(offset, Code.UNDECLARED, f"`{stood}` {doubt}", hint)
