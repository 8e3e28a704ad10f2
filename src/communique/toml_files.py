"""TOML from outside: read, checked against a pydantic model, every problem with the line and column of its key."""

from __future__ import annotations

import decimal
import difflib
import pathlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from communique.diagnostics import Code, Diagnostic, FileProblem, Location, TextProblems

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound="BaseModel")
Path = tuple[str | int, ...]


class Placing(Protocol):
    """Tells where a key of a file stands."""

    def __call__(self, *parts: str) -> Location:
        """The place of the key, or of the nearest table around it."""


LARGEST = 1_000_000
"""Bytes; a file of facts or settings beyond this is not one."""
HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
KEY = re.compile(r"(\s*)((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
PART = re.compile(r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'")


def read_text(path: pathlib.Path, shown: str, largest: int = LARGEST) -> str:
    """Read a file of UTF-8 text, with or without a byte order mark, with any line ends.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: it is too large or not UTF-8.
    """
    try:
        if path.stat().st_size > largest:
            hint = "is this the right file?"
            message = f"the file is larger than {largest // 1_000_000} MB"
            raise TextProblems([Diagnostic(Code.BAD_VALUE, message, Location(shown), hint)])
        content = path.read_bytes()
    except OSError as error:
        hint = "check the name and the permissions"
        raise FileProblem([Diagnostic(Code.UNREADABLE, reason(error), Location(shown), hint)]) from None
    return decode(content, shown)


def reason(error: OSError) -> str:
    """What the system said, without its path and number."""
    return f"cannot be opened: {(error.strerror or str(error)).lower()}"


def decode(content: bytes, shown: str) -> str:
    """Read bytes as UTF-8; a byte order mark and foreign line ends are mended silently, nothing else is.

    Raises:
        TextProblems: they are not UTF-8; the place of the first wrong byte is named.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        message = f"byte {content[error.start]:#04x} is not UTF-8 text"
        hint = "save the file as UTF-8 (in Word or Notepad: `Save as`, encoding UTF-8)"
        raise TextProblems([Diagnostic(Code.NOT_UTF8, message, Location(shown, line, column), hint)]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, shown: str, first_line: int = 1) -> dict[str, Any]:
    """Read TOML that begins at a line of a file.

    Raises:
        TextProblems: it is not valid TOML; the place is named.
    """
    try:
        return tomllib.loads(text, parse_float=decimal.Decimal)
    except RecursionError:
        message, line, column = "values are nested too deep", 0, 0
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        message = str(error).partition(" (at ")[0].lower()
    location = Location(shown, line + first_line - 1 if line else 0, column)
    hint = 'texts stand in straight quotes, dates are written 1990-01-20, and each key stands once: key = "value"'
    raise TextProblems([Diagnostic(Code.TOML_SYNTAX, f"not valid TOML: {message}", location, hint)])


def places(text: str, shown: str, first_line: int = 1) -> Mapping[Path, Location]:
    """Where each table and key of a TOML text stands."""
    found: dict[Path, Location] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        if header := HEADER.match(line):
            table = _names(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found.setdefault(table, Location(shown, number, header.start(1) + 1))
        elif key := KEY.match(line):
            found.setdefault((*table, *_names(key[2])), Location(shown, number, len(key[1]) + 1))
    return found


def _names(dotted: str) -> Path:
    return tuple(part[0].strip("\"'") for part in PART.finditer(dotted))


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
        TextProblems: every key that is unknown, missing or has a wrong value.
    """
    from pydantic import ValidationError

    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise TextProblems(
            [_diagnostic(details, model, found, shown, first_line) for details in error.errors()]
        ) from None


def _diagnostic(
    details: ErrorDetails, model: type[BaseModel], found: Mapping[Path, Location], shown: str, first_line: int
) -> Diagnostic:
    path: Path = tuple(details["loc"])
    location = place_of(path, found, shown, first_line)
    name = ".".join(str(part) for part in path if str(part) not in {"int", "float", "str", "date", "decimal"})
    match details["type"]:
        case "missing":
            return Diagnostic(Code.MISSING_KEY, f"the key `{name}` is missing", location, f"add `{path[-1]} = …`")
        case "extra_forbidden":
            return Diagnostic(
                Code.UNKNOWN_KEY, f"the key `{name}` is not known", location, did_you_mean(str(path[-1]), _keys(model))
            )
        case _:
            said = details["msg"].removeprefix("Value error, ").removeprefix("Input ").rstrip(".")
            said = said[:1].lower() + said[1:]
            return Diagnostic(
                Code.BAD_VALUE, f"`{name}` {said}, not `{_short(details['input'])}`", location, "correct the value"
            )


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
    near = difflib.get_close_matches(word, known, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return "known are " + ", ".join(f"`{name}`" for name in dict.fromkeys(known))


def read(path: pathlib.Path, shown: str, model: type[Model]) -> tuple[Model, Mapping[Path, Location]]:
    """Read a TOML file: the checked data, and where its keys stand.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: everything that is wrong in it.
    """
    text = read_text(path, shown)
    found = places(text, shown)
    return validate(parse(text, shown), model, found, shown), found
