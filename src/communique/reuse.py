"""What an earlier build made is used again if it would come out the same; and why, if it would not.

The key of a file is the digest of everything its renderer is given, and of the tools. The key decides; what the manifest
keeps of blocks and messages only explains.
"""

from __future__ import annotations

import functools
import hashlib
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from communique import toolchain
from communique.diagnostics import Location
from communique.model import Catalog, Edition, Format, Letterhead, Newsroom, Release
from communique.publish import digest, edition_folder, read_manifest
from communique.publish import standing as standing_revisions
from communique.rendering import Job, Rendered, Standing, subject


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision that lies there: its folder, and what its manifest says."""

    folder: pathlib.Path
    record: Mapping[str, Any]

    @classmethod
    def read(cls, folder: pathlib.Path) -> Revision:
        """Read a manifest; one that cannot be read says nothing."""
        return cls(folder, read_manifest(folder))

    def file(self, path: str, key: str) -> Standing | None:
        """A file made from the same things, if it is still as it was made."""
        if self.record.get("keys", {}).get(path) != key:
            return None
        sha256 = next((one["sha256"] for one in self.record.get("artifacts", ()) if one["path"] == path), "")
        file = self.folder / path
        try:
            return Standing(file, sha256) if digest(file.read_bytes()) == sha256 else None
        except OSError:
            return None

    def picture(self, locale: str) -> bytes:
        """The picture of a first page, out of the contact sheet."""
        sheet = self.folder / "index.html"
        return _pictures(sheet).get(locale, b"") if sheet.is_file() else b""


@functools.lru_cache(maxsize=8)
def _pictures(sheet: pathlib.Path) -> Mapping[str, bytes]:
    from communique import contact_sheet

    return contact_sheet.pictures(sheet.read_bytes())


def standing(room: Newsroom, edition: Edition, nothing: bool) -> tuple[Revision, ...]:
    """The revisions whose files may be used again; none of them if everything must be drawn."""
    folder = edition_folder(room, edition.statement.slug, edition.year)
    return () if nothing else tuple(Revision.read(path) for path in standing_revisions(folder))


def with_standing(job: Job, revisions: Sequence[Revision]) -> Job:
    """A job with its keys, and with the files that it need not draw."""
    keys = {kind: key(job, kind) for kind in job.formats}
    standing: dict[Format, Standing] = {}
    picture = b""
    for kind in job.formats:
        for revision in revisions:
            file = revision.file(path_of(job.release, kind), keys[kind])
            if file is not None:
                standing[kind] = file
                picture = revision.picture(job.release.locale) if kind is Format.PDF else picture
                break
    if Format.PDF in standing and not picture:
        del standing[Format.PDF]
    return replace(job, keys=keys, standing=standing, picture=picture)


def path_of(release: Release, kind: Format) -> str:
    """Where a file lies below its edition: `fr/black-january-2027.fr.pdf`."""
    return f"{release.locale}/{release.name}.{kind}"


def key(job: Job, kind: Format) -> str:
    """The digest of everything that a file depends on."""
    release, letterhead = subject(job.release, job.letterhead, kind)
    of_pdf = (str(job.pdf_profile), digest(job.press)) if kind is Format.PDF else ()
    parts = (toolchain.digest(), str(kind), _look(letterhead), *of_pdf, repr(release))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _look(letterhead: Letterhead) -> str:
    return digest(repr(replace(letterhead, location=Location(""))).encode())


# --- why ---------------------------------------------------------------------------------------------------------------


def ingredients(edition: Edition, catalogs: Mapping[str, Catalog]) -> dict[str, Any]:
    """What the manifest keeps of single blocks and messages, so that the next build can name the one that changed."""
    blocks = {message.id: _short(message.passage.text) for message in edition.messages}
    messages = {
        locale: {one.id: _short(one.passage.text) for one in catalog.translations.values()}
        for locale, catalog in sorted(catalogs.items())
    }
    return {"blocks": blocks, "messages": messages}


def _short(text: str) -> str:
    return digest(text.encode("utf-8", "surrogatepass"))[:16]


def explain(
    record: Mapping[str, Any], before: Sequence[Revision], rendered: Sequence[Rendered]
) -> dict[str, tuple[str, ...]]:
    """Why each file was drawn that was, by its path."""
    drawn = [path_of(one.release, kind) for one in rendered for kind in one.drawn if kind in one.contents]
    last = before[0].record if before else {}
    return {path: reasons(record, last, path) for path in drawn}


def reasons(record: Mapping[str, Any], before: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """Why a file had to be drawn: what changed since a build whose manifest is `before`, as far as it concerns the file."""
    if not before:
        return ("no earlier build of this edition",)
    if path not in before.get("keys", {}):
        return ("was not built before",)
    if before["keys"][path] == record["keys"].get(path):
        return ("the file of the last build is damaged or gone",)
    return tuple(_changes(record, before, path.partition("/")[0])) or ("the text of the release changed",)


def _changes(record: Mapping[str, Any], before: Mapping[str, Any], locale: str) -> Iterator[str]:
    for tool in _changed(record["tools"], before.get("tools", {})):
        now, then = record["tools"].get(tool, ""), before.get("tools", {}).get(tool, "")
        yield f"{tool} changed" if len(now) == 64 else f"{tool} is {now or 'gone'}, was {then or 'not there'}"
    for path in _changed(record["inputs"], before.get("inputs", {})):
        yield from _change_of(path, record, before, locale)
    if record["locales"] != before.get("locales"):
        yield "the languages of the edition changed"
    for setting in ("pdf_profile", "released", "number", "embargo"):
        if record.get(setting) != before.get(setting):
            yield f"{setting} changed"


def _change_of(path: str, record: Mapping[str, Any], before: Mapping[str, Any], locale: str) -> Iterator[str]:
    """A changed file; in a catalog and in a statement, the messages and blocks of it."""
    made, was = record["made_of"], before.get("made_of", {})
    name = path.rpartition("/")[2]
    if path.endswith("/statement.md"):
        ids = _changed(made["blocks"], was.get("blocks", {}))
        yield from (f"block `{one}` of {name} changed" for one in ids)
        yield from () if ids else (f"{name} changed",)
    elif path.startswith("statements/") and path.endswith(".po"):
        if name == f"{locale}.po":
            ids = _changed(made["messages"].get(locale, {}), was.get("messages", {}).get(locale, {}))
            yield from (f"message `{one}` of {name} changed" for one in ids)
    else:
        yield f"{path} changed"


def _changed(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*now, *before} if now.get(name) != before.get(name))
