"""An edition is there whole or not at all; what is there never changes."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import pathlib
import signal
from collections.abc import Callable

import pytest

from communique import publish
from communique.diagnostics import Busy, Code, FileProblem
from communique.model import Artifact, Edition
from small_newsroom import SmallNewsroom

RECORD = {"statement": "sad-night", "edition": 2026, "n": 36}


def files(*words: str) -> list[Artifact]:
    return [Artifact(f"en/sad-night-2026.{number}.txt", "text/plain", one.encode()) for number, one in enumerate(words)]


def put(newsroom: SmallNewsroom, *words: str, draft: bool = False, whole: bool = True) -> publish.Publication:
    room, edition = newsroom.load(), newsroom.edition(2026)
    with publish.the_only_build(room):
        return publish.publish(room, edition, files(*words), RECORD, draft=draft, whole=whole)


def edition_folder(newsroom: SmallNewsroom) -> pathlib.Path:
    return newsroom.folder / "output" / "sad-night" / "2026"


def content(folder: pathlib.Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*.txt")}


def test_the_first_edition_is_revision_one_and_latest_points_at_it(newsroom: SmallNewsroom) -> None:
    assert put(newsroom, "a").folder == "output/sad-night/2026/r1"
    assert content(edition_folder(newsroom) / "latest") == {"en/sad-night-2026.0.txt": "a"}


def test_unchanged_inputs_make_no_new_revision(newsroom: SmallNewsroom) -> None:
    first, second = put(newsroom, "a"), put(newsroom, "a")
    assert (second.folder, second.new) == (first.folder, False)
    assert publish.revisions(edition_folder(newsroom)) == (1,)


def test_a_change_makes_the_next_revision_and_leaves_the_old_one_as_it_was(newsroom: SmallNewsroom) -> None:
    put(newsroom, "a")
    put(newsroom, "b")
    folder = edition_folder(newsroom)
    assert publish.revisions(folder) == (1, 2)
    assert content(folder / "r1") == {"en/sad-night-2026.0.txt": "a"}
    assert content(folder / "latest") == {"en/sad-night-2026.0.txt": "b"}


def test_a_part_of_an_edition_leaves_latest_where_it_is(newsroom: SmallNewsroom) -> None:
    put(newsroom, "whole")
    put(newsroom, "part", whole=False)
    assert content(edition_folder(newsroom) / "latest") == {"en/sad-night-2026.0.txt": "whole"}


def test_a_draft_is_replaced_and_makes_no_revision(newsroom: SmallNewsroom) -> None:
    put(newsroom, "a", "old", draft=True)
    put(newsroom, "b", draft=True)
    folder = edition_folder(newsroom)
    assert publish.revisions(folder) == ()
    assert content(folder) == {"draft/en/sad-night-2026.0.txt": "b"}


def test_the_manifest_and_the_sums_tell_every_file_by_its_digest(newsroom: SmallNewsroom) -> None:
    folder = pathlib.Path(put(newsroom, "a", "b").folder)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (manifest["communique"], manifest["n"]) == (1, 36)
    for one in manifest["artifacts"]:
        stored = (folder / one["path"]).read_bytes()
        assert (one["sha256"], one["size"]) == (hashlib.sha256(stored).hexdigest(), len(stored))
    for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert digest == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()}
    assert listed == {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"SHA256SUMS"}


def test_an_output_that_is_a_file_is_told_with_its_place(newsroom: SmallNewsroom) -> None:
    newsroom.write("output", "in the way")
    with pytest.raises(FileProblem) as raised:
        put(newsroom, "a")
    [problem] = raised.value.diagnostics
    assert (problem.code, problem.location.file) == (Code.NOT_WRITABLE, "output")


def hold(folder: str, ready: Callable[[], None], wait: Callable[[], None]) -> None:
    from communique.newsroom import load_newsroom

    with publish.the_only_build(load_newsroom(folder)):
        ready()
        wait()


def test_a_second_build_is_refused_while_the_first_runs_and_not_when_it_was_killed(newsroom: SmallNewsroom) -> None:
    context = multiprocessing.get_context("fork")
    ready, done = context.Event(), context.Event()
    first = context.Process(target=hold, args=(str(newsroom.folder), ready.set, done.wait))
    first.start()
    assert ready.wait(20)
    with pytest.raises(Busy):
        put(newsroom, "a")
    assert first.pid
    os.kill(first.pid, signal.SIGKILL)
    first.join()
    assert put(newsroom, "a").new


def state(folder: pathlib.Path) -> set[str]:
    """What a reader of `latest` sees: one word if the edition is of one piece."""
    return set(content(folder / "latest").values())


@pytest.mark.parametrize("call", ["fsync", "mkdir"])
def test_a_full_disk_is_told_and_leaves_the_old_edition(
    newsroom: SmallNewsroom, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    put(newsroom, "old")
    room, edition = newsroom.load(), newsroom.edition(2026)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with publish.the_only_build(room), monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(FileProblem) as raised:
            publish.publish(room, edition, files("new"), RECORD, draft=False, whole=True)
    assert "no space left on device" in raised.value.diagnostics[0].message
    assert state(edition_folder(newsroom)) == {"old"}


def test_two_editions_lie_side_by_side(newsroom: SmallNewsroom) -> None:
    def edition(year: int) -> Edition:
        return newsroom.edition(year)

    room = newsroom.load()
    for year in (2026, 2027):
        publish.publish(room, edition(year), files(str(year)), RECORD, draft=False, whole=True)
    assert {p.name for p in (newsroom.folder / "output" / "sad-night").iterdir()} == {"2026", "2027"}
