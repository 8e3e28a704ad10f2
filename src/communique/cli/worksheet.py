"""The worksheet of `communique status`: what comes, by when it must be ready, and what a person must decide."""

from __future__ import annotations

import itertools
import pathlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from communique.cli.columns import aligned, line

if TYPE_CHECKING:
    import datetime

    from communique.cli.session import Session
    from communique.findings import Findings
    from communique.model import Newsroom, Planned
    from communique.wish import Wish

ENDINGS = (".html", ".ics")


def work_ahead(
    session: Session, room: Newsroom, wish: Wish, today: datetime.date, horizon: int, to: str | None
) -> None:
    """Tell the worksheet, or write it to a file whose ending says what it becomes."""
    from communique.findings import Findings

    if to and not to.endswith(ENDINGS):
        raise click.UsageError(f"`--to` takes a file that ends with {' or '.join(ENDINGS)}, not `{to}`")
    findings = Findings()
    rows = sorted(_rows(room, wish, today, horizon, findings), key=lambda row: (row.observed, row.statement))
    for row, shown in zip(rows, _shown(rows), strict=True):
        session.result(shown if not to else row.name, **_item(row))
    if to:
        findings.attempt(_write, to, rows, room.issuer)
    session.end(findings.ordered, findings.exit_code)


def _rows(room: Newsroom, wish: Wish, today: datetime.date, horizon: int, findings: Findings) -> Iterator[Planned]:
    """The catalogs are read for the first edition of each statement; those after it are told from the registers."""
    from dataclasses import replace

    from communique import newsroom, observance, pipeline, source, worksheet
    from communique.findings import Findings

    for slug in findings.attempt(newsroom.chosen, room, wish.statements) or ():
        statement = findings.attempt(source.load_statement, room, slug)
        if statement is None:
            continue
        first = wish.years[0] if wish.years else observance.next_year(statement.event, today)
        one = replace(wish, statements=(slug,), years=(first,))
        # What an edition lacks is a decision here and no reason to say nothing of its catalogs.
        whole = [*pipeline.prepare(room, one, today, Findings())]
        whole = whole or [*pipeline.prepare(room, replace(one, draft=True), today, findings)]
        prepared = {edition.edition.year: edition for edition in whole}
        for year, _ in itertools.islice(observance.observances(statement.event, first), horizon):
            edition = findings.attempt(source.load_edition, room, statement, year, draft=True)
            if edition is not None:
                yield worksheet.planned(room, edition, prepared.get(year))


def _shown(rows: Sequence[Planned]) -> Iterator[str]:
    """Each row as people read it: the edition in columns, its deadlines and decisions below."""
    cells = [
        (row.name, f"{row.observed:%a %d %b %Y}", f"n = {row.n}", "milestone" if row.milestone else "") for row in rows
    ]
    for row, columns in zip(rows, aligned(cells), strict=True):
        deadlines = [f"  {one.day}  T-{one.days:<3} {one.what}" for one in row.deadlines]
        yield "\n".join([line(columns), *deadlines, *(f"  decide: {decision}" for decision in row.decisions)])


def _item(row: Planned) -> dict[str, object]:
    item = asdict(row)
    deadlines = [{**one, "day": str(one["day"])} for one in item["deadlines"]]
    return {**item, "observed": str(row.observed), "deadlines": deadlines}


def _write(to: str, rows: Sequence[Planned], issuer: str) -> None:
    from communique.render import worksheet
    from communique.toml_files import writing

    content = worksheet.page(rows, issuer) if to.endswith(".html") else worksheet.calendar(rows, issuer)
    with writing(to, "name another file with `--to`"):
        pathlib.Path(to).write_bytes(content)
