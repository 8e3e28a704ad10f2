"""`communique catalog`: the translators' files."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

from communique.cli.choices import Years, today
from communique.cli.session import Session, global_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.catalogs.updating import Doubt
    from communique.exchange.merge import Merged
    from communique.extraction import Written

COLORS = {"accepted": "green", "unchanged": "white", "refused": "red"}


@click.group()
@global_options
def catalog(_session: Session) -> None:
    """Make, update, send out and take back the translators' files."""


@catalog.command()
@click.argument("statements", metavar="[STATEMENT]...", nargs=-1)
@click.option("-y", "--year", type=click.IntRange(1, 9998), help="Show the values of this edition in the comments.")
@click.option("--yes", is_flag=True, help="Take doubtful pairings, and put back messages that a catalog lost.")
@global_options
def update(session: Session, statements: tuple[str, ...], year: int | None, yes: bool) -> None:
    """Bring templates and catalogs up to the statements; nothing translated is lost.

    Blocks without an id get one. Each message is found by its id, then by its exact text, then by its words. One whose
    source changed becomes fuzzy and keeps its earlier source; one that was rewritten (less than half of it is alike) is
    to be translated anew, with the old translation beside it, unless you take the pairing: you are asked on a terminal,
    and --yes takes all. A locale without a catalog gets an empty one; the label catalogs of the letterheads are updated
    too. The comments go on showing the values of the same edition until another is chosen with --year.
    """
    from communique import extraction, letterheads, newsroom, source
    from communique.findings import Findings

    room = newsroom.load_newsroom(session.newsroom)
    findings = Findings()
    wishes = extraction.Wishes(year, today(room), _consent(session, yes=yes), lost=yes)
    written: list[extraction.Written] = []
    used: dict[str, list[str]] = {}
    for slug in newsroom.chosen(room, statements):
        named = findings.attempt(extraction.name_blocks, room, slug)
        if named:
            session.talk(f"{slug}: gave ids to {named} blocks")
        statement = findings.attempt(source.load_statement, room, slug)
        if statement is not None:
            for name in statement.letterheads:
                used.setdefault(name, []).extend(statement.all_locales)
            written += findings.attempt(extraction.update_statement, room, statement, wishes) or []
    for name, locales in used.items():
        place = newsroom.place_of_settings(room)
        letterhead = findings.attempt(letterheads.load_letterhead, room, name, place)
        if letterhead is not None:
            wanted = tuple(dict.fromkeys(locales))
            written += findings.attempt(extraction.update_letterhead, room, letterhead, wanted, wishes) or []
    for file in written:
        _tell_written(session, file)
    session.end(findings.ordered, findings.exit_code)


def _consent(session: Session, *, yes: bool) -> Callable[[Doubt], bool]:
    """Decide on doubtful pairings: each text once for all locales, by a person if one is there."""
    import sys

    asking = sys.stdin.isatty() and sys.stderr.isatty() and not session.as_json and not session.quiet
    decided: dict[tuple[str, str, str], bool] = {}

    def consent(doubt: Doubt) -> bool:
        key = (doubt.id, doubt.before, doubt.after)
        if key not in decided:
            question = f"{doubt.before}\n{doubt.after}\nOnly {doubt.alike:.0%} of `{doubt.id}` is alike. Keep its translations?"
            decided[key] = yes or (asking and not doubt.again and click.confirm(question, err=True))
        return decided[key]

    return consent


def _tell_written(session: Session, file: Written) -> None:
    """A file, and what became of each of its messages that did not stay as it was."""
    state = "updated" if file.changed else "as it was"
    to_do = f", {file.to_do} to do" if file.to_do and not file.path.endswith(".pot") else ""
    session.result(f"{file.path}  {state}{to_do}", path=file.path, changed=file.changed, to_do=file.to_do)
    for pairing in file.pairings:
        if pairing.change != "unchanged" or session.verbose:
            alike = f" ({pairing.alike:.0%} alike)" if 0 < pairing.alike < 1 else ""
            origin = f", from {pairing.origin}" if pairing.origin else ""
            letter = pairing.change.letter or "-"
            session.result(
                f"  {pairing.id}  {letter} {pairing.change}{alike}: {pairing.state}{origin}",
                path=file.path,
                block=pairing.id,
                change=str(pairing.change),
                letter=pairing.change.letter,
                alike=round(pairing.alike, 2),
                state=pairing.state,
                origin=pairing.origin,
            )
    if file.review_ended:
        session.talk(f"{file.path}: the review by {file.review_ended} ended: it covered other words")


@catalog.command()
@click.argument("locale")
@click.argument("statements", metavar="[STATEMENT]...", nargs=-1)
@click.option(
    "--to",
    "kind",
    type=click.Choice(["docx", "xliff", "po"]),
    default="docx",
    show_default=True,
    help="A Word table, XLIFF 1.2 for the tools of agencies, or a copy of the catalog.",
)
@click.option("-o", "--output", metavar="FOLDER", default=".", help="Where the files go (default: here).")
@global_options
def export(session: Session, locale: str, statements: tuple[str, ...], kind: str, output: str) -> None:
    """Write the catalogs of LOCALE as files for translators who have no PO tool.

    Each statement becomes one file, such as `black-january.fr.docx`. `catalog import` takes it back.
    """
    from communique import newsroom
    from communique.exchange import files, sheet
    from communique.findings import Findings

    room = newsroom.load_newsroom(session.newsroom)
    findings = Findings()
    wanted = files.Kind(kind)
    for slug in sheet.translated_into(room, statements, locale):
        out = findings.attempt(sheet.load_sheet, room, slug, locale, today(room))
        if out is None:
            continue
        path = findings.attempt(files.save, output, out, wanted, files.write(room, out, wanted))
        if path is not None:
            to_do = sum(1 for row in out.rows if row.state in {"missing", "fuzzy", "invalid"})
            rest = f", {to_do} to do" if to_do else ""
            session.result(
                f"{path}  {len(out.rows)} messages{rest}", path=path, messages=len(out.rows), to_do=to_do, kind=kind
            )
    session.end(findings.ordered, findings.exit_code)


@catalog.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option("--dry-run", is_flag=True, help="Say what would be taken; write nothing.")
@click.option("--accept-changes", is_flag=True, help="Take tracked changes in Word files as if they were accepted.")
@global_options
def import_(session: Session, files: tuple[str, ...], dry_run: bool, accept_changes: bool) -> None:
    """Take translations back from files that `catalog export` wrote (.docx, .xliff, .xlf, .po).

    Only the translation of a known message is taken, and only for the source that it was made for; everything else is
    refused with its reason and changes nothing. A changed translation is no longer reviewed.
    """
    from communique import newsroom
    from communique.exchange import files as exchange_files
    from communique.exchange.merge import merge
    from communique.findings import Findings

    room = newsroom.load_newsroom(session.newsroom)
    findings = Findings()
    for name in files:
        returned = findings.attempt(exchange_files.read, room, name, today(room), accept_changes=accept_changes)
        merged = findings.attempt(merge, room, returned, dry_run=dry_run) if returned else None
        if returned is not None and merged is not None:
            findings.add([problem for outcome in merged.outcomes for problem in outcome.problems])
            findings.add(returned.remarks)
            _tell(session, merged, dry_run=dry_run)
    session.end(findings.ordered, findings.exit_code)


@catalog.command()
@click.argument("locale")
@click.argument("statements", metavar="[STATEMENT]...", nargs=-1)
@click.option("-y", "--year", "years", type=Years(), help="Edition year (default: the next).")
@click.option("--watch/--no-watch", default=True, show_default=True, help="Renew the page when a file is saved.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port to listen on (default: a free one).")
@click.option("--no-open", is_flag=True, help="Only print the link; open no browser.")
@global_options
def preview(
    session: Session,
    locale: str,
    statements: tuple[str, ...],
    years: tuple[int, ...] | None,
    watch: bool,
    port: int,
    no_open: bool,
) -> None:
    """Show the real pages of LOCALE in a browser, with the state of every message, while you translate.

    The page follows the files: save in any editor, and it is renewed. It can be seen on this machine only. Ctrl-C ends it.
    """
    from communique import newsroom
    from communique.diagnostics import Code, Diagnostic, ExitCode, FileProblem, Location
    from communique.preview.server import PreviewServer, Subject
    from communique.preview.view import statements_in

    room = newsroom.load_newsroom(session.newsroom)
    slugs = statements_in(room, statements, locale)
    subject = Subject(session.newsroom, slugs, locale, (years or ())[:1], today(room), watch)
    try:
        server = PreviewServer(subject, port)
    except OSError as error:
        hint = "choose another port, or none for a free one"
        message = f"port {port} cannot be used: {error.strerror}"
        raise FileProblem([Diagnostic(Code.NOT_WRITABLE, message, Location("--port"), hint)]) from None
    session.result(server.address, address=server.address)
    session.end((), ExitCode.DONE)
    session.talk("Ctrl-C ends the preview")
    if not no_open:
        click.launch(server.address)
    with server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever(poll_interval=0.1)


def _tell(session: Session, merged: Merged, *, dry_run: bool) -> None:
    counts = {word: sum(outcome.decision == word for outcome in merged.outcomes) for word in COLORS}
    for outcome in merged.outcomes:
        if outcome.decision != "unchanged" or session.verbose:
            place, word = outcome.row.location, outcome.decision
            session.result(
                f"{place.file}:{place.line}  {session.paint(f'{word:<9}', COLORS[word])}  {outcome.row.id}",
                file=place.file,
                line=place.line,
                block=outcome.row.id,
                decision=str(word),
                reasons=[problem.message for problem in outcome.problems],
            )
    absent = f", {len(merged.absent)} not in the file" if merged.absent else ""
    summary = ", ".join(f"{count} {word}" for word, count in counts.items())
    dry = " (dry run: nothing was written)" if dry_run else ""
    session.result(f"{merged.path}  {summary}{absent}{dry}", path=merged.path, absent=list(merged.absent), **counts)
    if merged.review_ended:
        session.talk(f"{merged.path}: the review by {merged.review_ended} ended: it covered other words")
