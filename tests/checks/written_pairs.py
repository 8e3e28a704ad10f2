"""Pairs of texts for the rules, without files: an edition of 2026 of an event of 20 January 1990."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping

from communique.agreement import disagreements
from communique.checks import rules_broken
from communique.checks.glossary import Glossary
from communique.checks.pair import Language, Pair, language_of
from communique.diagnostics import Code, Diagnostic, Location, Passage
from communique.grammar import load_grammar
from communique.markup import template
from communique.model import (
    Anchor,
    BlockKind,
    Edition,
    Event,
    Fact,
    Message,
    PartialDate,
    Statement,
    StatementKind,
)
from communique.observance import read_observance

SOURCE_FILE, CATALOG = "statement.md", "locales/it-is.po"
DAY = PartialDate(1990, 1, 20)


@functools.cache
def language(locale: str) -> Language:
    return language_of(load_grammar(locale))


def passage(text: str, file: str = CATALOG) -> Passage:
    return Passage(text, ((0, Location(file, 7, 10)),))


def edition(year: int = 2026, overrides: Mapping[tuple[str, str], Passage] | None = None) -> Edition:
    place = Location(SOURCE_FILE, 1, 1)
    event = Event(DAY, DAY, read_observance("same-day", None), 1990)
    facts = {"killed": Fact(147, "the list", place), "troops": Fact(26000, "the list", place)}
    anchors = {"independence": Anchor(datetime.date(1991, 10, 18))}
    statement = Statement(
        "sad-night", StatementKind.STATEMENT, "en", ("fr",), "embassy", event, anchors, {}, {}, (), (), place, place
    )
    return Edition(
        statement, year, year - 1990, datetime.date(year, 1, 20), facts, {}, (), dict(overrides or {}), place
    )


def pair(
    source: str,
    translation: str | None = None,
    locale: str = "fr",
    *,
    source_locale: str = "en",
    kind: BlockKind = BlockKind.PARAGRAPH,
    locked: bool = False,
    cite: str = "",
    note: str = "",
    of: Edition | None = None,
    glossary: Glossary | None = None,
) -> Pair:
    """A message and its translation; without one, the source by itself."""
    original = passage(source, SOURCE_FILE)
    message = Message("lead", kind, original, note=note, cite=cite, locked=locked)
    own = original if translation is None else passage(translation)
    languages = language(source_locale), language(source_locale if translation is None else locale)
    return Pair(message, original, own, *languages, of or edition(), glossary or Glossary())


def problems(of: Pair) -> list[Diagnostic]:
    """Everything a build says of the words of one message: of its markup, of its placeholders, and by the rules."""
    found = [*template(of.message, of.translation, of.language.locale)[1], *rules_broken(of)]
    if of.translation is not of.source:
        locales = of.language.locale, of.source_language.locale
        found += disagreements(of.message, of.source, of.translation, *locales)
    return found


def codes(of: Pair) -> set[Code]:
    return {problem.code for problem in problems(of)}


def only(of: Pair, code: Code) -> Diagnostic:
    """The one problem of a kind."""
    (found,) = [problem for problem in problems(of) if problem.code is code]
    return found
