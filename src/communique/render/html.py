"""A release as one HTML file without scripts and without requests; and the same page, laid out for print, for the PDF.

The body is made in Python by `match`, so that the type checker proves that no kind of block is forgotten; the
letterhead's template draws the shell around it. Which elements are used is also what the PDF's structure tree is made
of, hence `div` and not `figure` around a quotation: a figure in a PDF must have an alternative text.
"""

from __future__ import annotations

import base64
import enum
from collections.abc import Iterator, Mapping

from communique import locales
from communique.direction import isolate
from communique.model import (
    Block,
    Direction,
    Emphasis,
    Furniture,
    Heading,
    Inline,
    Isolate,
    Lead,
    Letterhead,
    LineBreak,
    Link,
    Listing,
    Note,
    NoteReference,
    Paragraph,
    Quotation,
    Release,
    Signature,
    Strong,
    Superscript,
    Table,
    Text,
    Unready,
)
from communique.render import head, shell
from communique.render.addresses import address
from communique.render.elements import element, escaped, plain
from communique.render.fit import steps
from communique.render.lines import UNBROKEN, joined, pieces

_SHORT = 14
"""Characters in the head of a column that is narrow."""


class Medium(enum.StrEnum):
    """What a page is drawn for; templates compare with it."""

    SCREEN = "screen"
    PRINT = "print"


def render(release: Release, letterhead: Letterhead) -> bytes:
    """Draw a release as one HTML file.

    Raises:
        TextProblems: the letterhead's template or style cannot be used (`C061`).
    """
    emblem = "data:image/svg+xml;base64," + base64.b64encode(letterhead.emblem).decode("ascii")
    return page(release, letterhead, Medium.SCREEN, letterhead.screen_css, emblem).encode()


def page(
    release: Release,
    letterhead: Letterhead,
    medium: Medium,
    css: str,
    emblem: str,
) -> str:
    """Draw the page of a release: the letterhead's template around the body, with `css` as its only style.

    Args:
        release: What is drawn.
        letterhead: Whose template is used.
        medium: Decides what a reader of paper has no use for: links to other languages, to skip, to other formats.
        css: The style sheet; the properties of the release (`shell.style`) are put before it.
        emblem: The address of the emblem.

    Raises:
        TextProblems: the letterhead's template or style cannot be used (`C061`).
    """
    style = shell.style(release, letterhead, css, steps(release.typography, letterhead.type)[0].properties())
    tell = head.for_screen if medium is Medium.SCREEN else head.for_print
    return shell.draw(letterhead, _context(release, medium, tell(release, style), emblem))


# --- the text --------------------------------------------------------------------------------------------------------


def blocks(content: tuple[Block, ...], unready: str) -> str:
    """Mark up the text of a release; `unready` is what stands before a block that is not fit to go out."""
    return "\n".join(_block(block, unready) for block in content)


def _block(block: Block, unready: str) -> str:
    match block:
        case Heading(name, level, content):
            return element(f"h{level}", inlines(content), id=name)
        case Lead(name, content):
            return element("p", inlines(content), id=name, class_="lead")
        case Paragraph(name, content):
            return element("p", inlines(content), id=name)
        case Signature(name, content):
            return element("p", inlines(content), id=name, class_="signature")
        case Quotation():
            return _quotation(block)
        case Listing(name, ordered, items):
            rows = "".join(element("li", inlines(item)) for item in items)
            return element("ol" if ordered else "ul", rows, id=name)
        case Table():
            return _table(block)
        case Note():
            return _note(block)
        case Unready(_, locale, direction, inner):
            mark = element("p", escaped(unready), class_="unready-mark")
            source = element("div", _block(inner, unready), lang=locale, dir=direction)
            return element("div", mark + source, class_="unready")


def notes(content: tuple[Block, ...], unready: str) -> str:
    """Mark up the notes of a release, each with a way back to its reference (DPUB-ARIA 1.1); nothing if it has none."""
    return element("div", blocks(content, unready), class_="notes", role="doc-endnotes") if content else ""


def _note(note: Note[Inline]) -> str:
    back = element("a", escaped(note.label), href=f"#Reference-{note.id}", role="doc-backlink")
    return element("p", element("span", back, class_="label") + " " + inlines(note.content), id=note.id, class_="note")


def _reference(reference: NoteReference) -> str:
    link = {"id": f"Reference-{reference.id}", "href": f"#{reference.id}", "role": "doc-noteref"}
    return element("sup", element("a", escaped(reference.label), **link), class_="reference")


def identifier(block: Block) -> str:
    """The id of a block; of the block inside, if it is not fit to go out."""
    return identifier(block.block) if isinstance(block, Unready) else block.id


def _quotation(quotation: Quotation[Inline]) -> str:
    paragraphs = "".join(element("p", inlines(paragraph)) for paragraph in quotation.paragraphs)
    cite = quotation.cite if quotation.cite.startswith("https://") else ""
    quoted = element("blockquote", paragraphs, cite=cite)
    attribution = element("p", inlines(quotation.attribution), class_="attribution") if quotation.attribution else ""
    return element("div", quoted + attribution, id=quotation.id, class_="quotation")


def _table(table: Table[Inline]) -> str:
    header = "".join(element("th", inlines(cell), scope="col", class_=_width(cell)) for cell in table.header)
    rows = "".join(element("tr", "".join(element("td", inlines(cell)) for cell in row)) for row in table.rows)
    return element("table", f"<thead><tr>{header}</tr></thead><tbody>{rows}</tbody>", id=table.id)


def _width(cell: tuple[Inline, ...]) -> str:
    """Mark the head of a column that a letterhead may keep on one line, as long as the page is wide enough."""
    return "short" if len(plain(cell)) <= _SHORT else ""


def inlines(content: tuple[Inline, ...]) -> str:
    """Mark up a finished text."""
    return "".join(map(_inline, joined(content)))


def _inline(node: Inline) -> str:
    match node:
        case Text(text):
            return "".join(
                element("span", escaped(piece), class_=UNBROKEN) if whole else escaped(piece)
                for piece, whole in pieces(text)
            )
        case LineBreak():
            return "<br>"
        case NoteReference():
            return _reference(node)
        case Superscript(content):
            return element("sup", inlines(content))
        case Strong(content):
            return element("strong", inlines(content))
        case Emphasis(content):
            return element("em", inlines(content))
        case Link(href, content):
            return element("a", inlines(content), href=href)
        case Isolate(direction, content):
            return element("bdi", inlines(content), dir=direction)


# --- the words around it -----------------------------------------------------------------------------------------------


def _context(release: Release, medium: Medium, told: str, emblem: str) -> Mapping[str, str]:
    """All that a template can see: strings, those with markup marked as such."""
    from markupsafe import Markup

    furniture = release.furniture
    marked = {
        "head": told,
        "title": inlines(release.title),
        "body": blocks(release.blocks, furniture.unready) + notes(release.notes, furniture.unready),
        "dateline": _time(release.released.isoformat(), _line(furniture.dateline, release.direction)),
        "issuer": _issuer(furniture, release.direction),
        "embargo": "<br>\n".join(filter(None, (_embargo(release), *_marks(release)))),
        "contact": "<br>\n".join(_contact_line(line, release.direction) for line in furniture.contact),
        "languages": _languages(release) if medium is Medium.SCREEN else "",
        **_lines(furniture, release.direction),
    }
    plain_words = {
        "medium": medium,
        "locale": release.locale,
        "direction": release.direction,
        "script": release.script,
        "kind_name": release.kind,
        "embargoed": "embargoed" if release.embargo else "",
        "emblem": emblem,
        "emblem_alt": furniture.emblem_alt,
        "skip": furniture.skip,
        "other_languages": furniture.other_languages,
    }
    return {key: str(value) for key, value in plain_words.items()} | {k: Markup(v) for k, v in marked.items()}  # noqa: S704 - made of escaped words only


def _lines(furniture: Furniture, base: Direction) -> dict[str, str]:
    texts = {
        "kind": furniture.kind,
        "number": furniture.number,
        "end_mark": furniture.end_mark,
        "draft": furniture.draft,
    }
    return {name: _line(text, base) for name, text in texts.items()}


def _line(text: str, base: Direction) -> str:
    return inlines(isolate((Text(text),), base))


def _issuer(furniture: Furniture, base: Direction) -> str:
    """Who speaks: in the language of the release first, then in the others of the letterhead."""
    others = (
        element("span", escaped(name), lang=locale, dir=locales.direction(locale), class_="name")
        for locale, name in furniture.names
    )
    return "<br>\n".join((_line(furniture.issuer, base), *others))


def _marks(release: Release) -> Iterator[str]:
    for mark in release.furniture.marks:
        yield element("strong", _line(mark, release.direction), class_="mark")


def _embargo(release: Release) -> str:
    line = _line(release.furniture.embargo, release.direction)
    return line if release.embargo is None else _time(release.embargo.isoformat(), line)


def _time(moment: str, words: str) -> str:
    return element("time", words, datetime=moment)


def _contact_line(line: str, base: Direction) -> str:
    """A line of the contact block; one that is an address or a telephone number can be followed."""
    words, href = _line(line, base), address(line)
    kept_on_a_line = UNBROKEN if href.startswith("tel:") else ""
    return element("span", element("a", words, href=href, class_=kept_on_a_line) if href else words)


def _languages(release: Release) -> str:
    """Links to the same release in the other languages, each named in itself."""
    return "".join(element("li", _language(release, locale)) for locale in release.locales if locale != release.locale)


def _language(release: Release, locale: str) -> str:
    name = escaped(locales.endonym(locale))
    direction = locales.direction(locale)
    return element("a", name, href=head.sibling(release, locale), lang=locale, hreflang=locale, dir=direction)
