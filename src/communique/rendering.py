"""Releases to files, each in a process with limits; what an earlier build made of the same things is taken from there."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from communique import identity, render, toml_files, workers
from communique.diagnostics import Code, CommuniqueError, Diagnostic, ExitCode, Location, TextProblems
from communique.model import Format, Letterhead, Release
from communique.publish import digest
from communique.render import PdfProfile
from communique.workers import Limits, Outcome

FEWEST_FOR_ANOTHER = 2
"""Releases that make another process worth its first page, which takes twice as long as the next."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A file of an earlier build that would come out the same. It is read when its edition is put together, not before."""

    path: pathlib.Path
    sha256: str

    def content(self) -> bytes:
        """Its bytes.

        Raises:
            FileProblem: it cannot be read.
            TextProblems: they are no longer those that were made (`C085`).
        """
        with toml_files.reading(self.path.as_posix()):
            content = self.path.read_bytes()
        if digest(content) == self.sha256:
            return content
        what, hint = "the file was changed while it was to be used again", "build again: it is drawn anew then"
        raise TextProblems([Diagnostic(Code.CHANGED_FILE, what, Location(self.path.as_posix()), hint)])


@dataclass(frozen=True, slots=True)
class Job:
    """A release to be made in some formats; it is drawn in one process."""

    release: Release
    letterhead: Letterhead
    formats: tuple[Format, ...]
    pdf_profile: PdfProfile = PdfProfile.ARCHIVE_3
    press: bytes = b""
    """The colour profile (ICC) of the press, if the PDF is to be printed."""
    keys: Mapping[Format, str] = field(default_factory=dict)
    """What tells whether a file of an earlier build is the same."""
    standing: Mapping[Format, Standing] = field(default_factory=dict)
    """The files of an earlier build that are."""
    picture: bytes = b""
    """The picture of its first page, if that stands too."""

    @property
    def missing(self) -> tuple[Format, ...]:
        """The formats that must be drawn."""
        return tuple(kind for kind in self.formats if kind not in self.standing)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of a release, the picture of its first page, and what went wrong with the formats that are not there."""

    release: Release
    contents: Mapping[Format, bytes]
    picture: bytes
    problems: tuple[Diagnostic, ...] = ()
    exit_code: ExitCode = ExitCode.DONE
    drawn: tuple[Format, ...] = ()
    """The formats that were drawn this time."""
    keys: Mapping[Format, str] = field(default_factory=dict)
    memory: int = 0
    """The most that its process ever held, in bytes."""
    seconds: float = 0
    """Processor time."""

    @property
    def finished(self) -> Finished:
        """What is still of interest once its files are on disk."""
        formats = tuple(self.contents)
        return Finished(self.release.locale, formats, self.drawn, self.memory, self.seconds)


@dataclass(frozen=True, slots=True)
class Finished:
    """A release that was published, without its bytes: a build of any size keeps every one of these."""

    locale: str
    formats: tuple[Format, ...]
    """None if it is not fit to go out."""
    drawn: tuple[Format, ...]
    """The formats that were drawn this time."""
    memory: int
    """The most that the process which drew them ever held, in bytes."""
    seconds: float
    """Processor time."""


Crew = Callable[[Sequence[Job]], Iterator[Outcome[Rendered]]]
"""Whoever draws jobs: processes of this machine, or machines of a cluster. The outcomes come in the order of the jobs."""


def side_by_side(count: int, limits: Limits | None = None) -> Crew:
    """Processes of this machine, as many as are worth their start and `count` at most."""

    def crew(jobs: Sequence[Job]) -> Iterator[Outcome[Rendered]]:
        useful = max(1, min(count, len(jobs) // FEWEST_FOR_ANOTHER))
        render.start({kind for job in jobs for kind in job.missing})
        with workers.shared_memory():
            yield from workers.side_by_side(render_job, jobs, useful, limits)

    return crew


ONE_PROCESS = side_by_side(1)


def render_all(jobs: Sequence[Job], crew: Crew, progress: Callable[[str, int], None]) -> Iterator[Rendered]:
    """Make the files of each release, in the order of the jobs; what stands already is not drawn again."""
    unfinished = [job for job in jobs if job.missing]
    outcomes = crew([replace(job, formats=job.missing, standing={}) for job in unfinished]) if unfinished else iter(())
    with contextlib.closing(_Closable(outcomes)):
        for job in jobs:
            done = _whole(job, _result(job, next(outcomes))) if job.missing else _stands(job)
            progress(job.release.name, len(jobs))
            yield done


class _Closable:
    """Whatever goes through outcomes leaves no process behind, however it ends."""

    def __init__(self, outcomes: Iterator[Outcome[Rendered]]) -> None:
        self.close = getattr(outcomes, "close", lambda: None)


def _stands(job: Job) -> Rendered:
    contents = {kind: job.standing[kind].content() for kind in job.formats}
    return Rendered(job.release, contents, job.picture, keys=job.keys)


def _whole(job: Job, drawn: Rendered) -> Rendered:
    """What was drawn beside what stands. A release that is not fit to go out in one format goes out in none."""
    together = {**{kind: one.content() for kind, one in job.standing.items()}, **drawn.contents}
    unfit = drawn.exit_code is ExitCode.PROBLEMS and not job.release.draft
    contents = {} if unfit else {kind: together[kind] for kind in job.formats if kind in together}
    picture = drawn.picture or (job.picture if Format.PDF in contents else b"")
    return replace(drawn, contents=contents, picture=picture, keys=job.keys)


def _result(job: Job, outcome: Outcome[Rendered]) -> Rendered:
    if outcome.result is not None:
        return replace(outcome.result, memory=outcome.memory, seconds=outcome.seconds)
    file = f"{job.release.name}.{outcome.step or job.missing[0]}"
    hint = "look for what is unusual in this text or in its letterhead; the other releases were drawn"
    message = f"the process that drew it {outcome.lost}"
    problem = Diagnostic(Code.RENDERER_LOST, message, Location(file), hint, locale=job.release.locale)
    return Rendered(job.release, {}, b"", (problem,), ExitCode.PROBLEMS)


def relinked(rendered: Sequence[Rendered], letterhead: Letterhead) -> tuple[Rendered, ...]:
    """The releases of an edition without links to those that could not be drawn after all; only pages have links."""
    drawn = tuple(one.release.locale for one in rendered if one.contents)
    if len(drawn) == len(rendered):
        return tuple(rendered)
    return tuple(_relinked(one, drawn, letterhead) if one.contents else one for one in rendered)


def _relinked(one: Rendered, locales: tuple[str, ...], letterhead: Letterhead) -> Rendered:
    """A page with fewer links has no key: the next build draws it again."""
    release = replace(one.release, locales=locales)
    if Format.HTML not in one.contents:
        return replace(one, release=release)
    page = render.render(*subject(release, letterhead, Format.HTML), Format.HTML)
    keys: dict[Format, str] = {kind: key for kind, key in one.keys.items() if kind is not Format.HTML}
    return replace(one, release=release, contents={**one.contents, Format.HTML: page}, keys=keys)


# --- in a process of its own -------------------------------------------------------------------------------------------


def render_job(job: Job) -> Rendered:
    """Draw a release in the formats that are missing; one that fails does not stop the others.

    A text that one format cannot show (a character that no font has), or that reads otherwise in one, is not fit to go out
    in any: nothing comes back then.
    """
    contents: dict[Format, bytes] = {}
    problems: list[Diagnostic] = []
    exit_code = ExitCode.DONE
    for kind in job.missing:
        workers.step(kind)
        try:
            release, letterhead = subject(job.release, job.letterhead, kind)
            contents[kind] = render.render(release, letterhead, kind, job.pdf_profile, job.press)
        except CommuniqueError as error:
            problems.extend(error.diagnostics)
            exit_code = max(exit_code, error.exit_code)
    if misread := identity.differences(job.release, contents):
        problems.extend(misread)
        exit_code = max(exit_code, ExitCode.PROBLEMS)
    if exit_code is ExitCode.PROBLEMS and not job.release.draft:
        contents.clear()
    return Rendered(job.release, contents, _picture(contents), tuple(problems), exit_code, tuple(contents))


def _picture(contents: Mapping[Format, bytes]) -> bytes:
    if Format.PDF not in contents:
        return b""
    from communique.contact_sheet import picture

    return picture(contents[Format.PDF])


_NOT_FOR: Mapping[Format, Mapping[str, str | bytes | None]] = {
    Format.HTML: {"print_css": "", "emblem_picture": b"", "document": None},
    Format.PDF: {"screen_css": "", "emblem_picture": b"", "document": None},
    Format.DOCX: {"page_template": "", "print_css": "", "screen_css": "", "emblem": b""},
    Format.TEXT: {"page_template": "", "print_css": "", "screen_css": "", "emblem": b"", "emblem_picture": b""},
}


def subject(release: Release, letterhead: Letterhead, kind: Format) -> tuple[Release, Letterhead]:
    """What the renderer of a format is given: nothing that the format has no use for, so that its key can leave it out.

    Labels are in the furniture of the release by now, and only pages on a screen lead to other languages.
    """
    look = replace(letterhead, labels={}, catalogs={}, **_NOT_FOR[kind])  # type: ignore[arg-type]  # the table is right
    return release if kind is Format.HTML else replace(release, locales=(release.locale,)), look
