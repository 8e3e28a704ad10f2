"""What a rule reads: one text beside its source, without what is filled in later.

Rules are pure generators of findings; where a finding stands in its file is told by the passage it was found in.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from communique import locales
from communique.checks.glossary import Glossary
from communique.diagnostics import Code, Diagnostic, Passage, Severity
from communique.grammar import FormError, Grammar
from communique.model import BlockKind, Catalog, Edition, Message
from communique.placeholders import NOTE, PLACEHOLDER, SWITCH, PlaceholderError, switch_at

NO_TERMS = Glossary()
MASK = "\ufffc"
"""Stands for each character that is no words of the text: placeholders, the frame of switches, addresses."""
ADDRESS = re.compile(
    r"(?<=\])\([^()\s]*\)|(?:https?://|mailto:|tel:)[^\s)\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+"
)
IN_ADDRESS = re.compile(r"@|://|mailto:|tel:|\]\(")
"""What no address is without."""
ITEM = re.compile(r"(?m)^[ ]{0,3}\d{1,9}[.)](?=\s)")
"""The number of an item in a list, which is counted and not told."""
MARKS_IN_WORDS = (
    "\u00ad\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0dff"
    "\u0e31-\u0e4e\u200c\u200d"
)
WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS_IN_WORDS}]|[’'ʼ](?=[^\W\d_]))*")
"""A run of letters with the marks that stand on them; Python's `\\w` leaves out the vowel signs of Hindi."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A locale with what rules ask of it often; like its grammar, equal to itself only."""

    grammar: Grammar
    months: Mapping[str, int]
    """Every form of every name of a month, the longest first, with its number."""
    month: re.Pattern[str]
    """Any of these names."""

    @property
    def locale(self) -> str:
        """The locale as its catalog is named."""
        return self.grammar.locale

    @property
    def name(self) -> str:
        """The language without script and region: the key of the tables beside these modules."""
        return self.locale.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Pair:
    """A message in one locale: its source and its translation. For the source itself the two are the same."""

    message: Message
    source: Passage
    translation: Passage
    source_language: Language
    language: Language
    edition: Edition
    glossary: Glossary = NO_TERMS

    @property
    def words(self) -> str:
        """The translation with everything masked that is no words of it; offsets stay as they are."""
        return self._words(self.translation)

    @property
    def source_words(self) -> str:
        """The source with everything masked that is no words of it."""
        return self._words(self.source)

    def _words(self, passage: Passage) -> str:
        words = masked(passage.text)
        return ITEM.sub(_as_mask, words) if self.message.kind is BlockKind.LISTING else words


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at an offset of the translation, before it is known in which file that stands."""

    offset: int
    code: Code
    message: str
    hint: str
    severity: Severity = Severity.ERROR


Rule: TypeAlias = Callable[[Pair], Iterator[Finding]]


def located(finding: Finding, pair: Pair) -> Diagnostic:
    """The finding with its place in a file."""
    return Diagnostic(
        finding.code,
        finding.message,
        pair.translation.at(finding.offset),
        finding.hint,
        finding.severity,
        pair.language.locale,
        pair.message.id,
    )


@functools.lru_cache(maxsize=256)
def language_of(grammar: Grammar) -> Language:
    """Gather what rules ask of a language often; once for a grammar."""
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        found = locales.month_names(grammar.locale, context)
        names |= {folded(name): month for month, name in enumerate(found, 1)}
    for form in grammar.sections["month"].forms if "month" in grammar.sections else ():
        names |= {folded(name): month for month in range(1, 13) if (name := _month(grammar, form, month))}
    usable = {name: month for name, month in names.items() if not any(sign.isdecimal() for sign in name)}
    months = dict(sorted(usable.items(), key=lambda one: -len(one[0])))
    return Language(grammar, months, re.compile("|".join(map(re.escape, months)) or "(?!)"))


def _month(grammar: Grammar, form: str, month: int) -> str:
    try:
        return grammar.words("month", form, month).strip()
    except FormError:
        return ""


def pairs(
    edition: Edition, catalog: Catalog | None, language: Language, source_language: Language, glossary: Glossary
) -> Iterator[Pair]:
    """Every message of an edition that can be read beside its source; `catalog` is None for the source's own locale.

    What is missing, fuzzy or made for another source is an error already, and nothing can be learned from comparing it.
    """
    for message in edition.messages:
        source = edition.overrides.get((message.id, source_language.locale), message.passage)
        own = edition.overrides.get((message.id, language.locale)) if catalog else source
        found = catalog.translations.get(message.id) if catalog and own is None else None
        if own is None and found and not found.fuzzy and found.source == source.text:
            own = found.passage
        if own is not None and own.text.strip():
            yield Pair(message, source, own, source_language, language, edition, glossary)


# --- masks -------------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1024)
def masked(text: str, *, one_clause: bool = False) -> str:
    """Put `MASK` over what is not the text's own words; with `one_clause`, over all but the last clause of a switch."""
    patterns = (PLACEHOLDER, NOTE, ADDRESS) if IN_ADDRESS.search(text) else (PLACEHOLDER, NOTE)
    spans = [found.span() for pattern in patterns for found in pattern.finditer(text)]
    for opening in SWITCH.finditer(text):
        spans += _frame(text, opening.start(), one_clause=one_clause)
    words = text
    for start, end in spans:
        words = words[:start] + MASK * (end - start) + words[end:]
    return words


def _as_mask(found: re.Match[str]) -> str:
    return MASK * len(found[0])


@functools.lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """A text in small letters of which each stands where it stood: some, such as İ, would become two."""
    whole = text.casefold()
    if len(whole) == len(text):
        return whole
    return "".join(small if len(small := sign.casefold()) == 1 else sign for sign in text)


def _frame(text: str, offset: int, *, one_clause: bool) -> Iterator[tuple[int, int]]:
    """The parts of a switch that lie outside the clauses to be read."""
    try:
        _, clauses, end = switch_at(text, offset)
    except PlaceholderError:
        return
    start = offset
    for clause in clauses[-1:] if one_clause else clauses:
        yield start, clause.start
        start = clause.end
    yield start, end


def spoken(text: str) -> str:
    """The words of a text with one clause of each switch, without the masks: what its length and sentences are."""
    return masked(text, one_clause=True).replace(MASK, "")


@functools.lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[tuple[int, str], ...]:
    """Every word with its offset, in small letters; masks part words."""
    return tuple((found.start(), folded(found[0])) for found in WORD.finditer(text))
