"""A record is a dataclass: whatever the standard library's does, it does, and it is made faster."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest

from communique.records import dataclass

Child = TypeVar("Child")
Made = Callable[[type[Any]], type[Any]]


@dataclass(frozen=True, slots=True)
class Word(Generic[Child]):
    text: str
    content: tuple[Child, ...] = ()
    marks: dict[str, str] = dataclasses.field(default_factory=dict)
    offset: int = dataclasses.field(default=0, compare=False)

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Has no field."""


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Place:
    line: int


def test_a_record_takes_its_fields_by_place_and_by_name_and_leaves_out_what_has_a_default() -> None:
    assert (Word("a", (1,), offset=3).content, Word("a", (1,), offset=3).offset) == ((1,), 3)
    assert Word(text="a").marks == {}
    assert Word("a").marks is not Word("a").marks
    calls: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
        ((), {}),
        (("a", (), {}, 0, 1), {}),
        (("a",), {"other": 1}),
    )
    for places, names in calls:
        with pytest.raises(TypeError):
            Word(*places, **names)


def test_a_record_is_never_changed() -> None:
    word = Word[int]("a")
    for name in ("text", "new"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(word, name, "b")
    with pytest.raises(dataclasses.FrozenInstanceError):
        del word.text
    assert word.text == "a"
    assert not hasattr(word, "__dict__")


def test_records_are_equal_and_hashed_by_the_fields_that_count() -> None:
    assert Nothing() == Nothing()
    assert hash(Place(1)) == hash(Place(1))
    assert Word("a", offset=1) == Word("a", offset=2)
    assert Word("a") != Word("b")
    assert {Nothing(): 1}[Nothing()] == 1
    assert Own("a") != Own("a")
    assert len({Own("a"), Own("a")}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Word("a"))  # for it holds a dict


def test_records_are_ordered_where_they_ask_for_it() -> None:
    first, last = Place(1), Place(2)
    assert (first < last, first <= last, first > last, first >= last, first <= Place(1)) == (
        True,
        True,
        False,
        False,
        True,
    )
    assert max(first, last) is last
    with pytest.raises(TypeError):
        assert Own("a") < Own("b")  # type: ignore[operator]  # that is the point
    with pytest.raises(TypeError):
        assert first < 2  # type: ignore[operator]  # so here


def test_everything_made_for_dataclasses_works_on_records() -> None:
    word = Word("a", (1,), {"k": "v"}, 2)
    assert repr(word) == "Word(text='a', content=(1,), marks={'k': 'v'}, offset=2)"
    assert dataclasses.replace(word, text="bc").length == 2
    assert dataclasses.asdict(word) == {"text": "a", "content": (1,), "marks": {"k": "v"}, "offset": 2}
    again = pickle.loads(pickle.dumps(word))  # noqa: S301 (our own)
    for same in (again, copy.copy(word), copy.deepcopy(word)):
        assert (same, same.offset) == (word, 2)
    match word:
        case Word(text, content):
            assert (text, content) == ("a", (1,))


def test_making_a_record_takes_less_than_half_of_the_time() -> None:
    def seconds(decorate: Made) -> float:
        bodies = [
            type(f"Sample{n}", (), {"__annotations__": dict.fromkeys("abcdef", "int"), "__doc__": "."})
            for n in range(200)
        ]
        began = time.process_time()
        for body in bodies:
            decorate(body)
        return time.process_time() - began

    ours, library = (
        min(seconds(make(frozen=True, slots=True)) for _ in range(3)) for make in (dataclass, dataclasses.dataclass)
    )
    assert ours < library / 2
