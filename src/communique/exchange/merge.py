"""What came back goes into the catalog, message by message, or is refused with its reason.

A merge, never a copy of a file: of a returned row only the translation is taken, and only for a message that is known and
whose source is still the one that the translator saw. Every other line of the catalog stays as it is, to the byte. The
signature of a reviewer in the header covers the words that were there: it falls when one of them changes.
"""

from __future__ import annotations

import collections
import enum
import pathlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polib

from communique import durable, markup
from communique.agreement import disagreements, phrases_of
from communique.catalogs import LARGEST, REVIEWED_BY, catalog_of, read_catalog
from communique.diagnostics import Code, Diagnostic, Passage, Severity
from communique.exchange.pieces import Span, SpanKind, codes_in, pieces_of
from communique.exchange.sheet import Returned, ReturnedRow, Row, Sheet, fingerprint
from communique.fill import Filling
from communique.model import Newsroom
from communique.newsroom import statement_folder
from communique.toml_files import decode, did_you_mean, read_bytes, writing

LONGEST = 20_000
"""Characters of a translation that comes back; a long paragraph has a tenth."""
SIGNATURE = re.compile(rf'({REVIEWED_BY}:)(?:[^"\\]|\\[^n]|"\n\s*")*(?:\\n|(?="))')
"""The header's line of the reviewer, wherever another program broke it."""
OF_THE_EDITION = frozenset({Code.NO_HOLDER, Code.BEFORE_EVENT, Code.MISSING_FORM})
"""Problems that no translator can mend."""


class Decision(enum.StrEnum):
    """What became of a returned row."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a returned row, and why it was refused."""

    row: ReturnedRow
    decision: Decision
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import did, or would do."""

    path: str
    outcomes: tuple[Outcome, ...]
    absent: tuple[str, ...]
    """Messages of the catalog that the file does not have; they stay as they are."""
    review_ended: str = ""
    """Whose signature fell."""

    def count(self, decision: Decision) -> int:
        """How many rows were decided so."""
        return sum(outcome.decision is decision for outcome in self.outcomes)


def merge(room: Newsroom, returned: Returned, *, dry_run: bool = False) -> Merged:
    """Judge every row, and write the accepted ones into the catalog unless it is a dry run.

    Raises:
        FileProblem: the catalog cannot be read or written; it is then as it was.
    """
    sheet = returned.sheet
    outcomes = tuple(_outcomes(returned))
    accepted = {one.row.id: one.row for one in outcomes if one.decision is Decision.ACCEPTED}
    path = (statement_folder(room, sheet.statement.slug) / "locales" / f"{sheet.locale}.po").resolve()
    reviewer = read_catalog(path, sheet.path, sheet.locale).reviewed_by if accepted else ""
    if accepted and not dry_run:
        _save(path, sheet, accepted)
    present = {one.row.id for one in outcomes}
    absent = tuple(row.id for row in sheet.rows if row.id not in present)
    return Merged(sheet.path, outcomes, absent, reviewer)


# --- judging -----------------------------------------------------------------------------------------------------------


def _outcomes(returned: Returned) -> Iterator[Outcome]:
    times = collections.Counter(row.id for row in returned.rows)
    for row in returned.rows:
        known = returned.sheet.row(row.id)
        problems = (
            _twice(row, returned.sheet) if row.id and times[row.id] > 1 else _problems(row, known, returned.sheet)
        )
        if any(problem.severity is Severity.ERROR for problem in problems):
            yield Outcome(row, Decision.REFUSED, problems)
        elif known is None or row.translation == known.translation or not row.translation.strip():
            yield Outcome(row, Decision.UNCHANGED)
        else:
            yield Outcome(row, Decision.ACCEPTED, problems)


def _refusal(row: ReturnedRow, sheet: Sheet, code: Code, message: str, hint: str) -> tuple[Diagnostic, ...]:
    return (Diagnostic(code, message, row.location, hint, locale=sheet.locale, block=row.id),)


def _twice(row: ReturnedRow, sheet: Sheet) -> tuple[Diagnostic, ...]:
    return _refusal(row, sheet, Code.DUPLICATE_ID, f"`{row.id}` stands in the file more than once", "keep one of them")


def _problems(row: ReturnedRow, known: Row | None, sheet: Sheet) -> tuple[Diagnostic, ...]:
    """Why a row cannot be taken; nothing if it can, or if there is nothing to take."""
    if row.fault:
        return _refusal(row, sheet, Code.UNREADABLE, row.fault, row.hint)
    if known is None:
        hint = did_you_mean(row.id, [one.id for one in sheet.rows])
        return _refusal(row, sheet, Code.UNKNOWN_BLOCK, f"`{sheet.statement.slug}` has no message `{row.id}`", hint)
    if row.fingerprint != fingerprint(known.source):
        hint = "export again, and carry the translation over to the new source"
        what = f"the source of `{row.id}` is no longer the one that was translated"
        return _refusal(row, sheet, Code.STALE_MESSAGE, what, hint)
    if not row.translation.strip():
        what = f"the translation of `{row.id}` is empty; the catalog keeps the one it has"
        return _refusal(row, sheet, Code.MISSING_MESSAGE, what, "translate it") if known.translation else ()
    return () if row.translation == known.translation else _faults(row, known, sheet)


def _faults(row: ReturnedRow, known: Row, sheet: Sheet) -> tuple[Diagnostic, ...]:
    """What is wrong with the words of a new translation."""
    if len(row.translation) > LONGEST:
        what = f"the translation of `{row.id}` has more than {LONGEST} characters"
        return _refusal(row, sheet, Code.BAD_VALUE, what, "is it in the right row?")
    if control := re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", row.translation):
        what = f"a control character (U+{ord(control[0]):04X}) stands in the text"
        return _refusal(row, sheet, Code.MARKUP, what, "delete it; it cannot be seen")
    passage = Passage(row.translation, ((0, row.location),))
    template, flaws = markup.template(known.message, passage, sheet.locale)
    source = sheet.statement.source
    found = [*flaws, *disagreements(known.message, known.message.passage, passage, sheet.locale, source)]
    if sheet.vocabulary is not None:
        Filling(sheet.vocabulary, passage, row.id, found).fill(phrases_of(template))
    found += _lost_spans(row, known, sheet)
    return tuple(dict.fromkeys(problem for problem in found if problem.code not in OF_THE_EDITION))


def _lost_spans(row: ReturnedRow, known: Row, sheet: Sheet) -> Iterator[Diagnostic]:
    """Bold words and links of the source must be there, unless the translation did without them before."""
    wanted, found = _spans(known.source), _spans(row.translation)
    before = _spans(known.translation) if known.translation else wanted
    for kind, what in ((SpanKind.STRONG, "bold words"), (SpanKind.LINK, "link")):
        if found[kind] < min(wanted[kind], before[kind]):
            message = f"the translation of `{row.id}` lost the {what} of the source"
            yield from _refusal(row, sheet, Code.MARKUP, message, "mark the same words as in the source")


def _spans(text: str) -> collections.Counter[SpanKind]:
    return collections.Counter(one.kind for one in codes_in(pieces_of(text)) if isinstance(one, Span))


# --- writing -----------------------------------------------------------------------------------------------------------


def _save(path: pathlib.Path, sheet: Sheet, accepted: Mapping[str, ReturnedRow]) -> None:
    with writing(sheet.path, "free some space or correct the permissions; the catalog is as it was"):
        content = _changed(read_bytes(path, LARGEST), accepted)
        written = catalog_of(decode(content, sheet.path), sheet.path, sheet.locale)
        assert not written.reviewed_by  # noqa: S101 (nothing is written that does not read as it must)
        assert all(written.translations[name].passage.text == row.translation for name, row in accepted.items())  # noqa: S101
        durable.replace(path, content)


def _changed(content: bytes, accepted: Mapping[str, ReturnedRow]) -> bytes:
    """A catalog with other translations for some messages, and every other line as it was."""
    newline = "\r\n" if b"\r\n" in content else "\n"
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    lines = content[len(mark) :].decode().replace("\r\n", "\n").split("\n")
    for entry in reversed(list(_entries(lines))):
        if entry.name in accepted:
            row = accepted[entry.name]
            lines[entry.start : entry.end] = _rewritten(lines[entry.start : entry.end], row)
    text = SIGNATURE.sub(r"\1 \\n", "\n".join(lines), count=1)
    return mark + text.replace("\n", newline).encode()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A message of a catalog: its context, and its lines from the first comment to the last of the translation."""

    name: str
    start: int
    end: int


def _entries(lines: Sequence[str]) -> Iterator[_Entry]:
    """Every message of a catalog that passed the gate, so that its lines are where they must be."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].strip():
            end += 1
        yield from _entries_of_paragraph(lines, start, end)
        start = end + 1


def _entries_of_paragraph(lines: Sequence[str], start: int, end: int) -> Iterator[_Entry]:
    """Blank lines part messages, but nothing makes a tool write them."""
    begin, name, keyword = start, "", ""
    for number in range(start, end):
        line = lines[number].strip()
        if not line.startswith('"') and keyword == "msgstr":
            yield _Entry(name, begin, number)
            begin, name, keyword = number, "", ""
        if line.startswith("msgctxt"):
            name, keyword = "", "msgctxt"
        elif line.startswith("msg"):
            keyword = line.split()[0]
        if keyword == "msgctxt":
            name += polib.unescape(line[line.index('"') + 1 : -1]) if '"' in line else ""
    if keyword == "msgstr":
        yield _Entry(name, begin, end)


def _rewritten(lines: Sequence[str], row: ReturnedRow) -> list[str]:
    """The lines of a message with another translation: no longer fuzzy unless the translator's tool says so."""
    last = next(number for number, line in enumerate(lines) if line.strip().startswith("msgstr"))
    kept = [line for line in lines[:last] if row.unfinished or not line.startswith("#|")]
    kept = [line for line in (_flags(line, row.unfinished) for line in kept) if line is not None]
    if row.unfinished and not any(line.startswith("#,") and "fuzzy" in line for line in kept):
        first = next(number for number, line in enumerate(kept) if line.startswith(("#,", "#|", "msg")))
        flags = kept[first].removeprefix("#, ") if kept[first].startswith("#,") else ""
        kept[first : first + (1 if flags else 0)] = [f"#, fuzzy, {flags}" if flags else "#, fuzzy"]
    entry = polib.POEntry(msgid="x", msgstr=row.translation)
    rendered = entry.__unicode__(wrapwidth=0).rstrip("\n").split("\n")
    return kept + rendered[next(number for number, line in enumerate(rendered) if line.startswith("msgstr")) :]


def _flags(line: str, unfinished: bool) -> str | None:
    if unfinished or not line.startswith("#,"):
        return line
    flags = [flag.strip() for flag in line[2:].split(",") if flag.strip().lower() != "fuzzy"]
    return f"#, {', '.join(flags)}" if flags else None
