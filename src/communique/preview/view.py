"""What is seen of a statement in one locale at one moment: the page, and the state of every message of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polib

from communique import locales, newsroom, pipeline, preparation, source
from communique.catalogs import LARGEST
from communique.compose import states
from communique.diagnostics import Code, CommuniqueError, Diagnostic, Location, TextProblems
from communique.findings import Findings
from communique.model import Catalog, Edition, Message, MessageState, Newsroom
from communique.preparation import Prepared
from communique.preview.rendering import colored
from communique.toml_files import did_you_mean, read_text


@dataclass(frozen=True, slots=True)
class Card:
    """What stands beside a block: its message, how far it has come, and what is wrong with it."""

    message: Message
    state: MessageState
    translation: str
    location: Location
    previous: str = ""
    """The source that the translation was made for, if it is another."""
    comments: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One statement in one locale at one moment."""

    slug: str
    locale: str
    title: str
    cards: tuple[Card, ...]
    problems: tuple[Diagnostic, ...]
    """Those that belong to no block."""
    rendering: bytes = b""
    """Empty if the text cannot be drawn at all."""


def statements_in(room: Newsroom, wanted: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """The statements to show: of those that were asked for, the ones that are written in a locale or translated into it.

    Raises:
        TextProblems: there is none.
    """
    statements = [source.load_statement(room, slug) for slug in newsroom.chosen(room, wanted)]
    found = tuple(one.slug for one in statements if locale in one.all_locales)
    if not found:
        known = list(dict.fromkeys(tag for one in statements for tag in one.all_locales))
        what, place = f"no statement that was asked for is written in `{locale}`", newsroom.place_of_settings(room)
        raise TextProblems([Diagnostic(Code.UNKNOWN_LOCALE, what, place, did_you_mean(locale, known), locale=locale)])
    return found


def look(folder: str, slug: str, locale: str, years: tuple[int, ...], today: datetime.date) -> View:
    """Read and draw a statement in a locale as it is now; whatever is wrong is part of what comes back."""
    try:
        return _view(newsroom.load_newsroom(folder), slug, locale, years, today)
    except CommuniqueError as error:
        return View(slug, locale, slug, (), error.diagnostics)


def _view(room: Newsroom, slug: str, locale: str, years: tuple[int, ...], today: datetime.date) -> View:
    findings = Findings()
    judged = next(pipeline.prepare(room, pipeline.Wish((slug,), years, (locale,)), today, findings), None)
    drawn = _draft(room, slug, locale, years, today, findings, judged)
    prepared = drawn or judged
    problems = findings.ordered
    if prepared is None:
        return View(slug, locale, slug, (), problems)
    cards = tuple(_cards(room, prepared.edition, locale, prepared.catalogs.get(locale), problems))
    shown = {problem for card in cards for problem in card.problems}
    rest = tuple(problem for problem in problems if problem not in shown)
    release = next(iter(prepared.releases), None)
    found = {card.message.id: card.state for card in cards}
    drawing = colored(release, prepared.letterhead, found) if release else b""
    return View(slug, locale, f"{prepared.edition.name}: {locales.english_name(locale)}", cards, rest, drawing)


def _draft(
    room: Newsroom,
    slug: str,
    locale: str,
    years: tuple[int, ...],
    today: datetime.date,
    findings: Findings,
    judged: Prepared | None,
) -> Prepared | None:
    """The draft of what may not go out as it is; None for a release, and for what cannot even be a draft."""
    if judged is None:
        wish = pipeline.Wish((slug,), years, (locale,), draft=True)
        return next(pipeline.prepare(room, wish, today, findings), None)
    if judged.releases:
        return None
    of_draft = Findings()
    return preparation.releases_of(room, judged.edition, judged.letterhead, (locale,), of_draft, draft=True)


def _cards(
    room: Newsroom, edition: Edition, locale: str, catalog: Catalog | None, problems: Sequence[Diagnostic]
) -> Iterator[Card]:
    found = preparation.judged(states(edition, locale, catalog), problems)
    entries = _entries(room, edition.statement.slug, locale) if catalog else {}
    for message in edition.messages:
        own = tuple(problem for problem in problems if problem.block == message.id)
        yield _card(message, found[message.id], catalog, entries.get(message.id), own)


def _card(
    message: Message,
    state: MessageState,
    catalog: Catalog | None,
    entry: polib.POEntry | None,
    problems: tuple[Diagnostic, ...],
) -> Card:
    translation = catalog.translations.get(message.id) if catalog else None
    passage = translation.passage if translation else message.passage
    made_for = (entry.previous_msgid or entry.msgid) if entry and entry.msgstr else ""
    previous = made_for if made_for != message.passage.text else ""
    comments = (message.note, *(entry.tcomment.split("\n") if entry else ()))
    text = translation.passage.text if translation else ""
    return Card(message, state, text, passage.location, previous, tuple(filter(None, comments)), problems)


def _entries(room: Newsroom, slug: str, locale: str) -> Mapping[str, polib.POEntry]:
    """What a catalog holds beside its translations; it was read before, so it is there and sound."""
    path = newsroom.statement_folder(room, slug) / "locales" / f"{locale}.po"
    if not path.exists():
        return {}
    return {one.msgctxt: one for one in polib.pofile(read_text(path, path.as_posix(), LARGEST)) if not one.obsolete}
