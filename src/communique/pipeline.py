"""The whole tool on one page: what was authored -> editions -> releases -> artifacts -> an edition on disk.

    prepare   reads statements and letterheads, and makes the releases of each edition ready
    build     prepares, renders each release in each format, and publishes each edition as a whole

One bad locale or statement never stops the others: its problems come back beside what could be made. Nothing here looks
at the clock; the caller says what day it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique import artifacts, newsroom, observance, publish, source
from communique.artifacts import Rendered
from communique.diagnostics import Code, Diagnostic, Location
from communique.findings import Findings
from communique.letterheads import load_letterhead
from communique.model import Format, Newsroom, Statement
from communique.preparation import Prepared, releases_of
from communique.render import PdfProfile
from communique.toml_files import did_you_mean

EVERY_FORMAT = tuple(Format)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command was asked for; an empty choice means everything, no year the next observance."""

    statements: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    locales: tuple[str, ...] = ()
    formats: tuple[Format, ...] = EVERY_FORMAT
    draft: bool = False
    workers: int = 1
    pdf_profile: PdfProfile = PdfProfile.ARCHIVE_3
    press: bytes = b""
    """The colour profile of the press (ICC), for PDF that is printed."""

    @property
    def whole(self) -> bool:
        """Whether whole editions were asked for."""
        usual = self.pdf_profile is PdfProfile.ARCHIVE_3
        return usual and not self.locales and set(self.formats) == set(EVERY_FORMAT)


def prepare(room: Newsroom, wish: Wish, today: datetime.date, findings: Findings) -> Iterator[Prepared]:
    """Compose and check every release that was asked for, edition by edition."""
    known: dict[str, Location] = {}
    for slug in findings.attempt(newsroom.chosen, room, wish.statements) or ():
        statement = findings.attempt(source.load_statement, room, slug)
        if statement is None:
            continue
        known |= dict.fromkeys(statement.all_locales, statement.locales_at)
        if wish.locales and not {*wish.locales} & {*statement.all_locales}:
            continue
        place = statement.location
        letterhead = findings.attempt(load_letterhead, room, statement.letterhead, place)
        for year in wish.years or _next_year(statement, today, findings, place):
            edition = findings.attempt(source.load_edition, room, statement, year, draft=wish.draft)
            if edition is not None and letterhead is not None:
                locales = wish.locales or statement.all_locales
                yield releases_of(room, edition, letterhead, locales, findings, draft=wish.draft)
    findings.add(list(_unwritten(wish.locales, known)))


def _unwritten(locales: tuple[str, ...], known: Mapping[str, Location]) -> Iterator[Diagnostic]:
    """Locales that were asked for and that no statement is written in."""
    for locale in (locale for locale in locales if known and locale not in known):
        what = f"no statement that was asked for is written in `{locale}`"
        place, hint = next(iter(known.values())), did_you_mean(locale, list(known))
        yield Diagnostic(Code.UNKNOWN_LOCALE, what, place, hint, locale=locale)


def _next_year(statement: Statement, today: datetime.date, findings: Findings, place: Location) -> tuple[int, ...]:
    try:
        return (observance.next_year(statement.event, today),)
    except observance.ObservanceError as error:
        findings.add([Diagnostic(Code.BAD_DATE, str(error), place, error.hint)])
        return ()


@dataclass(frozen=True, slots=True)
class Built:
    """An edition as it was built: where it lies, and which files of which locales are in it."""

    prepared: Prepared
    publication: publish.Publication
    rendered: tuple[Rendered, ...]


def build(
    room: Newsroom, wish: Wish, today: datetime.date, findings: Findings, progress: Callable[[str, int], None]
) -> Iterator[Built]:
    """Prepare, render and publish. `progress` is told each finished release and how many there will be."""
    with publish.the_only_build(room):
        prepared = list(prepare(room, wish, today, findings))
        jobs = [
            artifacts.Job(release, one.letterhead, wish.formats, wish.pdf_profile, wish.press)
            for one in prepared
            for release in one.releases
        ]
        rendered = {done.release: done for done in artifacts.render_all(jobs, wish.workers, progress)}
        for one in prepared:
            done = artifacts.relinked([rendered[release] for release in one.releases], one.letterhead)
            for result in done:
                findings.add([one.located(problem) for problem in result.problems], result.exit_code)
            if any(result.contents for result in done):
                yield Built(one, _publish(room, one, done, wish), done)


def _publish(room: Newsroom, prepared: Prepared, rendered: Sequence[Rendered], wish: Wish) -> publish.Publication:
    emblem = prepared.letterhead.emblem_picture if room.address and not wish.draft else b""
    files = artifacts.of_edition(prepared.edition, rendered, prepared.refused, emblem)
    record = artifacts.record(room, prepared.edition, prepared.letterhead, rendered, prepared.refused)
    record["pdf_profile"] = {"name": str(wish.pdf_profile), "press": publish.digest(wish.press) if wish.press else ""}
    return publish.publish(room, prepared.edition, files, record, draft=wish.draft, whole=wish.whole)
