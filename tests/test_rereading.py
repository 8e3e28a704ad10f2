"""What is to be read again when the number moves: judged by the plural rules of ICU, not by those that the program uses."""

from __future__ import annotations

import functools
from dataclasses import replace

import icu
import pytest

from communique import newsroom as newsrooms
from communique import observance, preparation, source
from communique.diagnostics import Location, Passage
from communique.grammar import Grammar, load_grammar
from communique.model import Catalog, Edition, Translation
from communique.rereading import Rereading, rereadings
from small_newsroom import REPOSITORY, STATEMENT, SmallNewsroom, statement_file

TWO_CENTURIES = range(1, 200)


@functools.cache
def grammar_of(locale: str) -> Grammar:
    return load_grammar(locale)


def between(edition: Edition, n: int, locale: str, text: str) -> list[Rereading]:
    """What to read again in the text of a block from the nth anniversary to the next."""
    original = next(message.passage.text for message in edition.messages if message.id == "victims")
    passage = Passage(text, ((0, Location(f"{locale}.po", 9, 9)),))
    translation = Translation("victims", original, passage, fuzzy=False)
    catalog = Catalog(locale, {"victims": translation}, Location(f"{locale}.po"))
    first, second = (_nth(edition, one) for one in (n, n + 1))
    return list(rereadings(first, second, locale, catalog, grammar_of(locale)))


def _nth(edition: Edition, n: int) -> Edition:
    year = edition.statement.event.count_from + n
    return replace(edition, n=n, year=year, observed=observance.observed_on(edition.statement.event, year))


def category(locale: str, kind: str, n: int) -> str:
    """What ICU says: `plural` or `selectordinal`."""
    clauses = " ".join(f"{name} {{{name}}}" for name in ("zero", "one", "two", "few", "many", "other"))
    pattern = icu.MessageFormat(f"{{0, {kind}, {clauses}}}", icu.Locale.forLanguageTag(locale))
    return str(pattern.format([icu.Formattable(n)]))


def steps(locale: str, *kinds: str) -> set[int]:
    """The numbers after which a category changes."""
    return {n for n in TWO_CENTURIES for kind in kinds if category(locale, kind, n) != category(locale, kind, n + 1)}


@pytest.mark.parametrize("locale", ["ru", "uk", "pl", "sl", "lt", "lv", "ar", "he", "ro", "zh"])
def test_bare_digits_are_read_again_just_where_their_plural_category_changes(
    newsroom: SmallNewsroom, locale: str
) -> None:
    """`{n} года` is right for 34 and wrong for 35: only the category shows it."""
    edition = newsroom.edition(2026)
    found = {n for n in TWO_CENTURIES if between(edition, n, locale, "{n} …")}
    assert found == steps(locale, "plural")


@pytest.mark.parametrize("locale", ["az", "en-GB", "sv", "it", "hu", "kk", "de"])
def test_digits_with_a_typed_ending_are_read_again_where_the_ordinal_category_changes_too(
    newsroom: SmallNewsroom, locale: str
) -> None:
    edition = newsroom.edition(2026)
    found = {n for n in TWO_CENTURIES if "category" in str(between(edition, n, locale, "{n}-x"))}
    assert found == steps(locale, "plural", "selectordinal")


def test_the_russian_years_from_34_to_35_are_told_with_both_words_and_their_place(newsroom: SmallNewsroom) -> None:
    [found] = between(newsroom.edition(2026), 34, "ru", "Прошло {years}.")
    assert (found.block, found.placeholder, found.before, found.after) == ("victims", "{years}", "34 года", "35 лет")
    assert found.reason == "plural category few → many"
    assert found.location == Location("ru.po", 9, 16)


def test_the_azerbaijani_ordinal_moves_in_20_of_the_30_steps_from_30_to_60(newsroom: SmallNewsroom) -> None:
    edition = newsroom.edition(2026)
    assert sum(bool(between(edition, n, "az", "{ordinal}")) for n in range(30, 60)) == 20


@pytest.mark.parametrize(
    "locale, n, text, reason",
    [
        ("en-GB", 79, "a {ordinal} time", "before the number: `a` → `an` in `@indef`"),
        ("hu", 49, "a {ordinal} évforduló", "before the number: `a` → `az` in `@def`"),
        ("it", 79, "{ordinal}@m.def", "ordinal category other → many"),
        ("es", 50, "{ordinal}@m", "other words"),
        ("az", 36, "{year}@nom", "other words"),
        ("az", 36, "{year}-cı ildə", "ordinal category many → one"),
        ("fa", 49, "{ordinal_words}", "another number of words"),
        ("ru", 34, "{weekday}@acc", "other words"),
    ],
)
def test_a_change_is_told_with_its_reason(newsroom: SmallNewsroom, locale: str, n: int, text: str, reason: str) -> None:
    [found] = between(newsroom.edition(2026), n, locale, text)
    assert found.reason == reason


@pytest.mark.parametrize(
    "locale, n, text",
    [
        ("en-GB", 34, "{ordinal} {years} {n} {year} {date} {killed}"),
        ("en-GB", 36, "{ordinal_words}"),
        ("de", 34, "{ordinal} {years} {n} {year} {date}"),
        ("zh", 34, "{anniversary} {years} {n}年 {year} {date}"),
        ("ru", 35, "{ordinal}@f.nom {years} {n} {year} [[n| one: {years} | few: {years} | many: {years} ]]"),
        ("ru", 34, "Ни одного числа."),
    ],
)
def test_digits_that_keep_their_category_are_not_listed(
    newsroom: SmallNewsroom, locale: str, n: int, text: str
) -> None:
    assert between(newsroom.edition(2026), n, locale, text) == []


def test_another_clause_is_told_as_a_whole(newsroom: SmallNewsroom) -> None:
    switch = "[[n| one: минул {years} | few: минуло {years} года | many: минуло {years} лет ]]"
    [found] = between(newsroom.edition(2026), 50, "ru", f"С тех пор {switch}.")
    assert (found.placeholder, found.before, found.after) == ("[[n|", "минуло 50 лет лет", "минул 51 год")
    assert found.reason == "the clause for `many` gives way to that for `one`"


def test_a_missing_or_fuzzy_text_is_not_listed_because_it_is_to_do_anyway(newsroom: SmallNewsroom) -> None:
    edition = newsroom.edition(2026)
    text = next(message.passage.text for message in edition.messages if message.id == "victims")
    fuzzy = Translation("victims", text, Passage("{years}", ((0, Location("po")),)), fuzzy=True)
    later = replace(edition, n=edition.n - 1)
    assert rereadings(later, edition, "ru", Catalog("ru", {"victims": fuzzy}, Location("po")), grammar_of("ru")) == ()
    assert rereadings(later, edition, "ru", Catalog("ru", {}, Location("po")), grammar_of("ru")) == ()


def test_a_paragraph_for_milestones_is_told_when_it_comes_and_when_it_goes(newsroom: SmallNewsroom) -> None:
    body = '{#lead .lead}\nWe remember.\n\n{#jubilee milestone="yes"}\nA concert for {n} years.\n'
    newsroom.write(STATEMENT, statement_file(body))
    before, jubilee, after = (newsroom.edition(1990 + n) for n in (49, 50, 51))
    found = [rereadings(*pair, "en", None, grammar_of("en")) for pair in ((before, jubilee), (jubilee, after))]
    comes, goes = (one for change in found for one in change if one.block == "jubilee")
    assert (comes.before, comes.after, comes.reason) == ("", "A concert for 50 years.", "appears")
    assert (goes.before, goes.after, goes.reason) == ("A concert for 50 years.", "", "leaves")


def test_every_example_has_what_to_read_again_where_russian_counts_from_34_to_35() -> None:
    room = newsrooms.load_newsroom(str(REPOSITORY))
    statement = source.load_statement(room, "black-january")
    before, after = (source.load_edition(room, statement, year) for year in (2024, 2025))
    catalog = preparation.load_catalog(room, statement, "ru")
    grammar = preparation.grammar_of(room, "ru", statement.location)
    [found] = rereadings(before, after, "ru", catalog, grammar)
    assert (found.block, found.before, found.after) == ("years", "34 года", "35 лет")
    line = (
        (REPOSITORY / "statements/black-january/locales/ru.po").read_text("utf-8").split("\n")[found.location.line - 1]
    )
    assert line[found.location.column - 1 :].startswith("{years}")
