"""Figures and office-holders with their dates: [facts] and [roles] of a statement, `facts.toml` and `roles.toml` of a newsroom.

A name may have several entries, each with the day it holds from (`from`). The one that holds on the day of the observance
is taken: the statement's own before the newsroom's. Two that hold at once and differ are told, never chosen in silence.
"""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, RootModel, Strict, model_validator

from communique import toml_files
from communique.diagnostics import Code, Diagnostic, Location, Severity, stop_if_errors
from communique.model import Fact, Holder, Newsroom
from communique.newsroom import shown
from communique.presence import is_there

NAME = r"^[a-z][a-z0-9_]*$"
FACTS, ROLES = "facts.toml", "roles.toml"
RESERVED = frozenset(
    {"n", "ordinal", "ordinal_words", "years", "anniversary", "year", "date", "day_month", "weekday", "event"}
)
"""Names that every edition has; a fact, a role or an anchor cannot take them."""

Name = Annotated[str, Field(pattern=NAME, max_length=40)]
Day = Annotated[datetime.date, Strict()]
Line = Annotated[str, Strict(), Field(pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
FactValue = (
    Annotated[int, Strict(), Field(ge=-(10**15), le=10**15)]
    | Annotated[Decimal, Strict(), Field(max_digits=18, decimal_places=6)]
    | Day
    | Line
    | Mapping[str, Line]
)


class _Table(BaseModel):
    model_config = toml_files.TABLE


class FactTable(_Table):
    """`[facts.<name>]`: a figure with its source, or the demand that each edition supplies it."""

    value: FactValue | None = None
    unit: str = ""
    source: str = ""
    since: Day | None = Field(default=None, alias="from")
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
    unit: str = ""
    source: Annotated[str, Field(min_length=1)]
    note: str = ""


class HolderTable(_Table):
    """`[[roles.<name>]]`: who holds a role, from when to when; name and title by locale where they differ.

    A key such as `"ru@gen"` gives the form that `{name}@gen` asks for.
    """

    name: Line | Mapping[str, Line]
    title: Line | Mapping[str, Line] = ""
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> HolderTable:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("has its `until` before its `from`")
        return self


def _in_a_row(table: object) -> object:
    """A single table may stand where several can."""
    return [table] if isinstance(table, dict) else table


FactTables = Annotated[tuple[FactTable, ...], BeforeValidator(_in_a_row), Field(min_length=1)]
HolderTables = Annotated[tuple[HolderTable, ...], BeforeValidator(_in_a_row), Field(min_length=1)]


class FactsFile(RootModel[Mapping[Name, FactTables]]):
    """`facts.toml`: figures that every statement of the newsroom may use."""


class RolesFile(RootModel[Mapping[Name, HolderTables]]):
    """`roles.toml`: office-holders that every statement of the newsroom may name."""


Facts = Mapping[str, tuple[Fact, ...]]
Roles = Mapping[str, tuple[Holder, ...]]


@dataclass(frozen=True, slots=True)
class Registers:
    """What a newsroom knows for all its statements."""

    facts: Facts
    roles: Roles


def read_registers(newsroom: Newsroom) -> Registers:
    """Read `facts.toml` and `roles.toml` of a newsroom, each if there is one.

    Raises:
        FileProblem: one cannot be read.
        TextProblems: everything that is wrong in one.
    """
    facts, facts_at = _read(newsroom, FACTS, FactsFile)
    roles, roles_at = _read(newsroom, ROLES, RolesFile)
    return Registers(facts_of(facts, facts_at), roles_of(roles, roles_at))


File = TypeVar("File", bound=RootModel[Any])


def _read(newsroom: Newsroom, name: str, model: type[File]) -> tuple[Mapping[str, Any], toml_files.Places]:
    path, said = pathlib.Path(newsroom.folder, name), shown(newsroom.folder, name)
    if not is_there(path, said):
        return {}, toml_files.Places(said, 1)
    file, places = toml_files.read(path, said, model)
    taken = [Diagnostic(*_taken(one), places.place(one), "give it another name") for one in RESERVED & {*file.root}]
    stop_if_errors(taken)
    return file.root, places


def _taken(name: str) -> tuple[Code, str]:
    return Code.BAD_NAME, f"the name `{name}` is taken by every edition"


def facts_of(tables: Mapping[str, Sequence[FactTable]], places: toml_files.Places, *table: str) -> Facts:
    """The facts of a register; `table` is the one they stand in, if they do not stand at the top of the file."""
    return {
        name: tuple(
            Fact(one.value, one.source, _place(places, (*table, name), number), one.unit, one.note, one.since)
            for number, one in enumerate(entries)
        )
        for name, entries in tables.items()
    }


def roles_of(tables: Mapping[str, Sequence[HolderTable]], places: toml_files.Places, *table: str) -> Roles:
    """The office-holders of a register; `table` is as with facts."""
    return {
        name: tuple(holder(one, _place(places, (*table, name), number)) for number, one in enumerate(entries))
        for name, entries in tables.items()
    }


def _place(places: toml_files.Places, path: tuple[str, ...], number: int) -> Location:
    return places.place(*path, number)


def holder(table: HolderTable, place: Location) -> Holder:
    """A holder of a role as the model has it; a single name stands for every locale under the key of none."""
    return Holder(_by_locale(table.name), table.since, table.until, place, _by_locale(table.title))


def _by_locale(texts: str | Mapping[str, str]) -> Mapping[str, str]:
    if isinstance(texts, str):
        return {"": texts} if texts else {}
    return dict(texts)


# --- resolved on a day -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Resolved:
    """What holds on a day: a fact for each name, the holders of each role, and what is doubtful about them."""

    facts: Mapping[str, Fact]
    roles: Roles
    doubts: tuple[Diagnostic, ...]


def resolve(
    own: Registers, shared: Registers, used: Collection[str], day: datetime.date, *, settled: Collection[str] = ()
) -> Resolved:
    """Choose what holds on a day: all of the statement's own names, and of the newsroom's those that it uses.

    Of names that are `settled` elsewhere nothing is doubtful.
    """
    doubts: dict[str, Diagnostic] = {}
    facts = {name: _current(name, entries, day, doubts) for name, entries in own.facts.items()}
    for name, entries in shared.facts.items():
        theirs = _current(name, entries, day, doubts) if name in used or name in facts else None
        if theirs is not None and name not in facts:
            facts[name] = theirs
        elif theirs is not None and _differ(facts[name], theirs):
            doubts[name] = _conflict(name, facts[name], theirs)
    roles = {**{name: holders for name, holders in shared.roles.items() if name in used}, **own.roles}
    told = [*(doubt for name, doubt in doubts.items() if name not in settled), *_overlapping(roles)]
    return Resolved(facts, roles, tuple(told))


def _current(name: str, entries: Sequence[Fact], day: datetime.date, doubts: dict[str, Diagnostic]) -> Fact:
    """The youngest entry that holds already; before the first one holds, an entry without a value."""
    holding = [fact for fact in entries if (fact.since or day) <= day]
    if not holding:
        first = min(entries, key=_since)
        return Fact(None, "", first.location, first.unit, since=first.since)
    *earlier, current = sorted(holding, key=_since)
    if earlier and _since(earlier[-1]) == _since(current) and _differ(earlier[-1], current):
        doubts[name] = _conflict(name, current, earlier[-1])
    return current


def _since(fact: Fact) -> datetime.date:
    return fact.since or datetime.date.min


def _differ(one: Fact, other: Fact) -> bool:
    return None not in {_comparable(one), _comparable(other)} and _comparable(one) != _comparable(other)


def _comparable(fact: Fact) -> object:
    return tuple(sorted(fact.value.items())) if isinstance(fact.value, Mapping) else fact.value


def _conflict(name: str, taken: Fact, other: Fact) -> Diagnostic:
    message = (
        f"two sources differ on `{name}`: {taken.value} here ({taken.source}), "
        f"{other.value} at {other.location} ({other.source})"
    )
    hint = "the one here is used; settle which is right, or give the later one its `from`"
    return Diagnostic(Code.SOURCES_DIFFER, message, taken.location, hint, Severity.WARNING)


def _overlapping(roles: Roles) -> Iterator[Diagnostic]:
    """Roles that two people hold on the same day, whatever the year of the edition is."""
    for role, holders in roles.items():
        for number, one in enumerate(holders):
            for other in holders[number + 1 :]:
                if _overlap(one, other):
                    message = f"`{role}` is held by two people at once; the other is at {other.location}"
                    hint = "end the first with `until`, or begin the second later with `from`"
                    yield Diagnostic(Code.NO_HOLDER, message, one.location, hint, Severity.WARNING)


def _overlap(one: Holder, other: Holder) -> bool:
    first = max(one.since or datetime.date.min, other.since or datetime.date.min)
    last = min(one.until or datetime.date.max, other.until or datetime.date.max)
    return first <= last
