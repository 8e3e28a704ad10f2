"""`status` counts every message by its state, never hides a fuzzy one in "translated", and says what to type next."""

from __future__ import annotations

import datetime
import json
import re
import shlex

import pytest

from communique import pipeline, preparation, status
from communique.cli.columns import width
from communique.findings import Findings
from communique.model import MessageState
from communique.pipeline import Wish
from communique.status import LocaleStatus, words_in
from conftest import Program
from small_newsroom import CATALOG, EDITION, REPOSITORY, STATEMENT, SmallNewsroom, statement_file

VICTIMS = "Cette nuit, {killed} personnes ont perdu la vie."


def of(newsroom: SmallNewsroom, locale: str) -> LocaleStatus:
    [prepared] = pipeline.prepare(newsroom.load(), Wish(years=(2026,)), datetime.date(2026, 1, 1), Findings())
    return status.of_locale(prepared, locale)


def counted(one: LocaleStatus) -> dict[str, int]:
    return {str(state): count for state, count in one.counts.items() if count}


def test_a_catalog_that_nobody_signed_is_translated_and_ready(newsroom: SmallNewsroom) -> None:
    french = of(newsroom, "fr")
    assert (french.ready, french.words, counted(french)) == (True, 0, {"translated": 4})


def test_a_signed_catalog_is_reviewed_and_names_who_signed(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, '"MIME-Version', '"X-Communique-Reviewed-By: M. Dupont\\n"\n"MIME-Version')
    assert (of(newsroom, "fr").reviewed_by, counted(of(newsroom, "fr"))) == ("M. Dupont", {"reviewed": 4})


@pytest.mark.parametrize(
    "old, new, state",
    [
        ('msgctxt "victims"', '#, fuzzy\nmsgctxt "victims"', MessageState.FUZZY),
        (VICTIMS, "", MessageState.MISSING),
        ("Cette nuit, {killed}", "Cette nuit, {kiled}", MessageState.INVALID),
    ],
)
def test_work_that_is_left_is_counted_by_its_kind_and_in_words_of_the_source(
    newsroom: SmallNewsroom, old: str, new: str, state: MessageState
) -> None:
    newsroom.replace(CATALOG, old, new)
    french = of(newsroom, "fr")
    assert counted(french) == {"translated": 3, str(state): 1}
    # That night {killed} people lost their lives.
    assert (french.ready, french.to_do, french.words) == (False, 1, 6)


def test_a_source_that_changed_makes_its_translation_fuzzy(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "lost their lives", "died")
    assert counted(of(newsroom, "fr")) == {"fuzzy": 1, "translated": 3}


def test_a_locale_without_a_catalog_has_everything_to_do(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("fr", "de")))
    german = of(newsroom, "de")
    # of the sad night + Sad Night + marks the of + That night people lost their lives
    assert (counted(german), german.words) == ({"missing": 4}, 4 + 2 + 3 + 6)


@pytest.mark.parametrize(
    "text, words",
    [
        ("", 0),
        ("That night {killed} people lost their lives.", 6),
        ("**{date}@dmy** — half-mast, noon", 2),
        ("[[n| one: {years} has | other: {years} have ]] passed", 3),
        ("See [the report](https://example.org/a/b/c).", 3),
        ("- one\n- two", 2),
        ("34 years", 2),
        ("{n}周年之际，使馆", 6),
        ("黑色一月 Black January", 6),
        ("पहला दिन", 2),
        ("한국어 문장", 2),
    ],
)
def test_words_are_counted_as_translators_count_them(text: str, words: int) -> None:
    """Placeholders and punctuation are no words, and each character of Chinese is one."""
    assert words_in(text) == words


# --- the next command --------------------------------------------------------------------------------------------------


def deleted(newsroom: SmallNewsroom) -> None:
    (newsroom.folder / CATALOG).unlink()


def reworded(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "lost their lives", "died")


def added(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, newsroom.read(STATEMENT) + "\n{#more}\nMore.\n")


def emptied(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, VICTIMS, "")


def marked(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, 'msgctxt "victims"', '#, fuzzy\nmsgctxt "victims"')


def broken(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed}", "Cette nuit, {kiled}")


def for_one_year(newsroom: SmallNewsroom) -> None:
    newsroom.write(EDITION, '[blocks.victims]\nen = "That night {killed} people died."\n')


NEXT = {
    "nothing is wrong": (lambda _: None, "communique build sad-night -y 2026"),
    "no catalog": (deleted, "communique catalog update sad-night"),
    "a new source": (reworded, "communique catalog update sad-night"),
    "a new block": (added, "communique catalog update sad-night"),
    "not translated": (emptied, f"edit {CATALOG}"),
    "fuzzy": (marked, f"edit {CATALOG}"),
    "invalid": (broken, "communique check sad-night -l fr -y 2026"),
    "worded anew for one year": (for_one_year, f"edit {EDITION}"),
}


@pytest.mark.parametrize("spoil, command", NEXT.values(), ids=NEXT)
def test_each_locale_is_told_with_the_command_to_type_next(
    newsroom: SmallNewsroom, communique: Program, spoil: object, command: str
) -> None:
    assert callable(spoil)
    spoil(newsroom)
    french = json.loads(communique("status", "-y", "2026", "--json").out)["items"][0]["locales"][1]
    assert (french["locale"], french["next"]) == ("fr", command)
    program, *arguments = shlex.split(command)
    if program == "edit":
        assert (newsroom.folder / arguments[0]).is_file()
    elif arguments[0] != "build":
        assert communique(*arguments).exit_code == (0 if arguments[0] == "catalog" else 1)


def test_following_the_commands_leads_from_a_new_block_to_a_release(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    def told() -> str:
        return str(json.loads(communique("status", "--json").out)["items"][0]["locales"][1]["next"])

    added(newsroom)
    assert told() == "communique catalog update sad-night"
    communique(*shlex.split(told())[1:])
    assert told() == f"edit {CATALOG}"
    newsroom.replace(CATALOG, 'msgid "More."\nmsgstr ""', 'msgid "More."\nmsgstr "Davantage."')
    assert told() == "communique build sad-night"


# --- the table ---------------------------------------------------------------------------------------------------------


def test_the_table_has_a_column_for_each_state_and_lines_up(newsroom: SmallNewsroom, communique: Program) -> None:
    marked(newsroom)
    header, heading, english, french = communique("status", "-y", "2026").out.splitlines()
    assert header.split() == ["locale", *map(str, MessageState), "words", "next"]
    assert heading == "sad-night-2026  n = 36  Tue 20 Jan 2026  1 of 2 locales ready"
    assert english.split()[:7] == ["en", "-", "-", "-", "-", "4", "-"]
    assert french.split() == ["fr", "-", "1", "-", "3", "-", "6", "edit", CATALOG]
    for name in (*map(str, MessageState), "words"):
        end = header.index(name) + len(name)
        assert all(line[end - 1] != " " and line[end] == " " for line in (english, french))


def test_fuzzy_is_never_counted_as_translated(newsroom: SmallNewsroom, communique: Program) -> None:
    marked(newsroom)
    french = json.loads(communique("status", "-y", "2026", "--json").out)["items"][0]["locales"][1]
    assert (french["messages"], french["fuzzy"], french["translated"], french["ready"]) == (4, 1, 3, False)


def test_the_json_holds_everything_that_the_table_says_and_each_problem(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    broken(newsroom)
    [item] = json.loads(communique("status", "-y", "2026", "--json").out)["items"]
    assert (item["statement"], item["year"], item["n"], item["previous_year"]) == ("sad-night", 2026, 36, 2025)
    french = item["locales"][1]
    assert french.keys() >= {"locale", *map(str, MessageState), "words", "next", "problems", "to_read_again"}
    assert {problem["code"] for problem in french["problems"]} == {"C031", "C032"}
    assert all(problem["file"] == CATALOG and problem["line"] for problem in french["problems"])


def test_a_problem_of_the_whole_statement_is_told_and_its_row_is_not_invented(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    newsroom.replace(STATEMENT, 'source = "en"', 'sauce = "en"')
    ended = communique("status")
    assert (ended.exit_code, ended.out) == (1, "")
    assert "sauce" in ended.err


def test_the_number_is_explained_on_demand(newsroom: SmallNewsroom, communique: Program) -> None:
    sentence = "sad-night-2026: marked on Tuesday 2026-01-20 by the rule `same-day`, counted 2026 - 1990 = 36"
    assert status.explanation(newsroom.edition(2026)) == sentence
    assert sentence in communique("status", "-y", "2026", "--explain").out
    assert sentence not in communique("status", "-y", "2026").out


@pytest.mark.parametrize("how", ["--no-color", "NO_COLOR"])
def test_colours_are_off_where_they_are_not_wanted(
    newsroom: SmallNewsroom, communique: Program, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    if how == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    marked(newsroom)
    assert ("\x1b[33m" in communique("status", "-y", "2026").out) is (how == "--no-color")
    assert "\x1b" not in communique("status", "-y", "2026", *([how] if how == "--no-color" else [])).out


# --- what to read again ------------------------------------------------------------------------------------------------


def test_what_to_read_again_is_listed_with_both_words_and_the_place(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    newsroom.replace(CATALOG, VICTIMS, "{killed} personnes. [[n| one: un an | =37: 37 ans déjà | other: {n} ans ]].")
    newsroom.replace(STATEMENT, "lost their lives.", "lost their lives. {n}")
    newsroom.replace(CATALOG, "lost their lives.", "lost their lives. {n}")
    listed = communique("status", "-y", "2027", "-l", "fr").out.splitlines()[3:]
    assert listed[0] == "to read again in sad-night-2027, because n = 36 becomes n = 37:"
    place = re.escape(CATALOG)
    assert re.fullmatch(rf"  fr  {place}:\d+:\d+  victims  \[\[n\|  36 ans  →  37 ans déjà", listed[1])


def test_words_of_every_script_line_up_in_the_list(communique: Program) -> None:
    out = communique("-C", str(REPOSITORY), "status", "black-january", "-y", "2040", "-l", "ar,az,fa,en").out
    listed = out.partition("to read again")[2].splitlines()[1:]
    assert {row.split()[0] for row in listed} == {"ar", "az", "fa"}
    assert len({width(row.partition("→")[0]) for row in listed}) == 1
    for row in listed:
        assert row.count("\u2068") == row.count("\u2069") == (0 if row.split()[0] == "az" else 2)


def test_nothing_is_listed_for_the_first_edition(newsroom: SmallNewsroom, communique: Program) -> None:
    ended = communique("status", "-y", "1991", "--json")
    [item] = json.loads(ended.out)["items"]
    assert (item["previous_year"], [one["to_read_again"] for one in item["locales"]]) == (None, [[], []])


def test_the_edition_before_a_leap_day_is_that_of_four_years_ago(newsroom: SmallNewsroom) -> None:
    event = 'name = "Sad Night"\ndate = 1992-02-29\nleap_day = "leap-years-only"'
    newsroom.write(STATEMENT, statement_file(event=event))
    before = preparation.edition_before(newsroom.load(), newsroom.edition(2028))
    assert before is not None
    assert before.year == 2024
