"""The whole tool on one page: what was authored -> editions -> releases -> artifacts -> an edition on disk.

    prepare   reads statements and letterheads, and makes the releases of each edition ready
    build     prepares, draws each release in each format unless it stands, and publishes each edition as a whole

One bad locale or statement never stops the others: its problems come back beside what could be made. Nothing here looks
at the clock; the caller says what day it is.
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique import artifacts, newsroom, numbers, observance, publish, rendering, reuse, source, verification
from communique.diagnostics import Code, Diagnostic, Location
from communique.findings import Findings
from communique.letterheads import load_letterhead
from communique.model import Newsroom, Statement
from communique.numbers import Register
from communique.preparation import Prepared, releases_of
from communique.rendering import Finished, Job, Rendered
from communique.wish import EVERY_FORMAT, Wish

__all__ = ["EVERY_FORMAT", "Built", "Wish", "build", "prepare"]


def prepare(
    room: Newsroom, wish: Wish, today: datetime.date, findings: Findings, register: Register | None = None
) -> Iterator[Prepared]:
    """Compose and check every release that was asked for, edition by edition; new numbers go into the register only."""
    known: dict[str, Location] = {}
    register = register or findings.attempt(numbers.read_register, room)
    for slug in findings.attempt(newsroom.chosen, room, wish.statements) or ():
        statement = findings.attempt(source.load_statement, room, slug)
        if statement is None:
            continue
        known |= dict.fromkeys(statement.all_locales, statement.locales_at)
        if wish.locales and not {*wish.locales} & {*statement.all_locales}:
            continue
        place = statement.location
        for year in wish.years or _next_year(statement, today, findings, place):
            edition = findings.attempt(source.load_edition, room, statement, year, draft=wish.draft)
            if edition is None:
                continue
            letterhead = findings.attempt(load_letterhead, room, edition.letterhead, place)
            findings.add(*wish.refusal(statement))
            if letterhead is not None and register is not None and wish.formats_of(statement):
                locales = wish.locales or room.locales_of(statement)
                edition = edition if wish.draft else numbers.numbered(register, room.series, edition)
                findings.add(numbers.taken_twice(register, edition))
                yield releases_of(room, edition, letterhead, locales, findings, draft=wish.draft)
    findings.add(wish.unwritten(known))


def _next_year(statement: Statement, today: datetime.date, findings: Findings, place: Location) -> tuple[int, ...]:
    try:
        return (observance.next_year(statement.event, today),)
    except observance.ObservanceError as error:
        findings.add([Diagnostic(Code.BAD_DATE, str(error), place, error.hint)])
        return ()


@dataclass(frozen=True, slots=True)
class Built:
    """An edition as it was built: where it lies, the files of its locales, and why those were drawn that did not stand."""

    prepared: Prepared
    publication: publish.Publication
    releases: tuple[Finished, ...]
    reasons: Mapping[str, tuple[str, ...]]


def build(
    room: Newsroom, wish: Wish, today: datetime.date, findings: Findings, progress: Callable[[str, int], None]
) -> Iterator[Built]:
    """Prepare, draw what does not stand yet, and publish edition by edition; `progress` is told each finished release.

    With `wish.check` everything is drawn, nothing is written, and what differs from `latest` is a problem.
    """
    wish.must_be_possible()
    with contextlib.nullcontext() if wish.check else publish.the_only_build(room):
        register = numbers.read_register(room)
        prepared = list(prepare(room, wish, today, findings, register))
        wish.must_be_of_one_state(room)
        if not (wish.check or wish.draft):
            numbers.keep(room, register)
        standing = [reuse.standing(room, one.edition, wish.check) for one in prepared]
        jobs = [_jobs(one, wish, stands) for one, stands in zip(prepared, standing, strict=True)]
        rendered = rendering.render_all([job for of_one in jobs for job in of_one], wish.crew, progress)
        for one, stands in zip(prepared, standing, strict=True):
            done = rendering.relinked([*itertools.islice(rendered, len(one.releases))], one.letterhead)
            for result in done:
                findings.add([one.located(problem) for problem in result.problems], result.exit_code)
            if any(result.contents for result in done):
                yield _edition(room, one, done, wish, stands, findings)


def _jobs(prepared: Prepared, wish: Wish, standing: Sequence[reuse.Revision]) -> list[Job]:
    formats = wish.formats_of(prepared.edition.statement)
    made = (Job(one, prepared.letterhead, formats, wish.pdf_profile, wish.press) for one in prepared.releases)
    return [reuse.with_standing(job, standing) for job in made]


def _edition(
    room: Newsroom,
    prepared: Prepared,
    done: tuple[Rendered, ...],
    wish: Wish,
    standing: Sequence[reuse.Revision],
    findings: Findings,
) -> Built:
    emblem = prepared.letterhead.emblem_picture if room.address and not wish.draft else b""
    files = artifacts.of_edition(prepared.edition, done, prepared.refused, emblem)
    record = artifacts.record(room, prepared, done)
    record["pdf_profile"] = {"name": str(wish.pdf_profile), "press": publish.digest(wish.press) if wish.press else ""}
    if wish.check:
        publication, problems = verification.compare(room, prepared.edition, publish.contents(files, record))
        findings.add(problems)
    else:
        publication = publish.publish(room, prepared.edition, files, record, draft=wish.draft, whole=wish.whole)
    return Built(prepared, publication, tuple(one.finished for one in done), reuse.explain(record, standing, done))
