"""What can go wrong while a program reads its files: an error from any look at one, any opening, any reading.

Python reads through few doors: `open` and the looks of `os`. They are replaced here, for paths below one folder; and what
Python itself reports of each opening (`sys.addaudithook`) tells whether some file was opened through another door.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Act = Callable[[int, str, str], None]
LOOKS = ("stat", "lstat", "scandir", "listdir", "readlink")


@dataclass
class Readings:
    """The looks, openings and readings below a folder, by the names of the calls; `act` is told of each before it is made, and may raise."""

    root: str
    act: Act
    names: list[str] = field(default_factory=list)
    opened: int = 0
    heard: int = 0
    """The openings that Python reported."""

    def meet(self, name: str, path: str) -> None:
        self.names.append(name)
        self.act(len(self.names) - 1, name, path)

    def path(self, where: Any) -> str:
        """A path below the folder as a whole one; empty if it is none."""
        path = "" if isinstance(where, int) else os.path.abspath(os.fsdecode(where))  # noqa: PTH100
        return path if path.startswith(self.root + os.sep) else ""

    def look(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(where: Any = ".", *arguments: Any, **options: Any) -> Any:
            if path := self.path(where):
                self.meet(name, path)
            return call(where, *arguments, **options)

        return watched

    def open(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(where: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            path = self.path(where)
            if not path or mode not in {"r", "rb"}:
                return call(where, mode, *arguments, **options)
            self.meet("open", path)
            self.opened += 1
            content = io.BufferedReader(Told(path, lambda: self.meet("read", path)))
            return content if mode == "rb" else io.TextIOWrapper(content, *arguments[1:], **options)

        return watched

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_DIRECTORY):
            self.heard += bool(self.path(arguments[0]))


class Told(io.FileIO):
    """A file that tells of its reading before it begins."""

    def __init__(self, path: str, before: Callable[[], None]) -> None:
        self.before = before
        super().__init__(path)

    def readinto(self, buffer: Any) -> int | None:
        self.before()
        return super().readinto(buffer)

    def readall(self) -> bytes:
        self.before()
        return super().readall()


@contextlib.contextmanager
def watched(root: str, act: Act) -> Iterator[Readings]:
    """Within this, every reading below a folder is told to `act`."""
    before, opening = {name: getattr(os, name) for name in LOOKS}, io.open
    readings = Readings(root, act)
    ears.append(readings)
    for name, call in before.items():
        setattr(os, name, readings.look(name, call))
    io.open = builtins.open = readings.open(opening)
    try:
        yield readings
    finally:
        io.open = builtins.open = opening
        for name, call in before.items():
            setattr(os, name, call)
        ears.remove(readings)


ears: list[Readings] = []
"""Who hears what Python reports; a hook cannot be taken away again."""


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    for one in ears:
        one.hear(event, arguments)


sys.addaudithook(_hear)
