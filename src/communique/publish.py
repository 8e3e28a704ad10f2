"""Editions on disk: staged whole, made durable, then shown by one rename.

`output/<slug>/<year>/r<N>/` never changes once it is there, and `latest` points at the newest whole one. A build that is
killed leaves the old edition or the new one, never a mixture. A draft goes to `draft/` and is replaced as a whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pathlib
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import filelock

from communique.diagnostics import Busy, Code, Diagnostic, FileProblem, Location
from communique.model import Artifact, Edition, Newsroom
from communique.newsroom import shown
from communique.toml_files import reason

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
REVISION = re.compile(r"r([1-9]\d*)")


@dataclass(frozen=True, slots=True)
class Publication:
    """Where an edition lies; `new` is False if an equal one was there already."""

    folder: str
    new: bool


@contextlib.contextmanager
def the_only_build(newsroom: Newsroom) -> Iterator[None]:
    """Hold the newsroom's lock, so that two builds never write at once.

    Raises:
        Busy: another build holds it.
        FileProblem: the output folder cannot be written.
    """
    folder = pathlib.Path(newsroom.folder, "output")
    with _writing(shown(newsroom.folder, "output")):
        folder.mkdir(exist_ok=True)
        lock = filelock.FileLock(folder / ".lock", timeout=0)
        try:
            lock.acquire()
        except filelock.Timeout:
            hint = "wait for it to end, then build again"
            place = Location(shown(newsroom.folder, "output"))
            raise Busy([Diagnostic(Code.LOCKED, "another build is running here", place, hint)]) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, NotImplementedError) as error:
        message = reason(error).replace("opened", "written") if isinstance(error, OSError) else "cannot be locked"
        hint = "free some space, correct the permissions, or build in another place; nothing was released"
        raise FileProblem([Diagnostic(Code.NOT_WRITABLE, message, Location(name), hint)]) from None


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def manifest(record: Mapping[str, Any], artifacts: Sequence[Artifact]) -> bytes:
    """The record of an edition as JSON: what was made, from which inputs, with which tools.

    No time and no path of a machine stands in it, so that equal inputs give equal bytes.
    """
    files = [
        {"path": a.path, "media_type": a.media_type, "size": len(a.content), "sha256": digest(a.content)}
        for a in artifacts
    ]
    whole = {"communique": 1, **record, "artifacts": files}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def publish(
    newsroom: Newsroom,
    edition: Edition,
    artifacts: Sequence[Artifact],
    record: Mapping[str, Any],
    *,
    draft: bool,
    whole: bool,
) -> Publication:
    """Put an edition into `output/`. `whole` says that every locale and format was asked for: then `latest` follows.

    Raises:
        FileProblem: something cannot be written; the folder is then as it was.
    """
    name = shown(newsroom.folder, "output", edition.statement.slug, str(edition.year))
    folder = pathlib.Path(name)
    paper = manifest(record, artifacts)
    sums = "".join(f"{digest(a.content)}  {a.path}\n" for a in artifacts) + f"{digest(paper)}  {MANIFEST}\n"
    files = [
        *((a.path, a.content) for a in artifacts),
        (MANIFEST, paper),
        (SUMS, sums.encode()),
    ]
    with _writing(name):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        equal = None if draft else _equal_revision(folder, paper)
        target = equal or (folder / "draft" if draft else folder / f"r{_newest(folder) + 1}")
        if equal is None:
            _place(folder, target, files)
        if whole and not draft:
            _point(folder, target.name)
    return Publication(target.as_posix(), new=equal is None)


def revisions(folder: pathlib.Path) -> tuple[int, ...]:
    """The numbers of the revisions in an edition's folder, oldest first."""
    found = (REVISION.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return tuple(sorted(int(match[1]) for match in found if match))


def _newest(folder: pathlib.Path) -> int:
    return max(revisions(folder), default=0)


def _equal_revision(folder: pathlib.Path, paper: bytes) -> pathlib.Path | None:
    """The newest revision, if its manifest is the same: its files then are, too."""
    newest = folder / f"r{_newest(folder)}"
    path = newest / MANIFEST
    return newest if path.is_file() and path.read_bytes() == paper else None


def _sweep(folder: pathlib.Path) -> None:
    """Remove what a killed build left behind; the lock says that nobody is still working on it."""
    for path in folder.glob(".staging*"):
        shutil.rmtree(path)


def _place(folder: pathlib.Path, target: pathlib.Path, files: Sequence[tuple[str, bytes]]) -> None:
    stage = folder / ".staging"
    for path, content in files:
        _write(stage / path, content)
    for made in sorted((path for path in stage.rglob("*") if path.is_dir()), reverse=True):
        _sync_folder(made)
    _sync_folder(stage)
    if target.exists():
        target.rename(folder / ".staging-old")
    stage.rename(target)
    _sync_folder(folder)
    _sweep(folder)


def _write(path: pathlib.Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: pathlib.Path) -> None:
    """Make renames in a folder durable, where the system has a way to."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _point(folder: pathlib.Path, name: str) -> None:
    """Let `latest` point at a revision: a link, or a file with its name where there are no links."""
    latest, new = folder / "latest", folder / ".staging-latest"
    if latest.is_symlink() and latest.readlink().name == name:
        return
    new.unlink(missing_ok=True)
    try:
        new.symlink_to(name, target_is_directory=True)
    except OSError:
        new.write_text(f"{name}\n", "utf-8")
    new.replace(latest)
    _sync_folder(folder)
