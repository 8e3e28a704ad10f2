"""The yearly worksheet: what comes, by when it must be ready, and what a person must decide.

One row an edition. What can be told from the registers and the catalogs is told years ahead; what is missing then is a
decision that somebody has to take. Deadlines are days before the observance, by the evidence page on scheduled builds.
"""

from __future__ import annotations

import collections
import datetime
from collections.abc import Iterable, Iterator

from communique import observance, status
from communique.changes import Change, changes
from communique.diagnostics import CommuniqueError
from communique.model import Deadline, Edition, Newsroom, Planned
from communique.preparation import Prepared, edition_before
from communique.source import load_edition

DEADLINES = (
    (60, "translations are asked for"),
    (30, "drafts are built"),
    (14, "every check passes"),
    (7, "the text is cleared"),
    (0, "the day that is marked"),
)


def planned(room: Newsroom, edition: Edition, prepared: Prepared | None = None) -> Planned:
    """A row of the worksheet; `prepared` is the edition with its catalogs read, where that is wanted too."""
    before = prepared.before if prepared is not None else edition_before(room, edition)
    decisions = [*_lacking(room, edition), *_changing(edition, before)]
    if prepared is not None:
        decisions += [*_locales(prepared), *_rereading(room, prepared)]
    event = edition.statement.event
    return Planned(
        edition.statement.slug,
        edition.year,
        edition.n,
        edition.observed,
        edition.n in room.milestones,
        observance.explain(event, edition.year),
        tuple(Deadline(days, edition.observed - datetime.timedelta(days), what) for days, what in DEADLINES),
        tuple(dict.fromkeys(decisions)),
    )


def _lacking(room: Newsroom, edition: Edition) -> Iterator[str]:
    """What a release of this edition would be refused for: figures, blocks and reviews that are due."""
    try:
        load_edition(room, edition.statement, edition.year)
    except CommuniqueError as error:
        for problem in error.diagnostics:
            yield f"{problem.message} ({problem.location})"


def _changing(edition: Edition, before: Edition | None) -> Iterator[str]:
    """Office-holders and paragraphs that change: somebody should have meant it."""
    for change in changes(edition, before) if before is not None else ():
        if change.what.startswith(("role", "block", "letterhead")):
            yield _told(change)


def _told(change: Change) -> str:
    return f"{change} ({change.location})"


def _locales(prepared: Prepared) -> Iterator[str]:
    """Languages in which something is still to do."""
    for locale in prepared.edition.statement.all_locales:
        row = status.of_locale(prepared, locale)
        if row.to_do or not row.ready:
            states = (
                ", ".join(f"{row.counts[state]} {state}" for state in status.TO_DO if row.counts[state]) or "refused"
            )
            yield f"{locale}: {states}, {row.words} words" + (f" ({row.next})" if row.problems else "")


def _rereading(room: Newsroom, prepared: Prepared) -> Iterator[str]:
    """Texts whose grammar moves with the number."""
    counts: collections.Counter[str] = collections.Counter()
    for locale in prepared.edition.statement.all_locales:
        counts[locale] = len(status.to_read_again(room, prepared, prepared.before, locale))
    found = _counted(counts.items())
    if found:
        yield f"to read again, because the number moves their grammar: {found}"


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} in {locale}" for locale, count in counts if count)
