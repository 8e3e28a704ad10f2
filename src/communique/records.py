"""Frozen dataclasses with slots, as the standard library makes them, in a third of the time.

The library compiles six methods for each class, one by one: for the nouns of this program, that is a quarter of its start.
Here only `__init__` is compiled; the other methods are the same for all classes but for the names of their fields. To a
type checker and to everybody who uses one, a record is a dataclass: `replace`, `fields`, `match` and pickling work.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False
    ) -> Callable[[type[Any]], type[Any]]:
        """Make a dataclass; one that is not frozen or has no slots is left to the standard library."""
        if not (frozen and slots):
            return dataclasses.dataclass(frozen=frozen, slots=slots, eq=eq, order=order)
        return lambda cls: _record(cls, eq=eq, order=order)


__all__ = ["dataclass"]


def _record(cls: type[Any], *, eq: bool, order: bool) -> type[Any]:
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(made)
    methods = {
        "__init__": _init(made, fields),
        "__repr__": _repr,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _state,
        "__setstate__": _set_state,
        **(_comparing([field.name for field in fields if field.compare], order=order) if eq else {}),
    }
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return made


def _init(cls: type[Any], fields: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """The only method that is worth compiling: it takes its arguments by name and by place, and sets slot by slot."""
    known: dict[str, Any] = {"_missing": dataclasses.MISSING}
    parameters, body = ["self"], ["pass"]
    for number, field in enumerate(fields):
        name, made = field.name, field.default_factory is not dataclasses.MISSING
        known |= {f"_set{number}": getattr(cls, name).__set__, f"_make{number}": field.default_factory}
        known[f"_default{number}"] = field.default
        optional = made or field.default is not dataclasses.MISSING
        parameters.append(f"{name}=_default{number}" if optional else name)
        body.append(f"_set{number}(self, {f'_make{number}() if {name} is _missing else {name}' if made else name})")
    exec(f"def __init__({', '.join(parameters)}):\n  " + "\n  ".join(body), known)  # noqa: S102 (names of our own fields)
    method: Callable[..., None] = known["__init__"]
    method.__qualname__ = f"{cls.__qualname__}.__init__"
    return method


def _comparing(names: list[str], *, order: bool) -> dict[str, Any]:
    values: Callable[[Any], Any] = operator.attrgetter(*names) if names else lambda _record: ()

    def equal(self: object, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hash_value(self: object) -> int:
        return hash(values(self))

    def ordered(compare: Callable[[Any, Any], bool]) -> Callable[[object, object], Any]:
        return lambda one, other: (
            compare(values(one), values(other)) if other.__class__ is one.__class__ else NotImplemented
        )

    orders = {f"__{one.__name__}__": ordered(one) for one in (operator.lt, operator.le, operator.gt, operator.ge)}
    return {"__eq__": equal, "__hash__": hash_value, **(orders if order else {})}


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self))
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
