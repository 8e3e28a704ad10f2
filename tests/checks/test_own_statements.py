"""The rules are silent on good translations: those of this repository, in every locale and for many years."""

from __future__ import annotations

import collections
import functools
import pathlib
import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_pairs import pair

from communique import newsroom, preparation, source
from communique.checks import Reading, across, read, rules_broken
from communique.checks.future import next_editions
from communique.checks.pair import Pair
from communique.diagnostics import Code, Passage, Severity
from communique.fill import Vocabulary, plain
from communique.letterheads import load_letterhead
from communique.model import BlockKind, Edition
from communique.placeholders import PLACEHOLDER

ROOM = newsroom.load_newsroom(str(pathlib.Path(__file__).parents[2]))
YEARS = (2026, 2027, 2028, 2030, 2040)


@functools.cache
def readings(slug: str, year: int) -> tuple[Edition, dict[str, Reading]]:
    statement = source.load_statement(ROOM, slug)
    edition = source.load_edition(ROOM, statement, year)
    grammar = functools.partial(preparation.grammar_of, ROOM, asked_at=statement.location)
    catalogs = {locale: preparation.load_catalog(ROOM, statement, locale) for locale in statement.all_locales}
    return edition, {locale: read(ROOM, edition, locale, catalog, grammar) for locale, catalog in catalogs.items()}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("slug", newsroom.slugs(ROOM))
def test_no_good_translation_is_called_an_error(slug: str, year: int) -> None:
    _, found = readings(slug, year)
    assert not [problem for reading in found.values() for problem in reading.errors]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("slug", newsroom.slugs(ROOM))
def test_every_locale_agrees_with_its_source(slug: str, year: int) -> None:
    edition, found = readings(slug, year)
    letterhead = load_letterhead(ROOM, edition.statement.letterhead, edition.statement.location)
    releases = [
        preparation.release(
            ROOM, edition, locale, preparation.load_catalog(ROOM, edition.statement, locale), letterhead, draft=False
        )
        for locale in found
    ]
    assert not across(releases, found, edition.statement.source)


@pytest.mark.parametrize("slug", newsroom.slugs(ROOM))
def test_no_hole_waits_in_the_next_ten_editions_of_any_locale(slug: str) -> None:
    edition, _ = readings(slug, 2026)
    statement = edition.statement
    letterhead = load_letterhead(ROOM, statement.letterhead, statement.location)
    catalogs = {locale: preparation.load_catalog(ROOM, statement, locale) for locale in statement.locales}
    load = functools.partial(source.load_edition, ROOM, statement)
    grammar = functools.partial(preparation.grammar_of, ROOM, asked_at=statement.location)
    known = {locale: catalog for locale, catalog in catalogs.items() if catalog}
    assert not list(next_editions(edition, load, known, grammar, letterhead))


def test_each_rule_warns_of_less_than_one_message_in_a_hundred() -> None:
    found = [reading for slug in newsroom.slugs(ROOM) for year in YEARS for reading in readings(slug, year)[1].values()]
    messages = sum(len(reading.pairs) for reading in found)
    warned = collections.Counter(
        problem.code for reading in found for problem in reading.problems if problem.severity is not Severity.ERROR
    )
    assert messages > 1000
    assert all(count / messages < 0.01 for count in warned.values()), warned


@pytest.mark.parametrize("year", [2026, 2027, 2031])
@pytest.mark.parametrize("slug", newsroom.slugs(ROOM))
def test_every_value_written_out_in_a_translation_is_found(slug: str, year: int) -> None:
    edition, found = readings(slug, year)
    missed = [
        (one.language.locale, mark[0], value)
        for locale in edition.statement.locales
        for one in found[locale].pairs.values()
        for mark in PLACEHOLDER.finditer(one.translation.text)
        if mark[1] not in {"event.name", "weekday"}
        for value in [plain(Vocabulary(edition, one.language.grammar, locale).words(mark[1], mark[2] or ""))]
        if not {problem.code for problem in rules_broken(_written_out(one, mark, value))} & OF_VALUES
    ]
    assert not missed


OF_VALUES = {Code.FROZEN_VALUE, Code.FIGURE, Code.DATE}


def _written_out(one: Pair, mark: re.Match[str], value: str) -> Pair:
    text = one.translation.text[: mark.start()] + value + one.translation.text[mark.end() :]
    return replace(one, translation=Passage(text, ((0, one.translation.location),)))


def test_all_rules_together_take_less_than_five_milliseconds_a_message() -> None:
    pairs = [one for reading in readings("black-january", 2026)[1].values() for one in reading.pairs.values()]
    for one in pairs[:20]:
        list(rules_broken(one))  # the tables are read and the patterns made once for all
    started = time.process_time()
    for one in pairs:
        list(rules_broken(one))
    assert (time.process_time() - started) / len(pairs) < 0.005


WORDS = ("{year}", "{n}@f", "[[n|", "one:", "other:", "]]", "20 May 1990", "https://example.org", "thirty", " six")
SIGNS = st.sampled_from([*"{}[]()|*^: .,;!?«»“”„'\n-0149٣۶३万三XVIé\u0301жаابกİß\u200b\u202e\u2067\ufffd｛｝", *WORDS])
TEXTS = st.one_of(st.text(), st.lists(SIGNS, max_size=40).map("".join))


@settings(deadline=None, max_examples=400)
@given(TEXTS, TEXTS, st.sampled_from(["fr", "de", "ru", "ar", "fa", "hi", "ka", "tr", "zh-Hans", "ja"]), st.booleans())
def test_no_rule_ever_raises_and_every_place_is_inside_the_text(
    one: str, other: str, locale: str, listed: bool
) -> None:
    kind = BlockKind.LISTING if listed else BlockKind.PARAGRAPH
    for text in (pair(one, other, locale, kind=kind), pair(one, kind=kind, locked=listed, cite="urn:x")):
        for problem in rules_broken(text):
            assert 0 <= problem.location.column - 10 <= len(text.translation.text)


HEAVY = ("9", "三", "a", "[", "{", "a ", "1 000", "« ", " ", "[a? ", "\u2067", "[[n|", "[a](", "-1.")


@pytest.mark.parametrize("sign", HEAVY)
def test_a_text_made_to_hang_a_rule_does_not(sign: str) -> None:
    text = sign * (10_000 // len(sign))
    started = time.process_time()
    list(rules_broken(pair(text, f"{text} x", "fr")))
    assert time.process_time() - started < 3
