"""The tables of TOML files as classes: which keys a table may have, and what each key may hold.

    class EventTable(Table):
        name: Annotated[str, not_empty]
        first: datetime.date | None = None
        since: Annotated[datetime.date | None, Key("from")] = None

A key without a default must be there, and no other key may be. Nothing is turned into something else to make it fit: a
number in quotes is a text. What an annotation cannot say, a *rule* says: a function that takes the value and gives it
back, or raises `ValueError` with what it should be. The annotations of a class are read when its first table is.
"""

from __future__ import annotations

import datetime
import enum
import functools
import tomllib
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from communique.diagnostics import Code
from communique.records import dataclass

KeyPath = tuple[str | int, ...]
"""Where a value stands: the keys and numbers that lead to it."""
Value = TypeVar("Value")
Items = TypeVar("Items", bound=Sequence[Any] | Mapping[Any, Any])
Rule = Callable[[Any], Any]
NONE: Mapping[Any, Any] = {}
"""The default of a table of names."""
LONGEST_BARE = 40
"""Signs of a date or a number; what is longer is a text."""
CORRECT = "correct the value"
MOST_NAMED = 12
"""Choices that a message names one by one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value; `said` follows its name in a message: `should be a text`."""

    path: KeyPath
    code: Code
    said: str = ""
    stood: object = None
    hint: str = CORRECT


@dataclass(frozen=True, slots=True)
class Key:
    """The name of a key in the file, where Python has a word of its own for it."""

    name: str


@dataclass(frozen=True, slots=True)
class Before:
    """What is done to a value before it is read: other ways to write it become the usual one."""

    change: Rule


@typing.dataclass_transform(eq_default=False, frozen_default=True, kw_only_default=True)
class Table:
    """A table of a TOML file; a subclass has a field for each key."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    def check(self) -> None:
        """Look at all keys beside each other, once each is right by itself.

        Raises:
            ValueError: what the table lacks; it follows its name in a message.
        """

    def as_dict(self) -> dict[str, Any]:
        """Every field with its value."""
        return {field.name: getattr(self, field.name) for field in _fields(type(self))}


class WholeFile(Table):
    """A file whose keys are names that nobody knows before: all of them together are the field `root`."""


AnyTable = TypeVar("AnyTable", bound=Table)


def read(table: type[AnyTable], data: Mapping[str, Any]) -> tuple[AnyTable | None, list[Fault]]:
    """Read data as a table; where there is any fault, there is no table."""
    faults: list[Fault] = []
    found = _kind(table).read(data, (), faults)
    return (None, faults) if faults else (found, [])


def keys(table: type[Table]) -> Iterator[str]:
    """Every key that a table and the tables inside it know."""
    for field in _fields(table):
        if not issubclass(table, WholeFile):
            yield field.key
        for inner in field.kind.tables:
            yield from keys(inner)


# --- rules -------------------------------------------------------------------------------------------------------------


def not_empty(value: Items) -> Items:
    """At least one sign, item or key."""
    if not value:
        raise ValueError("should hold something")
    return value


def between(least: float, most: float) -> Rule:
    """A number in a range, both ends included."""

    def rule(value: float) -> float:
        if not least <= value <= most:
            raise ValueError(f"should be from {least} to {most}")
        return value

    return rule


def at_least(least: int) -> Rule:
    """A number that is not too small."""

    def rule(value: int) -> int:
        if value < least:
            raise ValueError(f"should be {least} or more")
        return value

    return rule


# --- kinds -------------------------------------------------------------------------------------------------------------

Reader = Callable[[Any, KeyPath, list[Fault]], Any]
"""Gives what a value means, and adds what is wrong in it to the faults."""


def _as_it_is(value: object, _path: KeyPath, _faults: list[Fault]) -> object:
    return value


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of value: what a message calls it, whether a value is of it, and what such a value means."""

    wanted: str
    fits: Callable[[Any], bool]
    read: Reader = _as_it_is
    tables: tuple[type[Table], ...] = ()
    """The tables that may stand inside it."""


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    key: str
    kind: _Kind
    required: bool


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_PLAIN: Mapping[object, _Kind] = {
    str: _Kind("a text", lambda value: isinstance(value, str)),
    bool: _Kind("true or false", lambda value: isinstance(value, bool)),
    int: _Kind("a whole number", _is_whole),
    float: _Kind(
        "a number",
        lambda value: _is_whole(value) or isinstance(value, Decimal),
        lambda value, _path, _faults: float(value),
    ),
    Decimal: _Kind("a number with a point", lambda value: isinstance(value, Decimal)),
    datetime.date: _Kind("a date such as 1990-01-20", lambda value: type(value) is datetime.date),
    datetime.datetime: _Kind("a date with a time", lambda value: isinstance(value, datetime.datetime)),
}


def _read(kind: _Kind, value: object, path: KeyPath, faults: list[Fault]) -> Any:
    if kind.fits(value):
        return kind.read(value, path, faults)
    hint = "write it without quotation marks" if kind.fits(_unquoted(value)) else CORRECT
    faults.append(Fault(path, Code.BAD_VALUE, f"should be {kind.wanted}", value, hint))
    return None


def _unquoted(value: object) -> object:
    """What a short text would be without the marks around it: a date or a number, as people often quote them."""
    if not isinstance(value, str) or len(value) > LONGEST_BARE:
        return None
    try:
        return tomllib.loads(f"value = {value}", parse_float=Decimal)["value"]
    except (ValueError, ArithmeticError):
        return None


def _kind(annotation: Any) -> _Kind:
    """The kind of value that an annotation stands for."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if origin is Annotated:
        return functools.reduce(_with_rule, inner[1:], _kind(inner[0]))
    if origin in {types.UnionType, typing.Union}:
        return _one_of([_kind(one) for one in inner if one is not types.NoneType])
    if origin is Literal:
        return _choice(dict(zip(inner, inner, strict=True)))
    if origin is tuple:
        return _list(_kind(inner[0]))
    if origin is Mapping:
        return _names(_kind(inner[0]), _kind(inner[1]))
    if issubclass(annotation, enum.Enum):
        return _choice({one.value: one for one in annotation})
    if issubclass(annotation, WholeFile):
        return _whole(annotation)
    return _table(annotation)


def _with_rule(kind: _Kind, rule: Rule | Key | Before) -> _Kind:
    def read(value: object, path: KeyPath, faults: list[Fault]) -> object:
        before = len(faults)
        found = kind.read(value, path, faults)
        try:
            return found if len(faults) > before else rule(found)  # type: ignore[operator]  # the others are below
        except ValueError as error:
            faults.append(Fault(path, Code.BAD_VALUE, str(error), value))
            return None

    match rule:
        case Key():
            return kind
        case Before(change):
            return _Kind(
                kind.wanted,
                lambda value: kind.fits(change(value)),
                lambda value, path, faults: kind.read(change(value), path, faults),
                kind.tables,
            )
        case _:
            return _Kind(kind.wanted, kind.fits, read, kind.tables)


def _one_of(kinds: Sequence[_Kind]) -> _Kind:
    def read(value: object, path: KeyPath, faults: list[Fault]) -> Any:
        return next(kind for kind in kinds if kind.fits(value)).read(value, path, faults)

    if len(kinds) == 1:
        return kinds[0]
    wanted = " or ".join(dict.fromkeys(kind.wanted for kind in kinds))
    tables = tuple(table for kind in kinds for table in kind.tables)
    return _Kind(wanted, lambda value: any(kind.fits(value) for kind in kinds), read, tables)


def _choice(known: Mapping[Any, object]) -> _Kind:
    *some, last = (f"`{one}`" for one in known)
    wanted = f"{', '.join(some)} or {last}" if some else last
    wanted = wanted if len(known) <= MOST_NAMED else "one of the known names"
    return _Kind(
        wanted, lambda value: isinstance(value, str) and value in known, lambda value, _path, _faults: known[value]
    )


def _list(kind: _Kind) -> _Kind:
    def read(value: Sequence[object], path: KeyPath, faults: list[Fault]) -> tuple[Any, ...]:
        return tuple(_read(kind, item, (*path, number), faults) for number, item in enumerate(value))

    return _Kind("a list", lambda value: isinstance(value, list), read, kind.tables)


def _names(name: _Kind, kind: _Kind) -> _Kind:
    def read(value: Mapping[str, object], path: KeyPath, faults: list[Fault]) -> dict[Any, Any]:
        found = {}
        for key, inner in value.items():
            wrong: list[Fault] = []
            known = _read(name, key, (), wrong)
            if wrong:
                faults.append(Fault((*path, key), Code.BAD_NAME))
            else:
                found[known] = _read(kind, inner, (*path, key), faults)
        return found

    return _Kind("a table", lambda value: isinstance(value, dict), read, kind.tables)


def _table(table: type[Table]) -> _Kind:
    def read(value: Mapping[str, object], path: KeyPath, faults: list[Fault]) -> Table | None:
        found, before = {}, len(faults)
        for field in _fields(table):
            if field.key in value:
                found[field.name] = _read(field.kind, value[field.key], (*path, field.key), faults)
            elif field.required:
                faults.append(Fault((*path, field.key), Code.MISSING_KEY))
        known = {field.key for field in _fields(table)}
        faults += [Fault((*path, key), Code.UNKNOWN_KEY) for key in value if key not in known]
        return _checked(table(**found), value, path, faults) if len(faults) == before else None

    return _Kind("a table", lambda value: isinstance(value, dict), read, (table,))


def _whole(table: type[WholeFile]) -> _Kind:
    def read(value: object, path: KeyPath, faults: list[Fault]) -> WholeFile:
        (field,) = _fields(table)
        return table(root=_read(field.kind, value, path, faults))

    return _Kind("a table", lambda value: isinstance(value, dict), read, (table,))


def _checked(table: Table, value: object, path: KeyPath, faults: list[Fault]) -> Table:
    try:
        table.check()
    except ValueError as error:
        faults.append(Fault(path, Code.BAD_VALUE, str(error), value))
    return table


def _read_fields(table: type[Table]) -> tuple[_Field, ...]:
    hints = typing.get_type_hints(table, include_extras=True)
    return tuple(_Field(name, _key(name, hint), _kind(hint), not hasattr(table, name)) for name, hint in hints.items())


def _key(name: str, hint: Any) -> str:
    return next((one.name for one in getattr(hint, "__metadata__", ()) if isinstance(one, Key)), name)


_fields: Callable[[Any], tuple[_Field, ...]] = functools.cache(_read_fields)
"""The fields of a class of tables."""
