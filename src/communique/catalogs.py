"""PO files: one catalog per locale, one message per block, `msgctxt` = the block's id.

Reading goes through a strict gate before polib sees the file, because every PO reader mends a translator's accidents in
silence: a lost closing quote costs a letter, a merge mark or a cut-off file costs messages. Here each is refused with its
place. Nothing is ever taken from the source language instead.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polib

from communique.diagnostics import Code, Diagnostic, Location, Passage, TextProblems
from communique.model import Catalog, Message, Translation
from communique.toml_files import CONFLICT, CONFLICT_HINT, read_text

LARGEST = 5_000_000
"""Bytes of a catalog; a statement's has a few thousand."""
REVIEWED_BY = "X-Communique-Reviewed-By"
KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(\[\d+\])?[ \t]+(.*)")
ESCAPE = re.compile(r"\\(.)")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
ORDER = {"msgctxt": ("", "msgstr"), "msgid": ("", "msgctxt", "msgstr"), "msgstr": ("msgid",)}
"""What each keyword may follow: the start of the file or the end of an entry counts as `msgstr`."""


@dataclass(slots=True)
class _Entry:
    """A message while its lines are read."""

    place: Location
    fuzzy: bool = False
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


class _Gate:
    """Reads a PO file line by line and says of every line that is not one what is wrong with it."""

    def __init__(self, shown: str, locale: str) -> None:
        self.shown, self.locale = shown, locale
        self.problems: list[Diagnostic] = []
        self.entries: list[_Entry] = []
        self.keyword = ""
        self.fuzzy = False

    def read(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            self.line(line.strip(), Location(self.shown, number, len(line) - len(line.lstrip()) + 1))
        if not self.problems and self.keyword not in {"", "msgstr"}:
            hint = "the end of the file is lost: take it from a backup"
            self.complain(self.entries[-1].place, "the last message has no translation line", hint)

    def complain(self, place: Location, message: str, hint: str, code: Code = Code.PO_SYNTAX) -> None:
        self.problems.append(Diagnostic(code, message, place, hint, locale=self.locale))

    def line(self, line: str, place: Location) -> None:
        if not line or line.startswith("#"):
            self.comment(line)
        elif CONFLICT.match(line):
            self.complain(place, "two versions of this file were merged and not settled", CONFLICT_HINT)
        elif found := KEYWORD.fullmatch(line):
            self.begin(found[1], found[2] or "", place)
            self.string(found[3], Location(place.file, place.line, place.column + found.start(3)))
        elif line.startswith('"') and self.keyword:
            self.string(line, place)
        else:
            hint = 'a line is a comment (`# …`), `msgctxt "…"`, `msgid "…"`, `msgstr "…"` or `"…"`'
            self.complain(place, f"`{line[:40]}` is not a line of a catalog", hint)

    def comment(self, line: str) -> None:
        """Of the comments, only the fuzzy mark means something here; that of an obsolete message (`#~`) is not ours."""
        if line.startswith("#,"):
            self.fuzzy |= "fuzzy" in {flag.strip().lower() for flag in line[2:].split(",")}
        elif line.startswith("#~"):
            self.fuzzy = False

    def begin(self, keyword: str, index: str, place: Location) -> None:
        if keyword == "msgid_plural" or index:
            hint = "a statement's messages have no plural forms: write a switch `[[n| one: … | other: … ]]`"
            self.complain(place, "plural messages do not belong in this catalog", hint)
            return
        if self.keyword not in ORDER[keyword]:
            hint = "a message is `msgctxt`, `msgid` and `msgstr`, in this order"
            self.complain(place, f"`{keyword}` cannot stand here", hint)
        if keyword == "msgctxt" or (keyword == "msgid" and self.keyword != "msgctxt"):
            self.entries.append(_Entry(place, self.fuzzy))
            self.fuzzy = False
        self.keyword = keyword

    def string(self, quoted: str, place: Location) -> None:
        problem = self.fault_of(quoted)
        if problem:
            offset, message, hint = problem
            self.complain(Location(place.file, place.line, place.column + offset), message, hint)
        elif self.entries:
            inner = Location(place.file, place.line, place.column + 1)
            self.entries[-1].add(self.keyword, quoted[1:-1], inner)

    @staticmethod
    def fault_of(quoted: str) -> tuple[int, str, str] | None:
        """What is wrong with a quoted string, and at which character."""
        if not quoted.startswith('"'):
            return 0, f"`{quoted[:1]}` cannot open a text", 'texts stand between straight double quotes: "…"'
        inner = re.match(r'"(?:[^"\\]|\\.)*', quoted)
        end = inner.end() if inner else 1
        if end >= len(quoted):
            return len(quoted) - 1, "the closing quote is missing", 'end the line with `"`'
        if end < len(quoted) - 1:
            return end, 'a `"` stands inside the text', 'write it as `\\"`, or use the quotation marks of the language'
        wrong = next((escape for escape in ESCAPE.finditer(quoted) if escape[1] not in ESCAPES), None)
        if wrong:
            return wrong.start(), f"`{wrong[0]}` is not known", "a backslash is written `\\\\`"
        return None


def read_catalog(path: pathlib.Path, shown: str, locale: str) -> Catalog:
    """Read the catalog of a locale.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: there is none, or it is broken; every fault with its place.
    """
    if not path.exists():
        hint = "make one with `communique catalog update`, or take the locale out of the statement"
        message = f"there is no catalog for `{locale}`"
        raise TextProblems([Diagnostic(Code.MISSING_CATALOG, message, Location(shown), hint, locale=locale)])
    text = read_text(path, shown, LARGEST)
    gate = _Gate(shown, locale)
    gate.read(text)
    translations = _translations(gate) if not gate.problems else {}
    header = _header(gate)
    if gate.problems:
        raise TextProblems(gate.problems)
    return Catalog(locale, translations, Location(shown, 1, 1), header.get(REVIEWED_BY, ""))


def _header(gate: _Gate) -> Mapping[str, str]:
    """The header's fields; it must be there and name the locale of the file."""
    first = gate.entries[0] if gate.entries else None
    if first is None or first.strings.get("msgid") or "msgctxt" in first.strings:
        hint = 'begin the file with `msgid ""`, `msgstr ""` and `"Language: …\\n"`'
        gate.complain(Location(gate.shown, 1, 1), "the header is missing", hint, Code.PO_HEADER)
        return {}
    lines = first.strings.get("msgstr", "").split("\n")
    fields = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    language = fields.get("Language", "").replace("_", "-")
    if language.lower() != gate.locale.lower():
        stood = f"`{language}`" if language else "no language"
        message = f"the header names {stood}, the file is for `{gate.locale}`"
        hint = f"write `Language: {gate.locale}`, or give the file its right name"
        gate.complain(first.place, message, hint, Code.PO_HEADER)
    charset = re.search(r"charset=([\w-]+)", fields.get("Content-Type", ""))
    if charset is None or charset[1].lower() not in {"utf-8", "utf8"}:
        hint = "write `Content-Type: text/plain; charset=UTF-8`"
        gate.complain(first.place, "the header does not say UTF-8", hint, Code.PO_HEADER)
    return fields


def _translations(gate: _Gate) -> dict[str, Translation]:
    found: dict[str, Translation] = {}
    for entry in gate.entries[1:]:
        name, source = entry.strings.get("msgctxt", ""), entry.strings.get("msgid", "")
        if not name:
            hint = 'each message has the id of its block: `msgctxt "lead"`'
            gate.complain(entry.place, "the message has no context", hint)
        elif name in found:
            message = f"the message `{name}` stands here a second time"
            gate.complain(entry.place, message, f"keep one; the first is at {found[name].passage.location}")
        else:
            passage = Passage(entry.strings.get("msgstr", ""), tuple(entry.pieces["msgstr"]))
            found[name] = Translation(name, source, passage, entry.fuzzy)
    return found


# --- writing -----------------------------------------------------------------------------------------------------------


def template_file(title: str, messages: Sequence[Message], comments: Mapping[str, str]) -> polib.POFile:
    """The template (POT) that every catalog of a statement begins as."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = _metadata(title)
    for message in messages:
        file.append(_po_entry(message, comments.get(message.id, "")))
    return file


def _metadata(title: str) -> dict[str, str]:
    return {
        "Project-Id-Version": title,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _po_entry(message: Message, comment: str) -> polib.POEntry:
    flags = ["python-brace-format"] if re.search(r"\{[a-z]", message.passage.text) else []
    return polib.POEntry(msgctxt=message.id, msgid=message.passage.text, comment=comment, flags=flags)


def updated(old: polib.POFile, template: polib.POFile, locale: str) -> polib.POFile:
    """A catalog brought up to its template: matched by id, nothing translated is lost.

    A message whose source text changed becomes fuzzy and keeps the text it was translated from (`#|`); one whose block is
    gone becomes obsolete, one whose block came back is revived.
    """
    file = polib.POFile(wrapwidth=0)
    file.header = old.header
    file.metadata = {**_metadata(template.metadata["Project-Id-Version"]), "Language": locale, **old.metadata}
    before = {entry.msgctxt: entry for entry in reversed(list(old))}
    for wanted in template:
        file.append(_carried(wanted, before.pop(wanted.msgctxt, None)))
    for entry in old:
        if entry.msgctxt in before and (entry.msgstr or entry.obsolete):
            file.append(_retired(entry))
    return file


def _retired(entry: polib.POEntry) -> polib.POEntry:
    """A message whose block is gone, beside the text it was translated from: an obsolete one can keep no other."""
    if entry.previous_msgid and _is_fuzzy(entry):
        entry.msgid, entry.previous_msgid = entry.previous_msgid, None
    entry.obsolete = True
    return entry


def _carried(wanted: polib.POEntry, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=wanted.msgctxt, msgid=wanted.msgid, comment=wanted.comment, flags=list(wanted.flags))
    if old is None:
        return entry
    entry.msgstr, entry.tcomment = old.msgstr, old.tcomment
    made_for = (old.previous_msgid if _is_fuzzy(old) else None) or old.msgid
    if old.msgstr and (_is_fuzzy(old) or old.msgid != wanted.msgid):
        entry.flags = ["fuzzy", *entry.flags]
        entry.previous_msgid = made_for if made_for != wanted.msgid else None
    return entry


def _is_fuzzy(entry: polib.POEntry) -> bool:
    return "fuzzy" in map(str.lower, entry.flags)
