"""`statement.md`: what was authored for all years, as a `Statement`.

A statement is TOML front matter between two `+++` lines and a body of CommonMark blocks. The line `{#id .class key="v"}`
before a block names it; the id is the context of its message for ever.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictInt, StrictStr, model_validator

from communique import observance, toml_files
from communique.body import messages_of_body
from communique.diagnostics import Code, Diagnostic, Location, TextProblems, stop_if_errors
from communique.locales import is_locale
from communique.model import (
    Anchor,
    BlockKind,
    Calendar,
    CalendarDay,
    Condition,
    DayCount,
    Event,
    LeapDay,
    Message,
    Newsroom,
    Observance,
    PartialDate,
    Statement,
    StatementKind,
    Twice,
    Variant,
)
from communique.newsroom import Anniversary, Slug, is_slug, shown, statement_folder
from communique.observance import LeapDayError, ObservanceError
from communique.source import registers
from communique.source.registers import RESERVED, Day, FactTables, HolderTables, Name

FENCE = "+++"


class _Table(BaseModel):
    model_config = toml_files.TABLE


class EventTable(_Table):
    """`[event]`: what is remembered, and when it is marked."""

    name: Annotated[str, Field(min_length=1)]
    date: Day | StrictStr | StrictInt | None = None
    first: Day | None = None
    last: Day | None = None
    observance: str = "same-day"
    leap_day: LeapDay | None = None
    count_from: Annotated[int, Field(ge=1, le=9998)] | None = None
    count_in: Calendar | None = None
    twice: Twice | None = None

    @model_validator(mode="after")
    def _one_date(self) -> EventTable:
        span = self.first is not None and self.last is not None
        if (self.date is not None) == span or (self.first is None) != (self.last is None):
            raise ValueError("needs either `date`, or `first` and `last`")
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError("has its `last` day before its `first`")
        return self


class AnchorTable(_Table):
    """`[anchors.<name>]`: another date, and how its days are counted."""

    date: Day
    days: DayCount | None = None


class VariantTable(_Table):
    """`[variants.<name>]`: how the statement is titled, and on which letterhead it stands, in a year of some milestone."""

    milestone: Literal["yes"] | Annotated[tuple[Anniversary, ...], Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)] | None = None
    letterhead: Slug | None = None


class FrontMatter(_Table):
    """The front matter of `statement.md`."""

    title: Annotated[str, Field(min_length=1)]
    kind: StatementKind = StatementKind.STATEMENT
    source: str
    locales: tuple[str, ...] | None = None
    official: tuple[str, ...] = ()
    letterhead: Slug | None = None
    event: EventTable
    anchors: Mapping[Name, Day | AnchorTable] = {}
    facts: Mapping[Name, FactTables] = {}
    roles: Mapping[Name, HolderTables] = {}
    variants: Mapping[Name, VariantTable] = {}


@dataclass(frozen=True, slots=True)
class _File:
    """A statement's file while it is read: the checked front matter and where its keys stand."""

    shown: str
    front: FrontMatter
    places: toml_files.Places

    def place(self, *path: str | int) -> Location:
        return self.places.place(*path)


# --- statements --------------------------------------------------------------------------------------------------------


def load_statement(newsroom: Newsroom, slug: str) -> Statement:
    """Read one statement.

    Raises:
        FileProblem: its file cannot be read.
        TextProblems: everything that is wrong in the front matter and in the shape of the body.
    """
    name = shown(newsroom.folder, "statements", slug, "statement.md")
    if not is_slug(slug):
        hint = "use lower-case letters and digits with single hyphens, such as `black-january`"
        raise TextProblems([Diagnostic(Code.BAD_NAME, f"`{slug}` is not a name for a statement", Location(name), hint)])
    text = toml_files.read_text(statement_folder(newsroom, slug) / "statement.md", name)
    head, body, first_line = _split(text, name)
    messages, problems = messages_of_body(body, name, first_line)
    places = toml_files.places(head, name, 2)
    try:
        front = toml_files.validate(toml_files.parse(head, name, 2), FrontMatter, places, name)
    except TextProblems as error:
        raise TextProblems([*error.diagnostics, *problems]) from None
    file = _File(name, front, places)
    variants = _variants(file)
    problems += [*_name_problems(file), *_locale_problems(file, newsroom), *_official_problems(file, newsroom)]
    event = _event(file, problems)
    stop_if_errors(problems)
    if event is None:
        raise AssertionError  # an event that cannot be read is an error above
    return Statement(
        slug,
        front.kind,
        front.source,
        _locales(front, newsroom),
        front.letterhead or newsroom.letterhead,
        event,
        {anchor: _anchor(table) for anchor, table in front.anchors.items()},
        registers.facts_of(front.facts, places, "facts"),
        registers.roles_of(front.roles, places, "roles"),
        variants,
        (*_front_messages(file, variants), *messages),
        Location(name, 1, 1),
        file.place("locales" if front.locales is not None else "source"),
        front.official,
    )


def _split(text: str, name: str) -> tuple[str, str, int]:
    """Cut a file into front matter and body; the last value is the line on which the body begins."""
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(fences) < 2 or fences[0] != 0:
        what = "is not closed" if fences[:1] == [0] else "is missing"
        hint = f"begin the file with a line `{FENCE}`, the settings, and another line `{FENCE}`"
        message = f"the front matter {what}"
        raise TextProblems([Diagnostic(Code.FRONT_MATTER, message, Location(name, 1, 1), hint)])
    end = fences[1]
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _front_messages(file: _File, variants: Sequence[Variant]) -> tuple[Message, ...]:
    title = file.places.passage(file.front.title, "title")
    name = file.places.passage(file.front.event.name, "event", "name")
    return (
        Message("title", BlockKind.TITLE, title, level=1),
        *(variant.title for variant in variants if variant.title is not None),
        Message("event.name", BlockKind.NAME, name),
    )


def _variants(file: _File) -> tuple[Variant, ...]:
    return tuple(_variant(file, name, table) for name, table in file.front.variants.items())


def _variant(file: _File, name: str, table: VariantTable) -> Variant:
    milestones = () if table.milestone == "yes" else table.milestone
    title = None
    if table.title is not None:
        passage = file.places.passage(table.title, "variants", name, "title")
        title = Message(f"title.{name}", BlockKind.TITLE, passage, level=1, condition=Condition(milestones=milestones))
    return Variant(name, milestones, table.letterhead, title)


def _name_problems(file: _File) -> list[Diagnostic]:
    """Names that two things share, or that every edition has already."""
    tables = {"anchors": file.front.anchors, "facts": file.front.facts, "roles": file.front.roles}
    seen: dict[str, str] = dict.fromkeys(RESERVED, "every edition")
    problems = []
    for table, names in tables.items():
        for name in names:
            if name in seen:
                hint = "give it another name"
                message = f"the name `{name}` is taken by {seen[name]}"
                problems.append(Diagnostic(Code.BAD_NAME, message, file.place(table, name), hint))
            seen[name] = f"[{table}]"
    return problems


def _locale_problems(file: _File, newsroom: Newsroom) -> list[Diagnostic]:
    wanted = [(file.place("source"), file.front.source)]
    wanted += [(file.place("locales", index), locale) for index, locale in enumerate(_locales(file.front, newsroom))]
    hint = "write a language tag such as `fr`, `pt-BR` or `zh-Hans`"
    problems = [
        Diagnostic(Code.UNKNOWN_LOCALE, f"`{locale[:20]}` is not a locale", place, hint, locale=locale[:20])
        for place, locale in wanted
        if not is_locale(locale)
    ]
    before: dict[str, Location] = {}
    for place, locale in wanted:
        if locale in before:
            message = f"`{locale[:20]}` is named a second time; the first is at {before[locale]}"
            problems.append(Diagnostic(Code.BAD_VALUE, message, place, "name each locale once, the source as `source`"))
        before.setdefault(locale, place)
    return problems


def _official_problems(file: _File, newsroom: Newsroom) -> list[Diagnostic]:
    known = (file.front.source, *_locales(file.front, newsroom))
    what, hint = "`{}` is not a language of this statement", "take it out of `official`, or add it to `locales`"
    return [
        Diagnostic(Code.UNKNOWN_LOCALE, what.format(one[:20]), file.place("official", place), hint)
        for place, one in enumerate(file.front.official)
        if one not in known
    ]


def _locales(front: FrontMatter, newsroom: Newsroom) -> tuple[str, ...]:
    if front.locales is not None:
        return front.locales
    return tuple(locale for locale in newsroom.locales if locale != front.source)


def _event(file: _File, problems: list[Diagnostic]) -> Event | None:
    table = file.front.event
    day = file.place("event", "date" if table.first is None else "first")
    place = day
    try:
        first, last = _span(table)
        place = file.place("event", "observance")
        rule = observance.read_observance(table.observance, table.leap_day, table.twice)
        counted_in = _counted_in(table, rule)
        event = Event(first, last, rule, table.count_from or _first_year(first, counted_in), counted_in)
    except ObservanceError as error:
        problems.append(Diagnostic(Code.BAD_DATE, str(error), place, error.hint))
        return None
    if problem := observance.problem_of(event):
        code = Code.LEAP_DAY if isinstance(problem, LeapDayError) else Code.BAD_DATE
        problems.append(Diagnostic(code, str(problem), day, problem.hint))
    return event


def _counted_in(table: EventTable, rule: Observance) -> Calendar:
    """The calendar whose years are counted: lunar years are shorter than Gregorian ones, so there it must be said."""
    if table.count_in is not None or not isinstance(rule.rule, CalendarDay):
        return table.count_in or Calendar.GREGORIAN
    if rule.rule.calendar is Calendar.UMM_AL_QURA:
        hint = 'write `count_in = "umm-al-qura"` or `count_in = "gregorian"` under [event]'
        raise ObservanceError("lunar years and Gregorian years give two different numbers", hint)
    return rule.rule.calendar


def _first_year(first: PartialDate, counted_in: Calendar) -> int:
    if counted_in is Calendar.GREGORIAN:
        return first.year
    if first.complete is None:
        hint = "write `count_from` under [event], in the calendar that is counted in"
        raise ObservanceError(f"the year of `{first}` in the calendar `{counted_in}` is not known", hint)
    return observance.year_in(counted_in, first.complete)


def _anchor(table: datetime.date | AnchorTable) -> Anchor:
    return Anchor(table) if isinstance(table, datetime.date) else Anchor(table.date, table.days)


def _span(table: EventTable) -> tuple[PartialDate, PartialDate]:
    if table.first is not None and table.last is not None:
        return _whole(table.first), _whole(table.last)
    day = _whole(table.date) if isinstance(table.date, datetime.date) else observance.partial_date(str(table.date))
    return day, day


def _whole(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
