"""The strict gate before a PO file: every line is understood, or refused with its place.

Every PO reader mends a translator's accidents in silence: a lost closing quote costs a letter, a merge mark or a cut-off
file costs messages. What gettext refuses is refused here too; what passes, gettext reads in the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from communique.catalogs.entries import FUZZY, Entry
from communique.diagnostics import Code, Diagnostic, Location, Passage
from communique.toml_files import CONFLICT, CONFLICT_HINT

LINE = re.compile(
    r"(?P<mark>#~\||#\||#~)?[ \t]*"
    r'(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr)(?P<index>\[\d+\])?[ \t]+(?P<text>.*)|(?P<more>".*))'
)
ESCAPE = re.compile(r"\\(.)")
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
BETWEEN = frozenset({"", "msgstr"})
"""After which keyword a message is complete; before the first one, none was read."""
ORDER = {
    "|msgctxt": BETWEEN,
    "|msgid": BETWEEN | {"|msgctxt"},
    "msgctxt": BETWEEN | {"|msgid"},
    "msgid": BETWEEN | {"|msgid", "msgctxt"},
    "msgstr": {"msgid"},
}
"""What each keyword may follow; those of the earlier text have a bar before them."""


@dataclass(slots=True)
class Draft:
    """An entry while its lines are read, with the place of every character of its texts."""

    place: Location | None = None
    """Its first line that is no comment."""
    obsolete: bool = False
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, list[tuple[int, Location]]] = field(default_factory=dict)

    def add(self, keyword: str, text: str, place: Location) -> None:
        """Append the words of one quoted string, noting where they stand past every escape."""
        pieces = self.pieces.setdefault(keyword, [])
        done = self.strings.get(keyword, "")
        pieces.append((len(done), place))
        column, end = place.column, 0
        for escape in ESCAPE.finditer(text):
            done += text[end : escape.start()] + ESCAPES[escape[1]]
            end = escape.end()
            pieces.append((len(done), Location(place.file, place.line, column + end)))
        self.strings[keyword] = done + text[end:]

    def passage(self, keyword: str) -> Passage:
        """One of its texts, with places."""
        return Passage(self.strings[keyword], tuple(self.pieces[keyword]))

    def entry(self) -> Entry:
        """What was read."""
        return Entry(
            self.strings.get("msgctxt"),
            self.strings.get("msgid", ""),
            self.strings.get("msgstr", ""),
            tuple(self.notes),
            tuple(self.comments),
            tuple(dict.fromkeys(self.references)),
            tuple(self.flags),
            self.strings.get("|msgid"),
            self.strings.get("|msgctxt"),
            self.obsolete,
        )


class Gate:
    """Reads a PO file line by line and says of every line that is not one what is wrong with it."""

    def __init__(self, shown: str, locale: str) -> None:
        self.shown, self.locale = shown, locale
        self.problems: list[Diagnostic] = []
        self.drafts: list[Draft] = []
        self.keyword = ""
        self.next = Draft()
        """Holds the comments that stand before the next message."""
        self.comment_at: Location | None = None

    def read(self, text: str) -> None:
        """Read a whole file; the problems are collected."""
        for number, line in enumerate(text.split("\n"), 1):
            if bare := line.lstrip(" \t"):
                self._line(bare, Location(self.shown, number, len(line) - len(bare) + 1))
        if self.problems:
            return
        hint = "the end of the file is lost: take it from a backup"
        if self.keyword not in BETWEEN:
            self.complain(self._place(), "the last message has no translation line", hint)
        elif self.comment_at is not None:
            hint += ", or delete the comment"
            self.complain(self.comment_at, "a comment stands at the end, and no message after it", hint)

    def complain(self, place: Location, message: str, hint: str, code: Code = Code.PO_SYNTAX) -> None:
        """Note a problem."""
        self.problems.append(Diagnostic(code, message, place, hint, locale=self.locale))

    def _place(self) -> Location:
        return (self.drafts[-1].place if self.drafts else None) or Location(self.shown, 1, 1)

    def _line(self, line: str, place: Location) -> None:
        found = LINE.fullmatch(line.rstrip(" \t"))
        if CONFLICT.match(line):
            self.complain(place, "two versions of this file were merged and not settled", CONFLICT_HINT)
        elif line.startswith("#") and line.endswith("\\"):
            hint = "put a space or a full stop behind it"
            end = Location(place.file, place.line, place.column + len(line) - 1)
            self.complain(end, "gettext takes the next line for a part of this one, which ends with `\\`", hint)
        elif found and (found["keyword"] or self.keyword):
            self._text(found, place)
        elif line.startswith("#") and not line.startswith(("#|", "#~")):
            self._comment(line, place)
        else:
            hint = 'a line is a comment (`# …`), `msgctxt "…"`, `msgid "…"`, `msgstr "…"` or `"…"`'
            self.complain(place, f"`{line.rstrip()[:40]}` is not a line of a catalog", hint)

    def _comment(self, line: str, place: Location) -> None:
        if self.keyword not in BETWEEN:
            hint = "move it above the message, before its lines of `#|`"
            self.complain(place, "a comment cannot stand inside a message", hint)
            return
        self.keyword, self.comment_at = "", self.comment_at or place
        match line[1:2]:
            case ",":
                self.next.flags += [flag for flag in map(_flag, line[2:].split(",")) if flag]
            case ":":
                self.next.references += line[2:].split()
            case ".":
                self.next.comments.append(line[2:].removeprefix(" "))
            case _:
                self.next.notes.append(line[1:].removeprefix(" "))

    def _text(self, found: re.Match[str], place: Location) -> None:
        """A line with a quoted string."""
        mark = found["mark"] or ""
        obsolete, bar = mark.startswith("#~"), "|" if mark.endswith("|") else ""
        begins = self.keyword in BETWEEN
        if found["keyword"]:
            self._begin(found, bar, place)
        elif bool(bar) is not self.keyword.startswith("|"):
            self.complain(place, f"`{mark or found['more'][:1]}` cannot go on here", "begin the line as the one above")
            return
        if not self.drafts:
            return
        if begins and found["keyword"]:
            self.drafts[-1].obsolete = obsolete
        elif obsolete is not self.drafts[-1].obsolete:
            hint = "`#~` stands before every line of an obsolete message, and before none of another"
            self.complain(place, "one half of this message is obsolete, the other is not", hint)
        group = "text" if found["keyword"] else "more"
        self._string(found[group], Location(place.file, place.line, place.column + found.start(group)))

    def _begin(self, found: re.Match[str], bar: str, place: Location) -> None:
        keyword = bar + found["keyword"]
        if found["keyword"] == "msgid_plural" or found["index"]:
            hint = "a statement's messages have no plural forms: write a switch `[[n| one: … | other: … ]]`"
            self.complain(place, "plural messages do not belong in this catalog", hint)
            keyword = bar + ("msgid" if found["keyword"] == "msgid_plural" else found["keyword"])
        elif self.keyword not in ORDER.get(keyword, frozenset()):
            hint = "a message is `msgctxt`, `msgid` and `msgstr`, in this order"
            self.complain(place, f"`{found['keyword']}` cannot stand here", hint)
        if self.keyword in BETWEEN or (keyword == "msgctxt" and self.keyword != "|msgid"):
            self.next.place = place
            self.drafts.append(self.next)
            self.next, self.comment_at = Draft(), None
        self.keyword = keyword

    def _string(self, quoted: str, place: Location) -> None:
        problem = _fault_of(quoted)
        if problem:
            offset, message, hint = problem
            self.complain(Location(place.file, place.line, place.column + offset), message, hint)
        else:
            inner = Location(place.file, place.line, place.column + 1)
            self.drafts[-1].add(self.keyword, quoted[1:-1], inner)


def _flag(written: str) -> str:
    """A flag; some people write `Fuzzy`, which other programs take for nothing."""
    flag = written.strip()
    return FUZZY if flag.lower() == FUZZY else flag


def _fault_of(quoted: str) -> tuple[int, str, str] | None:
    """What is wrong with a quoted string, and at which character."""
    if not quoted.startswith('"'):
        return 0, f"`{quoted[:1]}` cannot open a text", 'texts stand between straight double quotes: "…"'
    inner = re.match(r'"(?:[^"\\]|\\.)*', quoted)
    end = inner.end() if inner else 1
    if end >= len(quoted) or quoted[end] != '"':
        return len(quoted) - 1, "the closing quote is missing", 'end the line with `"`'
    if end < len(quoted) - 1:
        return end, 'a `"` stands inside the text', 'write it as `\\"`, or use the quotation marks of the language'
    wrong = next((escape for escape in ESCAPE.finditer(quoted) if escape[1] not in ESCAPES), None)
    if wrong and wrong[1] == "r":
        return wrong.start(), "a carriage return (`\\r`) stands in the text", "delete it: a line ends with `\\n` alone"
    if wrong:
        return wrong.start(), f"`{wrong[0]}` is not known", "a backslash is written `\\\\`"
    return None
