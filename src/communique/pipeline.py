"""The whole tool on one page: what was authored -> editions -> releases -> artifacts -> an edition on disk.

    prepare   reads statements, catalogs, grammar and letterheads, composes every release and checks it
    build     prepares, renders each release in each format, and publishes each edition as a whole

One bad locale or statement never stops the others: its problems come back beside what could be made. Nothing here looks
at the clock; the caller says what day it is.
"""

from __future__ import annotations

import datetime
import functools
import pathlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

from communique import artifacts, catalogs, checks, newsroom, observance, publish, source
from communique.artifacts import Rendered
from communique.compose import compose
from communique.diagnostics import (
    Code,
    CommuniqueError,
    Diagnostic,
    ExitCode,
    Location,
    Severity,
    TextProblems,
    in_order,
)
from communique.grammar import Grammar, load_grammar
from communique.letterheads import load_letterhead
from communique.model import Catalog, Edition, Format, Letterhead, Newsroom, Release, Statement
from communique.render import PdfProfile
from communique.toml_files import did_you_mean

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
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


class Findings:
    """The problems met on the way, and the exit code they ask for."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.exit_code = ExitCode.DONE

    def attempt(
        self, work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result | None:
        """Do something that may fail; what was wrong is kept, and None comes back."""
        try:
            return work(*args, **kwargs)
        except CommuniqueError as error:
            self.add(error.diagnostics, error.exit_code)
            return None

    def add(self, diagnostics: Sequence[Diagnostic], exit_code: ExitCode = ExitCode.PROBLEMS) -> None:
        """Keep some problems; warnings and notes do not change how the command ends."""
        self.diagnostics.extend(diagnostics)
        if any(problem.severity is Severity.ERROR for problem in diagnostics):
            self.exit_code = max(self.exit_code, exit_code)

    @property
    def ordered(self) -> tuple[Diagnostic, ...]:
        """All of them in the order of their places, each once."""
        return in_order(self.diagnostics)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition with the releases that are fit to go out, and why the others are not."""

    edition: Edition
    letterhead: Letterhead
    releases: tuple[Release, ...]
    catalogs: Mapping[str, Catalog]
    refused: Mapping[str, tuple[Diagnostic, ...]]


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
                yield _releases(room, edition, letterhead, wish, findings)
    findings.add(
        [
            Diagnostic(
                Code.UNKNOWN_LOCALE,
                f"no statement that was asked for is written in `{locale}`",
                next(iter(known.values())),
                did_you_mean(locale, list(known)),
                locale=locale,
            )
            for locale in wish.locales
            if known and locale not in known
        ]
    )


def _next_year(statement: Statement, today: datetime.date, findings: Findings, place: Location) -> tuple[int, ...]:
    try:
        return (observance.next_year(statement.event, today),)
    except observance.ObservanceError as error:
        findings.add([Diagnostic(Code.BAD_DATE, str(error), place, error.hint)])
        return ()


def _releases(room: Newsroom, edition: Edition, letterhead: Letterhead, wish: Wish, findings: Findings) -> Prepared:
    releases: list[Release] = []
    read: dict[str, Catalog] = {}
    refused: dict[str, tuple[Diagnostic, ...]] = {}
    readings: dict[str, checks.Reading] = {}
    grammar = functools.partial(grammar_of, room, asked_at=edition.statement.locales_at)
    for locale in (locale for locale in edition.statement.all_locales if locale in (wish.locales or (locale,))):
        try:
            catalog = load_catalog(room, edition.statement, locale, draft=wish.draft)
            read |= {locale: catalog} if catalog else {}
            if not wish.draft:
                readings[locale] = checks.read(room, edition, locale, catalog, grammar)
                findings.add(readings[locale].problems)
            releases.append(release(room, edition, locale, catalog, letterhead, draft=wish.draft))
        except CommuniqueError as error:
            refused[locale] = error.diagnostics
            findings.add(error.diagnostics, error.exit_code)
    for locale, problems in checks.across(releases, readings, edition.statement.source).items():
        refused[locale] = (*refused.get(locale, ()), *problems)
        findings.add(problems)
    going_out = tuple(release.locale for release in releases if release.locale not in refused)
    ready = tuple(replace(release, locales=going_out) for release in releases if release.locale in going_out)
    return Prepared(edition, letterhead, ready, read, refused)


def load_catalog(room: Newsroom, statement: Statement, locale: str, *, draft: bool = False) -> Catalog | None:
    """The catalog of a translation; None for the source, and in a draft for a locale that has none yet."""
    if locale == statement.source:
        return None
    path = newsroom.statement_folder(room, statement.slug) / "locales" / f"{locale}.po"
    name = newsroom.shown(room.folder, "statements", statement.slug, "locales", f"{locale}.po")
    if draft and not path.exists():
        return Catalog(locale, {}, Location(name))
    return catalogs.read_catalog(path, name, locale)


def grammar_of(room: Newsroom, locale: str, asked_at: Location) -> Grammar:
    """The grammar that serves a locale; the newsroom's own files go before those of the project.

    Raises:
        TextProblems: no file serves it, told at the place that asks for it; or the file is not valid.
    """
    folders = tuple(folder.resolve() for folder in newsroom.grammar_folders(room))
    state = tuple((file, file.stat().st_mtime_ns) for folder in folders for file in sorted(folder.glob("*.toml")))
    try:
        return _grammar(locale, folders, state)
    except TextProblems as error:
        raise TextProblems(
            [
                replace(problem, location=asked_at) if problem.code is Code.UNKNOWN_LOCALE else problem
                for problem in error.diagnostics
            ]
        ) from None


@functools.lru_cache(maxsize=256)
def _grammar(locale: str, folders: tuple[pathlib.Path, ...], _state: tuple[tuple[pathlib.Path, int], ...]) -> Grammar:
    """A grammar is read once for all editions, and again when a file of the newsroom changed."""
    return load_grammar(locale, folders)


def release(
    room: Newsroom, edition: Edition, locale: str, catalog: Catalog | None, letterhead: Letterhead, *, draft: bool
) -> Release:
    """Compose one release and put it through every check.

    Raises:
        TextProblems: everything that keeps it from going out.
    """
    statement = edition.statement
    grammar = grammar_of(room, locale, statement.locales_at)
    source_grammar = grammar_of(room, statement.source, statement.locales_at)
    composed = compose(edition, locale, catalog, grammar, source_grammar, letterhead, draft=draft)
    places = {message.id: message.passage.location for message in edition.messages}
    places |= {t.id: t.passage.location for t in catalog.translations.values()} if catalog else {}
    places |= {block: text.location for (block, of), text in edition.overrides.items() if of == locale}
    problems = checks.check(composed, places)
    if problems and not draft:
        raise TextProblems(problems)
    return composed


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
            done = tuple(rendered[release] for release in one.releases)
            for result in done:
                findings.add(result.problems, result.exit_code)
            if any(result.contents for result in done):
                yield Built(one, _publish(room, one, done, wish), done)


def _publish(room: Newsroom, prepared: Prepared, rendered: Sequence[Rendered], wish: Wish) -> publish.Publication:
    files = artifacts.of_edition(prepared.edition, rendered, prepared.refused)
    record = artifacts.record(room, prepared.edition, prepared.letterhead, rendered, prepared.refused)
    record["pdf_profile"] = {"name": str(wish.pdf_profile), "press": publish.digest(wish.press) if wish.press else ""}
    return publish.publish(room, prepared.edition, files, record, draft=wish.draft, whole=wish.whole)
