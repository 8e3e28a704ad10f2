"""An edition and a catalog become a release: the only place where a template turns into words.

Pure: no file, clock, environment or network is touched here. Everything that keeps a locale from going out is collected
and raised at once; a draft shows the blocks that are not ready, marked, instead.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from communique import markup
from communique.agreement import disagreements, note_problems, unused_notes
from communique.diagnostics import Code, Diagnostic, Passage, Severity, stop_if_errors
from communique.direction import isolate
from communique.fill import Filling, Vocabulary, Words, names_in
from communique.furniture import furniture
from communique.grammar import Grammar
from communique.model import (
    Block,
    BlockKind,
    Catalog,
    Edition,
    Furniture,
    Heading,
    Lead,
    Letterhead,
    Listing,
    Message,
    MessageState,
    Note,
    Paragraph,
    Phrase,
    Quotation,
    Release,
    Signature,
    Table,
    Template,
    Text,
    Unready,
)


def compose(
    edition: Edition,
    locale: str,
    catalog: Catalog | None,
    grammar: Grammar,
    source_grammar: Grammar,
    letterhead: Letterhead,
    *,
    draft: bool = False,
) -> Release:
    """Write an edition in one locale. `catalog` is None for the locale the statement was written in.

    Raises:
        TextProblems: everything that keeps this locale from going out.
    """
    work = _Composition(edition, locale, catalog, grammar, source_grammar, draft)
    around = furniture(edition, locale, grammar, letterhead, work.problems, draft=draft)
    (title, *blocks), notes = work.texts()
    stop_if_errors(work.problems)
    return Release(
        edition.statement.slug,
        edition.year,
        edition.n,
        edition.statement.kind,
        locale,
        grammar.direction,
        grammar.script,
        _title_words(title, around),
        tuple(blocks),
        around,
        grammar.typography,
        edition.observed,
        edition.released or edition.observed,
        edition.statement.all_locales,
        edition.statement.source,
        edition.number,
        edition.embargo,
        draft,
        notes,
    )


def states(edition: Edition, locale: str, catalog: Catalog | None) -> Mapping[str, MessageState]:
    """How far each message of an edition has come in a locale, by its id; an invalid one counts as translated here."""
    return {message.id: _chosen(edition, message, locale, catalog).state for message in edition.messages}


def texts(edition: Edition, locale: str, catalog: Catalog | None) -> Mapping[str, Passage]:
    """The text of each message of an edition that is written or translated in a locale, by its id."""
    chosen = {message.id: _chosen(edition, message, locale, catalog) for message in edition.messages}
    done = {MessageState.TRANSLATED, MessageState.REVIEWED}
    return {name: one.passage for name, one in chosen.items() if one.state in done}


def forms_used(edition: Edition, locale: str, catalog: Catalog | None, grammar: Grammar) -> frozenset[tuple[str, str]]:
    """Every section and form of the grammar that the texts of an edition ask for in a locale, in all their clauses."""
    vocabulary = Vocabulary(edition, grammar, locale)
    used: set[tuple[str, str]] = set()

    def collect(phrases: tuple[Phrase, ...]) -> Words:
        used.update(form for name in names_in(phrases) if (form := vocabulary.form_of(name)))
        return ()

    for message in edition.messages:
        template, _ = markup.template(message, _chosen(edition, message, locale, catalog).passage, locale)
        map_block(template, collect)
    return frozenset(used)


def _title_words(title: Block, around: Furniture) -> Words:
    match title:
        case Heading(content=content):
            return content
        case Unready(block=Heading(content=content)):
            return (Text(f"[{around.unready}] "), *content)
        case _:
            raise AssertionError(title)  # a title is read as a heading


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The text of a message in a locale: its words, how far they have come, and the source they were made from."""

    passage: Passage
    state: MessageState
    made_from: str
    source: Passage
    """The source as this edition has it."""


def _chosen(edition: Edition, message: Message, locale: str, catalog: Catalog | None) -> _Chosen:
    reworded = edition.overrides.get((message.id, edition.statement.source))
    source = reworded or message.passage
    own = source if locale == edition.statement.source else edition.overrides.get((message.id, locale))
    if own is not None:
        return _Chosen(own, MessageState.REVIEWED if own is source else MessageState.TRANSLATED, source.text, source)
    translation = catalog.translations.get(message.id) if catalog else None
    if reworded is not None or translation is None or not translation.passage.text.strip():
        place = source.location if reworded or catalog is None else catalog.location
        empty = translation.passage if translation and not reworded else Passage("", ((0, place),))
        return _Chosen(empty, MessageState.MISSING, source.text, source)
    made_from = translation.source
    if translation.fuzzy or made_from != source.text:
        return _Chosen(translation.passage, MessageState.FUZZY, made_from, source)
    state = MessageState.REVIEWED if catalog and catalog.reviewed_by else MessageState.TRANSLATED
    return _Chosen(translation.passage, state, made_from, source)


@dataclass(frozen=True, slots=True)
class _Composition:
    """One release being written."""

    edition: Edition
    locale: str
    catalog: Catalog | None
    grammar: Grammar
    source_grammar: Grammar
    draft: bool
    problems: list[Diagnostic] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    """The number of each note that is referred to, by its id."""

    def texts(self) -> tuple[list[Block], tuple[Block, ...]]:
        """The title and the blocks, and the notes; the event's name is filled into them and has no place of its own."""
        self.problems.extend(self.note_problems())
        name = next(message for message in self.edition.messages if message.id == "event.name")
        own = Vocabulary(self.edition, self.grammar, self.locale, self.event_name(name))
        source = self.edition.statement.source
        original = Vocabulary(self.edition, self.source_grammar, source, (Text(name.passage.text),))
        notes = {message.id: message for message in self.edition.messages if message.kind is BlockKind.NOTE}
        text = (one for one in self.edition.messages if one is not name and one.id not in notes)
        blocks = [self.block(message, own, original) for message in text]
        known = [(notes[note], label) for note, label in self.numbers.items() if note in notes]
        return blocks, tuple(_numbered(self.block(message, own, original), label) for message, label in known)

    def note_problems(self) -> Iterable[Diagnostic]:
        """What is wrong with notes in the source, whose references every translation must share."""
        source = self.edition.statement.source
        texts = {one.id: (one, _chosen(self.edition, one, source, None).source) for one in self.edition.messages}
        return (*unused_notes(self.edition.statement.messages, source), *note_problems(texts, source))

    def event_name(self, message: Message) -> Words:
        """The event's name in this locale; in a draft without it, as the source has it."""
        chosen = _chosen(self.edition, message, self.locale, self.catalog)
        problem = self.unfit(message, chosen)
        self.problems.extend([problem] if problem and not self.draft else [])
        passage = chosen.source if problem else chosen.passage
        content, flaws = markup.phrases(passage, message.id, self.locale)
        self.problems.extend(flaws)
        vocabulary = Vocabulary(self.edition, self.grammar, self.locale)
        return Filling(vocabulary, passage, message.id, self.problems).fill(content)

    def block(self, message: Message, own: Vocabulary, original: Vocabulary) -> Block:
        """A message in this locale; in a draft, the source marked as unready where it cannot go out."""
        chosen = _chosen(self.edition, message, self.locale, self.catalog)
        problem = self.unfit(message, chosen)
        found: list[Diagnostic] = [problem] if problem else []
        block: Block = Paragraph(message.id, ())
        if problem is None:
            block = self.filled(message, chosen.passage, own, found)
            if chosen.passage is not chosen.source:
                found += self.not_told(
                    found, disagreements(message, chosen.source, chosen.passage, self.locale, original.locale)
                )
        if not (self.draft and self.catalog and _errors(found)):
            self.problems.extend(found)
            return block
        state = chosen.state if problem else MessageState.INVALID
        inner = self.filled(message, chosen.source, original, self.problems)
        return Unready(state, original.locale, original.grammar.direction, inner)

    def filled(self, message: Message, passage: Passage, vocabulary: Vocabulary, problems: list[Diagnostic]) -> Block:
        """The words of a text in place of its placeholders; its notes are numbered in the digits of this locale."""
        template, flaws = markup.template(message, passage, vocabulary.locale)
        problems.extend(flaws)
        filling = Filling(vocabulary, passage, message.id, problems, self.numbers)
        return map_block(template, lambda phrases: isolate(filling.fill(phrases), vocabulary.grammar.direction))

    @staticmethod
    def not_told(told: Sequence[Diagnostic], found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """What is new: a name that nothing fills is not told a second time as one that the source does not have."""
        unknown = {problem.location for problem in told if problem.code is Code.UNKNOWN_PLACEHOLDER}
        return [one for one in found if one.code is not Code.ADDED_PLACEHOLDER or one.location not in unknown]

    def unfit(self, message: Message, chosen: _Chosen) -> Diagnostic | None:
        """Why a message may not go out as it stands in the catalog."""
        place = chosen.passage.location
        found = functools.partial(Diagnostic, locale=self.locale, block=message.id)
        if chosen.state is MessageState.MISSING and chosen.source is not message.passage:
            what = (
                f"this edition words `{message.id}` anew in `{self.edition.statement.source}`, not in `{self.locale}`"
            )
            return found(Code.MISSING_MESSAGE, what, place, f"write `{self.locale}` under [blocks.{message.id}] too")
        if chosen.state is MessageState.MISSING:
            hint = "translate it; `communique build --draft` shows the text with this block marked"
            return found(Code.MISSING_MESSAGE, f"`{message.id}` is not translated", place, hint)
        if chosen.state is MessageState.FUZZY and chosen.made_from != chosen.source.text:
            hint = (
                "run `communique catalog update`, correct the translation after the new source, remove the fuzzy mark"
            )
            what = f"the source of `{message.id}` changed after it was translated"
            return found(Code.STALE_MESSAGE, what, place, hint)
        if chosen.state is MessageState.FUZZY:
            hint = "compare it with the source, correct it, and remove the fuzzy mark (in Poedit: `Needs work`)"
            return found(Code.FUZZY_MESSAGE, f"the translation of `{message.id}` is marked fuzzy", place, hint)
        return None


def _numbered(note: Block, label: str) -> Block:
    match note:
        case Note():
            return replace(note, label=label)
        case Unready(block=inner):
            return replace(note, block=_numbered(inner, label))
        case _:
            return note  # an empty text is read as a paragraph, and told


def _errors(problems: Sequence[Diagnostic]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def map_block(block: Template, finish: Callable[[tuple[Phrase, ...]], Words]) -> Block:
    """The same block with each of its texts finished."""
    match block:
        case Heading(id=name, level=level, content=content):
            return Heading(name, level, finish(content))
        case Lead(id=name, content=content):
            return Lead(name, finish(content))
        case Paragraph(id=name, content=content):
            return Paragraph(name, finish(content))
        case Quotation(id=name, paragraphs=paragraphs, attribution=attribution, cite=cite):
            return Quotation(name, tuple(map(finish, paragraphs)), finish(attribution), cite)
        case Listing(id=name, ordered=ordered, items=items):
            return Listing(name, ordered, tuple(map(finish, items)))
        case Table(id=name, header=header, rows=rows):
            return Table(name, tuple(map(finish, header)), tuple(tuple(map(finish, row)) for row in rows))
        case Signature(id=name, content=content):
            return Signature(name, finish(content))
        case Note(id=name, content=content):
            return Note(name, finish(content))
