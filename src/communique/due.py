"""What an unattended run has to do today: which editions are due, and why. Pure: the caller says what day it is.

An edition is due from `lead` days before its observance until it has been built in every locale. Days that nobody ran
the program are made up for at the next run, however many they were; running again changes nothing. How far back that
goes is told by `since`, the day from which on the newsroom builds unattended, and never by the clock.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique import observance
from communique.model import Statement

Shelf = Mapping[tuple[str, int], bool]
"""The editions that were built, by statement and year, and whether each is there in every locale."""


@dataclass(frozen=True, slots=True)
class Due:
    """An edition that has to be built. `days` are left until its observance; below zero, it is late."""

    statement: Statement
    year: int
    n: int
    observed: datetime.date
    days: int
    begun: bool
    """Whether some locales of it are there already."""

    @property
    def name(self) -> str:
        """The edition as people call it."""
        return f"{self.statement.slug}-{self.year}"

    def __str__(self) -> str:
        when = f"in {self.days} days" if self.days > 0 else "today" if self.days == 0 else f"{-self.days} days ago"
        state = "is not whole yet" if self.begun else "is to be built"
        return f"{self.name}  n = {self.n}  {self.observed:%a %d %b %Y} ({when})  {state}"


def due_editions(
    statements: Sequence[Statement], shelf: Shelf, today: datetime.date, since: datetime.date, lead: int
) -> tuple[Due, ...]:
    """Every edition that is due on a day, the earliest observance first. `lead` is in days.

    Raises:
        ObservanceError: a rule gives no single day, such as one of a calendar that does not reach the year.
    """
    found = (one for statement in statements for one in _of_statement(statement, shelf, today, since, lead))
    return tuple(sorted(found, key=lambda due: (due.observed, due.name)))


def _of_statement(
    statement: Statement, shelf: Shelf, today: datetime.date, since: datetime.date, lead: int
) -> Iterator[Due]:
    for year, observed in observance.observances(statement.event, since.year - 1):
        if observed < since:
            continue
        days = (observed - today).days
        if days > lead:
            return
        whole = shelf.get((statement.slug, year))
        if not whole:
            n = observance.anniversary(statement.event, year)
            yield Due(statement, year, n, observed, days, whole is not None)
