"""Where every statement stands: its next edition, how far each locale has come, and what to do next."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from communique import observance, preparation
from communique.compose import states
from communique.diagnostics import Code, CommuniqueError, Diagnostic
from communique.exchange.differences import IDEOGRAPH
from communique.exchange.pieces import Code as InlineCode
from communique.exchange.pieces import Piece, Span, Words, pieces_of
from communique.model import Edition, MessageState, Newsroom
from communique.rereading import Rereading, rereadings

TO_DO = (MessageState.MISSING, MessageState.FUZZY, MessageState.INVALID)
"""The states in which somebody must still work on a message."""
TO_EDIT = frozenset({Code.MISSING_MESSAGE, Code.FUZZY_MESSAGE})
TO_UPDATE = frozenset({Code.MISSING_CATALOG, Code.STALE_MESSAGE})


@dataclass(frozen=True, slots=True)
class LocaleStatus:
    """One locale of an edition: how many messages are in which state, and why it cannot go out, if so."""

    locale: str
    counts: Mapping[MessageState, int]
    source: bool
    reviewed_by: str
    problems: tuple[Diagnostic, ...]
    words: int
    """Words of the source in the messages that somebody must still work on."""
    next: str
    """The command to type next."""

    @property
    def ready(self) -> bool:
        """Whether `build` would release it."""
        return not self.problems

    @property
    def to_do(self) -> int:
        """Messages that somebody must still work on."""
        return sum(self.counts[state] for state in TO_DO)


def of_locale(prepared: preparation.Prepared, locale: str, year: int | None = None) -> LocaleStatus:
    """Count the messages of one locale by their state; `year` is the edition that was asked for, if one was."""
    edition = prepared.edition
    catalog = prepared.catalogs.get(locale)
    problems = prepared.refused.get(locale, ())
    if any(problem.code is Code.MISSING_CATALOG for problem in problems):
        found = {message.id: MessageState.MISSING for message in edition.messages}
    else:
        found = preparation.judged(states(edition, locale, catalog), problems)
    counts = collections.Counter(found.values())
    return LocaleStatus(
        locale,
        {state: counts[state] for state in MessageState},
        locale == edition.statement.source,
        catalog.reviewed_by if catalog else "",
        problems,
        sum(words_in(one.passage.text) for one in edition.messages if found[one.id] in TO_DO),
        _next(prepared, locale, year),
    )


def _next(prepared: preparation.Prepared, locale: str, year: int | None) -> str:
    """The command that brings a locale one step on: first its catalog, then its words, then what is wrong with them."""
    slug = prepared.edition.statement.slug
    problems = prepared.refused.get(locale, ())
    catalog = prepared.catalogs.get(locale)
    unfinished = [problem for problem in problems if problem.code in TO_EDIT]
    absent = catalog and any(one.block and one.block not in catalog.translations for one in unfinished)
    suffix = f" -y {year}" if year else ""
    if absent or any(problem.code in TO_UPDATE for problem in problems):
        return f"communique catalog update {slug}"
    if unfinished:
        return f"edit {unfinished[0].location.file}"
    return f"communique check {slug} -l {locale}{suffix}" if problems else f"communique build {slug}{suffix}"


def explanation(edition: Edition) -> str:
    """Why the number is what it is, in one sentence."""
    return f"{edition.name}: {observance.explain(edition.statement.event, edition.year)}"


# --- words -------------------------------------------------------------------------------------------------------------


def words_in(text: str) -> int:
    """How many words of a source are translated: placeholders are none, each Chinese or Japanese character is one."""
    spaced = IDEOGRAPH.sub(r" \1 ", "".join(_words(pieces_of(text, is_source=True))))
    return sum(any(map(str.isalnum, word)) for word in spaced.split())


def _words(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case Words(text):
                yield text
            case InlineCode():
                yield " "
            case Span(content=content):
                yield from _words(content)


# --- from one edition to the next --------------------------------------------------------------------------------------


def to_read_again(
    room: Newsroom, prepared: preparation.Prepared, before: Edition | None, locale: str
) -> tuple[Rereading, ...]:
    """List what to read again in a locale since the edition before; nothing where its catalog cannot be read."""
    edition = prepared.edition
    is_source = locale == edition.statement.source
    if before is None or not (is_source or locale in prepared.catalogs):
        return ()
    try:
        grammar = preparation.grammar_of(room, locale, edition.statement.locales_at)
    except CommuniqueError:
        return ()
    return rereadings(before, edition, locale, prepared.catalogs.get(locale), grammar)
