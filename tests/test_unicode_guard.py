"""The guard against characters nobody sees or that look like others, over everything CLDR knows to say.

CLDR holds words of every language in its right letters: what the guard says of them is a false alarm, or a fault of CLDR.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from babel import localedata

from communique.checks import OF_TEXT, characters, disguised, figures
from communique.checks.pair import Language, Pair, language_of
from communique.diagnostics import Code, Location, Passage
from communique.grammar import Grammar, load_grammar
from communique.locales import is_locale
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


@pytest.fixture
def english(newsroom: SmallNewsroom) -> Pair:
    grammar = load_grammar("en", ())
    edition = load_edition(newsroom.load(), load_statement(newsroom.load(), "sad-night"), 2026)
    passage = Passage("", ((0, Location("cldr", 1, 1)),))
    message = Message("text", BlockKind.PARAGRAPH, passage)
    language = language_of(grammar)
    return Pair(message, passage, passage, language, language, edition)


def found(pair: Pair, text: str, language: Language) -> list[Code]:
    passage = Passage(text, pair.source.pieces)
    one = replace(pair, source=passage, translation=passage, language=language)
    return [finding.code for rule in GUARD for finding in rule(one)]


def in_script(grammar: Grammar, locale: str) -> Language:
    return Language(replace(grammar, locale=locale), ())


def test_the_guard_is_what_the_checks_run() -> None:
    assert set(GUARD) <= set(OF_TEXT)


@pytest.mark.parametrize("text, code", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_found(english: Pair, text: str, code: Code) -> None:
    assert code in found(english, f"On that day {text} people.", english.language)


def test_false_alarms_over_cldr_are_rarer_than_one_in_ten_thousand(
    english: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    count, alarms = 0, list[tuple[str, str]]()
    for name in localedata.locale_identifiers():
        tag = name.replace("_", "-")
        language = in_script(english.language.grammar, tag if is_locale(tag) else tag.partition("-")[0])
        for text in set(texts(localedata.load(name, merge_inherited=False))):
            count += 1
            if text.isascii():
                continue
            if first_unseen(text) or found(english, text, language):
                alarms.append((tag, text))
    with capsys.disabled():
        sys.stdout.write(f"\n{len(alarms)} of {count} texts of CLDR: {len(alarms) / count:.4%}\n")
    assert count > 100_000
    assert len(alarms) < count * MOST_FALSE_ALARMS, alarms[:200]
