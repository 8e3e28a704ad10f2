"""What a translation must share with its source: every placeholder, in the whole and in each clause of a switch.

It shares the references to notes too; each note has just one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from communique import markup
from communique.diagnostics import Code, Diagnostic, Passage
from communique.fill import names_in, references_in, switches_in
from communique.model import (
    BlockKind,
    Heading,
    Lead,
    Listing,
    Message,
    Note,
    Paragraph,
    Phrase,
    Quotation,
    Signature,
    Switch,
    Table,
    Template,
    Text,
)
from communique.placeholders import NOTE


def phrases_of(block: Template) -> tuple[Phrase, ...]:
    """Every text of a block in one row."""
    match block:
        case Heading(content=content) | Lead(content=content) | Paragraph(content=content):
            return content
        case Signature(content=content) | Note(content=content):
            return content
        case Quotation(paragraphs=paragraphs, attribution=attribution):
            return tuple(phrase for text in (*paragraphs, attribution) for phrase in text)
        case Listing(items=items):
            return tuple(phrase for item in items for phrase in item)
        case Table(header=header, rows=rows):
            return tuple(phrase for row in (header, *rows) for cell in row for phrase in cell)


def disagreements(
    message: Message, source: Passage, translation: Passage, locale: str, source_locale: str
) -> Iterator[Diagnostic]:
    """What a translation lost, invented or left standing of the source."""
    original = phrases_of(markup.template(message, source, source_locale)[0])
    translated = phrases_of(markup.template(message, translation, locale)[0])
    problem = functools.partial(Diagnostic, locale=locale, block=message.id)
    if _language(locale) != _language(source_locale) and _is_copied(source, translation, original):
        what = f"the translation of `{message.id}` is the source text itself"
        yield problem(Code.SAME_AS_SOURCE, what, translation.location, "translate it")
    wanted = dict.fromkeys(placeholder.name for placeholder in names_in(original))
    found = {placeholder.name: placeholder for placeholder in names_in(translated)}
    for name in (name for name in wanted if name not in found):
        what = f"the translation of `{message.id}` lost `{{{name}}}`"
        hint = f"write `{{{name}}}` where its value must stand"
        yield problem(Code.LOST_PLACEHOLDER, what, translation.location, hint)
    for name, placeholder in found.items():
        if name not in wanted:
            what = f"the source of `{message.id}` has no `{{{name}}}`"
            known = ", ".join(f"`{{{one}}}`" for one in wanted) or "none"
            hint = f"use only the placeholders of the source: {known}"
            yield problem(Code.ADDED_PLACEHOLDER, what, translation.at(placeholder.offset), hint)
    yield from _other_notes(message, original, translated, translation, locale)
    for switch in switches_in(translated):
        for category, name in _gaps(switch):
            what = f"the clause `{category}:` lost `{{{name}}}`"
            hint = f"write `{{{name}}}` in it, as in the other clauses"
            yield problem(Code.LOST_PLACEHOLDER, what, translation.at(switch.offset), hint)


def _other_notes(
    message: Message,
    original: tuple[Phrase, ...],
    translated: tuple[Phrase, ...],
    translation: Passage,
    locale: str,
) -> Iterator[Diagnostic]:
    """References to notes that a translation dropped or added."""
    problem = functools.partial(Diagnostic, Code.NOTE_DIFFERS, locale=locale, block=message.id)
    wanted = [reference.id for reference in references_in(original)]
    for reference in references_in(translated):
        if reference.id in wanted:
            wanted.remove(reference.id)
            continue
        what = f"the source of `{message.id}` has `[^{reference.id}]` less often"
        hint = "take it out: each note is referred to where the source does, and once"
        yield problem(what, translation.at(reference.offset), hint)
    for name in wanted:
        what = f"the translation of `{message.id}` lost `[^{name}]`"
        yield problem(what, translation.location, f"write `[^{name}]` behind the words that the note belongs to")


NO_NOTES = frozenset({BlockKind.TITLE, BlockKind.NAME, BlockKind.HEADING, BlockKind.SIGNATURE, BlockKind.NOTE})
"""Texts that cannot have a reference: they are printed in several places, or are notes themselves."""


def note_problems(texts: Mapping[str, tuple[Message, Passage]], locale: str) -> Iterator[Diagnostic]:
    """References that lead to no note, twice to one, or stand where none can; `texts` are in the source, by block id."""
    seen = set[str]()
    for message, passage in texts.values():
        phrases = phrases_of(markup.template(message, passage, locale)[0]) if "[^" in passage.text else ()
        chosen = {id(one) for switch in switches_in(phrases) for one in references_in((switch,))}
        for reference in references_in(phrases):
            problem = functools.partial(Diagnostic, Code.NOTE, locale=locale, block=message.id)
            place, name = passage.at(reference.offset), reference.id
            note = texts.get(name)
            if message.kind in NO_NOTES:
                what = f"a {message.kind} cannot refer to a note"
                yield problem(what, place, "refer to it in a paragraph, a quotation, a list or a table")
            elif id(reference) in chosen:
                what = f"`[^{name}]` stands inside a switch"
                yield problem(
                    what, place, "write it before or behind the switch, so that it stands there for every number"
                )
            elif note is None or note[0].kind is not BlockKind.NOTE:
                hint = f"write the note as a paragraph under a line `{{#{name} .note}}`, without `years`"
                yield problem(f"this edition has no note `{name}`", place, hint)
            elif name in seen:
                what = f"the note `{name}` is referred to twice"
                yield problem(what, place, "leave one of the two out, or write a second note")
            seen.add(name)


def unused_notes(messages: Iterable[Message], locale: str) -> Iterator[Diagnostic]:
    """Notes that no text of a statement refers to in any year."""
    used = {found["id"] for message in messages for found in NOTE.finditer(message.passage.text)}
    for message in messages:
        if message.kind is BlockKind.NOTE and message.id not in used:
            hint = f"write `[^{message.id}]` where it belongs, or take the note out"
            what = f"nothing refers to the note `{message.id}`"
            yield Diagnostic(Code.NOTE, what, message.passage.location, hint, locale=locale, block=message.id)


def _language(locale: str) -> str:
    return locale.partition("-")[0]


def _is_copied(source: Passage, translation: Passage, original: tuple[Phrase, ...]) -> bool:
    """Whether a translation is the source left standing: names and single words may be the same in two languages."""
    words = [word for phrase in original if isinstance(phrase, Text) for word in phrase.text.split() if word.isalpha()]
    return _bare(translation.text) == _bare(source.text) and len(words) > 3


def _bare(text: str) -> str:
    """The words of a text alone: a form or a space that was changed makes no translation."""
    return " ".join(re.sub(r"\}@[a-z_.]+", "}", text).split())


def _gaps(switch: Switch) -> Iterator[tuple[str, str]]:
    """Clauses that lack a placeholder which another clause has; an exact number, `one:` and `two:` may say it in words."""
    clauses = {category: {found.name for found in names_in(clause)} for category, clause in switch.categories.items()}
    everything = set[str]().union(*clauses.values())
    for category, names in clauses.items():
        if category not in {"one", "two"}:
            yield from ((category, name) for name in sorted(everything - names))
