"""Where every statement stands: its next edition, and how far each locale has come."""

from __future__ import annotations

import collections
from collections.abc import Mapping
from dataclasses import dataclass

from communique import observance, preparation
from communique.compose import states
from communique.diagnostics import Code, Diagnostic
from communique.model import Edition, MessageState

OF_STATE = frozenset({Code.MISSING_MESSAGE, Code.FUZZY_MESSAGE, Code.STALE_MESSAGE, Code.MISSING_CATALOG})
"""Problems that the state of a message says already; any other makes a message invalid."""


@dataclass(frozen=True, slots=True)
class LocaleStatus:
    """One locale of an edition: how many messages are in which state, and why it cannot go out, if so."""

    locale: str
    counts: Mapping[MessageState, int]
    source: bool
    reviewed_by: str
    problems: tuple[Diagnostic, ...]

    @property
    def ready(self) -> bool:
        """Whether `build` would release it."""
        return not self.problems

    @property
    def to_do(self) -> int:
        """Messages that somebody must still work on."""
        return sum(
            self.counts.get(state, 0) for state in (MessageState.MISSING, MessageState.FUZZY, MessageState.INVALID)
        )

    @property
    def word(self) -> str:
        """The state in a word or two; "translated" never hides a fuzzy message, nor an unread one."""
        if self.source and self.ready:
            return "source"
        work = [
            f"{count} {state}"
            for state, count in self.counts.items()
            if state in (MessageState.MISSING, MessageState.FUZZY, MessageState.INVALID) and count
        ]
        if work or not self.ready:
            return ", ".join(work) or "refused"
        return f"reviewed by {self.reviewed_by}" if self.reviewed_by else "unreviewed"


def of_locale(prepared: preparation.Prepared, locale: str) -> LocaleStatus:
    """Count the messages of one locale of an edition by their state."""
    edition = prepared.edition
    catalog = prepared.catalogs.get(locale)
    problems = prepared.refused.get(locale, ())
    if any(problem.code is Code.MISSING_CATALOG for problem in problems):
        found = {message.id: MessageState.MISSING for message in edition.messages}
    else:
        found = dict(states(edition, locale, catalog))
    for problem in problems:
        if problem.code not in OF_STATE and problem.block in found:
            found[problem.block] = MessageState.INVALID
    counts = collections.Counter(found.values())
    ordered = {state: counts[state] for state in MessageState}
    source = locale == edition.statement.source
    return LocaleStatus(locale, ordered, source, catalog.reviewed_by if catalog else "", problems)


def explanation(edition: Edition) -> str:
    """Why the number is what it is, in one sentence."""
    return f"{edition.name}: {observance.explain(edition.statement.event, edition.year)}"
