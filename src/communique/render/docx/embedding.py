"""The fonts of the text inside the document, so that it looks the same where they are not installed.

Word keeps an embedded font obfuscated (ECMA-376 part 4, 14.2.1): its first 32 bytes are combined with a key that stands
beside it. Chinese, Japanese and Korean fonts are too large for that and are only named; Word takes the reader's own.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from communique import fonts

_FONT_TABLE = "word/fontTable.xml"
_RELATIONSHIPS = "word/_rels/fontTable.xml.rels"
_SETTINGS = "word/settings.xml"
_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_STYLES = ("Regular", "Bold")
"""What statements use; slanted words are rare, and Word slants the regular letters for them."""
_KEY_LENGTH, _OBFUSCATED = 16, 32


def with_fonts(parts: Mapping[str, bytes], script: str) -> dict[str, bytes]:
    """Add the fonts of a script to a package; a font that is not on this machine is only named, as before."""
    faces = [face for face in _faces(script) if (fonts.folder() / face.file).exists()]
    if not faces:
        return dict(parts)
    table, relationships, files = parts[_FONT_TABLE].decode(), "", {}
    for number, face in enumerate(faces, 1):
        name, key = f"fonts/font{number}.odttf", _key(face)
        files[f"word/{name}"] = _obfuscated(face.file, key)
        table = _entered(table, face, f"rId{number}", key)
        relationships += f'<Relationship Id="rId{number}" Type="{_OFFICE}/font" Target="{name}"/>'
    return {
        **parts,
        **files,
        _FONT_TABLE: table.encode(),
        _RELATIONSHIPS: f'<Relationships xmlns="{_PACKAGE}/relationships">{relationships}</Relationships>'.encode(),
        _SETTINGS: _after(parts[_SETTINGS], b'<w:zoom w:percent="100"/>', b"<w:embedTrueTypeFonts/>"),
        _TYPES: _before(parts[_TYPES], b"</Types>", f'<Default Extension="odttf" ContentType="{_TYPE}"/>'.encode()),
    }


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _faces(script: str) -> Iterator[fonts.Face]:
    """Noto Serif, which has the Latin letters and digits of every text, and the script's own family."""
    families = {fonts.families(script)[0], fonts.COMMON}
    return (
        face
        for face in fonts.faces()
        if face.family in families and face.style in _STYLES and face.file.endswith(".ttf")
    )


def _key(face: fonts.Face) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{face.family} {face.style}")).upper()


@functools.lru_cache(maxsize=8)
def _obfuscated(file: str, key: str) -> bytes:
    letters = (fonts.folder() / file).read_bytes()
    mask = bytes.fromhex(key.replace("-", ""))[::-1]
    start = bytes(byte ^ mask[place % _KEY_LENGTH] for place, byte in enumerate(letters[:_OBFUSCATED]))
    return start + letters[_OBFUSCATED:]


def _entered(table: str, face: fonts.Face, relationship: str, key: str) -> str:
    """Write into the entry of a family where one of its faces lies; regular stands before bold."""
    entry = table.index(f"<w:font w:name={quoteattr(face.family)}>")
    end = table.index("</w:font>", entry)
    names = f'xmlns:r="{_OFFICE}" r:id="{relationship}" w:fontKey="{{{key}}}"'
    return f"{table[:end]}<w:embed{face.style} {names}/>{table[end:]}"


def _after(part: bytes, mark: bytes, added: bytes) -> bytes:
    return part.replace(mark, mark + added, 1)


def _before(part: bytes, mark: bytes, added: bytes) -> bytes:
    return part.replace(mark, added + mark, 1)
