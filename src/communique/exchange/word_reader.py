"""A Word table that came back: what each row's translation says, whatever Word or its user did to it.

The XML is walked here, because reading a cell's text in the usual way drops tracked insertions and content controls.
Deleted words are left out, inserted ones taken; bold, italic and raised letters become marks again; and what AutoCorrect
does to a placeholder is undone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from communique.diagnostics import Code, Diagnostic, Location, Severity
from communique.exchange.autocorrect import settled
from communique.exchange.pieces import SpanKind
from communique.exchange.sheet import Returned, ReturnedRow, Row, Sheet
from communique.exchange.word import HEADER, REFERENCE, WORD, translation_cell
from communique.packages import AGAIN, main_part, members, parsed, problem
from communique.placeholders import NAME

W = f"{{{WORD}}}"
MOST_PARAGRAPHS = 20_000
REFERENCE_LINE = re.compile(rf"{REFERENCE}:\s*([a-z0-9-]+)/([A-Za-z0-9-]+)/([A-Za-z0-9-]+)")
BLOCK_CELL = re.compile(r"(?:(\d{1,6})\s+)?(\S+)\s+([0-9a-f]{12})")
TAKEN_OUT = frozenset({"del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "fldData"})
TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
FOREIGN = {
    "drawing": "a picture",
    "pict": "a picture",
    "object": "an embedded object",
    "AlternateContent": "a picture or a text box",
    "tbl": "a table inside the cell",
    "sym": "a sign of a symbol font",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
}
COMPLEX = re.compile("[\u0590-\u08ff\u0900-\u0eff]")
"""Letters of scripts that Word sets with its properties for complex scripts."""
SIGNS = {
    "tab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "softHyphen": "\N{SOFT HYPHEN}",
}
STYLES = {"Strong": SpanKind.STRONG, "Emphasis": SpanKind.EMPHASIS}
MARK_OF = {SpanKind.STRONG: "**", SpanKind.EMPHASIS: "*", SpanKind.RAISED: "^"}


def reference(content: bytes, shown: str) -> tuple[str, str]:
    """The statement and the locale that a file says it is of.

    Raises:
        FileProblem: it is damaged or dangerous, or not a file that was exported.
    """
    found = REFERENCE_LINE.search(" ".join(_plain(one) for one in _body(content, shown).iter(f"{W}p")))
    if found is None:
        hint = f"the line `{REFERENCE}: …` under the title says what the file is: put it back, or export again"
        raise problem(shown, "the file does not say which translation it is", hint)
    return found[1], found[3]


def read(content: bytes, shown: str, sheet: Sheet, *, accept_changes: bool = False) -> Returned:
    """Read the rows of a Word table.

    Raises:
        FileProblem: it is damaged or dangerous.
    """
    body = _body(content, shown)
    rows = [row for row in body.iter(f"{W}tr") if not _nested(row)]
    read_rows = [_row(row, number, shown, sheet, accept_changes) for number, row in enumerate(rows, 1)]
    return Returned(sheet, tuple(row for row in read_rows if row), _remarks(content, shown, sheet, rows))


def _body(content: bytes, shown: str) -> etree._Element:
    found = members(content, shown)
    document = parsed(found[main_part(found, shown)], shown)
    if sum(1 for _ in document.iter(f"{W}p")) > MOST_PARAGRAPHS:
        raise problem(shown, f"the file has more than {MOST_PARAGRAPHS} paragraphs", AGAIN)
    return document


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _nested(row: etree._Element) -> bool:
    return sum(1 for _ in row.iterancestors(f"{W}tbl")) > 1


def _plain(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


# --- rows --------------------------------------------------------------------------------------------------------------


def _row(row: etree._Element, number: int, shown: str, sheet: Sheet, accept_changes: bool) -> ReturnedRow | None:
    if row.find(f"{W}trPr/{W}del") is not None:
        return None
    cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
    words = " ".join(_plain(paragraph) for paragraph in (cells[0].iter(f"{W}p") if cells else ()))
    named = BLOCK_CELL.fullmatch(words.strip())
    if named is None:
        return None if words.strip() == HEADER[0] else _unreadable(shown, number, words)
    place = Location(shown, int(named[1] or number), 1)
    read_row = ReturnedRow(named[2], named[3], "", place)
    if len(cells) != len(HEADER) or row.find(f".//{W}gridSpan") is not None or row.find(f".//{W}vMerge") is not None:
        hint = "each row has four cells: block, source, translation, notes; export again and copy the translation over"
        return replace(read_row, fault="cells of this row were split or merged", hint=hint)
    return _translated(read_row, cells[2], sheet, accept_changes)


def _unreadable(shown: str, number: int, words: str) -> ReturnedRow:
    hint = "the first cell of a row holds the block's name and a code of twelve signs; copy it from a new export"
    fault = f"`{words[:40]}` in the first cell does not say which block this is"
    return ReturnedRow("", "", "", Location(shown, number, 1), fault=fault, hint=hint)


def _translated(read_row: ReturnedRow, cell: etree._Element, sheet: Sheet, accept_changes: bool) -> ReturnedRow:
    fault, hint = _fault(cell, accept_changes)
    if fault:
        return replace(read_row, fault=fault, hint=hint)
    known = sheet.row(read_row.id)
    text = cell_text(cell)
    if known is None:
        return replace(read_row, translation=text)
    # A translation that no Word cell can hold to the letter is compared as Word would have given it back.
    untouched = text == cell_text(_cell_of(known, sheet)) or text == known.translation
    return replace(read_row, translation=known.translation if untouched else settled(text, known, sheet))


def _cell_of(row: Row, sheet: Sheet) -> etree._Element:
    return etree.fromstring(f'<w:tc xmlns:w="{WORD}">{translation_cell(row, sheet)}</w:tc>')


def _fault(cell: etree._Element, accept_changes: bool) -> tuple[str, str]:
    """What in a cell keeps it from being read, and what to do about it."""
    names = {_name(element) for element in cell.iterdescendants()}
    if names & TRACKED and not accept_changes:
        hint = "accept or reject them in Word (Review), or import with `--accept-changes`"
        return "the translation has tracked changes that nobody settled", hint
    foreign = next((FOREIGN[name] for name in sorted(names) if name in FOREIGN), "")
    if foreign:
        return f"the translation holds {foreign}", "write the translation as text only"
    if any(_on(vanish) for vanish in cell.iter(f"{W}vanish")):
        return "the translation holds hidden text", "show it (Font, Hidden) or delete it"
    return "", ""


# --- text of a cell ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    """Words with one look."""

    text: str
    marks: frozenset[SpanKind]


def cell_text(cell: etree._Element) -> str:
    """The translation in a cell as it would stand in a catalog."""
    paragraphs: list[list[_Run]] = [[]]
    for paragraph in cell.iter(f"{W}p"):
        paragraphs[-1].extend(_runs(paragraph))
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is None:
            paragraphs.append([])
    texts = ["\n".join(_marked(line) for line in _split(paragraph)) for paragraph in paragraphs]
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(texts)).strip()


def _runs(element: etree._Element) -> Iterator[_Run]:
    """The runs of a paragraph in order, those in insertions, content controls, links and fields too."""
    for child in element:
        name = _name(child)
        if name == "r":
            marks = _marks(child)
            yield from (_Run(text, marks) for text in _texts(child))
        elif name == "sdt" and (raw := _tagged(child)):
            inside = next(child.iter(f"{W}r"), None)
            yield _Run(raw, frozenset() if inside is None else _marks(inside))
        elif name not in TAKEN_OUT:
            yield from _runs(child)


def _tagged(control: etree._Element) -> str:
    """What a control of ours stands for: its tag says it even if its words were damaged. Of an empty one, nothing."""
    tag = control.find(f"{W}sdtPr/{W}tag")
    value = tag.get(f"{W}val", "") if tag is not None else ""
    is_ours = re.fullmatch(rf"\{{{NAME}\}}", value) or re.search(r"\[\[|\||\]\]", value)
    kept = any(text for run in _runs_only(control) for text in _texts(run))
    return value if is_ours and kept else ""


def _runs_only(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if _name(child) == "r":
            yield child
        elif _name(child) not in TAKEN_OUT:
            yield from _runs_only(child)


def _texts(run: etree._Element) -> Iterator[str]:
    for child in run:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]


def _marks(run: etree._Element) -> frozenset[SpanKind]:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return frozenset()
    found = {_name(child): child for child in properties}
    style = STYLES.get(_value(found.get("rStyle")))
    marks = {style} if style else set()
    is_complex = "rtl" in found or "cs" in found or any(map(COMPLEX.search, _texts(run)))
    marks |= {SpanKind.STRONG} if _has(found, "b", is_complex=is_complex) else set()
    marks |= {SpanKind.EMPHASIS} if _has(found, "i", is_complex=is_complex) else set()
    marks |= {SpanKind.RAISED} if _value(found.get("vertAlign")) == "superscript" else set()
    return frozenset(marks)


def _has(found: Mapping[str, etree._Element], name: str, *, is_complex: bool) -> bool:
    """Word has two switches for bold and two for italic; a script needs its own, and programs may set only the other."""
    own, other = (f"{name}Cs", name) if is_complex else (name, f"{name}Cs")
    if own in found:
        return _on(found[own])
    return is_complex and other in found and _on(found[other])


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _on(toggle: etree._Element) -> bool:
    return toggle.get(f"{W}val", "true") not in {"0", "false", "off"}


def _split(runs: Iterable[_Run]) -> list[list[_Run]]:
    """Cut at line ends: no mark reaches over one."""
    lines: list[list[_Run]] = [[]]
    for run in runs:
        for number, part in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            lines[-1].append(_Run(part, run.marks))
    return lines


def _marked(runs: Sequence[_Run], kinds: Sequence[SpanKind] = tuple(MARK_OF)) -> str:
    """Write marks around what has a look, from the outermost in."""
    if not kinds:
        return "".join(run.text for run in runs)
    kind, *inner = kinds
    groups: list[tuple[bool, list[_Run]]] = []
    for run in runs:
        # A space has no look: it goes with the words before it.
        has = kind in run.marks if run.text.strip() or not groups else groups[-1][0]
        if groups and groups[-1][0] is has:
            groups[-1][1].append(run)
        else:
            groups.append((has, [run]))
    return "".join(_wrapped(_marked(group, inner), MARK_OF[kind] if has else "") for has, group in groups)


def _wrapped(text: str, mark: str) -> str:
    words = text.strip()
    if not mark or not words:
        return text
    start = text.index(words)
    return text[:start] + mark + words + mark + text[start + len(words) :]


# --- remarks -----------------------------------------------------------------------------------------------------------


def _remarks(content: bytes, shown: str, sheet: Sheet, rows: Sequence[etree._Element]) -> tuple[Diagnostic, ...]:
    """The comments that the translator left, as notes at their rows."""
    found = members(content, shown)
    if "word/comments.xml" not in found:
        return ()
    places = {
        one.get(f"{W}id", ""): number for number, row in enumerate(rows, 1) for one in row.iter(f"{W}commentReference")
    }
    comments = parsed(found["word/comments.xml"], shown).iter(f"{W}comment")
    return tuple(_remark(comment, places.get(comment.get(f"{W}id", ""), 0), shown, sheet) for comment in comments)


def _remark(comment: etree._Element, row: int, shown: str, sheet: Sheet) -> Diagnostic:
    author = comment.get(f"{W}author", "") or "the translator"
    words = " ".join(_plain(paragraph) for paragraph in comment.iter(f"{W}p"))
    message = f"{author} remarks: {words[:500]}"
    hint = "nothing was done about it"
    return Diagnostic(Code.UNREADABLE, message, Location(shown, row), hint, Severity.NOTE, sheet.locale)
