"""`communique language`: what a language makes of numbers and dates, for a native speaker to read and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.cli.session import Session, global_options

if TYPE_CHECKING:
    import pathlib

    from communique.proof_sheet import Entry, ProofSheet


@click.command()
@click.argument("locale", metavar="LANGUAGE")
@click.option(
    "--n", "n", type=click.IntRange(1, 200), default=34, show_default=True, help="The count to show every form for."
)
@click.option("--pdf", "target", metavar="FILE", help="Write the page as PDF, to be printed and signed.")
@global_options
def language(session: Session, locale: str, n: int, target: str | None) -> None:
    """Print the proof sheet of LANGUAGE: twelve anniversaries, years, dates, numbers, quotes and every form."""
    from communique.diagnostics import ExitCode
    from communique.grammar import load_grammar
    from communique.proof_sheet import proof_sheet

    sheet = proof_sheet(load_grammar(locale, _folders(session.newsroom), thorough=True), n)
    if target:
        _write_pdf(sheet, target)
        session.result(f"wrote {target}", pdf=target, **sheet.as_json())
    else:
        session.result("\n".join(_lines(sheet)), **sheet.as_json())
    session.end((), ExitCode.DONE)


def _folders(folder: str) -> tuple[pathlib.Path, ...]:
    """The grammar files of the newsroom, if this is one: a language can be read anywhere."""
    import pathlib

    from communique import newsroom

    if not (pathlib.Path(folder) / "communique.toml").is_file():
        return ()
    return newsroom.grammar_folders(newsroom.load_newsroom(folder))


def _write_pdf(sheet: ProofSheet, target: str) -> None:
    import pathlib

    from communique.diagnostics import Code, Diagnostic, FileProblem, Location
    from communique.render import proof_sheet

    content = proof_sheet.render(sheet)
    try:
        pathlib.Path(target).write_bytes(content)
    except OSError as error:
        message = f"cannot be written: {(error.strerror or str(error)).lower()}"
        hint = "name a file in a folder that exists and that you may write to"
        raise FileProblem([Diagnostic(Code.NOT_WRITABLE, message, Location(target), hint)]) from None


def _lines(sheet: ProofSheet) -> list[str]:
    signed = f"reviewed by {sheet.review.reviewed_by}" if sheet.review.reviewed_by else "not reviewed"
    unsigned = f"{sheet.unreviewed} of {len(sheet.forms)} forms unsigned"
    return [
        f"{sheet.english_name}, {sheet.own_name} ({sheet.locale})",
        f"{sheet.file}  confidence {sheet.review.confidence}  {signed}  {unsigned}",
        "",
        *(f"{one.n:>4}  {one.heading}  |  {one.sentence}  |  {one.in_form} @{one.form}" for one in sheet.sentences),
        "",
        *(f"      {'  |  '.join(line)}" for line in (sheet.years, sheet.dates, sheet.numbers)),
        f"      {sheet.quotes}",
        "",
        *(_entry(sheet, entry) for entry in sheet.forms),
        "",
        *_signature(),
    ]


def _entry(sheet: ProofSheet, entry: Entry) -> str:
    notes = [entry.review.confidence] if entry.review.confidence != sheet.review.confidence else []
    notes += [f"reviewed by {entry.review.reviewed_by}"] if entry.review.reviewed_by != sheet.review.reviewed_by else []
    return f"{{{entry.section}}}@{entry.form}  {entry.text}" + (f"  ({', '.join(notes)})" if notes else "")


def _signature() -> list[str]:
    from communique.proof_sheet import SIGNATURE

    return ["I have read this page; what is wrong is corrected on it.", *(f"{name}: {'_' * 30}" for name in SIGNATURE)]
