"""`communique check`: everything that `build` would refuse, without writing a file."""

from __future__ import annotations

import click

from communique.cli.choices import edition_options, flat, today
from communique.cli.session import Session, global_options


@click.command()
@edition_options
@global_options
def check(
    session: Session, statements: tuple[str, ...], years: tuple[int, ...] | None, locales: tuple[tuple[str, ...], ...]
) -> None:
    """Check statements, translations and letterheads; write nothing."""
    from communique import newsroom, pipeline

    room = newsroom.load_newsroom(session.newsroom)
    findings = pipeline.Findings()
    wish = pipeline.Wish(statements, years or (), flat(locales))
    for prepared in pipeline.prepare(room, wish, today(room), findings):
        edition = prepared.edition
        ready = [release.locale for release in prepared.releases]
        refused = sorted(prepared.refused)
        session.result(
            f"{edition.name}  n = {edition.n}  ready: {' '.join(ready) or 'none'}"
            + (f"  refused: {' '.join(refused)}" if refused else ""),
            statement=edition.statement.slug,
            year=edition.year,
            n=edition.n,
            ready=ready,
            refused=refused,
        )
    session.end(findings.ordered, findings.exit_code)
