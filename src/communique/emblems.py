"""The pictures of a letterhead: an emblem that draws and does nothing else.

An SVG picture is a program in disguise: it can load files, run scripts, hold a page of HTML, and one line of it can stand
for a million shapes. Only drawings are let through. A PNG picture can be small as a file and gigabytes as a picture.
"""

from __future__ import annotations

import pyexpat
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from communique.diagnostics import Code, Diagnostic, Location
from communique.styles import asks_for

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
ACTIVE = frozenset(
    {"script", "foreignObject", "image", "feImage", "a", "animate", "animateMotion", "animateTransform", "set", "mpath"}
    | {"handler", "listener", "iframe", "audio", "video", "canvas", "filter", "cursor", "font-face-uri"}
    | {"color-profile"}
)
"""Elements that load, run, move or cost more than a drawing does (SVG 1.1 and 2)."""
MOST_SHAPES = 20_000
"""Elements that are drawn in the end, with those that `use` repeats."""
DEEPEST = 50
LARGEST_SIDE = 10_000
"""Units of a drawing's side."""
MOST_PIXELS = 25_000_000
PNG = b"\x89PNG\r\n\x1a\n"
DRAW = "save the emblem as plain SVG: shapes and paths only"
LOADS = re.compile(r"url|\\\\|src|image", re.IGNORECASE)
OWN = re.compile(r"#[^\s\"'()]+")


class _RefusedError(Exception):
    """Something in a drawing that has no business there, and the line and column where it begins."""

    def __init__(self, message: str, place: tuple[int, int]) -> None:
        super().__init__(message)
        self.place = place


@dataclass(slots=True)
class _Shape:
    """An element with what is drawn inside it, and its line and column."""

    place: tuple[int, int] = (1, 1)
    size: int = 1
    used: list[str] = field(default_factory=list)


class _Drawing:
    """Reads an SVG picture piece by piece; nothing of it is built, and nothing it names is looked up."""

    def __init__(self) -> None:
        self.parser = pyexpat.ParserCreate(namespace_separator=" ")
        self.parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.CharacterDataHandler = self.words
        self.path: list[str] = []
        self.open: list[_Shape] = []
        self.named: dict[str, _Shape] = {}
        self.whole = _Shape()
        self.elements = 0
        self.style: list[str] = []

    @property
    def place(self) -> tuple[int, int]:
        """The line and column of what is being read; pyexpat counts columns from 0."""
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def refuse(self, message: str) -> NoReturn:
        """Say what is wrong with the element that is being read, or was the last to be opened.

        Raises:
            _RefusedError: always.
        """
        raise _RefusedError(message, self.place)

    def document_type(self, *_: object) -> None:
        self.refuse("it declares a document type (DOCTYPE)")

    def instruction(self, target: str, _: str) -> None:
        self.refuse(f"it holds the instruction `<?{target[:30]}`")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.path and (space, local) != (SVG, "svg"):
            self.refuse("it is no SVG picture: it does not begin with `<svg>` and its namespace")
        if local in ACTIVE or space.endswith("/xhtml"):
            self.refuse(f"it holds `<{local[:30]}>`, which is no drawing")
        if len(self.path) >= DEEPEST:
            self.refuse("it is nested too deep")
        self.elements += 1
        if self.elements > MOST_SHAPES:
            self.refuse(f"it draws more than {MOST_SHAPES} shapes")
        shape = _Shape(self.place)
        for key, value in attributes.items():
            self.attribute(key.rpartition(" ")[2], value, shape)
        self.sides(attributes)
        self.path.append(local)
        self.open.append(shape)
        self.style = []

    def attribute(self, key: str, value: str, shape: _Shape) -> None:
        if key.lower().startswith("on"):
            self.refuse(f"it would run `{key[:30]}`")
        if key in {"href", "src", "base"}:
            if not OWN.fullmatch(value):
                self.refuse(f"it asks for `{value[:60]}`")
            shape.used.append(value[1:])
        elif fault := asks_for(value) if key == "style" or LOADS.search(value) else "":
            self.refuse(f"it {fault}")
        if key == "id":
            self.named.setdefault(value, shape)

    def sides(self, attributes: Mapping[str, str]) -> None:
        if self.path:
            return
        for key in ("width", "height", "viewBox"):
            numbers = re.findall(r"[\d.]+(?:[eE][+-]?\d+)?", attributes.get(key, ""))
            if any(_number(one) > LARGEST_SIDE for one in numbers):
                self.refuse(f"its `{key}` is larger than {LARGEST_SIDE}")

    def words(self, text: str) -> None:
        if self.path and self.path[-1] == "style":
            self.style.append(text)

    def end(self, _: str) -> None:
        if fault := asks_for("".join(self.style)):
            raise _RefusedError(f"it {fault}", self.open[-1].place)
        self.style = []
        self.path.pop()
        shape = self.open.pop()
        around = self.open[-1] if self.open else self.whole
        around.size += shape.size
        around.used += shape.used

    def count(self) -> None:
        """Count the elements that are drawn in the end.

        Raises:
            _RefusedError: they are too many, or one uses itself.
        """
        counts: dict[int, int] = {}

        def count(shape: _Shape, above: tuple[int, ...]) -> int:
            if id(shape) in above or len(above) > DEEPEST:
                raise _RefusedError("it uses a part of itself inside that part", shape.place)
            if id(shape) not in counts:
                inner = (self.named[name] for name in shape.used if name in self.named)
                counts[id(shape)] = shape.size + sum(count(one, (*above, id(shape))) for one in inner)
            if counts[id(shape)] > MOST_SHAPES:
                raise _RefusedError(f"it draws more than {MOST_SHAPES} shapes", shape.place)
            return counts[id(shape)]

        count(self.whole, ())


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def drawing_problems(content: bytes, shown: str) -> list[Diagnostic]:
    """What keeps an SVG picture from being an emblem, with its place."""
    drawing = _Drawing()
    try:
        drawing.parser.Parse(content, True)
        drawing.count()
    except _RefusedError as error:
        return [Diagnostic(Code.LETTERHEAD, f"the emblem is refused: {error}", Location(shown, *error.place), DRAW)]
    except (pyexpat.ExpatError, LookupError, ValueError) as error:
        said = str(error).partition(":")[0]
        place = Location(shown, drawing.parser.ErrorLineNumber, drawing.parser.ErrorColumnNumber + 1)
        return [Diagnostic(Code.LETTERHEAD, f"the emblem is no SVG picture: {said}", place, DRAW)]
    return []


def picture_fault(content: bytes) -> str:
    """What keeps a PNG picture from being an emblem, or nothing."""
    if not content.startswith(PNG) or content[12:16] != b"IHDR" or len(content) < 45:
        return "is not a PNG picture"
    width, height = struct.unpack(">II", content[16:24])
    if not 0 < width * height <= MOST_PIXELS:
        return f"has {width} x {height} pixels, more than an emblem needs"
    return ""
