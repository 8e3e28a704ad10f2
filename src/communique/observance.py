"""The day an event is marked, and how many years it makes: computed from the observance, never from the day of the build.

    n = edition year - the year the event is counted from

A statement prepared the day before, or in the old year for a 1 January event, has the number of its observance. An
event that is marked on a day of another calendar is counted in the years of that one, or in Gregorian years: the
statement says which where the two differ. All other dates are proleptic Gregorian. Pure: nothing here knows what day it
is.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator

from communique import calendars
from communique.model import (
    Anchor,
    Calendar,
    CalendarDay,
    DayCount,
    DayRule,
    Event,
    LeapDay,
    MonthDay,
    NthWeekday,
    Observance,
    PartialDate,
    SameDay,
    Twice,
)

MONTHS = tuple(name.lower() for name in calendar.month_name)
WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
NTH = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}
FIRST_YEAR, LAST_YEAR = 1, 9999


class ObservanceError(ValueError):
    """A rule or a date that makes no sense; the message says why and `hint` what to write."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class LeapDayError(ObservanceError):
    """An event on 29 February without a rule for the years that have no such day."""


class NotObserved(ObservanceError):
    """A year in which the event is not marked, such as 2026 for a leap-years-only rule."""


SPAN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def partial_date(text: str) -> PartialDate:
    """Read `1990`, `1990-01` or `1990-01-20`.

    Raises:
        ObservanceError: it is none of them, or the day does not exist.
    """
    found = SPAN.fullmatch(text)
    if found is None:
        raise ObservanceError(f"`{text}` is not a date", 'write 1990-01-20, "1990-01" or "1990"')
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        datetime.date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ObservanceError(f"the date `{text}` does not exist", "check day and month") from None
    return PartialDate(year or 0, month, day)


def read_rule(text: str) -> DayRule:
    """Read `same-day`, a month and day (`10 december`, `12-10`), `4th saturday of november`, or a day such as `5 iyar`.

    Raises:
        ObservanceError: it is none of them.
    """
    words = text.lower().split()
    match words:
        case ["same-day"]:
            return SameDay()
        case [nth, weekday, "of" | "in", month] if nth in NTH and weekday in WEEKDAYS and month in MONTHS[1:]:
            return NthWeekday(NTH[nth], WEEKDAYS.index(weekday), MONTHS.index(month))
        case [day, month] if month in MONTHS[1:] and re.fullmatch(r"[0-9]{1,2}", day):
            return _month_day(MONTHS.index(month), int(day))
        case [month, day] if month in MONTHS[1:] and re.fullmatch(r"[0-9]{1,2}", day):
            return _month_day(MONTHS.index(month), int(day))
        case [one] if found := re.fullmatch(r"(\d{2})-(\d{2})", one):
            return _month_day(int(found[1]), int(found[2]))
        case [day, month] if (named := calendars.month_named(month)) and re.fullmatch(r"[0-9]{1,2}", day):
            return _calendar_day(*named, int(day))
    hint = "write `same-day`, `10 december`, `12-10`, `4th saturday of november`, `last monday of may` or `5 iyar`"
    raise ObservanceError(f"the observance `{text}` cannot be read", hint)


def _month_day(month: int, day: int) -> MonthDay:
    try:
        datetime.date(2024, month, day)
    except ValueError:
        raise ObservanceError(f"day {day} of month {month} does not exist", "check day and month") from None
    return MonthDay(month, day)


def _calendar_day(calendar: Calendar, month: int, day: int) -> CalendarDay:
    _, longest = calendars.lengths(calendar, month)
    if not 1 <= day <= longest:
        name = calendars.name_of_month(calendar, month)
        raise ObservanceError(f"`{name}` has no day {day}", f"it has {longest} days at the most")
    return CalendarDay(calendar, month, day)


def read_observance(text: str, leap_day: LeapDay | None, twice: Twice | None = None) -> Observance:
    """Read a rule and, behind semicolons, where it moves: `same-day; friday -> thursday`.

    Raises:
        ObservanceError: the rule or a shift cannot be read.
    """
    rule, *shifts = (part.strip() for part in text.split(";"))
    moves: dict[int, int] = {}
    for shift in shifts:
        found = re.fullmatch(r"(\w+)\s*->\s*(\w+)", shift.lower())
        if found is None or found[1] not in WEEKDAYS or found[2] not in WEEKDAYS:
            raise ObservanceError(f"the shift `{shift}` cannot be read", "write it as `friday -> thursday`")
        moves[WEEKDAYS.index(found[1])] = WEEKDAYS.index(found[2])
    return Observance(read_rule(rule), moves, leap_day, twice)


def problem_of(event: Event) -> ObservanceError | None:
    """Say why an event cannot be observed by its rule, before any year is tried."""
    rule, last = event.observance.rule, event.last
    if isinstance(rule, SameDay) and (last.day is None or last != event.first):
        what = "a span of days" if last != event.first else f"`{last}`, which is not a whole date,"
        hint = 'say which day is marked, for instance `observance = "10 november"`'
        return ObservanceError(f"{what} has no same day", hint)
    if _is_leap_day(event) and event.observance.leap_day is None:
        hint = 'write `leap_day = "feb28"`, `"mar1"` or `"leap-years-only"` under [event]'
        return LeapDayError("an event on 29 February needs a leap-day rule", hint)
    if isinstance(rule, CalendarDay):
        return _problem_of_calendar(event, rule)
    return None


def _problem_of_calendar(event: Event, rule: CalendarDay) -> ObservanceError | None:
    if rule.day > calendars.lengths(rule.calendar, rule.month)[0] and event.observance.leap_day is None:
        hint = 'write `leap_day = "day-before"`, `"day-after"` or `"leap-years-only"` under [event]'
        return LeapDayError(f"`{rule_text(rule)}` does not come every year: it needs a leap-day rule", hint)
    if event.counted_in not in {Calendar.GREGORIAN, rule.calendar}:
        hint = f'write `count_in = "{rule.calendar}"` or `"gregorian"` under [event]'
        return ObservanceError(f"`{rule_text(rule)}` cannot be counted in the calendar `{event.counted_in}`", hint)
    return None


def _is_leap_day(event: Event) -> bool:
    rule = event.observance.rule
    month_day = (rule.month, rule.day) if isinstance(rule, MonthDay) else (event.last.month, event.last.day)
    return month_day == (2, 29) and isinstance(rule, SameDay | MonthDay)


def observed_on(event: Event, year: int) -> datetime.date:
    """The day an event is marked in a year, shifts included.

    Raises:
        NotObserved: the rule gives that year no day.
        ObservanceError: it gives the year two and none is chosen, or the calendar does not reach the year.
    """
    day = _rule_day(event, year)
    target = event.observance.shifts.get(day.weekday())
    return day if target is None else _nearest(day, target)


def _rule_day(event: Event, year: int) -> datetime.date:
    match event.observance.rule:
        case SameDay():
            return _day_of_year(year, event.last.month or 1, event.last.day or 1, event.observance.leap_day)
        case MonthDay(month=month, day=day):
            return _day_of_year(year, month, day, event.observance.leap_day)
        case NthWeekday(nth=nth, weekday=weekday, month=month):
            return _nth_weekday(year, month, weekday, nth)
        case CalendarDay():
            return _calendar_day_of(event.observance, event.observance.rule, year)


def _calendar_day_of(observance: Observance, rule: CalendarDay, year: int) -> datetime.date:
    try:
        days = calendars.days_in_year(rule, year, observance.leap_day)
    except calendars.OutOfRangeError as error:
        raise ObservanceError(str(error), "choose a year inside it, or state the day as a Gregorian rule") from None
    if not days:
        raise NotObserved(f"no `{rule_text(rule)}` falls in {year}", "choose the year before or after")
    if len(days) > 1 and observance.twice is None:
        both = " and ".join(str(day) for day in days)
        hint = 'say which one is marked: `twice = "first"` or `"second"` under [event]'
        raise ObservanceError(f"`{rule_text(rule)}` falls twice in {year}: {both}", hint)
    return days[-1 if observance.twice is Twice.SECOND else 0]


def _day_of_year(year: int, month: int, day: int, leap_day: LeapDay | None) -> datetime.date:
    if (month, day) != (2, 29) or calendar.isleap(year):
        return datetime.date(year, month, day)
    match leap_day:
        case LeapDay.FEB28 | LeapDay.DAY_BEFORE:
            return datetime.date(year, 2, 28)
        case LeapDay.MAR1 | LeapDay.DAY_AFTER:
            return datetime.date(year, 3, 1)
        case LeapDay.LEAP_YEARS_ONLY | None:
            raise NotObserved(f"{year} has no 29 February", "choose a leap year, or another `leap_day` rule")


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date:
    days = range(1, calendar.monthrange(year, month)[1] + 1)
    matching = [day for day in days if datetime.date(year, month, day).weekday() == weekday]
    index = nth - 1 if nth > 0 else nth
    if index >= len(matching):
        what = f"{MONTHS[month].title()} {year} has no 5th {WEEKDAYS[weekday].title()}"
        raise NotObserved(what, "use `last` instead of `5th`")
    return datetime.date(year, month, matching[index])


def _nearest(day: datetime.date, weekday: int) -> datetime.date:
    """The closest day that is the given weekday, three days away at most."""
    ahead = (weekday - day.weekday()) % 7
    try:
        return day + datetime.timedelta(days=ahead if ahead <= 3 else ahead - 7)
    except OverflowError:
        raise NotObserved(f"the calendar ends with {LAST_YEAR}", "choose an earlier year") from None


def anniversary(event: Event, year: int) -> int:
    """How many years an edition marks; below 1 there is nothing to mark yet.

    Raises:
        ObservanceError: years of another calendar are counted, and the rule gives that year no day.
    """
    return _counted_year(event, year) - event.count_from


def year_in(calendar: Calendar, day: datetime.date) -> int:
    """The year that a day has in a calendar.

    Raises:
        ObservanceError: the calendar does not reach the day.
    """
    try:
        return calendars.convert(calendar, day).year
    except calendars.OutOfRangeError as error:
        raise ObservanceError(str(error), "write `count_from` under [event], in that calendar") from None


def _counted_year(event: Event, year: int) -> int:
    """The year that the count ends with, in the calendar that is counted in."""
    if event.counted_in is Calendar.GREGORIAN:
        return year
    return year_in(event.counted_in, _rule_day(event, year))


def completed_years(anchor: datetime.date, day: datetime.date) -> int:
    """Whole years from an anchor to a day: how many anniversaries of it have been reached."""
    return day.year - anchor.year - ((day.month, day.day) < (anchor.month, anchor.day))


def days_since(anchor: Anchor, day: datetime.date) -> int | None:
    """Days from an anchor to a day, the anchor's own day counted or not as it says; None if it does not say."""
    if anchor.days is None:
        return None
    return (day - anchor.date).days + (anchor.days is DayCount.INCLUSIVE)


def observances(event: Event, first: int) -> Iterator[tuple[int, datetime.date]]:
    """Every edition year from a first one on that has a day and at least one year to count, with its day.

    Raises:
        ObservanceError: a year has two days and none is chosen, or the calendar does not reach it.
    """
    for year in range(max(first, event.first.year), LAST_YEAR + 1):
        try:
            day = observed_on(event, year)
        except NotObserved:
            continue
        if anniversary(event, year) >= 1:
            yield year, day


def next_year(event: Event, today: datetime.date) -> int:
    """The edition year of the first observance on or after a day that has at least one year to count."""
    for year, day in observances(event, today.year - 1):
        if day >= today:
            return year
    raise NotObserved("no observance lies ahead", "give a year with `--year`")


def first_edition(event: Event) -> int:
    """The year of the first edition that has a year to count.

    Raises:
        ObservanceError: the rule cannot tell.
    """
    return next_year(event, datetime.date(event.first.year, 1, 1))


def explain(event: Event, year: int) -> str:
    """Say in one sentence how the number came about.

    Raises:
        NotObserved: the rule gives that year no day.
    """
    day = observed_on(event, year)
    weekday = calendar.day_name[day.weekday()]
    counted = f"{_counted_year(event, year)} - {event.count_from} = {anniversary(event, year)}"
    of_calendar = "" if event.counted_in is Calendar.GREGORIAN else f" in the calendar `{event.counted_in}`"
    moved = "" if day == _rule_day(event, year) else f" (moved from {_rule_day(event, year)})"
    rule = f"{_which(event, year)}by the rule `{rule_text(event.observance.rule)}`"
    return f"marked on {weekday} {day}{moved} {rule}, counted {counted}{of_calendar}"


def _which(event: Event, year: int) -> str:
    """Say that the year has a second such day, if it has."""
    rule, leap_day, twice = event.observance.rule, event.observance.leap_day, event.observance.twice
    if isinstance(rule, CalendarDay) and len(calendars.days_in_year(rule, year, leap_day)) > 1:
        return f"(the {twice} of two in this year) "
    return ""


def rule_text(rule: DayRule) -> str:
    """The rule as it is written in a statement."""
    match rule:
        case SameDay():
            return "same-day"
        case MonthDay(month=month, day=day):
            return f"{day} {MONTHS[month]}"
        case NthWeekday(nth=nth, weekday=weekday, month=month):
            word = next(word for word, number in NTH.items() if number == nth)
            return f"{word} {WEEKDAYS[weekday]} of {MONTHS[month]}"
        case CalendarDay(calendar=calendar, month=month, day=day):
            return f"{day} {calendars.name_of_month(calendar, month)}"
