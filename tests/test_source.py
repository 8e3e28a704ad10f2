"""`statement.md` and `editions/<year>.toml`: what they say, and everything that can be wrong in them, with its place."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from communique.diagnostics import Code, Diagnostic, FileProblem, TextProblems
from communique.model import (
    Anchor,
    Condition,
    Event,
    Newsroom,
    NthWeekday,
    Observance,
    PartialDate,
    SameDay,
    StatementKind,
)
from communique.source import belongs, load_edition, load_statement
from conftest import Program
from small_newsroom import (
    BODY,
    CATALOG,
    EDITION,
    STATEMENT,
    TRANSLATIONS,
    SmallNewsroom,
    catalog_file,
    statement_file,
)


def refused(load: Callable[[], object]) -> tuple[Diagnostic, ...]:
    with pytest.raises(TextProblems) as raised:
        load()
    assert all(problem.hint for problem in raised.value.diagnostics)
    return raised.value.diagnostics


def found(newsroom: SmallNewsroom) -> list[str]:
    """The problems of the statement as `line:column code`."""
    return [f"{one.location.line}:{one.location.column} {one.code}" for one in refused(newsroom.statement)]


def in_edition(newsroom: SmallNewsroom) -> list[str]:
    problems = refused(newsroom.edition)
    return [f"{one.location} {one.code}" for one in problems]


def place_of(newsroom: SmallNewsroom, words: str, path: str = STATEMENT) -> str:
    before, found, _ = newsroom.read(path).partition(words)
    assert found
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


# --- statements --------------------------------------------------------------------------------------------------------


def test_a_statement_is_what_its_file_says(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        STATEMENT,
        statement_file(
            locales=("fr", "pt-BR"),
            event='name = "Sad Night"\ndate = 1990-01-20\nobservance = "4th saturday of november"\ncount_from = 1989',
            tables=(
                '[facts.share]\nvalue = 0.5\nsource = "A report."\n'
                '[facts.visitors]\nrequired = "yearly"\n'
                "[anchors]\nrestoration = 2020-11-10\n"
                '[[roles.ambassador]]\nname = "A"\nuntil = 2025-06-30\n'
                '[[roles.ambassador]]\nname = { "" = "B", fr = "Bé" }\nfrom = 2025-07-01\n'
            ),
        ).replace("source", 'kind = "speech"\nsource', 1),
    )
    statement = newsroom.statement()
    assert (statement.slug, statement.kind, statement.letterhead) == ("sad-night", StatementKind.SPEECH, "embassy")
    assert statement.all_locales == ("en", "fr", "pt-BR")
    first = PartialDate(1990, 1, 20)
    assert statement.event == Event(first, first, Observance(NthWeekday(4, 5, 11)), 1989)
    assert {name: fact.value for name, (fact,) in statement.facts.items()} == {
        "killed": 147,
        "share": Decimal("0.5"),
        "visitors": None,
    }
    assert statement.anchors == {"restoration": Anchor(datetime.date(2020, 11, 10))}
    assert [(one.names, one.since, one.until) for one in statement.roles["ambassador"]] == [
        ({"": "A"}, None, datetime.date(2025, 6, 30)),
        ({"": "B", "fr": "Bé"}, datetime.date(2025, 7, 1), None),
    ]
    assert [message.id for message in statement.messages] == ["title", "event.name", "lead", "victims"]


@pytest.mark.parametrize(
    "event, first, last",
    [
        ("date = 1990-01-20", PartialDate(1990, 1, 20), PartialDate(1990, 1, 20)),
        ('date = "1990-01"\nobservance = "1 march"', PartialDate(1990, 1), PartialDate(1990, 1)),
        ('date = 1990\nobservance = "1 march"', PartialDate(1990), PartialDate(1990)),
        (
            'first = 2020-09-27\nlast = 2020-11-10\nobservance = "8 november"',
            PartialDate(2020, 9, 27),
            PartialDate(2020, 11, 10),
        ),
    ],
)
def test_an_event_is_a_day_a_span_or_a_date_known_in_part(
    newsroom: SmallNewsroom, event: str, first: PartialDate, last: PartialDate
) -> None:
    newsroom.write(STATEMENT, statement_file(event=f'name = "Sad Night"\n{event}'))
    found = newsroom.statement().event
    assert (found.first, found.last) == (first, last)


def test_every_problem_of_a_file_comes_at_once(newsroom: SmallNewsroom) -> None:
    text = statement_file("{#a yeers=1}\nx\n\nnameless\n").replace("source =", "sauce =", 1).replace("147", "true")
    newsroom.write(STATEMENT, text)
    assert found(newsroom) == [
        "1:1 C006",  # source is missing
        f"{place_of(newsroom, 'sauce')} C004",
        f"{place_of(newsroom, 'value = true')} C005",
        f"{place_of(newsroom, 'yeers')} C023",
        f"{place_of(newsroom, 'nameless')} C025",
    ]


def test_five_faults_in_two_files_are_five_diagnostics(newsroom: SmallNewsroom, communique: Program) -> None:
    end = "See {n}@xyz, {killed}@acc, {years}@gen later."
    newsroom.write(STATEMENT, statement_file(f"{BODY}\n{{#end}}\n{end}\n"))
    newsroom.write(CATALOG, catalog_file({**TRANSLATIONS, "end": (end, "Voir {n}, {killed}, {years} après.")}))
    newsroom.replace(CATALOG, "{killed} personnes", "des personnes")
    newsroom.replace(CATALOG, '\nmsgctxt "lead"', '\n#, fuzzy\nmsgctxt "lead"')
    ended = communique("check", "-y", "2026")
    assert ended.exit_code == 1
    assert [line.partition(": ")[0] for line in ended.err.splitlines() if ": error C" in line] == [
        f"{CATALOG}:{place_of(newsroom, '**Le', CATALOG)}",
        f"{CATALOG}:{place_of(newsroom, 'Cette', CATALOG)}",
        f"{STATEMENT}:{place_of(newsroom, '{n}@')}",
        f"{STATEMENT}:{place_of(newsroom, '{killed}@')}",
        f"{STATEMENT}:{place_of(newsroom, '{years}@gen')}",
    ]
    assert ended.err.endswith("5 errors\n")


@pytest.mark.parametrize(
    "old, new, at, code",
    [
        ("[event]", "lettrhead = 1\n[event]", "lettrhead", "C004"),
        ('source = "en"', "source = 5", "source", "C005"),
        ('source = "en"', 'source = "xx"', "source", "C050"),
        ('locales = ["fr"]', 'locales = ["fr", "klingon"]', '"klingon"', "C050"),
        ('locales = ["fr"]', 'locales = ["fr", "en"]', '"en"]', "C005"),
        ('locales = ["fr"]', 'locales = ["fr",\n"de", "fr"]', '"fr"]', "C005"),
        ('locales = ["fr"]', 'locales = "fr"', "locales", "C005"),
        ('locales = ["fr"]', 'locales = ["fr_FR"]', '"fr_FR"', "C050"),
        ("date = 1990-01-20", "date = 1990-02-30", "1990-02-30", "C010"),
        ("date = 1990-01-20", 'date = "1990-02-30"', "date", "C010"),
        ("date = 1990-01-20", 'date = "20.01.1990"', "date", "C010"),
        ("date = 1990-01-20", "date = 20.01.1990", ".1990", "C003"),
        ("date = 1990-01-20", "date = true", "date", "C005"),
        ("date = 1990-01-20", "date = 1990-01-20T10:00:00", "date", "C005"),
        ("date = 1990-01-20", "date = 1992-02-29", "date", "C011"),
        ("date = 1990-01-20", "date = 1990", "date", "C010"),
        ("date = 1990-01-20", 'date = 1990-01-20\nobservance = "32 may"', "observance", "C010"),
        ("date = 1990-01-20", 'date = 1990-01-20\nobservance = "same-day; x"', "observance", "C010"),
        ("date = 1990-01-20", "date = 1990-01-20\ncount_from = 0", "count_from", "C005"),
        ("date = 1990-01-20", 'date = 1990-01-20\nleap_day = "feb30"', "leap_day", "C005"),
        ("date = 1990-01-20", "first = 2020-09-27\nlast = 2020-11-10", "first", "C010"),
        ("date = 1990-01-20", "first = 2020-11-10\nlast = 2020-09-27", "[event]", "C005"),
        ("date = 1990-01-20", "first = 2020-09-27", "[event]", "C005"),
        ("date = 1990-01-20", "date = 1990-01-20\nfirst = 1990-01-20", "[event]", "C005"),
        ("date = 1990-01-20", "first = 86400\nlast = 1970-02-02", "first", "C005"),
        ("date = 1990-01-20", "", "[event]", "C005"),
        ('source = "The official list."\n', "", "[facts.killed]", "C005"),
        ("value = 147", 'value = ""', "value", "C005"),
        ("value = 147", "value = nan", "value", "C005"),
        ("value = 147", "value = [147]", "value", "C005"),
        ("value = 147", "value = 1e99999999", "1e99999999", "C003"),
        ("value = 147", f"value = {10**30}", "value", "C005"),
        ("value = 147", f"value = {'9' * 5000}", "9" * 20, "C003"),
        ("value = 147", 'value = 147\nrequired = "yearly"', "[facts.killed]", "C005"),
        ("value = 147", 'value = 147\nrequired = "monthly"', "required", "C005"),
        ("[facts.killed]", "[facts.Killed]", "[facts.Killed]", "C007"),
        ("[facts.killed]", "[facts.years]", "[facts.years]", "C007"),
        ("[facts.killed]", "[facts.event]", "[facts.event]", "C007"),
        ("[facts.killed]", "[anchors]\nkilled = 1990-01-20\n[facts.killed]", "[facts.killed]", "C007"),
        ("[facts.killed]", "[anchors]\nkilled = 1990\n[facts.killed]", "killed = 1990", "C005"),
        ("[event]", 'letterhead = "../embassy"\n[event]', "letterhead", "C005"),
        ("[event]", 'kind = "poem"\n[event]', "kind", "C005"),
        ("[event]", "title = 5\n[event]", "title = 5", "C003"),
        ("[event]", "[event", "[event", "C003"),
        ("[event]", "a = " + "[" * 3000 + "\n[event]", "", "C003"),
        ("[event]", ".".join(["a"] * 20_000) + " = 1\n[event]", "a.a.a", "C003"),
    ],
)
def test_a_mistake_in_the_front_matter_is_shown_where_it_stands(
    newsroom: SmallNewsroom, old: str, new: str, at: str, code: str
) -> None:
    newsroom.replace(STATEMENT, old, new)
    problems = refused(newsroom.statement)
    assert [str(one.code) for one in problems] == [code]
    place = problems[0].location
    line = newsroom.read(STATEMENT).split("\n")[place.line - 1] if place.line else ""
    if code != "C003":
        assert f"{place.line}:{place.column}" == place_of(newsroom, at)
    elif place.line:
        assert at in newsroom.read(STATEMENT)
        assert line or place.column == 1


def test_a_misspelt_key_is_recognised(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "title =", "tittle =")
    assert {one.hint for one in refused(newsroom.statement)} == {"did you mean `title`?", "add `title = …`"}


def test_a_value_of_the_wrong_kind_is_one_problem_that_names_what_may_stand_there(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "value = 147", "value = true")
    (problem,) = refused(newsroom.statement)
    assert "`facts.killed.value` should be a valid integer or" in problem.message
    assert "not `True`" in problem.message


@pytest.mark.parametrize(
    "text, found_at",
    [
        ("", "1:1 C020"),
        ("just words", "1:1 C020"),
        ("+++\ntitle = 1\n", "1:1 C020"),
        ("\n+++\n+++\n", "1:1 C020"),
        ("---\ntitle: x\n---\n", "1:1 C020"),
    ],
)
def test_front_matter_must_stand_between_two_fences(newsroom: SmallNewsroom, text: str, found_at: str) -> None:
    newsroom.write(STATEMENT, text)
    assert found(newsroom) == [found_at]


def test_a_statement_without_text_is_refused(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file("\n"))
    assert [one.rpartition(" ")[2] for one in found(newsroom)] == ["C021"]


@pytest.mark.parametrize(
    "slug", ["..", "../x", "/abs", "a/b", "a\\b", "", "Upper", "a--b", "-a", "a" * 65, "ä", "a.", "a b"]
)
def test_a_name_that_could_leave_its_folder_is_refused(newsroom: SmallNewsroom, slug: str) -> None:
    room = newsroom.load()
    (problem,) = refused(lambda: load_statement(room, slug))
    assert problem.code is Code.BAD_NAME


def test_a_name_of_64_letters_is_a_name(newsroom: SmallNewsroom) -> None:
    newsroom.write(f"statements/{'a' * 64}/statement.md", statement_file())
    assert load_statement(newsroom.load(), "a" * 64).slug == "a" * 64


def test_a_byte_order_mark_and_foreign_line_ends_change_nothing(newsroom: SmallNewsroom) -> None:
    before = newsroom.statement()
    newsroom.write(STATEMENT, b"\xef\xbb\xbf" + newsroom.read(STATEMENT).replace("\n", "\r\n").encode())
    assert newsroom.statement() == before
    newsroom.write(STATEMENT, newsroom.read(STATEMENT).replace("\r\n", "\r").encode())
    assert newsroom.statement() == before


def test_a_file_that_is_not_utf8_is_refused_with_the_place_of_the_byte(newsroom: SmallNewsroom) -> None:
    lines = newsroom.read(STATEMENT).encode()
    newsroom.write(STATEMENT, lines + "é à ".encode() + b"\xe9")
    (problem,) = refused(newsroom.statement)
    assert (problem.code, problem.location.line) == (Code.NOT_UTF8, lines.count(b"\n") + 1)
    assert problem.location.column == 5


def test_what_is_not_a_readable_file_is_refused(newsroom: SmallNewsroom) -> None:
    folder = newsroom.folder / "statements"
    (folder / "a-folder" / "statement.md").mkdir(parents=True)
    (folder / "a-device").mkdir()
    (folder / "a-device" / "statement.md").symlink_to("/dev/zero")
    newsroom.write("statements/too-large/statement.md", "x" * 2_000_000)
    for slug, said in (
        ("a-folder", "it is a folder"),
        ("a-device", "a pipe or a device"),
        ("too-large", "larger than 1 MB"),
        ("not-there", "no such file"),
    ):
        with pytest.raises(FileProblem, match=said):
            load_statement(newsroom.load(), slug)


@pytest.mark.parametrize(
    "title",
    [
        '"{anniversary} and {X}"',
        '"caf\\u00e9 \\"quoted\\" and {X}"',
        "'literal {anniversary} {X}'",
        '  "far {X}"',
        '"""\nlines \\\n   {anniversary} {X}"""',
        "'''\na {X}'''",
    ],
)
def test_a_problem_in_the_title_points_at_its_character(
    newsroom: SmallNewsroom, title: str, communique: Program
) -> None:
    newsroom.write(STATEMENT, statement_file(title=title))
    place = place_of(newsroom, "{X}")
    assert f"{STATEMENT}:{place}: error C030" in communique("check", "-y", "2026", "-l", "en").err


def test_the_same_day_needs_no_rule(newsroom: SmallNewsroom) -> None:
    assert newsroom.statement().event.observance == Observance(SameDay())


# --- editions ----------------------------------------------------------------------------------------------------------


def test_an_edition_without_a_file_is_the_statement_in_its_year(newsroom: SmallNewsroom) -> None:
    edition = newsroom.edition(2026)
    assert (edition.n, edition.observed, edition.released) == (
        36,
        datetime.date(2026, 1, 20),
        datetime.date(2026, 1, 20),
    )
    assert edition.facts == {name: fact for name, (fact,) in edition.statement.facts.items()}


def test_an_edition_changes_what_its_file_says(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "[facts.killed]", '[[roles.minister]]\nname = "Old"\n[facts.killed]')
    newsroom.write(
        EDITION,
        'number = "7/2026"\nembargo = 2026-01-20T10:00:00+01:00\n'
        '[dateline]\ndate = 2026-01-19\nplace = { en = "Bern", fr = "Berne" }\n'
        '[facts.killed]\nvalue = 150\nsource = "A newer list."\n[roles.minister]\nname = "New"\n'
        '[blocks.victims]\nen = "Other words."\n',
    )
    edition = newsroom.edition(2026)
    assert (edition.number, edition.released, edition.places["fr"]) == ("7/2026", datetime.date(2026, 1, 19), "Berne")
    assert edition.embargo == datetime.datetime(2026, 1, 20, 9, tzinfo=datetime.UTC)
    assert (edition.facts["killed"].value, edition.roles["minister"][0].names) == (150, {"": "New"})
    assert edition.overrides["victims", "en"].text == "Other words."
    place = edition.overrides["victims", "en"].location
    assert f"{place.line}:{place.column}" == place_of(newsroom, "Other words", EDITION)


@pytest.mark.parametrize(
    "text, at, code",
    [
        ('[facts.kiled]\nvalue = 1\nsource = "x"', "[facts", "C016"),
        ('[blocks.leed]\nen = "x"', "[blocks", "C016"),
        ('[roles.king]\nname = "x"', "[roles", "C016"),
        ('[blocks.lead]\nde = "x"', "de", "C050"),
        ("[facts.killed]\nvalue = 1", "[facts", "C006"),
        ("embargo = 2026-03-29T02:30:00", "embargo", "C010"),
        ("embargo = 2026-10-25T02:30:00", "embargo", "C010"),
        ("embargo = 2026-01-20", "embargo", "C005"),
        ("embargo = 2026-02-30T10:00:00Z", "2026-02-30", "C010"),
        ("numbr = 5", "numbr", "C004"),
        ("number = 5", "number", "C005"),
        ('[dateline]\ndate = "tomorrow"', "date =", "C005"),
    ],
)
def test_a_mistake_in_an_edition_is_shown_where_it_stands(
    newsroom: SmallNewsroom, text: str, at: str, code: str
) -> None:
    newsroom.write(EDITION, text)
    assert in_edition(newsroom) == [f"{EDITION}:{place_of(newsroom, at, EDITION)} {code}"]


@pytest.mark.parametrize(
    "zone, embargo, instant",
    [
        # 2027-01-20 begins in Baku when it is still the 19th in New York.
        ("Asia/Baku", "2027-01-20T00:00:00", "2027-01-19T20:00:00"),
        ("America/New_York", "2027-01-20T00:00:00", "2027-01-20T05:00:00"),
        ("Europe/Zurich", "2027-07-01T09:00:00", "2027-07-01T07:00:00"),
    ],
)
def test_an_embargo_without_a_zone_is_read_on_the_clock_of_the_issuer(
    newsroom: SmallNewsroom, zone: str, embargo: str, instant: str
) -> None:
    newsroom.replace("communique.toml", "Europe/Zurich", zone)
    newsroom.write(EDITION, f"embargo = {embargo}\n")
    assert newsroom.edition(2026).embargo == datetime.datetime.fromisoformat(f"{instant}+00:00")


def test_a_midnight_that_does_not_exist_ends_no_embargo(newsroom: SmallNewsroom) -> None:
    # Cuba puts its clocks forward at midnight: 8 March 2026 begins at one o'clock.
    newsroom.replace("communique.toml", "Europe/Zurich", "America/Havana")
    newsroom.write(EDITION, "embargo = 2026-03-08T00:00:00\n")
    with pytest.raises(TextProblems) as caught:
        newsroom.edition(2026)
    (problem,) = caught.value.diagnostics
    assert str(problem.location) == f"{EDITION}:1:1"
    assert problem.message == (
        "the time 2026-03-08 00:00 is never shown by clocks in America/Havana, which are changed that day"
    )


def test_what_must_be_given_every_year_must_be_given(newsroom: SmallNewsroom) -> None:
    body = BODY + '\n{#guests required="yearly"}\n{visitors} came.\n'
    newsroom.write(STATEMENT, statement_file(body, tables='[facts.visitors]\nrequired = "yearly"\n'))
    assert [one.rpartition(" ")[2] for one in in_edition(newsroom)] == ["C013", "C013", "C013"]
    newsroom.write(
        EDITION,
        '[facts.visitors]\nvalue = 9\nsource = "x"\n[blocks.guests]\nen = "{visitors} came."\nfr = "{visitors}"',
    )
    assert newsroom.edition().facts["visitors"].value == 9


def test_a_draft_may_lack_what_a_release_must_have(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(tables='[facts.visitors]\nrequired = "yearly"\n'))
    assert newsroom.edition(draft=True).facts["visitors"].value is None


def test_a_block_past_its_review_is_refused_from_the_day_after(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file('{#a review_by="2026-01-20"}\nWords.\n'))
    newsroom.edition(2026)
    newsroom.replace(STATEMENT, "2026-01-20", "2026-01-19")
    assert [one.rpartition(" ")[2] for one in in_edition(newsroom)] == ["C014"]


@pytest.mark.parametrize("year", [1, 1989, 1990])
def test_an_edition_of_the_year_of_the_event_or_before_is_refused(newsroom: SmallNewsroom, year: int) -> None:
    statement = newsroom.statement()
    (problem,) = refused(lambda: load_edition(newsroom.load(), statement, year))
    assert (problem.code, problem.hint) == (Code.BEFORE_EVENT, "the first edition is 1991")


def test_an_edition_of_a_year_that_has_no_observance_is_refused(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(event='name = "x"\ndate = 1992-02-29\nleap_day = "leap-years-only"'))
    assert [one.code for one in refused(newsroom.edition)] == [Code.BAD_DATE]


@pytest.mark.parametrize(
    "condition, year, n, shown",
    [
        (Condition(years=((2021, None),)), 2020, 30, False),
        (Condition(years=((2021, None),)), 2021, 31, True),
        (Condition(years=((None, 2020), (2030, 2030))), 2030, 40, True),
        (Condition(years=((None, 2020), (2030, 2030))), 2029, 39, False),
        (Condition(milestones=()), 2040, 50, True),
        (Condition(milestones=()), 2041, 51, False),
        (Condition(milestones=(30,)), 2020, 30, True),
        (Condition(milestones=(30,)), 2040, 50, False),
        (Condition(since=datetime.date(2026, 1, 20)), 2026, 36, True),
        (Condition(since=datetime.date(2026, 1, 21)), 2026, 36, False),
        (Condition(until=datetime.date(2026, 1, 20)), 2026, 36, True),
        (Condition(until=datetime.date(2026, 1, 19)), 2026, 36, False),
        (Condition(years=((2026, 2026),), milestones=(35,)), 2026, 36, False),
    ],
)
def test_a_block_belongs_to_an_edition_if_everything_its_line_asks_for_holds(
    condition: Condition, year: int, n: int, *, shown: bool
) -> None:
    room = Newsroom("", "Embassy", "UTC", "embassy", (), (25, 50))
    assert belongs(condition, year, n, datetime.date(year, 1, 20), room) is shown
