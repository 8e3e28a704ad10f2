"""Ordinals written by hand in digits: the ending is one that the language writes, and the one for that number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.checks.figures import LATIN_DIGITS
from communique.checks.pair import Finding, Language, Pair
from communique.checks.tables import table
from communique.diagnostics import Code, Severity
from communique.fill import plain
from communique.grammar import FormError, Grammar

BY_HAND = re.compile(r"(?<![\w.,-])(\d{1,3})((?:[-‑ʼ’']|\.(?=[ºªo]))?\^?[^\W\d_]{1,5}\^?)(?![\w-])")
LARGEST = 120
"""The numbers whose endings are compared; beyond, endings repeat."""


def ordinal_by_hand(pair: Pair) -> Iterator[Finding]:
    """An ending that the language has for other numbers, or that people write and the language does not."""
    if pair.message.locked and pair.translation is pair.source:
        return
    for found in BY_HAND.finditer(pair.words.translate(LATIN_DIGITS)):
        number, ending = int(found[1]), found[2].replace("^", "")
        if not 0 < number <= LARGEST or ending in _endings(pair.language.grammar, number):
            continue
        if is_ending(ending, pair.language):
            what = f"`{found[0]}` is no ordinal of `{pair.language.locale}`"
            hint = f"write {_suggestion(pair.language, number)}"
            yield Finding(found.start(), Code.ORDINAL, what, hint, Severity.WARNING)


def is_ending(ending: str, language: Language) -> bool:
    """Whether the language writes it behind some number, or people do who mean to: `36-th`, `5ème`."""
    bare, endings = ending.lstrip("-‑ʼ’'."), _all_endings(language.grammar)
    return bare in table("languages")["ordinal"].get(language.name, ()) or ending in endings or bare in endings


def _suggestion(language: Language, number: int) -> str:
    forms = dict.fromkeys(f"`{number}{ending}`" for ending in _endings(language.grammar, number))
    return " or ".join(list(forms)[:4]) or f"`{number}` without an ending"


def _endings(grammar: Grammar, number: int) -> tuple[str, ...]:
    """What the language writes behind a number to make it the nth, in each of its forms."""
    section = grammar.sections.get("ordinal")
    found: dict[str, None] = {}
    for form in section.forms if section else ():
        try:
            words = plain(grammar.fill("ordinal", form, number)).translate(LATIN_DIGITS)
        except FormError:
            continue
        before, digits, ending = words.partition(str(number))
        if digits and not before and ending:
            found[ending] = None
    return tuple(found)


def _all_endings(grammar: Grammar) -> frozenset[str]:
    return frozenset(ending for number in range(1, LARGEST + 1) for ending in _endings(grammar, number))
