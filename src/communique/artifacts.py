"""Releases to files: rendering side by side, and the list of everything that belongs to an edition."""

from __future__ import annotations

import importlib.metadata
import multiprocessing
import pathlib
import platform
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Any

from communique import fonts, identity, observance
from communique.diagnostics import Code, CommuniqueError, Diagnostic, ExitCode, Location
from communique.model import Artifact, Edition, Format, Letterhead, Newsroom, Release
from communique.newsroom import statement_folder
from communique.publish import digest
from communique.render import MEDIA_TYPES, PdfProfile, render
from communique.render.head import EMBLEM

FEWEST_FOR_WORKERS = 4
"""Below this many releases a second process costs more than it saves: about a second of imports each."""
TOOLS = ("communique", "weasyprint", "pydyf", "python-docx", "jinja2", "babel", "markdown-it-py", "pypdfium2")


@dataclass(frozen=True, slots=True)
class Job:
    """A release to be rendered in some formats; one job runs in one process."""

    release: Release
    letterhead: Letterhead
    formats: tuple[Format, ...]
    pdf_profile: PdfProfile = PdfProfile.ARCHIVE_3
    press: bytes = b""
    """The colour profile (ICC) of the press, if the PDF is to be printed."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of a release, the picture of its first page, and what went wrong with the formats that are not there."""

    release: Release
    contents: Mapping[Format, bytes]
    picture: bytes
    problems: tuple[Diagnostic, ...]
    exit_code: ExitCode


def render_job(job: Job) -> Rendered:
    """Render a release in every format of the job; a format that fails does not stop the others.

    A text that one format cannot show (a character that no font has), or that reads otherwise in one, is not fit to go out
    in any: nothing comes back then.
    """
    contents: dict[Format, bytes] = {}
    problems: list[Diagnostic] = []
    exit_code = ExitCode.DONE
    for file_format in job.formats:
        try:
            contents[file_format] = render(job.release, job.letterhead, file_format, job.pdf_profile, job.press)
        except CommuniqueError as error:
            problems.extend(error.diagnostics)
            exit_code = max(exit_code, error.exit_code)
    if misread := identity.differences(job.release, contents):
        problems.extend(misread)
        exit_code = max(exit_code, ExitCode.PROBLEMS)
    if exit_code is ExitCode.PROBLEMS and not job.release.draft:
        contents.clear()
    return Rendered(job.release, contents, _picture(contents), tuple(problems), exit_code)


def relinked(rendered: Sequence[Rendered], letterhead: Letterhead) -> tuple[Rendered, ...]:
    """The releases of an edition without links to those that could not be drawn after all; only pages have links."""
    drawn = tuple(one.release.locale for one in rendered if one.contents)
    if len(drawn) == len(rendered):
        return tuple(rendered)
    return tuple(_relinked(one, drawn, letterhead) if one.contents else one for one in rendered)


def _relinked(one: Rendered, locales: tuple[str, ...], letterhead: Letterhead) -> Rendered:
    release = replace(one.release, locales=locales)
    contents = dict(one.contents)
    if Format.HTML in contents:
        contents[Format.HTML] = render(release, letterhead, Format.HTML)
    return replace(one, release=release, contents=contents)


def _picture(contents: Mapping[Format, bytes]) -> bytes:
    if Format.PDF not in contents:
        return b""
    from communique.contact_sheet import picture

    return picture(contents[Format.PDF])


def render_all(jobs: Sequence[Job], workers: int, progress: Callable[[str, int], None]) -> Iterator[Rendered]:
    """Render the jobs in their order, side by side if there are enough of them."""
    for result in _results(jobs, workers):
        progress(result.release.name, len(jobs))
        yield result


def _results(jobs: Sequence[Job], workers: int) -> Iterator[Rendered]:
    if min(workers, len(jobs)) < 2 or len(jobs) < FEWEST_FOR_WORKERS:
        yield from map(render_job, jobs)
        return
    pool = _pool(min(workers, len(jobs)))
    if pool is None:
        yield from map(render_job, jobs)
        return
    with pool:
        futures = [pool.submit(render_job, job) for job in jobs]
        for job, future in zip(jobs, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield _lost(job)


def _pool(workers: int) -> ProcessPoolExecutor | None:
    """Several processes, where the machine has what they need (shared memory); a single one works everywhere."""
    # A forked child starts at once; elsewhere than on Linux the system's libraries do not bear it.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    try:
        return ProcessPoolExecutor(workers, mp_context=context)
    except (OSError, NotImplementedError, ImportError):
        return None


def _lost(job: Job) -> Rendered:
    what = f"the process that rendered `{job.release.name}` died"
    hint = "free some memory and build again, with `-j 1` to see which release it is"
    problem = Diagnostic(Code.RENDERER, what, Location(job.release.name), hint, locale=job.release.locale)
    return Rendered(job.release, {}, b"", (problem,), ExitCode.ENVIRONMENT)


# --- an edition --------------------------------------------------------------------------------------------------------


def path_of(release: Release, file_format: Format) -> str:
    """Where a file lies below its edition: `fr/black-january-2027.fr.pdf`."""
    return f"{release.locale}/{release.name}.{file_format}"


def of_edition(
    edition: Edition, rendered: Sequence[Rendered], refused: Mapping[str, tuple[Diagnostic, ...]], emblem: bytes = b""
) -> tuple[Artifact, ...]:
    """Every file of an edition: the releases, the contact sheet that shows them, and the picture that pages name."""
    files = [
        Artifact(path_of(one.release, file_format), MEDIA_TYPES[file_format], content)
        for one in rendered
        for file_format, content in one.contents.items()
    ]
    files += [Artifact(EMBLEM, "image/png", emblem)] if emblem else []
    return (*files, Artifact("index.html", "text/html", _contact_sheet(edition, rendered, refused)))


def _contact_sheet(
    edition: Edition, rendered: Sequence[Rendered], refused: Mapping[str, tuple[Diagnostic, ...]]
) -> bytes:
    from communique.contact_sheet import Entry, Refusal, Sheet, render

    entries = [
        Entry(one.release, {kind: path_of(one.release, kind) for kind in one.contents}, one.picture)
        for one in rendered
        if one.contents
    ]
    not_drawn = {one.release.locale: one.problems for one in rendered if not one.contents}
    refusals = [Refusal(locale, problems) for locale, problems in {**refused, **not_drawn}.items()]
    return render(Sheet(edition.name, edition.n, edition.observed, tuple(entries), tuple(refusals)))


def record(
    room: Newsroom,
    edition: Edition,
    letterhead: Letterhead,
    rendered: Sequence[Rendered],
    refused: Mapping[str, tuple[Diagnostic, ...]],
) -> dict[str, Any]:
    """What the manifest says of an edition beside its files: its number and day, its inputs, and the tools."""
    return {
        "statement": edition.statement.slug,
        "edition": edition.year,
        "n": edition.n,
        "observed": edition.observed.isoformat(),
        "explanation": observance.explain(edition.statement.event, edition.year),
        "number": edition.number,
        "released": (edition.released or edition.observed).isoformat(),
        "embargo": edition.embargo.isoformat() if edition.embargo else None,
        "issuer": room.issuer,
        "locales": [one.release.locale for one in rendered if one.contents],
        "refused": {locale: sorted({str(p.code) for p in problems}) for locale, problems in refused.items()},
        "facts": {
            name: {"value": str(fact.value), "source": fact.source} for name, fact in sorted(edition.facts.items())
        },
        "inputs": inputs(room, edition, letterhead),
        "tools": tools(),
    }


def inputs(room: Newsroom, edition: Edition, letterhead: Letterhead) -> dict[str, str]:
    """The SHA-256 of every file of the newsroom that an edition was made from, by its path below the newsroom."""
    root = pathlib.Path(room.folder)
    folder = statement_folder(room, edition.statement.slug)
    files = [
        root / "communique.toml",
        folder / "statement.md",
        folder / "editions" / f"{edition.year}.toml",
        *(folder / "locales" / f"{locale}.po" for locale in edition.statement.locales),
        *(path for path in (root / "templates" / letterhead.name).rglob("*") if path.is_file()),
        *(root / "grammar").glob("*.toml"),
    ]
    return {path.relative_to(root).as_posix(): digest(path.read_bytes()) for path in sorted(files) if path.exists()}


def tools() -> dict[str, str]:
    """The versions of everything that can change a byte of the result, and the digest of the fonts."""
    versions = {name: importlib.metadata.version(name) for name in TOOLS}
    return {"python": platform.python_version(), **versions, "fonts": fonts.digest()}
