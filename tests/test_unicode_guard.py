"""The guard against characters nobody sees or that look like others, over everything CLDR knows to say.

CLDR holds words of every language in its right letters: what the guard says of them is a false alarm, or a fault of
CLDR. Such faults there are, Latin letters in Serbian, Kazakh and Chuvash words; CLDR's own lists of letters, as ICU gives
them, say which.
"""

from __future__ import annotations

import functools
import itertools
import pickle
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import icu
import pytest
from babel import localedata

from communique.checks import OF_TEXT, characters, disguised, figures
from communique.checks.pair import WORD, Finding, Language, Pair, language_of
from communique.diagnostics import Code, Location, Passage, Severity
from communique.grammar import Grammar, load_grammar
from communique.locales import is_locale, script
from communique.model import BlockKind, Message
from communique.source import load_edition, load_statement
from communique.unseen import first_unseen
from small_newsroom import SmallNewsroom

GUARD = (
    characters.direction_marks,
    characters.invisible_characters,
    characters.mixed_scripts,
    characters.not_composed,
    disguised.disguised_digits,
    disguised.piled_marks,
    figures.mixed_digits,
)
MOST_FALSE_ALARMS = 0.0001
"""Of all texts."""
AT_ONCE = 50
"""Texts that are looked at together, and one by one only if something is found in them."""
ATTACKS = {
    "turned figure": ("\u202e4302\u202c", Code.BIDI),
    "open isolate": ("\u2067a", Code.BIDI),
    "hidden space in a figure": ("1\u200b47", Code.INVISIBLE),
    "soft hyphen in a figure": ("1\u00ad47", Code.INVISIBLE),
    "tag": ("a\U000e0041", Code.INVISIBLE),
    "private use": ("\ue000", Code.INVISIBLE),
    "Cyrillic in Latin": ("Azerb\u0430ijan", Code.MIXED_SCRIPT),
    "Greek in Latin": ("\u039fctober", Code.MIXED_SCRIPT),
    "digits of two scripts": ("14\u0667", Code.DIGITS),
    "mathematical digits": ("\U0001d7cf\U0001d7d2", Code.DIGITS),
    "raised digits in a figure": ("1\u2074\u2077", Code.DIGITS),
    "letters in parts": ("e\u0301", Code.NOT_NFC),
    "a heap of marks": ("o\u0337\u0321\u0322\u0323\u0324", Code.PILED_MARKS),
    "Greek in a unit": ("\u03bcg\u03bf", Code.MIXED_SCRIPT),
    "Greek mu inside a word": ("co\u03bcmon", Code.MIXED_SCRIPT),
    "a selector of Mongolian": ("peace\u180e", Code.INVISIBLE),
    "joiners far from their script": ("\u0cb2\u0ccd" + "\u200c" * 4 + "a", Code.INVISIBLE),
}
INNOCENT = {
    "micrograms": "5 \u03bcg",
    "Kannada with two joiners": "\u0cb2\u0c95\u0ccd\u0cb8\u0ccd\u200c\u200c",
    "Khmer with three spaces of no width": "\u1798\u17c9\u17c4\u1784\u200b\u200b\u200b\u1793\u17c5",
    "a Mongolian vowel set apart": "\u1830\u1820\u1837\u180e\u1820",
}


def texts(node: object) -> Iterator[str]:
    """Every text of a locale's data but patterns, whose letters are no words."""
    match node:
        case str():
            yield node
        case dict():
            for key, inner in node.items():
                if key not in {"datetime_skeletons", "interval_formats", "zone_formats"}:
                    yield from texts(inner)
        case list() | tuple() | set() | frozenset():
            yield from itertools.chain.from_iterable(map(texts, node))
        case _:
            pass


def own_data(name: str) -> object:
    """What a locale does not inherit; Babel would keep it, and give it to everybody as if it were whole."""
    return pickle.loads(Path(localedata.resolve_locale_filename(name)).read_bytes())  # noqa: S301 - a file of Babel


@pytest.fixture
def english(newsroom: SmallNewsroom) -> Pair:
    grammar = load_grammar("en", ())
    edition = load_edition(newsroom.load(), load_statement(newsroom.load(), "sad-night"), 2026)
    passage = Passage("", ((0, Location("cldr", 1, 1)),))
    message = Message("text", BlockKind.PARAGRAPH, passage)
    language = language_of(grammar)
    return Pair(message, passage, passage, language, language, edition)


def found(pair: Pair, text: str, language: Language) -> list[Finding]:
    """What the guard says, but for notes (`U+200E is not needed`), which keep nothing back."""
    passage = Passage(text, pair.source.pieces)
    one = replace(pair, source=passage, translation=passage, language=language)
    return [finding for rule in GUARD for finding in rule(one) if finding.severity is not Severity.NOTE]


def in_script(grammar: Grammar, locale: str) -> Language:
    return Language(replace(grammar, locale=locale), {}, re.compile("(?!)"))


def test_the_guard_is_what_the_checks_run() -> None:
    assert set(GUARD) <= set(OF_TEXT)


@pytest.mark.parametrize("text, code", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_found(english: Pair, text: str, code: Code) -> None:
    assert code in [one.code for one in found(english, f"On that day {text} people.", english.language)]


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT)
def test_what_a_script_or_a_unit_needs_is_no_attack(english: Pair, text: str) -> None:
    assert found(english, text, english.language) == []


# --- false alarms --------------------------------------------------------------------------------------------------------


@functools.cache
def alphabet(locale: str) -> frozenset[str]:
    """The letters that CLDR lists for a language, its own and those of foreign words; none where ICU has no list."""
    if locale not in {name.replace("_", "-") for name in icu.Locale.getAvailableLocales()}:
        return frozenset()
    data = icu.LocaleData(locale)
    return frozenset("".join(sign for kind in (0, 1) for sign in data.getExemplarSet(0, kind)))


def is_fault_of_cldr(findings: list[Finding], text: str, locale: str) -> bool:
    """Whether nothing but words are found of whose letters CLDR itself lists some for the language, and some not."""
    known = alphabet(locale)
    words = [word[0].lower() for one in findings for word in WORD.finditer(text) if one.offset in range(*word.span())]
    mixed = all({sign in known for sign in word if sign.isalpha()} == {True, False} for word in words)
    return mixed and all(one.code is Code.MIXED_SCRIPT for one in findings)


def test_false_alarms_over_cldr_are_rarer_than_one_in_ten_thousand(
    english: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    said: dict[tuple[str, str], list[str]] = {}
    for name in localedata.locale_identifiers():
        tag = name.replace("_", "-")
        language = tag if is_locale(tag) else tag.partition("-")[0]
        for text in set(texts(own_data(name))):
            said.setdefault((script(language), text), []).append(language)
    count = sum(map(len, said.values()))
    alarms, faults = list[tuple[str, str]](), 0
    for (_, text), languages in suspects(english, said):
        findings = found(english, text, in_script(english.language.grammar, languages[0]))
        for language in languages if findings or first_unseen(text) else ():
            is_fault = not first_unseen(text) and is_fault_of_cldr(findings, text, language)
            faults += is_fault
            alarms += [] if is_fault else [(language, text)]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(alarms)} false alarms in {count} texts of CLDR: {len(alarms) / count:.4%};"
            f" {faults} texts with letters that CLDR does not list for their language\n"
        )
    assert count > 400_000
    assert len(alarms) < count * MOST_FALSE_ALARMS, alarms


def suspects(english: Pair, said: dict[tuple[str, str], list[str]]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """The texts among many with anything to find: no rule of the guard looks beyond the end of a line."""
    ordered = sorted(said.items())
    for start in range(0, len(ordered), AT_ONCE):
        several = ordered[start : start + AT_ONCE]
        for iso, group in itertools.groupby(several, key=lambda one: one[0][0]):
            known = list(group)
            text = "\n".join(one for (_, one), _ in known)
            language = in_script(english.language.grammar, known[0][1][0])
            assert language.grammar.script == iso
            if first_unseen(text) or found(english, text, language):
                yield from known
