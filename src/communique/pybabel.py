"""What `pybabel extract` and `pybabel compile` do with our files; both find it by the entry points of this package.

Babel reads and writes the files then, not we: its reader lets accidents pass that our gate refuses. `communique check` is
the rule; this is for newsrooms whose other texts go through Babel.
"""

from __future__ import annotations

import pathlib
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from babel.messages.catalog import Catalog, Message, TranslationError

from communique import markup, model
from communique.agreement import disagreements
from communique.comments import comments_of
from communique.diagnostics import Diagnostic, Location, Passage, Severity
from communique.newsroom import load_newsroom
from communique.source import load_statement

Extracted = tuple[int, str, tuple[str, str], list[str]]
KINDS = {str(kind): kind for kind in model.BlockKind}
UNKNOWN = "und"


def extract(
    file: BinaryIO,
    _keywords: Collection[str],
    _tags: Collection[str],
    options: Mapping[str, object],  # noqa: ARG001  Babel names it in the call
) -> Iterator[Extracted]:
    """Yield the messages of a `statement.md` in its newsroom: line, context with text, and comments.

    Raises:
        CommuniqueError: the statement or its newsroom cannot be read; every problem with its place.
    """
    path = pathlib.Path(file.name).resolve()
    statement = load_statement(load_newsroom(str(path.parents[2])), path.parent.name)
    for message in statement.messages:
        comments = comments_of(message, statement.source, ())
        yield message.passage.location.line, "pgettext", (message.id, message.passage.text), list(comments)


def check(_catalog: Catalog | None, message: Message) -> None:
    """Refuse a translation that breaks its source's placeholders, switches or marks.

    Babel asks this of every catalog there is; those of other projects do not say what kind of block a message is.

    Raises:
        TranslationError: everything that is wrong with it.
    """
    kind = KINDS.get(message.auto_comments[0]) if message.auto_comments else None
    if kind is None or not message.context or not isinstance(message.id, str) or not isinstance(message.string, str):
        return
    if message.string and not message.fuzzy:
        problems = list(_problems(model.Message(message.context, kind, _passage(message.id)), message.string))
        if problems:
            raise TranslationError("; ".join(f"{one.code}: {one.message} ({one.hint})" for one in problems))


def _problems(message: model.Message, translation: str) -> Iterator[Diagnostic]:
    passage = _passage(translation)
    _, flaws = markup.template(message, passage, UNKNOWN)
    found = [*flaws, *disagreements(message, message.passage, passage, UNKNOWN, f"source-{UNKNOWN}")]
    yield from (one for one in found if one.severity is Severity.ERROR)


def _passage(text: str) -> Passage:
    return Passage(text, ((0, Location("")),))
