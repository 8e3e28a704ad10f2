"""Our own base document: the parts in `base/`, filled with what a release decides, and its headers and footers."""

from __future__ import annotations

import functools
import io
import re
import string
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any, cast
from xml.sax.saxutils import escape

from communique import fonts
from communique.diagnostics import Code, Diagnostic, TextProblems
from communique.model import Letterhead, LineBreak, PageMark, Release, Text, TypeScale
from communique.render.docx.elements import elements_of, named
from communique.render.docx.package import opened, outline
from communique.render.docx.runs import Manner
from communique.render.docx.scripts import COMPLEX, COMPLEX_SIZE, EAST_ASIAN, digits_of, language_of
from communique.render.docx.story import Story, story_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.parts.story import StoryPart

_LEADING = 0.9
"""Of the line height of the language: Word adds its share above small and raised letters by itself."""
_TWIPS = 20
"""Twentieths of a point in a point."""
_EMBLEM_HEIGHT = 2.0
"""Centimetres."""
STYLES = "word/styles.xml"
NUMBERING = "word/numbering.xml"


def base_document(release: Release, letterhead: Letterhead) -> Document:
    """Open our own document, filled for a release."""
    words = base_words(release, letterhead)
    parts = {name: string.Template(part).substitute(words) for name, part in base_parts().items()}
    parts[STYLES] = with_complex_sizes(parts[STYLES], release.script)
    return opened(_encoded(parts), base_outline())


@functools.cache
def base_outline() -> Any:
    """How the parts of the base document belong together, which no release changes."""
    return outline(_encoded(base_parts()))


def _encoded(parts: Mapping[str, str]) -> dict[str, bytes]:
    return {name: part.encode() for name, part in parts.items()}


@functools.cache
def base_parts() -> Mapping[str, str]:
    """The parts of the base document, by their name in the package; `$name` stands for what a release decides."""
    root = resources.files(__package__).joinpath("base")
    folders = {"": root, "_rels/": root / "_rels", "docProps/": root / "docProps", "word/": root / "word"}
    folders["word/_rels/"] = root / "word" / "_rels"
    return {
        prefix + file.name: file.read_text("utf-8")
        for prefix, folder in folders.items()
        for file in folder.iterdir()
        if file.is_file()
    }


def base_words(release: Release, letterhead: Letterhead) -> dict[str, str]:
    """Say what stands for each `$name` of the base document."""
    script, typography = release.script, release.typography
    language = language_of(release.locale)
    font = fonts.whole_family(script)
    words = {
        **{name: getattr(letterhead, name).removeprefix("#").upper() for name in ("accent", "rule", "tint")},
        "issuer": release.furniture.issuer,
        "latin_font": font if script in EAST_ASIAN else fonts.COMMON,
        "letter_font": fonts.COMMON if script in COMPLEX else font,
        "east_asian_font": font if script in EAST_ASIAN else fonts.COMMON,
        "complex_font": font if script in COMPLEX else fonts.COMMON,
        # Word's own documents call Latin letters among Chinese ones English; programs break lines by it.
        "language": "en-US" if script in EAST_ASIAN else language,
        "east_asian_language": language if script in EAST_ASIAN else "zh-CN",
        "complex_language": language if script in COMPLEX else "ar-SA",
        **_sizes(letterhead.type),
        "layout": "center" if letterhead.centred else "left",  # in a paragraph from right to left, `left` is its start
        "justification": "both" if typography.justify else "left",
        "hyphenate": "1" if typography.hyphenate else "0",
        "line": str(round(_halves(letterhead.type.size) / 2 * _LEADING * typography.line_height * _TWIPS)),
        "number_format": digits_of(release).numbering,
    }
    return {name: escape(word) for name, word in words.items()}


def _sizes(scale: TypeScale) -> dict[str, str]:
    """The sizes of the styles in half points; the text a little smaller rather than larger than on our own pages."""
    sizes = {"title": scale.title, "heading": scale.heading, "issuer": scale.issuer, "small": scale.small}
    text = _halves(scale.size)
    halves = {name: round(size * 2) for name, size in sizes.items()} | {"lead": text + 1}
    return {"size": str(text)} | {f"{name}_size": str(half) for name, half in halves.items()}


def _halves(points: float) -> int:
    return int(points * 2)


def with_complex_sizes(styles: str, script: str) -> str:
    """Give each size its twin for complex scripts, so that both always agree."""
    larger = COMPLEX_SIZE.get(script, 1.0)
    return re.sub(r'<w:sz w:val="(\d+)"/>', lambda m: f'{m[0]}<w:szCs w:val="{round(int(m[1]) * larger)}"/>', styles)


def write_headers(document: Document, release: Release, letterhead: Letterhead) -> None:
    """Write the letterhead on the first page, the title on the others, and the page line on all."""
    section = document.sections[0]
    running = story_of(document, section.header.part, release, letterhead)
    _write_first_header(running.elsewhere(section.first_page_header.part), release, letterhead)
    title = tuple(Text(" ") if isinstance(node, LineBreak) else node for node in release.title)
    running.part.element.extend(elements_of(running.paragraph("Header", title, running.manner), release))
    for part in (section.first_page_footer.part, section.footer.part):
        footer = running.elsewhere(part)
        line = footer.framed("Footer", _page_line(release, footer.manner), footer.manner)
        part.element.extend(elements_of(line, release))


def _write_first_header(story: Story, release: Release, letterhead: Letterhead) -> None:
    part = cast("StoryPart", story.part)
    if letterhead.emblem_picture:
        emblem = story.framed("Letterhead", "<w:r><w:drawing/></w:r>", story.manner)
        part.element.extend(elements_of(emblem, release))
        drawing = next(part.element.iter(named("w:drawing")))
        drawing.append(_emblem(part, release, letterhead))
    names = ((release.locale, release.furniture.issuer), *release.furniture.names)
    for place, (locale, name) in enumerate(names, 1):
        manner = story.manner if locale == release.locale else story.manner_in(locale)
        style = "Issuer" if place == len(names) else "Letterhead"
        part.element.extend(elements_of(story.paragraph(style, (Text(name),), manner), release))


def _emblem(part: StoryPart, release: Release, letterhead: Letterhead) -> BaseOxmlElement:
    from docx.image import exceptions
    from docx.shared import Cm

    try:
        inline = part.new_pic_inline(io.BytesIO(letterhead.emblem_picture), height=Cm(_EMBLEM_HEIGHT))
    except (exceptions.InvalidImageStreamError, exceptions.UnrecognizedImageError, exceptions.UnexpectedEndOfFileError):
        message = "the picture of the emblem cannot be read"
        hint = "save the emblem as PNG, 512 pixels or more wide"
        raise TextProblems([Diagnostic(Code.LETTERHEAD, message, letterhead.location, hint)]) from None
    inline.docPr.set("name", "Emblem")
    inline.docPr.set("descr", release.furniture.emblem_alt)
    return inline


def _page_line(release: Release, manner: Manner) -> str:
    digits = digits_of(release)
    fields = {PageMark.PAGE: "PAGE", PageMark.PAGES: "NUMPAGES"}
    return "".join(
        _field(f" {fields[piece]} {digits.switch}", digits.one, manner)
        if isinstance(piece, PageMark)
        else manner.text(piece)
        for piece in release.furniture.page
    )


def _field(code: str, result: str, manner: Manner) -> str:
    """A field that Word fills when it lays out the page (ECMA-376, 17.16.18)."""
    begin, separate, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
    instruction = f'<w:instrText xml:space="preserve">{code}</w:instrText>'
    marked = (manner.run(content) for content in (begin, instruction, separate))
    return "".join(marked) + manner.text(result) + manner.run(end)
