"""The file itself: parts out of python-docx and into a zip without a trace of when or where it was made.

python-docx reads a zip and writes one, each of which takes as long as the text does. Our own base document is therefore
given to it as parts, and parts are taken from it. The zip is written here too, because fonts, which are the same in many
documents and most of the work, are packed once.
"""

from __future__ import annotations

import functools
import io
import itertools
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from communique.fonts.carried import Packed, packed

if TYPE_CHECKING:
    from docx.document import Document

_TYPES = "[Content_Types].xml"
_FONT = ".odttf"


def outline(parts: Mapping[str, bytes]) -> Any:
    """Read how the parts of a package belong together: a `PackageReader` of python-docx, which has no types for it."""
    from docx.opc import pkgreader

    reader: Any = pkgreader.PackageReader
    return reader.from_file(io.BytesIO(zipped(parts)))


def opened(parts: Mapping[str, bytes], outline: Any) -> Document:
    """Give parts to python-docx that belong together as an `outline` says."""
    from docx.opc import package as opc
    from docx.opc.part import PartFactory
    from docx.package import Package

    package, reader = Package(), cast("Any", opc.Unmarshaller)
    reader.unmarshal(_Refilled(parts, outline), package, PartFactory)
    document: Document = cast("Any", package.main_document_part).document
    return document


@dataclass(frozen=True, slots=True)
class _Refilled:
    """An outline with other parts of the same names; python-docx asks it these two questions."""

    parts: Mapping[str, bytes]
    outline: Any

    def iter_sparts(self) -> Iterator[tuple[str, str, str, bytes]]:
        for name, kind, relationship, _ in self.outline.iter_sparts():
            yield name, kind, relationship, self.parts[name.membername]

    def iter_srels(self) -> Iterator[tuple[str, Any]]:
        yield from self.outline.iter_srels()


def parts_of(document: Document) -> dict[str, bytes]:
    """Every part of a document by its name, as python-docx would save it."""
    package = document.part.package
    parts = package.parts
    for part in parts:
        part.before_marshal()
    relationships = {part.partname.rels_uri.membername: part.rels.xml for part in parts if len(part.rels)}
    return {
        _TYPES: _content_types({str(part.partname): part.content_type for part in parts}),
        "_rels/.rels": package.rels.xml,
        **{part.partname.membername: part.blob for part in parts},
        **relationships,
    }


def _content_types(types: Mapping[str, str]) -> bytes:
    """The list of what each part is: by its ending if that says it (ECMA-376 part 2, 10.1.2.2), else by its name."""
    from docx.opc import oxml
    from docx.opc.constants import CONTENT_TYPE
    from docx.opc.spec import default_content_types

    by_ending = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
    endings = {name: name.rpartition(".")[2] for name in types}
    usual = {name for name, kind in types.items() if (endings[name].lower(), kind) in default_content_types}
    by_ending |= {endings[name]: types[name] for name in usual}
    listed = cast("Any", oxml.CT_Types).new()
    for ending, kind in sorted(by_ending.items()):
        listed.add_default(ending, kind)
    for name in sorted(types.keys() - usual):
        listed.add_override(name, types[name])
    return bytes(oxml.serialize_part_xml(listed))


# --- the zip -----------------------------------------------------------------------------------------------------------

_LOCAL, _CENTRAL, _END = "<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"
"""The header before a file, its entry in the list at the end, and the end (.ZIP File Format Specification 6.3, 4.3)."""
_VERSION, _DEFLATED, _UNIX = 20, 8, 3
_FIRST_DAY = 1 << 5 | 1
"""1 January 1980, as a zip writes it."""
_READABLE = 0o644 << 16
_UTF_8 = 1 << 11
"""The flag of a name that is not plain ASCII."""
_USUAL = 6
"""The level of compression of text."""
_PICTURE = ".png"


def zipped(parts: Mapping[str, bytes | Packed]) -> bytes:
    """Zip without a trace of when or where; readers expect the list of content types first."""
    fonts = sorted(name for name in parts if name.endswith(_FONT))
    order = (_TYPES, *fonts, *sorted(parts.keys() - {_TYPES, *fonts}))
    files = [_packed_of(name, parts[name]) for name in order]
    headers = [_header(name, one) for name, one in zip(order, files, strict=True)]
    ends = [*itertools.accumulate(len(header) + len(one.content) for header, one in zip(headers, files, strict=True))]
    entries = b"".join(map(_entry, order, files, (0, *ends)))
    end = struct.pack(_END, b"PK\5\6", 0, 0, len(order), len(order), len(entries), ends[-1], 0)
    pieces = (piece for header, one in zip(headers, files, strict=True) for piece in (header, one.content))
    return b"".join((*pieces, entries, end))


def _packed_of(name: str, content: bytes | Packed) -> Packed:
    if isinstance(content, Packed):
        return content
    return (_packed_once if name.endswith(_PICTURE) else packed)(content, _USUAL)


_packed_once = functools.lru_cache(maxsize=4)(packed)
"""Emblems are the same in many documents."""


def _header(name: str, packed: Packed) -> bytes:
    about = _about(name, packed)
    return struct.pack(_LOCAL, b"PK\3\4", _VERSION, *about, len(name.encode()), 0) + name.encode()


def _entry(name: str, packed: Packed, offset: int) -> bytes:
    made_by = _UNIX << 8 | _VERSION
    about = _about(name, packed)
    lengths = (len(name.encode()), 0, 0)
    fixed = struct.pack(_CENTRAL, b"PK\1\2", made_by, _VERSION, *about, *lengths, 0, 0, _READABLE, offset)
    return fixed + name.encode()


def _about(name: str, packed: Packed) -> tuple[int, ...]:
    """What header and entry both say: flags, way of packing, time, day, checksum and sizes."""
    flags = 0 if name.isascii() else _UTF_8
    return (flags, _DEFLATED, 0, _FIRST_DAY, packed.checksum, len(packed.content), packed.size)
