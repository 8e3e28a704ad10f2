"""Whatever fails while a build looks at its files, opens or reads them: it is told with its place, and nothing else goes out."""

from __future__ import annotations

import datetime
import errno
import json
import os
import pathlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

import readings
from communique import pipeline, publish
from communique.diagnostics import Code, CommuniqueError, Diagnostic, ExitCode
from communique.findings import Findings
from communique.model import Format
from communique.pipeline import Wish
from conftest import Program
from readings import Act, Readings
from small_newsroom import CATALOG, EDITION, SETTINGS, SmallNewsroom, write_newsroom

ERRORS = (errno.EIO, errno.EACCES, errno.EMFILE)
"""A disk that fails, a folder that may not be entered, a process that has too many files open."""
FRENCH = pathlib.Path(publish.__file__).with_name("grammar") / "fr.toml"
FILES = {
    "facts.toml": '[wounded]\nvalue = 744\nsource = "The commission."\n',
    "roles.toml": '[minister]\nname = "Ada Example"\n',
    "missions.toml": '[rome]\nhost = "IT"\n',
    "glossary.toml": '[[term]]\nsource = "night"\nrequired = { fr = ["nuit"] }\n',
    "statements/sad-night/waivers.toml": "",
    "communique.toml": SETTINGS + '\n[series.press]\nkinds = ["statement"]\npattern = "{serial:3}/{yy}"\n',
    EDITION: "",
    "grammar/fr.toml": FRENCH.read_text("utf-8"),
}
"""A file of each kind that a newsroom may have."""


@dataclass(frozen=True)
class Ended:
    exit_code: ExitCode
    problems: tuple[Diagnostic, ...]
    files: Mapping[str, bytes]
    """The new revision, if there is one."""


@dataclass(frozen=True)
class Room:
    """A newsroom with one revision, which the next build follows with another of the same texts."""

    newsroom: SmallNewsroom
    kept: pathlib.Path

    def build(self, act: Act = lambda *_: None) -> tuple[Ended, Readings]:
        """Build, and tell `act` of every reading."""
        findings = Findings()
        wish = Wish(formats=(Format.TEXT,))
        with readings.watched(str(self.newsroom.folder), act) as calls:
            try:
                list(pipeline.build(self.newsroom.load(), wish, datetime.date(2026, 1, 1), findings, lambda *_: None))
            except CommuniqueError as error:
                findings.add(error.diagnostics, error.exit_code)
        return Ended(findings.exit_code, findings.ordered, self._second()), calls

    def _second(self) -> Mapping[str, bytes]:
        folder = self.newsroom.folder / "output/sad-night/2026/r2"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def put_back(self) -> None:
        for name in ("output", "numbers.toml"):
            place, kept = self.newsroom.folder / name, self.kept / name
            shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
            shutil.copytree(kept, place, symlinks=True) if kept.is_dir() else shutil.copy(kept, place)


@pytest.fixture
def room(in_memory: pathlib.Path) -> Room:
    newsroom = write_newsroom(in_memory / "room")
    for path, content in FILES.items():
        newsroom.write(path, content)
    room = Room(newsroom, in_memory / "kept")
    room.build()
    newsroom.write(CATALOG, f"# another comment\n{newsroom.read(CATALOG)}")
    room.kept.mkdir()
    shutil.copytree(newsroom.folder / "output", room.kept / "output", symlinks=True)
    shutil.copy(newsroom.folder / "numbers.toml", room.kept)
    return room


def errors(at: int, name: str) -> tuple[int, ...]:
    """With which errors a call fails: looks in turn with one of them, since there are many."""
    return ERRORS if name in {"open", "read"} else ERRORS[at % len(ERRORS) :][:1]


def failing(at: int, code: int, met: set[str]) -> Act:
    """Let a call fail; the file that it was for is added to those that were met."""

    def act(number: int, _name: str, path: str) -> None:
        if number == at:
            met.add(path)
            raise OSError(code, os.strerror(code), path)

    return act


def expect_told(ended: Ended, good: Ended, code: int) -> None:
    """The error is told with its place, and of the releases those go out, unchanged, that it has nothing to do with."""
    assert ended.exit_code in {ExitCode.PROBLEMS, ExitCode.FILE}
    assert all(problem.location.file and problem.hint for problem in ended.problems)
    assert any(os.strerror(code).lower() in problem.message.lower() for problem in ended.problems)
    released = {path: content for path, content in ended.files.items() if "/" in path}
    assert released.items() <= good.files.items()
    if released:
        record = json.loads(ended.files["manifest.json"])
        assert len(record["locales"]) + len(record["refused"]) == 2


def test_every_error_of_reading_is_told_and_nothing_goes_out_that_would_not_have_gone_out(room: Room) -> None:
    good, calls = room.build()
    assert (good.exit_code, good.problems, bool(good.files)) == (ExitCode.DONE, (), True)
    assert calls.opened == calls.heard, "a file is read through a door that is not watched"
    met: set[str] = set()
    for at, name in enumerate(calls.names):
        for code in errors(at, name):
            room.put_back()
            ended, _ = room.build(failing(at, code, met))
            if ended.exit_code is ExitCode.DONE:
                assert (ended.problems, ended.files) == ((), good.files)
            else:
                expect_told(ended, good, code)
    names = {os.path.relpath(path, room.newsroom.folder) for path in met}
    assert {*FILES, CATALOG, "numbers.toml", "templates/embassy/print.css"} <= names


@pytest.mark.parametrize("name", ["glossary.toml", "statements/sad-night/waivers.toml", "facts.toml", "numbers.toml"])
def test_a_file_that_may_not_be_looked_at_is_not_taken_for_one_that_is_not_there(
    newsroom: SmallNewsroom, communique: Program, name: str
) -> None:
    """A link that leads to itself cannot be followed by anybody, not even by root."""
    place = newsroom.folder / name
    place.symlink_to(place.name)
    ended = communique("build", "-y", "2026", "-f", "txt", "-j", "1", "--no-color")
    assert ended.exit_code == ExitCode.FILE
    assert f"{name}: error {Code.UNREADABLE}: cannot be opened: too many levels of symbolic links" in ended.err
    assert Code.INTERNAL not in ended.err
