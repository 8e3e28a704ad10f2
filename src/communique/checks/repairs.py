"""`check --fix`: what a machine can put right without understanding it. Words are never touched."""

from __future__ import annotations

import pathlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from communique import durable
from communique.body import KEYS_LINE
from communique.catalogs import LARGEST, read_entries
from communique.catalogs.entries import Entry, file_text
from communique.checks.characters import is_junk
from communique.checks.letters import STRETCH, straight_apostrophes
from communique.checks.pair import masked
from communique.checks.structure import damaged
from communique.checks.typography import space_faults
from communique.model import Newsroom, Statement
from communique.newsroom import shown, statement_folder
from communique.presence import is_there
from communique.toml_files import read_bytes, read_text, writing

LOST = "\ufffd"
"""Stands for a character that was lost; what it was, a person must say."""
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Repair:
    """What was put right in one text of a file."""

    file: str
    block: str
    what: str


def repaired(text: str, locale: str) -> tuple[str, tuple[str, ...]]:
    """Put a text right: letters whole, nothing invisible, plain braces, the spaces of its language; and say what."""
    done: dict[str, None] = {}
    for _ in range(ROUNDS):
        before = text
        for repair in (_composed, _visible, _with_plain_braces):
            text, what = repair(text)
            done |= dict.fromkeys(what)
        for fit in (_spaced, _undecorated):
            text, what = fit(text, locale)
            done |= dict.fromkeys(what)
        if text == before:
            break
    return text, tuple(done)


def _composed(text: str) -> tuple[str, list[str]]:
    whole = unicodedata.normalize("NFC", text)
    return whole, ["letters written whole (NFC)"] if whole != text else []


def _visible(text: str) -> tuple[str, list[str]]:
    junk = [offset for offset, sign in enumerate(text) if _is_nothing(text, offset, sign)]
    kept = "".join(sign for offset, sign in enumerate(text) if offset not in set(junk)) if junk else text
    return kept, [f"invisible characters deleted ({len(junk)})"] if junk else []


def _is_nothing(text: str, offset: int, sign: str) -> bool:
    """Whether a character can go without a trace; one of private use may have been a letter in somebody's font."""
    return sign != LOST and is_junk(text, offset) and unicodedata.category(sign) in {"Cf", "Mn", "Lo"}


def _with_plain_braces(text: str) -> tuple[str, list[str]]:
    mended = text
    for found, name in reversed(list(damaged(text))):
        mended = f"{mended[: found.start()]}{{{name}}}{mended[found.end() :]}"
    return mended, ["placeholders mended"] if mended != text else []


def _undecorated(text: str, locale: str) -> tuple[str, list[str]]:
    """Words not drawn long, and apostrophes curved where the language has them so."""
    words = masked(text)
    plain, done = text, []
    if straight := list(straight_apostrophes(words, locale)):
        signs = list(text)
        for offset in straight:
            signs[offset] = "’"
        plain, done = "".join(signs), [f"apostrophes curved ({len(straight)})"]
    if strokes := list(STRETCH.finditer(words)):
        for found in reversed(strokes):
            plain = plain[: found.start()] + plain[found.end() :]
        done.append(f"long strokes deleted ({len(strokes)})")
    return plain, done


def _spaced(text: str, locale: str) -> tuple[str, list[str]]:
    faults = sorted(space_faults(masked(text), locale), reverse=True)
    end = len(text) + 1
    for offset, stood, instead in faults:
        # Two rules may speak of one place; what was put right there already is left alone.
        if offset + len(stood) < end:
            text = text[:offset] + instead + text[offset + len(stood) :]
            end = offset
    return text, [f"spaces corrected ({len(faults)})"] if faults else []


# --- files -------------------------------------------------------------------------------------------------------------


def repair_statement(newsroom: Newsroom, statement: Statement) -> list[Repair]:
    """Put right the text and every catalog of a statement, and say what was done where.

    Raises:
        FileProblem: a file cannot be read or written.
        TextProblems: a catalog is broken in another way.
    """
    folder = statement_folder(newsroom, statement.slug)
    repairs = [*_of_source(folder / "statement.md", statement)]
    for locale in statement.locales:
        path = folder / "locales" / f"{locale}.po"
        name = shown(newsroom.folder, "statements", statement.slug, "locales", f"{locale}.po")
        repairs += _of_catalog(path, name, locale) if is_there(path, name) else []
    return repairs


def _of_catalog(path: pathlib.Path, name: str, locale: str) -> list[Repair]:
    repairs: list[Repair] = []
    entries: list[Entry] = []
    for entry in read_entries(path, name, locale):
        entries.append(entry)
        if not (entry.obsolete or entry.is_header):
            text, at_edge = _without_edges(entry.source, entry.translation)
            text, done = repaired(text, locale)
            entries[-1] = replace(entry, translation=text)
            repairs += [Repair(name, entry.context or "", what) for what in (*at_edge, *done)]
    if repairs:
        save(path, name, file_text(entries))
    return repairs


def _without_edges(source: str, text: str) -> tuple[str, tuple[str, ...]]:
    """A translation without the spaces at its edges, where its source has none."""
    bare = text.strip(" \t\n") if source == source.strip() else text
    return bare, ("spaces at the edges deleted",) if bare != text else ()


def _of_source(path: pathlib.Path, statement: Statement) -> list[Repair]:
    """The lines of the body that are text: the lines of keys and of tables keep their own shape."""
    name = statement.location.file
    text = read_text(path, name)
    windows = b"\r\n" in read_bytes(path, LARGEST)
    lines = text.split("\n")
    repairs: list[Repair] = []
    for index in _lines_of_text(lines):
        lines[index], done = repaired(lines[index], statement.source)
        repairs += [Repair(name, f"line {index + 1}", what) for what in done]
    if repairs:
        save(path, name, ("\r\n" if windows else "\n").join(lines))
    return repairs


def _lines_of_text(lines: list[str]) -> Iterator[int]:
    fences = [number for number, line in enumerate(lines) if line.rstrip() == "+++"]
    for number in range(fences[1] + 1 if len(fences) > 1 else len(lines), len(lines)):
        line = lines[number]
        if line.strip() and not KEYS_LINE.match(line) and not line.lstrip().startswith("|"):
            yield number


def save(path: pathlib.Path, name: str, text: str) -> None:
    """Write a file as UTF-8 in place of the one there; whoever reads it then finds the old one or the new one.

    Raises:
        FileProblem: it cannot be written.
    """
    with writing(name, "free some space, or correct the permissions"):
        durable.replace(path, text.encode())
