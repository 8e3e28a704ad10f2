"""A release becomes the bytes of one file. One module per format; nothing here writes to disk.

The libraries that draw are imported by the module of the format that needs them, when it is first used: a missing one
costs its own format only.
"""

from __future__ import annotations

from communique.model import Format, Letterhead, Release

MEDIA_TYPES = {
    Format.HTML: "text/html",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.TEXT: "text/plain",
}


def render(release: Release, letterhead: Letterhead, file_format: Format) -> bytes:
    """Draw a release on its letterhead.

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

            return pdf.render(release, letterhead)
        case Format.DOCX:
            from communique.render import docx

            return docx.render(release, letterhead)
        case Format.TEXT:
            from communique.render import text

            return text.render(release, letterhead)
