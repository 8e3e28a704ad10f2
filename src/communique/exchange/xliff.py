"""A sheet as XLIFF 1.2 (OASIS, 2008) for the tools of agencies, and the way back.

Placeholders, parts of switches and line ends are `<x/>`, bold, italic, raised letters and links are `<g>`. The codes are
numbered by the source, so that a tool that keeps the numbers keeps the meaning; `equiv-text` says it in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from communique.diagnostics import Location
from communique.exchange.autocorrect import settled
from communique.exchange.pieces import Code, CodeKind, Piece, Span, SpanKind, Words, codes_in, pieces_of
from communique.exchange.sheet import Returned, ReturnedRow, Row, Sheet, fingerprint
from communique.model import MessageState
from communique.packages import parsed, problem

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
X = f"{{{NAMESPACE}}}"
ORIGINAL = re.compile(r"(?:^|/)statements/([a-z0-9-]+)/statement\.md$")
STATES = {
    MessageState.MISSING: "needs-translation",
    MessageState.FUZZY: "needs-review-translation",
    MessageState.INVALID: "needs-adaptation",
    MessageState.TRANSLATED: "translated",
    MessageState.REVIEWED: "signed-off",
}
CODE_TYPES = {
    CodeKind.PLACEHOLDER: "x-placeholder",
    CodeKind.SWITCH: "x-switch",
    CodeKind.NOTE: "x-note",
    CodeKind.LINE: "lb",
}
SPAN_TYPES = {
    SpanKind.STRONG: "bold",
    SpanKind.EMPHASIS: "italic",
    SpanKind.RAISED: "x-superscript",
    SpanKind.LINK: "link",
}
PLAIN_SPANS = {"bold": ("**", "**"), "italic": ("*", "*"), "x-superscript": ("^", "^")}
EXPORT_AGAIN = "export again with `communique catalog export`, and translate that file"


# --- writing -----------------------------------------------------------------------------------------------------------


class _Numbers:
    """The numbers of the codes of a translation: those of the same codes in its source, in their order, else new ones."""

    def __init__(self, source: str) -> None:
        codes = _source_codes(source)
        self.count = len(codes)
        self.free: dict[tuple[str, str], list[str]] = {}
        for number, code in codes.items():
            self.free.setdefault(_key(code), []).append(number)

    def of(self, code: Code | Span) -> str:
        """The next number for a code; a code that stands more often than in the source repeats its last one."""
        if _key(code) not in self.free:
            self.count += 1
            self.free[_key(code)] = [str(self.count)]
        numbers = self.free[_key(code)]
        return numbers.pop(0) if len(numbers) > 1 else numbers[0]


def _key(code: Code | Span) -> tuple[str, str]:
    return (code.kind, code.in_translation) if isinstance(code, Code) else (code.kind, code.closing)


def _source_codes(source: str) -> dict[str, Code | Span]:
    """The codes of a source by their numbers."""
    return {str(number): code for number, code in enumerate(codes_in(pieces_of(source, is_source=True)), 1)}


def write(sheet: Sheet) -> bytes:
    """Write a sheet as XLIFF 1.2; equal sheets give equal bytes."""
    statement = sheet.statement
    units = "".join(_unit(row) for row in sheet.rows)
    original = quoteattr(f"statements/{statement.slug}/statement.md")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}">\n'
        f'<file original={original} datatype="plaintext" source-language="{statement.source}"'
        f' target-language="{sheet.locale}" xml:space="preserve">\n<body>\n{units}</body>\n</file>\n</xliff>\n'
    ).encode()


def _unit(row: Row) -> str:
    name = quoteattr(row.id)
    approved = "yes" if row.state is MessageState.REVIEWED else "no"
    lines = [
        f"<source>{_source(row.source)}</source>",
        f'<target state="{STATES[row.state]}">{_target(row)}</target>',
        *(f"<note>{escape(note)}</note>" for note in row.notes),
    ]
    if row.previous and row.previous != row.source:
        lines.append(
            f'<alt-trans alttranstype="previous-version"><source>{_source(row.previous)}</source>'
            f"<target>{_markup(row.translation, _Numbers(row.previous))}</target></alt-trans>"
        )
    attributes = f'id={name} resname={name} restype="x-{row.message.kind}" approved="{approved}"'
    return f'<trans-unit {attributes} xml:space="preserve">\n' + "\n".join(lines) + "\n</trans-unit>\n"


def _target(row: Row) -> str:
    """The translation; where there is none, the source to write over, because some tools show nothing else (OmegaT)."""
    return _markup(row.translation, _Numbers(row.source)) if row.translation else _source(row.source)


def _source(text: str) -> str:
    numbers = iter(range(1, len(text) + 2))
    return "".join(_counted(pieces_of(text, is_source=True), numbers))


def _counted(pieces: Iterable[Piece], numbers: Iterator[int]) -> Iterator[str]:
    """Codes of a source are counted as they come: the same code twice is two codes."""
    for piece in pieces:
        match piece:
            case Words(text):
                yield escape(text)
            case Code():
                yield _code(piece, str(next(numbers)))
            case Span():
                number = str(next(numbers))
                yield _span(piece, number, "".join(_counted(piece.content, numbers)))


def _markup(text: str, numbers: _Numbers) -> str:
    return "".join(_numbered(pieces_of(text), numbers))


def _numbered(pieces: Iterable[Piece], numbers: _Numbers) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case Words(text):
                yield escape(text)
            case Code():
                yield _code(piece, numbers.of(piece))
            case Span():
                number = numbers.of(piece)
                yield _span(piece, number, "".join(_numbered(piece.content, numbers)))


def _code(code: Code, number: str) -> str:
    meaning = quoteattr(code.raw, {"\n": "&#10;"})
    return f'<x id="{number}" ctype="{CODE_TYPES[code.kind]}" equiv-text={meaning}/>'


def _span(span: Span, number: str, content: str) -> str:
    meaning = quoteattr(span.opening + span.closing)
    return f'<g id="{number}" ctype="{SPAN_TYPES[span.kind]}" equiv-text={meaning}>{content}</g>'


# --- reading -----------------------------------------------------------------------------------------------------------


def reference(content: bytes, shown: str) -> tuple[str, str]:
    """The statement and the locale that a file says it is of.

    Raises:
        FileProblem: it is damaged or dangerous, or not a file that was exported.
    """
    file = _file(parsed(content, shown, EXPORT_AGAIN), shown)
    original, locale = file.get("original", ""), file.get("target-language", "").replace("_", "-")
    found = ORIGINAL.search(original)
    if found is None:
        raise problem(shown, f"`{original[:60]}` is not the statement of a newsroom", EXPORT_AGAIN, _line(file))
    if not locale:
        raise problem(shown, "the file names no target language", EXPORT_AGAIN, _line(file))
    return found[1], locale


def _line(element: etree._Element) -> int:
    return int(element.sourceline or 0)


def _file(document: etree._Element, shown: str) -> etree._Element:
    version = document.get("version", "none")
    if etree.QName(document).localname != "xliff":
        raise problem(shown, "the file is not XLIFF", EXPORT_AGAIN, _line(document))
    if document.tag != f"{X}xliff" or version != "1.2":
        hint = "have the tool write XLIFF 1.2, the version that it was given"
        raise problem(shown, f"the file is XLIFF of version {version[:10]}, not 1.2", hint, _line(document))
    files = document.findall(f"{X}file")
    if len(files) != 1:
        raise problem(
            shown, f"the file holds {len(files)} files, not one", EXPORT_AGAIN, _line((files or [document])[-1])
        )
    return files[0]


def read(content: bytes, shown: str, sheet: Sheet) -> Returned:
    """Read the units of an XLIFF file.

    Raises:
        FileProblem: it is damaged or dangerous.
    """
    units = _file(parsed(content, shown, EXPORT_AGAIN), shown).iter(f"{X}trans-unit")
    return Returned(sheet, tuple(_returned(unit, shown, sheet) for unit in units))


class _UnknownCodeError(ValueError):
    """A code of a translation that says neither a known number nor what it stands for."""


def _returned(unit: etree._Element, shown: str, sheet: Sheet) -> ReturnedRow:
    name = unit.get("resname", unit.get("id", ""))
    source, target = unit.find(f"{X}source"), unit.find(f"{X}target")
    place = Location(shown, _line(unit if target is None else target), 1)
    row = sheet.row(name)
    if row is None or source is None:
        return ReturnedRow(name, "", "", place)
    found = ReturnedRow(name, _fingerprint(source, row), "", place, _is_unfinished(target, row))
    if target is None:
        return found
    try:
        text = _text(target, _source_codes(row.source))
    except _UnknownCodeError as error:
        hint = "use the codes of the source; a placeholder may also be typed, such as `{years}`"
        return replace(found, fault=f"the inline code {error} is not known", hint=hint)
    untouched = text in {row.translation, _text(_target_of(row), _source_codes(row.source))}
    return replace(found, translation=row.translation if untouched else settled(text, row, sheet))


def _target_of(row: Row) -> etree._Element:
    return etree.fromstring(f'<target xmlns="{NAMESPACE}">{_target(row)}</target>')


def _is_unfinished(target: etree._Element | None, row: Row) -> bool:
    """Whether the tool says that work is left, and did not only hand back the state that it was given."""
    state = target.get("state", "") if target is not None else ""
    return state != STATES[row.state] and (state == "new" or state.startswith("needs-"))


def _fingerprint(source: etree._Element, row: Row) -> str:
    """That of the row, if the source in the file is the row's, codes and words; else that of other words."""
    wanted = etree.fromstring(f'<source xmlns="{NAMESPACE}">{_source(row.source)}</source>')
    meanings = {element.get("id", ""): element.get("equiv-text", "") for element in wanted.iter() if element.get("id")}
    same = _shape(source, meanings) == _shape(wanted, meanings)
    return fingerprint(row.source) if same else fingerprint(f"not {row.source}")


def _shape(element: etree._Element, meanings: Mapping[str, str]) -> str:
    """The words and the codes, however the file is broken into lines; a code that says nothing is that of its number."""
    parts = [element.text or ""]
    for child in element:
        name, number = etree.QName(child).localname, child.get("id", "")
        inner = _shape(child, meanings) if name in {"g", "mrk"} else ""
        meaning = child.get("equiv-text") or meanings.get(number, "")
        parts += [inner if name == "mrk" else f"\0{number} {meaning}\0{inner}\0", child.tail or ""]
    return "".join("".join(parts).split())


def _text(target: etree._Element, codes: Mapping[str, Code | Span]) -> str:
    """A translation as it would stand in a catalog."""
    text = "".join(_parts(target, codes))
    return re.sub(r"[ \t]*\n[ \t]+(?=\S)", "\n", text).strip()


def _parts(element: etree._Element, codes: Mapping[str, Code | Span]) -> Iterator[str]:
    yield _words(element.text, at_start=True, at_end=len(element) == 0)
    for number, child in enumerate(element, 1):
        name = etree.QName(child).localname
        inner = "".join(_parts(child, codes)) if name in {"g", "mrk"} else ""
        if name == "mrk":
            yield inner
        elif name == "g":
            opening, closing = _around(child, codes)
            yield opening + inner + closing
        elif name in {"x", "ph"}:
            yield _meaning(child, codes)
        else:
            raise _UnknownCodeError(f"`<{name}>`")
        yield _words(child.tail, at_start=False, at_end=number == len(element))


def _words(text: str | None, *, at_start: bool, at_end: bool) -> str:
    """The words between codes; a line end among blanks only comes from a tool that lays out the file anew."""
    words = text or ""
    if words.strip() or "\n" not in words:
        return words
    return "" if at_start or at_end else " "


def _meaning(element: etree._Element, codes: Mapping[str, Code | Span]) -> str:
    code = codes.get(element.get("id", ""))
    stated = element.get("equiv-text", "")
    if isinstance(code, Code):
        return code.in_translation
    if not stated:
        raise _UnknownCodeError(f"`{element.get('id', '')[:20]}`")
    return stated


def _around(element: etree._Element, codes: Mapping[str, Code | Span]) -> tuple[str, str]:
    code = codes.get(element.get("id", ""))
    kind, stated = element.get("ctype", ""), element.get("equiv-text", "")
    if isinstance(code, Span):
        return code.opening, code.closing
    if kind in PLAIN_SPANS:
        return PLAIN_SPANS[kind]
    if stated.startswith("[]("):
        return "[", stated[1:]
    raise _UnknownCodeError(f"`{element.get('id', '')[:20]}`")
