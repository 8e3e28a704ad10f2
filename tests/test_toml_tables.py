"""The tables of TOML files as classes: what each kind of value takes, and how everything else is refused."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest

from communique import toml_files
from communique.diagnostics import Code, Diagnostic, TextProblems
from communique.toml_tables import NONE, Before, Key, Table, WholeFile, at_least, between, keys, not_empty


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


def lower(text: str) -> str:
    if text != text.lower():
        raise ValueError("must be in small letters")
    return text


Name = Annotated[str, lower]


class Person(Table):
    name: Annotated[str, not_empty]
    since: Annotated[datetime.date | None, Key("from")] = None
    until: datetime.date | None = None

    def check(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise ValueError("has its `until` before its `from`")


def in_a_row(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class Sheet(Table):
    text: str = ""
    count: Annotated[int, between(1, 9)] = 1
    serial: Annotated[int, at_least(3)] = 3
    size: float = 1.5
    sure: bool = False
    colour: Colour = Colour.RED
    reset: Literal["yearly", "never"] = "never"
    day: datetime.date | None = None
    moment: datetime.datetime | None = None
    figure: int | Decimal | str = 0
    words: tuple[Name, ...] = ()
    person: Person | None = None
    people: Mapping[Name, Annotated[tuple[Person, ...], Before(in_a_row), not_empty]] = NONE


class Register(WholeFile):
    root: Mapping[Name, Person]


def sheet(text: str) -> Sheet:
    found: Sheet = read(text, Sheet)
    return found


def read(text: str, table: type[Any]) -> Any:
    return toml_files.validate(toml_files.parse(text, "x"), table, toml_files.places(text, "x"), "x")


def refused(text: str, table: type[Any] = Sheet) -> tuple[Diagnostic, ...]:
    with pytest.raises(TextProblems) as raised:
        read(text, table)
    return raised.value.diagnostics


@pytest.mark.parametrize(
    "line, field, value",
    [
        ('text = "a"', "text", "a"),
        ("count = 9", "count", 9),
        ("size = 2", "size", 2.0),
        ("size = 2.5", "size", 2.5),
        ("sure = true", "sure", True),
        ('colour = "blue"', "colour", Colour.BLUE),
        ('reset = "yearly"', "reset", "yearly"),
        ("day = 1990-01-20", "day", datetime.date(1990, 1, 20)),
        ("moment = 1990-01-20T10:00:00", "moment", datetime.datetime(1990, 1, 20, 10)),  # noqa: DTZ001 (TOML has such)
        ("figure = 1", "figure", 1),
        ("figure = 1.50", "figure", Decimal("1.50")),
        ('figure = "1"', "figure", "1"),
        ('words = ["a", "b"]', "words", ("a", "b")),
    ],
)
def test_a_value_of_its_kind_is_taken(line: str, field: str, value: object) -> None:
    found = getattr(sheet(line), field)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "line, message",
    [
        ("text = 1", "`text` should be a text, not `1`"),
        ('count = "5"', "`count` should be a whole number, not `5`"),
        ("count = 5.0", "`count` should be a whole number, not `5.0`"),
        ("count = true", "`count` should be a whole number, not `True`"),
        ("count = 10", "`count` should be from 1 to 9, not `10`"),
        ("serial = 2", "`serial` should be 3 or more, not `2`"),
        ("size = true", "`size` should be a number, not `True`"),
        ("sure = 1", "`sure` should be true or false, not `1`"),
        ('colour = "green"', "`colour` should be `red` or `blue`, not `green`"),
        ('reset = "now"', "`reset` should be `yearly` or `never`, not `now`"),
        ("day = 1990-01-20T10:00:00", "`day` should be a date such as 1990-01-20, not `1990-01-20 10:00:00`"),
        ("moment = 1990-01-20", "`moment` should be a date with a time, not `1990-01-20`"),
        ("figure = []", "`figure` should be a whole number or a number with a point or a text, not `[]`"),
        ('words = "a"', "`words` should be a list, not `a`"),
        ('words = ["a", "B"]', "`words.1` must be in small letters, not `B`"),
        ("person = 1", "`person` should be a table, not `1`"),
        ('person.name = ""', "`person.name` should hold something, not ``"),
        ("person = {}", "the key `person.name` is missing"),
        ("people.a = []", "`people.a` should hold something, not `[]`"),
        ('people.A = {name = "x"}', "`people.A` is not a name"),
        ("people.A = 1", "`people.A` is not a name"),
        ("other = 1", "the key `other` is not known"),
    ],
)
def test_anything_else_is_refused_by_what_it_should_be(line: str, message: str) -> None:
    assert [problem.message for problem in refused(line)] == [message]


@pytest.mark.parametrize("line", ['day = "1990-01-20"', 'count = "5"', 'size = "2.5"', 'sure = "true"'])
def test_a_value_that_only_has_marks_too_many_is_told_so(line: str) -> None:
    assert [problem.hint for problem in refused(line)] == ["write it without quotation marks"]


@pytest.mark.parametrize("line", ['day = "20 January"', 'count = "five"', "count = 1.5", 'person = "x"'])
def test_any_other_value_is_to_be_corrected(line: str) -> None:
    assert [problem.hint for problem in refused(line)] == ["correct the value"]


def test_all_faults_of_a_file_are_told_at_once_each_at_its_key() -> None:
    text = 'count = 10\n[person]\nname = 1\nborn = 2\n[[people.a]]\nname = "x"\n[[people.a]]\n[people.b]\nname = 1\n'
    found = [(problem.location.line, problem.code) for problem in refused(text)]
    assert found == [
        (1, Code.BAD_VALUE),
        (3, Code.BAD_VALUE),
        (4, Code.UNKNOWN_KEY),
        (7, Code.MISSING_KEY),
        (9, Code.BAD_VALUE),
    ]


def test_one_table_may_stand_where_several_can() -> None:
    (one,) = sheet('people.a = {name = "x"}').people["a"]
    assert one.name == "x"
    assert [problem.message for problem in refused("people.a = {name = 1}")] == [
        "`people.a.name` should be a text, not `1`"
    ]


def test_keys_are_looked_at_together_once_each_is_right() -> None:
    wrong = 'person = {name = "x", from = 2001-01-01, until = 2000-01-01}'
    assert [problem.message for problem in refused(wrong)] == ["`person` has its `until` before its `from`"]
    assert len(refused(wrong.replace('"x"', "1"))) == 1
    assert sheet(wrong.replace("2000", "2002")).person is not None


def test_a_file_of_names_is_read_as_a_whole() -> None:
    assert read('[a]\nname = "x"', Register).root["a"].name == "x"
    assert refused("[a]\nnam = 1", Register)[-1].hint == "did you mean `name`?"


def test_what_is_left_out_has_its_default_and_every_field_is_told() -> None:
    assert sheet("").as_dict()["words"] == ()
    assert Person(name="x").as_dict() == {"name": "x", "since": None, "until": None}


def test_the_keys_are_named_as_the_file_names_them() -> None:
    assert [*keys(Person)] == ["name", "from", "until"]
    assert {"from", "count"} <= {*keys(Sheet)}
    assert [*keys(Register)] == ["name", "from", "until"]
