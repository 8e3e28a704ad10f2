"""`communique schedule`: files for the scheduler that runs `communique due --build` every day."""

from __future__ import annotations

import datetime
import pathlib
import shutil
import sys

import click

from communique.cli.session import Session, global_options

SCHEDULERS = ("systemd", "cron", "github", "kubernetes", "windows")


@click.command()
@click.argument("scheduler", type=click.Choice(SCHEDULERS))
@click.option("--at", type=click.DateTime(["%H:%M"]), default="06:17", show_default=True, help="The time of the run.")
@click.option("--to", metavar="FOLDER", help="Write the files there instead of printing them.")
@global_options
def schedule(session: Session, scheduler: str, at: datetime.datetime, to: str | None) -> None:
    """Print the files that make SCHEDULER build what is due, every day; nothing is installed.

    Each file says in its first lines where it belongs, and what its scheduler does about runs that were missed.
    """
    from communique import newsroom, schedules

    room = newsroom.load_newsroom(session.newsroom, session.mission)
    program = shutil.which("communique") or sys.argv[0]
    plan = schedules.Plan(
        str(pathlib.Path(program).resolve()),
        str(pathlib.Path(room.folder).resolve()),
        room.zone,
        room.issuer,
        at.time(),
    )
    for name, content in schedules.files(schedules.Scheduler(scheduler), plan).items():
        if to:
            session.result(_write(pathlib.Path(to), name, content), file=name)
        else:
            session.result(content.rstrip() + "\n", file=name, content=content)


def _write(folder: pathlib.Path, name: str, content: str) -> str:
    from communique.toml_files import writing

    path = folder / name
    with writing(path.as_posix(), "name another folder with `--to`"):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return path.as_posix()
