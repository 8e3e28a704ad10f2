"""`communique build`: every release, in every format, into `output/`."""

from __future__ import annotations

import contextlib
import math
import os
import pathlib
import sys
import time
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Self

import click

from communique.cli.choices import Listed, edition_options, flat, today
from communique.cli.session import Session, global_options
from communique.diagnostics import ExitCode

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from communique.findings import Findings
    from communique.model import Newsroom
    from communique.pipeline import Built
    from communique.stamp import Look
    from communique.wish import Wish

FORMATS = ("pdf", "docx", "html", "txt")
PROFILES = ("archive-3", "archive-4", "print")


def _executor(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """The address of a scheduler; empty for this machine."""
    kind, _, address = value.partition(":")
    if value == "local":
        return ""
    from communique.cluster import SAFE

    if kind != "dask" or not SAFE.fullmatch(address):
        raise click.BadParameter("must be `local`, or `dask:` and an address with TLS, such as dask:tls://cluster:8786")
    return address


@click.command()
@edition_options
@click.option(
    "-f", "--format", "formats", type=Listed("formats", FORMATS), multiple=True, help="Only these: pdf,docx,html,txt."
)
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="Processes side by side.")
@click.option("--draft", is_flag=True, help="Build what is not ready too, watermarked and marked.")
@click.option(
    "--pdf-profile",
    type=click.Choice(PROFILES),
    default=PROFILES[0],
    show_default=True,
    help="archive-3: PDF/A-3a and PDF/UA-1; archive-4: PDF/A-4f and PDF/UA-2; print: PDF/X-4.",
)
@click.option("--icc", type=click.Path(exists=True, dir_okay=False), help="The press's colour profile, for `print`.")
@click.option(
    "--executor",
    default="local",
    callback=_executor,
    show_default=True,
    help="Who draws: local, or dask:tls://HOST:PORT, a cluster with the same tools.",
)
@click.option("--explain", is_flag=True, help="Say of each file that was drawn why the last build's was not used.")
@click.option(
    "--check", is_flag=True, help="Draw everything anew, write nothing, and compare with what lies in `latest`."
)
@click.option("--report", type=click.Path(dir_okay=False, writable=True), help="Write what was done to this file.")
@click.option("--open", "show", is_flag=True, help="Open the contact sheet when it is done.")
@global_options
def build(
    session: Session,
    statements: tuple[str, ...],
    years: tuple[int, ...] | None,
    locales: tuple[tuple[str, ...], ...],
    formats: tuple[tuple[str, ...], ...],
    jobs: int,
    draft: bool,
    pdf_profile: str,
    icc: str | None,
    executor: str,
    explain: bool,
    check: bool,
    report: str | None,
    show: bool,
) -> None:
    """Build the releases of the newsroom: PDF, DOCX, HTML and plain text.

    Without `-y`, the next observance of each statement is built. A locale whose translation is missing, fuzzy or broken
    is refused and named; the others are built, and the command ends with 1.
    """
    from communique import cluster, newsroom, pipeline, rendering
    from communique.findings import Findings
    from communique.model import Format
    from communique.render import PdfProfile

    look = _look(session)
    room = newsroom.load_newsroom(session.newsroom, session.mission)
    chosen = tuple(Format(name) for name in flat(formats)) or pipeline.EVERY_FORMAT
    press = pathlib.Path(icc).read_bytes() if icc else b""
    crew = cluster.crew(executor) if executor else rendering.side_by_side(jobs)
    profile = PdfProfile(pdf_profile)
    wish = pipeline.Wish(statements, years or (), flat(locales), chosen, draft, check, crew, profile, press)
    wish = replace(wish, unchanged=look.newsroom_holds) if look else wish
    findings = Findings()
    with _Progress(session) as progress:
        built = list(pipeline.build(room, wish, today(room), findings, progress.step))
    for edition in built:
        _tell(session, edition)
        if explain:
            _explain(session, edition)
    if report:
        _write_report(report, built, findings)
    if show and built:
        click.launch(f"{built[0].publication.folder}/index.html")
    passing = draft or icc or executor or explain or check or report or show or session.as_json
    if look and built and not passing and findings.exit_code is ExitCode.DONE:
        _keep(look, room, wish, built, findings)
    session.end(findings.ordered, findings.exit_code)


def _write_report(path: str, built: Sequence[Built], findings: Findings) -> None:
    from communique.cli.report import report
    from communique.diagnostics import Code, Diagnostic, FileProblem, Location

    try:
        pathlib.Path(path).write_text(report(built, findings.ordered, findings.exit_code), "utf-8")
    except OSError as error:
        message = f"the report cannot be written: {(error.strerror or 'unknown reason').lower()}"
        hint = "the editions are built; choose another file for the report"
        raise FileProblem([Diagnostic(Code.NOT_WRITABLE, message, Location(path), hint)]) from None


def _look(session: Session) -> Look | None:
    """What the build will depend on, before anything of it is read."""
    from communique.stamp import Look

    with contextlib.suppress(OSError):
        return Look(session.newsroom, time.time_ns())
    return None


def _keep(look: Look, room: Newsroom, wish: Wish, built: Sequence[Built], findings: Findings) -> None:
    """Leave a stamp, so that the same command is answered at once while nothing changes."""
    folders = [one.publication.folder for one in built]
    out = "".join(f"{_line(one, again=True)}\n" for one in built)
    err = "".join(f"{problem}\n" for problem in findings.ordered)
    until = math.inf if wish.years else min(_end_of_day(one.prepared.edition.observed, room.zone) for one in built)
    with contextlib.suppress(OSError, ValueError):
        look.keep(sys.argv[1:], folders, until, out, err)


def _end_of_day(day: datetime.date, zone: str) -> float:
    """When the next edition becomes another one: at the end of the day that is marked, where the issuer sits."""
    import datetime
    import zoneinfo

    after = datetime.datetime.combine(day, datetime.time(), zoneinfo.ZoneInfo(zone)) + datetime.timedelta(days=1)
    return after.timestamp()


class _Progress:
    """A bar on a terminal, nothing elsewhere."""

    def __init__(self, session: Session) -> None:
        self.shown = sys.stderr.isatty() and not session.quiet and not session.as_json
        self.done = 0

    def __enter__(self) -> Self:
        return self

    def step(self, name: str, total: int) -> None:
        """One more release is done."""
        self.done += 1
        if self.shown:
            filled = 30 * self.done // total
            bar = "#" * filled + "-" * (30 - filled)
            click.echo(f"\r\x1b[K[{bar}] {self.done}/{total} {name[:40]}", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self.shown and self.done:
            click.echo("\r\x1b[K", err=True, nl=False)


def _explain(session: Session, built: Built) -> None:
    for path, reasons in built.reasons.items():
        session.result(f"  {path}: {'; '.join(reasons)}", file=path, reasons=reasons)


def _tell(session: Session, built: Built) -> None:
    edition = built.prepared.edition
    session.result(
        _line(built, again=False),
        statement=edition.statement.slug,
        year=edition.year,
        n=edition.n,
        observed=edition.observed.isoformat(),
        locales=_locales(built),
        refused=_refused(built),
        changes=[asdict(change) for change in built.prepared.changes],
        folder=built.publication.folder,
        new=built.publication.new,
        files=sum(len(one.formats) for one in built.releases),
        drawn=len(built.reasons),
    )


def _line(built: Built, *, again: bool) -> str:
    """An edition in a few words; `again` if the same is built once more."""
    edition, locales, refused = built.prepared.edition, _locales(built), _refused(built)
    files = sum(len(one.formats) for one in built.releases)
    state = " (unchanged)" if again or not built.publication.new else ""
    line = f"{edition.name}  n = {edition.n}  {edition.observed:%a %d %b %Y}  {files} files in {len(locales)} languages"
    rows = [line + state, " ".join(locales), f"refused: {' '.join(refused)}" if refused else ""]
    rows += [f"changed: {change}" for change in built.prepared.changes]
    return "\n  ".join([*filter(None, rows), f"{built.publication.folder}/index.html"])


def _locales(built: Built) -> list[str]:
    return [one.locale for one in built.releases if one.formats]


def _refused(built: Built) -> list[str]:
    return sorted({*built.prepared.refused, *(one.locale for one in built.releases if not one.formats)})
