"""The register of release numbers: each edition of a series has one number, in all its languages, and nobody else has it.

`numbers.toml` of the newsroom is written by the program, in the order of assignment, and read by people. A number is kept
before anything with it is published, under the lock of the build: a build that is killed in between leaves a number that
waits for its edition, never one that two editions have.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import pathlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from communique import durable, toml_files
from communique.diagnostics import Code, Diagnostic, TextProblems
from communique.model import Edition, Newsroom, Series
from communique.newsroom import NUMBER_PART, shown
from communique.presence import is_there

REGISTER = "numbers.toml"
HEAD = "# The release numbers of this newsroom, written by communique. Keep this file: it is why no number is given twice.\n"


class NumberTable(BaseModel):
    """`[[number]]`: a number that an edition has."""

    model_config = {**toml_files.TABLE, "strict": True}

    series: str
    year: int
    serial: int = Field(ge=1)
    number: str
    edition: str


class NumbersFile(BaseModel):
    """`numbers.toml`."""

    model_config = toml_files.TABLE

    number: tuple[NumberTable, ...] = ()


@dataclass(slots=True)
class Register:
    """The numbers that are taken, those of this run included."""

    taken: list[NumberTable] = field(default_factory=list)
    kept: int = 0
    """How many of them stand in the file."""

    def number_of(self, edition: Edition, series: Series) -> str:
        """The number of an edition; a new one if it has none yet."""
        name = _owner(edition)
        found = next((one for one in self.taken if (one.series, one.edition) == (series.name, name)), None)
        if found is None:
            found = self._next(edition, series)
            self.taken.append(found)
        return found.number

    def _next(self, edition: Edition, series: Series) -> NumberTable:
        day = edition.released or edition.observed
        of_series = [one for one in self.taken if one.series == series.name]
        counted = [one.serial for one in of_series if one.year == day.year or not series.yearly]
        serial = max((series.start - 1, *counted)) + 1
        number = formatted(series.pattern, serial, day)
        return NumberTable(series=series.name, year=day.year, serial=serial, number=number, edition=_owner(edition))


def _owner(edition: Edition) -> str:
    """Whose a number is: what each mission gives out of an edition is a release of its own."""
    return edition.name + (f"@{edition.mission.name}" if edition.mission is not None else "")


def formatted(pattern: str, serial: int, day: datetime.date) -> str:
    """A number by its pattern: `{serial:3}/{yy}` gives 058/22, `{serial}-{dd}-{mm}-{yyyy}` 1893-27-09-2023."""
    values = {"serial": serial, "dd": day.day, "mm": day.month, "yyyy": day.year, "yy": day.year % 100}
    widths = {"serial": 1, "dd": 2, "mm": 2, "yyyy": 4, "yy": 2}
    return NUMBER_PART.sub(lambda part: f"{values[part[1]]:0{part[2] or widths[part[1]]}d}", pattern)


def read_register(newsroom: Newsroom) -> Register:
    """Read the register of a newsroom; one that has none yet has an empty one.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: it is not valid, or gives one number twice.
    """
    path, name = pathlib.Path(newsroom.folder, REGISTER), shown(newsroom.folder, REGISTER)
    if not is_there(path, name):
        return Register()
    file, places = toml_files.read(path, name, NumbersFile)
    seen: dict[tuple[str, str], int] = {}
    problems = []
    for index, one in enumerate(file.number):
        if (one.series, one.number) in seen:
            message = f"the number `{one.number}` is given a second time; the first is `{_holder(file, seen, one)}`"
            hint = "take out the entry of the edition that was not released under it"
            problems.append(Diagnostic(Code.NUMBER_TAKEN, message, places.place("number", index), hint))
        seen.setdefault((one.series, one.number), index)
    if problems:
        raise TextProblems(problems)
    return Register(list(file.number), len(file.number))


def _holder(file: NumbersFile, seen: dict[tuple[str, str], int], one: NumberTable) -> str:
    return file.number[seen[one.series, one.number]].edition


def numbered(register: Register, series: Sequence[Series], edition: Edition) -> Edition:
    """The edition with the number of its series; one that states a number itself, or is of no series, stays as it is."""
    own = next((one for one in series if edition.statement.kind in one.kinds), None)
    if edition.number or own is None:
        return edition
    return dataclasses.replace(edition, number=register.number_of(edition, own))


def taken_twice(register: Register, edition: Edition) -> tuple[Diagnostic, ...]:
    """A number that an edition states itself although another edition has it."""
    hint = "take `number` out of the edition to get the next free one, or state another"
    return tuple(
        Diagnostic(Code.NUMBER_TAKEN, f"the number `{one.number}` is that of `{one.edition}`", edition.location, hint)
        for one in register.taken
        if one.number == edition.number and one.edition != _owner(edition)
    )


def keep(newsroom: Newsroom, register: Register) -> None:
    """Make the numbers of this run durable, if there are any; the caller holds the lock of the build.

    Raises:
        FileProblem: the register cannot be written; nothing may be published then.
    """
    if len(register.taken) == register.kept:
        return
    rows = [f"\n[[number]]\n{_lines(one)}" for one in register.taken]
    path, name = pathlib.Path(newsroom.folder, REGISTER), shown(newsroom.folder, REGISTER)
    hint = "correct the permissions; without the register a number could be given twice, so nothing was released"
    with toml_files.writing(name, hint):
        durable.replace(path, (HEAD + "".join(rows)).encode())
    register.kept = len(register.taken)


def _lines(one: NumberTable) -> str:
    # Texts of JSON are texts of TOML.
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in one.model_dump().items())
