"""`communique status`: what comes next, and how far each language is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.cli.choices import edition_options, flat, today
from communique.cli.session import Session, global_options

if TYPE_CHECKING:
    from communique.status import LocaleStatus


@click.command()
@edition_options
@click.option("--explain", is_flag=True, help="Say why each number is what it is.")
@global_options
def status(
    session: Session,
    statements: tuple[str, ...],
    years: tuple[int, ...] | None,
    locales: tuple[tuple[str, ...], ...],
    explain: bool,
) -> None:
    """Show the next edition of each statement and the state of every locale.

    Unlike `check`, this command ends with 0 when something is still to do: it reports, `check` and `build` judge.
    """
    from communique import newsroom, pipeline
    from communique import status as state
    from communique.diagnostics import ExitCode
    from communique.findings import Findings

    room = newsroom.load_newsroom(session.newsroom)
    findings = Findings()
    for prepared in pipeline.prepare(
        room, pipeline.Wish(statements, years or (), flat(locales)), today(room), findings
    ):
        edition = prepared.edition
        wanted = [one for one in edition.statement.all_locales if one in (flat(locales) or (one,))]
        rows = [state.of_locale(prepared, locale) for locale in wanted]
        lines = [f"{edition.name}  n = {edition.n}  {edition.observed:%a %d %b %Y}  {_summary(rows)}"]
        lines += [f"  {state.explanation(edition)}"] if explain else []
        lines += [f"  {row.locale:<8} {row.word:<28} {_next(edition.statement.slug, row)}".rstrip() for row in rows]
        session.result(
            "\n".join(lines),
            statement=edition.statement.slug,
            year=edition.year,
            n=edition.n,
            observed=edition.observed.isoformat(),
            explanation=state.explanation(edition),
            locales=[
                {
                    "locale": row.locale,
                    "source": row.source,
                    "ready": row.ready,
                    "reviewed_by": row.reviewed_by,
                    **{str(name): count for name, count in row.counts.items()},
                }
                for row in rows
            ],
        )
    told = {problem for problem in findings.ordered if not problem.locale}
    session.end(
        [problem for problem in findings.ordered if problem in told], ExitCode.DONE if not told else findings.exit_code
    )


def _summary(rows: list[LocaleStatus]) -> str:
    ready = sum(row.ready for row in rows)
    return f"{ready} of {len(rows)} locales ready"


def _next(slug: str, row: LocaleStatus) -> str:
    return "" if row.ready else f"next: communique check {slug} -l {row.locale}"
