"""A release as a Word document: named styles, real lists, fields and headers, in any direction of writing.

The text is written as WordprocessingML (ECMA-376, part 1, section 17) by `match`, so that the type checker proves that
no kind of block is forgotten. Word rejects children in the wrong order, so they are written in the order of the schema
and never sorted afterwards. python-docx opens the document that the text goes into: our own slim one in `base/`, or
the embassy's letterhead, and keeps its parts and relationships in order.

The text proper stands in the body; what the letterhead prints stands in paragraphs of the `FURNITURE` styles, in
headers and in footers, so that a reader of the file can tell them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.model import Direction, Letterhead, Release
from communique.render.docx import embedding
from communique.render.docx.base import base_document, base_outline, write_headers
from communique.render.docx.body import FURNITURE, TEXT_MARK, turn_sections, write_body
from communique.render.docx.drafts import mark_draft
from communique.render.docx.own import letterhead_document
from communique.render.docx.package import parts_of, zipped
from communique.render.docx.properties import custom_part, with_number, write_properties

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["FURNITURE", "TEXT_MARK", "render", "start"]


def start() -> None:
    """Load what draws, for the processes that are forked from this one."""
    import docx  # noqa: F401 - on its first use, it takes as long as some documents

    base_outline()
    embedding.start()


def render(release: Release, letterhead: Letterhead) -> bytes:
    """Write a release as .docx; equal input gives equal bytes on any day.

    Raises:
        TextProblems: the letterhead's document or emblem cannot be read, or the text has a control character.
    """
    own = letterhead.document is not None
    document = letterhead_document(release, letterhead) if own else base_document(release, letterhead)
    write_body(document, release, letterhead)
    if not own:
        write_headers(document, release, letterhead)
    if release.draft:
        mark_draft(document, release, letterhead)
    if release.direction is Direction.RTL:
        turn_sections(document)
    write_properties(document, release)
    return _saved(document, release, own=own)


def _saved(document: Document, release: Release, *, own: bool) -> bytes:
    custom = custom_part(document) if release.number else ""
    parts = parts_of(document)
    if custom:
        parts[custom] = with_number(parts[custom], release.number)
    return zipped(parts if own else embedding.with_fonts(parts, release.script))
