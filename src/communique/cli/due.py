"""`communique due`: what has to be built today, for runs that nobody watches."""

from __future__ import annotations

import datetime
import pathlib
import re
from typing import TYPE_CHECKING, Any

import click

from communique.cli.choices import today
from communique.cli.session import Session, global_options
from communique.diagnostics import ExitCode

if TYPE_CHECKING:
    from communique.due import Due
    from communique.findings import Findings
    from communique.model import Newsroom
    from communique.pipeline import Built

DAY = click.DateTime(["%Y-%m-%d"])


class Days(click.ParamType[int]):
    """A number of days: `30` or `30d`."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the option."""
        found = re.fullmatch(r"(\d{1,3})d?", str(value), re.ASCII)
        if found is None:
            self.fail(f"`{value}` is not a number of days such as 30d", param, ctx)
        return int(found[1])


@click.command()
@click.argument("statements", metavar="[STATEMENT]...", nargs=-1)
@click.option("--on", type=DAY, help="As if today were this day (default: today, where the issuer sits).")
@click.option(
    "--lead", type=Days(), help="Days before an observance from which on it is due (default: the newsroom's)."
)
@click.option("--since", type=DAY, help="The day from which on nothing may be missed (default: that of the first run).")
@click.option("--build", "builds", is_flag=True, help="Build what is due.")
@click.option("--report", metavar="FILE", help="Write what was done as one page of text.")
@click.option("--heartbeat", metavar="FILE|ADDRESS", help="Where to give a sign of life when the run has ended.")
@global_options
def due(
    session: Session,
    statements: tuple[str, ...],
    on: datetime.datetime | None,
    lead: int | None,
    since: datetime.datetime | None,
    builds: bool,
    report: str | None,
    heartbeat: str | None,
) -> None:
    """Say which editions are due, and build them with `--build`.

    An edition is due from some days before its observance until it is there in every locale. Run this every day: days that
    were missed are made up for, and running it again changes nothing. It ends with 0 if nothing was due or all of it was
    built, and with 1 if something due is not ready.
    """
    from communique import newsroom, source, unattended
    from communique.due import due_editions
    from communique.findings import Findings

    room, findings = newsroom.load_newsroom(session.newsroom, session.mission), Findings()
    day = on.date() if on else today(room)
    slugs = newsroom.chosen(room, statements)
    known = [one for slug in slugs if (one := findings.attempt(source.load_statement, room, slug)) is not None]
    record = unattended.read_record(room.folder)
    began = since.date() if since else record.since if record else day
    wanted = due_editions(known, unattended.shelf(room, slugs), day, began, room.lead if lead is None else lead)
    lines = [line for one in wanted for line in _done(session, room, one, findings, day, builds=builds)]
    if not wanted:
        session.talk(f"nothing is due on {day}")
    if builds:
        ended = datetime.datetime.now(datetime.UTC)
        findings.attempt(unattended.write_record, room.folder, unattended.Record(began, ended, findings.exit_code))
        sign = heartbeat or room.heartbeat
        warning = unattended.beat(sign, ended, findings.exit_code) if sign else None
        findings.add([warning] if warning else [])
    if report:
        page = [f"{room.issuer}, {day}", "", *(lines or ["nothing is due"]), "", *map(str, findings.ordered)]
        findings.attempt(_write, report, "\n".join(page).rstrip() + "\n")
    session.end(findings.ordered, findings.exit_code)


def _done(
    session: Session, room: Newsroom, due: Due, findings: Findings, today: datetime.date, *, builds: bool
) -> list[str]:
    """Tell an edition that is due, and build it if that is wanted."""
    before = findings.exit_code
    findings.exit_code = ExitCode.DONE
    built = _build(room, due, findings, today) if builds else []
    ready = bool(built) and findings.exit_code is ExitCode.DONE
    findings.exit_code = max(before, findings.exit_code)
    state = f": {'built' if ready else 'not ready'}" if builds else ""
    lines = [f"{due}{state}", *(f"  {one.publication.folder}/index.html" for one in built)]
    session.result(
        "\n".join(lines),
        statement=due.statement.slug,
        year=due.year,
        n=due.n,
        observed=due.observed.isoformat(),
        days=due.days,
        built=[one.publication.folder for one in built],
        ready=ready if builds else None,
    )
    return lines


def _build(room: Newsroom, due: Due, findings: Findings, today: datetime.date) -> list[Built]:
    from communique import pipeline

    wish = pipeline.Wish((due.statement.slug,), (due.year,))
    return findings.attempt(lambda: list(pipeline.build(room, wish, today, findings, lambda _name, _total: None))) or []


def _write(path: str, page: str) -> None:
    from communique.toml_files import writing

    with writing(path, "name another file"):
        pathlib.Path(path).write_text(page, "utf-8")
