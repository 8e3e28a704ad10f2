"""The finished text agrees with its edition: every count, year, day of the week and date, in the notation of its language.

The words of a release are read back by value, whatever notation they are in, and compared with what the *source* of the
block tells. A release is not compared with itself composed anew: so a value that was typed, a row of a grammar file that
is wrong and a clause that took another anchor all show.

- A finished block may show the values of its source's placeholders, and what the author typed into that block of the
  source (Article 1, more than 500 languages): nothing else.
- It shows each value that the source's placeholders ask for. A clause for an exact number, for one or for two may leave
  it out, as half a century does.

What the author of the source typed is judged by `undeclared`, once and where it stands.
Up to twelve, numbers stand for many things: they are judged together with their noun only, and by what is lacking.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from communique.checks import dates, figures
from communique.checks.finished import name_of, texts
from communique.checks.notation import Notation, days_written, is_written, notation_of, places
from communique.checks.pair import MASK, Language, Pair, folded
from communique.checks.told import Quantity, Typed, chosen_text, names_in, quantity, typed
from communique.diagnostics import Code, Diagnostic
from communique.fill import plain
from communique.model import BlockKind, Edition, Letterhead, Message, Release, Text, Unready
from communique.placeholders import PLACEHOLDER

DATELINE = "letterhead.dateline"
"""Where the dateline stands among the messages; no block has such a name."""
NEAR_WORDS = 10
"""How far from a count a number in words is looked for: words are read by their stems, which other words have too."""
BESIDE = 6
"""Signs between a date and the day of the week that belongs to it."""


def disagreements(release: Release, pairs: Mapping[str, Pair]) -> Iterator[Diagnostic]:
    """What a release says otherwise than its edition; `pairs` are the messages in its locale by their id."""
    ready = [block for block in (*release.blocks, *release.notes) if not isinstance(block, Unready)]
    name = pairs.get("event.name")
    line = (Text(release.furniture.dateline),)
    for block, words in (
        (DATELINE, (line,)),
        ("title", (release.title,)),
        *((name_of(block), texts(block)) for block in ready),
    ):
        if (pair := pairs.get(block)) is not None:
            yield from of_block(pair, [plain(part) for part in words], name)


def dateline(edition: Edition, letterhead: Letterhead, language: Language, source: Language) -> Pair | None:
    """The line with place and day as a message: its day is that of the release. None where it is not translated."""
    label, catalog = letterhead.labels["dateline"], letterhead.catalogs.get(language.locale)
    translation = catalog.translations.get("dateline") if catalog else None
    own = label if language.locale == letterhead.source else translation and translation.passage
    message = Message("dateline", BlockKind.PARAGRAPH, label)
    of = replace(edition, observed=edition.released or edition.observed)
    return Pair(message, label, own, source, language, of) if own else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the source of a block tells: the values it asks for, and the numbers its author typed."""

    pair: Pair
    notation: Notation
    quantities: tuple[Quantity, ...]
    typed: tuple[Typed, ...]
    values: frozenset[Decimal]
    """Every number that may stand in the block."""

    @classmethod
    def of(cls, pair: Pair, name: Pair | None) -> Wanted:
        """Read the source of a block; the name of the event brings its own numbers with it."""
        names = names_in(pair.source.text)
        quantities = tuple(one for name_ in sorted(names) if (one := quantity(pair.edition, name_)))
        sources = [pair, *([name] if name and "event.name" in names else [])]
        hand = tuple(typed(one.source_words, one.source_language) for one in sources)
        values = {value for one in hand for value in one.values}
        values |= {value for one in quantities for value in values_of(one, pair)}
        return cls(pair, notation_of(pair.language.grammar), quantities, hand, frozenset(values))

    @property
    def days(self) -> tuple[Quantity, ...]:
        """The quantities that are a day or a part of one."""
        return tuple(one for one in self.quantities if one.day)

    def agrees(self, date: dates.Written) -> bool:
        """Whether a date is one of the block, or was typed into its source."""
        declared = any(
            one.day.complete
            and (one.day.day, one.day.month) in date.readings
            and date.year in {0, one.day.year if one.part == "date" else 0}
            for one in self.days
            if one.day
        )
        return declared or not list(dates.missing([date], [known for one in self.typed for known in one.dates]))

    def problem(self, code: Code, what: str, stood: str, hint: str) -> Diagnostic:
        """A problem at the place of the words, if they stand in the text that was filled, else of the whole text."""
        passage = self.pair.translation
        at = max(0, passage.text.find(stood)) if stood else 0
        locale = self.pair.language.locale
        return Diagnostic(code, what, passage.at(at), hint, locale=locale, block=self.pair.message.id)

    def told(self) -> str:
        """The values of the block, for a message."""
        shown = ", ".join(f"`{{{one.name}}}` is {one.shown}" for one in self.quantities)
        return f" ({shown})" if shown else ""


def values_of(one: Quantity, pair: Pair) -> Iterator[Decimal]:
    """The numbers of a quantity: its value, the year of a whole date, the figures of a text."""
    if one.value is not None:
        yield one.value
    if one.day and one.part == "date":
        yield Decimal(one.day.year)
    for figure in figures.figures_of(one.text, pair.language) if one.text else ():
        yield from figure.values


def of_block(pair: Pair, parts: Sequence[str], name: Pair | None = None) -> Iterator[Diagnostic]:
    """Read the finished texts of a block; what is lacking is told only where nothing stands in its place.

    `name` is the message with the name of the event, whose own numbers go wherever it is filled in.
    """
    wanted, found = Wanted.of(pair, name), _Found()
    problems = [problem for part in parts for problem in _of_text(wanted, part, found)]
    yield from problems or _lacking(wanted, "\n".join(parts), found)


@dataclass(slots=True)
class _Found:
    """What the texts of a block were seen to show."""

    days: set[tuple[str, str]] = field(default_factory=set)
    """The names of days, and the parts of them."""
    values: set[Decimal] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)


def _of_text(wanted: Wanted, text: str, found: _Found) -> Iterator[Diagnostic]:
    """Read one text: days first, as the grammar writes them; what is left is read by value."""
    rest, spans = _without_days(wanted, text, found)
    for date in wanted.notation.dates_in(rest):
        if not wanted.agrees(date):
            what = f"the date `{date.text}` is none that this text tells of{wanted.told()}"
            yield wanted.problem(Code.DATE_DISAGREES, what, date.text, WRITE)
        end = date.offset + len(date.text)
        spans += [(date.offset, end, weekday) for weekday in _weekday_of(date)]
        rest = rest[: date.offset] + MASK * len(date.text) + rest[end:]
    yield from _weekdays(wanted, text, spans, found)
    yield from _figures(wanted, rest, found)
    yield from _words(wanted, rest, found)


WRITE = (
    "write a placeholder, or declare it under [anchors] or [facts]; where nothing was typed, correct the grammar file"
)


def _without_days(wanted: Wanted, text: str, found: _Found) -> tuple[str, list[tuple[int, int, int]]]:
    """Mask the days of a block where they stand as the grammar writes them; tell where, and on what weekday they are."""
    known: dict[str, list[tuple[Quantity, str]]] = {}
    for one in wanted.days:
        for section, words in days_written(wanted.pair.language.grammar, one.day, one.part) if one.day else ():
            known.setdefault(words, []).append((one, section))
    small, rest = folded(text), text
    spans: list[tuple[int, int, int]] = []
    for words in sorted(known, key=len, reverse=True):
        for start in places(words, small):
            end = start + len(words)
            small, rest = (f"{one[:start]}{MASK * len(words)}{one[end:]}" for one in (small, rest))
            found.days |= {(one.name, section) for one, section in known[words]}
            spans += [(start, end, day) for one, section in known[words] for day in _days_of(wanted, one, section)]
    return rest, spans


def _days_of(wanted: Wanted, one: Quantity, section: str) -> tuple[int, ...]:
    """The days of the week that may stand beside a day: without a year it is that of the event and of this edition."""
    if section == "date":
        return (one.weekday,)
    return (one.weekday, wanted.pair.edition.observed.isoweekday()) if section == "day_month" else ()


def _weekday_of(date: dates.Written) -> Iterator[int]:
    """The day of the week of a date that is written whole and can be read in one way."""
    for day, month in date.readings if date.year and len(date.readings) == 1 else ():
        with contextlib.suppress(ValueError):
            yield datetime.date(date.year, month, day).isoweekday()


def _weekdays(wanted: Wanted, text: str, spans: list[tuple[int, int, int]], found: _Found) -> Iterator[Diagnostic]:
    """A day of the week beside a date is that of the date; elsewhere it is one that the source tells of."""
    asked = {one.weekday for one in wanted.days if one.part == "weekday"}
    hand = {day for one in wanted.typed for day in one.weekdays}
    for offset, stood, weekday in wanted.notation.weekdays_in(text):
        found.weekdays.add(weekday)
        end = offset + len(stood)
        beside = {day for first, last, day in spans if 0 <= first - end <= BESIDE or 0 <= offset - last <= BESIDE}
        if (beside or asked or hand) and weekday not in asked | (beside or hand):
            what = f"`{stood}` is not the day of the week{wanted.told()}"
            yield wanted.problem(Code.WEEKDAY_DISAGREES, what, stood, "write `{weekday}`, or the day that the date has")


def _figures(wanted: Wanted, text: str, found: _Found) -> Iterator[Diagnostic]:
    """Numbers in figures."""
    pair = wanted.pair
    for figure in figures.figures_of(text, pair.language):
        found.values |= figure.values
        if figure.values & wanted.values or figure.optional:
            continue
        spelled = any(figures.is_spelled(value, pair.source_words, pair.source_language) for value in figure.values)
        if not spelled and (
            not figure.small or wanted.notation.is_counted(figure.offset, figure.text, int(min(figure.values)), text)
        ):
            yield _number(wanted, figure.text)


def _number(wanted: Wanted, stood: str) -> Diagnostic:
    what = f"`{stood}` is no number that this text tells of{wanted.told()}"
    return wanted.problem(Code.NUMBER_DISAGREES, what, stood, WRITE)


def _words(wanted: Wanted, text: str, found: _Found) -> Iterator[Diagnostic]:
    """Numbers in words: ordinals as the grammar writes them, others by their stems where they are near a count."""
    pair, language = wanted.pair, wanted.notation.language
    rest = text
    for offset, stood, number in wanted.notation.ordinals_in(text):
        value = Decimal(number)
        rest = rest[:offset] + MASK * len(stood) + rest[offset + len(stood) :]
        found.values.add(value)
        if value in wanted.values or figures.is_spelled(value, pair.source_words, pair.source_language):
            continue
        if number > figures.SMALL or wanted.notation.is_counted(offset, stood, number, text):
            yield _number(wanted, stood)
    tens = wanted.notation.tens_in(rest)
    for number in sorted(_near(wanted)) if tens else ():
        spelled = figures.spelled(number, rest, language) if number // 10 in tens else None
        if spelled and not figures.is_spelled(Decimal(number), pair.source_words, pair.source_language):
            yield _number(wanted, spelled[1])


def _near(wanted: Wanted) -> set[int]:
    """Numbers near the counts of a block that are none of its own."""
    counts = [int(one.value) for one in wanted.quantities if one.part == "count" and one.value is not None]
    near = {number for n in counts for number in range(n - NEAR_WORDS, n + NEAR_WORDS + 1)}
    return {number for number in near if number > figures.SMALL and Decimal(number) not in wanted.values}


# --- what is lacking ---------------------------------------------------------------------------------------------------


def _lacking(wanted: Wanted, text: str, found: _Found) -> Iterator[Diagnostic]:
    """Values that the source asks for and the finished block does not show."""
    pair = wanted.pair
    asked = names_in(chosen_text(pair.source.text, pair.edition, pair.source_language))
    shown = names_in(chosen_text(pair.translation.text, pair.edition, pair.language))
    left_out = names_in(pair.translation.text) - shown
    for one in wanted.quantities:
        if one.name in asked - left_out and not _shows(wanted, one, text, found):
            what = f"the finished text does not show `{{{one.name}}}`, which is {one.shown}"
            mark = next((mark[0] for mark in PLACEHOLDER.finditer(pair.translation.text) if mark[1] == one.name), "")
            hint = "write the placeholder where the value must stand; where it stands, correct the grammar file"
            yield wanted.problem(Code.VALUE_LACKING, what, mark, hint)


def _shows(wanted: Wanted, one: Quantity, text: str, found: _Found) -> bool:
    grammar = wanted.notation.language.grammar
    match one.part:
        case "weekday":
            return one.weekday in found.weekdays
        case "date" | "day_month" | "year" if one.day:
            sections = _sections(one)
            return any((one.name, section) in found.days for section in sections) or one.value in found.values
        case "count" if one.value is not None:
            section = one.name.rpartition(".")[2]  # a count is written by the section of its name
            return one.value in found.values if section == "n" else is_written(grammar, section, int(one.value), text)
        case "figure" if one.value is not None:
            return one.value in found.values or figures.is_spelled(one.value, text, wanted.notation.language)
        case _:
            return any(words in text for words in one.text.split("\n"))


def _sections(one: Quantity) -> tuple[str, ...]:
    """Where a day must be found to be shown whole: as much of it as is known."""
    if one.part != "date" or one.day is None or one.day.complete:
        return (one.part,)
    return ("month_year",) if one.day.month else ("year",)
