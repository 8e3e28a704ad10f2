"""A release as plain text, to be pasted into an e-mail: UTF-8, composed letters (NFC), lines ended by LF.

Where words are divided by spaces and run left to right, lines end at 72 columns (RFC 5322, 2.1.1 asks for less than 78,
and a reply adds "> "). Elsewhere a paragraph is one line: a line end inside Chinese or Thai would come back as a space
that does not belong there, and mail programs choose the direction of each line by its first letter, so that a line of
Arabic that happens to begin with a Latin name would jump to the other side.
"""

from __future__ import annotations

import functools
import itertools
import unicodedata

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

COLUMNS = 72
"""Of a line; a letter of Chinese, Japanese or Korean takes two."""

_UNSPACED = frozenset({"Hans", "Hant", "Hani", "Jpan", "Hira", "Kana", "Bopo", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})
"""Scripts that put no space between words."""

_DIGITS = {
    "arabic-indic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "devanagari": "०१२३४५६७८९",
    "bengali": "০১২৩৪৫৬৭৮৯",
    "gujarati": "૦૧૨૩૪૫૬૭૮૯",
    "gurmukhi": "੦੧੨੩੪੫੬੭੮੯",
    "kannada": "೦೧೨೩೪೫೬೭೮೯",
    "malayalam": "൦൧൨൩൪൫൬൭൮൯",
    "telugu": "౦౧౨౩౪౫౬౭౮౯",
    "tamil": "௦௧௨௩௪௫௬௭௮௯",
    "oriya": "୦୧୨୩୪୫୬୭୮୯",
    "thai": "๐๑๒๓๔๕๖๗๘๙",
    "lao": "໐໑໒໓໔໕໖໗໘໙",
    "khmer": "០១២៣៤៥៦៧៨៩",
    "myanmar": "၀၁၂၃၄၅၆၇၈၉",
    "tibetan": "༠༡༢༣༤༥༦༧༨༩",
    "mongolian": "᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙",
    "cjk-decimal": "〇一二三四五六七八九",
}
"""The digits of each CSS counter style that is decimal (CSS Counter Styles 3, section 6.1); others count in 0 to 9."""

_INDENT = "    "


def render(release: Release, letterhead: Letterhead) -> bytes:
    """Write a release as plain text. The letterhead gives nothing: its words are in the release already."""
    del letterhead
    page = _Page(release)
    paragraphs = (
        *_letterhead_lines(release.furniture),
        *page.wrapped(_plain(release.title)),
        *itertools.chain.from_iterable(map(page.block, (*release.blocks, *release.notes))),
        release.furniture.end_mark,
        "\n".join(release.furniture.contact),
    )
    text = "\n\n".join(filter(None, paragraphs)) + "\n"
    return unicodedata.normalize("NFC", text).encode()


def _letterhead_lines(furniture: Furniture) -> tuple[str, ...]:
    first = " ".join(filter(None, (furniture.kind, furniture.number)))
    names = (name for _, name in furniture.names)
    lines = (furniture.issuer, *names, first, furniture.dateline, furniture.embargo, *furniture.marks)
    return furniture.draft, "\n".join(lines)


class _Page:
    """How one release is set: where its lines end, and in which digits its lists count."""

    def __init__(self, release: Release) -> None:
        self.columns = COLUMNS if release.direction is Direction.LTR and release.script not in _UNSPACED else 0
        self.digits = _DIGITS.get(release.typography.page_counter, "0123456789")
        self.unready = release.furniture.unready

    def block(self, block: Block) -> tuple[str, ...]:
        """The paragraphs of a block, to be set apart by an empty line."""
        match block:
            case Heading(_, _, content) | Lead(_, content) | Paragraph(_, content) | Signature(_, content):
                return self.wrapped(_plain(content))
            case Quotation(_, paragraphs, attribution):
                said = [self.wrapped(_plain(paragraph), _INDENT, _INDENT) for paragraph in paragraphs]
                author = self.wrapped(_plain(attribution), f"{_INDENT}— ", f"{_INDENT}  ") if attribution else ()
                return (*itertools.chain.from_iterable(said), *author)
            case Listing(_, ordered, items):
                return ("\n".join(self.item(index, item, ordered=ordered) for index, item in enumerate(items, 1)),)
            case Table():
                return (self.table(block),)
            case Note(_, content, label):
                mark = f"[{label}] "
                return self.wrapped(_plain(content), mark, " " * len(mark))
            case Unready(_, _, _, inner):
                return (f"[{self.unready}]", *self.block(inner))

    def item(self, index: int, content: tuple[Inline, ...], *, ordered: bool) -> str:
        mark = "".join(self.digits[int(digit)] for digit in str(index)) + ". " if ordered else "- "
        return "\n".join(self.wrapped(_plain(content), mark, " " * len(mark)))

    def table(self, table: Table[Inline]) -> str:
        """Columns side by side where that fits on a line; otherwise each row as a list of what it says."""
        header, *rows = ([_plain(cell) for cell in row] for row in (table.header, *table.rows))
        widths = [max(map(columns, column)) for column in zip(header, *rows, strict=True)]
        if self.columns and sum(widths) + 2 * (len(widths) - 1) <= self.columns:
            rule = ["-" * width for width in widths]
            return "\n".join(_aligned(row, widths) for row in (header, rule, *rows))
        return "\n\n".join("\n".join(map("{}: {}".format, header, row)) for row in rows)

    def wrapped(self, text: str, first: str = "", later: str = "") -> tuple[str, ...]:
        """A paragraph as one string of lines; forced line breaks stay."""
        lines: list[str] = []
        for part in text.split("\n"):
            lines += self.lines(part, later if lines else first, later)
        return ("\n".join(lines),)

    def lines(self, text: str, first: str, later: str) -> list[str]:
        """Fill lines word by word; a no-break space does not end one, and a word longer than a line stays whole."""
        if not self.columns:
            return [first + text]
        lines, line, used, space = [], first, columns(first), ""
        for word in filter(None, text.split(" ")):
            wide = columns(word)
            if space and used + 1 + wide > self.columns:
                lines.append(line)
                line, used, space = later, columns(later), ""
            line, used, space = f"{line}{space}{word}", used + len(space) + wide, " "
        return [*lines, line]


def _aligned(row: list[str], widths: list[int]) -> str:
    cells = (cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip(" ")


def columns(text: str) -> int:
    """How many columns a text takes where all letters are equally wide (UAX #11)."""
    return sum(map(_width, unicodedata.normalize("NFC", text)))


@functools.lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _plain(content: tuple[Inline, ...]) -> str:
    return "".join(map(_plain_node, content))


def _plain_node(node: Inline) -> str:
    match node:
        case Text(text):
            return text
        case LineBreak():
            return "\n"
        case NoteReference(_, label):
            return f"[{label}]"
        case Link(href, content):
            return _plain_link(href, _plain(content))
        case Superscript(content) | Strong(content) | Emphasis(content) | Isolate(_, content):
            return _plain(content)


def _plain_link(href: str, words: str) -> str:
    """The words and where they lead, unless the words say so themselves."""
    address = href.partition(":")[2] if href.startswith(("mailto:", "tel:")) else href
    return words if words in {href, address} or href.startswith("tel:") else f"{words} <{address}>"
