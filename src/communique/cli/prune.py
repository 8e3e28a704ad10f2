"""`communique prune`: old revisions go; the newest, the latest and the released stay."""

from __future__ import annotations

import pathlib

import click

from communique.cli.session import Session, global_options


@click.command()
@click.argument("statements", metavar="[STATEMENT]...", nargs=-1)
@click.option("--keep", type=click.IntRange(1), default=3, show_default=True, help="Newest revisions that stay.")
@global_options
def prune(session: Session, statements: tuple[str, ...], keep: int) -> None:
    """Remove old revisions of every edition in `output/`, or of these statements.

    What `latest` points at stays, and so does what went out, however old it is: the
    revisions that a file `released` in the folder of the edition names, one a line.
    """
    from communique import newsroom, publish

    room = newsroom.load_newsroom(session.newsroom, session.mission)
    removed: list[pathlib.Path] = []
    with publish.the_only_build(room):
        for folder in publish.edition_folders(room, newsroom.chosen(room, statements)):
            removed += publish.prune(folder, keep)
    for revision in removed:
        session.result(f"removed {revision.as_posix()}", folder=revision.as_posix())
    session.talk(f"{len(removed)} revisions removed")
