"""The fonts of the text inside the document, so that it looks the same where they are not installed.

Word keeps an embedded font obfuscated (ECMA-376 part 4, 14.2.1): its first 32 bytes are combined with a key that stands
beside it. Of a Chinese, Japanese or Korean font the document carries the letters that it shows; for others that somebody
writes into it, Word takes the reader's own font.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from communique import fonts
from communique.fonts.harfbuzz import HarfBuzz
from communique.render.docx.package import pack_font
from communique.render.docx.scripts import EAST_ASIAN

_FONT_TABLE = "word/fontTable.xml"
_RELATIONSHIPS = "word/_rels/fontTable.xml.rels"
_SETTINGS = "word/settings.xml"
_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_STYLES = ("Regular", "Bold")
"""What statements use; slanted words are rare, and Word slants the regular letters for them."""
_KEY_LENGTH, _OBFUSCATED = 16, 32
_KEYBOARD = "".join(map(chr, range(0x20, 0x7F)))
"""Letters that every excerpt has."""


class _Embedded(NamedTuple):
    """A font as the document has it."""

    family: str
    style: str
    obfuscated: bytes
    excerpt: bool


def start() -> None:
    """Pack the fonts that every document has, for the processes that are forked from this one."""
    for font in _whole(""):
        pack_font(font.obfuscated)


def with_fonts(parts: Mapping[str, bytes], script: str) -> dict[str, bytes]:
    """Add the fonts of a script to a package; a font that is not on this machine is only named, as before."""
    embedded = [*_whole(script), *_excerpts(parts, script)]
    if not embedded:
        return dict(parts)
    table, relationships, files = parts[_FONT_TABLE].decode(), "", {}
    for number, font in enumerate(embedded, 1):
        name = f"fonts/font{number}.odttf"
        files[f"word/{name}"] = font.obfuscated
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
        if face.family in families and face.style in _STYLES and (fonts.folder() / face.file).exists():
            yield _Embedded(face.family, face.style, _whole_font(face), excerpt=False)


def _excerpts(parts: Mapping[str, bytes], script: str) -> Iterator[_Embedded]:
    """The letters of the package in a font of East Asia, under the name that the styles ask for."""
    harfbuzz = HarfBuzz.load() if script in EAST_ASIAN else None
    if harfbuzz is None:
        return
    words = (part.decode() for name, part in parts.items() if name.startswith("word/") and name.endswith(".xml"))
    letters = "".join(sorted({*_KEYBOARD, *"".join(words)}))
    for face in fonts.reduced_faces():
        path = fonts.folder() / face.word_file
        if script in face.scripts and face.style in _STYLES and path.exists():
            family, font = face.whole_family, harfbuzz.subset(path, 0, letters)
            yield _Embedded(family, face.style, _obfuscated(font, _key(family, face.style)), excerpt=True)


@functools.lru_cache(maxsize=8)
def _whole_font(face: fonts.Face) -> bytes:
    return _obfuscated((fonts.folder() / face.file).read_bytes(), _key(face.family, face.style))


def _key(family: str, style: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{family} {style}")).upper()


def _obfuscated(font: bytes, key: str) -> bytes:
    mask = bytes.fromhex(key.replace("-", ""))[::-1]
    start = bytes(byte ^ mask[place % _KEY_LENGTH] for place, byte in enumerate(font[:_OBFUSCATED]))
    return start + font[_OBFUSCATED:]


def _entered(table: str, font: _Embedded, relationship: str) -> str:
    """Write into the entry of a family where one of its faces lies; regular stands before bold."""
    entry = table.index(f"<w:font w:name={quoteattr(font.family)}>")
    end = table.index("</w:font>", entry)
    names = f'xmlns:r="{_OFFICE}" r:id="{relationship}" w:fontKey="{{{_key(font.family, font.style)}}}"'
    subset = ' w:subsetted="1"' if font.excerpt else ""
    return f"{table[:end]}<w:embed{font.style} {names}{subset}/>{table[end:]}"


def _after(part: bytes, mark: bytes, added: bytes) -> bytes:
    return part.replace(mark, mark + added, 1)


def _before(part: bytes, mark: bytes, added: bytes) -> bytes:
    return part.replace(mark, added + mark, 1)
