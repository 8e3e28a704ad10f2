"""Editions read back from disk: every byte as it was made, and every file saying what the manifest says it says.

Nothing but the folder itself is needed, so that a copy on another machine can be verified as well. Who changes a file, the
manifest and the sums together, and in agreement, is not found out here: that needs a signature.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping

from communique import identity
from communique.diagnostics import Code, Diagnostic, FileProblem, Location
from communique.model import Edition, Format, Newsroom
from communique.publish import MANIFEST, REVISION, SUMS, Publication, digest, edition_folder, latest, read_manifest

LOST = "build the edition anew: `communique build` makes the next revision and leaves this one as it is"

OTHERWISE = (
    "a text, a letterhead or a tool changed since; `communique build --explain` says which and makes a new revision"
)


def revisions_below(folder: pathlib.Path) -> tuple[pathlib.Path, ...]:
    """The revisions in a folder: itself if it is one, else all that lie below it, whatever it is called.

    Raises:
        FileProblem: there is none.
    """
    if (folder / MANIFEST).is_file() or (folder / SUMS).is_file():
        return (folder,)
    found = [path for path in folder.rglob("r[1-9]*") if REVISION.fullmatch(path.name) and path.is_dir()]
    if not found:
        hint = "build first, or name the folder of an edition, such as output/black-january/2027/latest"
        place = Location(folder.as_posix())
        raise FileProblem([Diagnostic(Code.UNREADABLE, "no edition lies here", place, hint)])
    return tuple(sorted(found))


def problems(revision: pathlib.Path) -> tuple[Diagnostic, ...]:
    """Everything in which a revision is not as it was made: changed, missing and extra files, and texts that read otherwise."""
    return changes(revision) or tuple(_texts(revision))


def changes(revision: pathlib.Path) -> tuple[Diagnostic, ...]:
    """The files that were changed, that are missing, and that do not belong there."""
    sums = _sums(revision)
    if sums is None:
        return (_problem(revision / SUMS, "is missing or cannot be read", Code.LOST_FILE),)
    return tuple(_files(revision, sums)) or tuple(_listed(revision, sums))


def _problem(path: pathlib.Path, what: str, code: Code) -> Diagnostic:
    return Diagnostic(code, f"the file {what}", Location(path.as_posix()), LOST)


# --- bytes -------------------------------------------------------------------------------------------------------------


def _content(revision: pathlib.Path, path: str) -> bytes | None:
    """A file of a revision; None if there is none, or it cannot be read. What lies elsewhere is no file of it."""
    file = revision / path
    try:
        outside = ".." in file.parts or not file.is_relative_to(revision)
        return None if outside or file.is_symlink() or not file.is_file() else file.read_bytes()
    except OSError:  # a name that is too long is one of many reasons
        return None


def _sums(revision: pathlib.Path) -> dict[str, str] | None:
    content = _content(revision, SUMS)
    try:
        lines = content.decode().splitlines() if content is not None else None
    except UnicodeDecodeError:
        return None
    return None if lines is None else {path: sha256 for sha256, _, path in (line.partition("  ") for line in lines)}


def _files(revision: pathlib.Path, sums: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Files and folders against the sums, in both directions."""
    for path, sha256 in sums.items():
        content = _content(revision, path)
        if content is None:
            yield _problem(revision / path, "is missing or cannot be read", Code.LOST_FILE)
        elif digest(content) != sha256:
            yield _problem(revision / path, "was changed after it was made", Code.CHANGED_FILE)
    known = {revision / path for path in (*sums, SUMS)}
    known |= {parent for path in known for parent in path.parents}
    for extra in sorted(set(revision.rglob("*")) - known):
        yield _problem(extra, "does not belong to the edition", Code.EXTRA_FILE)


def _listed(revision: pathlib.Path, sums: Mapping[str, str]) -> Iterator[Diagnostic]:
    """The manifest against the sums: both list the same files with the same digests."""
    listed = {one["path"]: one["sha256"] for one in read_manifest(revision).get("artifacts", ())}
    if listed != {path: sha256 for path, sha256 in sums.items() if path != MANIFEST}:
        yield _problem(revision / MANIFEST, f"lists other files than {SUMS}", Code.CHANGED_FILE)


def compare(room: Newsroom, edition: Edition, files: Mapping[str, bytes]) -> tuple[Publication, tuple[Diagnostic, ...]]:
    """What was made anew against the revision that `latest` points at, byte for byte."""
    folder = edition_folder(room, edition.statement.slug, edition.year)
    revision = latest(folder)
    if revision is None:
        problem = Diagnostic(Code.LOST_FILE, "there is no edition to compare with", Location(folder.as_posix()), LOST)
        return Publication(folder.as_posix(), new=False), (problem,)
    return Publication(revision.as_posix(), new=False), tuple(_against(revision, files))


def _against(revision: pathlib.Path, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    lying = {path.relative_to(revision).as_posix() for path in revision.rglob("*") if path.is_file()}
    for path in sorted({*files, *lying}):
        file = revision / path
        if path not in lying:
            yield _problem(file, "is missing", Code.LOST_FILE)
        elif path not in files:
            yield _problem(file, "would not be made now", Code.EXTRA_FILE)
        elif file.read_bytes() != files[path]:
            yield Diagnostic(
                Code.BUILT_OTHERWISE, "the file comes out otherwise now", Location(file.as_posix()), OTHERWISE
            )


# --- words -------------------------------------------------------------------------------------------------------------


def _texts(revision: pathlib.Path) -> Iterator[Diagnostic]:
    """Each release: what its PDF, DOCX and HTML say, against the text that the manifest keeps of it."""
    for locale, kept in read_manifest(revision).get("texts", {}).items():
        blocks, notes = (
            tuple(identity.Part(place, words) for place, words in kept.get(group, ())) for group in ("blocks", "notes")
        )
        text = identity.Text(kept["name"], locale, kept["title"], blocks, notes)
        found = {kind: _content(revision, f"{locale}/{text.name}.{kind}") for kind in Format}
        contents = {kind: content for kind, content in found.items() if content is not None}
        for misread in identity.misread(text, contents):
            path = f"{(revision / locale).as_posix()}/{misread.location.file}"
            yield Diagnostic(misread.code, misread.message, Location(path), LOST, locale=locale, block=misread.block)
