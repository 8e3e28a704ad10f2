"""`communique build`: every release, in every format, into `output/`."""

from __future__ import annotations

import os
import pathlib
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Self

import click

from communique.cli.choices import Listed, edition_options, flat, today
from communique.cli.session import Session, global_options

if TYPE_CHECKING:
    from communique.pipeline import Built

FORMATS = ("pdf", "docx", "html", "txt")
PROFILES = ("archive-3", "archive-4", "print")


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
    show: bool,
) -> None:
    """Build the releases of the newsroom: PDF, DOCX, HTML and plain text.

    Without `-y`, the next observance of each statement is built. A locale whose translation is missing, fuzzy or broken
    is refused and named; the others are built, and the command ends with 1.
    """
    from communique import newsroom, pipeline
    from communique.findings import Findings
    from communique.model import Format
    from communique.render import PdfProfile

    room = newsroom.load_newsroom(session.newsroom)
    chosen = tuple(Format(name) for name in flat(formats)) or pipeline.EVERY_FORMAT
    press = pathlib.Path(icc).read_bytes() if icc else b""
    wish = pipeline.Wish(statements, years or (), flat(locales), chosen, draft, jobs, PdfProfile(pdf_profile), press)
    findings = Findings()
    with _Progress(session) as progress:
        built = list(pipeline.build(room, wish, today(room), findings, progress.step))
    for edition in built:
        _tell(session, edition)
    if show and built:
        click.launch(f"{built[0].publication.folder}/index.html")
    session.end(findings.ordered, findings.exit_code)


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


def _tell(session: Session, built: Built) -> None:
    edition, folder = built.prepared.edition, built.publication.folder
    locales = [one.release.locale for one in built.rendered if one.contents]
    refused = sorted(set(built.prepared.refused) | {one.release.locale for one in built.rendered if not one.contents})
    files = sum(len(one.contents) for one in built.rendered)
    state = "" if built.publication.new else " (unchanged)"
    line = f"{edition.name}  n = {edition.n}  {edition.observed:%a %d %b %Y}  {files} files in {len(locales)} languages"
    session.result(
        f"{line}{state}\n  {' '.join(locales)}"
        + (f"\n  refused: {' '.join(refused)}" if refused else "")
        + "".join(f"\n  changed: {change}" for change in built.prepared.changes)
        + f"\n  {folder}/index.html",
        statement=edition.statement.slug,
        year=edition.year,
        n=edition.n,
        observed=edition.observed.isoformat(),
        locales=locales,
        refused=refused,
        changes=[asdict(change) for change in built.prepared.changes],
        folder=folder,
        new=built.publication.new,
        files=files,
    )
