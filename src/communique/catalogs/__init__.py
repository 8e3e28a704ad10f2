"""PO files: one catalog per locale, one message per block, `msgctxt` = the block's id.

Reading goes through a strict gate: what a translator's editor can do to a file by accident is refused with its place, or
mended where nothing can be lost by it (a byte order mark, foreign line ends). Nothing is ever taken from the source
language instead.
"""

from __future__ import annotations

import functools
import gettext
import pathlib
import re
from collections.abc import Mapping

from communique.catalogs.entries import Entry
from communique.catalogs.gate import Gate
from communique.diagnostics import Code, Diagnostic, Location, Passage, TextProblems
from communique.model import Catalog, Translation
from communique.presence import is_there
from communique.toml_files import read_text

LARGEST = 5_000_000
"""Bytes of a catalog; a statement's has a few thousand."""
REVIEWED_BY = "X-Communique-Reviewed-By"
PLURALS = re.compile(r"nplurals=([1-6]); *plural=([^;]+);?")
MOST = 1000
"""Numbers for which a plural rule is tried, as msgfmt does."""


def read_catalog(path: pathlib.Path, shown: str, locale: str) -> Catalog:
    """Read the catalog of a locale.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: there is none, or it is broken; every fault with its place.
    """
    return catalog_of(_text(path, shown, locale), shown, locale)


@functools.lru_cache(maxsize=256)
def catalog_of(text: str, shown: str, locale: str) -> Catalog:
    """The catalog that a text is; the same text is taken apart once, for a letterhead's serves every statement and year.

    Raises:
        TextProblems: it is broken; every fault with its place.
    """
    gate = _gate(text, shown, locale)
    translations = _translations(gate) if not gate.problems else {}
    header = _header(gate)
    if gate.problems:
        raise TextProblems(gate.problems)
    return Catalog(locale, translations, Location(shown, 1, 1), header.get(REVIEWED_BY, ""))


def read_entries(path: pathlib.Path, shown: str, locale: str) -> tuple[Entry, ...]:
    """Everything that stands in a catalog, its header first and obsolete messages too, by the same strict gate.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: there is none, or it is broken; every fault with its place.
    """
    gate = _gate(_text(path, shown, locale), shown, locale)
    if not gate.problems:
        _translations(gate)
    _header(gate)
    if gate.problems:
        raise TextProblems(gate.problems)
    return tuple(draft.entry() for draft in gate.drafts)


def read_template(path: pathlib.Path, shown: str) -> tuple[Entry, ...]:
    """Everything that stands in a template (POT), which is of no locale.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: it is broken; every fault with its place.
    """
    gate = _gate(read_text(path, shown, LARGEST), shown, "")
    if gate.problems:
        raise TextProblems(gate.problems)
    return tuple(draft.entry() for draft in gate.drafts)


def _text(path: pathlib.Path, shown: str, locale: str) -> str:
    if not is_there(path, shown):
        hint = "make one with `communique catalog update`, or take the locale out of the statement"
        message = f"there is no catalog for `{locale}`"
        raise TextProblems([Diagnostic(Code.MISSING_CATALOG, message, Location(shown), hint, locale=locale)])
    return read_text(path, shown, LARGEST)


def _gate(text: str, shown: str, locale: str) -> Gate:
    gate = Gate(shown, locale)
    gate.read(text)
    return gate


def header_fields(header: str) -> Mapping[str, str]:
    """The fields of a header by their names."""
    lines = (line.partition(":") for line in header.split("\n"))
    return {key.strip(): value.strip() for key, _, value in lines if key.strip()}


def _header(gate: Gate) -> Mapping[str, str]:
    """The header's fields; it must be there, name the locale of the file, and hold nothing that other programs refuse."""
    first = gate.drafts[0] if gate.drafts else None
    if first is None or not first.entry().is_header or first.obsolete or "msgstr" not in first.strings:
        hint = 'begin the file with `msgid ""`, `msgstr ""` and `"Language: …\\n"`'
        gate.complain(Location(gate.shown, 1, 1), "the header is missing", hint, Code.PO_HEADER)
        return {}
    header = first.passage("msgstr")
    fields = header_fields(header.text)
    language = fields.get("Language", "").replace("_", "-")
    if language.lower() != gate.locale.lower():
        stood = f"`{language}`" if language else "no language"
        message = f"the header names {stood}, the file is for `{gate.locale}`"
        hint = f"write `Language: {gate.locale}`, or give the file its right name"
        gate.complain(_place_of("Language", header), message, hint, Code.PO_HEADER)
    charset = re.search(r"charset=([\w-]+)", fields.get("Content-Type", ""))
    if charset is None or charset[1].lower() not in {"utf-8", "utf8"}:
        hint = "write `Content-Type: text/plain; charset=UTF-8`"
        gate.complain(_place_of("Content-Type", header), "the header does not say UTF-8", hint, Code.PO_HEADER)
    plurals = fields.get("Plural-Forms", "")
    if plurals and (problem := _plural_problem(plurals)):
        hint = "delete the line: a statement's messages have no plural forms"
        message = f"`Plural-Forms` {problem}, which other programs refuse"
        gate.complain(_place_of("Plural-Forms", header), message, hint, Code.PO_HEADER)
    return fields


def _place_of(field: str, header: Passage) -> Location:
    """Where a field of the header stands; the header's first line if it is not there."""
    found = re.search(rf"^{field}\s*:", header.text, re.MULTILINE)
    return header.at(found.start()) if found else header.location


@functools.cache
def _plural_problem(rule: str) -> str:
    """Why a plural rule is none. It is never run: the standard library reads it as arithmetic on one number."""
    found = PLURALS.fullmatch(rule)
    if found is None:
        return "is not of the form `nplurals=2; plural=(n != 1);`"
    try:
        plural = gettext.c2py(found[2])
        worst = max(plural(n) for n in range(MOST))
    except (ValueError, ZeroDivisionError, OverflowError):
        return "is not arithmetic on `n`"
    return "" if worst < int(found[1]) else f"names {found[1]} forms and asks for form {worst}"


def _translations(gate: Gate) -> dict[str, Translation]:
    found: dict[str, Translation] = {}
    seen: dict[tuple[str, str], Location] = {}
    for draft in gate.drafts[1:]:
        name, source = draft.strings.get("msgctxt", ""), draft.strings.get("msgid", "")
        place = draft.place or Location(gate.shown)
        if not name and not draft.obsolete:
            hint = 'each message has the id of its block: `msgctxt "lead"`'
            gate.complain(place, "the message has no context", hint)
        elif name in found and not draft.obsolete:
            message = f"the message `{name}` stands here a second time"
            gate.complain(place, message, f"keep one; the first is at {found[name].passage.location}")
        elif (name, source) in seen:
            message = f"the message `{name}` stands here a second time with the same source"
            gate.complain(place, message, f"keep one; the first is at {seen[name, source]}")
        elif not draft.obsolete:
            found[name] = Translation(name, source, draft.passage("msgstr"), draft.entry().fuzzy)
        seen.setdefault((name, source), place)
    return found
