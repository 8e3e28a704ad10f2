"""What is there: files and folders are looked for so that a failure is never taken for an absence.

`pathlib` answers "no" for a folder that it may not enter, and raises for a disk that fails; which of the two differs between
versions of Python. Here both are problems with a place: a glossary that cannot be looked at is not a glossary that is not there.
"""

from __future__ import annotations

import pathlib
import stat
from collections.abc import Iterator

from communique.toml_files import reading


def is_there(path: pathlib.Path, shown: str) -> bool:
    """Whether there is such a file or folder; a link that leads nowhere is none.

    Raises:
        FileProblem: that cannot be told.
    """
    return _mode(path, shown) is not None


def _mode(path: pathlib.Path, shown: str) -> int | None:
    with reading(shown):
        try:
            return path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None


def listed(folder: pathlib.Path, shown: str, ending: str = "") -> list[pathlib.Path]:
    """What a folder holds whose name ends so, in the order of names; nothing if there is no such folder.

    Raises:
        FileProblem: it cannot be listed.
    """
    with reading(shown):
        try:
            found = list(folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
    return sorted(path for path in found if path.name.endswith(ending))


def files_below(folder: pathlib.Path, shown: str) -> Iterator[pathlib.Path]:
    """Every file in a folder and below it; what a link leads to only if it is a file.

    Raises:
        FileProblem: a folder cannot be listed.
    """
    for path in listed(folder, shown):
        name = f"{shown}/{path.name}"
        mode = _mode(path, name) or 0
        with reading(name):
            linked = path.is_symlink()
        if stat.S_ISDIR(mode) and not linked:
            yield from files_below(path, name)
        elif stat.S_ISREG(mode):
            yield path
