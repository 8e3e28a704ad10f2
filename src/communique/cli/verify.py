"""`communique verify`: what lies in `output/` is, byte for byte, what was built."""

from __future__ import annotations

import pathlib

import click

from communique.cli.session import Session, global_options
from communique.diagnostics import Diagnostic, ExitCode


@click.command()
@click.argument("places", metavar="[STATEMENT|FOLDER]...", nargs=-1)
@global_options
def verify(session: Session, places: tuple[str, ...]) -> None:
    """Read every revision in `output/` back, or those of a statement or of any folder, such as a copy elsewhere.

    A changed, missing or extra byte is named, and so is a file whose text is not that of its release; the command then
    ends with 1. Nothing is written.
    """
    from communique import verification

    output = pathlib.Path(session.newsroom, "output")
    folders = [output / place if (output / place).is_dir() else pathlib.Path(place) for place in places] or [output]
    problems: list[Diagnostic] = []
    for revision in [revision for folder in folders for revision in verification.revisions_below(folder)]:
        found = verification.problems(revision)
        state = f"{len(found)} problem{'s' if len(found) > 1 else ''}" if found else "as it was made"
        session.result(f"{revision.as_posix()}  {state}", folder=revision.as_posix(), whole=not found)
        problems += found
    session.end(problems, ExitCode.PROBLEMS if problems else ExitCode.DONE)
