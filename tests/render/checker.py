"""What a tagged PDF must keep that veraPDF does not look at, or only in part: our own checker, on pikepdf.

It knows ISO 32000 and nothing of the code that writes the files.
"""

from __future__ import annotations

import difflib
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from lxml import html

from communique import identity
from communique.model import Format

_SHOWING = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "BI"})
"""Operators that put something on the page; lines and rectangles are looked at by veraPDF."""


def flaws(content: bytes, page: str = "") -> list[str]:
    """Everything that is wrong with a file, each as a sentence; `page` is the HTML that it was laid out from."""
    with pikepdf.open(io.BytesIO(content)) as document:
        structure = _Structure(document)
        return [
            *_root_flaws(document),
            *structure.flaws,
            *_page_flaws(document, structure),
            *_heading_flaws(structure),
            *_figure_flaws(structure),
            *_table_flaws(structure),
            *_element_flaws(structure),
            *_font_flaws(document),
            *_metadata_flaws(document),
            *_attachment_flaws(document),
            *(_page_differences(content, structure, page) if page else ()),
        ]


def embedded(content: bytes) -> set[str]:
    """The families of the fonts in a file."""
    with pikepdf.open(io.BytesIO(content)) as document:
        names = {str(font.BaseFont) for page in document.pages for font in page.resources.Font.values()}
    return {re.sub(r"-(Bold|Italic|Oblique)", "", name.partition("+")[2]).replace("-", " ") for name in names}


def _kind(element: html.HtmlElement) -> str:
    return "Note" if element.get("class") == "note" else _KINDS[str(element.tag)]


def _page_differences(content: bytes, structure: _Structure, page: str) -> Iterator[str]:
    """Where the structure is not that of the page.

    Every element of the page is one of the structure, in the same order and with its language, however many pages of
    paper it stands on; and the structure says nothing that the page does not, such as a page number.
    """
    body = html.document_fromstring(page).body
    assert body is not None
    kinds = (kind.removeprefix("/FE").removeprefix("/") for kind, _ in structure.elements)
    made = [kind for kind in kinds if kind in {*_KINDS.values(), "Note"}]
    languages = [str(element.Lang) for _, element in structure.elements if "/Lang" in element]
    wanted = [_kind(element) for element in body.iter() if element.tag in _KINDS]
    yield from (f"the structure differs from the page: {one}" for one in difflib.ndiff(wanted, made) if one[0] in "-+")
    if languages != (spoken := [str(one) for one in body.xpath(".//@lang")]):
        yield (f"the structure speaks {languages}, and the page {spoken}")
    if (read := identity.read(content, Format.PDF)) != (written := _letters(body)):
        yield (f"the structure says something else than the page: {_first_difference(read, written)}")


_KINDS = {
    **{name: name.upper() for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "th", "td")},
    "ul": "L",
    "ol": "L",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "blockquote": "BlockQuote",
    "a": "Link",
    "img": "Figure",
    "div": "Div",
}
"""The elements of HTML that are an element of the structure each, with its kind (ISO 32000-1, 14.8.4)."""


def _letters(body: html.HtmlElement) -> str:
    return "".join(identity.read(html.tostring(body, encoding="utf-8"), Format.HTML).split())


def _first_difference(read: str, written: str) -> str:
    place = next((at for at, pair in enumerate(zip(read, written, strict=False)) if pair[0] != pair[1]), len(written))
    return f"`{read[place : place + 20]}` instead of `{written[place : place + 20]}`"


@dataclass
class _Structure:
    """The structure tree, read once."""

    document: pikepdf.Pdf
    elements: list[tuple[str, Any]] = field(default_factory=list)
    marks: dict[tuple[Any, int], Any] = field(default_factory=dict)
    """The element that holds each marked content, by page and number."""
    flaws: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        root = self.document.Root.StructTreeRoot
        for kid in _kids(root):
            self.walk(kid, root)

    def walk(self, element: Any, parent: Any) -> None:
        kind = str(element.S)
        self.elements.append((kind, element))
        if element.P.objgen != parent.objgen:
            self.flaws.append(f"a {kind} names another parent than the one it stands in")
        for kid in _kids(element):
            if isinstance(kid, int):
                self.hold(element, element.Pg, kid)
            elif kid.get("/Type") == "/MCR":
                self.hold(element, kid.get("/Pg", element.get("/Pg")), int(kid.MCID))
            elif kid.get("/Type") != "/OBJR":
                self.walk(kid, element)

    def hold(self, element: Any, page: Any, mark: int) -> None:
        if (page.objgen, mark) in self.marks:
            self.flaws.append(f"marked content {mark} stands in the structure twice")
        self.marks[page.objgen, mark] = element

    def of(self, *kinds: str) -> Iterator[Any]:
        return (element for kind, element in self.elements if kind in kinds)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return [*kids] if isinstance(kids, pikepdf.Array | list) else [kids]


def _root_flaws(document: pikepdf.Pdf) -> Iterator[str]:
    if not str(document.Root.get("/Lang", "")):
        yield "the document has no language"
    if not document.Root.MarkInfo.Marked:
        yield "the document does not say that it is tagged"
    if not document.Root.ViewerPreferences.DisplayDocTitle:
        yield "the document's title is not shown"


def _page_flaws(document: pikepdf.Pdf, structure: _Structure) -> Iterator[str]:
    """Every mark on a page belongs to the structure or is page furniture, and never both."""
    parents = document.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(number): owner for number, owner in zip(parents[::2], parents[1::2], strict=True)}
    for number, page in enumerate(document.pages, 1):
        seen: set[int] = set()
        for flaw, mark in _content_flaws(page):
            if flaw:
                yield f"page {number}: {flaw}"
            elif mark in seen:
                yield f"page {number}: two marked contents have the number {mark}"
            elif (page.objgen, mark) not in structure.marks:
                yield f"page {number}: marked content {mark} is reached by no structure element"
            elif owners[int(page.StructParents)][mark].objgen != structure.marks[page.objgen, mark].objgen:
                yield f"page {number}: marked content {mark} names another owner than the one that holds it"
            seen.add(mark)
        missing = {mark for place, mark in structure.marks if place == page.objgen} - seen
        yield from (f"page {number}: the structure names marked content {mark}, which is not there" for mark in missing)


def _content_flaws(page: Any) -> Iterator[tuple[str, int]]:
    """What is wrong with the content of a page; and, without a flaw, each marked content of the structure."""
    open_marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            tag = str(instruction.operands[0])
            properties: Any = instruction.operands[1] if operator == "BDC" else {}
            if "/MCID" in properties:
                flaw = "content of the structure stands inside an artifact" if "/Artifact" in open_marks else ""
                yield flaw, int(properties["/MCID"])
            elif tag != "/Artifact":
                yield f"a marked content {tag} has no number", -1
            open_marks.append(tag)
        elif operator == "EMC":
            open_marks.pop()
        elif operator in _SHOWING and not open_marks:
            yield f"`{operator}` shows something that is neither in the structure nor an artifact", -1


def _heading_flaws(structure: _Structure) -> Iterator[str]:
    levels = [int(kind[2:]) for kind, _ in structure.elements if kind[:2] == "/H" and kind[2:].isdigit()]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"the headings do not begin with the only one of the first level: {levels}"
    for level, following in itertools.pairwise(levels):
        if following > level + 1:
            yield f"a heading of level {following} follows one of level {level}"


def _figure_flaws(structure: _Structure) -> Iterator[str]:
    for figure in structure.of("/Figure"):
        if not str(figure.get("/Alt", "")).strip():
            yield "a figure has no words"
        left, bottom, right, top = map(float, figure.A.BBox)
        paper = [float(side) for side in figure.Pg.MediaBox]
        if not (paper[0] <= left < right <= paper[2] and paper[1] <= bottom < top <= paper[3]):
            yield "a figure does not lie on the paper"


def _table_flaws(structure: _Structure) -> Iterator[str]:
    names = {str(header.ID) for header in structure.of("/TH")}
    for header in structure.of("/TH"):
        if str(header.get("/A", {}).get("/Scope", "")) not in {"/Column", "/Row", "/Both"}:
            yield "a header cell does not say what it heads"
    for cell in structure.of("/TD"):
        if not {str(name) for name in cell.A.Headers} <= names:
            yield "a cell names a header that is not there"


def _element_flaws(structure: _Structure) -> Iterator[str]:
    for listing in structure.of("/L"):
        if "/ListNumbering" not in listing.get("/A", {}):
            yield "a list does not say how it counts"
    for link in structure.of("/Link"):
        if not any(not isinstance(kid, int) and kid.get("/Type") == "/OBJR" for kid in _kids(link)):
            yield "a link has no annotation"
    for kind, element in structure.elements:
        if "/ActualText" in element and (kind != "/Span" or not all(isinstance(kid, int) for kid in _kids(element))):
            yield f"words are put beside a {kind}, which holds more than a piece of a line"


def _font_flaws(document: pikepdf.Pdf) -> Iterator[str]:
    for name, font in {str(f.BaseFont): f for p in document.pages for f in p.resources.Font.values()}.items():
        descriptor = font.DescendantFonts[0].FontDescriptor
        if not {"/FontFile2", "/FontFile3"} & {*descriptor.keys()}:
            yield f"the font {name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"the font {name} does not say which letters it shows"


def _metadata_flaws(document: pikepdf.Pdf) -> Iterator[str]:
    """The metadata packet is complete; where there is document information, it says the same (ISO 19005-3, 6.6.3)."""
    packet, info = document.open_metadata(), document.docinfo
    for name in ("dc:title", "dc:creator", "dc:description", "dc:language", "dc:identifier", "pdf:Producer"):
        if not packet.get(name):
            yield f"the metadata packet has no {name}"
    if {str(document.Root.get("/Lang", ""))} != packet.get("dc:language"):
        yield "the metadata packet names another language than the document"
    said: dict[str, object] = {name: packet.get(name, "") for name in ("dc:title", "dc:description", "pdf:Keywords")}
    said |= {"pdf:Producer": packet.get("pdf:Producer", ""), "dc:creator": ", ".join(packet.get("dc:creator", []))}
    said |= {name: str(packet.get(name, "")).replace("-", "") for name in ("xmp:CreateDate", "xmp:ModifyDate")}
    for name, words in said.items():
        if len(info) and str(info.get(_INFORMATION[name], "")).removeprefix("D:") != words:
            yield f"the document information says another {name} than the metadata packet"
    if len(info) and not {str(info.get("/ReleaseNumber", ""))} - {""} <= packet.get("xmp:Identifier", set()):
        yield "the metadata packet lacks the release number"


_INFORMATION = {
    "dc:title": "/Title",
    "dc:description": "/Subject",
    "dc:creator": "/Author",
    "pdf:Keywords": "/Keywords",
    "pdf:Producer": "/Producer",
    "xmp:CreateDate": "/CreationDate",
    "xmp:ModifyDate": "/ModDate",
}


def _attachment_flaws(document: pikepdf.Pdf) -> Iterator[str]:
    """Each attached file says what it is, and was made on the day of the release (ISO 19005-3, 6.8)."""
    day = "D:" + str(document.open_metadata().get("xmp:CreateDate", "")).replace("-", "")
    related = {one.objgen for one in document.Root.get("/AF", [])}
    to_be_printed = any(str(intent.S) == "/GTS_PDFX" for intent in document.Root.get("/OutputIntents", []))
    if not document.attachments and not to_be_printed:
        yield "no source is attached"
    for name, file in document.attachments.items():
        if file.obj.objgen not in related or str(file.obj.get("/AFRelationship", "")) != "/Source":
            yield f"the attached file {name} does not say that it is the source"
        if not file.description or not file.get_file().mime_type:
            yield f"the attached file {name} does not say what it is"
        parameters: Any = file.get_file().obj.get("/Params", {})
        dates = {str(parameters.get(key, "")) for key in ("/CreationDate", "/ModDate")}
        if dates != {f"{day}000000Z"}:
            yield f"the attached file {name} has another date than the release"
