"""Values of this edition that were typed where a placeholder belongs: right today, wrong next year."""

from __future__ import annotations

import contextlib
import datetime
import functools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from communique.checks import figures, ordinals
from communique.checks.pair import Finding, Language, Pair, folded
from communique.diagnostics import Code, Severity
from communique.grammar import FormError, Grammar
from communique.model import Edition, Fact
from communique.observance import completed_years, days_since

HARMLESS = 12
"""Up to here a number is as likely to be a word of the text as a value of the edition."""
WORDS_ONLY = ("ordinal_words",)
"""In a translation, digits are judged as figures."""
SECTIONS = ("anniversary", "ordinal_words", "ordinal", "years")
LETTERS_OF_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LARGEST_ROMAN = 400


def values_of(edition: Edition) -> dict[Decimal, str]:
    """What the placeholders of an edition stand for, by value; the first name is the one to write."""
    found: list[tuple[int | Decimal, str]] = [
        (edition.year, "year"),
        (edition.n, "n"),
        (edition.statement.event.first.year, "event.year"),
    ]
    for name, anchor in edition.statement.anchors.items():
        found += [
            (completed_years(anchor.date, edition.observed), f"{name}.n"),
            (anchor.date.year, f"{name}.year"),
            *((days, f"{name}.days") for days in [days_since(anchor, edition.observed)] if days),
        ]
    for name, fact in edition.facts.items():
        found += _fact(name, fact)
    return {Decimal(value): name for value, name in reversed(found)}


def _fact(name: str, fact: Fact) -> list[tuple[int | Decimal, str]]:
    match fact.value:
        case datetime.date() as day:
            return [(day.year, name)]
        case int() | Decimal() as number:
            return [(number, name)]
        case _:
            return []


def frozen_value(pair: Pair) -> Iterator[Finding]:
    """A figure of this edition that the source does not type: its placeholder was written out."""
    if pair.message.locked and pair.translation is pair.source:
        return
    known = values_of(pair.edition)
    in_source = pair.translation is pair.source
    own = () if in_source else figures.figures_of(pair.source_words, pair.source_language)
    for figure in figures.figures_of(pair.words, pair.language):
        value = next((one for one in figure.values if one in known), None)
        if value is None or figure.optional or _is_shared(value, figure, own, pair):
            continue
        if not in_source or (value == pair.edition.year and known[value] == "year"):
            yield _finding(figure.offset, figure.text, known[value], value)


def _is_shared(value: Decimal, figure: figures.Figure, own: Sequence[figures.Figure], pair: Pair) -> bool:
    if pair.translation is pair.source:
        return False
    typed = any(figure.values & other.values for other in own)
    return typed or figures.is_spelled(value, pair.source_words, pair.source_language)


def frozen_words(pair: Pair) -> Iterator[Finding]:
    """The number of this edition in words or in Roman numerals, which the source does not have."""
    n, language = pair.edition.n, pair.language
    if n <= HARMLESS or (pair.message.locked and pair.translation is pair.source):
        return
    if pair.translation is not pair.source and figures.holds(Decimal(n), pair.source_words, pair.source_language):
        return
    # Raised letters are written `34^th^` by hand and `34th` by the grammar.
    text = pair.words.replace("^", "")
    sections = SECTIONS if pair.translation is pair.source else WORDS_ONLY
    found = _as_filled_in(n, text, language.grammar, sections) or _roman(n, text) or figures.spelled(n, text, language)
    if not found and pair.translation is pair.source:
        found = _ordinal_by_hand(n, text, language)
    if found:
        yield _finding(*found, "n", Decimal(n))


def _finding(offset: int, stood: str, name: str, value: Decimal) -> Finding:
    instead = "`{ordinal}`, `{anniversary}`, `{years}` or `{n}`" if name == "n" else f"`{{{name}}}`"
    small = value <= HARMLESS
    severity = Severity.WARNING if small else Severity.ERROR
    what = f"`{stood}` is written out where a placeholder belongs: it would not change with the edition"
    return Finding(offset, Code.FROZEN_VALUE, what, f"write {instead}", severity)


def _as_filled_in(n: int, text: str, grammar: Grammar, sections: tuple[str, ...]) -> tuple[int, str] | None:
    """The number as a placeholder would write it: `thirty-fourth`, `34th`, `34 years`."""
    small = folded(text)
    for words in _filled_in(n, grammar, sections):
        at = small.find(words)
        if at >= 0 and not text[max(0, at - 1) : at].isalpha():
            return at, text[at : at + len(words)]
    return None


def _ordinal_by_hand(n: int, text: str, language: Language) -> tuple[int, str] | None:
    """The number with an ending that is meant for an ordinal and is not its own: `34rd`."""
    found = ordinals.BY_HAND.finditer(text)
    return next(
        ((one.start(), one[0]) for one in found if int(one[1]) == n and ordinals.is_ending(one[2], language)), None
    )


@functools.lru_cache(maxsize=256)
def _filled_in(n: int, grammar: Grammar, sections: tuple[str, ...]) -> tuple[str, ...]:
    """What the placeholders of a number show, in small letters and in the order of the forms, but for bare figures."""
    found: dict[str, None] = {}
    for section in sections:
        for form in grammar.sections[section].forms if section in grammar.sections else ():
            with contextlib.suppress(FormError):
                found[folded(grammar.words(section, form, n))] = None
    return tuple(words for words in found if any(sign.isalpha() for sign in words))


def _roman(n: int, text: str) -> tuple[int, str] | None:
    numeral = roman(n)
    found = re.search(rf"(?<![^\W_]){numeral}(?![^\W_])", text) if len(numeral) > 1 else None
    return (found.start(), numeral) if found else None


def roman(n: int) -> str:
    """Write a number from 1 to 399 in Roman numerals; empty for others."""
    written = ""
    for value, letters in LETTERS_OF_ROMAN if n < LARGEST_ROMAN else ():
        count, n = divmod(n, value)
        written += letters * count
    return written
