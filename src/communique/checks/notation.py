"""How a language writes days and counts: what its grammar makes of a value, and the way back from words to values."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.checks import dates, figures
from communique.checks.pair import WORD, Language, folded, language_of, words_of
from communique.checks.tables import table
from communique.fill import plain
from communique.grammar import FormError, Grammar, Value
from communique.model import PartialDate

DAY_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day_month", "month_year", "year"),
    "day_month": ("day_month",),
    "year": ("year",),
    "weekday": (),
}
"""What may stand for each part of a day: a whole date may be written without its year, but not the other way round."""
IN_FIGURES = re.compile(r"\d[./-]\d|[月월]")
YEAR_AFTER = re.compile(r"\D{0,8}(\d{4})(?!\d)")
YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})(?!\d)\D{0,12}$")
WORDS = range(1, 131)
"""The ordinals that are known in words."""
UNSPACED = frozenset({"Hans", "Hant", "Jpan", "Thai", "Khmr", "Laoo", "Mymr"})
"""Scripts in which a word does not begin behind a space."""


@dataclass(frozen=True, slots=True, eq=False)
class Notation:
    """The way back: what the words of a language stand for."""

    language: Language
    ordinals: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]
    """By their first word, the longest first: ordinals in words, and their numbers."""
    weekdays: Mapping[str, int]
    weekday: re.Pattern[str]
    """Any name of a day of the week."""
    great_months: bool
    """Whether the names of months begin with a great letter."""
    tens: tuple[tuple[int, tuple[str, ...]], ...]
    """The stems of the tens, for languages whose numbers in words are known."""

    def ordinals_in(self, text: str) -> Iterator[tuple[int, str, int]]:
        """Every ordinal in words: its place, its words and its number."""
        if self.ordinals.keys().isdisjoint(WORD.findall(folded(text))):
            return
        words = words_of(text)
        at = 0
        while at < len(words):
            key, number = self._ordinal_at(words, at)
            if key:
                end = words[at + key - 1]
                yield words[at][0], text[words[at][0] : end[0] + len(end[1])], number
            at += key or 1

    def _ordinal_at(self, words: tuple[tuple[int, str], ...], at: int) -> tuple[int, int]:
        for key, number in self.ordinals.get(words[at][1], ()):
            if tuple(word for _, word in words[at : at + len(key)]) == key:
                return len(key), number
        return 0, 0

    def weekdays_in(self, text: str) -> Iterator[tuple[int, str, int]]:
        """Every name of a day of the week: its place, its words and its number (Monday is 1)."""
        for found in self.weekday.finditer(folded(text)) if self.weekdays else ():
            yield found.start(), text[found.start() : found.end()], self.weekdays[found[0]]

    def dates_in(self, text: str) -> list[dates.Written]:
        """Every date of a text; in a language that writes months with a great letter, `may` is none."""
        if not (figures.FIGURE.search(text) and self._may_have_dates(folded(text))):
            return []
        found = [date for date in dates.dates_of(text, self.language) if not (self.great_months and _is_small(date))]
        latin = text.translate(figures.LATIN_DIGITS)
        return [_whole(date, text, latin) for date in found]

    def _may_have_dates(self, small: str) -> bool:
        """Whether a text has what a date cannot be without: the name of a month, or figures with marks between them."""
        return bool(IN_FIGURES.search(small) or self.language.month.search(small))

    def tens_in(self, text: str) -> frozenset[int]:
        """The tens of which a text may have a number in words, so that only those are looked for."""
        small = folded(text)
        if any(len(signs) > 1 for signs in figures.HAN_NUMBER.findall(text)):
            return frozenset(range(10))
        return frozenset(ten for ten, stems in self.tens if any(stem in small for stem in stems))

    def is_counted(
        self, offset: int, stood: str, number: int, text: str, sections: Sequence[str] = ("years", "anniversary")
    ) -> bool:
        """Whether a number stands with its noun, as years and anniversaries do in the grammar."""
        small = folded(text)
        for words in counted(self.language.grammar, number, tuple(sections)) if number else ():
            at = words.find(folded(stood))
            if 0 <= at <= offset and small.startswith(words, offset - at):
                return True
        return False


def _is_small(date: dates.Written) -> bool:
    return date.text == date.text.lower() and any(sign.isalpha() for sign in date.text)


def _whole(date: dates.Written, text: str, latin: str) -> dates.Written:
    """A date with all its words: the day and the year may stand behind or before the name of its month."""
    start, end = date.offset, date.offset + len(date.text)
    if not any(sign.isdecimal() for sign in date.text) and (day := dates.DAY_AFTER.match(latin, end)):
        end = day.end()
    after, before = YEAR_AFTER.match(latin, end), YEAR_BEFORE.search(latin, max(0, start - dates.AROUND), start)
    if after and int(after[1]) == date.year:
        end = after.end()
    elif before and int(before[1]) == date.year:
        start = before.start()
    return dates.Written(start, text[start:end], date.readings, date.year)


@functools.lru_cache(maxsize=256)
def notation_of(grammar: Grammar) -> Notation:
    """Gather the words of a language; once for a grammar, which takes some hundredths of a second."""
    all_names = dict(_weekdays(grammar))
    names = {name: day for name, day in all_names.items() if not _holds_a_name(name, day, all_names)}
    before = "" if grammar.script in UNSPACED else r"(?<![^\W\d_])"
    language = language_of(grammar)
    return Notation(
        language,
        _ordinals(grammar),
        names,
        weekday=re.compile(before + f"(?:{'|'.join(re.escape(one) for one in sorted(names, key=len, reverse=True))})"),
        great_months=_words(grammar, "month", "", 1)[:1].isupper(),
        tens=_tens(language),
    )


def _tens(language: Language) -> tuple[tuple[int, tuple[str, ...]], ...]:
    words = table("numbers")["words"].get(language.name, {})
    return tuple((ten, tuple(stems.split("|"))) for ten, stems in enumerate(words.get("tens", ())) if stems)


def _weekdays(grammar: Grammar) -> Iterator[tuple[str, int]]:
    for form in grammar.forms("weekday"):
        for day in range(1, 8):
            if name := _words(grammar, "weekday", form, day):
                yield folded(name), day


def _holds_a_name(name: str, day: int, names: Mapping[str, int]) -> bool:
    """Whether the words of a form, such as `on Monday`, hold the name itself."""
    return any(other != name and other in name and names[other] == day for other in names)


def _ordinals(grammar: Grammar) -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    written: dict[str, int] = {}
    for form in grammar.forms("ordinal_words"):
        for number in WORDS:
            written.setdefault(_words(grammar, "ordinal_words", form, number), number)
    known: dict[tuple[str, ...], int] = {}
    for words, number in written.items():
        if key := tuple(map(folded, WORD.findall(words))):
            known.setdefault(key, number)
    by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for key, number in sorted(known.items(), key=lambda one: -len(one[0])):
        by_first.setdefault(key[0], []).append((key, number))
    return {first: tuple(found) for first, found in by_first.items()}


def _words(grammar: Grammar, section: str, form: str, n: int) -> str:
    """The words of a form; none where it has no row, as beyond the numbers that are written in words."""
    try:
        return grammar.words(section, form, n)
    except FormError:
        return ""


@functools.lru_cache(maxsize=8192)
def days_written(grammar: Grammar, day: PartialDate, part: str) -> tuple[tuple[str, str], ...]:
    """Every way in which a language writes a day, in any of its calendars: the section and the words in small letters."""
    found: dict[tuple[str, str], None] = {}
    for section in DAY_SECTIONS[part]:
        for form in grammar.forms(section):
            try:
                words = folded(plain(_day(grammar, section, form, day)).strip())
            except FormError:
                continue
            found |= {(section, words): None} if words else {}
    return tuple(found)


def _day(grammar: Grammar, section: str, form: str, day: PartialDate) -> Value:
    whole = day.complete
    if section == "year":
        return grammar.year(day.year, form)
    if section == "month_year" and day.month:
        return grammar.date(PartialDate(day.year, day.month), form)
    if whole is None or section == "month_year":
        return ()
    return grammar.date(day, form) if section == "date" else grammar.day_month(whole, form)


def is_written(grammar: Grammar, section: str, n: int, text: str) -> bool:
    """Whether a text writes a count in a form of a section, in words that are not those of another count too."""
    small = folded(text)
    for form in grammar.forms(section):
        words = _words(grammar, section, form, n)
        if words and stands(folded(words), small) and words != _words(grammar, section, form, n + 1):
            return True
    return False


def stands(words: str, text: str) -> bool:
    """Whether words stand in a text and are not part of a longer number."""
    return next(places(words, text), None) is not None


def places(words: str, text: str) -> Iterator[int]:
    """Every place of words in a text where no figure of theirs goes on before or behind them."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        before = words[0].isdigit() and text[max(0, at - 1) : at].isdigit()
        if not before and not (words[-1].isdigit() and text[end : end + 1].isdigit()):
            yield at
        at = text.find(words, end)


@functools.lru_cache(maxsize=8192)
def counted(grammar: Grammar, n: int, sections: tuple[str, ...]) -> tuple[str, ...]:
    """Every way in which a language writes so many years, or the nth anniversary, in small letters."""
    forms = [(section, form) for section in sections for form in grammar.forms(section)]
    return tuple(dict.fromkeys(folded(words) for one in forms if (words := _words(grammar, *one, n))))
