"""`communique check`: everything that `build` would refuse, without writing a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.cli.choices import edition_options, flat, today
from communique.cli.session import Session, global_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.diagnostics import Diagnostic
    from communique.findings import Findings
    from communique.model import Newsroom
    from communique.preparation import Prepared


@click.command()
@edition_options
@click.option("--strict", is_flag=True, help="Refuse translations and grammatical forms that no native speaker signed.")
@click.option("--fix", is_flag=True, help="First put right what needs no understanding, and say what was done.")
@click.option("--spelling", is_flag=True, help="Look words up in the Hunspell dictionaries that are installed.")
@click.option("--sarif", metavar="FILE", help="Write the problems to a file in SARIF 2.1.0, for code forges.")
@global_options
def check(
    session: Session,
    statements: tuple[str, ...],
    years: tuple[int, ...] | None,
    locales: tuple[tuple[str, ...], ...],
    strict: bool,
    fix: bool,
    spelling: bool,
    sarif: str | None,
) -> None:
    """Check statements, translations and letterheads; write nothing but what was asked for.

    With --fix, letters in parts are written whole, characters that cannot be seen deleted, damaged braces of
    placeholders mended, spaces and apostrophes set as the language has them and letters drawn long set plain, in
    statements and catalogs.
    """
    from communique import newsroom, pipeline
    from communique.findings import Findings

    room = newsroom.load_newsroom(session.newsroom, session.mission)
    findings = Findings()
    wish = pipeline.Wish(statements, years or (), flat(locales))
    if fix:
        _fix(session, room, statements, findings)
    for prepared in pipeline.prepare(room, wish, today(room), findings):
        edition = prepared.edition
        findings.add(list(_ahead(room, prepared)))
        if spelling:
            findings.add(findings.attempt(_spelling, room, prepared) or ())
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
    if sarif:
        _write_sarif(sarif, findings)
    session.end(findings.ordered, findings.exit_code)


def _ahead(room: Newsroom, prepared: Prepared) -> Iterator[Diagnostic]:
    """What would refuse one of the next editions."""
    import functools

    from communique import source
    from communique.checks import future
    from communique.preparation import grammar_of

    statement = prepared.edition.statement
    load = functools.partial(source.load_edition, room, statement, draft=True)
    grammar = functools.partial(grammar_of, room, asked_at=statement.locales_at)
    return future.next_editions(prepared.edition, load, prepared.catalogs, grammar, prepared.letterhead)


def _spelling(room: Newsroom, prepared: Prepared) -> tuple[Diagnostic, ...]:
    """Words that no dictionary has; the newsroom's own dictionaries go before those of the system."""
    import pathlib

    from communique.checks import spelling

    folders = (pathlib.Path(room.folder, spelling.FOLDER), *spelling.SYSTEM)
    pairs = {locale: tuple(reading.pairs.values()) for locale, reading in prepared.readings.items()}
    return tuple(spelling.of_readings(pairs, folders))


def _fix(session: Session, room: Newsroom, wanted: tuple[str, ...], findings: Findings) -> None:
    """Put right the files of each statement; problems of those that cannot be read are told by the check."""
    from communique import newsroom, source
    from communique.checks import repairs

    for slug in findings.attempt(newsroom.chosen, room, wanted) or ():
        statement = findings.attempt(source.load_statement, room, slug)
        for repair in (findings.attempt(repairs.repair_statement, room, statement) if statement else None) or ():
            line = f"{repair.file}: {repair.block}: {repair.what}"
            session.result(line, file=repair.file, block=repair.block, fixed=repair.what)


def _write_sarif(path: str, findings: Findings) -> None:
    """Write what was found so far; that it cannot be written is one more problem."""
    import json

    from communique.checks import sarif

    content = json.dumps(sarif.sarif(findings.ordered), ensure_ascii=False, indent=1) + "\n"
    findings.attempt(_write, path, content)


def _write(path: str, content: str) -> None:
    import pathlib

    from communique.toml_files import writing

    with writing(path, "free some space, correct the permissions, or name another file"):
        pathlib.Path(path).write_text(content, "utf-8")


def _unsigned(room: Newsroom, prepared: Prepared) -> dict[str, tuple[Diagnostic, ...]]:
    """What is not signed, by the locale it would keep from going out."""
    from communique import review
    from communique.preparation import grammar_of

    edition = prepared.edition
    found: dict[str, tuple[Diagnostic, ...]] = {}
    for locale in (release.locale for release in prepared.releases):
        grammar = grammar_of(room, locale, edition.statement.locales_at)
        if problems := review.unreviewed(edition, locale, prepared.catalogs.get(locale), grammar):
            found[locale] = problems
    return found
