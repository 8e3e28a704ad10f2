"""The files of a newsroom, watched: whichever program saved one, and however, it is heard of.

Their times and sizes are compared twenty-five times a second; no library watches them.
"""

from __future__ import annotations

import hashlib
import pathlib
import stat
import time

from communique import newsroom

POLL = 0.04
"""Seconds between two looks at the files."""
SETTLED = 0.02
"""Seconds in which nothing more may change: some editors write a file in two steps."""


def revision(folder: str) -> str:
    """A name for the state of every file that the page is made of; it changes whenever one of them does."""
    root = pathlib.Path(folder)
    paths = [root / newsroom.SETTINGS]
    paths += [path for name in ("statements", "templates", "grammar") for path in sorted((root / name).rglob("*"))]
    states = (_state(path) for path in paths if not _is_of_an_editor(path.name))
    return hashlib.sha256("\n".join(states).encode()).hexdigest()[:16]


def _is_of_an_editor(name: str) -> bool:
    """Whether a file is a swap file, a lock or a backup, which editors make and remove while somebody types."""
    return name.startswith(".") or name.endswith("~")


def _state(path: pathlib.Path) -> str:
    """That of a folder is its name: its time moves with files that do not matter."""
    try:
        found = path.stat()
    except OSError:
        return f"{path} gone"
    return str(path) if stat.S_ISDIR(found.st_mode) else f"{path} {found.st_mtime_ns} {found.st_size} {found.st_ino}"


def next_revision(folder: str, after: str, patience: float) -> str:
    """Wait until the files are no longer as they were, and quiet again; at most so many seconds."""
    end = time.monotonic() + patience
    now = revision(folder)
    while now == after and time.monotonic() < end:
        time.sleep(POLL)
        now = revision(folder)
    before = after
    while now != before:
        time.sleep(SETTLED)
        before, now = now, revision(folder)
    return now
