"""A catalog as it goes out to a translator, and what may come back of it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polib

from communique import markup, newsroom, observance, preparation, source
from communique.agreement import phrases_of
from communique.catalogs import LARGEST
from communique.compose import states
from communique.diagnostics import Code, CommuniqueError, Diagnostic, Location, TextProblems
from communique.fill import NoHolder, NotYet, UnknownName, Vocabulary, names_in, plain
from communique.grammar import FormError
from communique.model import Edition, Message, MessageState, Newsroom, Statement, Text
from communique.toml_files import did_you_mean, read_text


@dataclass(frozen=True, slots=True)
class Row:
    """One message on its way: `previous` is the source that the translation was made for, if it is another."""

    message: Message
    translation: str
    state: MessageState
    previous: str = ""
    notes: tuple[str, ...] = ()
    examples: Mapping[str, str] | None = None
    """What each placeholder of the source becomes in the translation, by its name."""

    @property
    def id(self) -> str:
        """The id of the message's block."""
        return self.message.id

    @property
    def source(self) -> str:
        """The text to translate."""
        return self.message.passage.text


@dataclass(frozen=True, slots=True)
class Sheet:
    """The catalog of a statement in one locale, message by message."""

    statement: Statement
    locale: str
    rows: tuple[Row, ...]
    vocabulary: Vocabulary | None
    """What the names stand for in the next edition; None if no edition can be made."""
    path: str
    """The catalog, as people see its path."""

    @property
    def name(self) -> str:
        """What its files are called without the ending."""
        return f"{self.statement.slug}.{self.locale}"

    def row(self, name: str) -> Row | None:
        """The row of a message, if there is such a message."""
        return next((row for row in self.rows if row.id == name), None)


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """What came back for one message."""

    id: str
    fingerprint: str
    """That of the source which the translator saw."""
    translation: str
    """Exactly the catalog's text if the translator left it alone."""
    location: Location
    unfinished: bool = False
    """The translator's tool says that it is not done."""
    fault: str = ""
    """Why the row cannot be read, and"""
    hint: str = ""
    """what to do about it."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back."""

    sheet: Sheet
    rows: tuple[ReturnedRow, ...]
    remarks: tuple[Diagnostic, ...] = ()
    """What the translator says beside the text."""


def fingerprint(text: str) -> str:
    """A short name of a source text; how it is broken into lines does not matter."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def translated_into(room: Newsroom, wanted: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """The statements to export: those that were asked for, or all that are translated into a locale.

    Raises:
        TextProblems: there is none.
    """
    chosen = newsroom.chosen(room, wanted)
    if wanted:
        return chosen
    statements = [source.load_statement(room, slug) for slug in chosen]
    found = tuple(one.slug for one in statements if locale in one.locales)
    if not found:
        known = list(dict.fromkeys(tag for one in statements for tag in one.locales))
        what = f"no statement is translated into `{locale}`"
        place = newsroom.place_of_settings(room)
        raise TextProblems([Diagnostic(Code.UNKNOWN_LOCALE, what, place, did_you_mean(locale, known), locale=locale)])
    return found


def load_sheet(room: Newsroom, slug: str, locale: str, today: datetime.date) -> Sheet:
    """Read what there is of a statement in a locale.

    Raises:
        FileProblem: a file cannot be read.
        TextProblems: the statement or the catalog is broken, or the catalog does not follow the statement.
    """
    [slug] = newsroom.chosen(room, (slug,))
    statement = source.load_statement(room, slug)
    if locale not in statement.locales:
        hint = did_you_mean(locale, list(statement.locales))
        what = f"`{slug}` is not translated into `{locale}`"
        raise TextProblems([Diagnostic(Code.UNKNOWN_LOCALE, what, statement.locales_at, hint, locale=locale)])
    return _sheet(room, statement, locale, today)


def _sheet(room: Newsroom, statement: Statement, locale: str, today: datetime.date) -> Sheet:
    catalog = preparation.load_catalog(room, statement, locale)
    assert catalog is not None  # noqa: S101 (only the source has none)
    shown = catalog.location.file
    path = newsroom.statement_folder(room, statement.slug) / "locales" / f"{locale}.po"
    entries = {one.msgctxt: one for one in polib.pofile(read_text(path, shown, LARGEST)) if not one.obsolete}
    _stop_if_stale(statement, entries, shown, locale)
    editions = _editions(room, statement, today)
    grammar = preparation.grammar_of(room, locale, statement.locales_at)
    name = entries["event.name"].msgstr if "event.name" in entries else ""
    vocabularies = [Vocabulary(edition, grammar, locale, (Text(name),)) for edition in editions]
    # The states of the statement itself, without what one edition words anew.
    found = states(_plain_edition(editions[0], statement), locale, catalog) if editions else {}
    rows = [
        _row(message, entries[message.id], found.get(message.id), vocabularies, statement.source)
        for message in statement.messages
    ]
    return Sheet(statement, locale, tuple(rows), vocabularies[0] if vocabularies else None, shown)


def _plain_edition(edition: Edition, statement: Statement) -> Edition:
    return replace(edition, messages=statement.messages, overrides={})


def _stop_if_stale(statement: Statement, entries: Mapping[str, polib.POEntry], shown: str, locale: str) -> None:
    behind = [
        message.id
        for message in statement.messages
        if message.id not in entries or entries[message.id].msgid != message.passage.text
    ]
    if behind:
        what = f"the catalog does not follow the statement in {len(behind)} messages, such as `{behind[0]}`"
        hint = f"run `communique catalog update {statement.slug}` first"
        raise TextProblems([Diagnostic(Code.STALE_MESSAGE, what, Location(shown), hint, locale=locale)])


def _editions(room: Newsroom, statement: Statement, today: datetime.date) -> list[Edition]:
    """The next two editions, for examples; none if the statement cannot have one yet."""
    try:
        first = observance.next_year(statement.event, today)
        return [source.load_edition(room, statement, year, draft=True) for year in (first, first + 1)]
    except (CommuniqueError, observance.ObservanceError):
        return []


def _row(
    message: Message,
    entry: polib.POEntry,
    state: MessageState | None,
    vocabularies: Sequence[Vocabulary],
    source_locale: str,
) -> Row:
    fuzzy = "fuzzy" in map(str.lower, entry.flags)
    known = state or (MessageState.MISSING if not entry.msgstr else MessageState.TRANSLATED)
    names = _names(message, source_locale)
    examples = {name: _example(vocabularies[0], name) for name in names} if vocabularies else {}
    notes = [str(message.kind), *([message.note] if message.note else [])]
    notes += [_note(name, vocabularies) for name in names if vocabularies]
    if "[[" in message.passage.text and vocabularies:
        categories = " ".join(f"{category}:" for category in vocabularies[0].grammar.categories)
        notes.append(f"a choice [[n| … ]] in this language has the clauses {categories}")
    previous = (entry.previous_msgid or "") if fuzzy else ""
    return Row(message, entry.msgstr, known, previous, tuple(notes), examples)


def _names(message: Message, source_locale: str) -> tuple[str, ...]:
    template, _ = markup.template(message, message.passage, source_locale)
    return tuple(dict.fromkeys(placeholder.name for placeholder in names_in(phrases_of(template))))


def _example(vocabulary: Vocabulary, name: str, form: str = "") -> str:
    try:
        return plain(vocabulary.words(name, form))
    except (UnknownName, NotYet, NoHolder, FormError):
        return ""


def _note(name: str, vocabularies: Sequence[Vocabulary]) -> str:
    """What a placeholder becomes this year and next, and the forms that the language has of it."""
    values = dict.fromkeys(filter(None, (_example(vocabulary, name) for vocabulary in vocabularies)))
    forms = [f"{{{name}}}@{form} = {_example(vocabularies[0], name, form)}" for form in forms_of(vocabularies[0], name)]
    return "; ".join([f"{{{name}}} = {', then '.join(values) or '?'}", *forms])


def forms_of(vocabulary: Vocabulary, name: str) -> tuple[str, ...]:
    """The grammatical forms that a language has of a placeholder."""
    try:
        vocabulary.words(name, "no.such.form")
    except FormError as error:
        return tuple(error.known)
    except LookupError:
        return ()
    return ()
