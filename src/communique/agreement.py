"""What a translation must share with its source: every placeholder, in the whole and in each clause of a switch."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from communique import markup
from communique.diagnostics import Code, Diagnostic, Passage
from communique.fill import names_in, switches_in
from communique.model import (
    Heading,
    Lead,
    Listing,
    Message,
    Paragraph,
    Phrase,
    Quotation,
    Signature,
    Switch,
    Table,
    Template,
    Text,
)


def phrases_of(block: Template) -> tuple[Phrase, ...]:
    """Every text of a block in one row."""
    match block:
        case Heading(content=content) | Lead(content=content) | Paragraph(content=content) | Signature(content=content):
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
    for switch in switches_in(translated):
        for category, name in _gaps(switch):
            what = f"the clause `{category}:` lost `{{{name}}}`"
            hint = f"write `{{{name}}}` in it, as in the other clauses"
            yield problem(Code.LOST_PLACEHOLDER, what, translation.at(switch.offset), hint)


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
