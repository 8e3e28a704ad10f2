"""Marked-up text to nodes: CommonMark without raw HTML, images and code, with `^raised^` letters and placeholders.

markdown-it-py reads the markup; placeholders and switches are inline rules of it, so that markup is decided before any
value is known: filling first would turn "34. Jahrestag" into a list and a value with `*` into emphasis.

Emphasis with `*` opens before any character that is not a space, and closes behind one. Plain CommonMark asks for a space
or punctuation on the other side too and therefore drops the bold of `这是**“黑色一月”**悲剧`, where no spaces are written.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
import urllib.parse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Delimiter

from communique.diagnostics import Code, Diagnostic, Passage
from communique.model import (
    BlockKind,
    Emphasis,
    Heading,
    Lead,
    LineBreak,
    Link,
    Listing,
    Message,
    Note,
    NoteReference,
    Paragraph,
    Phrase,
    Placeholder,
    Quotation,
    Signature,
    Strong,
    Superscript,
    Switch,
    Table,
    Template,
    Text,
)
from communique.placeholders import NOTE, PlaceholderError, placeholder_at, switch_at

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

Phrases: TypeAlias = tuple[Phrase, ...]
ALLOWED_LINK = re.compile(r"(https://[^\s/]|mailto:[^\s@]+@|tel:\+?\d)", re.IGNORECASE)
ATTRIBUTION = re.compile(r"(?:—|–|--)\s+")
"""What opens the last paragraph of a quotation when it says who is quoted."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem at an offset of a text, before it is known in which file the text stands."""

    offset: int
    code: Code
    message: str
    hint: str


# --- inline rules ------------------------------------------------------------------------------------------------------


def _problem(state: StateInline, flaw: Flaw) -> None:
    state.push("problem", "", 0).meta["flaw"] = flaw


def _read_placeholder(state: StateInline) -> None:
    try:
        name, form, end = placeholder_at(state.src, state.pos)
    except PlaceholderError as error:
        _problem(state, Flaw(error.offset, Code.PLACEHOLDER_SYNTAX, error.message, error.hint))
        state.pos = min(error.end, state.posMax)
        return
    base: int = state.env["base"]
    state.push("placeholder", "", 0).meta["node"] = Placeholder(name, form, base + state.pos)
    state.pos = end


def _brace(state: StateInline, silent: bool) -> bool:
    mark = state.src[state.pos]
    if mark not in "{}" or silent:
        return False
    if state.src.startswith(mark * 2, state.pos):
        state.pending += mark
        state.pos += 2
    elif mark == "{":
        _read_placeholder(state)
    else:
        flaw = Flaw(state.pos, Code.PLACEHOLDER_SYNTAX, "`}` closes nothing", "write `}}` for a brace meant as such")
        _problem(state, flaw)
        state.pos += 1
    return True


def _switch(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos) or silent:
        return False
    if state.src.startswith("[[[", state.pos):
        state.pending += "[["
        state.pos += 3
        return True
    try:
        count, clauses, end = switch_at(state.src, state.pos)
    except PlaceholderError as error:
        _problem(state, Flaw(error.offset, Code.PLACEHOLDER_SYNTAX, error.message, error.hint))
        state.pos = min(max(error.end, state.pos + 2), state.posMax)
        return True
    base: int = state.env["base"]
    exact: dict[int, Phrases] = {}
    categories: dict[str, Phrases] = {}
    token = state.push("switch", "", 0)
    token.meta["flaws"] = flaws = list[Flaw]()
    for clause in clauses:
        content, inner = _inline(state.src[clause.start : clause.end], base + clause.start)
        flaws.extend(inner)
        if clause.exact is None:
            categories[clause.category] = content
        else:
            exact[clause.exact] = content
    token.meta["node"] = Switch(count, exact, categories, base + state.pos)
    state.pos = end
    return True


def _note(state: StateInline, silent: bool) -> bool:
    found = NOTE.match(state.src, state.pos, state.posMax)
    if found is None or silent:
        return False
    base: int = state.env["base"]
    state.push("note", "", 0).meta["node"] = NoteReference(found["id"], offset=base + state.pos)
    state.pos = found.end()
    return True


def _raised(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "^" or silent:
        return False
    end = state.src.find("^", state.pos + 1, state.posMax)
    content = state.src[state.pos + 1 : end]
    if end < 0 or not content or re.search(r"\s", content) or content.count("[[") != content.count("]]"):
        return False
    whole, start = state.posMax, state.pos + 1
    state.push("sup_open", "sup", 1)
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.push("sup_close", "sup", -1)
    state.pos, state.posMax = end + 1, whole
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "*" or silent:
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == "*":
        end += 1
    before, after = state.src[state.pos - 1 : state.pos], state.src[end : end + 1]
    length = end - state.pos
    for _ in range(length):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"),
                length=length,
                token=len(state.tokens) - 1,
                end=-1,
                open=bool(after.strip()),
                close=bool(before.strip()),
            )
        )
    state.pos = end
    return True


@functools.cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True})
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  # judged below, with a place and a hint
    reader.inline.ruler.before("emphasis", "communique_emphasis", _emphasis)
    reader.inline.ruler.before("link", "raised", _raised)
    reader.inline.ruler.before("link", "switch", _switch)
    reader.inline.ruler.before("link", "note", _note)
    reader.inline.ruler.before("link", "brace", _brace)
    return reader


# --- tokens to nodes ---------------------------------------------------------------------------------------------------


def _is_wide(character: str) -> bool:
    """Whether no space is written beside a character: Chinese and Japanese, but not Korean, which has wide letters too."""
    hangul = unicodedata.name(character, "").startswith("HANGUL")
    return unicodedata.east_asian_width(character) in {"W", "F"} and not hangul


def space_between(first: str, second: str) -> str:
    """What joins two lines of one paragraph: a space, or nothing between characters that take none."""
    return "" if not first or not second or (_is_wide(first[-1]) and _is_wide(second[0])) else " "


def _merged(nodes: Iterable[Phrase]) -> Phrases:
    """Neighbouring words as one node; empty ones disappear."""
    result: list[Phrase] = []
    for node in nodes:
        match node, result[-1] if result else None:
            case Text(text=""), _:
                continue
            case Text(text=text), Text(text=before):
                result[-1] = Text(before + text)
            case _:
                result.append(node)
    return tuple(result)


class _Source:
    """The text that tokens were made from, and its offset in the message."""

    def __init__(self, text: str, base: int) -> None:
        self.text, self.base = text, base
        self.passed = 0

    def find(self, words: str) -> int:
        """Where words stand next in the message; markdown-it does not tell where its tokens do."""
        found = self.text.find(words, self.passed)
        if found < 0:
            return self.base + self.passed
        self.passed = found + len(words)
        return self.base + found

    def address(self, href: str) -> int:
        """Where the address of a link stands next; one that is written with codes is no longer what stands there."""
        for words in (href, urllib.parse.unquote(href)):
            if words in self.text[self.passed :]:
                return self.find(words)
        return self.find("](") + len("](")


DEEPEST = 12
"""Marks inside marks beyond this are a mistake or an attack."""
FORBIDDEN = {
    "html_inline": ("{}", "raw HTML `{}`", "write **bold**, *stressed* or ^raised^; a plain `<` is written `\\<`"),
    "code_inline": ("`{}`", "code `{}`", "a statement has no code; write the words as they are"),
    "image": ("![", "an image", "pictures belong to the letterhead"),
}


def _nodes(tokens: Iterator[Token], flaws: list[Flaw], source: _Source, until: str = "") -> Phrases:  # noqa: C901 (one arm a token)
    nodes: list[Phrase] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                nodes.append(Text(token.content))
            case "softbreak":
                nodes.append(Text("\n"))
            case "hardbreak":
                nodes.append(LineBreak())
            case "strong_open":
                nodes.append(Strong(_nodes(tokens, flaws, source, "strong_close")))
            case "em_open":
                nodes.append(Emphasis(_nodes(tokens, flaws, source, "em_close")))
            case "sup_open":
                nodes.append(Superscript(_nodes(tokens, flaws, source, "sup_close")))
            case "link_open":
                nodes.append(_link(token, _nodes(tokens, flaws, source, "link_close"), flaws, source))
            case "placeholder" | "switch" | "note":
                nodes.append(token.meta["node"])
                flaws.extend(token.meta.get("flaws", ()))
            case "problem":
                flaw: Flaw = token.meta["flaw"]
                flaws.append(Flaw(source.base + flaw.offset, flaw.code, flaw.message, flaw.hint))
            case kind if kind == until:
                break
            case kind:
                form, what, hint = FORBIDDEN[kind]
                message = f"{what.format(token.content[:40])} cannot stand in a statement"
                flaws.append(Flaw(source.find(form.format(token.content)), Code.MARKUP, message, hint))
    return _merged(_unfolded(nodes))


def _link(token: Token, content: Phrases, flaws: list[Flaw], source: _Source) -> Link[Phrase]:
    href = str(token.attrs.get("href", ""))
    place = source.address(href)
    if not ALLOWED_LINK.match(href):
        hint = "only `https://…`, `mailto:…` and `tel:…` can stand in a statement"
        flaws.append(Flaw(place, Code.LINK, f"the link to `{href[:80]}` is not allowed", hint))
    elif "%7B" in href:
        hint = "write the address out"
        flaws.append(Flaw(place, Code.LINK, "a placeholder in the address of a link is not filled", hint))
    return Link(href, content)


def _unfolded(nodes: Sequence[Phrase]) -> Iterator[Phrase]:
    """Replace the line ends of a folded paragraph."""
    for position, node in enumerate(nodes):
        if node != Text("\n"):
            yield node
            continue
        before, after = nodes[position - 1 : position], nodes[position + 1 : position + 2]
        match before, after:
            case [Text(text=left)], [Text(text=right)] if left and right:
                yield Text(space_between(left, right))
            case _:
                yield Text(" ")


def _inline(text: str, base: int) -> tuple[Phrases, list[Flaw]]:
    tokens = _reader().parseInline(text, {"base": base})[0].children or []
    if max(itertools.accumulate(token.nesting for token in tokens), default=0) > DEEPEST:
        hint = "write the words with fewer marks around them"
        return (), [Flaw(base, Code.MARKUP, "marks are nested too deep", hint)]
    flaws: list[Flaw] = []
    return _nodes(iter(tokens), flaws, _Source(text, base)), flaws


# --- messages to templates ---------------------------------------------------------------------------------------------


class _Reading:
    """The pieces of one message as they are read, with the problems found on the way."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.flaws: list[Flaw] = []

    def phrases(self, start: int, end: int) -> Phrases:
        text = self.passage.text[start:end]
        lead = len(text) - len(text.lstrip())
        content, flaws = _inline(text.strip(), start + lead)
        self.flaws.extend(flaws)
        return content

    def parts(self, separator: str, start: int = 0) -> tuple[tuple[int, int], ...]:
        cuts = [(m.start(), m.end()) for m in re.finditer(separator, self.passage.text) if m.start() >= start]
        ends = [*(cut[0] for cut in cuts), len(self.passage.text)]
        return tuple(zip([start, *(cut[1] for cut in cuts)], ends, strict=True))

    def cells(self, start: int, end: int) -> tuple[Phrases, ...]:
        depth, cuts = 0, list[int]()
        for mark in re.finditer(r"\\.|\[\[|\]\]|\|", self.passage.text[start:end]):
            depth += {"[[": 1, "]]": -1}.get(mark[0], 0)
            if mark[0] == "|" and depth == 0:
                cuts.append(start + mark.start())
        edges = [start - 1, *cuts, end]
        cells = [self.phrases(left + 1, right) for left, right in itertools.pairwise(edges)]
        line = self.passage.text[start:end].strip()
        return tuple(cells[1 if line.startswith("|") else 0 : -1 if line.endswith("|") else None])

    def complain(self, code: Code, message: str, hint: str) -> None:
        self.flaws.append(Flaw(0, code, message, hint))


def _quotation(reading: _Reading, message: Message) -> Quotation[Phrase]:
    parts = reading.parts(r"\n\s*\n")
    attribution: Phrases = ()
    sign = ATTRIBUTION.match(reading.passage.text, parts[-1][0])
    if sign and len(parts) > 1:
        attribution = reading.phrases(sign.end(), parts[-1][1])
        parts = parts[:-1]
    return Quotation(message.id, tuple(reading.phrases(*part) for part in parts), attribution, message.cite)


ITEM = re.compile(r"(?:^|(?<!\\)\n)[ ]{0,3}(?:[-*+]|\d{1,9}[.)])(?:[ ]+|(?=\n|$))")


def _listing(reading: _Reading, message: Message) -> Listing[Phrase]:
    text = reading.passage.text
    starts = list(ITEM.finditer(text))
    if not starts or starts[0].start():
        hint = "begin each item on its own line with `- `, or with `1. ` in a numbered list"
        reading.complain(Code.MARKUP, "this block must be a list", hint)
        return Listing(message.id, ordered=False, items=())
    ends = [*(start.start() for start in starts[1:]), len(text)]
    items = tuple(reading.phrases(start.end(), end) for start, end in zip(starts, ends, strict=True))
    return Listing(message.id, ordered=starts[0][0].strip()[0].isdigit(), items=items)


def _table(reading: _Reading, message: Message) -> Table[Phrase]:
    lines = [part for part in reading.parts(r"\n") if _is_row(reading.passage.text, part)]
    if not lines:
        reading.complain(Code.MARKUP, "this block must be a table", "write a line of cells: `| one | two |`")
        return Table(message.id, (), ())
    header, *rows = [reading.cells(*part) for part in lines]
    if any(len(row) != len(header) for row in rows):
        hint = f"give every row {len(header)} cells, separated by `|`"
        reading.complain(Code.MARKUP, "the rows of the table differ in length", hint)
    return Table(message.id, header, tuple(rows))


def _is_row(text: str, part: tuple[int, int]) -> bool:
    """Whether a line holds cells: the line of dashes under the header does not."""
    return not re.fullmatch(r"[\s|:-]*", text[slice(*part)])


def _template(reading: _Reading, message: Message) -> Template:
    whole = (0, len(reading.passage.text))
    match message.kind:
        case BlockKind.TITLE | BlockKind.HEADING | BlockKind.NAME:
            return Heading(message.id, max(message.level, 1), reading.phrases(*whole))
        case BlockKind.LEAD:
            return Lead(message.id, reading.phrases(*whole))
        case BlockKind.PARAGRAPH:
            return Paragraph(message.id, reading.phrases(*whole))
        case BlockKind.SIGNATURE:
            return Signature(message.id, reading.phrases(*whole))
        case BlockKind.NOTE:
            return Note(message.id, reading.phrases(*whole))
        case BlockKind.QUOTATION:
            return _quotation(reading, message)
        case BlockKind.LISTING:
            return _listing(reading, message)
        case BlockKind.TABLE:
            return _table(reading, message)


def template(message: Message, passage: Passage, locale: str) -> tuple[Template, tuple[Diagnostic, ...]]:
    """Read a text, the source of a message or a translation of it, as the kind of block that the message is.

    Every problem found in the text comes back with its place; the template then holds what could be read.
    """
    found, reading = _read(message, passage)
    return found, _located(reading, message.id, locale)


def block_of(message: Message, passage: Passage) -> Template:
    """What could be read of a text, without its problems."""
    return _read(message, passage)[0]


@functools.lru_cache(maxsize=2048)
def _read(message: Message, passage: Passage) -> tuple[Template, _Reading]:
    """The same text is read by compose, by the checks and for the editions to come, so what was read is kept."""
    reading = _Reading(passage)
    if not passage.text.strip():
        reading.complain(Code.EMPTY_BLOCK, "the text is empty", "write it, or remove the block from the statement")
        return Paragraph(message.id, ()), reading
    return _template(reading, message), reading


def phrases(passage: Passage, name: str, locale: str) -> tuple[Phrases, tuple[Diagnostic, ...]]:
    """Read a text that is a line of words only, such as a label of the letterhead."""
    reading = _Reading(passage)
    content = reading.phrases(0, len(passage.text))
    return content, _located(reading, name, locale)


def _located(reading: _Reading, block: str, locale: str) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(flaw.code, flaw.message, reading.passage.at(flaw.offset), flaw.hint, locale=locale, block=block)
        for flaw in reading.flaws
    )
