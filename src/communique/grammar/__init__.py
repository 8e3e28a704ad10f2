"""Numbers and dates in the grammar of each language: look-up tables of whole words, kept beside this file.

A grammar file is a set of *sections* (ordinal, years, anniversary, date, …). A section has *forms* (`f.nom`, `indef`),
and a form is a table of rows: the first hit of exact number, last three, two and one digits, plural category and
default gives a template. A template holds words, `^raised letters^`, `{n}` and references to other forms, such as
`{ordinal}@f.gen`. Nothing else exists: adding a language touches no code, and a form that a file does not have is an
error, never a guess, an English word or a bare digit.
"""

from __future__ import annotations

import datetime
import functools
import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from communique import locales
from communique.calendars import OutOfRangeError, convert
from communique.model import Calendar, Direction, Inline, PartialDate, Superscript, Text, Typography

Value: TypeAlias = tuple[Text | Superscript[Inline], ...]
"""A finished number or date: words, of which some letters may be raised."""

LATIN = "0123456789"
LARGEST_COUNT = 3000
LARGEST_YEAR = 9999

PART_OF_NUMBER = {"ones": 10, "rest": 100}
"""References inside a section to the same section: `{ones}` is the last digit, `{rest}` the last two."""

DATED = frozenset({"date", "day_month"})
"""The sections that a whole date is written in, in any calendar; `month_year` knows no day to convert."""

PUNCTUATED = re.compile(r"[\^{}]")
"""What a text has that is more than words."""
_FORM = r"@(_?[a-z][a-z0-9]*(?:\.[a-z0-9]+)*)"
_MARK = re.compile(rf"\^([^^{{}}]+)\^|\{{([a-z_]+)(?:{_FORM})?\}}(?:{_FORM})?")


class FormError(LookupError):
    """A grammar file has no row for what was asked. `known` lists the forms that the section does have."""

    def __init__(self, section: str, form: str, n: int, known: Sequence[str], file: str) -> None:
        self.section, self.form, self.n, self.known, self.file = section, form, n, tuple(known), file
        self.hint = "add the row to the grammar file"
        asked = f"`{section}`" + (f" in the form `{form}`" if form else "")
        has = "; known forms: " + ", ".join(f"`{one}`" for one in known) if known else ""
        super().__init__(f"{file} has no {asked} for {n}{has}")


class CalendarError(FormError):
    """A form shows a day in a calendar that does not reach it."""

    def __init__(self, section: str, form: str, error: OutOfRangeError, known: Sequence[str], file: str) -> None:
        super().__init__(section, form, error.day.year, known, file)
        self.args = (str(error),)
        self.hint = f"write the date without `@{form}`"


@dataclass(frozen=True, slots=True)
class Reference:
    """A brace in a template: another form of this number, or a part of this date."""

    name: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """Letters between carets in a template."""

    text: str


Template: TypeAlias = tuple[str | Raised | Reference, ...]


def parse_template(text: str) -> Template:
    """Cut the text of a row into words, raised letters and references.

    A form stands behind the brace as in a statement, or inside it where letters follow: `{ones@stem}und`.

    Raises:
        ValueError: a caret or a brace is left over.
    """
    if not PUNCTUATED.search(text):
        return (text,) if text else ()
    parts: list[str | Raised | Reference] = []
    end = 0
    for mark in _MARK.finditer(text):
        parts.append(text[end : mark.start()])
        raised, name, inside, outside = mark.groups()
        parts.append(Raised(raised) if raised else Reference(name, inside or outside or ""))
        end = mark.end()
    parts.append(text[end:])
    left_over = PUNCTUATED.search("".join(part for part in parts if isinstance(part, str)))
    if left_over:
        raise ValueError(f"`{left_over[0]}` in `{text}` is not closed or names nothing")
    return tuple(part for part in parts if part != "")


@dataclass(frozen=True, slots=True)
class Review:
    """How sure those who wrote some rows were (`high`, `medium` or `low`), and which native speaker signed them."""

    confidence: str
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """One form: templates by number, the most exact row first (source: `docs/`, the tables of `tests/languages`)."""

    exact: Mapping[int, Template]
    by_ending: Mapping[int, Mapping[int, Template]]
    """Per modulus, largest first: templates by remainder."""
    plural: Mapping[str, Template]
    default: Template | None = None
    calendar: Calendar = Calendar.GREGORIAN
    """The calendar that a form of a date shows the day in."""
    review: Review | None = None
    """What the file says of this form; None where it says nothing, as of names that CLDR gives."""

    def find(self, n: int, category: Callable[[int], str]) -> Template | None:
        """Find the first row that fits a number; `category` is asked only if a row depends on it."""
        if n in self.exact:
            return self.exact[n]
        for modulus, rows in self.by_ending.items():
            if n % modulus in rows:
                return rows[n % modulus]
        return self.plural.get(category(n), self.default) if self.plural else self.default


@dataclass(frozen=True, slots=True)
class Section:
    """Everything a language says with one kind of number. A form whose name begins with `_` serves other forms only."""

    base: str
    """The form meant when a text names none."""
    forms: Mapping[str, Rows]

    @property
    def public_forms(self) -> tuple[str, ...]:
        """The forms a text may name, the base first."""
        return tuple(
            sorted((form for form in self.forms if not form.startswith("_")), key=lambda one: one != self.base)
        )


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a language writes figures."""

    group: str
    """What stands between groups of digits; empty for none."""
    decimal: str
    group_from: int = 4
    """The number of digits from which groups appear."""
    sizes: tuple[int, ...] = (3,)
    """Sizes of the groups from the right; the last one repeats."""
    digits: str = LATIN


@dataclass(frozen=True, slots=True)
class Quotes:
    """The marks around a quotation and around one inside it."""

    open: str
    close: str
    inner_open: str
    inner_close: str


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """One language, as its grammar file describes it. All methods are pure.

    A grammar is equal to itself only, so that what is made from it once can be kept beside it.
    """

    locale: str
    """The locale asked for; the file may serve more than one."""
    name: str
    confidence: str
    """`high`, `medium` or `low`: how sure those who wrote the file were."""
    reviewed_by: str
    """The native speaker who signed it; empty if nobody has."""
    sources: tuple[str, ...]
    file: str
    numerals: Numerals
    quotes: Quotes
    typography: Typography
    sections: Mapping[str, Section]

    @property
    def direction(self) -> Direction:
        """The writing direction."""
        return locales.direction(self.locale)

    @property
    def script(self) -> str:
        """The script by ISO 15924."""
        return locales.script(self.locale)

    @property
    def categories(self) -> tuple[str, ...]:
        """The CLDR plural categories of the language."""
        return locales.plural_categories(self.locale)

    def category(self, number: int | Decimal) -> str:
        """Name the CLDR plural category of a number."""
        return locales.plural_category(self.locale, number)

    def forms(self, section: str) -> tuple[str, ...]:
        """List the forms a text may ask of a section, the base first; none if the file lacks the section."""
        return self.sections[section].public_forms if section in self.sections else ()

    def review(self, section: str, form: str = "") -> Review:
        """Tell how sure a form is and who signed it: what stands beside the form, else its section, else the file.

        Raises:
            FormError: the language has no such form.
        """
        table = self.sections.get(section)
        rows = table.forms.get(form or table.base) if table else None
        if rows is None:
            raise FormError(section, form, 0, self.forms(section), self.file)
        return rows.review or Review(self.confidence, self.reviewed_by)

    def unreviewed(self, uses: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """List the sections and forms among those in use that no native speaker has signed, each once and in order."""
        return tuple(sorted(use for use in set(uses) if not self.review(*use).reviewed_by))

    def ordinal(self, n: int, form: str = "") -> Value:
        """Write the nth in digits: `34th`, `34-я`.

        Raises:
            FormError: the language has no such form, or n is not in 1..3000; so for all methods with a form.
        """
        return self._count("ordinal", n, form)

    def ordinal_words(self, n: int, form: str = "") -> Value:
        """Write the nth in words: `thirty-fourth`."""
        return self._count("ordinal_words", n, form)

    def years(self, n: int, form: str = "") -> Value:
        """Write n years: `34 years`, `34 года`."""
        return self._count("years", n, form)

    def anniversary(self, n: int, form: str = "") -> Value:
        """Write the whole phrase: `34th anniversary`, `34周年`."""
        return self._count("anniversary", n, form)

    def year(self, year: int, form: str = "") -> Value:
        """Write a year as a label, never grouped: `2024`, `2024-cü il`."""
        return self.fill("year", form, year)

    def date(self, date: PartialDate, form: str = "") -> Value:
        """Write what is known of a date: day, month and year; month and year; or the year."""
        if date.month is None:
            return self.year(date.year, form)
        if (day := date.complete) is not None:
            return self.whole_date("date", day, form)
        return self.fill("month_year", form, date.month, {"month": date.month, "year": date.year})

    def day_month(self, day: datetime.date, form: str = "") -> Value:
        """Write a day without its year: `20 January`."""
        return self.whole_date("day_month", day, form)

    def whole_date(self, section: str, day: datetime.date, form: str) -> Value:
        """Write a day in a form of `date` or `day_month`, in the calendar of that form.

        Raises:
            CalendarError: the calendar does not reach that day.
        """
        return self.fill(section, form, day.day, _parts_of(day))

    def weekday(self, day: datetime.date, form: str = "") -> Value:
        """Write the day of the week."""
        return self.fill("weekday", form, day.isoweekday())

    def number(self, number: int | Decimal) -> str:
        """Write a figure with the separators and digits of the language: `26,000`, `۲۶٬۰۰۰`."""
        sign, whole, fraction = _split(number)
        grouped = _grouped(whole, self.numerals)
        return self.digits(sign + grouped + (self.numerals.decimal + fraction if fraction else ""))

    def digits(self, text: str) -> str:
        """Write the ASCII digits of a text in the digits of the language."""
        own = self.numerals.digits
        return text if own == LATIN else text.translate(_translation(own))

    def _count(self, section: str, n: int, form: str) -> Value:
        if not 1 <= n <= LARGEST_COUNT:
            raise FormError(section, form, n, self.forms(section), self.file)
        return self.fill(section, form, n)

    def fill(self, section: str, form: str, n: int, date: Mapping[str, int] | None = None) -> Value:
        """Fill a form of any section; `date` gives the day, month, year, weekday (Monday is 1) and era it may refer to."""
        parts: list[str | Raised] = []
        self._write(parts, section, form, n, date or {})
        return _joined(parts)

    def words(self, section: str, form: str, n: int) -> str:
        """Fill a form like `fill`, with raised letters set like all others."""
        return _words(self, section, form, n)

    def _write(self, parts: list[str | Raised], section: str, form: str, n: int, date: Mapping[str, int]) -> None:
        if "ordinal_day" in date and section in DATED:
            date = self._in_calendar(section, form, date)
            n = date["day"]
        for part in self.template(section, form, n):
            if not isinstance(part, Reference):
                parts.append(part)
            elif part.name == "n":
                parts.append(self.digits(str(n)))
            elif part.name in PART_OF_NUMBER:
                self._write(parts, section, part.form or form, self.ending(section, form, n, part.name), date)
            else:
                self._write(parts, part.name, part.form, date.get(part.name, n), date)

    def _in_calendar(self, section: str, form: str, date: Mapping[str, int]) -> Mapping[str, int]:
        """Give the parts of the same day in the calendar of a form; a form inside it may show another one."""
        table = self.sections[section]
        rows = table.forms.get(form or table.base)
        day = datetime.date.fromordinal(date["ordinal_day"])
        try:
            return _parts_of(day, rows.calendar if rows else Calendar.GREGORIAN)
        except OutOfRangeError as error:
            raise CalendarError(section, form, error, self.forms(section), self.file) from None

    def ending(self, section: str, form: str, n: int, name: str) -> int:
        """Cut the last digits off a number for `{ones}` or `{rest}`.

        Raises:
            FormError: the number has no more digits than that, so that the row would lead to itself.
        """
        if n < PART_OF_NUMBER[name]:
            raise FormError(section, form, n, self.forms(section), self.file)
        return n % PART_OF_NUMBER[name]

    def template(self, section: str, form: str, n: int) -> Template:
        """Find the row that writes a number in a form of any section.

        Raises:
            FormError: there is none.
        """
        table = self.sections.get(section)
        rows = table.forms.get(form or table.base) if table else None
        template = rows.find(n, self.category) if rows else None
        if template is None or not 1 <= n <= LARGEST_YEAR:
            raise FormError(section, form, n, self.forms(section), self.file)
        return template


def load_grammar(locale: str, folders: Sequence[Path] = (), *, thorough: bool = False) -> Grammar:
    """Load the grammar that serves a locale: from the given folders in their order, then from this package.

    Whether a file has a row for every number is found out for the files of newsrooms. Those of this package were checked
    when the program was tested; `thorough` looks again, for those who work on one.

    Raises:
        TextProblems: no file serves the locale, or the file is not valid.
        FileProblem: a file cannot be read.
    """
    from communique.grammar.files import PACKAGED, load

    return load(locale, (*folders, PACKAGED), thorough=thorough)


def known_locales(folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """List the locales that have a grammar file of their own."""
    from communique.grammar.files import PACKAGED, names

    return names((*folders, PACKAGED))


def _parts_of(day: datetime.date, calendar: Calendar = Calendar.GREGORIAN) -> dict[str, int]:
    shown = convert(calendar, day)
    parts = {"day": shown.day, "month": shown.month, "year": shown.year, "era": shown.era}
    return {**parts, "weekday": day.isoweekday(), "ordinal_day": day.toordinal()}


def _joined(parts: Iterable[str | Raised]) -> Value:
    """Join neighbouring words, so that a value is as short as it can be."""
    found: list[Text | Superscript[Inline]] = []
    for raised, group in itertools.groupby(parts, key=lambda part: isinstance(part, Raised)):
        if raised:
            found += [Superscript((Text(part.text),)) for part in group if isinstance(part, Raised)]
        elif words := "".join(map(str, group)):
            found.append(Text(words))
    return tuple(found)


@functools.lru_cache(maxsize=16384)
def _words(grammar: Grammar, section: str, form: str, n: int) -> str:
    """The words of a number; those of its last digits, which they end with in many languages, are asked for often."""
    words = []
    for part in grammar.template(section, form, n):
        if isinstance(part, str):
            words.append(part)
        elif isinstance(part, Raised):
            words.append(part.text)
        elif part.name == "n":
            words.append(grammar.digits(str(n)))
        elif part.name in PART_OF_NUMBER:
            words.append(_words(grammar, section, part.form or form, grammar.ending(section, form, n, part.name)))
        else:
            words.append(_words(grammar, part.name, part.form, n))
    return "".join(words)


@functools.cache
def _translation(digits: str) -> Mapping[int, str]:
    return {ord(latin): own for latin, own in zip(LATIN, digits, strict=True)}


def _split(number: int | Decimal) -> tuple[str, str, str]:
    whole, _, fraction = (
        format(abs(number), "f").partition(".") if isinstance(number, Decimal) else (str(abs(number)), "", "")
    )
    return "-" if number < 0 else "", whole, fraction


def _grouped(whole: str, numerals: Numerals) -> str:
    if len(whole) < numerals.group_from:
        return whole
    groups: list[str] = []
    sizes = list(numerals.sizes)
    while whole:
        size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
        groups.insert(0, whole[-size:])
        whole = whole[:-size]
    return numerals.group.join(groups)
