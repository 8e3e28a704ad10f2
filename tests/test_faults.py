"""Whatever fails, and whenever: an edition is there whole, the old one or the new one, and the next build goes on."""

from __future__ import annotations

import datetime
import functools
import hashlib
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

import faults
from communique import durable, pipeline, publish, verification
from communique.diagnostics import FileProblem
from communique.findings import Findings
from communique.model import Artifact, Edition, Newsroom
from communique.pipeline import Wish
from faults import DONE, ERRORS, REFUSED, Calls, Disk, in_child
from small_newsroom import STATEMENT, SmallNewsroom, statement_file, write_newsroom

TODAY = datetime.date(2026, 1, 1)


def build(newsroom: SmallNewsroom) -> int:
    """Build everything, and tell how it ended as the program would."""
    try:
        findings = Findings()
        list(pipeline.build(newsroom.load(), Wish(), TODAY, findings, lambda *_: None))
    except FileProblem:
        return REFUSED
    return int(findings.exit_code)


def publishing(newsroom: SmallNewsroom, word: str = "new") -> int:
    """What a build does to its output, with words that need no drawing."""
    room, edition = read(newsroom.folder)
    try:
        with publish.the_only_build(room):
            publish.standing(publish.edition_folder(room, "sad-night", 2026))
            publish.publish(room, edition, artifacts(word), {}, draft=False, whole=True)
    except FileProblem:
        return REFUSED
    return DONE


@functools.cache
def read(folder: pathlib.Path) -> tuple[Newsroom, Edition]:
    return SmallNewsroom(folder).load(), SmallNewsroom(folder).edition(2026)


def artifacts(word: str) -> list[Artifact]:
    return [Artifact(f"{number % 2}/{number}.txt", "text/plain", word.encode() * 5000) for number in range(3)]


def prune(newsroom: SmallNewsroom) -> int:
    room, _ = read(newsroom.folder)
    try:
        with publish.the_only_build(room):
            publish.prune(publish.edition_folder(room, "sad-night", 2026), 1)
    except FileProblem:
        return REFUSED
    return DONE


Work = Callable[[SmallNewsroom], int]


@dataclass(frozen=True)
class Room:
    """A newsroom whose output can be put back as it was."""

    newsroom: SmallNewsroom
    kept: pathlib.Path

    @property
    def output(self) -> pathlib.Path:
        return self.newsroom.folder / "output"

    @property
    def edition(self) -> pathlib.Path:
        return self.output / "sad-night" / "2026"

    def put_back(self) -> None:
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.copytree(self.kept, self.output, symlinks=True)

    def keep(self) -> None:
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.output, self.kept, symlinks=True)

    def latest(self) -> str:
        """Which revision a reader finds, after every revision was found whole."""
        for number in publish.revisions(self.edition):
            assert verification.changes(self.edition / f"r{number}") == ()
        found = publish.latest(self.edition)
        return found.name if found else ""


@pytest.fixture(scope="module")
def built(in_memory: pathlib.Path) -> Room:
    """Two revisions in one language, and a comment that makes a third without anything being drawn anew."""
    room = Room(write_newsroom(in_memory / "built"), in_memory / "kept-built")
    for comment in ("first", "second"):
        room.newsroom.write(STATEMENT, commented(comment))
        assert build(room.newsroom) == DONE
    room.newsroom.write(STATEMENT, commented("third"))
    room.keep()
    return room


def commented(comment: str) -> str:
    return statement_file(locales=()).replace("+++\n", f"+++\n# {comment}\n", 1)


@pytest.fixture(scope="module")
def small(in_memory: pathlib.Path) -> Room:
    """Two revisions of few files."""
    room = Room(write_newsroom(in_memory / "small"), in_memory / "kept-small")
    for word in ("older", "old"):
        assert publishing(room.newsroom, word) == DONE
    room.keep()
    return room


def number_of_calls(room: Room, work: Work) -> int:
    """How many calls some work makes; what it reads once for all is read by now, and not in every child."""
    room.put_back()
    with faults.watched(room.output, lambda *_: None) as calls:
        assert work(room.newsroom) == DONE
    return calls.count


def sweep(room: Room, work: Work, after: str) -> None:
    """Kill some work before every call.

    A reader then finds the old edition or the new one, and the next run ends the work.
    """
    for at in range(number_of_calls(room, work)):
        room.put_back()

        def killed(at: int = at) -> int:
            Calls(str(room.output), faults.killing(at)).interpose()
            return work(room.newsroom)

        assert in_child(killed) < 0
        assert room.latest() in {"r2", after}
        assert work(room.newsroom) == DONE
        assert room.latest() == after
        assert not list(room.edition.glob(".staging*"))
        assert publish.revisions(room.edition)[-1] == int(after[1:]), "no number is given twice"


def in_small_process(room: Room, call: str) -> None:
    """Do something in a fresh Python: what has drawn pages takes long to fork."""
    code = f"import pathlib, test_faults as t\nroom = t.Room(t.SmallNewsroom(pathlib.Path({str(room.newsroom.folder)!r})), "
    code += f"pathlib.Path({str(room.kept)!r}))\n{call}"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert (run.returncode, run.stdout) == (0, ""), run.stderr


ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_a_build_killed_at_any_call_leaves_whole_revisions_and_the_next_build_ends_it(built: Room) -> None:
    in_small_process(built, "t.sweep(room, t.build, 'r3')")


def test_a_prune_killed_at_any_call_leaves_whole_revisions(small: Room) -> None:
    in_small_process(small, "t.sweep(room, t.prune, 'r2')")


@pytest.mark.parametrize("work, after", [("publishing", "r3"), ("prune", "r2")])
def test_an_error_of_any_call_is_told_and_leaves_whole_revisions(small: Room, work: str, after: str) -> None:
    in_small_process(small, f"t.errors(room, t.{work}, {after!r})")


def errors(room: Room, work: Work, after: str) -> None:
    """Let every call fail once in each way."""
    for at in range(number_of_calls(room, work)):
        for code in ERRORS:
            room.put_back()
            with faults.watched(room.output, faults.failing(at, code)):
                ended = work(room.newsroom)
            assert ended in {DONE, REFUSED}
            assert room.latest() in {"r2", after}


# --- power -------------------------------------------------------------------------------------------------------------

OLD = frozenset({"r2", "r3"})


def readings(disk: Disk) -> Iterator[str]:
    """What a reader finds after a power cut, in each state that may be left: a revision, nothing, or `torn`."""
    for seen in disk.after_power_cut():
        folder = "sad-night/2026/"
        latest = seen.get(f"{folder}latest", "")
        revisions = {match[1] for path in seen if (match := re.match(rf"{folder}(r\d+)/", path))}
        whole = all(_whole(seen, f"{folder}{revision}/") for revision in revisions)
        yield str(latest) if whole and (latest in revisions or not latest) else "torn"


def _whole(seen: dict[str, bytes | str], folder: str) -> bool:
    files = {path.removeprefix(folder): content for path, content in seen.items() if path.startswith(folder)}
    sums = files.pop("SHA256SUMS", b"")
    assert isinstance(sums, bytes)
    listed = {path: digest for digest, _, path in (line.partition("  ") for line in sums.decode().splitlines())}
    found = {
        path: hashlib.sha256(content).hexdigest()
        for path, content in files.items()
        if isinstance(content, bytes) and path and not path.endswith("/")
    }
    return bool(listed) and listed == found


def power_cuts(room: Room, work: Work) -> list[set[str]]:
    """What may be found after a power cut before each call of some work, and after the last."""
    disk = Disk(room.output)
    calls = faults.recorded(room.output, lambda: work(room.newsroom), room.kept / "log")
    found = [set(readings(disk))]
    for call in calls:
        disk.apply(call)
        found.append(set(readings(disk)))
    return found


def test_a_power_cut_at_any_time_leaves_the_old_edition_or_the_new_and_the_new_one_once_it_was_told(
    built: Room,
) -> None:
    built.put_back()
    found = power_cuts(built, build)
    assert len(found) > 30
    assert set().union(*found) == {"r2", "r3"}
    assert found[-1] == {"r3"}


def test_the_first_edition_of_all_is_durable_with_every_folder_above_it(small: Room) -> None:
    small.put_back()
    shutil.rmtree(small.output / "sad-night")
    found = power_cuts(small, publishing)
    assert set().union(*found) == {"", "r1"}
    assert found[-1] == {"r1"}


def test_a_power_cut_while_revisions_are_removed_leaves_whole_ones(small: Room) -> None:
    small.put_back()
    assert set().union(*power_cuts(small, prune)) == {"r2"}


# --- does this harness find what it is for -----------------------------------------------------------------------------

BUGS = {
    "a file is not synced": (durable, "        os.fsync(handle)\n    finally:\n        os.close(handle)\n\n\ndef sync", ""),
    "a folder is not synced": (durable, "O_DIRECTORY)\n    try:\n        os.fsync(handle)", "O_DIRECTORY)\n    try:\n        pass"),
    "latest is switched before the revision is there": (
        publish,
        "            _place(folder, target, files)\n        if whole and not draft:\n            _point(folder, target.name)",
        "            _point(folder, target.name)\n            _place(folder, target, files)",
    ),
    "a revision is written where it will lie": (
        publish,
        """    durable.write_tree(stage, files)
    if target.exists():
        target.rename(folder / ".staging-old")
    stage.rename(target)""",
        "    durable.write_tree(target, files)",
    ),
    "latest is removed before it is made anew": (
        publish, "    new.replace(pointer)", "    pointer.unlink()\n    new.replace(pointer)",
    ),
    "a revision is removed in the open": (
        publish, 'revision.rename(folder / f".staging-{revision.name}")', "shutil.rmtree(revision)",
    ),
    "what a killed build left stays": (publish, "        _sweep(folder)\n        equal", "        equal"),
}  # fmt: skip


def bring_in(name: str) -> None:
    """Put a bug into the program, for as long as this process lives."""
    module, old, new = BUGS[name]
    source = pathlib.Path(module.__file__ or "").read_text("utf-8")
    assert source.count(old) == 1
    new = new or old.replace("        os.fsync(handle)\n    finally", "    finally").replace(
        "    finally:\n        os.close(handle)", "        os.close(handle)\n    finally:\n        pass"
    )
    exec(compile(source.replace(old, new), str(module.__file__), "exec"), module.__dict__)  # noqa: S102 - our own code


@pytest.mark.parametrize("name", BUGS)
def test_each_of_these_bugs_is_found(small: Room, name: str) -> None:
    in_small_process(small, f"t.bring_in({name!r})\nassert any(not held for held in t.promises(room))")


def test_without_a_bug_every_promise_is_kept(small: Room) -> None:
    in_small_process(small, "assert all(t.promises(room))")


def promises(room: Room) -> Iterator[bool]:
    """Each promise of the tests above, kept or not; those that are quickly tried come first."""
    works = ((prune, "r2"), (publishing, "r3"))
    for work, after in works:
        room.put_back()
        found = power_cuts(room, work)
        yield set().union(*found) <= {"r2", after}
        yield found[-1] == {after}
    for work, after in works:
        try:
            sweep(room, work, after)
        except AssertionError:
            yield False


# --- real disks --------------------------------------------------------------------------------------------------------


def put(newsroom: SmallNewsroom, word: str) -> int:
    try:
        publish.publish(newsroom.load(), newsroom.edition(2026), artifacts(word), {}, draft=False, whole=True)
    except FileProblem as problem:
        sys.stderr.write(str(problem))
        return REFUSED
    return DONE


def lying(newsroom: SmallNewsroom) -> bytes:
    return (newsroom.folder / "output/sad-night/2026/latest/1/1.txt").read_bytes()[:3]


def test_a_limit_on_the_size_of_files_is_told_and_leaves_the_old_edition(newsroom: SmallNewsroom) -> None:
    put(newsroom, "old")

    def limited() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))
        return put(newsroom, "new")

    assert in_child(limited) == REFUSED
    assert lying(newsroom) == b"old"
    assert put(newsroom, "new") == DONE
    assert lying(newsroom) == b"new"


FULL = """
set -e
mount -t tmpfs -o size=100k tmpfs output
{python} {script} old; {python} {script} new || echo ended $?
test "$(head -c 3 output/sad-night/2026/latest/1/1.txt)" = old
mount -o remount,size=10m output
{python} {script} new
test "$(head -c 3 output/sad-night/2026/latest/1/1.txt)" = new
mount -o remount,ro output
{python} {script} other || echo ended $?
test "$(head -c 3 output/sad-night/2026/latest/1/1.txt)" = new
"""


def test_a_full_disk_and_one_that_is_read_only_are_told_and_leave_the_edition(newsroom: SmallNewsroom) -> None:
    """A small disk of its own is mounted where the system allows it to anybody; a limit on files stands in elsewhere."""
    (newsroom.folder / "output").mkdir()
    script = newsroom.write("put.py", PUT)
    command = FULL.format(python=sys.executable, script=script.resolve())
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", command], capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    if "unshare failed" in run.stderr or "permission denied" in run.stderr:
        test_a_limit_on_the_size_of_files_is_told_and_leaves_the_old_edition(newsroom)
        return
    assert (run.returncode, run.stdout) == (0, "ended 5\nended 5\n"), run.stderr
    assert "no space left on device" in run.stderr
    assert "read-only file system" in run.stderr


PUT = """
import pathlib, sys
from test_faults import put
from small_newsroom import SmallNewsroom
sys.exit(put(SmallNewsroom(pathlib.Path()), sys.argv[1]))
"""


def test_a_folder_that_may_not_be_written_is_told() -> None:
    """Whoever is root may write everywhere, so the child is somebody else."""
    with tempfile.TemporaryDirectory() as place:
        newsroom = write_newsroom(pathlib.Path(place, "room"))
        put(newsroom, "old")
        edition = newsroom.folder / "output/sad-night/2026"
        for path in (pathlib.Path(place), *pathlib.Path(place).rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        edition.chmod(0o555)

        def somebody() -> int:
            if os.getuid() == 0:
                os.setuid(65534)
            return put(newsroom, "new")

        assert in_child(somebody) == REFUSED
        assert lying(newsroom) == b"old"
        edition.chmod(0o755)


# --- at the same time --------------------------------------------------------------------------------------------------


def test_a_reader_never_sees_a_mixed_edition_while_it_is_built_again_and_again(newsroom: SmallNewsroom) -> None:
    put(newsroom, "000")
    folder = newsroom.folder / "output/sad-night/2026"

    def writer() -> int:
        for number in range(60):
            put(newsroom, f"{number:03}")
            publish.prune(folder, 20)
        return DONE

    child = os.fork()
    if child == 0:
        os._exit(writer())
    seen: set[bytes] = set()
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        revision = (folder / "latest").resolve()
        words = {file.read_bytes() for file in sorted(revision.glob("*/*.txt"))}
        assert len(words) == 1
        seen |= words
    assert len(seen) > 3


def test_two_builds_at_once_make_one_edition_and_the_other_is_told_to_wait(newsroom: SmallNewsroom) -> None:
    command = [sys.executable, "-m", "communique", "build", "-y", "2026", "-f", "txt"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    ended = sorted(process.wait(120) for process in both)
    for process in both:
        process.communicate()
    assert ended in ([0, 0], [0, 6])
    folder = newsroom.folder / "output/sad-night/2026"
    assert publish.revisions(folder) == (1,)
    assert verification.problems(folder / "r1") == ()
