"""Editions on disk: staged whole, made durable, then shown by one rename.

`output/<slug>/<year>/r<N>/` never changes once it is there, and `latest` points at the newest whole one. A build that is
killed leaves the old edition or the new one, never a mixture. A draft goes to `draft/` and is replaced as a whole.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import pathlib
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field

from communique import durable
from communique.diagnostics import Busy, Code, Diagnostic, FileProblem, Location
from communique.model import Artifact, Edition, Newsroom
from communique.newsroom import output_of, shown
from communique.toml_files import read_text, reason

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
RELEASED = "released"
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}
"""What systems say that have no links, or none for this user."""
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
    import filelock  # for what is written only

    folder = pathlib.Path(newsroom.folder, "output")
    with _writing(shown(newsroom.folder, "output")):
        durable.make_folder(folder)
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
    folder = edition_folder(newsroom, edition.statement.slug, edition.year)
    files = contents(artifacts, record)
    with _writing(folder.as_posix()):
        durable.make_folder(folder)
        _sweep(folder)
        equal = None if draft else _equal_revision(folder, files)
        target = equal or (folder / "draft" if draft else folder / f"r{_newest(folder) + 1}")
        if equal is None:
            _place(folder, target, files)
        if whole and not draft:
            _point(folder, target.name)
    return Publication(target.as_posix(), new=equal is None)


def contents(artifacts: Sequence[Artifact], record: Mapping[str, Any]) -> dict[str, bytes]:
    """Every file of a revision by its path: the artifacts, the manifest, and the sums of them all."""
    files = {artifact.path: artifact.content for artifact in artifacts} | {MANIFEST: manifest(record, artifacts)}
    sums = "".join(f"{digest(content)}  {path}\n" for path, content in files.items())
    return files | {SUMS: sums.encode()}


# --- what lies there ---------------------------------------------------------------------------------------------------


_Name = Annotated[str, Field(pattern=r"^[^/\\\x00-\x1f]+$", max_length=200)]
_Parts = tuple[tuple[str, str], ...]


class _File(BaseModel):
    path: str
    sha256: str


class _Text(BaseModel):
    name: _Name
    title: str
    blocks: _Parts = ()
    notes: _Parts = ()


class _MadeOf(BaseModel):
    blocks: Mapping[str, str] = {}
    messages: Mapping[str, Mapping[str, str]] = {}


class _Manifest(BaseModel):
    """What is read again of a manifest has this shape; whatever else it says stays as it is."""

    artifacts: tuple[_File, ...]
    refused: Mapping[str, tuple[str, ...]] = {}
    texts: Mapping[_Name, _Text] = {}
    keys: Mapping[str, str] = {}
    inputs: Mapping[str, str] = {}
    tools: Mapping[str, str] = {}
    made_of: _MadeOf = _MadeOf()


def read_manifest(revision: pathlib.Path) -> Mapping[str, Any]:
    """What the manifest of a revision says; nothing at all if it cannot be read, or is not as this program writes it."""
    try:
        content = (revision / MANIFEST).read_bytes()
        _Manifest.model_validate_json(content)
        record: dict[str, Any] = json.loads(content)
    except (OSError, ValueError, RecursionError):
        return {}
    return record


def edition_folder(newsroom: Newsroom, slug: str, year: int) -> pathlib.Path:
    """Where the revisions of an edition lie."""
    return output_of(newsroom) / slug / str(year)


def edition_folders(newsroom: Newsroom, slugs: Collection[str]) -> tuple[pathlib.Path, ...]:
    """The folders of all editions of some statements that were ever built."""
    output = output_of(newsroom)
    return tuple(sorted(year for slug in slugs for year in (output / slug).glob("[0-9]*") if year.is_dir()))


def revisions(folder: pathlib.Path) -> tuple[int, ...]:
    """The numbers of the revisions in an edition's folder, oldest first."""
    found = (REVISION.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return tuple(sorted(int(match[1]) for match in found if match))


def latest(folder: pathlib.Path) -> pathlib.Path | None:
    """The revision that `latest` points at: as a link, or as a file with its name where there are no links."""
    pointer = folder / "latest"
    if pointer.is_symlink():
        name = pointer.readlink().name
    else:
        name = pointer.read_text("utf-8", "replace").strip() if pointer.is_file() else ""
    return folder / name if REVISION.fullmatch(name) and (folder / name).is_dir() else None


def standing(folder: pathlib.Path) -> tuple[pathlib.Path, ...]:
    """The revisions that a new one is held against: the newest, and the one that `latest` points at.

    Raises:
        FileProblem: the folder cannot be read.
    """
    with _writing(folder.as_posix()):
        newest = [folder / f"r{number}" for number in revisions(folder)[-1:]]
        return tuple(dict.fromkeys([*newest, *filter(None, [latest(folder)])]))


def _newest(folder: pathlib.Path) -> int:
    return max(revisions(folder), default=0)


def _equal_revision(folder: pathlib.Path, files: Mapping[str, bytes]) -> pathlib.Path | None:
    """A revision that holds these files byte for byte; one that was damaged is not equal, and is made anew."""
    return next((revision for revision in standing(folder) if _holds(revision, files)), None)


def _holds(revision: pathlib.Path, files: Mapping[str, bytes]) -> bool:
    def same(path: pathlib.Path, content: bytes) -> bool:
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content

    return all(same(revision / path, content) for path, content in reversed([*files.items()]))


# --- steps -------------------------------------------------------------------------------------------------------------


def _sweep(folder: pathlib.Path) -> None:
    """Remove what a killed build left behind; the lock says that nobody is still working on it."""
    for path in folder.glob(".staging*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _place(folder: pathlib.Path, target: pathlib.Path, files: dict[str, bytes]) -> None:
    stage = folder / ".staging"
    durable.write_tree(stage, files)
    if target.exists():
        target.rename(folder / ".staging-old")
    stage.rename(target)
    durable.sync_folder(folder)
    _sweep(folder)


def _point(folder: pathlib.Path, name: str) -> None:
    """Let `latest` point at a revision: a link, or a file with its name where there are no links."""
    pointer, new = folder / "latest", folder / ".staging-latest"
    if pointer.is_symlink() and pointer.readlink().name == name:
        durable.sync_folder(folder)
        return
    try:
        new.symlink_to(name, target_is_directory=True)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        durable.write(new, f"{name}\n".encode())
    new.replace(pointer)
    durable.sync_folder(folder)


# --- old revisions -----------------------------------------------------------------------------------------------------


def prune(folder: pathlib.Path, keep: int) -> tuple[pathlib.Path, ...]:
    """Remove the old revisions of an edition, and tell which; the caller holds the newsroom's lock.

    The newest `keep` stay, at least one, so that a number is never given twice; and so do the one that `latest` points at
    and the released. A revision goes out of sight by one rename before its files are removed.

    Raises:
        FileProblem: something cannot be removed; what is left is whole.
    """
    with _writing(folder.as_posix()):
        stay = {latest(folder), *released(folder)}
        old = [folder / f"r{number}" for number in revisions(folder)[: -max(keep, 1)]]
        removed = tuple(revision for revision in old if revision not in stay)
        for revision in removed:
            revision.rename(folder / f".staging-{revision.name}")
        if removed:
            durable.sync_folder(folder)
        _sweep(folder)
    return removed


def released(folder: pathlib.Path) -> tuple[pathlib.Path, ...]:
    """The revisions that went out: the file `released` names one a line.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: it is not UTF-8.
    """
    names = folder / RELEASED
    return tuple(folder / name for name in read_text(names, names.as_posix()).split()) if names.is_file() else ()
