"""Letters and small marks that a language does not use, or that only decorate. Notes: nothing here is ever surely wrong."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from communique.checks.characters import named, script_of
from communique.checks.pair import MASK, WORD, Finding, Language, Pair, folded
from communique.checks.tables import table
from communique.checks.wording import QUOTED
from communique.diagnostics import Code, Severity

STRETCH = re.compile(
    "(?<=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3])\u0640+(?=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3])"
)
"""Strokes that only lengthen a word: at an end they have work to do, as in `1446هـ`."""
ORNAMENT = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2500-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001d400-\U0001d7ff\U0001f000-\U0001faff]")  # fmt: skip
STRAIGHT = re.compile(rf"(?<=[^\W\d_])'(?=[^\W\d_]|[{MASK}«“‘*])")
"""A typewriter's apostrophe between letters, or before a value or a quotation."""


def foreign_letters(pair: Pair) -> Iterator[Finding]:
    """Letters of the language's own script that CLDR does not list for it; titles in quotation marks keep theirs."""
    known, scripts = _letters(pair.language)
    text = QUOTED.sub(lambda quoted: MASK * len(quoted[0]), pair.words) if known else ""
    strange = {
        sign
        for sign in {*folded(text)}
        if sign.isalpha() and sign.casefold()[0] not in known and script_of(sign) in scripts
    }
    for word in WORD.finditer(text) if strange else ():
        for offset, sign in enumerate(folded(word[0]), word.start()):
            if sign in strange:
                what = f"`{word[0]}` has {named(text[offset])}, which `{pair.language.locale}` does not use"
                yield Finding(offset, Code.FOREIGN_LETTER, what, "is the name spelt as it should be?", Severity.NOTE)
                break


def _letters(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The letters of a language and the scripts they are of; none for one that the table does not have."""
    listed = table("letters")["letters"]
    return _read(listed.get(language.locale) or listed.get(language.name, ""))


@functools.lru_cache(maxsize=128)
def _read(letters: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(folded(letters)) | frozenset(letters), frozenset(map(script_of, letters))


def ornaments(pair: Pair) -> Iterator[Finding]:
    """Arabic letters drawn long, and signs that only decorate and that the source does not have."""
    for found in STRETCH.finditer(pair.words):
        hint = "delete the strokes, or run `communique check --fix`"
        what = "a word is drawn long, and a search for it fails"
        yield Finding(found.start(), Code.ORNAMENT, what, hint, Severity.NOTE)
    for found in ORNAMENT.finditer(pair.words):
        if found[0] not in pair.source.text or pair.translation is pair.source:
            what = f"{named(found[0])} only decorates"
            hint = f"delete it, or write `{plain}`" if (plain := _plain(found[0])) else "delete it"
            yield Finding(found.start(), Code.ORNAMENT, what, hint, Severity.NOTE)


def _plain(sign: str) -> str:
    """The letter that a decorated one stands for; empty for a sign that is none."""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if plain.isalnum() else ""


def apostrophes(pair: Pair) -> Iterator[Finding]:
    """A straight apostrophe where the language sets a curved one."""
    for offset in straight_apostrophes(pair.words, pair.language.locale):
        hint = "write `’` (U+2019), or run `communique check --fix`"
        yield Finding(offset, Code.APOSTROPHE, "`'` is the apostrophe of a typewriter", hint, Severity.NOTE)


def straight_apostrophes(words: str, locale: str) -> Iterator[int]:
    """Where a masked text has one that ought to be curved."""
    if locale.partition("-")[0] in table("languages")["apostrophe"]["curved"]:
        yield from (found.start() for found in STRAIGHT.finditer(words))
