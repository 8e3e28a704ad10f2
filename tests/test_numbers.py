"""Release numbers: one for an edition in all its languages, none for two editions, whatever ends a build."""

from __future__ import annotations

import datetime
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique import numbers
from communique.diagnostics import Code, FileProblem, Location, TextProblems
from communique.model import Edition, Event, Observance, PartialDate, SameDay, Series, Statement, StatementKind
from communique.numbers import Register, formatted
from communique.source import load_edition, load_statement
from conftest import Program
from small_newsroom import EDITION, STATEMENT, SmallNewsroom, statement_file

PRESS = Series("press", frozenset({StatementKind.STATEMENT}), "{serial:3}/{yy}", 1, yearly=True)
SETTINGS = '\n[series.press]\nkinds = ["statement"]\npattern = "{serial:3}/{yy}"\nstart = 58\n'


# The three styles stand on real releases: evidence page on mission anchors, section 1.1.
@pytest.mark.parametrize(
    "pattern, serial, day, number",
    [
        ("{serial:3}/{yy}", 58, "2022-02-23", "058/22"),
        ("{serial}-{dd}-{mm}-{yyyy}", 1893, "2023-09-27", "1893-27-09-2023"),
        ("UNIS/SGSM/{serial}", 1014, "2020-11-10", "UNIS/SGSM/1014"),
    ],
)
def test_a_number_is_written_by_its_pattern(pattern: str, serial: int, day: str, number: str) -> None:
    assert formatted(pattern, serial, datetime.date.fromisoformat(day)) == number


def numbered(register: Register, edition: Edition, series: Series = PRESS) -> str:
    return numbers.numbered(register, [series], edition).number


def test_each_edition_gets_the_next_number_and_keeps_it(newsroom: SmallNewsroom) -> None:
    register = Register()
    one, other = newsroom.edition(2026), newsroom.edition(2027)
    newsroom.write("statements/other-night/statement.md", newsroom.read(STATEMENT))
    assert [numbered(register, edition) for edition in (one, other, one)] == ["001/26", "001/27", "001/26"]
    # Another statement of the same year goes on counting.
    room = newsroom.load()
    third = load_edition(room, load_statement(room, "other-night"), 2026)
    assert numbered(register, third) == "002/26"


def test_a_series_that_is_never_reset_goes_on(newsroom: SmallNewsroom) -> None:
    series = Series("sg", frozenset({StatementKind.STATEMENT}), "SG/{serial}", 1014, yearly=False)
    register = Register()
    found = [numbered(register, newsroom.edition(year), series) for year in (2026, 2027)]
    assert found == ["SG/1014", "SG/1015"]


def test_a_number_that_the_edition_states_is_its_own(newsroom: SmallNewsroom) -> None:
    newsroom.write(EDITION, 'number = "A-7"\n')
    assert numbered(Register(), newsroom.edition(2026)) == "A-7"


def test_a_kind_without_a_series_has_no_number(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file().replace("source", 'kind = "message"\nsource', 1))
    assert numbered(Register(), newsroom.edition(2026)) == ""


def test_a_stated_number_of_another_edition_is_an_error(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write("communique.toml", newsroom.read("communique.toml") + SETTINGS)
    newsroom.write(
        "numbers.toml",
        '[[number]]\nseries = "press"\nyear = 2026\nserial = 58\nnumber = "058/26"\nedition = "x-2026"\n',
    )
    newsroom.write(EDITION, 'number = "058/26"\n')
    ended = communique("check", "-y", "2026", "--no-color")
    assert ended.exit_code == 1
    assert "error C019: the number `058/26` is that of `x-2026`" in ended.err


@pytest.mark.slow
def test_a_build_keeps_the_number_and_prints_it_in_every_language(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write("communique.toml", newsroom.read("communique.toml") + SETTINGS)
    for year in ("2026", "2027", "2026"):
        assert communique("build", "-y", year, "-f", "txt", "-j", "1").exit_code == 0
    kept = tomllib.loads(newsroom.read("numbers.toml"))["number"]
    assert [(one["edition"], one["number"]) for one in kept] == [
        ("sad-night-2026", "058/26"),
        ("sad-night-2027", "058/27"),
    ]
    for locale in ("en", "fr"):
        assert "058/26" in newsroom.read(f"output/sad-night/2026/r1/{locale}/sad-night-2026.{locale}.txt")


@pytest.mark.parametrize("how", [("check",), ("build", "--draft", "-f", "txt", "-j", "1"), ("status",)])
def test_nothing_but_a_build_takes_a_number(newsroom: SmallNewsroom, communique: Program, how: tuple[str, ...]) -> None:
    newsroom.write("communique.toml", newsroom.read("communique.toml") + SETTINGS)
    assert communique(*how, "-y", "2026").exit_code == 0
    assert not (newsroom.folder / "numbers.toml").exists()


def test_a_register_that_cannot_be_written_stops_the_build(newsroom: SmallNewsroom) -> None:
    register = Register()
    numbered(register, newsroom.edition(2026))
    newsroom.write("numbers.toml/in-the-way", "")
    with pytest.raises(FileProblem) as caught:
        numbers.keep(newsroom.load(), register)
    assert "nothing was released" in caught.value.diagnostics[0].hint


@pytest.mark.parametrize(
    "text, problem",
    [
        ("[[number]]\nserial = 1\n", "numbers.toml:1:1 C006"),
        ('[[number]]\nseries = "a"\nyear = 2026\nserial = 0\nnumber = "x"\nedition = "b"\n', "numbers.toml:4:1 C005"),
        (
            2 * '[[number]]\nseries = "a"\nyear = 2026\nserial = 1\nnumber = "x"\nedition = "b"\n',
            "numbers.toml:7:1 C019",
        ),
        ("[[number\n", "numbers.toml:1:9 C003"),
    ],
)
def test_a_register_that_was_damaged_is_refused_with_its_place(
    newsroom: SmallNewsroom, text: str, problem: str
) -> None:
    newsroom.write("numbers.toml", text)
    with pytest.raises(TextProblems) as caught:
        numbers.read_register(newsroom.load())
    assert f"{caught.value.diagnostics[0].location} {caught.value.diagnostics[0].code}" == problem


@pytest.mark.parametrize(
    "series",
    [
        'kinds = ["statement"]\npattern = "no/{yy}"',
        'kinds = ["statement"]\npattern = "{serial}{serial}"',
        'kinds = ["statement"]\npattern = "{serial} {n}"',
        'kinds = ["poem"]\npattern = "{serial}"',
        'kinds = []\npattern = "{serial}"',
        'kinds = ["statement"]\npattern = "{serial}"\n[series.b]\nkinds = ["statement"]\npattern = "{serial}"',
    ],
)
def test_a_mistake_in_a_series_is_shown(newsroom: SmallNewsroom, communique: Program, series: str) -> None:
    newsroom.write("communique.toml", newsroom.read("communique.toml") + f"\n[series.a]\n{series}\n")
    ended = communique("check", "--no-color")
    assert ended.exit_code == 1
    assert "communique.toml:" in ended.err
    assert f"error {Code.BAD_VALUE}" in ended.err


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(2020, 2025)), max_size=40))
def test_no_two_editions_ever_have_one_number(wanted: list[tuple[int, int]]) -> None:
    register = Register()
    given_out: dict[tuple[int, int], str] = {}
    for statement, year in wanted:
        number = register_number(register, statement, year)
        assert given_out.setdefault((statement, year), number) == number
    assert len(set(given_out.values())) == len(given_out)


def register_number(register: Register, statement: int, year: int) -> str:
    place = Location("statement.md", 1, 1)
    day = PartialDate(1990, 1, 20)
    event = Event(day, day, Observance(SameDay()), 1990)
    authored = Statement(
        f"s{statement}", StatementKind.STATEMENT, "en", (), "embassy", event, {}, {}, {}, (), (), place, place
    )
    return register.number_of(
        Edition(authored, year, year - 1990, datetime.date(year, 1, 20), {}, {}, (), {}, place), PRESS
    )
