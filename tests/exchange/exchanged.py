"""A sheet of the small newsroom, files made of it, and hands that change them as people and programs do."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from communique.exchange import files
from communique.exchange.merge import Decision, Merged, merge
from communique.exchange.sheet import Sheet, load_sheet
from communique.model import Newsroom
from small_newsroom import SmallNewsroom

TODAY = datetime.date(2025, 12, 1)


def sheet_of(newsroom: SmallNewsroom) -> Sheet:
    return load_sheet(newsroom.load(), "sad-night", "fr", TODAY)


def exported(newsroom: SmallNewsroom, kind: files.Kind) -> bytes:
    return files.write(newsroom.load(), sheet_of(newsroom), kind)


def imported(room: Newsroom, path: Path, *, accept_changes: bool = False, dry_run: bool = False) -> Merged:
    returned = files.read(room, path.as_posix(), TODAY, accept_changes=accept_changes)
    return merge(room, returned, dry_run=dry_run)


def edited(content: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The same package with one part rewritten."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    return packed(parts)


def packed(parts: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", way) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def replaced(old: str, new: str) -> Callable[[str], str]:
    """A change of words that stand in a part just once."""

    def change(text: str) -> str:
        assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times"
        return text.replace(old, new)

    return change


def decisions(merged: Merged) -> dict[str, Decision]:
    return {outcome.row.id: outcome.decision for outcome in merged.outcomes}


def reasons(merged: Merged) -> list[str]:
    return [str(problem) for outcome in merged.outcomes for problem in outcome.problems]
