"""TOML from outside: read, checked against a pydantic model, every problem with the line and column of its key."""

from __future__ import annotations

import bisect
import contextlib
import decimal
import difflib
import functools
import pathlib
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from communique.diagnostics import Code, Diagnostic, FileProblem, Location, Passage, TextProblems
from communique.unseen import first_unseen

if TYPE_CHECKING:
    from pydantic import BaseModel, ConfigDict
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound="BaseModel")
Path = tuple[str | int, ...]


TABLE: ConfigDict = {"frozen": True, "extra": "forbid", "defer_build": True}
"""What every table of a file keeps to: no key but the known; it is made ready when the first such file is read."""
LARGEST = 1_000_000
"""Bytes; a file of facts or settings beyond this is not one."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
"""Characters without a shape; some end a line for one program and not for another."""
CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
"""What version control leaves in a file when two people changed the same lines."""
CONFLICT_HINT = "keep one of the two versions and delete the lines of `<<<<<<<`, `=======` and `>>>>>>>`"
PARTS = 16
LONGEST_KEY = re.compile(rf"""(?<![\w"'-])(?:["']?[\w-]+["']?[ \t]*\.[ \t]*){{{PARTS}}}""")
"""A key of more parts than anybody writes; tomllib needs seconds and gigabytes for one of thousands."""
LONGEST_NUMBER = re.compile(r"[\d_]{1000}")
LARGEST_EXPONENT = 30
NO_NUMBER = re.compile(r"(?<![\w\"'])[+-]?(?:[\d_]+(?:\.[\d_]+)?[eE][+-]?[\d_]{2,})(?![\w\"'])")
"""Where a number may stand that no fact has."""
DEEPEST_NEST = re.compile(r"(?:[\[{][ \t\n]*){50}")


def read_text(path: pathlib.Path, shown: str, largest: int = LARGEST) -> str:
    """Read a file of UTF-8 text, with or without a byte order mark, with any line ends.

    Raises:
        FileProblem: it cannot be read, or is too large.
        TextProblems: it is not UTF-8.
    """
    with reading(shown):
        content = read_bytes(path, largest)
    return decode(content, shown)


def read_bytes(path: pathlib.Path, largest: int) -> bytes:
    """Read a file that is no larger than so many bytes.

    Raises:
        OSError: it cannot be read, is too large, or is a pipe or a device, whose end would never come.
    """
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise OSError("it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise OSError("it is not a file but a pipe or a device")
    if found.st_size > largest:
        raise OSError(f"it is larger than {largest // 1_000_000} MB")
    return path.read_bytes()


def reason(error: OSError) -> str:
    """What the system said, without its path and number."""
    said = error.strerror or str(error)
    return f"cannot be opened: {said[:1].lower()}{said[1:]}"


@contextlib.contextmanager
def reading(name: str) -> Iterator[None]:
    """Look at or read a file or a folder that people know by a name.

    Raises:
        FileProblem: it cannot be read.
    """
    try:
        yield
    except OSError as error:
        hint = "is this the right file? check its name and its permissions"
        raise FileProblem([Diagnostic(Code.UNREADABLE, reason(error), Location(name), hint)]) from None


@contextlib.contextmanager
def writing(name: str, hint: str) -> Iterator[None]:
    """Write a file or a folder that people know by a name.

    Raises:
        FileProblem: it cannot be written; `hint` says what to do.
    """
    try:
        yield
    except OSError as error:
        message = reason(error).replace("opened", "written")
        raise FileProblem([Diagnostic(Code.NOT_WRITABLE, message, Location(name), hint)]) from None


def decode(content: bytes, shown: str) -> str:
    """Read bytes as UTF-8; a byte order mark and foreign line ends are mended silently, nothing else is.

    Raises:
        TextProblems: they are not UTF-8, or hold control characters; the place of the first one is named.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8-sig")) + 1
        message = f"byte {content[error.start]:#04x} is not UTF-8 text"
        hint = "save the file as UTF-8 (in Word or Notepad: `Save as`, encoding UTF-8)"
        raise TextProblems([Diagnostic(Code.NOT_UTF8, message, Location(shown, line, column), hint)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := CONTROL.search(text):
        message = f"a control character (U+{ord(found[0]):04X}) stands here, which no text has"
        hint = "it cannot be seen: delete the characters on both sides of it too, and type them again"
        place = Location(shown, *_line_and_column(text, found.start()))
        raise TextProblems([Diagnostic(Code.NOT_UTF8, message, place, hint)])
    return text


def parse(text: str, shown: str, first_line: int = 1) -> dict[str, Any]:
    """Read TOML that begins at a line of a file.

    Raises:
        TextProblems: it is not valid TOML; the place is named.
    """
    try:
        if long := _long_key(text) or LONGEST_NUMBER.search(text):
            message, (line, column) = "a key or a number is too long", _line_and_column(text, long.start())
        elif deep := DEEPEST_NEST.search(text):
            message, (line, column) = "values are nested too deep", _line_and_column(text, deep.start())
        else:
            return tomllib.loads(text, parse_float=_number)
    except decimal.InvalidOperation:
        odd = NO_NUMBER.search(text)
        message, (line, column) = "this is no number to count with", _line_and_column(text, odd.start() if odd else 0)
    except RecursionError:
        message, (line, column) = "values are nested too deep", _deepest_value(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.rstrip().count("\n") + 1, 1)
        message = str(error).partition(" (at ")[0].lower()
        column = _beginning(message, text.split("\n")[line - 1], column)
    location = Location(shown, line + first_line - 1 if line else 0, column)
    if message == "invalid date or datetime":
        hint = "check day and month; a date is written 1990-01-20, without quotes"
        raise TextProblems([Diagnostic(Code.BAD_DATE, "this date or time does not exist", location, hint)])
    hint = 'texts stand in straight quotes, dates are written 1990-01-20, and each key stands once: key = "value"'
    raise TextProblems([Diagnostic(Code.TOML_SYNTAX, f"not valid TOML: {message}", location, hint)])


def _long_key(text: str) -> re.Match[str] | None:
    dotted = any(line.count(".") >= PARTS for line in text.split("\n"))
    return LONGEST_KEY.search(text) if dotted else None


def _beginning(message: str, line: str, column: int) -> int:
    """Where the fault begins: tomllib names the end of a key that stands twice, and of an escape it cannot read."""
    if message.startswith("cannot "):
        return len(line) - len(line.lstrip()) + 1
    if "escape" in message and "\\" in line[:column]:
        return line.rfind("\\", 0, column) + 1
    return column


def _deepest_value(text: str) -> tuple[int, int]:
    """Where the line with the most brackets opens the first: Python does not say where it gave up."""
    lines = text.split("\n")
    number = max(range(len(lines)), key=lambda line: lines[line].count("[") + lines[line].count("{"))
    return number + 1, len(re.split(r"[\[{]", lines[number], maxsplit=1)[0]) + 1


def _number(text: str) -> decimal.Decimal:
    """Read a number with a point or an exponent; one of a million digits takes hours as soon as it is counted with.

    Raises:
        decimal.InvalidOperation: it is far larger or smaller than any figure.
    """
    number = decimal.Decimal(text)
    if number.is_finite() and abs(number.adjusted()) > LARGEST_EXPONENT:
        raise decimal.InvalidOperation
    return number


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


# --- places ------------------------------------------------------------------------------------------------------------

BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
SPACE = re.compile(r"[ \t]*")
KEY_PART = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
BARE_VALUE = re.compile(r"[^\s,\]}#]+(?: \d\d:[^\s,\]}#]+)?")
STRINGS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'"""\n?(?P<basic>(?:[^\\]|\\.)*?"{0,2})"""(?!")',
        r"'''\n?(?P<literal>.*?'{0,2})'''(?!')",
        r'"(?P<basic>(?:[^"\\\n]|\\.)*)"',
        r"'(?P<literal>[^'\n]*)'",
    )
)
ESCAPE = re.compile(r"\\(?:u.{4}|U.{8}|(?P<fold>[ \t]*\n\s*)|.)|\n", re.DOTALL)
LINE_END = re.compile(r"(?P<fold>(?!))|\n")


Pieces = tuple[tuple[int, Location], ...]


class Places(Mapping[Path, Location]):
    """Where each table and key of a TOML text stands, as far as it is one.

    The text is walked over as soon as a place is asked for: of most files none ever is.
    """

    def __init__(self, shown: str, first_line: int, text: str = "") -> None:
        self.shown, self.first_line, self._text = shown, first_line, text

    @functools.cached_property
    def _scanned(self) -> _Scanner:
        scanner = _Scanner(self._text, self.shown, self.first_line)
        with contextlib.suppress(_Lost, RecursionError):
            scanner.document()
        return scanner

    def __getitem__(self, path: Path) -> Location:
        return self._scanned.places[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._scanned.places)

    def __len__(self) -> int:
        return len(self._scanned.places)

    def place(self, *path: str | int) -> Location:
        """The place of a key, or of the nearest table around it."""
        return place_of(path, self, self.shown, self.first_line)

    def passage(self, text: str, *path: str | int) -> Passage:
        """A text that stands under a key, with the place of every character of it."""
        return Passage(text, self._scanned.pieces.get(path) or ((0, self.place(*path)),))


class _Lost(Exception):
    """The text is not TOML from here on; `parse` says so."""


class _Scanner:
    """Walks over a TOML text and notes where things stand; what they mean is known to tomllib."""

    def __init__(self, text: str, shown: str, first_line: int) -> None:
        self.text, self.offset = text, 0
        self.line_starts = [0, *(end.end() for end in re.finditer("\n", text))]
        self.shown, self.first_line = shown, first_line
        self.places: dict[Path, Location] = {}
        self.pieces: dict[Path, Pieces] = {}
        """Of the characters of each text, by its key."""
        self.tables: dict[Path, int] = {}
        """How many tables each array of tables has so far, less one."""

    def location(self, offset: int) -> Location:
        line = bisect.bisect_right(self.line_starts, offset)
        column = offset - self.line_starts[line - 1] + 1
        return Location(self.shown, self.first_line + line - 1, column)

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.offset)
        if found is None:
            raise _Lost
        self.offset = found.end()
        return found[0]

    def next_is(self, mark: str) -> bool:
        """Pass over a mark if it comes next."""
        found = self.text.startswith(mark, self.offset)
        self.offset += len(mark) if found else 0
        return found

    def document(self) -> None:
        table: Path = ()
        self.take(BLANK)
        while self.offset < len(self.text):
            table = self.header() if self.text[self.offset] == "[" else self.pair(table)
            self.take(BLANK)

    def header(self) -> Path:
        start = self.offset
        array = self.next_is("[[") or not self.next_is("[")
        *outer, last = self.key()
        path: Path = ()
        for name in outer:
            path = (*path, name)
            path = (*path, self.tables[path]) if path in self.tables else path
        path = (*path, last)
        if array:
            self.tables[path] = self.tables.get(path, -1) + 1
        path = (*path, self.tables[path]) if path in self.tables else path
        if not self.next_is("]]" if array else "]"):
            raise _Lost
        self.places.setdefault(path, self.location(start))
        return path

    def key(self) -> Path:
        names: list[str] = []
        while True:
            self.take(SPACE)
            names.append(self.take(KEY_PART).strip("\"'"))
            self.take(SPACE)
            if not self.next_is("."):
                return tuple(names)

    def pair(self, table: Path) -> Path:
        start = self.offset
        path = (*table, *self.key())
        self.places.setdefault(path, self.location(start))
        if not self.next_is("="):
            raise _Lost
        self.take(SPACE)
        self.value(path)
        return table

    def value(self, path: Path) -> None:
        if self.next_is("["):
            for index, _ in enumerate(self.until("]")):
                self.places.setdefault((*path, index), self.location(self.offset))
                self.value((*path, index))
        elif self.next_is("{"):
            for _ in self.until("}"):
                self.pair(path)
        elif self.text[self.offset : self.offset + 1] in {'"', "'"}:
            self.string(path)
        else:
            self.take(BARE_VALUE)

    def until(self, closing: str) -> Iterator[None]:
        self.take(BLANK)
        while not self.next_is(closing):
            yield
            self.take(BLANK)
            self.next_is(",")
            self.take(BLANK)

    def string(self, path: Path) -> None:
        found = next(filter(None, (pattern.match(self.text, self.offset) for pattern in STRINGS)), None)
        if found is None:
            raise _Lost
        marks = ESCAPE if found.lastgroup == "basic" else LINE_END
        length, last = 0, found.start(found.lastgroup or 0)
        pieces = [(0, self.location(last))]
        for mark in marks.finditer(self.text, last, found.end(found.lastgroup or 0)):
            length += mark.start() - last + (0 if mark["fold"] else 1)
            last = mark.end()
            pieces.append((length, self.location(last)))
        self.pieces[path] = tuple(pieces)
        self.offset = found.end()


def places(text: str, shown: str, first_line: int = 1) -> Places:
    """Where each table, key and text of a TOML text stands, as far as it is one."""
    return Places(shown, first_line, text)


def place_of(path: Path, found: Mapping[Path, Location], shown: str, first_line: int = 1) -> Location:
    """The place of a key, or of the nearest table around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in found:
            return found[path[:length]]
    return Location(shown, first_line, 1)


def validate(
    data: Mapping[str, Any], model: type[Model], found: Mapping[Path, Location], shown: str, first_line: int = 1
) -> Model:
    """Check data against a model.

    Raises:
        TextProblems: every key that is unknown, missing or has a wrong value, and every value with signs nobody sees.
    """
    from pydantic import ValidationError

    unseen = list(_unseen(data, (), found, shown, first_line))
    if unseen:
        raise TextProblems(unseen)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults: dict[Path, list[ErrorDetails]] = {}
        for details in error.errors():
            faults.setdefault(_path(details, data), []).append(details)
        raise TextProblems(
            [_diagnostic(path, said, model, place_of(path, found, shown, first_line)) for path, said in faults.items()]
        ) from None


def _unseen(
    node: object, path: Path, found: Mapping[Path, Location], shown: str, first_line: int
) -> Iterator[Diagnostic]:
    """Characters that nobody sees in the values; an escape of TOML can bring in what the file does not show."""
    match node:
        case dict():
            for key, inner in node.items():
                yield from _unseen(inner, (*path, key), found, shown, first_line)
        case list():
            for number, inner in enumerate(node):
                yield from _unseen(inner, (*path, number), found, shown, first_line)
        case str() if odd := first_unseen(node):
            name = ".".join(map(str, path))
            message = f"`{name}` holds {odd[1]}, which nobody sees"
            place = place_of(path, found, shown, first_line)
            if isinstance(found, Places):
                place = found.passage(node, *path).at(odd[0])
            yield Diagnostic(Code.UNSEEN, message, place, "delete it, or type the value again")


def _path(details: ErrorDetails, data: Mapping[str, Any]) -> Path:
    """The key a fault is about: pydantic also names the kinds of value it tried, which no file has."""
    node: Any = data
    path: list[str | int] = []
    for part in details["loc"]:
        match node, part:
            case dict(), _ if part in node:
                node = node[part]
            case list(), int():
                node = node[part]
            case dict(), int():  # one table where an array of them may stand
                continue
            case _:
                break
        path.append(part)
    return (*path, details["loc"][-1]) if details["type"] == "missing" else tuple(path)


def _diagnostic(path: Path, faults: Sequence[ErrorDetails], model: type[BaseModel], location: Location) -> Diagnostic:
    name = f"`{'.'.join(map(str, path))}`" if path else "the file"
    last = str(path[-1]) if path else ""
    if faults[0]["type"] == "missing":
        return Diagnostic(Code.MISSING_KEY, f"the key {name} is missing", location, f"add `{last} = …`")
    if faults[0]["type"] == "extra_forbidden":
        return Diagnostic(Code.UNKNOWN_KEY, f"the key {name} is not known", location, did_you_mean(last, _keys(model)))
    if faults[0]["loc"][-1:] == ("[key]",):
        hint = "use lower-case letters, digits and underscores, such as `killed`"
        return Diagnostic(Code.BAD_NAME, f"{name} is not a name", location, hint)
    stood = faults[0]["input"]
    shown = "" if isinstance(stood, Mapping) else f", not `{_short(stood)}`"
    return Diagnostic(Code.BAD_VALUE, f"{name} {_said(faults)}{shown}", location, "correct the value")


def _said(faults: Sequence[ErrorDetails]) -> str:
    """What was expected; of several kinds of value that were tried, all."""
    said = [fault["msg"].removeprefix("Value error, ").rstrip(".") for fault in faults]
    wanted = [one.removeprefix("Input should be ") for one in said if one.startswith("Input should be ")]
    if wanted:
        return "should be " + " or ".join(dict.fromkeys(wanted))
    return said[0][:1].lower() + said[0][1:]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _keys(model: type[BaseModel]) -> list[str]:
    """Every key the model and the models inside it know."""
    names: list[str] = []
    for name, field in model.model_fields.items():
        names.append(field.alias or name)
        for inner in _models_in(field.annotation):
            names.extend(_keys(inner))
    return names


def _models_in(annotation: object) -> list[type[BaseModel]]:
    from typing import get_args

    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint that names the nearest known word, or all of them."""
    near = difflib.get_close_matches(word[:80], known, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    if not known:
        return "there is none to choose from"
    return "known are " + ", ".join(f"`{name}`" for name in dict.fromkeys(known))


def read(path: pathlib.Path, shown: str, model: type[Model]) -> tuple[Model, Places]:
    """Read a TOML file: the checked data, and where its keys stand.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: everything that is wrong in it.
    """
    return table_of(read_text(path, shown), shown, model)


def table_of(text: str, shown: str, model: type[Model]) -> tuple[Model, Places]:
    """The checked data of a TOML text, and where its keys stand.

    Raises:
        TextProblems: everything that is wrong in it.
    """
    found = places(text, shown)
    return validate(parse(text, shown), model, found, shown), found
