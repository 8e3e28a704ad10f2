"""`communique catalog`: the translators' files."""

from __future__ import annotations

import click

from communique.cli.session import Session, global_options


@click.group()
@global_options
def catalog(_session: Session) -> None:
    """Make and update the translators' files (PO)."""


@catalog.command()
@click.argument("statements", metavar="[STATEMENT]...", nargs=-1)
@global_options
def update(session: Session, statements: tuple[str, ...]) -> None:
    """Bring templates and catalogs up to the statements; nothing translated is lost.

    Blocks without an id get one. A message whose source changed becomes fuzzy and keeps its earlier source; a locale
    without a catalog gets an empty one; the label catalogs of the letterheads are updated too.
    """
    from communique import extraction, letterheads, newsroom, pipeline, source

    room = newsroom.load_newsroom(session.newsroom)
    findings = pipeline.Findings()
    written: list[extraction.Written] = []
    used: dict[str, list[str]] = {}
    for slug in newsroom.chosen(room, statements):
        named = findings.attempt(extraction.name_blocks, room, slug)
        if named:
            session.talk(f"{slug}: gave ids to {named} blocks")
        statement = findings.attempt(source.load_statement, room, slug)
        if statement is not None:
            used.setdefault(statement.letterhead, []).extend(statement.all_locales)
            written += findings.attempt(extraction.update_statement, room, statement) or []
    for name, locales in used.items():
        place = newsroom.place_of_settings(room)
        letterhead = findings.attempt(letterheads.load_letterhead, room, name, place)
        if letterhead is not None:
            wanted = tuple(dict.fromkeys(locales))
            written += findings.attempt(extraction.update_letterhead, room, letterhead, wanted) or []
    for file in written:
        state = "updated" if file.changed else "as it was"
        to_do = f", {file.to_do} to do" if file.to_do and not file.path.endswith(".pot") else ""
        session.result(f"{file.path}  {state}{to_do}", path=file.path, changed=file.changed, to_do=file.to_do)
    session.end(findings.ordered, findings.exit_code)
