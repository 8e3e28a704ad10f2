"""An edition made ready: its catalogs read, its releases composed and put through every check."""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from communique import catalogs, checks, newsroom, observance, source
from communique.changes import Change, changes
from communique.compose import compose
from communique.diagnostics import Code, CommuniqueError, Diagnostic, Location, Severity, TextProblems
from communique.findings import Findings
from communique.grammar import Grammar, load_grammar
from communique.model import Catalog, Edition, Letterhead, MessageState, Newsroom, Release, Statement
from communique.presence import files_below, is_there, listed
from communique.publish import digest
from communique.toml_files import reading

OF_STATE = frozenset({Code.MISSING_CATALOG, Code.MISSING_MESSAGE, Code.FUZZY_MESSAGE, Code.STALE_MESSAGE})
"""Problems that the state of a message says already; any other error makes a message invalid."""

LONGEST_PAUSE = 8
"""Years: 29 February of 1896 and of 1904 are the farthest apart of all observances."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition with the releases that are fit to go out, and why the others are not."""

    edition: Edition
    letterhead: Letterhead
    releases: tuple[Release, ...]
    catalogs: Mapping[str, Catalog]
    refused: Mapping[str, tuple[Diagnostic, ...]]
    readings: Mapping[str, checks.Reading] = field(default_factory=dict)
    """The messages of each locale beside their source; none in a draft."""
    before: Edition | None = None
    """The edition before, if there was one."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of every file that it was made from, by its path below the newsroom."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is different from the edition before."""
        return changes(self.edition, self.before)

    def located(self, problem: Diagnostic) -> Diagnostic:
        """A problem of a renderer with a text, told where the text was written instead of where it would have gone."""
        places = _places(self.edition, problem.locale, self.catalogs.get(problem.locale))
        known = problem.code is Code.GLYPH and problem.block in places
        return replace(problem, location=places[problem.block]) if known else problem


def releases_of(
    room: Newsroom,
    edition: Edition,
    letterhead: Letterhead,
    locales: Collection[str],
    findings: Findings,
    *,
    draft: bool,
) -> Prepared:
    """Compose and check the releases of an edition in some locales; a locale with an error is refused, not the others."""
    findings.add(edition.doubts)
    releases: list[Release] = []
    read: dict[str, Catalog] = {}
    refused: dict[str, tuple[Diagnostic, ...]] = {}
    readings: dict[str, checks.Reading] = {}
    grammar = functools.partial(grammar_of, room, asked_at=edition.statement.locales_at)
    for locale in (locale for locale in edition.statement.all_locales if locale in locales):
        try:
            catalog = load_catalog(room, edition.statement, locale, draft=draft)
            read |= {locale: catalog} if catalog else {}
            if not draft:
                readings[locale] = checks.read(room, edition, locale, catalog, grammar)
                findings.add(readings[locale].problems)
            releases.append(release(room, edition, locale, catalog, letterhead, draft=draft))
        except CommuniqueError as error:
            refused[locale] = error.diagnostics
            findings.add(error.diagnostics, error.exit_code)
    for locale, problems in checks.across(releases, readings, edition.statement.source).items():
        refused[locale] = (*refused.get(locale, ()), *problems)
        findings.add(problems)
    going_out = tuple(release.locale for release in releases if release.locale not in refused)
    address = newsroom.address_of(room, edition.statement.slug, edition.year)
    ready = tuple(
        replace(release, locales=going_out, address=address) for release in releases if release.locale in going_out
    )
    made_from = inputs(room, edition, letterhead)
    return Prepared(edition, letterhead, ready, read, refused, readings, edition_before(room, edition), made_from)


def edition_before(room: Newsroom, edition: Edition) -> Edition | None:
    """The last edition before this one, however many years ago the event was marked; None if there was none.

    It is read as a draft: what it lacked no longer matters.
    """
    event = edition.statement.event
    for year in range(edition.year - 1, edition.year - 1 - LONGEST_PAUSE, -1):
        try:
            if observance.anniversary(event, year) < 1:
                return None
            return source.load_edition(room, edition.statement, year, draft=True)
        except (CommuniqueError, observance.ObservanceError):
            continue
    return None


def inputs(room: Newsroom, edition: Edition, letterhead: Letterhead) -> dict[str, str]:
    """The SHA-256 of every file of the newsroom that an edition was made from or let through by, by its path below it.

    Raises:
        FileProblem: one cannot be read again.
    """
    root = pathlib.Path(room.folder)
    folder = newsroom.statement_folder(room, edition.statement.slug)
    template = ("templates", letterhead.name)
    files = [
        *(root / name for name in ("communique.toml", "facts.toml", "roles.toml", "missions.toml", checks.GLOSSARY)),
        *(folder / name for name in ("statement.md", checks.GLOSSARY, checks.WAIVERS)),
        folder / "editions" / f"{edition.year}.toml",
        *(folder / "locales" / f"{locale}.po" for locale in edition.statement.locales),
        *files_below(root.joinpath(*template), newsroom.shown(room.folder, *template)),
        *listed(root / "grammar", newsroom.shown(room.folder, "grammar"), ".toml"),
    ]
    found = (path for path in sorted(files) if is_there(path, path.as_posix()))
    return {path.relative_to(root).as_posix(): _digest(path) for path in found}


def _digest(path: pathlib.Path) -> str:
    with reading(path.as_posix()):
        return digest(path.read_bytes())


def judged(states: Mapping[str, MessageState], problems: Iterable[Diagnostic]) -> dict[str, MessageState]:
    """The states of messages by their id, invalid where a check found an error."""
    errors = (one for one in problems if one.severity is Severity.ERROR and one.code not in OF_STATE)
    return {**states, **{one.block: MessageState.INVALID for one in errors if one.block in states}}


def load_catalog(room: Newsroom, statement: Statement, locale: str, *, draft: bool = False) -> Catalog | None:
    """The catalog of a translation; None for the source, and in a draft for a locale that has none yet."""
    if locale == statement.source:
        return None
    path = newsroom.statement_folder(room, statement.slug) / "locales" / f"{locale}.po"
    name = newsroom.shown(room.folder, "statements", statement.slug, "locales", f"{locale}.po")
    if draft and not is_there(path, name):
        return Catalog(locale, {}, Location(name))
    return catalogs.read_catalog(path, name, locale)


def grammar_of(room: Newsroom, locale: str, asked_at: Location) -> Grammar:
    """The grammar that serves a locale; the newsroom's own files go before those of the project.

    Raises:
        TextProblems: no file serves it, told at the place that asks for it; or the file is not valid.
    """
    folders = tuple(folder.resolve() for folder in newsroom.grammar_folders(room))
    with reading(newsroom.shown(room.folder, "grammar")):
        files = [file for folder in folders for file in listed(folder, folder.name, ".toml")]
        state = tuple((file, file.stat().st_mtime_ns) for file in files)
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
    places = _places(edition, locale, catalog)
    problems = checks.check(composed, places, checks.messages(edition, catalog, grammar, source_grammar, letterhead))
    if problems and not draft:
        raise TextProblems(problems)
    return composed


def _places(edition: Edition, locale: str, catalog: Catalog | None) -> dict[str, Location]:
    """Where each text of a release was written, by the id of its block."""
    places = {message.id: message.passage.location for message in edition.messages}
    places |= {t.id: t.passage.location for t in catalog.translations.values()} if catalog else {}
    return places | {block: text.location for (block, of), text in edition.overrides.items() if of == locale}
