"""A build that has nothing to do is answered at once, and never when something changed, however little it shows."""

from __future__ import annotations

import datetime
import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from communique import stamp
from communique.cli.build import _end_of_day
from communique.stamp import Look
from small_newsroom import CATALOG, REPOSITORY, SmallNewsroom

ARGUMENTS = ["build", "-y", "2026"]
SAID = ("sad-night-2026 (unchanged)\n", "")
LATER = 4_000_000_000.0
OLD = 1_000_000_000_000_000_000
"""Nanoseconds of a day in 2001, so that nothing looks as if it had just been written."""


@pytest.fixture
def stamped(newsroom: SmallNewsroom) -> Callable[[], tuple[str, str] | None]:
    """A newsroom with an edition and a stamp; the fixture asks for the answer."""
    newsroom.write("output/sad-night/2026/r1/fr/sad-night-2026.fr.txt", "made")
    for path in newsroom.folder.rglob("*"):
        os.utime(path, ns=(OLD, OLD))
    keep(newsroom)
    return lambda: stamp.answer(ARGUMENTS, os.environ, 1000.0)


def keep(newsroom: SmallNewsroom, now: int = 1, until: float = LATER) -> None:
    made = str((newsroom.folder / "output/sad-night/2026/r1").resolve())
    Look(str(newsroom.folder.resolve()), now).keep(ARGUMENTS, [made], until, *SAID)


def test_the_same_command_is_answered_while_nothing_changes(stamped: Callable[[], object]) -> None:
    assert stamped() == SAID
    assert stamped() == SAID


@pytest.mark.parametrize(
    "change",
    [
        lambda n: n.replace(CATALOG, "Cette nuit", "Cette Nuit"),
        lambda n: n.write("statements/sad-night/editions/2026.toml", 'number = "1"'),
        lambda n: n.write("statements/other/statement.md", ""),
        lambda n: n.write("glossary.toml", ""),
        lambda n: n.write("grammar/fr.toml", ""),
        lambda n: n.write("templates/embassy/print.css", ""),
        lambda n: (n.folder / CATALOG).unlink(),
        lambda n: (n.folder / "output/sad-night/2026/r1/fr/sad-night-2026.fr.txt").unlink(),
        lambda n: n.write("output/sad-night/2026/r1/fr/sad-night-2026.fr.txt", "MADE!"),
        lambda n: (n.folder / "output/sad-night/2026/r2").mkdir(),
    ],
    ids=["word", "edition", "statement", "glossary", "grammar", "style", "gone", "lost", "damaged", "revision"],
)
def test_whatever_changes_is_noticed(
    newsroom: SmallNewsroom, stamped: Callable[[], object], change: Callable[[SmallNewsroom], object]
) -> None:
    change(newsroom)
    assert stamped() is None


def test_other_words_of_the_same_length_and_time_are_noticed(
    newsroom: SmallNewsroom, stamped: Callable[[], object]
) -> None:
    newsroom.replace(CATALOG, "Cette nuit", "Cette Nuit")
    os.utime(newsroom.folder / CATALOG, ns=(OLD, OLD))
    assert stamped() is None


def test_a_file_written_as_the_build_began_is_read_again_because_its_times_may_deceive(
    newsroom: SmallNewsroom, stamped: Callable[[], object]
) -> None:
    path = newsroom.folder / CATALOG
    just_now = path.stat().st_ctime_ns
    keep(newsroom, now=just_now + 1_000_000)
    assert stamp.answer(ARGUMENTS, os.environ, 2_500_000_000.0) == SAID
    before = states(path)
    newsroom.replace(CATALOG, "Cette nuit", "Cette Nuit")
    os.utime(path, ns=(OLD, OLD))
    forge(newsroom, before, states(path))
    assert stamp.answer(ARGUMENTS, os.environ, 2_500_000_000.0) is None


def states(path: pathlib.Path) -> str:
    one = path.stat()
    return f"{one.st_mtime_ns} {one.st_ctime_ns} {one.st_size} {one.st_ino}"


def forge(newsroom: SmallNewsroom, before: str, after: str) -> None:
    """Make the stamp as if the clock of the disk were so coarse that the change left no trace in the times."""
    [path] = (newsroom.folder / "output").glob(".stamp-*")
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    assert before in text
    path.write_bytes(text.replace(before, after).encode("utf-8", "surrogateescape"))


def test_the_answer_holds_until_the_next_edition_is_another_and_not_before_it_was_found(
    newsroom: SmallNewsroom, stamped: Callable[[], object]
) -> None:
    keep(newsroom, now=1_000_000_000_000, until=2000.0)
    answers = [stamp.answer(ARGUMENTS, os.environ, now) for now in (999.0, 1000.0, 1999.0, 2000.0)]
    assert answers == [None, SAID, SAID, None]


def test_what_changes_while_the_build_runs_leaves_no_stamp(newsroom: SmallNewsroom) -> None:
    newsroom.write("output/sad-night/2026/r1/index.html", "")
    look = Look(str(newsroom.folder.resolve()), time.time_ns())
    newsroom.replace(CATALOG, "Cette nuit", "Cette Nuit")
    look.keep(ARGUMENTS, [str((newsroom.folder / "output/sad-night/2026/r1").resolve())], LATER, *SAID)
    assert not list((newsroom.folder / "output").glob(".stamp-*"))


@pytest.mark.parametrize(
    "other, environment",
    [
        (["build", "-y", "2027"], {}),
        (["build", "-y", "2026", "-C", "."], {}),
        (["check", "-y", "2026"], {}),
        (ARGUMENTS, {"COMMUNIQUE_BUILD_YEARS": "2025"}),
        (ARGUMENTS, {"COMMUNIQUE_NEWSROOM": "elsewhere"}),
        (ARGUMENTS, {"LD_LIBRARY_PATH": "/elsewhere"}),
    ],
)
def test_another_command_is_not_answered(
    stamped: Callable[[], object], other: list[str], environment: dict[str, str]
) -> None:
    assert stamp.answer(other, {**os.environ, **environment}, 1000.0) is None


@pytest.mark.parametrize("text", [b"", b"communique stamp 1", b"\0" * 11, b"\xff" * 100])
def test_a_broken_stamp_is_no_answer(newsroom: SmallNewsroom, stamped: Callable[[], object], text: bytes) -> None:
    [path] = (newsroom.folder / "output").glob(".stamp-*")
    path.write_bytes(text)
    assert stamped() is None


@pytest.mark.parametrize(
    "arguments", [["-C", "a", "build"], ["build", "--newsroom=a"], ["build", "--newsroom", "a"], ["-Ca", "build"]]
)
def test_the_newsroom_is_found_as_the_parser_finds_it(arguments: list[str], tmp_path: pathlib.Path) -> None:
    assert stamp.newsroom_of(arguments, {}) == os.path.abspath("a")  # noqa: PTH100 - as the function does it
    with pytest.raises(ValueError, match="build"):
        stamp.newsroom_of([*arguments, "-C", "b"], {})


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "communique", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


HEAVY = ("click", "pathlib", "json", "re", "pydantic", "babel", "jinja2", "weasyprint", "docx", "multiprocessing")


@pytest.mark.slow
def test_building_twice_loads_nothing_writes_nothing_starts_nothing(newsroom: SmallNewsroom) -> None:
    """The first build takes its time; the second is the same command."""
    first = program(*ARGUMENTS)
    assert first.returncode == 0
    assert {"click", "pydantic"} <= loaded(first)
    before = {path: path.stat().st_mtime_ns for path in newsroom.folder.rglob("*")}
    traced = subprocess.run([sys.executable, "-c", TRACED, *ARGUMENTS], capture_output=True, text=True, check=True)
    assert traced.stdout == first.stdout.replace("languages\n", "languages (unchanged)\n")
    assert traced.stderr == ""
    assert {path: path.stat().st_mtime_ns for path in newsroom.folder.rglob("*")} == before
    assert not loaded(program(*ARGUMENTS)) & {*HEAVY}


TRACED = """
import sys
seen = []
def watch(event, details):
    writes = event == "open" and isinstance(details[1], str) and details[1].strip("rb") != ""
    if writes or event.startswith(("os.fork", "os.exec", "os.spawn", "os.posix_spawn", "subprocess", "os.mkdir", "os.rename",
                         "os.remove", "os.symlink", "os.truncate", "socket")):
        seen.append(f"{event} {details}")
from communique.__main__ import main
sys.addaudithook(watch)
main()
sys.stderr.write("\\n".join(seen))
"""


def loaded(run: subprocess.CompletedProcess[str]) -> set[str]:
    return {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}


def test_an_answer_ends_with_the_day_that_is_marked_where_the_issuer_sits() -> None:
    end = _end_of_day(datetime.date(2026, 1, 20), "Asia/Baku")
    assert datetime.datetime.fromtimestamp(end, datetime.UTC).isoformat() == "2026-01-20T20:00:00+00:00"


OPENED = """
import os, sys
seen = set()
def watch(event, details):
    if event == "open" and isinstance(details[0], (str, bytes)):
        seen.add(os.path.realpath(os.fsdecode(details[0])))
sys.addaudithook(watch)
from communique.__main__ import main
try:
    main()
finally:
    sys.stderr.write("\\n".join(sorted(seen)))
"""


def test_every_file_of_the_newsroom_that_a_build_opens_is_one_the_stamp_looks_at(newsroom: SmallNewsroom) -> None:
    """A file that is read and not looked at could change without the answer changing."""
    newsroom.write("glossary.toml", "")
    newsroom.write("statements/sad-night/glossary.toml", "")
    newsroom.write("statements/sad-night/waivers.toml", "")
    newsroom.write("grammar/fr.toml", (REPOSITORY / "src/communique/grammar/fr.toml").read_text("utf-8"))
    room = str(newsroom.folder.resolve())
    looked_at = {os.path.realpath(path) for path in Look(room, time.time_ns()).inputs.split("\n")}
    command = [sys.executable, "-c", OPENED, "build", "-y", "2026", "-f", "txt,html", "-j", "1"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=room)
    opened = {path for path in run.stderr.splitlines() if path.startswith(f"{room}/")}
    read = {path for path in opened if not path.startswith(f"{room}/output")}
    assert {f"{room}/{name}" for name in ("communique.toml", "glossary.toml", "grammar/fr.toml", CATALOG)} <= read
    assert read - looked_at == set()
