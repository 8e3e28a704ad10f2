"""Files and folders that a power cut cannot take back: written, made durable, and only then named.

A system keeps what was written in memory for a while. `fsync` on a file makes its bytes durable, `fsync` on a folder the
names in it; a rename is durable only after the second. Every function here has done both when it returns.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import stat

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write(path: pathlib.Path, content: bytes) -> None:
    """Write a new file; its name is durable once its folder is synced.

    Raises:
        OSError: it exists already, even as a link that leads nowhere, or it cannot be written whole.
    """
    handle = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: pathlib.Path) -> None:
    """Make the names in a folder durable, where the system has a way to."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: pathlib.Path) -> None:
    """Make a folder and those above it that are not there yet."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder)  # noqa: PTH102 - the calls of this module are those of the system, which tests interrupt
    sync_folder(folder.parent)


def write_tree(folder: pathlib.Path, files: dict[str, bytes]) -> None:
    """Write a new folder with files in it and below it, by their paths."""
    make_folder(folder)
    for path, content in files.items():
        make_folder((folder / path).parent)
        write(folder / path, content)
    for inner in sorted({folder, *((folder / path).parent for path in files)}, reverse=True):
        sync_folder(inner)


def replace(path: pathlib.Path, content: bytes) -> None:
    """Write a file in place of the one there, with its permissions; a reader sees the old one or the new one.

    A link stays what it is: the file that it leads to is replaced.
    """
    path = path.resolve()
    new = path.with_name(f".staging-{path.name.lstrip('.')}.new")
    new.unlink(missing_ok=True)
    try:
        write(new, content)
        with contextlib.suppress(FileNotFoundError):
            new.chmod(stat.S_IMODE(path.stat().st_mode))
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
    sync_folder(path.parent)
