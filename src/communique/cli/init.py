"""`communique init`: a newsroom to start from."""

from __future__ import annotations

import pathlib

import click

from communique.cli.session import Session, global_options


@click.command()
@click.argument("folder", type=click.Path(file_okay=False), default=".")
@click.option(
    "--example", metavar="STATEMENT", default="black-january", show_default=True, help="The statement to begin with."
)
@global_options
def init(session: Session, folder: str, example: str) -> None:
    """Make a newsroom in FOLDER: settings, letterheads and one example statement with its translations."""
    from communique import newsroom_example
    from communique.diagnostics import ExitCode

    known = newsroom_example.statements()
    if example not in known:
        raise click.BadParameter(f"`{example}` is not one of {', '.join(known)}", param_hint="--example")
    files = newsroom_example.copy(pathlib.Path(folder), example)
    session.result(f"made a newsroom in {folder}: {len(files)} files", folder=folder, files=files)
    session.talk(f"next: cd {folder} && communique build --open" if folder != "." else "next: communique build --open")
    session.end((), ExitCode.DONE)
