"""The number of an anniversary and the day it is marked: from the observance, never from the day of the build."""

from __future__ import annotations

import datetime
import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique import observance
from communique.calendars import MONTHS, convert, days_in_year
from communique.model import (
    Calendar,
    CalendarDay,
    DayRule,
    Event,
    LeapDay,
    MonthDay,
    NthWeekday,
    PartialDate,
    SameDay,
    Twice,
)
from communique.observance import LeapDayError, NotObserved, ObservanceError

DAYS = st.dates(datetime.date(1, 1, 1), datetime.date(9000, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def in_calendar(
    first: str, rule: str, since: int, leap_day: LeapDay | None = None, twice: Twice | None = None
) -> Event:
    read = observance.read_observance(rule, leap_day, twice)
    assert isinstance(read.rule, CalendarDay)
    begin = observance.partial_date(first)
    return Event(begin, begin, read, since, read.rule.calendar)


def event(first: str, rule: str = "same-day", leap_day: LeapDay | None = None, last: str = "", since: int = 0) -> Event:
    begin = observance.partial_date(first)
    end = observance.partial_date(last or first)
    return Event(begin, end, observance.read_observance(rule, leap_day), since or begin.year)


@pytest.mark.parametrize("year, n", [(1991, 1), (2024, 34), (2025, 35), (2026, 36), (2090, 100)])
def test_an_event_of_1990_is_counted_by_the_year_of_the_edition(year: int, n: int) -> None:
    black_january = event("1990-01-20")
    assert observance.anniversary(black_january, year) == n
    assert observance.observed_on(black_january, year) == datetime.date(year, 1, 20)


@pytest.mark.parametrize(
    "today, year",
    [
        ("2026-01-19", 2026),  # released the day before, as ministries do
        ("2026-01-20", 2026),
        ("2026-01-21", 2027),
        ("2025-12-31", 2026),
        ("1990-01-20", 1991),  # on the day itself there is no year to count yet
        ("1980-05-05", 1991),
    ],
)
def test_the_next_edition_is_that_of_the_first_observance_on_or_after_today(today: str, year: int) -> None:
    assert observance.next_year(event("1990-01-20"), day(today)) == year


def test_observances_begin_when_there_is_a_year_to_count_and_may_lie_in_the_year_before() -> None:
    new_year = event("2024-01-01", "1 january; friday -> thursday; saturday -> friday")
    found = observance.observances(new_year, 1)
    assert [next(found) for _ in range(4)] == [
        (2025, day("2025-01-01")),
        (2026, day("2026-01-01")),
        (2027, day("2026-12-31")),  # the first of January is a Friday, and a Saturday in 2028
        (2028, day("2027-12-31")),
    ]


def test_a_build_in_december_for_the_first_of_january_has_the_number_of_the_new_year() -> None:
    independence = event("1956-01-01")
    year = observance.next_year(independence, day("2025-12-30"))
    assert (year, observance.anniversary(independence, year)) == (2026, 70)


@pytest.mark.parametrize(
    "rule, year, marked",
    [
        (LeapDay.FEB28, 2025, "2025-02-28"),
        (LeapDay.MAR1, 2025, "2025-03-01"),
        (LeapDay.FEB28, 2028, "2028-02-29"),
        (LeapDay.MAR1, 2028, "2028-02-29"),
        (LeapDay.LEAP_YEARS_ONLY, 2028, "2028-02-29"),
        (LeapDay.MAR1, 2100, "2100-03-01"),  # divisible by 100 but not by 400
    ],
)
def test_the_29th_of_february_follows_its_rule(rule: LeapDay, year: int, marked: str) -> None:
    assert observance.observed_on(event("1992-02-29", leap_day=rule), year) == day(marked)


def test_an_event_of_leap_years_only_is_not_marked_in_others() -> None:
    leap = event("1992-02-29", leap_day=LeapDay.LEAP_YEARS_ONLY)
    with pytest.raises(NotObserved, match="2025 has no 29 February"):
        observance.observed_on(leap, 2025)
    assert observance.next_year(leap, day("2025-01-01")) == 2028
    assert observance.next_year(leap, day("2096-03-01")) == 2104
    assert list(observance.observances(leap, 9991)) == [(9992, day("9992-02-29")), (9996, day("9996-02-29"))]


@pytest.mark.parametrize("rule", ["same-day", "29 february", "02-29"])
def test_the_29th_of_february_without_a_rule_is_a_problem(rule: str) -> None:
    assert isinstance(observance.problem_of(event("1992-02-29", rule)), LeapDayError)


def test_another_observance_of_an_event_on_the_29th_needs_no_leap_day_rule() -> None:
    assert observance.problem_of(event("1992-02-29", "1 march")) is None
    assert observance.problem_of(event("1992-02-29", "last friday of february")) is None


# The days of the week below are from the printed calendars of these years.
@pytest.mark.parametrize(
    "rule, year, marked",
    [
        ("4th saturday of november", 2024, "2024-11-23"),
        ("4th saturday of november", 2025, "2025-11-22"),
        ("4th Saturday in November", 2026, "2026-11-28"),
        ("last monday of may", 2024, "2024-05-27"),
        ("last monday of may", 2027, "2027-05-31"),
        ("1st sunday of march", 2026, "2026-03-01"),
        ("5th friday of january", 2027, "2027-01-29"),
        ("10 december", 2026, "2026-12-10"),
        ("december 10", 2026, "2026-12-10"),
        ("12-10", 2026, "2026-12-10"),
        ("20 april; friday -> thursday; sunday -> monday", 2029, "2029-04-19"),
        ("20 april; friday -> thursday; sunday -> monday", 2031, "2031-04-21"),
        ("20 april; friday -> thursday; sunday -> monday", 2027, "2027-04-20"),
        ("1 january; friday -> thursday", 2027, "2026-12-31"),
        ("31 december; saturday -> monday", 2022, "2023-01-02"),
    ],
)
def test_each_rule_gives_its_day(rule: str, year: int, marked: str) -> None:
    assert observance.observed_on(event("1932-09-01", rule), year) == day(marked)


ISRAEL = "5 iyar; friday -> thursday; saturday -> thursday; monday -> tuesday"
HOLOCAUST_DAY = "27 nisan; friday -> thursday; sunday -> monday"


# Published days: the Israeli calendar of holidays, and the Iranian one for 22 Bahman (11 February, 10 after a leap year).
@pytest.mark.parametrize(
    "first, rule, since, year, marked, n",
    [
        ("1948-05-14", ISRAEL, 5708, 2018, "2018-04-19", 70),  # a Friday, put forward
        ("1948-05-14", ISRAEL, 5708, 2021, "2021-04-15", 73),  # a Saturday
        ("1948-05-14", ISRAEL, 5708, 2023, "2023-04-26", 75),  # the day itself
        ("1948-05-14", ISRAEL, 5708, 2024, "2024-05-14", 76),  # a Monday, put off
        ("1951-05-03", HOLOCAUST_DAY, 5711, 2021, "2021-04-08", 70),
        ("1951-05-03", HOLOCAUST_DAY, 5711, 2024, "2024-05-06", 73),
        ("1979-02-11", "22 bahman", 1357, 2024, "2024-02-11", 45),
        ("1979-02-11", "22 bahman", 1357, 2025, "2025-02-10", 46),
        ("1979-02-11", "22 bahman", 1357, 2026, "2026-02-11", 47),
        ("1950-10-22", "10 muharram", 1370, 2024, "2024-07-16", 76),
        ("1950-10-22", "10 muharram", 1370, 2023, "2023-07-28", 75),
    ],
)
def test_a_day_of_another_calendar_is_marked_and_counted_in_it(
    first: str, rule: str, since: int, year: int, marked: str, n: int
) -> None:
    anything = in_calendar(first, rule, since)
    assert observance.problem_of(anything) is None
    assert observance.observed_on(anything, year) == day(marked)
    assert observance.anniversary(anything, year) == n


@pytest.mark.parametrize(
    "rule, twice, marked, n", [("1 ramadan", "first", "2030-01-05", 50), ("1 ramadan", "second", "2030-12-26", 51)]
)
def test_a_year_with_two_such_days_marks_the_one_that_is_chosen(rule: str, twice: str, marked: str, n: int) -> None:
    undecided = in_calendar("1981-07-03", rule, 1401)
    with pytest.raises(ObservanceError, match="falls twice in 2030: 2030-01-05 and 2030-12-26") as caught:
        observance.next_year(undecided, day("2030-01-01"))
    assert "twice" in caught.value.hint
    decided = in_calendar("1981-07-03", rule, 1401, twice=Twice(twice))
    assert observance.observed_on(decided, 2030) == day(marked)
    assert observance.anniversary(decided, 2030) == n
    assert f"(the {twice} of two in this year)" in observance.explain(decided, 2030)


def test_a_year_without_such_a_day_is_passed_over() -> None:
    new_year = in_calendar("1980-01-01", "11 dey", 1358, twice=Twice.FIRST)
    assert observance.observed_on(new_year, 2024) == day("2024-01-01")
    with pytest.raises(NotObserved, match="no `11 dey` falls in 2025"):
        observance.observed_on(new_year, 2025)
    assert observance.next_year(new_year, day("2024-06-01")) == 2026


@pytest.mark.parametrize(
    "rule, leap_day, year, marked",
    [
        # 5784 is a leap year with two Adars, 5785 has one; Kislev had 30 days in 5785 and 29 in 5784.
        ("14 adar", None, 2024, "2024-03-24"),
        ("14 adar", None, 2025, "2025-03-14"),
        ("14 adar-i", None, 2024, "2024-02-23"),
        ("14 adar-i", None, 2025, "2025-03-14"),
        ("30 kislev", LeapDay.DAY_BEFORE, 2023, "2023-12-12"),
        ("30 kislev", LeapDay.DAY_AFTER, 2023, "2023-12-13"),
        ("30 kislev", LeapDay.DAY_AFTER, 2024, "2024-12-31"),
        ("30 esfand", LeapDay.LEAP_YEARS_ONLY, 2025, "2025-03-20"),  # 1403 was a leap year
        ("30 esfand", LeapDay.DAY_BEFORE, 2024, "2024-03-19"),
    ],
)
def test_months_that_vary_follow_their_rule(rule: str, leap_day: LeapDay | None, year: int, marked: str) -> None:
    assert observance.observed_on(in_calendar("1979-02-11", rule, 1, leap_day), year) == day(marked)


@pytest.mark.parametrize("rule", ["30 kislev", "30 esfand", "30 safar", "30 adar-i"])
def test_a_day_that_does_not_come_every_year_needs_a_rule(rule: str) -> None:
    assert isinstance(observance.problem_of(in_calendar("1979-02-11", rule, 1)), LeapDayError)


@pytest.mark.parametrize("rule", ["31 kislev", "30 iyar", "32 tir", "31 mehr", "0 av", "31 ramadan"])
def test_a_day_that_a_month_never_has_is_refused(rule: str) -> None:
    with pytest.raises(ObservanceError, match="has no day"):
        observance.read_rule(rule)


def test_a_calendar_that_does_not_reach_a_year_is_an_error_with_its_reach() -> None:
    muharram = in_calendar("1950-10-22", "10 muharram", 1370)
    with pytest.raises(ObservanceError, match="reaches from 1924-08-01 to 2077-11-16"):
        observance.observed_on(muharram, 2077)


def test_gregorian_years_may_be_counted_for_a_day_of_another_calendar() -> None:
    ramadan = observance.read_observance("10 ramadan", None)
    war = Event(PartialDate(1973, 10, 6), PartialDate(1973, 10, 6), ramadan, 1973)
    assert (observance.observed_on(war, 2023), observance.anniversary(war, 2023)) == (day("2023-04-01"), 50)


def test_the_reason_for_a_number_of_another_calendar_names_it() -> None:
    assert observance.explain(in_calendar("1948-05-14", ISRAEL, 5708), 2018) == (
        "marked on Thursday 2018-04-19 (moved from 2018-04-20) by the rule `5 iyar`, "
        "counted 5778 - 5708 = 70 in the calendar `hebrew`"
    )


@given(
    st.sampled_from([(c, m) for c, months in MONTHS.items() for m in months.values()]),
    st.integers(1, 29),
    st.integers(1930, 2070),
)
def test_every_day_of_another_calendar_is_found_where_that_calendar_says(
    month: tuple[Calendar, int], number: int, year: int
) -> None:
    rule = CalendarDay(*month, number)
    for marked in days_in_year(rule, year, None):
        there = convert(rule.calendar, marked)
        assert marked.year == year
        assert there.day == number
        assert there.month in {rule.month, 7, 14} if rule.calendar is Calendar.HEBREW else {rule.month}


def test_a_famine_of_two_years_is_counted_from_the_year_that_is_stated() -> None:
    rule = "4th saturday of november"
    assert observance.anniversary(event("1932", rule), 2026) == 94
    assert observance.anniversary(event("1932", rule, last="1933", since=1933), 2026) == 93


def test_a_weekday_that_a_month_has_not_is_not_marked() -> None:
    fifth = event("1990-01-20", "5th friday of february")
    with pytest.raises(NotObserved, match="February 2026 has no 5th Friday"):
        observance.observed_on(fifth, 2026)
    assert observance.next_year(fifth, day("2026-01-01")) == 2036  # the next leap year that begins February on a Friday


def test_an_observance_that_moved_into_the_old_year_is_past_the_day_after() -> None:
    moved = event("1990-01-01", "1 january; friday -> thursday")
    assert observance.next_year(moved, day("2026-12-31")) == 2027
    assert observance.next_year(moved, day("2027-01-01")) == 2028


@pytest.mark.parametrize(
    "first, last, said",
    [("2020-09-27", "2020-11-10", "a span of days"), ("1990-01", "", "not a whole date"), ("1990", "", "whole date")],
)
def test_what_has_no_day_of_its_own_needs_a_rule(first: str, last: str, said: str) -> None:
    assert said in str(observance.problem_of(event(first, last=last)))
    assert observance.problem_of(event(first, "10 november", last=last)) is None


@pytest.mark.parametrize(
    "text, parts",
    [
        ("1990", (1990, None, None)),
        ("1990-01", (1990, 1, None)),
        ("2024-02-29", (2024, 2, 29)),
        ("0001", (1, None, None)),
    ],
)
def test_a_date_may_be_known_in_part(text: str, parts: tuple[int, int | None, int | None]) -> None:
    assert observance.partial_date(text) == PartialDate(*parts)


@pytest.mark.parametrize(
    "text", ["1990-02-30", "2025-02-29", "1990-13", "0000", "90", "1990-1-1", "20.01.1990", "", "1990-00"]
)
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ObservanceError) as raised:
        observance.partial_date(text)
    assert raised.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sameday",
        "31 february",
        "02-30",
        "6th monday of may",
        "0 may",
        "4th of november",
        "last may",
        "monday",
        "²0 may",
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ObservanceError) as raised:
        observance.read_rule(text)
    assert raised.value.hint


@pytest.mark.parametrize(
    "text", ["same-day; friday", "same-day; fri -> thu", "same-day;", "same-day; friday -> thursday ->"]
)
def test_a_shift_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ObservanceError, match="the shift"):
        observance.read_observance(text, None)


@pytest.mark.parametrize(
    "anchor, on, years",
    [
        ("2020-11-10", "2026-11-09", 5),
        ("2020-11-10", "2026-11-10", 6),
        ("2020-11-10", "2026-11-11", 6),
        ("2020-02-29", "2021-02-28", 0),
        ("2020-02-29", "2021-03-01", 1),
        ("2020-11-10", "2020-11-10", 0),
        ("2020-11-10", "2019-01-01", -2),
    ],
)
def test_years_of_an_anchor_are_whole_years(anchor: str, on: str, years: int) -> None:
    assert observance.completed_years(day(anchor), day(on)) == years


def test_the_calendar_ends_without_a_crash() -> None:
    with pytest.raises(NotObserved):
        observance.observed_on(event("1990-12-31", "31 december; friday -> monday"), 9999)
    with pytest.raises(NotObserved, match="no observance lies ahead"):
        observance.next_year(event("1990-01-20"), day("9999-06-01"))


def test_the_reason_for_a_number_is_one_sentence() -> None:
    moved = event("1990-04-20", "20 april; friday -> thursday")
    assert observance.explain(moved, 2029) == (
        "marked on Thursday 2029-04-19 (moved from 2029-04-20) by the rule `20 april`, counted 2029 - 1990 = 39"
    )


@pytest.mark.parametrize(
    "rule",
    [SameDay(), MonthDay(12, 10), NthWeekday(-1, 0, 5), NthWeekday(4, 5, 11), CalendarDay(Calendar.HEBREW, 9, 5)],
)
def test_a_rule_is_written_as_it_is_read(rule: DayRule) -> None:
    assert observance.read_rule(observance.rule_text(rule)) == rule


@given(DAYS, st.integers(1, 900))
def test_the_number_is_that_of_the_edition_and_the_day_lies_in_its_year(first: datetime.date, n: int) -> None:
    anything = event(first.isoformat(), leap_day=LeapDay.FEB28)
    marked = observance.observed_on(anything, first.year + n)
    assert observance.anniversary(anything, first.year + n) == n
    assert marked.year - first.year == n
    assert abs((marked.month, marked.day) != (first.month, first.day)) <= ((first.month, first.day) == (2, 29))


@given(DAYS, DAYS)
def test_the_next_observance_is_never_past_and_the_one_before_always_is(
    first: datetime.date, today: datetime.date
) -> None:
    anything = event(first.isoformat(), leap_day=LeapDay.MAR1)
    year = observance.next_year(anything, today)
    assert observance.observed_on(anything, year) >= today
    assert year == first.year + 1 or observance.observed_on(anything, year - 1) < today


def test_nothing_depends_on_the_zone_or_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"):
        monkeypatch.setitem(os.environ, "TZ", zone)
        time.tzset()
        answers.add(
            (
                observance.next_year(event("1990-01-20"), day("2026-01-20")),
                observance.explain(event("1990-01-20"), 2026),
            )
        )
    monkeypatch.undo()
    time.tzset()
    assert len(answers) == 1
