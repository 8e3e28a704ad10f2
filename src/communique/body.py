"""The body of a statement: CommonMark blocks, each named by a line of keys, as messages with the place of every word."""

from __future__ import annotations

import datetime
import functools
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from markdown_it import MarkdownIt

from communique.diagnostics import Code, Diagnostic, Location, Passage
from communique.markup import space_between
from communique.model import BlockKind, Condition, Message
from communique.toml_files import CONFLICT, CONFLICT_HINT, did_you_mean

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

Value = TypeVar("Value")
KEYS_LINE = re.compile(r"\s{0,3}\{\s*(?:[#.]|[a-z_]+=)[^{}]*\}\s*$")
KEY = re.compile(
    r"""#(?P<id>[^\s.#"]+)|\.(?P<class>[^\s.#"]+)"""
    r"""|(?P<key>[a-z_]+)=(?:"(?P<value>[^"]*)"|(?P<bare>[^\s"]+))|(?P<other>\S+)"""
)
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_ID = 64
MOST_LINES = 10_000
"""Some three hundred pages; a text beyond this takes longer to read than anybody waits."""
LONGEST_BLOCK = 20_000
"""Characters; six pages without a paragraph."""
KEYS = ("years", "milestone", "host", "from", "until", "review_by", "required", "locked", "cite", "note")
KINDS = {
    "lead": BlockKind.LEAD,
    "signature": BlockKind.SIGNATURE,
    "note": BlockKind.NOTE,
    "quotation": BlockKind.QUOTATION,
}
TOKENS = {
    "heading_open": BlockKind.HEADING,
    "paragraph_open": BlockKind.PARAGRAPH,
    "blockquote_open": BlockKind.QUOTATION,
    "bullet_list_open": BlockKind.LISTING,
    "ordered_list_open": BlockKind.LISTING,
    "table_open": BlockKind.TABLE,
}
INNER = {
    "bullet_list_open",
    "ordered_list_open",
    "table_open",
    "heading_open",
    "blockquote_open",
    *("fence", "html_block", "hr"),
}
"""What may stand by itself only, or nowhere: not inside a list or a quotation."""
FORBIDDEN = {
    "fence": ("a block of code", "a statement has no code; write the words as they are"),
    "code_block": ("a block of code", "begin the line without spaces"),
    "html_block": ("raw HTML", "write headings with `##`, lists with `-`, and quotations with `>`"),
    "hr": ("a line across the page", "separate parts by a heading"),
}


def _keys_rule(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read a line of keys as a block of its own; inside lists and quotations it is text."""
    line = state.getLines(start, start + 1, state.blkIndent, False)
    if state.level or not KEYS_LINE.match(line):
        return False
    if not silent:
        token = state.push("keys", "", 0)
        token.content, token.map = line.strip(), [start, start + 1]
        state.line = start + 1
    return True


@functools.cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table").disable(["code", "lheading", "reference"])
    reader.core.ruler.disable("inline")  # the words are read in `markup`, and only after their catalog
    reader.block.ruler.before("fence", "keys", _keys_rule, {"alt": ["paragraph", "blockquote", "list", "table"]})
    return reader


# --- lines to passages -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the body: its words without indentation and marks, and where they begin."""

    words: str
    place: Location

    def cut(self, pattern: str) -> _Line:
        """The line behind a mark such as `> `."""
        found = re.match(pattern, self.words)
        length = found.end() if found else 0
        words = self.words[length:]
        stripped = words.lstrip()
        column = self.place.column + length + len(words) - len(stripped)
        return _Line(stripped.rstrip(), Location(self.place.file, self.place.line, column))


class _Gathering:
    """A text put together line by line, remembering where each piece stood."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.pieces: list[tuple[int, Location]] = []

    def add(self, line: _Line, between: str = "") -> None:
        self.length += len(between)
        self.pieces.append((self.length, line.place))
        self.length += len(line.words)
        self.parts += [between, line.words]

    def fold(self, line: _Line) -> None:
        """Go on with a paragraph on the next line, keeping a forced break (a backslash at the line's end)."""
        last = self.parts[-1] if self.parts else ""
        self.add(line, "\n" if last.endswith("\\") else space_between(last, line.words))

    def passage(self) -> Passage:
        return Passage("".join(self.parts), tuple(self.pieces))


def _folded(lines: Sequence[_Line]) -> _Gathering:
    gathering = _Gathering()
    for line in lines:
        gathering.fold(line.cut(r"\s*")) if gathering.pieces else gathering.add(line.cut(r"\s*"))
    return gathering


def _paragraph(lines: Sequence[_Line]) -> Passage:
    return _folded(lines).passage()


def _heading(lines: Sequence[_Line]) -> Passage:
    line = lines[0].cut(r"\s*#+")
    return _folded([_Line(re.sub(r"\s+#+$", "", line.words), line.place)]).passage()


def _quotation(lines: Sequence[_Line]) -> Passage:
    gathering = _Gathering()
    new_paragraph = False
    for line in (line.cut(r"\s{0,3}>?") for line in lines):
        if not line.words:
            new_paragraph = bool(gathering.pieces)
        elif new_paragraph or not gathering.pieces:
            gathering.add(line, "\n\n" if new_paragraph else "")
            new_paragraph = False
        else:
            gathering.fold(line)
    return gathering.passage()


def _listing(lines: Sequence[_Line], items: AbstractSet[int]) -> Passage:
    """Put a list together; `items` are the lines of the file on which one begins: "34. Jahrestag" inside one does not."""
    gathering = _Gathering()
    for line in (line.cut(r"\s*") for line in lines if line.words.strip()):
        if line.place.line in items:
            gathering.add(line, "\n" if gathering.pieces else "")
        else:
            gathering.fold(line)
    return gathering.passage()


def _table(lines: Sequence[_Line]) -> Passage:
    gathering = _Gathering()
    for line in lines:
        gathering.add(line.cut(r"\s*"), "\n" if gathering.pieces else "")
    return gathering.passage()


PASSAGES: dict[BlockKind, Callable[[Sequence[_Line]], Passage]] = {
    BlockKind.HEADING: _heading,
    BlockKind.PARAGRAPH: _paragraph,
    BlockKind.QUOTATION: _quotation,
    BlockKind.TABLE: _table,
}


# --- keys --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Keys:
    """What the line before a block says of it: each value with its place."""

    place: Location
    values: Mapping[str, tuple[str, Location]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.text("id")

    def text(self, key: str) -> str:
        return self.values[key][0] if key in self.values else ""

    def read(self, key: str, reader: Callable[[str], Value], problems: list[Diagnostic]) -> Value | None:
        """A value as what it means; one that makes no sense is added to the problems."""
        if key not in self.values:
            return None
        text, place = self.values[key]
        try:
            return reader(text)
        except _KeyError as error:
            problems.append(Diagnostic(Code.BLOCK_KEYS, str(error), place, error.hint, block=self.id))
            return None


class _KeyError(ValueError):
    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def _years(text: str) -> tuple[tuple[int | None, int | None], ...]:
    spans = []
    for part in text.split(","):
        found = re.fullmatch(r"\s*(?:(\d{4})|(\d{4})?\.\.(\d{4})?)\s*", part)
        if found is None or part.strip() == "..":
            raise _KeyError(
                f"the years `{text}` cannot be read", "write `2021..`, `..2020`, `2021..2025` or `2024,2030`"
            )
        first, last = (found[1], found[1]) if found[1] else (found[2], found[3])
        if first and last and int(first) > int(last):
            raise _KeyError(f"the years `{text}` end before they begin", f"write `{last}..{first}`")
        spans.append((int(first) if first else None, int(last) if last else None))
    return tuple(spans)


def _milestones(text: str) -> tuple[int, ...]:
    if text == "yes":
        return ()
    if not re.fullmatch(r"\s*\d{1,4}(\s*,\s*\d{1,4})*\s*", text):
        raise _KeyError(f"the milestone `{text}` cannot be read", 'write `milestone="yes"` or `milestone="25,50,100"`')
    return tuple(int(part) for part in text.split(","))


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(part.strip() for part in text.split(","))
    if not all(re.fullmatch(r"[A-Z]{2}", host) for host in hosts):
        raise _KeyError(f"the host `{text}` cannot be read", 'write countries by their two letters: `host="AZ,TR"`')
    return hosts


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise _KeyError(f"the date `{text}` does not exist", "write it as 2027-01-20") from None


def _true(text: str) -> bool:
    if text != "true":
        raise _KeyError(f"`{text}` is not understood here", 'write `locked="true"` or leave the key out')
    return True


def _yearly(text: str) -> bool:
    if text != "yearly":
        raise _KeyError(f"`{text}` is not understood here", 'write `required="yearly"` or leave the key out')
    return True


def _condition(keys: _Keys, problems: list[Diagnostic]) -> Condition:
    return Condition(
        keys.read("years", _years, problems),
        keys.read("milestone", _milestones, problems),
        keys.read("from", _day, problems),
        keys.read("until", _day, problems),
        keys.read("host", _hosts, problems),
    )


def _fault(key: str, text: str) -> tuple[str, str] | None:
    """What is wrong with one part of a line of keys, and what to write."""
    if key == "id" and (not ID.fullmatch(text) or len(text) > LONGEST_ID):
        return f"`{text[:LONGEST_ID]}` is not a block id", "use lower-case letters, digits and hyphens, such as `#lead`"
    if key == "class" and text not in KINDS:
        return f"the class `.{text}` is not known", did_you_mean(text, list(KINDS))
    if not key:
        return f"`{text}` cannot be read", 'write `{#id .class key="value"}`'
    if key not in {"id", "class", *KEYS}:
        return f"the key `{key}` is not known", did_you_mean(key, KEYS)
    return None


def _read_keys(line: _Line, problems: list[Diagnostic]) -> _Keys:
    line = line.cut(r"\s*")
    values: dict[str, tuple[str, Location]] = {}
    for found in KEY.finditer(line.words[1:-1]):
        key = found["key"] or ("id" if found["id"] else "class" if found["class"] else "")
        text = next(found[group] for group in ("id", "class", "value", "bare", "other") if found[group] is not None)
        place = Location(line.place.file, line.place.line, line.place.column + found.start() + 1)
        fault = _fault(key, text)
        if key in values:
            fault = f"`{found[0]}` says again what was said before", "keep one of the two"
        if fault:
            code = Code.BAD_NAME if key == "id" and key not in values else Code.BLOCK_KEYS
            problems.append(Diagnostic(code, fault[0], place, fault[1]))
        values.setdefault(key, (text, place))
    return _Keys(line.place, values)


# --- the walk ----------------------------------------------------------------------------------------------------------


def messages_of_body(body: str, shown: str, first_line: int) -> tuple[tuple[Message, ...], list[Diagnostic]]:
    """Read the blocks of a body that begins on a line of its file; problems come back, never the first only."""
    if body.count("\n") >= MOST_LINES:
        hint, place = "is this the right file?", Location(shown, first_line + MOST_LINES, 1)
        return (), [Diagnostic(Code.BAD_VALUE, f"the text has more than {MOST_LINES} lines", place, hint)]
    lines = [_Line(words, Location(shown, number, 1)) for number, words in enumerate(body.split("\n"), first_line)]
    if conflicts := [line.place for line in lines if CONFLICT.match(line.words)]:
        what = "two versions of this file were merged and not settled"
        return (), [Diagnostic(Code.MARKUP, what, place, CONFLICT_HINT) for place in conflicts]
    problems: list[Diagnostic] = []
    messages: list[Message] = []
    keys: _Keys | None = None
    tokens = _reader().parse(body)
    problems += _misplaced(tokens, lines)
    items = {lines[token.map[0]].place.line for token in tokens if token.type == "list_item_open" and token.map}
    for token in (token for token in tokens if token.level == 0 and token.nesting >= 0):
        start, end = token.map or (0, 0)
        if token.type == "keys":
            problems += _without_block(keys)
            keys = _read_keys(lines[start], problems)
        elif token.type in FORBIDDEN:
            what, hint = FORBIDDEN[token.type]
            place = lines[start].cut(r"\s*").place
            problems.append(Diagnostic(Code.MARKUP, f"{what} cannot stand in a statement", place, hint))
            keys = None
        elif token.type in TOKENS:
            found = keys or _Keys(lines[start].place)
            messages.append(_message(token, lines[start:end], items, found, problems))
            keys = None
    problems += _without_block(keys)
    problems += _repeated(messages)
    if not messages and not problems:
        hint = "write the text below the second `+++`, each block under a line such as `{#lead .lead}`"
        problems.append(Diagnostic(Code.EMPTY, "the statement has no text", Location(shown, first_line, 1), hint))
    return tuple(messages), problems


def _misplaced(tokens: Sequence[Token], lines: Sequence[_Line]) -> Iterator[Diagnostic]:
    """Blocks inside lists and quotations, which hold lines of words only."""
    for before, token in itertools.pairwise(tokens):
        place = lines[(token.map or [0])[0]].cut(r"\s*").place
        if token.level and token.type in INNER:
            what = "a block inside a list or quotation cannot stand here"
            yield Diagnostic(Code.MARKUP, what, place, "write it as a block of its own")
        if token.level == 2 and (before.type, token.type) == ("paragraph_close", "paragraph_open"):
            what = "an item of a list cannot have a second paragraph"
            yield Diagnostic(Code.MARKUP, what, place, "write it into the first one, or as an item of its own")


def _without_block(keys: _Keys | None) -> list[Diagnostic]:
    if keys is None:
        return []
    hint = "write it just above the block it names, or take it out"
    return [Diagnostic(Code.BLOCK_KEYS, "no block follows this line", keys.place, hint, block=keys.id)]


def _message(
    token: Token, lines: Sequence[_Line], items: AbstractSet[int], keys: _Keys, problems: list[Diagnostic]
) -> Message:
    kind = TOKENS[token.type]
    passage = _listing(lines, items) if kind is BlockKind.LISTING else PASSAGES[kind](lines)
    if len(passage.text) > LONGEST_BLOCK:
        hint = "write it as several blocks"
        what = f"a block has more than {LONGEST_BLOCK} characters"
        problems.append(Diagnostic(Code.BAD_VALUE, what, passage.location, hint, block=keys.id))
    if not passage.text:
        passage = Passage("", ((0, lines[0].place),))
        hint = "write its words, or take it out"
        problems.append(Diagnostic(Code.EMPTY_BLOCK, "this block is empty", lines[0].place, hint, block=keys.id))
    level = int(token.tag[1]) if kind is BlockKind.HEADING else 0
    if not keys.id:
        hint = "put a line such as `{#facts}` above it, or let `communique catalog update` give it an id"
        problems.append(Diagnostic(Code.NO_ID, "this block has no id", passage.location, hint))
    if kind is BlockKind.HEADING and not 2 <= level <= 4:
        hint = "begin headings with `##` to `####`; the title stands in the front matter"
        problems.append(Diagnostic(Code.MARKUP, "a heading of this level cannot stand here", passage.location, hint))
    if KINDS.get(keys.text("class"), kind) is not kind and kind is not BlockKind.PARAGRAPH:
        what = f"a {kind} cannot have the class `.{keys.text('class')}`"
        problems.append(Diagnostic(Code.BLOCK_KEYS, what, keys.place, "take the class out", block=keys.id))
    return Message(
        keys.id,
        KINDS.get(keys.text("class"), kind) if kind is BlockKind.PARAGRAPH else kind,
        passage,
        level,
        keys.text("note"),
        keys.text("cite"),
        keys.read("locked", _true, problems) or False,
        _condition(keys, problems),
        keys.read("review_by", _day, problems),
        keys.read("required", _yearly, problems) or False,
    )


def _repeated(messages: Sequence[Message]) -> Iterator[Diagnostic]:
    seen: dict[str, Location] = {}
    for message in messages:
        if message.id and message.id in {*seen, "title"}:
            first = seen.get(message.id)
            hint = "give one of the two another id" + (f"; the first is at {first}" if first else "")
            what = f"the id `{message.id}` is used twice"
            yield Diagnostic(Code.DUPLICATE_ID, what, message.passage.location, hint, block=message.id)
        seen.setdefault(message.id, message.passage.location)
