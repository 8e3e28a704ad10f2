"""The mark of a draft, in words and across the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from communique import fonts
from communique.direction import isolate
from communique.model import Letterhead, Release, Text
from communique.render.docx.elements import elements_of
from communique.render.docx.story import story_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.parts.story import StoryPart


def mark_draft(document: Document, release: Release, letterhead: Letterhead) -> None:
    """Say on every page, in words and across the page, that this is a draft."""
    for number, part in enumerate(_header_parts(document), 1):
        story = story_of(document, part, release, letterhead)
        words = story.inlines(isolate((Text(release.furniture.draft),), release.direction), story.manner)
        mark = story.framed("Draft Mark", words + story.manner.run(_watermark(release, number)), story.manner)
        for element in elements_of(mark, release):
            part.element.insert(0, element)


def _header_parts(document: Document) -> Iterator[StoryPart]:
    """Every header that a page can show; the first section gets those that it lacks."""
    even = document.settings.odd_and_even_pages_header_footer
    for number, section in enumerate(document.sections):
        headers = [section.header]
        headers += [section.first_page_header] if section.different_first_page_header_footer else []
        headers += [section.even_page_header] if even else []
        yield from (header.part for header in headers if not (number and header.is_linked_to_previous))


def _watermark(release: Release, number: int) -> str:
    """Pale words across the page: WordArt in VML, which is what Word itself writes for a watermark."""
    words = release.furniture.draft
    width = 460
    height = max(36, min(110, 2 * width // (len(words) + 1)))
    place = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;z-index:-1000;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    font = f"font-family:&quot;{fonts.whole_family(release.script)}&quot;;font-size:1pt"
    return (
        '<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m0,0l21600,0m0,21600l21600,21600e">'
        '<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="DraftMark{number}" type="#_x0000_t136" alt="" style="{place}" fillcolor="#e3c7c7" stroked="f">'
        f'<v:fill opacity=".5"/><v:textpath style="{font}" string={quoteattr(words)}/></v:shape></w:pict>'
    )
