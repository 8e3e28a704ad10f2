"""What the last build found, so that a build that has nothing to do says so before anything is loaded.

After a build that ended well, a stamp keeps what it printed, and the state of every file it depends on: the newsroom's, the
program's, the libraries', and those it made. While all of them are as they were, and the day is one for which the answer
holds, the same command is answered from the stamp. This module imports next to nothing: the import of a parser of
options costs more than looking at a thousand files.

The state of a file is its times, its size and its number. A file that was changed just before it was looked at may be
changed again without a trace in those (git calls it racy); so the contents of such a file are looked at as well.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FORM = "communique stamp 1"
MOST = 8
"""Stamps of a newsroom: one for each way in which it is built."""
RACY = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system (FAT)."""
_WATCHED = ("statements", "templates", "grammar")
"""Folders of a newsroom that a build reads; it reads no `.toml` but those beside them (`tests/test_stamp.py` watches)."""


def answer(arguments: Sequence[str], environment: Mapping[str, str], now: float) -> tuple[str, str] | None:
    """What a command would print on stdout and stderr; None if that must be found out. `now` is in seconds of the epoch."""
    if "build" not in arguments:
        return None
    try:
        newsroom = newsroom_of(arguments, environment)
        key = _key(arguments, environment)
        with open(_path(newsroom, key), encoding="utf-8", errors="surrogateescape", newline="") as file:
            form, kept, since, until, out, err, names, inputs, seen, outputs, made, racy = file.read().split("\0")
        holds = form == FORM and kept == key and float(since) <= now < float(until) and names == _names(newsroom)
        if holds and "\n".join(_states(inputs)) == seen and "\n".join(_states(outputs)) == made and _same(racy):
            return out, err
    except (OSError, ValueError):
        pass
    return None


def newsroom_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The newsroom that a command means, as far as it can be told without a parser.

    Raises:
        ValueError: it cannot.
    """
    named = [at for at, one in enumerate(arguments) if one.startswith(("-C", "--newsroom"))]
    if len(named) > 1 or any(name.startswith("COMMUNIQUE_BUILD_") for name in environment):
        raise ValueError(arguments)
    if named:
        word, *more = arguments[named[0] :]
        name, equals, value = word.partition("=")
        found = value if equals else more[0] if name in {"-C", "--newsroom"} and more else word[2:]
        return os.path.abspath(found)
    return os.path.abspath(environment.get("COMMUNIQUE_NEWSROOM") or _nearest(os.getcwd()))


def _nearest(here: str) -> str:
    place = here
    while not os.path.isfile(f"{place}/communique.toml"):
        above = os.path.dirname(place)
        if above == place:
            return here
        place = above
    return place


def _key(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    settings = sorted(f"{name}={value}" for name, value in environment.items() if name.startswith("COMMUNIQUE_"))
    libraries = environment.get("LD_LIBRARY_PATH", "")
    parts = (sys.version, sys.executable, __file__, os.getcwd(), libraries, *settings, "", *arguments)
    return "\x1f".join(parts)


def _path(newsroom: str, key: str) -> str:
    import zlib

    return f"{newsroom}/output/.stamp-{zlib.crc32(key.encode('utf-8', 'surrogateescape')):08x}"


# --- states ------------------------------------------------------------------------------------------------------------


def _names(newsroom: str) -> str:
    """What lies in a newsroom that a build may read: a new file or folder of these names is noticed."""
    return "\n".join(sorted(name for name in os.listdir(newsroom) if name.endswith(".toml") or name in _WATCHED))


def _states(paths: str) -> Iterator[str]:
    stat = os.stat
    for path in paths.split("\n") if paths else ():
        one = stat(path)
        yield f"{one.st_mtime_ns} {one.st_ctime_ns} {one.st_size} {one.st_ino}"


def _same(racy: str) -> bool:
    """Whether the contents are the same of files whose state may deceive."""
    return all(_content(path) == content for path, content in (line.split("\t") for line in racy.splitlines()))


def _content(path: str) -> str:
    """The digest of a file, or of the names in a folder."""
    import hashlib

    if os.path.isdir(path):
        return hashlib.sha256("\n".join(sorted(os.listdir(path))).encode("utf-8", "surrogateescape")).hexdigest()
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def _below(folder: str, known: set[tuple[int, int]]) -> Iterator[str]:
    """A folder and all that lies in and below it, each folder once, wherever links lead; what is hidden is not ours."""
    try:
        state = os.stat(folder)
    except OSError:
        return
    if (state.st_dev, state.st_ino) in known:
        return
    known.add((state.st_dev, state.st_ino))
    yield folder
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from _below(entry.path, known)
        else:
            yield entry.path


# --- writing -----------------------------------------------------------------------------------------------------------


class Look:
    """What a build depends on, as it was when the build began; `now` is in nanoseconds of the epoch."""

    def __init__(self, newsroom: str, now: int) -> None:
        known: set[tuple[int, int]] = set()
        newsroom = os.path.abspath(newsroom)
        self.names = _names(newsroom)
        files = [f"{newsroom}/{name}" for name in self.names.split("\n") if name not in _WATCHED]
        watched = [path for name in _WATCHED for path in _below(f"{newsroom}/{name}", known)]
        program = [*_below(os.path.dirname(__file__), known), *_library_folders()]
        self.newsroom, self.now, self.own = newsroom, now, _own(newsroom)
        self.inputs = "\n".join((*files, *watched, *program))
        self.seen = "\n".join(_states(self.inputs))
        self.racy = "\n".join(f"{path}\t{_content(path)}" for path in self._racy())

    def _racy(self) -> Iterator[str]:
        for path, state in zip(self.inputs.split("\n"), self.seen.split("\n"), strict=True):
            times = state.split()[:2]
            if max(map(int, times)) >= self.now - RACY:
                yield path

    def still_holds(self) -> bool:
        """Whether nothing changed since."""
        try:
            same = _names(self.newsroom) == self.names and "\n".join(_states(self.inputs)) == self.seen
            return same and _same(self.racy)
        except OSError:
            return False

    def newsroom_holds(self) -> bool:
        """Whether the texts are as they were. Hidden files, which editors keep beside them, may come and go."""
        names = {path for path, _ in self.own}
        racy = "\n".join(line for line in self.racy.splitlines() if line.partition("\t")[0] in names)
        try:
            return _own(self.newsroom) == self.own and _same(racy)
        except OSError:
            return False

    def keep(self, arguments: Sequence[str], folders: Iterable[str], until: float, out: str, err: str) -> None:
        """Write the stamp of a command that ended well, if it is certain what it depended on.

        Args:
            arguments: The command.
            folders: The editions that it made.
            until: When the answer ends to hold, in seconds of the epoch.
            out: What the command would print if it were given again.
            err: The same for stderr.
        """
        import pathlib

        from communique import durable

        key = _key(arguments, os.environ)
        outputs = [path for folder in folders for path in _made(os.path.abspath(folder))]
        paths = [*self.inputs.split("\n"), *outputs]
        if self.newsroom != newsroom_of(arguments, os.environ) or "\0" in out + err or not self._plain(paths):
            return
        made = "\n".join(outputs)
        found = (self.names, self.inputs, self.seen, made, "\n".join(_states(made)), self.racy)
        if self.still_holds():
            path = pathlib.Path(_path(self.newsroom, key))
            parts = (FORM, key, str(self.now / 1e9), str(until), out, err, *found)
            durable.replace(path, "\0".join(parts).encode("utf-8", "surrogateescape"))
            for old in sorted(path.parent.glob(".stamp-*"), key=lambda one: one.stat().st_mtime)[:-MOST]:
                old.unlink()

    def _plain(self, paths: Iterable[str]) -> bool:
        """Whether no name has a sign in it that parts names here."""
        return len("\n".join(paths).split("\n")) == len([*paths]) and not any("\t" in path for path in paths)


def _own(newsroom: str) -> list[tuple[str, str]]:
    """The files of a newsroom that a build may read, and their states."""
    known: set[tuple[int, int]] = set()
    names = (f"{newsroom}/{name}" for name in _names(newsroom).split("\n"))
    paths = (path for name in names for path in (_below(name, known) if os.path.isdir(name) else (name,)))
    files = [path for path in paths if not os.path.isdir(path)]
    return [*zip(files, _states("\n".join(files)), strict=True)]


def _made(folder: str) -> Iterator[str]:
    """The files of a revision, and the folder of its edition, whose names change with every new one."""
    yield os.path.dirname(folder)
    yield from _below(folder, set())


def _library_folders() -> Iterator[str]:
    """Folders whose names change when a package of Python or of the system is put in or taken out."""
    import sysconfig

    system = [f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}", "/usr/lib", "/usr/lib64", "/opt/homebrew/lib"]
    own = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    packages = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    yield from (folder for folder in dict.fromkeys([*sorted(packages), *own, *system]) if os.path.isdir(folder))
