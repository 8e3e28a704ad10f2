"""What a tagged PDF of WeasyPrint 70 lacks, put right while the file is written.

- Page numbers and running heads are tagged content that no structure reaches: they become artifacts
  (https://github.com/Kozea/WeasyPrint/issues/1836), as do the heads of a table on its later pages.
- A paragraph, list or table split by a page break is two, and a link split by the end of a line: each becomes one.
- The language of an inner element is lost, as are the kind of a list and the direction of a table header.
- Text reads back wrong where its glyphs are not in the order of its letters, or stand for other ones: right-to-left and
  Indic scripts, hyphens of broken lines, no-break spaces (issue 2841). The words are put beside it as `/ActualText`.

One private function of WeasyPrint is used, `weasyprint.pdf.tags._build_box_tree`, and only listened to: it knows which
box became which structure element. Everything else is done on the finished objects, in WeasyPrint's own `finisher`.
"""

from __future__ import annotations

import contextlib
import functools
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from communique.render import PdfProfile
from communique.render.marked_content import marks, object_at, owners_of_marks, shown, streams

Finisher: TypeAlias = Callable[[Any, Any], None]
"""What WeasyPrint calls with its document and the PDF objects just before they are written."""

_POINTS = 0.75
"""Of a CSS pixel."""
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_HYPHEN = "\N{HYPHEN}"
_ONE_EACH = frozenset({"/NonStruct", "/Figure", "/Lbl"})
"""Kinds that may stand on each page."""
_NOTES = {("p", "note"): "/Note", ("span", "label"): "/Lbl", ("sup", "reference"): "/Reference"}
"""Kinds that HTML tells by classes (ISO 32000-1, 14.8.4)."""
_HEADINGS = frozenset(f"/H{level}" for level in range(1, 7))


@contextlib.contextmanager
def mended(profile: PdfProfile) -> Iterator[Finisher]:
    """Listen while WeasyPrint builds its structure tree; gives the finisher that puts it right."""
    from weasyprint.pdf import tags

    heard = _Heard()
    original = tags._build_box_tree  # noqa: SLF001 - see the module's docstring
    tags._build_box_tree = functools.partial(heard.build, original)  # noqa: SLF001
    try:
        yield functools.partial(_finish, profile, heard)
    finally:
        tags._build_box_tree = original  # noqa: SLF001


@dataclass(slots=True)
class _Heard:
    """Which HTML element each structure element came from, and the box of each piece of marked content."""

    elements: list[tuple[int, Any, Any]] = field(default_factory=list)
    """Page, HTML element, structure element; in the order of the document."""
    boxes: dict[tuple[int, int], Any] = field(default_factory=dict)
    """By page and number of the marked content (MCID)."""

    def build(self, original: Callable[..., Iterator[Any]], box: Any, *rest: Any) -> Iterator[Any]:
        """Stand in for WeasyPrint's function, which calls it again for every box inside."""
        _, _, page, _, _, tags = rest
        if not self.boxes or max(self.boxes)[0] < page:
            self.boxes |= {(page, mark["mcid"]): marked for marked, mark in tags.items()}
        element = getattr(box, "_box", box).element
        for made in original(box, *rest):
            if element is not None:
                self.elements.append((page, element, made))
            yield made

    def words(self) -> dict[tuple[int, int], str]:
        """The words of each piece of marked content as they were written: without the hyphens of broken lines."""
        sources: dict[int, _Source] = {}
        words = {}
        for place, box in sorted(self.boxes.items()):
            written = getattr(box, "text", "")
            if written and box.element is not None and "::" not in box.element_tag:
                written = sources.setdefault(id(box.element), _Source(box.element)).as_written(written)
            words[place] = written
        return words


class _Source:
    """The letters of an HTML element, read in step with the pieces of line that they became.

    WeasyPrint ends a broken word with the same hyphen that an author may have put there, as in "Nagorno‐Karabakh".
    """

    def __init__(self, element: Any) -> None:
        texts = (element.text, *(child.tail for child in element))
        self.letters = "".join("".join(filter(None, texts)).split())
        self.read = 0

    def as_written(self, words: str) -> str:
        """The next piece without the hyphen that the end of the line put there."""
        letters = "".join(words.split())
        unbroken = letters.removesuffix(_HYPHEN)
        place = self.letters.find(unbroken, self.read)
        if place < 0:
            return words
        if letters == unbroken or self.letters.startswith(letters, place):
            self.read = place + len(letters)
            return words
        self.read = place + len(unbroken)
        return words[:-1] if words[-2:-1] == _SOFT_HYPHEN else words[:-1] + _SOFT_HYPHEN


def _finish(profile: PdfProfile, heard: _Heard, document: Any, pdf: Any) -> None:
    del document
    _drop_repeated_heads(heard, pdf)
    _describe(heard, pdf)
    _wrap_link_words(pdf)
    _merge(heard, pdf)
    _name_dead_links(heard, pdf)
    _write_words(heard, pdf)
    _make_artifacts(pdf)
    if profile is PdfProfile.ARCHIVE_4:
        _point_outline_at_headings(heard, pdf)
        _point_links_at_notes(heard, pdf)


# --- structure -------------------------------------------------------------------------------------------------------


def _drop_repeated_heads(heard: _Heard, pdf: Any) -> None:
    """Take the head of a table off the structure where it is printed again, and let the cells name the first one."""
    first = {(id(element), made["S"]): made for _, element, made in reversed(heard.elements)}
    dropped: set[bytes] = set()
    names = {}
    for _, element, made in heard.elements:
        original = first[id(element), made["S"]]
        if made["S"] == "/THead" and made is not original:
            object_at(pdf, made["P"])["K"].remove(made.reference)
            dropped |= {made.reference, *_below(pdf, made)}
        if made["S"] == "/TH":
            names[made["ID"].string] = original["ID"]
    heard.elements = [known for known in heard.elements if known[2].reference not in dropped]
    for _, _, made in heard.elements:
        if "Headers" in made.get("A", ()):
            made["A"]["Headers"][:] = [names[name.string] for name in made["A"]["Headers"]]


def _describe(heard: _Heard, pdf: Any) -> None:
    """Write what the HTML says and WeasyPrint leaves out: inner languages, kinds of lists, directions of headers."""
    import pydyf

    for page, element, made in heard.elements:
        if (language := element.get("lang")) and element.tag != "html":
            made["Lang"] = pydyf.String(language)
        if made["S"] == "/TH" and "A" in made:
            made["A"]["Scope"] = "/Column"
        if kind := _NOTES.get((element.tag, element.get("class"))):
            made["S"] = kind
        if kind == "/Note":
            made["ID"] = pydyf.String(element.get("id"))
        if made["S"] == "/L":
            numbering = "/Decimal" if element.tag == "ol" else "/Disc"
            made["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        if made["S"] == "/Figure":
            made["A"]["BBox"] = pydyf.Array(_on_paper(made["A"]["BBox"], object_at(pdf, pdf.page_references[page])))


def _on_paper(box: Any, page: Any) -> list[float]:
    """A rectangle of CSS (pixels from the top) as one of PDF (points from the bottom)."""
    left, top, right, bottom = (length * _POINTS for length in box)
    height = page["MediaBox"][3]
    return [left, height - bottom, right, height - top]


def _merge(heard: _Heard, pdf: Any) -> None:
    """Make one structure element of those that one HTML element became on different pages; of a link, on each line."""
    first: dict[tuple[int, str], tuple[int, Any]] = {}
    for page, element, made in heard.elements:
        key = (id(element), made["S"])
        parted = key in first and (first[key][0] < page or made["S"] == "/Link")
        if parted and made["S"] not in _ONE_EACH:
            _move(pdf, page, made, first[key][1])
        else:
            first.setdefault(key, (page, made))


def _move(pdf: Any, page: int, source: Any, target: Any) -> None:
    """Give all that one structure element holds to another, which began on an earlier page."""
    for kid in source["K"]:
        if isinstance(kid, int):
            target["K"].append(_reference_to_content(pdf, page, kid))
        else:
            target["K"].append(kid)
            owned = object_at(pdf, kid)
            if "P" in owned:
                owned["P"] = target.reference
    source["K"].clear()
    siblings = object_at(pdf, source["P"])["K"]
    if source.reference in siblings:
        siblings.remove(source.reference)
    numbers = object_at(pdf, object_at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for owners in (numbers, *(owners for _, owners in owners_of_marks(pdf))):
        owners[:] = [target.reference if owner == source.reference else owner for owner in owners]


def _reference_to_content(pdf: Any, page: int, mark: int) -> Any:
    import pydyf

    return pydyf.Dictionary({"Type": "/MCR", "Pg": pdf.page_references[page], "MCID": mark})


# --- words -----------------------------------------------------------------------------------------------------------


def _wrap_link_words(pdf: Any) -> None:
    """Give the words of a link a span of their own, as all other words have: only a span can say how it reads."""
    for page, owners in owners_of_marks(pdf):
        for mark, owner in enumerate(owners):
            link = object_at(pdf, owner)
            if link["S"] == "/Link":
                owners[mark] = _span(pdf, page, mark, link).reference
                link["K"][link["K"].index(mark)] = owners[mark]


def _span(pdf: Any, page: int, mark: int, parent: Any) -> Any:
    import pydyf

    kind = {"Type": "/StructElem", "S": "/Span", "P": parent.reference}
    span = pydyf.Dictionary({**kind, "K": pydyf.Array([mark]), "Pg": pdf.page_references[page]})
    pdf.add_object(span)
    return span


def _name_dead_links(heard: _Heard, pdf: Any) -> None:
    """Call a link that leads nowhere, as on paper, what it is: a piece of a line."""
    for _, _, made in heard.elements:
        kids = (object_at(pdf, kid) for kid in made["K"] if isinstance(kid, bytes))
        if made["S"] == "/Link" and not any(kid["Type"] == "/OBJR" for kid in kids):
            made["S"] = "/Span"


def _write_words(heard: _Heard, pdf: Any) -> None:
    """Put the words beside every piece of text whose glyphs say something else.

    Left-to-right scripts get them in the page as well, where copying takes them from. Right-to-left ones must not: what
    copies text puts it in order once more.
    """
    import pydyf

    owners = dict(owners_of_marks(pdf))
    words = heard.words()
    for page, mark, properties, read in shown(pdf):
        written = words.get((page, mark), "")
        if written == read:
            continue
        object_at(pdf, owners[page][mark])["ActualText"] = pydyf.String(written)
        if not _runs_right_to_left(written):
            properties["ActualText"] = pydyf.String(written)


def _runs_right_to_left(words: str) -> bool:
    return any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in words)


# --- artifacts -------------------------------------------------------------------------------------------------------


def _make_artifacts(pdf: Any) -> None:
    """Mark as page furniture every marked content that the structure tree does not reach."""
    import pydyf

    reached = set(_reached(pdf))
    owners = dict(owners_of_marks(pdf))
    for page, stream in streams(pdf):
        for place, mark, _ in marks(stream):
            if owners[page][mark] not in reached:
                stream.stream[place - 1 : place + 1] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})
                owners[page][mark] = "null"


def _reached(pdf: Any) -> Iterator[bytes]:
    """The references of all structure elements below the root."""
    return _below(pdf, object_at(pdf, pdf.catalog["StructTreeRoot"]))


def _below(pdf: Any, element: Any) -> Iterator[bytes]:
    waiting = list(element["K"])
    while waiting:
        reference = waiting.pop()
        if isinstance(reference, bytes):
            yield reference
            waiting += object_at(pdf, reference).get("K", ())


# --- outline ---------------------------------------------------------------------------------------------------------


def _point_outline_at_headings(heard: _Heard, pdf: Any) -> None:
    """Lead the entries of the outline to structure elements and not only to places, as PDF/UA-2 asks (8.8)."""
    import pydyf

    headings = [(_title(element), made) for _, element, made in heard.elements if made["S"] in _HEADINGS and made["K"]]
    document = object_at(pdf, object_at(pdf, pdf.catalog["StructTreeRoot"])["K"][0])
    for entry in pdf.objects:
        if isinstance(entry, dict) and "Title" in entry and "Dest" in entry:
            place = entry.pop("Dest")
            found = next((one for one in headings if one[0] == _folded(entry["Title"].string)), None)
            target = found[1] if found else document
            structure = pydyf.Array([target.reference, *place[1:]])
            entry["A"] = pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": place, "SD": structure})
            headings = headings[headings.index(found) + 1 :] if found else headings


def _point_links_at_notes(heard: _Heard, pdf: Any) -> None:
    """Lead from references to notes and back as PDF/UA-2 asks: to structure elements (8.8), and notes as `FENote`."""
    import pydyf

    targets = {element.get("id"): made for _, element, made in reversed(heard.elements) if element.get("id")}
    for annotation in pdf.objects:
        if isinstance(annotation, dict) and annotation.get("Subtype") == "/Link" and "Dest" in annotation:
            place = annotation.pop("Dest")
            structure = pydyf.Array([targets[place.string].reference, "/Fit"])
            annotation["A"] = pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": place, "SD": structure})
    (namespace,) = object_at(pdf, pdf.catalog["StructTreeRoot"])["Namespaces"]
    for _, element, made in heard.elements:
        if made["S"] == "/Note":
            made |= {"S": "/FENote", "NS": namespace, "A": pydyf.Dictionary({"O": "/FENote", "NoteType": "/Endnote"})}
            reference = targets[f"Reference-{element.get('id')}"]
            made["Ref"] = pydyf.Array([reference.reference])
            reference["Ref"] = pydyf.Array([made.reference])


def _title(element: Any) -> str:
    return _folded("".join(element.itertext()))


def _folded(words: str) -> str:
    return "".join(words.split())
