"""`statement.md` and `editions/<year>.toml`: what was authored, as a `Statement` and its `Edition`s.

A statement is TOML front matter between two `+++` lines and a body of CommonMark blocks. The line `{#id .class key="v"}`
before a block names it; the id is the context of its message for ever.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StrictInt, StrictStr, field_validator, model_validator

from communique import observance, toml_files
from communique.body import messages_of_body
from communique.diagnostics import Code, Diagnostic, Location, TextProblems, stop_if_errors
from communique.locales import is_locale
from communique.model import (
    BlockKind,
    Condition,
    Edition,
    Event,
    Fact,
    Holder,
    LeapDay,
    Message,
    Newsroom,
    PartialDate,
    Statement,
    StatementKind,
)
from communique.newsroom import Slug, is_slug, shown, statement_folder
from communique.observance import LeapDayError, ObservanceError

NAME = r"^[a-z][a-z0-9_]*$"
RESERVED = frozenset(
    {"n", "ordinal", "ordinal_words", "years", "anniversary", "year", "date", "day_month", "weekday", "event"}
)
"""Names that every edition has; a fact, a role or an anchor cannot take them."""
FENCE = "+++"

Name = Annotated[str, Field(pattern=NAME, max_length=40)]
Line = Annotated[str, Field(pattern=r"^[^\n\r]*$", max_length=200)]
"""Words that go into a header, a subject and the properties of files: one line."""
Day = Annotated[datetime.date, Strict()]
FactValue = (
    Annotated[int, Strict(), Field(ge=-(10**15), le=10**15)]
    | Annotated[Decimal, Strict(), Field(max_digits=18, decimal_places=6)]
    | Day
    | Annotated[str, Strict(), Field(pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
)


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EventTable(_Table):
    """`[event]`: what is remembered, and when it is marked."""

    name: Annotated[str, Field(min_length=1)]
    date: Day | StrictStr | StrictInt | None = None
    first: Day | None = None
    last: Day | None = None
    observance: str = "same-day"
    leap_day: LeapDay | None = None
    count_from: Annotated[int, Field(ge=1, le=9998)] | None = None

    @model_validator(mode="after")
    def _one_date(self) -> EventTable:
        span = self.first is not None and self.last is not None
        if (self.date is not None) == span or (self.first is None) != (self.last is None):
            raise ValueError("needs either `date`, or `first` and `last`")
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError("has its `last` day before its `first`")
        return self


class FactTable(_Table):
    """`[facts.<name>]`: a figure with its source, or the demand that each edition supplies it."""

    value: FactValue | None = None
    source: str = ""
    note: str = ""
    required: Literal["yearly"] | None = None

    @model_validator(mode="after")
    def _sourced(self) -> FactTable:
        if (self.value is None) != (self.required == "yearly"):
            raise ValueError('needs a `value`, or `required = "yearly"` and no value')
        if self.value is not None and not self.source.strip():
            raise ValueError("needs a `source`: a figure without one cannot go out")
        return self


class EditionFactTable(_Table):
    """`[facts.<name>]` of an edition."""

    value: FactValue
    source: Annotated[str, Field(min_length=1)]
    note: str = ""


class HolderTable(_Table):
    """`[[roles.<name>]]`: who holds a role, from when to when; the name by locale where it is written differently."""

    name: str | Mapping[str, str]
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class FrontMatter(_Table):
    """The front matter of `statement.md`."""

    title: Annotated[str, Field(min_length=1)]
    kind: StatementKind = StatementKind.STATEMENT
    source: str
    locales: tuple[str, ...] | None = None
    letterhead: Slug | None = None
    event: EventTable
    anchors: Mapping[Name, Day] = {}
    facts: Mapping[Name, FactTable] = {}
    roles: Mapping[Name, tuple[HolderTable, ...]] = {}


class DatelineTable(_Table):
    """`[dateline]` of an edition: where and on which day it is given out."""

    place: Mapping[str, str] = {}
    date: Day | None = None


class EditionFile(_Table):
    """`editions/<year>.toml`: what is different this year."""

    number: Line = ""
    embargo: datetime.datetime | None = None
    dateline: DatelineTable = DatelineTable()
    facts: Mapping[Name, EditionFactTable] = {}
    roles: Mapping[Name, HolderTable] = {}
    blocks: Mapping[str, Mapping[str, str]] = {}

    @field_validator("embargo")
    @classmethod
    def _aware(cls, embargo: datetime.datetime | None) -> datetime.datetime | None:
        if embargo is not None and embargo.tzinfo is None:
            raise ValueError("needs a time with its zone, such as 2027-01-20T10:00:00+01:00")
        return embargo


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
    problems += [*_name_problems(file), *_locale_problems(file, newsroom)]
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
        dict(front.anchors),
        {key: Fact(fact.value, fact.source, file.place("facts", key)) for key, fact in front.facts.items()},
        {role: _holders(file, role) for role in front.roles},
        (*_front_messages(file), *messages),
        Location(name, 1, 1),
        file.place("locales" if front.locales is not None else "source"),
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


def _front_messages(file: _File) -> tuple[Message, Message]:
    title = file.places.passage(file.front.title, "title")
    name = file.places.passage(file.front.event.name, "event", "name")
    return Message("title", BlockKind.TITLE, title, level=1), Message("event.name", BlockKind.NAME, name)


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
        rule = observance.read_observance(table.observance, table.leap_day)
    except ObservanceError as error:
        problems.append(Diagnostic(Code.BAD_DATE, str(error), place, error.hint))
        return None
    event = Event(first, last, rule, table.count_from or first.year)
    if problem := observance.problem_of(event):
        code = Code.LEAP_DAY if isinstance(problem, LeapDayError) else Code.BAD_DATE
        problems.append(Diagnostic(code, str(problem), day, problem.hint))
    return event


def _span(table: EventTable) -> tuple[PartialDate, PartialDate]:
    if table.first is not None and table.last is not None:
        return _whole(table.first), _whole(table.last)
    day = _whole(table.date) if isinstance(table.date, datetime.date) else observance.partial_date(str(table.date))
    return day, day


def _whole(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _holders(file: _File, role: str) -> tuple[Holder, ...]:
    return tuple(
        _holder(table, file.place("roles", role, number)) for number, table in enumerate(file.front.roles[role])
    )


def _holder(table: HolderTable, place: Location) -> Holder:
    names = {"": table.name} if isinstance(table.name, str) else dict(table.name)
    return Holder(names, table.since, table.until, place)


# --- editions ----------------------------------------------------------------------------------------------------------


def load_edition(newsroom: Newsroom, statement: Statement, year: int, *, draft: bool = False) -> Edition:
    """The statement for one year, with what `editions/<year>.toml` changes, if there is such a file.

    A draft may lack what a release must have: a required fact then stays open, a late review is overlooked.

    Raises:
        FileProblem: the file cannot be read.
        TextProblems: everything that is wrong in it, and everything the edition lacks.
    """
    name = shown(newsroom.folder, "statements", statement.slug, "editions", f"{year}.toml")
    path = statement_folder(newsroom, statement.slug) / "editions" / f"{year}.toml"
    places = toml_files.Places(name, 1)
    file = EditionFile()
    if path.exists():
        file, places = toml_files.read(path, name, EditionFile)
    location = Location(name, 1, 1) if path.exists() else statement.location
    observed, n = _observed(statement, year)

    messages = tuple(m for m in statement.messages if belongs(m.condition, year, n, observed, newsroom.milestones))
    facts = {key: Fact(fact.value, fact.source, places.place("facts", key)) for key, fact in file.facts.items()}
    overrides = {
        (block, locale): places.passage(text, "blocks", block, locale)
        for block, texts in file.blocks.items()
        for locale, text in texts.items()
    }
    roles = {role: (_holder(table, places.place("roles", role)),) for role, table in file.roles.items()}
    edition = Edition(
        statement,
        year,
        n,
        observed,
        {**statement.facts, **facts},
        {**statement.roles, **roles},
        messages,
        overrides,
        location,
        file.number,
        file.dateline.date or observed,
        file.embargo,
        dict(file.dateline.place),
    )
    problems = [*_unknown_names(edition, file, places), *([] if draft else _lacking(edition))]
    stop_if_errors(problems)
    return edition


def _observed(statement: Statement, year: int) -> tuple[datetime.date, int]:
    n = observance.anniversary(statement.event, year)
    if n < 1:
        message = f"the edition {year} is not after the event, which is counted from {statement.event.count_from}"
        hint = f"the first edition is {statement.event.count_from + 1}"
        raise TextProblems([Diagnostic(Code.BEFORE_EVENT, message, statement.location, hint)])
    try:
        return observance.observed_on(statement.event, year), n
    except ObservanceError as error:
        raise TextProblems([Diagnostic(Code.BAD_DATE, str(error), statement.location, error.hint)]) from None


def belongs(condition: Condition, year: int, n: int, observed: datetime.date, milestones: Sequence[int]) -> bool:
    """Whether a block belongs to an edition: everything its line asks for must hold."""
    if condition.years is not None and not any((a or 0) <= year <= (b or 9999) for a, b in condition.years):
        return False
    if condition.milestones is not None and n not in (condition.milestones or milestones):
        return False
    return (condition.since or observed) <= observed <= (condition.until or observed)


def _unknown_names(edition: Edition, file: EditionFile, places: toml_files.Places) -> list[Diagnostic]:
    """Facts, roles and blocks that the edition overrides although the statement has none of that name."""
    known = {
        "facts": list(edition.statement.facts),
        "roles": list(edition.statement.roles),
        "blocks": [message.id for message in edition.statement.messages],
    }
    problems = [
        Diagnostic(
            Code.UNKNOWN_BLOCK,
            f"the statement has no `{name}` under [{table}]",
            places.place(table, name),
            toml_files.did_you_mean(name, names) if names else "take it out",
        )
        for table, names in known.items()
        for name in getattr(file, table)
        if name not in names
    ]
    locales = edition.statement.all_locales
    problems += [
        Diagnostic(
            Code.UNKNOWN_LOCALE,
            f"the statement is not written in `{locale}`",
            places.place("blocks", block, locale),
            toml_files.did_you_mean(locale, locales),
        )
        for block, locale in edition.overrides
        if locale not in locales
    ]
    return problems


def _lacking(edition: Edition) -> list[Diagnostic]:
    """What stops a release: facts and blocks that must be given anew, and reviews that are overdue."""
    hint = f"write it in `editions/{edition.year}.toml`"
    problems = [
        Diagnostic(
            Code.FACT_REQUIRED,
            f"the edition {edition.year} must supply the fact `{name}`",
            fact.location,
            f"{hint}: [facts.{name}] with `value` and `source`",
        )
        for name, fact in edition.facts.items()
        if fact.value is None
    ]
    for message in edition.messages:
        for locale in edition.statement.all_locales if message.required_yearly else ():
            if (message.id, locale) not in edition.overrides:
                what = f"the edition {edition.year} must supply the block `{message.id}` in `{locale}`"
                key = f"{hint}: [blocks.{message.id}] {locale} = …"
                problems.append(
                    Diagnostic(Code.FACT_REQUIRED, what, message.passage.location, key, locale=locale, block=message.id)
                )
        if message.review_by is not None and edition.observed > message.review_by:
            what = f"the block `{message.id}` had to be reviewed by {message.review_by}"
            problems.append(
                Diagnostic(
                    Code.REVIEW_DUE,
                    what,
                    message.passage.location,
                    "read it again and set a later `review_by`, or end it with `until`",
                    block=message.id,
                )
            )
    return problems
