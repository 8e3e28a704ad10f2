"""A release becomes the bytes of one file. One module per format; nothing here writes to disk.

The libraries that draw are imported by the module of the format that needs them, when it is first used: a missing one
costs its own format only.
"""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Collection

from communique.diagnostics import CommuniqueError
from communique.model import Format, Letterhead, Release

MEDIA_TYPES = {
    Format.HTML: "text/html",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.TEXT: "text/plain",
}


class PdfProfile(enum.StrEnum):
    """Which standards a PDF follows."""

    ARCHIVE_3 = "archive-3"
    """PDF/A-3a and PDF/UA-1: every reader of today opens it."""
    ARCHIVE_4 = "archive-4"
    """PDF/A-4f and PDF/UA-2, their successors on PDF 2.0."""
    PRINT = "print"
    """PDF/X-4, in the inks of one press."""


def render(
    release: Release,
    letterhead: Letterhead,
    file_format: Format,
    pdf_profile: PdfProfile = PdfProfile.ARCHIVE_3,
    press: bytes = b"",
) -> bytes:
    """Draw a release on its letterhead; `press` is the colour profile (ICC) for a PDF that is printed.

    Raises:
        EnvironmentProblem: a library or a font that the format needs is missing.
        TextProblems: the text or the letterhead cannot be drawn as it is, such as a character that no font has.
    """
    match file_format:
        case Format.HTML:
            from communique.render import html

            return html.render(release, letterhead)
        case Format.PDF:
            from communique.render import pdf

            return pdf.render(release, letterhead, pdf_profile, press)
        case Format.DOCX:
            from communique.render import docx

            return docx.render(release, letterhead)
        case Format.TEXT:
            from communique.render import text

            return text.render(release, letterhead)


def start(formats: Collection[Format]) -> None:
    """Load what draws these formats, for the processes that are forked from this one; `render` tells what is missing."""
    if Format.PDF in formats:
        from communique.render import pdf

        with contextlib.suppress(CommuniqueError):
            pdf.start()
    if Format.DOCX in formats:
        from communique.render import docx

        docx.start()
    if Format.HTML in formats or Format.PDF in formats:
        import jinja2  # noqa: F401
