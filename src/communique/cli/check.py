"""`communique check`: everything that `build` would refuse, without writing a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.cli.choices import edition_options, flat, today
from communique.cli.session import Session, global_options

if TYPE_CHECKING:
    from communique.diagnostics import Diagnostic
    from communique.model import Newsroom
    from communique.pipeline import Prepared


@click.command()
@edition_options
@click.option("--strict", is_flag=True, help="Refuse translations and grammatical forms that no native speaker signed.")
@global_options
def check(
    session: Session,
    statements: tuple[str, ...],
    years: tuple[int, ...] | None,
    locales: tuple[tuple[str, ...], ...],
    strict: bool,
) -> None:
    """Check statements, translations and letterheads; write nothing."""
    from communique import newsroom, pipeline

    room = newsroom.load_newsroom(session.newsroom)
    findings = pipeline.Findings()
    wish = pipeline.Wish(statements, years or (), flat(locales))
    for prepared in pipeline.prepare(room, wish, today(room), findings):
        edition = prepared.edition
        unsigned = _unsigned(room, prepared) if strict else {}
        for problems in unsigned.values():
            findings.add(problems)
        ready = [release.locale for release in prepared.releases if release.locale not in unsigned]
        refused = sorted({*prepared.refused, *unsigned})
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


def _unsigned(room: Newsroom, prepared: Prepared) -> dict[str, tuple[Diagnostic, ...]]:
    """What is not signed, by the locale it would keep from going out."""
    from communique import pipeline, review

    edition = prepared.edition
    found: dict[str, tuple[Diagnostic, ...]] = {}
    for locale in (release.locale for release in prepared.releases):
        grammar = pipeline.grammar_of(room, locale, edition.statement.locales_at)
        if problems := review.unreviewed(edition, locale, prepared.catalogs.get(locale), grammar):
            found[locale] = problems
    return found
