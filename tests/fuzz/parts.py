"""Word files, and one part of them exchanged for another."""

from __future__ import annotations

import functools
import io
import zipfile

import docx

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


@functools.cache
def plain_document() -> bytes:
    """A document as an embassy's letterhead may be."""
    written = io.BytesIO()
    docx.Document().save(written)
    return written.getvalue()


def part_of(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return parts.read(name)


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as parts, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as new:
        for one in parts.namelist():
            new.writestr(one, content if one == name else parts.read(one))
    return written.getvalue()
