"""The page that is opened after a build: a picture of every language's first page, with its files beside it.

One static file without scripts or requests. What a rule or a fault kept back is shown among the rest with the reason, so
that nobody counts thirty-nine pictures to find the language that is missing.
"""

from __future__ import annotations

import base64
import datetime
import functools
import hashlib
import itertools
import pathlib
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique import locales
from communique.diagnostics import Diagnostic
from communique.model import Format, Release
from communique.render.elements import plain

if TYPE_CHECKING:
    from jinja2 import Template

WIDTH = 480
"""Of a picture, in pixels: twice what the page shows, for sharp screens."""
PROOF_WIDTH = 1000
"""Of a page of a proof, in pixels: 120 to the inch, at which accents and joined letters can be judged."""

_NAMES = {Format.PDF: "PDF", Format.DOCX: "DOCX", Format.HTML: "HTML", Format.TEXT: "TXT"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A language that was built: its release, its files by format as paths relative to the sheet, and its first page."""

    release: Release
    files: Mapping[Format, str]
    picture: bytes = b""
    """A PNG, as `picture` makes it; empty if no PDF was built."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A language that was not built, and why."""

    locale: str
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All languages of an edition, in the order of the statement. `n` is how many years, `observed` the day."""

    name: str
    n: int
    observed: datetime.date
    entries: tuple[Entry, ...]
    refusals: tuple[Refusal, ...] = ()


def picture(pdf: bytes) -> bytes:
    """Draw the first page of a PDF as PNG, 480 pixels wide; the same page gives the same bytes."""
    return next(_pictures(pdf, WIDTH))


def pictures(sheet: bytes) -> dict[str, bytes]:
    """The pictures of a contact sheet that `render` drew, by locale."""
    found = _PICTURE.findall(sheet.decode("utf-8", "replace"))
    return {locale: base64.b64decode(drawn) for drawn, locale in found}


_PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)">.*?<h2 class="language"><bdi lang="([^"]+)"', re.DOTALL)


def page_pictures(pdf: bytes) -> tuple[bytes, ...]:
    """Draw every page of a PDF as PNG, 1000 pixels wide, in grey: type is judged by its shapes."""
    return tuple(_pictures(pdf, PROOF_WIDTH, grey=True))


def _pictures(pdf: bytes, width: int, *, grey: bool = False) -> Iterator[bytes]:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            # In the order of the colours of a PNG.
            yield _png(page.render(scale=width / page.get_width(), grayscale=grey, rev_byteorder=not grey))


_QUICK = 2
"""The level of compression: pages are mostly white, and no higher one makes them much smaller."""
_GREY, _COLOUR = 0, 2
"""How a PNG writes what a pixel is (ISO/IEC 15948, 11.2.2)."""


def _png(drawn: Any) -> bytes:
    """A picture as a PNG whose rows stand as they are, which takes a third of the time of trying every filter on each."""
    length, pixels = drawn.width * drawn.n_channels, memoryview(drawn.buffer).cast("B")
    rows = (pixels[start : start + length] for start in range(0, drawn.height * drawn.stride, drawn.stride))
    kind = _GREY if drawn.n_channels == 1 else _COLOUR
    header = struct.pack(">2L5B", drawn.width, drawn.height, 8, kind, 0, 0, 0)
    unfiltered = b"".join(itertools.chain.from_iterable((b"\0", row) for row in rows))
    packed = zlib.compress(unfiltered, _QUICK)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def render(sheet: Sheet) -> bytes:
    """Draw the contact sheet as one HTML file."""
    from markupsafe import Markup

    style = _file("contact_sheet.css")
    words = _template("contact_sheet.html.j2").render(
        style=Markup(style),  # noqa: S704 - our own file
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii"),
        heading=sheet.name,
        observed=sheet.observed.isoformat(),
        n=sheet.n,
        entries=[_entry(entry) for entry in sheet.entries],
        refusals=[_refusal(refusal) for refusal in sheet.refusals],
    )
    return words.encode()


@dataclass(frozen=True, slots=True)
class Pages:
    """A language of a proof: the name of its release, its pictures beside the sheet, and why there are none."""

    name: str
    locale: str
    pictures: tuple[str, ...]
    problems: tuple[Diagnostic, ...] = ()


def render_proof(heading: str, languages: Sequence[Pages]) -> bytes:
    """Draw the sheet with all pages of all languages as one HTML file; the pictures lie beside it."""
    from markupsafe import Markup

    style = _file("contact_sheet.css")
    words = _template("contact_sheet_pages.html.j2").render(
        style=Markup(style),  # noqa: S704 - our own file
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii"),
        heading=heading,
        languages=[_pages(one) for one in languages],
    )
    return words.encode()


def _pages(pages: Pages) -> dict[str, Any]:
    # The id begins with a letter whatever the slug begins with, and a dot would need escaping in a selector.
    identifier = "release-" + pages.name.replace(".", "-")
    known = {"id": identifier, "name": pages.name, "pictures": pages.pictures, "problems": pages.problems}
    return {**_language(pages.locale), **known}


def _entry(entry: Entry) -> dict[str, Any]:
    release = entry.release
    return {
        **_language(release.locale),
        "title": plain(release.title),
        "draft": release.draft,
        "picture": base64.b64encode(entry.picture).decode("ascii"),
        "files": [(_NAMES[kind], entry.files[kind]) for kind in _NAMES if kind in entry.files],
    }


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {**_language(refusal.locale), "problems": refusal.problems}


def _language(locale: str) -> dict[str, str]:
    return {
        "locale": locale,
        "direction": locales.direction(locale),
        "endonym": locales.endonym(locale),
        "english": locales.english_name(locale),
    }


@functools.cache
def _template(name: str) -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file(name))


def _file(name: str) -> str:
    return pathlib.Path(__file__).with_name(name).read_text("utf-8")
