"""What can go wrong between a program and its disk: a death at any call, an error from any call, a power cut at any time.

The calls of `os` are replaced in a child process, for paths below one folder. What a power cut leaves is computed from the
list of calls that were made: bytes that were not synced may be there or not, and so may each name that was not, in any
combination that matters.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import pickle
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

CALLS = (
    "open", "write", "fsync", "close", "mkdir", "rename", "replace", "symlink", "unlink", "rmdir", "scandir", "listdir",
    "readlink",
)  # fmt: skip
DONE, REFUSED, FAULT = 0, 5, 99


@dataclass
class Calls:
    """The calls of `os` below a folder, counted; `act` is told of each before it is made."""

    root: str
    act: Callable[[int, str], None] = lambda _number, _name: None
    count: int = 0
    log: list[tuple[Any, ...]] = field(default_factory=list)
    paths: dict[int, str] = field(default_factory=dict)

    def interpose(self) -> None:
        for name in CALLS:
            setattr(os, name, self._watched(name, getattr(os, name)))

    def _watched(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> Any:
            path = self._path(arguments[name == "symlink"] if arguments else ".", options)
            if not path.startswith(self.root):
                return call(*arguments, **options)
            self.act(self.count, name)
            self.count += 1
            result = call(*arguments, **options)
            self._note(name, path, arguments, result)
            return result

        return watched

    def _path(self, where: Any, options: Mapping[str, Any]) -> str:
        if isinstance(where, int):
            return self.paths.get(where, "")
        above = self.paths.get(options.get("dir_fd") or -1, os.getcwd())  # noqa: PTH109
        return os.path.normpath(os.path.join(above, os.fspath(where)))  # noqa: PTH118 - what it stands for calls `os`

    def _note(self, name: str, path: str, arguments: tuple[Any, ...], result: Any) -> None:
        match name:
            case "open":
                self.paths[result] = path
                if arguments[1] & os.O_CREAT:
                    self.log.append(("create", path))
            case "close":
                del self.paths[arguments[0]]
            case "write":
                self.log.append(("write", path, bytes(arguments[1])[:result]))
            case "symlink":
                self.log.append(("symlink", path, arguments[0]))
            case "rename" | "replace":
                self.log.append(("rename", path, self._path(arguments[1], {})))
            case _:
                self.log.append((name, path))


def in_child(work: Callable[[], int]) -> int:
    """Do something in a forked child, and tell its exit code; negative for a signal."""
    child = os.fork()
    if child == 0:
        code = FAULT
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@contextlib.contextmanager
def watched(root: pathlib.Path, act: Callable[[int, str], None]) -> Iterator[Calls]:
    """Within this, every call below a folder is told to `act`, which may raise."""
    before = {name: getattr(os, name) for name in CALLS}
    calls = Calls(str(root), act)
    calls.interpose()
    try:
        yield calls
    finally:
        for name, call in before.items():
            setattr(os, name, call)


def killing(at: int) -> Callable[[int, str], None]:
    def act(number: int, _name: str) -> None:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    return act


def failing(at: int, code: int) -> Callable[[int, str], None]:
    def act(number: int, name: str) -> None:
        if number == at and name != "close":
            raise OSError(code, os.strerror(code))

    return act


ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)


def recorded(root: pathlib.Path, work: Callable[[], int], file: pathlib.Path) -> list[tuple[Any, ...]]:
    """The calls that some work makes below a folder, as they are made in a child."""

    def child() -> int:
        calls = Calls(str(root))
        calls.interpose()
        code = work()
        file.write_bytes(pickle.dumps(calls.log))
        return code

    assert in_child(child) == DONE
    found: list[tuple[Any, ...]] = pickle.loads(file.read_bytes())  # noqa: S301 - written above
    return found


# --- the power cut -----------------------------------------------------------------------------------------------------


@dataclass
class File:
    now: bytes = b""
    durable: bytes = b""


@dataclass(frozen=True)
class Link:
    target: str


@dataclass
class Folder:
    now: dict[str, Node] = field(default_factory=dict)
    durable: dict[str, Node] = field(default_factory=dict)
    pending: list[dict[str, Node | None]] = field(default_factory=list)

    def change(self, names: dict[str, Node | None]) -> None:
        self.now = changed(self.now, names)
        self.pending.append(names)

    def sync(self) -> None:
        self.durable, self.pending = self.now, []


Node = File | Link | Folder


def changed(names: dict[str, Node], more: dict[str, Node | None]) -> dict[str, Node]:
    return {name: node for name, node in {**names, **more}.items() if node is not None}


class Disk:
    """A folder as it is in memory and as it is on the disk."""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = str(root)
        self.top = self._read(root)

    def _read(self, folder: pathlib.Path) -> Folder:
        names: dict[str, Node] = {}
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.is_symlink():
                names[path.name] = Link(str(path.readlink()))
            elif path.is_dir():
                names[path.name] = self._read(path)
            else:
                content = path.read_bytes()
                names[path.name] = File(content, content)
        return Folder(names, names)

    def _find(self, path: str) -> Node:
        node: Node = self.top
        for name in pathlib.Path(path).relative_to(self.root).parts:
            assert isinstance(node, Folder)
            node = node.now[name]
        return node

    def _above(self, path: str) -> tuple[Folder, str]:
        folder = self._find(os.path.dirname(path))  # noqa: PTH120
        assert isinstance(folder, Folder)
        return folder, os.path.basename(path)  # noqa: PTH119

    def apply(self, call: tuple[Any, ...]) -> None:
        match call:
            case ("create", path):
                folder, name = self._above(path)
                if name not in folder.now:
                    folder.change({name: File()})
            case ("mkdir", path):
                folder, name = self._above(path)
                folder.change({name: Folder()})
            case ("symlink", path, target):
                folder, name = self._above(path)
                folder.change({name: Link(str(target))})
            case ("write", path, content):
                file = self._find(path)
                assert isinstance(file, File)
                file.now += content
            case ("fsync", path):
                self._sync(self._find(path))
            case ("rename", old, new):
                folder, name = self._above(old)
                assert self._above(new)[0] is folder
                folder.change({name: None, self._above(new)[1]: folder.now[name]})
            case ("unlink" | "rmdir", path):
                folder, name = self._above(path)
                folder.change({name: None})
            case _:
                pass

    def _sync(self, node: Node) -> None:
        if isinstance(node, Folder):
            node.sync()
        elif isinstance(node, File):
            node.durable = node.now

    def after_power_cut(self) -> Iterator[dict[str, bytes | str]]:
        """Every state that may be found: nothing that was not synced, all of it, only one change, all but one."""
        pending = [id(names) for folder in self._folders(self.top) for names in folder.pending]
        chosen = [set(), {*pending}, *({one} for one in pending), *({*pending} - {one} for one in pending)]
        for kept in chosen:
            for written in (False, True):
                yield dict(self._seen(self.top, "", kept, written))

    def _folders(self, folder: Folder) -> Iterator[Folder]:
        yield folder
        inner = {id(node): node for names in (folder.durable, folder.now) for node in names.values()}
        for node in inner.values():
            if isinstance(node, Folder):
                yield from self._folders(node)

    def _seen(self, folder: Folder, path: str, kept: set[int], written: bool) -> Iterator[tuple[str, bytes | str]]:
        names = folder.durable
        for change in folder.pending:
            names = changed(names, change) if id(change) in kept else names
        for name, node in names.items():
            match node:
                case Folder():
                    yield f"{path}{name}/", b""
                    yield from self._seen(node, f"{path}{name}/", kept, written)
                case Link(target):
                    yield f"{path}{name}", target
                case File():
                    yield f"{path}{name}", node.now if written else node.durable
