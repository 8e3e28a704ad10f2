"""The body of a statement: CommonMark blocks, each named by a line of keys, as messages with the place of every word."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from communique.diagnostics import Code, Diagnostic, Location, Passage
from communique.markup import soft_join
from communique.model import BlockKind, Condition, Message
from communique.toml_files import did_you_mean

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

KEYS_LINE = re.compile(r"\{\s*[#.][^{}]*\}\s*$")
KEY = re.compile(r"""#(?P<id>[^\s.#"]+)|\.(?P<kind>[^\s.#"]+)|(?P<key>[a-z_]+)="(?P<value>[^"]*)"|(?P<other>\S+)""")
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
KEYS = ("years", "milestone", "from", "until", "review_by", "required", "locked", "cite", "note")
KINDS = {
    "lead": BlockKind.LEAD,
    "signature": BlockKind.SIGNATURE,
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
        self.text = ""
        self.pieces: list[tuple[int, Location]] = []

    def add(self, line: _Line, between: str = "") -> None:
        self.text += between
        self.pieces.append((len(self.text), line.place))
        self.text += line.words

    def fold(self, line: _Line) -> None:
        """Go on with a paragraph on the next line, keeping a forced break (a backslash at the line's end)."""
        if self.text.endswith("\\"):
            self.add(line, "\n")
        else:
            joined = soft_join(self.text, line.words)
            self.add(line, joined[len(self.text) : len(joined) - len(line.words)])

    def passage(self) -> Passage:
        return Passage(self.text, tuple(self.pieces))


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


def _listing(lines: Sequence[_Line]) -> Passage:
    gathering = _Gathering()
    for line in (line.cut(r"\s*") for line in lines if line.words.strip()):
        if re.match(r"[-*+]\s|\d{1,9}[.)]\s", line.words):
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
    BlockKind.LISTING: _listing,
    BlockKind.TABLE: _table,
}


# --- keys --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Keys:
    """What the line before a block says of it."""

    place: Location
    id: str = ""
    kind: str = ""
    values: tuple[tuple[str, str], ...] = ()

    def get(self, key: str) -> str | None:
        return dict(self.values).get(key)


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
        spans.append((int(first) if first else None, int(last) if last else None))
    return tuple(spans)


def _milestones(text: str) -> tuple[int, ...]:
    if text == "yes":
        return ()
    if not re.fullmatch(r"\s*\d{1,4}(\s*,\s*\d{1,4})*\s*", text):
        raise _KeyError(f"the milestone `{text}` cannot be read", 'write `milestone="yes"` or `milestone="25,50,100"`')
    return tuple(int(part) for part in text.split(","))


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise _KeyError(f"the date `{text}` does not exist", "write it as 2027-01-20") from None


def _flag(text: str, word: str) -> bool:
    if text != word:
        raise _KeyError(f"`{text}` is not understood here", f'write `"{word}"` or leave the key out')
    return True


def _condition(keys: _Keys) -> Condition:
    years, milestone, since, until = (keys.get(key) for key in ("years", "milestone", "from", "until"))
    return Condition(
        None if years is None else _years(years),
        None if milestone is None else _milestones(milestone),
        None if since is None else _day(since),
        None if until is None else _day(until),
    )


def _read_keys(token: Token, line: _Line, problems: list[Diagnostic]) -> _Keys:
    def complain(found: re.Match[str], message: str, hint: str, code: Code = Code.BLOCK_KEYS) -> None:
        place = Location(line.place.file, line.place.line, line.place.column + found.start() + 1)
        problems.append(Diagnostic(code, message, place, hint))

    name = kind = ""
    values: list[tuple[str, str]] = []
    for found in KEY.finditer(token.content[1:-1]):
        if found["id"]:
            name = found["id"]
            if not ID.fullmatch(name):
                hint = "use lower-case letters, digits and single hyphens, such as `#lead`"
                complain(found, f"`{name}` is not a block id", hint, Code.BAD_NAME)
        elif found["kind"]:
            kind = found["kind"]
            if kind not in KINDS:
                complain(found, f"the class `.{kind}` is not known", did_you_mean(kind, list(KINDS)))
        elif found["key"] in KEYS:
            values.append((found["key"], found["value"]))
        elif found["key"]:
            complain(found, f"the key `{found['key']}` is not known", did_you_mean(found["key"], KEYS))
        else:
            complain(found, f"`{found['other']}` cannot be read", 'write `{#id .class key="value"}`')
    return _Keys(line.place, name, kind, tuple(values))


# --- the walk ----------------------------------------------------------------------------------------------------------


def messages_of_body(body: str, shown: str, first_line: int) -> tuple[tuple[Message, ...], list[Diagnostic]]:
    """Read the blocks of a body that begins on a line of its file; problems come back, never the first only."""
    lines = [_Line(words, Location(shown, number, 1)) for number, words in enumerate(body.split("\n"), first_line)]
    problems: list[Diagnostic] = []
    messages: list[Message] = []
    keys: _Keys | None = None
    tokens = _reader().parse(body)
    for token in tokens:
        if token.level and token.type in {"bullet_list_open", "ordered_list_open", "table_open", "heading_open"}:
            place = lines[(token.map or [0])[0]].place
            hint = "write it as a block of its own"
            problems.append(
                Diagnostic(Code.MARKUP, "a block inside a list or quotation cannot stand here", place, hint)
            )
    for token in (token for token in tokens if token.level == 0 and token.nesting >= 0):
        start, end = token.map or (0, 0)
        if token.type == "keys":
            keys = _read_keys(token, lines[start], problems)
        elif token.type in FORBIDDEN:
            what, hint = FORBIDDEN[token.type]
            problems.append(Diagnostic(Code.MARKUP, f"{what} cannot stand in a statement", lines[start].place, hint))
        else:
            message = _message(token, lines[start:end], keys or _Keys(lines[start].place), problems)
            messages += [message] if message else []
            keys = None
    problems += _repeated(messages)
    if not messages and not problems:
        hint = "write the text below the second `+++`, each block under a line such as `{#lead .lead}`"
        problems.append(Diagnostic(Code.EMPTY, "the statement has no text", Location(shown, first_line), hint))
    return tuple(messages), problems


def _message(token: Token, lines: Sequence[_Line], keys: _Keys, problems: list[Diagnostic]) -> Message | None:
    kind = TOKENS[token.type]
    passage = PASSAGES[kind]([line for line in lines if line.words.strip() or kind is BlockKind.QUOTATION])
    if not keys.id:
        hint = "put a line such as `{#facts}` above it, or let `communique catalog update` give it an id"
        problems.append(Diagnostic(Code.NO_ID, "this block has no id", passage.location, hint))
    if token.type == "heading_open" and not 2 <= int(token.tag[1]) <= 4:
        hint = "begin headings with `##` to `####`; the title stands in the front matter"
        problems.append(Diagnostic(Code.MARKUP, "a heading of this level cannot stand here", passage.location, hint))
    try:
        return Message(
            keys.id,
            KINDS.get(keys.kind, kind) if kind is BlockKind.PARAGRAPH else kind,
            passage,
            int(token.tag[1]) if token.type == "heading_open" else 0,
            keys.get("note") or "",
            keys.get("cite") or "",
            _flag(keys.get("locked") or "true", "true") and keys.get("locked") is not None,
            _condition(keys),
            _day(review) if (review := keys.get("review_by")) else None,
            _flag(keys.get("required") or "yearly", "yearly") and keys.get("required") is not None,
        )
    except _KeyError as error:
        problems.append(Diagnostic(Code.BLOCK_KEYS, str(error), keys.place, error.hint, block=keys.id))
        return None


def _repeated(messages: Sequence[Message]) -> Iterator[Diagnostic]:
    seen: dict[str, Location] = {}
    for message in messages:
        if message.id and message.id in {*seen, "title"}:
            first = seen.get(message.id)
            hint = "give one of the two another id" + (f"; the first is at {first}" if first else "")
            what = f"the id `{message.id}` is used twice"
            yield Diagnostic(Code.DUPLICATE_ID, what, message.passage.location, hint, block=message.id)
        seen.setdefault(message.id, message.passage.location)
