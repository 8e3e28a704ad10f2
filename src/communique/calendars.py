"""Days in other calendars: to be shown beside the Gregorian ones, and the days of a year that one of them names.

Umm al-Qura, the official calendar of Saudi Arabia, follows published tables, which `hijridate` carries (MIT, no
dependencies). The other calendars are arithmetic and stand here:

- Solar Hijri: leap years by the cycle of 33 years, which equals the astronomical calendar of Iran from 1178 to 1500;
  source: Reingold and Dershowitz, Calendrical Calculations, "The Persian calendar", and ICU's `persncal`.
- Hebrew: the molad and its four postponements; source: the same, "The Hebrew calendar".
- Buddhist (Thailand), Minguo (Taiwan) and the Japanese eras: Gregorian days and months with another count of years.

A day that a calendar does not reach is an error: a date is never guessed.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from communique.model import Calendar, CalendarDay, LeapDay

_HEBREW_EPOCH = -1_373_427
"""The day number (1 is 1 January of the year 1) of 1 Tishri of the year 1."""
_PARTS_IN_DAY = 25_920
_PARTS_IN_MONTH = 29 * _PARTS_IN_DAY + 13_753
_SOLAR_EPOCH = 226_895
"""The day number of 1 Farvardin of the year 1."""
_ERAS = (
    datetime.date(1868, 1, 25),
    datetime.date(1912, 7, 30),
    datetime.date(1926, 12, 25),
    datetime.date(1989, 1, 8),
    datetime.date(2019, 5, 1),
)
"""The first days of Meiji, Taisho, Showa, Heisei and Reiwa."""


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A day in one of the calendars. `era` counts from 1 (Meiji) in the Japanese one and is 1 in all others.

    Hebrew months begin with Tishri: 6 is Adar I, 7 the Adar of a common year and 14 the Adar II of a leap year, so that
    every number has one name.
    """

    year: int
    month: int
    day: int
    era: int = 1


class OutOfRangeError(LookupError):
    """A day that a calendar does not reach."""

    def __init__(self, calendar: Calendar, day: datetime.date) -> None:
        self.calendar, self.day = calendar, day
        first, last = REACH[calendar]
        super().__init__(f"the calendar `{calendar}` reaches from {first} to {last}, not to {day}")


def convert(calendar: Calendar, day: datetime.date) -> CalendarDate:
    """Write a Gregorian day in another calendar.

    Raises:
        OutOfRangeError: the calendar does not reach that day.
    """
    first, last = REACH[calendar]
    if not first <= day <= last:
        raise OutOfRangeError(calendar, day)
    return _CONVERSIONS[calendar](day)


def _gregorian(day: datetime.date) -> CalendarDate:
    return CalendarDate(day.year, day.month, day.day)


def _umm_al_qura(day: datetime.date) -> CalendarDate:
    from hijridate import Gregorian

    return CalendarDate(*Gregorian(day.year, day.month, day.day).to_hijri().datetuple())


def _solar_hijri(day: datetime.date) -> CalendarDate:
    days = day.toordinal() - _SOLAR_EPOCH
    year = (33 * days + 3) // 12_053 + 1
    of_year = days - _solar_new_year(year)
    month = of_year // 31 if of_year < 6 * 31 else (of_year - 6) // 30
    return CalendarDate(year, month + 1, of_year - (31 * month if month < 6 else 30 * month + 6) + 1)


def _solar_new_year(year: int) -> int:
    return 365 * (year - 1) + (8 * year + 21) // 33


def _hebrew(day: datetime.date) -> CalendarDate:
    year = day.year + 3761
    if day.toordinal() < _hebrew_new_year(year):
        year -= 1
    of_year = day.toordinal() - _hebrew_new_year(year)
    for month, length in _hebrew_months(year).items():
        if of_year < length:
            return CalendarDate(year, month, of_year + 1)
        of_year -= length
    raise AssertionError(day)  # the months fill the year up to the next new year


def _hebrew_months(year: int) -> Mapping[int, int]:
    """Give the days of each month in their order; Heshvan and Kislev take up what the length of the year asks for."""
    length = _hebrew_new_year(year + 1) - _hebrew_new_year(year)
    adar = {6: 30, 14: 29} if _hebrew_leap(year) else {7: 29}
    heshvan, kislev = 30 if length % 10 == 5 else 29, 29 if length % 10 == 3 else 30
    return {1: 30, 2: heshvan, 3: kislev, 4: 29, 5: 30, **adar, 8: 30, 9: 29, 10: 30, 11: 29, 12: 30, 13: 29}


def _hebrew_leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


@functools.cache
def _hebrew_new_year(year: int) -> int:
    """Give the day number of 1 Tishri: the molad, put off for its weekday, and for years too long or too short."""
    before, here, after = (_hebrew_molad(one) for one in (year - 1, year, year + 1))
    put_off = 2 if after - here == 356 else int(here - before == 382)
    return _HEBREW_EPOCH + here + put_off


def _hebrew_molad(year: int) -> int:
    """Count the days from the epoch to the new moon of Tishri, put off from Sunday, Wednesday and Friday."""
    months = (235 * year - 234) // 19
    days, parts = divmod(months * _PARTS_IN_MONTH + 12_084, _PARTS_IN_DAY)
    del parts
    return days + int(3 * (days + 1) % 7 < 3)


def _buddhist(day: datetime.date) -> CalendarDate:
    return CalendarDate(day.year + 543, day.month, day.day)


def _minguo(day: datetime.date) -> CalendarDate:
    return CalendarDate(day.year - 1911, day.month, day.day)


def _japanese(day: datetime.date) -> CalendarDate:
    era = sum(first <= day for first in _ERAS)
    return CalendarDate(day.year - _ERAS[era - 1].year + 1, day.month, day.day, era)


_CONVERSIONS: Mapping[Calendar, Callable[[datetime.date], CalendarDate]] = {
    Calendar.GREGORIAN: _gregorian,
    Calendar.UMM_AL_QURA: _umm_al_qura,
    Calendar.SOLAR_HIJRI: _solar_hijri,
    Calendar.HEBREW: _hebrew,
    Calendar.BUDDHIST: _buddhist,
    Calendar.MINGUO: _minguo,
    Calendar.JAPANESE: _japanese,
}
REACH: Mapping[Calendar, tuple[datetime.date, datetime.date]] = {
    Calendar.GREGORIAN: (datetime.date.min, datetime.date.max),
    # The published tables: 1 Muharram 1343 to the last day of 1500.
    Calendar.UMM_AL_QURA: (datetime.date(1924, 8, 1), datetime.date(2077, 11, 16)),
    # 1 Farvardin 1300 to the last day of 1500: from 1502 on the cycle and the sky differ.
    Calendar.SOLAR_HIJRI: (datetime.date(1921, 3, 21), datetime.date(2122, 3, 20)),
    # 1 Tishri 5601 to the last day of 5999: the years that are written with the letters of 600 to 999.
    Calendar.HEBREW: (datetime.date(1840, 9, 28), datetime.date(2239, 9, 29)),
    # Until 1940 the Thai year began in April.
    Calendar.BUDDHIST: (datetime.date(1941, 1, 1), datetime.date.max),
    Calendar.MINGUO: (datetime.date(1912, 1, 1), datetime.date.max),
    # Japan took the Gregorian days and months in 1873; eras to come are not known.
    Calendar.JAPANESE: (datetime.date(1873, 1, 1), datetime.date.max),
}


# --- days to observe -----------------------------------------------------------------------------------------------------

MONTHS: Mapping[Calendar, Mapping[str, int]] = {
    Calendar.HEBREW: {
        "tishri": 1,
        "heshvan": 2,
        "kislev": 3,
        "tevet": 4,
        "shevat": 5,
        "adar-i": 6,
        "adar": 7,
        "nisan": 8,
        "iyar": 9,
        "sivan": 10,
        "tammuz": 11,
        "av": 12,
        "elul": 13,
    },
    Calendar.UMM_AL_QURA: {
        "muharram": 1,
        "safar": 2,
        "rabi-al-awwal": 3,
        "rabi-al-thani": 4,
        "jumada-al-ula": 5,
        "jumada-al-akhira": 6,
        "rajab": 7,
        "shaban": 8,
        "ramadan": 9,
        "shawwal": 10,
        "dhu-al-qada": 11,
        "dhu-al-hijja": 12,
    },
    Calendar.SOLAR_HIJRI: {
        "farvardin": 1,
        "ordibehesht": 2,
        "khordad": 3,
        "tir": 4,
        "mordad": 5,
        "shahrivar": 6,
        "mehr": 7,
        "aban": 8,
        "azar": 9,
        "dey": 10,
        "bahman": 11,
        "esfand": 12,
    },
}
"""The months that an observance may name. `adar` is Adar II in a leap year; `adar-i` is the one Adar of a common year."""
_SAME_MONTH = {Calendar.HEBREW: {6: (6, 7), 7: (7, 14)}}
_LONG_HEBREW, _VARYING_HEBREW = {1, 5, 8, 10, 12}, {2, 3, 6}


def month_named(name: str) -> tuple[Calendar, int] | None:
    """The calendar and the month that a name belongs to; no name belongs to two."""
    return next(((calendar, months[name]) for calendar, months in MONTHS.items() if name in months), None)


def name_of_month(calendar: Calendar, month: int) -> str:
    """The name by which an observance calls a month."""
    return next(name for name, number in MONTHS[calendar].items() if number == month)


def lengths(calendar: Calendar, month: int) -> tuple[int, int]:
    """How many days a month has, at the least and at the most."""
    match calendar:
        case Calendar.HEBREW:
            return (29 if month not in _LONG_HEBREW else 30), (30 if month in _LONG_HEBREW | _VARYING_HEBREW else 29)
        case Calendar.SOLAR_HIJRI:
            return (31, 31) if month <= 6 else (29 if month == 12 else 30, 30)
        case _:
            return 29, 30


@functools.lru_cache(maxsize=1024)
def days_in_year(rule: CalendarDay, year: int, leap_day: LeapDay | None) -> tuple[datetime.date, ...]:
    """The days of a Gregorian year that a rule names: one as a rule, none or two where the calendars drift apart.

    Raises:
        OutOfRangeError: the calendar does not reach the whole year.
    """
    first, last = REACH[rule.calendar]
    for end in (datetime.date(year, 1, 1), datetime.date(year, 12, 31)):
        if not first < end < last:
            raise OutOfRangeError(rule.calendar, end)
    days = (datetime.date(year, 1, 1) + datetime.timedelta(number) for number in range(366))
    return tuple(day for day in days if day.year == year and _is_day(rule, day, leap_day))


def _is_day(rule: CalendarDay, day: datetime.date, leap_day: LeapDay | None) -> bool:
    months = _SAME_MONTH.get(rule.calendar, {}).get(rule.month, (rule.month,))
    here = convert(rule.calendar, day)
    if here.month in months and here.day == rule.day:
        return True
    if leap_day is LeapDay.DAY_BEFORE:
        after = convert(rule.calendar, day + datetime.timedelta(1))
        return here.month in months and here.day == rule.day - 1 and after.day == 1
    if leap_day is LeapDay.DAY_AFTER:
        before = convert(rule.calendar, day - datetime.timedelta(1))
        return here.day == 1 and before.month in months and before.day == rule.day - 1
    return False
