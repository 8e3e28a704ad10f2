"""The fonts of the text inside the document, so that it looks the same where they are not installed.

Of a Chinese, Japanese or Korean font the document carries the letters that it shows; for others that somebody writes into
it, Word takes the reader's own font.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from communique import fonts
from communique.fonts import carried
from communique.fonts.carried import Packed
from communique.fonts.harfbuzz import HarfBuzz
from communique.render.docx.scripts import EAST_ASIAN

_FONT_TABLE = "word/fontTable.xml"
_RELATIONSHIPS = "word/_rels/fontTable.xml.rels"
_SETTINGS = "word/settings.xml"
_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_KEYBOARD = "".join(map(chr, range(0x20, 0x7F)))
"""Letters that every excerpt has."""


class _Embedded(NamedTuple):
    """A font as the document has it."""

    family: str
    style: str
    packed: Packed
    excerpt: bool


def start() -> None:
    """Read the fonts that every document has, for the processes that are forked from this one."""
    list(_whole(""))


def with_fonts(parts: Mapping[str, bytes], script: str) -> dict[str, bytes | Packed]:
    """Add the fonts of a script to a package; a font that is not on this machine is only named, as before."""
    embedded = [*_whole(script), *_excerpts(parts, script)]
    if not embedded:
        return dict(parts)
    table, relationships, files = parts[_FONT_TABLE].decode(), "", dict[str, Packed]()
    for number, font in enumerate(embedded, 1):
        name = f"fonts/font{number}.odttf"
        files[f"word/{name}"] = font.packed
        table = _entered(table, font, f"rId{number}")
        relationships += f'<Relationship Id="rId{number}" Type="{_OFFICE}/font" Target="{name}"/>'
    wishes = b"<w:embedTrueTypeFonts/>" + b"<w:saveSubsetFonts/>" * any(font.excerpt for font in embedded)
    return {
        **parts,
        **files,
        _FONT_TABLE: table.encode(),
        _RELATIONSHIPS: f'<Relationships xmlns="{_PACKAGE}/relationships">{relationships}</Relationships>'.encode(),
        _SETTINGS: _after(parts[_SETTINGS], b'<w:zoom w:percent="100"/>', wishes),
        _TYPES: _before(parts[_TYPES], b"</Types>", f'<Default Extension="odttf" ContentType="{_TYPE}"/>'.encode()),
    }


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _whole(script: str) -> Iterator[_Embedded]:
    """Noto Serif, which has the Latin letters and digits of every text, and the script's own family."""
    families = {fonts.families(script)[0], fonts.COMMON}
    for face in fonts.faces():
        if face.family in families and face.word_file and (fonts.folder() / face.file).exists():
            yield _Embedded(face.family, face.style, carried.whole(face), excerpt=False)


def _excerpts(parts: Mapping[str, bytes], script: str) -> Iterator[_Embedded]:
    """The letters of the package in a font of East Asia, under the name that the styles ask for."""
    harfbuzz = HarfBuzz.load() if script in EAST_ASIAN else None
    if harfbuzz is None:
        return
    words = (part.decode() for name, part in parts.items() if name.startswith("word/") and name.endswith(".xml"))
    letters = "".join(sorted({*_KEYBOARD, *"".join(words)}))
    for face in fonts.reduced_faces():
        path = fonts.folder() / face.word_file
        if script in face.scripts and path.exists():
            family, font = face.whole_family, harfbuzz.subset(path, 0, letters)
            packed = carried.packed(carried.obfuscated(font, family, face.style))
            yield _Embedded(family, face.style, packed, excerpt=True)


def _entered(table: str, font: _Embedded, relationship: str) -> str:
    """Write into the entry of a family where one of its faces lies; regular stands before bold."""
    entry = table.index(f"<w:font w:name={quoteattr(font.family)}>")
    end = table.index("</w:font>", entry)
    names = f'xmlns:r="{_OFFICE}" r:id="{relationship}" w:fontKey="{{{carried.key(font.family, font.style)}}}"'
    subset = ' w:subsetted="1"' if font.excerpt else ""
    return f"{table[:end]}<w:embed{font.style} {names}{subset}/>{table[end:]}"


def _after(part: bytes, mark: bytes, added: bytes) -> bytes:
    return part.replace(mark, mark + added, 1)


def _before(part: bytes, mark: bytes, added: bytes) -> bytes:
    return part.replace(mark, added + mark, 1)
