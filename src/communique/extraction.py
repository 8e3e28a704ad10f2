"""From authored texts to translators' files: the template (POT) of a statement or a letterhead, and its catalogs."""

from __future__ import annotations

import itertools
import pathlib
from collections.abc import Sequence
from dataclasses import dataclass

import polib

from communique.body import KEYS_LINE, messages_of_body
from communique.catalogs import LARGEST, read_catalog, template_file, updated
from communique.diagnostics import Code, Diagnostic, FileProblem, Location
from communique.model import BlockKind, Letterhead, Message, Newsroom, Statement
from communique.newsroom import shown, statement_folder
from communique.source import FENCE
from communique.toml_files import read_text, reason


@dataclass(frozen=True, slots=True)
class Written:
    """A file that `catalog update` looked at, and whether it had to be changed."""

    path: str
    changed: bool
    to_do: int
    """Messages that are not translated or fuzzy."""


def name_blocks(newsroom: Newsroom, slug: str) -> int:
    """Give ids to the blocks of a statement that have none, by writing a line above each; returns how many.

    Raises:
        FileProblem: the statement cannot be read or written.
    """
    path = statement_folder(newsroom, slug) / "statement.md"
    text = read_text(path, shown(newsroom.folder, "statements", slug, "statement.md"))
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(fences) < 2:
        return 0
    messages, problems = messages_of_body("\n".join(lines[fences[1] + 1 :]), "", fences[1] + 2)
    nameless = [problem.location.line for problem in problems if problem.code is Code.NO_ID]
    taken = {message.id for message in messages}
    free = (name for name in (f"p{number}" for number in itertools.count(1)) if name not in taken)
    # From the end, so that the lines of the blocks before stay where they are.
    for line, name in reversed(list(zip(nameless, free, strict=False))):
        _insert_id(lines, line - 1, name)
    if nameless:
        _save(path, shown(newsroom.folder, "statements", slug, "statement.md"), "\n".join(lines).encode())
    return len(nameless)


def _insert_id(lines: list[str], index: int, name: str) -> None:
    """Name the block that begins on a line: in its line of keys if it has one without an id, else in a new line."""
    above = next((number for number in range(index - 1, -1, -1) if lines[number].strip()), 0)
    if KEYS_LINE.match(lines[above].strip()):
        lines[above] = lines[above].replace("{", f"{{#{name} ", 1)
    else:
        lines.insert(index, f"{{#{name}}}")


def _save(path: pathlib.Path, name: str, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        message = reason(error).replace("opened", "written")
        hint = "free some space, correct the permissions, or take away what is in the way"
        raise FileProblem([Diagnostic(Code.NOT_WRITABLE, message, Location(name), hint)]) from None


def update_statement(newsroom: Newsroom, statement: Statement) -> list[Written]:
    """Bring the template and every catalog of a statement up to its text.

    Raises:
        FileProblem: a file cannot be read or written.
        TextProblems: a catalog is broken; nothing of this statement is written then.
    """
    folder = statement_folder(newsroom, statement.slug) / "locales"
    comments = {message.id: _comment(message) for message in statement.messages}
    template = template_file(statement.slug, statement.messages, comments)
    return _update(newsroom, folder, "statement.pot", template, statement.locales)


def update_letterhead(newsroom: Newsroom, letterhead: Letterhead, locales: Sequence[str]) -> list[Written]:
    """Bring the label catalogs of a letterhead up to its labels, one for each locale that uses it.

    Raises:
        FileProblem: a file cannot be read or written.
        TextProblems: a catalog is broken; nothing of this letterhead is written then.
    """
    folder = pathlib.Path(newsroom.folder, "templates", letterhead.name, "locales")
    messages = [Message(name, BlockKind.NAME, passage) for name, passage in letterhead.labels.items()]
    template = template_file(letterhead.name, messages, {message.id: "label" for message in messages})
    return _update(newsroom, folder, "labels.pot", template, [one for one in locales if one != letterhead.source])


def _comment(message: Message) -> str:
    return "\n".join(part for part in (str(message.kind), message.note) if part)


def _update(
    newsroom: Newsroom, folder: pathlib.Path, name: str, template: polib.POFile, locales: Sequence[str]
) -> list[Written]:
    before = {locale: _old(newsroom, folder / f"{locale}.po", locale) for locale in locales}
    written = [_write(newsroom, folder / name, template)]
    for locale, old in before.items():
        written.append(_write(newsroom, folder / f"{locale}.po", updated(old, template, locale)))
    return written


def _old(newsroom: Newsroom, path: pathlib.Path, locale: str) -> polib.POFile:
    """The catalog as it is, once it has passed the gate; an empty one if there is none."""
    if not path.exists():
        return polib.POFile(wrapwidth=0)
    name = shown(newsroom.folder, path.relative_to(newsroom.folder).as_posix())
    read_catalog(path, name, locale)
    return polib.pofile(read_text(path, name, LARGEST), wrapwidth=0)


def _write(newsroom: Newsroom, path: pathlib.Path, file: polib.POFile) -> Written:
    name = shown(newsroom.folder, path.relative_to(newsroom.folder).as_posix())
    content = str(file).rstrip("\n").encode() + b"\n"
    changed = not path.is_file() or path.read_bytes() != content
    if changed:
        _save(path, name, content)
    to_do = sum(1 for entry in file if not entry.obsolete and (not entry.msgstr or "fuzzy" in entry.flags))
    return Written(name, changed, to_do)
