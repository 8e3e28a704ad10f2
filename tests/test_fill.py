"""Placeholders and switches become words of the edition, in the grammar of the locale."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from communique.diagnostics import Code, Diagnostic, Location, Passage
from communique.fill import Filling, Vocabulary, names_in, plain
from communique.grammar import load_grammar
from communique.markup import phrases
from communique.model import Edition, Fact, Holder, Placeholder, Superscript, Text
from small_newsroom import SmallNewsroom, statement_file

PLACE = Location("statement.md", 7, 1)
TABLES = """
[anchors]
restoration = 2020-11-10
"""


@pytest.fixture
def edition(newsroom: SmallNewsroom) -> Edition:
    newsroom.write("statements/sad-night/statement.md", statement_file(tables=TABLES))
    return newsroom.edition(2026)


def filled(edition: Edition, text: str, locale: str = "en") -> tuple[str, list[Diagnostic]]:
    passage = Passage(text, ((0, PLACE),))
    content, flaws = phrases(passage, "lead", locale)
    problems = list(flaws)
    vocabulary = Vocabulary(edition, load_grammar(locale), locale, (Text("Sad Night"),))
    return plain(Filling(vocabulary, passage, "lead", problems).fill(content)), problems


@pytest.mark.parametrize(
    "text, words",
    [
        ("{n}", "36"),
        ("{ordinal}", "36th"),
        ("{years}", "36 years"),
        ("{anniversary}", "36th anniversary"),
        ("{year}", "2026"),
        ("{date}", "January 20, 2026"),
        ("{date}@dmy", "20 January 2026"),
        ("{day_month}", "January 20"),
        ("{weekday}", "Tuesday"),
        ("{event.name}", "Sad Night"),
        ("{event.date}", "January 20, 1990"),
        ("{event.year}", "1990"),
        ("{event.weekday}", "Saturday"),
        ("{restoration.date}", "November 10, 2020"),
        ("{restoration.years}", "5 years"),
        ("{restoration.ordinal}", "5th"),
        ("{killed}", "147"),
    ],
)
def test_each_name_gives_its_words(edition: Edition, text: str, words: str) -> None:
    assert filled(edition, text) == (words, [])


def test_the_first_and_the_last_day_of_an_event_of_two_days_have_names(newsroom: SmallNewsroom) -> None:
    overnight = 'name = "Sad Night"\nfirst = 1990-01-19\nlast = 1990-01-20\nobservance = "20 january"'
    newsroom.write("statements/sad-night/statement.md", statement_file(event=overnight))
    words = filled(newsroom.edition(2026), "From {event.first}@dmy to {event.last}@dmy: {n}.")
    assert words == ("From 19 January 1990 to 20 January 1990: 36.", [])


# From 24 February 2022 to 20 January 2026 are 1,426 days: 1,461 for four years with one 29 February, less 35.
@pytest.mark.parametrize("days, counted", [("inclusive", "1,427"), ("exclusive", "1,426")])
def test_days_are_counted_with_or_without_the_first_as_stated(newsroom: SmallNewsroom, days: str, counted: str) -> None:
    tables = f'\n[anchors]\nwar = {{ date = 2022-02-24, days = "{days}" }}\n'
    newsroom.write("statements/sad-night/statement.md", statement_file(tables=tables))
    text = "{war.days} [[war.days| one: day | other: days ]] since {war.date}@dmy, {war.years}"
    assert filled(newsroom.edition(2026), text) == (f"{counted} days since 24 February 2022, 3 years", [])


def test_days_are_not_counted_before_it_is_said_how(edition: Edition) -> None:
    _, problems = filled(edition, "{restoration.days} or [[restoration.days| other: x ]]")
    assert [(problem.code, problem.location.column) for problem in problems] == [
        (Code.MISSING_KEY, 7 - 6),
        (Code.MISSING_KEY, 23),
    ]
    assert 'restoration = { date = 2020-11-10, days = "inclusive" }' in problems[0].hint


def test_days_before_an_anchor_are_not_counted(newsroom: SmallNewsroom) -> None:
    tables = '\n[anchors]\nlater = { date = 2026-01-20, days = "exclusive" }\n'
    newsroom.write("statements/sad-night/statement.md", statement_file(tables=tables))
    _, problems = filled(newsroom.edition(2026), "{later.days}")
    assert [(problem.code, problem.message) for problem in problems] == [
        (Code.BEFORE_EVENT, "`{later.days}` has no day to count: `later` is 2026-01-20")
    ]


def test_the_years_since_an_anchor_are_those_completed_on_the_day_of_the_observance(edition: Edition) -> None:
    on_the_day = replace(edition, observed=datetime.date(2026, 11, 10))
    day_before = replace(edition, observed=datetime.date(2026, 11, 9))
    assert [filled(one, "{restoration.n}")[0] for one in (day_before, on_the_day)] == ["5", "6"]


def test_an_anchor_without_a_whole_year_is_a_problem_and_not_a_zero(edition: Edition) -> None:
    early = replace(edition, observed=datetime.date(2021, 1, 20))
    words, [problem] = filled(early, "for {restoration.years}")
    assert (words, problem.code, problem.location) == ("for ", Code.BEFORE_EVENT, Location("statement.md", 7, 5))


@pytest.mark.parametrize(
    "locale, year, words",
    [
        ("en", 1991, "1 year has"),
        ("en", 2026, "36 years have"),
    ],
)
def test_a_switch_gives_the_clause_of_the_category(edition: Edition, locale: str, year: int, words: str) -> None:
    one = replace(edition, year=year, n=year - 1990)
    assert filled(one, "[[n| one: {years} has | other: {years} have ]]", locale) == (words, [])


@pytest.mark.parametrize(
    "n, words",
    [(1, "прошёл 1 год"), (21, "прошёл 21 год"), (34, "прошло 34 года"), (35, "прошло 35 лет"), (50, "полвека")],
)
def test_a_russian_switch_changes_the_verb_with_the_number(edition: Edition, n: int, words: str) -> None:
    text = "[[n| =50: полвека | one: прошёл {years} | few: прошло {years} | many: прошло {years} | other: прошло {years} ]]"
    assert filled(replace(edition, n=n), text, "ru") == (words, [])


def test_a_switch_may_go_by_a_fact_or_by_an_anchor(edition: Edition) -> None:
    assert filled(edition, "[[killed| one: man | other: people ]] [[restoration.n| =5: five ]]")[0] == "people five"


def test_a_switch_without_a_clause_for_some_number_is_a_problem_today_already(edition: Edition) -> None:
    _, [problem] = filled(edition, "[[n| few: x | many: y ]]", "ru")
    assert (problem.code, problem.message) == (Code.INCOMPLETE_SWITCH, "the switch has no clause for 1")
    assert "`one:`, `few:`, `many:`, `other:`" in problem.hint.replace("categories ", "")


def test_exact_clauses_alone_do_not_cover_every_number(edition: Edition) -> None:
    _, problems = filled(edition, "[[n| =36: x ]]")
    assert [problem.code for problem in problems] == [Code.INCOMPLETE_SWITCH]


def test_an_unknown_name_is_named_with_the_nearest_known_one(edition: Edition) -> None:
    _, [problem] = filled(edition, "the {kiled} people")
    assert (problem.code, problem.hint) == (Code.UNKNOWN_PLACEHOLDER, "did you mean `killed`?")
    assert problem.location == Location("statement.md", 7, 5)


@pytest.mark.parametrize("name", ["year.x", "n.x", "event", "event.n", "restoration", "killed.x", "restoration.name"])
def test_parts_that_a_name_does_not_have_are_unknown(edition: Edition, name: str) -> None:
    assert [problem.code for problem in filled(edition, f"{{{name}}}")[1]] == [Code.UNKNOWN_PLACEHOLDER]


def test_an_unknown_form_is_a_problem_that_lists_the_known_ones(edition: Edition) -> None:
    _, [problem] = filled(edition, "{ordinal}@f.zzz", "ru")
    assert problem.code is Code.UNKNOWN_FORM
    assert "`@f.gen`" in problem.hint


@pytest.mark.parametrize("text", ["{n}@gen", "{killed}@gen"])
def test_a_plain_number_has_no_forms(edition: Edition, text: str) -> None:
    assert [problem.code for problem in filled(edition, text, "ru")[1]] == [Code.UNKNOWN_FORM]


def test_a_value_is_text_whatever_characters_it_holds(edition: Edition) -> None:
    hostile = Fact("**{n}** <b> ^x^ [[n| other: y ]]", "somebody", PLACE)
    words, problems = filled(replace(edition, facts={"killed": hostile}), "{killed}")
    assert (words, problems) == ("**{n}** <b> ^x^ [[n| other: y ]]", [])


def test_figures_and_years_have_the_digits_and_the_grouping_of_the_locale(edition: Edition) -> None:
    many = replace(edition, facts={"killed": Fact(26000, "s", PLACE)})
    assert filled(many, "{killed} {year}", "fa")[0] == "۲۶٬۰۰۰ ۲۰۲۶"
    assert filled(many, "{killed} {year}", "de")[0] == "26.000 2026"


def test_the_ending_of_an_ordinal_is_raised_where_the_language_raises_it(edition: Edition) -> None:
    def raised(locale: str) -> bool:
        words = Vocabulary(edition, load_grammar(locale), locale).words("ordinal", "")
        return any(isinstance(word, Superscript) for word in words)

    assert [raised(locale) for locale in ("en", "fr", "ru", "tr", "de")] == [True, True, False, False, False]


def test_a_role_is_filled_by_its_holder_on_the_day_and_in_the_locale(edition: Edition) -> None:
    holders = (
        Holder({"": "A. Old"}, None, datetime.date(2025, 12, 31), PLACE),
        Holder({"": "B. New", "ru": "Б. Нью"}, datetime.date(2026, 1, 1), None, PLACE),
    )
    with_role = replace(edition, roles={"ambassador": holders})
    assert filled(with_role, "{ambassador}")[0] == "B. New"
    assert filled(with_role, "{ambassador}", "ru")[0] == "Б. Нью"
    assert filled(replace(with_role, observed=datetime.date(2025, 6, 1)), "{ambassador}")[0] == "A. Old"


@pytest.mark.parametrize("day", [datetime.date(2024, 1, 1), datetime.date(2026, 6, 1)])
def test_a_role_that_nobody_or_two_people_hold_is_a_problem(edition: Edition, day: datetime.date) -> None:
    holders = (
        Holder({"": "A"}, datetime.date(2025, 1, 1), datetime.date(2026, 12, 31), PLACE),
        Holder({"": "B"}, datetime.date(2026, 1, 1), None, PLACE),
    )
    _, [problem] = filled(replace(edition, roles={"minister": holders}, observed=day), "{minister}")
    assert problem.code is Code.NO_HOLDER


def test_the_names_in_a_text_are_found_in_clauses_and_in_emphasis_too() -> None:
    content, _ = phrases(
        Passage("**{a}** [[n| one: *{b}* | other: [[n| other: {c}@gen ]] ]]", ((0, PLACE),)), "x", "en"
    )
    assert list(names_in(content)) == [Placeholder("a"), Placeholder("b"), Placeholder("c", "gen")]
