"""`communique proof`: a picture of every page of every language, to look at the typography."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

import click

from communique.cli.choices import edition_options, flat, today
from communique.cli.session import Session, global_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.contact_sheet import Pages
    from communique.preparation import Prepared
    from communique.rendering import Rendered


@click.command()
@edition_options
@click.option("--to", "folder", type=click.Path(file_okay=False), help="The folder for it (default: output/proof).")
@click.option("--draft", is_flag=True, help="Show what is not ready too, marked.")
@click.option("--open", "show", is_flag=True, help="Open the sheet when it is done.")
@global_options
def proof(
    session: Session,
    statements: tuple[str, ...],
    years: tuple[int, ...] | None,
    locales: tuple[tuple[str, ...], ...],
    folder: str | None,
    draft: bool,
    show: bool,
) -> None:
    """Draw all pages of every language side by side on one sheet, `index.html`, with the pictures as PNG beside it.

    Nothing is released, and output/ keeps its editions. What cannot be built is named with its problems.
    """
    from communique import contact_sheet, newsroom, pipeline, rendering
    from communique.findings import Findings
    from communique.model import Format

    room = newsroom.load_newsroom(session.newsroom, session.mission)
    target = pathlib.Path(folder) if folder else pathlib.Path(room.folder, "output", "proof")
    findings = Findings()
    wish = pipeline.Wish(statements, years or (), flat(locales), (Format.PDF,), draft)
    prepared = list(pipeline.prepare(room, wish, today(room), findings))
    jobs = [rendering.Job(release, one.letterhead, wish.formats) for one in prepared for release in one.releases]
    rendered = list(rendering.render_all(jobs, wish.crew, lambda name, _total: session.talk(name)))
    for one in rendered:
        findings.add(one.problems, one.exit_code)
    pages, pictures = _drawn(rendered)
    pages += [page for one in prepared for page in _refused(one)]
    sheet = contact_sheet.render_proof(_heading(prepared), pages)
    _write(target, {**pictures, "index.html": sheet})
    session.result(
        f"{len(pictures)} pages of {len(rendered)} releases\n  {target}/index.html",
        folder=str(target),
        releases={page.name: list(page.pictures) for page in pages},
    )
    if show:
        click.launch(str(target / "index.html"))
    session.end(findings.ordered, findings.exit_code)


def _heading(prepared: Sequence[Prepared]) -> str:
    return "Proof of " + (", ".join(one.edition.name for one in prepared) or "nothing")


def _drawn(rendered: Sequence[Rendered]) -> tuple[list[Pages], dict[str, bytes]]:
    """The languages of the sheet, and their pictures by file name."""
    from communique.contact_sheet import Pages, page_pictures
    from communique.model import Format

    pages: list[Pages] = []
    files: dict[str, bytes] = {}
    for one in rendered:
        pictures = page_pictures(one.contents[Format.PDF]) if Format.PDF in one.contents else ()
        named = {f"{one.release.name}-{number}.png": picture for number, picture in enumerate(pictures, 1)}
        pages.append(Pages(one.release.name, one.release.locale, tuple(named), one.problems))
        files |= named
    return pages, files


def _refused(prepared: Prepared) -> Iterator[Pages]:
    from communique.contact_sheet import Pages

    for locale, problems in prepared.refused.items():
        yield Pages(f"{prepared.edition.name}.{locale}", locale, (), problems)


def _write(folder: pathlib.Path, files: dict[str, bytes]) -> None:
    from communique.diagnostics import Code, Diagnostic, FileProblem, Location

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        message = f"the proof cannot be written: {(error.strerror or 'unknown reason').lower()}"
        hint = "free some space, correct the permissions, or choose another folder with --to"
        raise FileProblem([Diagnostic(Code.NOT_WRITABLE, message, Location(str(folder)), hint)]) from None
