"""What an unattended run has to do: each edition once, with the right number, however long nobody ran it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique import observance
from communique.diagnostics import Location
from communique.due import due_editions
from communique.model import Event, LeapDay, Statement, StatementKind
from small_newsroom import STATEMENT, SmallNewsroom, statement_file

SINCE = datetime.date(2026, 1, 1)
LEAD = 30


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def statement(newsroom: SmallNewsroom) -> Statement:
    return newsroom.statement()


@pytest.mark.parametrize(
    "today, due",
    [
        ("2026-11-27", []),
        ("2026-12-20", []),  # 31 days before
        ("2026-12-21", [(2027, 37, 30)]),
        ("2027-01-19", [(2027, 37, 1)]),
        ("2027-01-20", [(2027, 37, 0)]),
        ("2027-01-21", [(2027, 37, -1)]),  # nobody ran it: late, not forgotten
        ("2028-01-02", [(2027, 37, -347), (2028, 38, 18)]),
    ],
)
def test_an_edition_is_due_from_its_lead_on_until_it_is_built(
    statement: Statement, today: str, due: list[tuple[int, int, int]]
) -> None:
    found = due_editions([statement], {("sad-night", 2026): True}, day(today), SINCE, LEAD)
    assert [(one.year, one.n, one.days) for one in found] == due


def test_what_was_built_in_every_locale_is_not_due_and_what_lacks_one_is(statement: Statement) -> None:
    today = day("2027-01-01")
    done = {("sad-night", 2026): True, ("sad-night", 2027): True}
    assert due_editions([statement], done, today, SINCE, LEAD) == ()
    (due,) = due_editions([statement], {**done, ("sad-night", 2027): False}, today, SINCE, LEAD)
    assert due.begun
    assert str(due) == "sad-night-2027  n = 37  Wed 20 Jan 2027 (in 19 days)  is not whole yet"


def test_editions_before_the_first_unattended_day_are_nobodys_business(statement: Statement) -> None:
    assert due_editions([statement], {}, day("2026-01-21"), day("2026-01-21"), LEAD) == ()


def test_an_edition_that_was_built_years_ahead_makes_none_before_it_done(statement: Statement) -> None:
    shelf = {("sad-night", 2026): True, ("sad-night", 2040): True}
    assert [one.year for one in due_editions([statement], shelf, day("2027-01-01"), SINCE, LEAD)] == [2027]


def test_a_leap_day_that_is_not_marked_is_not_due(newsroom: SmallNewsroom) -> None:
    leap = 'name = "Sad Night"\ndate = 1992-02-29\nleap_day = "leap-years-only"'
    newsroom.write(STATEMENT, statement_file(event=leap))
    found = due_editions([newsroom.statement()], {}, day("2033-01-01"), SINCE, LEAD)
    assert [one.year for one in found] == [2028, 2032]


def test_the_end_of_the_calendar_is_the_end(statement: Statement) -> None:
    assert [one.year for one in due_editions([statement], {}, day("9999-12-31"), day("9999-01-21"), LEAD)] == []


ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Baku", "America/Havana", "Europe/Zurich")
RULES = ("same-day", "1 january; friday -> thursday", "4th saturday of november", "31 december; saturday -> monday")


def run_for_two_centuries(statement: Statement, zone: str, pauses: Sequence[int], hour: int) -> list[tuple[int, int]]:
    """Run after each pause, at an hour of UTC, as a scheduler whose machine sleeps now and then; build all that is due."""
    now = datetime.datetime(2026, 1, 1, hour, tzinfo=datetime.UTC)
    since = now.astimezone(ZoneInfo(zone)).date()
    shelf: dict[tuple[str, int], bool] = {}
    built = []
    rounds = 0
    while now.year < 2226:
        for due in due_editions([statement], shelf, now.astimezone(ZoneInfo(zone)).date(), since, LEAD):
            shelf[statement.slug, due.year] = True
            built.append((due.year, due.n))
        now += datetime.timedelta(days=pauses[rounds % len(pauses)])
        rounds += 1
    return built


@settings(max_examples=10, deadline=None)
@given(
    rule=st.sampled_from(RULES),
    zone=st.sampled_from(ZONES),
    pauses=st.lists(st.integers(1, 1200), min_size=3, max_size=12).filter(lambda pauses: sum(pauses) > 2000),
    hour=st.integers(0, 23),
)
def test_two_hundred_years_of_any_downtime_in_any_zone_build_every_edition_once_with_its_number(
    rule: str, zone: str, pauses: list[int], hour: int
) -> None:
    statement = small_statement(rule)
    built = run_for_two_centuries(statement, zone, pauses, hour)
    years = [year for year, _ in built]
    assert years == list(range(years[0], years[0] + len(years)))
    began = datetime.datetime(2026, 1, 1, hour, tzinfo=datetime.UTC).astimezone(ZoneInfo(zone)).date()
    assert years[0] == observance.next_year(statement.event, began)
    assert years[-1] >= 2225 - max(pauses) // 365 - 1
    assert all(n == year - 1990 for year, n in built)


def small_statement(rule: str) -> Statement:
    first = observance.partial_date("1990-01-20")
    event = Event(first, first, observance.read_observance(rule, LeapDay.FEB28), 1990)
    place = Location("statement.md", 1, 1)
    return Statement("sad-night", StatementKind.STATEMENT, "en", (), "embassy", event, {}, {}, {}, (), (), place, place)
