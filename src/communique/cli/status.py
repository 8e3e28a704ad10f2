"""`communique status`: what comes next, how far each language is, and what to read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from communique.cli.choices import edition_options, flat, today
from communique.cli.columns import aligned, isolated, line, shortened
from communique.cli.session import Session, global_options
from communique.cli.worksheet import work_ahead

if TYPE_CHECKING:
    from communique.model import Edition
    from communique.rereading import Rereading
    from communique.status import LocaleStatus

COLORS = {"missing": "red", "fuzzy": "yellow", "invalid": "red", "translated": "blue", "reviewed": "green"}
COLUMNS = (*COLORS, "words")
LONGEST_WORDS = 30
"""Columns for the words of one edition in the list of what to read again."""


class _Standing(NamedTuple):
    """An edition as it is shown: its locales, and what to read again in each."""

    edition: Edition
    rows: Sequence[tuple[LocaleStatus, Sequence[Rereading]]]
    previous: Edition | None
    explanation: str


@click.command()
@edition_options
@click.option("--explain", is_flag=True, help="Say why each number is what it is.")
@click.option("--worksheet", is_flag=True, help="What comes, by when it must be ready, and what must be decided.")
@click.option("--horizon", type=click.IntRange(1, 100), help="The worksheet of so many editions of each statement.")
@click.option("--to", metavar="FILE", help="Write the worksheet to a page (.html) or a calendar (.ics).")
@global_options
def status(
    session: Session,
    statements: tuple[str, ...],
    years: tuple[int, ...] | None,
    locales: tuple[tuple[str, ...], ...],
    explain: bool,
    worksheet: bool,
    horizon: int | None,
    to: str | None,
) -> None:
    """Show the next edition of each statement and the state of every locale, in messages and in words to do.

    What to read again is listed below: texts whose grammar moves with the number although nothing in the catalog changed,
    and paragraphs that come or go. Unlike `check`, this command ends with 0 when something is still to do: it reports,
    `check` and `build` judge.
    """
    from communique import newsroom, pipeline
    from communique import status as state
    from communique.diagnostics import ExitCode
    from communique.findings import Findings

    room = newsroom.load_newsroom(session.newsroom, session.mission)
    if worksheet or horizon or to:
        work_ahead(session, room, pipeline.Wish(statements, years or ()), today(room), horizon or 1, to)
        return
    findings = Findings()
    standings: list[_Standing] = []
    for prepared in pipeline.prepare(
        room, pipeline.Wish(statements, years or (), flat(locales)), today(room), findings
    ):
        edition = prepared.edition
        rows = [
            (
                state.of_locale(prepared, locale, edition.year if years else None),
                state.to_read_again(room, prepared, prepared.before, locale),
            )
            for locale in edition.statement.all_locales
            if locale in (flat(locales) or (locale,))
        ]
        standings.append(_Standing(edition, rows, prepared.before, state.explanation(edition)))
    if standings:
        _tell(session, standings, explain=explain)
    told = [problem for problem in findings.ordered if not problem.locale]
    session.end(told, findings.exit_code if told else ExitCode.DONE)


# --- for people --------------------------------------------------------------------------------------------------------


def _tell(session: Session, standings: Sequence[_Standing], *, explain: bool) -> None:
    header, *cells = aligned(
        [("locale", *COLUMNS, "next"), *(_cells(row) for one in standings for row, _ in one.rows)],
        right=frozenset(range(1, len(COLUMNS) + 1)),
    )
    session.result(f"  {line(header)}")
    rest = iter(cells)
    for one in standings:
        shown = [_heading(one), *([f"  {one.explanation}"] if explain else [])]
        shown += [f"  {line(_painted(session, next(rest), row))}" for row, _ in one.rows]
        session.result("\n".join(shown), **_item(one))
    for one in standings:
        for shown_line in _to_read_again(one):
            session.result(shown_line)


def _heading(one: _Standing) -> str:
    edition, ready = one.edition, sum(row.ready for row, _ in one.rows)
    locales = f"{ready} of {len(one.rows)} locales ready"
    return f"{edition.name}  n = {edition.n}  {edition.observed:%a %d %b %Y}  {locales}"


def _cells(row: LocaleStatus) -> tuple[str, ...]:
    numbers = (*row.counts.values(), row.words)
    return row.locale, *(str(number) if number else "-" for number in numbers), row.next


def _painted(session: Session, cells: Sequence[str], row: LocaleStatus) -> list[str]:
    """The cells of a locale with the number of each state in its colour."""
    locale, *numbers = cells[: len(COLORS) + 1]
    pairs = zip(numbers, row.counts.items(), strict=True)
    painted = [session.paint(cell, COLORS[state]) if number else cell for cell, (state, number) in pairs]
    return [locale, *painted, *cells[len(COLORS) + 1 :]]


def _to_read_again(one: _Standing) -> Iterator[str]:
    """The list of what to read again in an edition; no line if there is nothing."""
    cells = [
        (
            row.locale,
            str(found.location),
            found.block,
            found.placeholder or found.reason,
            isolated(shortened(found.before, LONGEST_WORDS)) or "-",
            "→",
            isolated(shortened(found.after, LONGEST_WORDS)) or "-",
        )
        for row, again in one.rows
        for found in again
    ]
    if cells and one.previous is not None:
        yield f"to read again in {one.edition.name}, because n = {one.previous.n} becomes n = {one.edition.n}:"
        yield from (f"  {line(row)}" for row in aligned(cells))


# --- for programs ------------------------------------------------------------------------------------------------------


def _item(one: _Standing) -> dict[str, Any]:
    edition = one.edition
    return {
        "statement": edition.statement.slug,
        "year": edition.year,
        "n": edition.n,
        "observed": edition.observed.isoformat(),
        "explanation": one.explanation,
        "previous_year": one.previous.year if one.previous else None,
        "locales": [_locale_item(row, again) for row, again in one.rows],
    }


def _locale_item(row: LocaleStatus, again: Sequence[Rereading]) -> dict[str, Any]:
    return {
        "locale": row.locale,
        "source": row.source,
        "ready": row.ready,
        "reviewed_by": row.reviewed_by,
        "messages": sum(row.counts.values()),
        **{str(name): count for name, count in row.counts.items()},
        "words": row.words,
        "next": row.next,
        "problems": [problem.as_json() for problem in row.problems],
        "to_read_again": [_rereading_item(found) for found in again],
    }


def _rereading_item(found: Rereading) -> dict[str, Any]:
    place = found.location
    return {
        "block": found.block,
        "placeholder": found.placeholder,
        "before": found.before,
        "after": found.after,
        "reason": found.reason,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }
