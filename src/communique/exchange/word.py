"""A sheet as a Word table: block, source, translation, notes. The reader of what comes back is `word_reader`.

WordprocessingML as in ECMA-376, part 1, section 17. Sources and notes stand in content controls that cannot be edited;
the placeholders of a translation in small ones that can be moved or deleted, but not altered. The document itself is not
protected, so that a translator may track changes and leave comments.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

from communique import locales
from communique.exchange.differences import Change, word_differences
from communique.exchange.pieces import Code, CodeKind, Piece, Span, SpanKind, Words, pieces_of
from communique.exchange.sheet import Row, Sheet, fingerprint
from communique.model import Direction, MessageState

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REFERENCE = "Communique reference"
HEADER = ("Block", "Source", "Translation", "Notes")
INSTRUCTIONS = (
    "Write in the column Translation only. Grey words in braces are filled in each year: keep them, and move them to where"
    " your language wants them. Typed by hand, {years} does the same. Bold, italic and raised letters are taken over. Rows"
    " may be left for later or moved; an empty translation changes nothing."
)
WIDTHS = (1400, 4750, 4750, 3700)
"""Twentieths of a point; together the width of a landscape A4 page between its margins."""
LONGEST_TAG = 64
"""Characters that Word takes for the tag or the title of a content control."""
SHADES = {
    MessageState.MISSING: "FCE4E4",
    MessageState.FUZZY: "FFF4CC",
    MessageState.INVALID: "FFE3C9",
    MessageState.TRANSLATED: "",
    MessageState.REVIEWED: "",
}
STATE_WORDS = {
    MessageState.MISSING: "TO TRANSLATE",
    MessageState.FUZZY: "TO REVISE",
    MessageState.INVALID: "TO CORRECT",
    MessageState.TRANSLATED: "translated",
    MessageState.REVIEWED: "reviewed",
}


def write(sheet: Sheet) -> bytes:
    """Write a sheet as .docx; equal sheets give equal bytes."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONSHIPS,
        "docProps/core.xml": _CORE.format(title=escape(sheet.name)),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONSHIPS,
        "word/document.xml": _document(sheet),
        "word/settings.xml": _SETTINGS,
        "word/styles.xml": _STYLES,
    }
    return _zipped(parts)


def _zipped(parts: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


# --- runs --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the words of a cell are set."""

    locale: str
    protected: bool = False
    """The whole cell is locked, so that its placeholders need no locks of their own."""
    marks: frozenset[SpanKind] = field(default_factory=frozenset)
    examples: Mapping[str, str] = field(default_factory=dict)
    look: str = ""
    """Further run properties, in the order of the schema."""

    @property
    def right_to_left(self) -> bool:
        return locales.direction(self.locale) is Direction.RTL

    def paragraph(self, content: str) -> str:
        """A paragraph; its words are locked as one where the cell is not the translator's."""
        bidi = "<w:bidi/>" if self.right_to_left else ""
        content = _locked(content, "", "", "sdtContentLocked") if self.protected and content else content
        return f'<w:p><w:pPr><w:pStyle w:val="Cell"/>{bidi}</w:pPr>{content}</w:p>'

    def run(self, content: str, style: str = "") -> str:
        properties = "".join(
            (
                f'<w:rStyle w:val="{style}"/>' if style else "",
                "<w:b/><w:bCs/>" if SpanKind.STRONG in self.marks else "",
                "<w:i/><w:iCs/>" if SpanKind.EMPHASIS in self.marks else "",
                self.look,
                '<w:vertAlign w:val="superscript"/>' if SpanKind.RAISED in self.marks else "",
                "<w:rtl/>" if self.right_to_left and not style else "",
                f'<w:lang w:val="{self.locale}" w:eastAsia="{self.locale}" w:bidi="{self.locale}"/>',
            )
        )
        return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"

    def words(self, text: str) -> str:
        return self.run(f'<w:t xml:space="preserve">{escape(text)}</w:t>') if text else ""

    def code(self, code: Code) -> str:
        """A placeholder or a part of a switch, in a lock of its own where the cell has none."""
        shown = self.run(f'<w:t xml:space="preserve">{escape(code.raw)}</w:t>', "Placeholder")
        if self.protected or len(code.raw) > LONGEST_TAG:
            return shown
        example = self.examples.get(code.raw.strip("{}"), "")
        title = f"{code.raw.strip()} = {example}" if example else code.raw.strip()
        return _locked(shown, code.raw, title)


def _locked(content: str, tag: str, title: str, lock: str = "contentLocked") -> str:
    named = f"<w:alias w:val={quoteattr(title[:LONGEST_TAG])}/><w:tag w:val={quoteattr(tag)}/>" if tag else ""
    properties = f'<w:sdtPr>{named}<w:lock w:val="{lock}"/></w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _lines(pieces: Iterable[Piece], manner: _Manner) -> Iterator[list[str]]:
    """The runs of each paragraph of a cell."""
    line: list[str] = []
    for run in _runs(pieces, manner):
        if run is None:
            yield line
            line = []
        else:
            line.append(run)
    yield line


def _runs(pieces: Iterable[Piece], manner: _Manner) -> Iterator[str | None]:
    """The runs of some pieces; None where a paragraph ends."""
    for piece in pieces:
        match piece:
            case Words(text):
                yield manner.words(text)
            case Code(raw, CodeKind.LINE):
                yield None if raw.count("\n") > 1 else manner.run("<w:br/>")
            case Code():
                yield manner.code(piece)
            case Span(SpanKind.LINK, opening, closing, content):
                yield manner.words(opening)
                yield from _runs(content, manner)
                yield manner.words(closing)
            case Span(kind, _, _, content):
                yield from _runs(content, replace(manner, marks=manner.marks | {kind}))


def text_cell(text: str, manner: _Manner, *, is_source: bool = False) -> str:
    """The paragraphs of a text."""
    pieces = pieces_of(text, is_source=is_source)
    return "".join(manner.paragraph("".join(line)) for line in _lines(pieces, manner))


# --- rows --------------------------------------------------------------------------------------------------------------


def _cell(width: int, content: str, shade: str = "") -> str:
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shading}</w:tcPr>{content}</w:tc>'


def _header_row() -> str:
    manner = _Manner("en", protected=True, marks=frozenset({SpanKind.STRONG}))
    titles = zip(WIDTHS, HEADER, strict=True)
    cells = "".join(_cell(width, manner.paragraph(manner.words(word)), "E7E6E6") for width, word in titles)
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(number: int, row: Row, sheet: Sheet) -> str:
    small = _Manner("en", protected=True)
    tiny = replace(small, look='<w:sz w:val="12"/>')
    name = [small.paragraph(small.words(word)) for word in (str(number), row.id)]
    code = tiny.paragraph(tiny.words(fingerprint(row.source)))
    contents = ("".join([*name, code]), _source(row, sheet), translation_cell(row, sheet), _notes(row, small))
    shades = ("", "F7F7F7", SHADES[row.state], "")
    cells = "".join(map(_cell, WIDTHS, contents, shades))
    return f"<w:tr>{cells}</w:tr>"


def translation_cell(row: Row, sheet: Sheet) -> str:
    """The paragraphs that hold a translation."""
    return text_cell(row.translation, _Manner(sheet.locale, examples=row.examples or {}))


def _source(row: Row, sheet: Sheet) -> str:
    manner = _Manner(sheet.statement.source, protected=True)
    current = text_cell(row.source, manner, is_source=True)
    if not row.previous or row.previous == row.source:
        return current
    english = _Manner("en", protected=True, marks=frozenset({SpanKind.EMPHASIS}))
    changed = "".join(_changed(change, words, manner) for change, words in word_differences(row.previous, row.source))
    title = english.words("Changed since it was translated:")
    return current + english.paragraph(title) + manner.paragraph(changed)


_LOOKS = {
    Change.KEPT: "",
    Change.REMOVED: '<w:strike/><w:color w:val="B00020"/>',
    Change.ADDED: '<w:color w:val="00692B"/><w:u w:val="single"/>',
}


def _changed(change: Change, words: str, manner: _Manner) -> str:
    return replace(manner, look=_LOOKS[change]).words(words.replace("\n", " "))


def _notes(row: Row, manner: _Manner) -> str:
    state = replace(manner, marks=frozenset({SpanKind.STRONG}))
    small = replace(manner, look='<w:sz w:val="16"/><w:szCs w:val="16"/>')
    lines = [state.paragraph(state.words(STATE_WORDS[row.state]))]
    return "".join(lines + [small.paragraph(small.words(note)) for note in row.notes])


# --- document ----------------------------------------------------------------------------------------------------------


def _document(sheet: Sheet) -> str:
    rows = "".join(_row(number, row, sheet) for number, row in enumerate(sheet.rows, 2))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(WIDTHS)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{_header_row()}{rows}</w:tbl>'
    )
    section = (
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1000" w:right="1100"'
        ' w:bottom="1000" w:left="1100" w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
    )
    body = f"{_opening(sheet)}{table}<w:p/>{section}"
    return f'{_DECLARATION}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def _opening(sheet: Sheet) -> str:
    manner = _Manner("en", protected=True)
    from_name, to_name = (locales.english_name(tag) for tag in (sheet.statement.source, sheet.locale))
    title = f"{sheet.statement.slug}: {from_name} to {to_name}"
    reference = f"{REFERENCE}: {sheet.statement.slug}/{sheet.statement.source}/{sheet.locale}"
    heading = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{manner.words(title)}</w:p>'
    how = manner.paragraph(manner.words(INSTRUCTIONS))
    return heading + how + manner.paragraph(manner.words(reference))


_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONSHIPS = (
    f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONSHIPS = (
    f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/></Relationships>'
)
_CORE = (
    f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'
)
_SETTINGS = (
    f'{_DECLARATION}<w:settings xmlns:w="{WORD}"><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_STYLES = (
    f'{_DECLARATION}<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="20"/><w:szCs w:val="22"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:spacing w:before="20" w:after="60"/></w:pPr></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="Placeholder"><w:name w:val="Placeholder"/>'
    '<w:rPr><w:color w:val="1F3864"/><w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/></w:rPr></w:style>'
    "</w:styles>"
)
