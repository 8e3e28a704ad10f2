"""An edition and a catalog become a release: the only place where a template turns into words.

Pure: no file, clock, environment or network is touched here. Everything that keeps a locale from going out is collected
and raised at once; a draft shows the blocks that are not ready, marked, instead.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from communique import markup
from communique.agreement import disagreements
from communique.diagnostics import Code, Diagnostic, Passage, Severity, stop_if_errors
from communique.direction import isolate
from communique.fill import Filling, Vocabulary, Words
from communique.furniture import furniture
from communique.grammar import Grammar
from communique.model import (
    Block,
    Catalog,
    Edition,
    Furniture,
    Heading,
    Lead,
    Letterhead,
    Listing,
    Message,
    MessageState,
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
    title, *blocks = [work.block(message) for message in work.messages()]
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
        edition.number,
        edition.embargo,
        draft,
    )


def states(edition: Edition, locale: str, catalog: Catalog | None) -> Mapping[str, MessageState]:
    """How far each message of an edition has come in a locale, by its id; an invalid one counts as translated here."""
    return {message.id: _chosen(edition, message, locale, catalog)[1] for message in edition.messages}


def _title_words(title: Block, around: Furniture) -> Words:
    match title:
        case Heading(content=content):
            return content
        case Unready(block=Heading(content=content)):
            return (Text(f"[{around.unready}] "), *content)
        case _:
            raise AssertionError(title)  # a title is read as a heading


def _chosen(
    edition: Edition, message: Message, locale: str, catalog: Catalog | None
) -> tuple[Passage, MessageState, str]:
    """The text of a message in a locale, its state, and the text it must agree with (its source)."""
    source = message.passage
    override = edition.overrides.get((message.id, locale))
    if override is not None:
        return override, MessageState.TRANSLATED, override.text
    if locale == edition.statement.source:
        return source, MessageState.REVIEWED, source.text
    translation = catalog.translations.get(message.id) if catalog else None
    if translation is None or not translation.passage.text.strip():
        place = (
            translation.passage
            if translation
            else Passage("", ((0, catalog.location if catalog else source.location),))
        )
        return place, MessageState.MISSING, source.text
    if translation.fuzzy or translation.source != source.text:
        return translation.passage, MessageState.FUZZY, translation.source
    state = MessageState.REVIEWED if catalog and catalog.reviewed_by else MessageState.TRANSLATED
    return translation.passage, state, source.text


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

    def messages(self) -> Sequence[Message]:
        """The title and the blocks; the event's name is filled into them and has no place of its own."""
        return [message for message in self.edition.messages if message.id != "event.name"]

    def event_name(self) -> Words:
        message = next(message for message in self.edition.messages if message.id == "event.name")
        passage, state, source = _chosen(self.edition, message, self.locale, self.catalog)
        problem = self.unfit(message, passage, state, source)
        if problem and not self.draft:
            self.problems.append(problem)
        usable = message.passage if problem else passage
        content, flaws = markup.phrases(usable, message.id, self.locale)
        self.problems.extend(flaws)
        return Filling(Vocabulary(self.edition, self.grammar, self.locale), usable, message.id, self.problems).fill(
            content
        )

    def block(self, message: Message) -> Block:
        """A message in this locale; in a draft, the source marked as unready where it cannot go out."""
        passage, state, source = _chosen(self.edition, message, self.locale, self.catalog)
        problem = self.unfit(message, passage, state, source)
        if problem is None:
            found: list[Diagnostic] = []
            block = self.filled(message, passage, self.grammar, self.locale, found)
            if passage is not message.passage and (message.id, self.locale) not in self.edition.overrides:
                found += disagreements(message, passage, self.locale, self.edition.statement.source)
            if not (self.draft and _errors(found) and self.catalog):
                self.problems.extend(found)
                return block
            state = MessageState.INVALID
        elif not self.draft:
            self.problems.append(problem)
            return Paragraph(message.id, ())
        locale, grammar = self.edition.statement.source, self.source_grammar
        inner = self.filled(message, message.passage, grammar, locale, self.problems)
        return Unready(state, locale, grammar.direction, inner)

    def unfit(self, message: Message, passage: Passage, state: MessageState, source: str) -> Diagnostic | None:
        """Why a message may not go out as it stands in the catalog."""
        place = passage.location
        found = functools.partial(Diagnostic, locale=self.locale, block=message.id)
        if state is MessageState.MISSING:
            hint = "translate it; `communique build --draft` shows the text with this block marked"
            return found(Code.MISSING_MESSAGE, f"`{message.id}` is not translated", place, hint)
        if state is MessageState.FUZZY and source != message.passage.text:
            hint = (
                "run `communique catalog update`, correct the translation after the new source, remove the fuzzy mark"
            )
            what = f"the source of `{message.id}` changed after it was translated"
            return found(Code.STALE_MESSAGE, what, place, hint)
        if state is MessageState.FUZZY:
            hint = "compare it with the source, correct it, and remove the fuzzy mark (in Poedit: `Needs work`)"
            return found(Code.FUZZY_MESSAGE, f"the translation of `{message.id}` is marked fuzzy", place, hint)
        return None

    def filled(
        self, message: Message, passage: Passage, grammar: Grammar, locale: str, problems: list[Diagnostic]
    ) -> Block:
        template, flaws = markup.template(message, passage, locale)
        problems.extend(flaws)
        vocabulary = Vocabulary(self.edition, grammar, locale, self.event_name())
        filling = Filling(vocabulary, passage, message.id, problems)
        return map_block(template, lambda phrases: isolate(filling.fill(phrases), grammar.direction))


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
