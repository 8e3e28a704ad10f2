"""What a source text tells of numbers: which values of the edition it asks for, and what is typed into it by hand."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from communique.checks import dates, figures
from communique.checks.notation import notation_of
from communique.checks.pair import Language
from communique.fill import COUNTS, DAYS, ENDS
from communique.model import Anchor, Edition, Fact, PartialDate
from communique.observance import completed_years, days_since
from communique.placeholders import PLACEHOLDER, SWITCH, PlaceholderError, switch_at


@dataclass(frozen=True, slots=True)
class Typed:
    """The numbers of a text outside its placeholders."""

    values: frozenset[Decimal]
    dates: tuple[dates.Written, ...]
    weekdays: frozenset[int]


@functools.lru_cache(maxsize=4096)
def typed(words: str, language: Language) -> Typed:
    """Read what is typed into a text of which everything else is masked."""
    notation = notation_of(language.grammar)
    values = {value for figure in figures.figures_of(words, language) for value in figure.values}
    values |= {Decimal(number) for _, _, number in notation.ordinals_in(words)}
    weekdays = frozenset(day for _, _, day in notation.weekdays_in(words))
    return Typed(frozenset(values), tuple(dates.dates_of(words, language)), weekdays)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of an edition that a text may show: a number, or a day or a part of one."""

    name: str
    part: str
    """`date`, `day_month`, `year` or `weekday` of a day; `count`, `figure` or `text`."""
    value: Decimal | None = None
    day: PartialDate | None = None
    text: str = ""

    @property
    def weekday(self) -> int:
        """The day of the week (Monday is 1), or 0 where none is known."""
        whole = self.day.complete if self.day else None
        return whole.isoweekday() if whole else 0

    @property
    def shown(self) -> str:
        """The value as a message shows it."""
        if self.part == "weekday" and self.day and self.day.complete:
            return f"{self.day.complete:%A}"
        return str(self.value) if self.value is not None else self.text or str(self.day)


def quantity(edition: Edition, name: str) -> Quantity | None:
    """What a placeholder stands for; None if it is no number and no day."""
    subject, _, part = name.partition(".")
    anchors = edition.statement.anchors
    if name in edition.facts:
        return _fact(name, edition.facts[name])
    if name in COUNTS:
        return Quantity(name, "count", Decimal(edition.n))
    if name == "year":
        return _day(name, PartialDate(edition.year), "year")
    if name in DAYS:
        return _day(name, _known(edition.observed), name)
    if subject == "event" and part in (*DAYS, *ENDS):
        event = edition.statement.event
        return _day(name, event.last if part == "last" else event.first, "date" if part in ENDS else part)
    return _of_anchor(name, anchors[subject], part, edition) if subject in anchors else None


def _of_anchor(name: str, anchor: Anchor, part: str, edition: Edition) -> Quantity | None:
    if part in COUNTS:
        return Quantity(name, "count", Decimal(completed_years(anchor.date, edition.observed)))
    if part in DAYS:
        return _day(name, _known(anchor.date), part)
    days = days_since(anchor, edition.observed)
    return Quantity(name, "figure", Decimal(days)) if part == "days" and days is not None else None


def declared(edition: Edition) -> Iterator[Quantity]:
    """Everything that an edition states: its own number and days, those of the event and the anchors, and the facts."""
    anchors = (f"{anchor}.{part}" for anchor in edition.statement.anchors for part in ("n", "date", "days"))
    for name in ("n", "year", "date", "event.date", *anchors, *edition.facts):
        if (one := quantity(edition, name)) is not None:
            yield one
    if edition.released:
        yield _day("released", _known(edition.released), "date")
    last = edition.statement.event.last
    yield _day("event.last", last, "date" if last.day else "year")


def _fact(name: str, fact: Fact) -> Quantity | None:
    match fact.value:
        case datetime.date() as day:
            return _day(name, _known(day), "date")
        case int() | Decimal() as number:
            return Quantity(name, "figure", Decimal(number))
        case str() as text:
            return Quantity(name, "text", text=text)
        case Mapping() as texts:
            return Quantity(name, "text", text="\n".join(texts.values()))
        case None:
            return None


def _day(name: str, day: PartialDate, part: str) -> Quantity:
    return Quantity(name, part, Decimal(day.year) if part == "year" else None, day)


def _known(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


@functools.lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """Every placeholder of a text, those of all clauses."""
    return frozenset(found[1] for found in PLACEHOLDER.finditer(text))


def chosen_text(text: str, edition: Edition, language: Language) -> str:
    """A text with the one clause of each switch that this edition takes; a switch that cannot be read stays."""
    opening = SWITCH.search(text)
    while opening:
        try:
            name, clauses, end = switch_at(text, opening.start())
        except PlaceholderError:
            return text
        one = quantity(edition, name)
        count = one.value if one and one.value is not None else Decimal(0)
        category = language.grammar.category(count)
        fitting = [clause for clause in clauses if clause.exact == count] or [
            clause for key in (category, "other") for clause in clauses if clause.category == key
        ]
        inner = text[fitting[0].start : fitting[0].end] if fitting else ""
        text = text[: opening.start()] + inner + text[end:]
        opening = SWITCH.search(text, opening.start())
    return text
