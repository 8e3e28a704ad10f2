"""What a native speaker reads and signs: one page with everything that a grammar file makes a language say.

Pure: the content only. The command prints it as text, as JSON, or as a page to sign.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from communique import locales
from communique.fill import plain
from communique.grammar import FormError, Grammar, Review, Value
from communique.model import Direction, PartialDate, Text

SENTENCES = (1, 2, 3, 5, 11, 21, 22, 34, 40, 50, 100, 101)
"""The counts at which some language changes its word, its ending or its verb."""
YEARS = (1990, 2024, 2025, 2026, 2029)
DAYS = (datetime.date(1990, 1, 20), datetime.date(2026, 5, 1), datetime.date(2027, 8, 11))
NUMBERS = (147, 4500, 26_000, 1_234_567, Decimal("12.5"))
COUNTED = ("anniversary", "ordinal", "ordinal_words", "years")
DATED = ("date", "day_month")
SIGNATURE = ("Name", "Office or profession", "Date", "Signature")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One count: the heading, a sentence around it with the counted years, and one more form of the heading."""

    n: int
    heading: str
    sentence: str
    form: str
    in_form: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one section, with how sure its authors are and who signed it."""

    section: str
    form: str
    text: str
    review: Review


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """The page: its language, the sentences, and every form for one count and one day."""

    locale: str
    english_name: str
    own_name: str
    direction: Direction
    script: str
    file: str
    review: Review
    n: int
    sentences: tuple[Sentence, ...]
    years: tuple[str, ...]
    dates: tuple[str, ...]
    numbers: tuple[str, ...]
    quotes: str
    forms: tuple[Entry, ...]

    @property
    def unreviewed(self) -> int:
        """How many forms nobody has signed."""
        return sum(not entry.review.reviewed_by for entry in self.forms)

    def as_json(self) -> dict[str, object]:
        """The sheet as an item of `--json`."""
        return {**dataclasses.asdict(self), "direction": str(self.direction), "unreviewed": self.unreviewed}


def proof_sheet(grammar: Grammar, n: int) -> ProofSheet:
    """Write the sheet of a language; `n` is the count that every form is shown for."""
    return ProofSheet(
        grammar.locale,
        locales.english_name(grammar.locale),
        locales.endonym(grammar.locale),
        grammar.direction,
        grammar.script,
        grammar.file,
        Review(grammar.confidence, grammar.reviewed_by),
        n,
        tuple(_sentence(grammar, place, count) for place, count in enumerate(SENTENCES)),
        tuple(_year(grammar, year) for year in YEARS),
        tuple(plain(grammar.whole_date("date", day, "")) for day in DAYS),
        tuple(grammar.number(number) for number in NUMBERS),
        _quotes(grammar),
        tuple(_entries(grammar, n)),
    )


def _sentence(grammar: Grammar, place: int, n: int) -> Sentence:
    """Write the heading, and in turn each of its other forms, so that the twelve counts show them all."""
    base, *others = grammar.forms("anniversary")
    form = others[place % len(others)] if others else base
    heading, years = plain(grammar.anniversary(n)), plain(grammar.years(n))
    around = plain(grammar.fill("sentence", "", n)) if grammar.forms("sentence") else f"{heading} · {years}"
    return Sentence(n, heading, around, form, _reached(grammar, form, n))


def _reached(grammar: Grammar, form: str, n: int) -> str:
    return plain(_written(grammar, "anniversary", form, n))


def _written(grammar: Grammar, section: str, form: str, n: int) -> Value:
    """Write a form of a count; words that end at the hundredth leave a dash."""
    try:
        return grammar.fill(section, form, n)
    except FormError:
        return (Text("–"),)


def _year(grammar: Grammar, year: int) -> str:
    shown = [form for form in ("", "nom", "loc", "in") if not form or form in grammar.forms("year")]
    return " · ".join(dict.fromkeys(plain(grammar.year(year, form)) for form in shown))


def _quotes(grammar: Grammar) -> str:
    marks, text = grammar.quotes, grammar.number(SENTENCES[0])
    return f"{marks.open}{text} {marks.inner_open}{text}{marks.inner_close} {text}{marks.close}"


def _entries(grammar: Grammar, n: int) -> Iterator[Entry]:
    day = DAYS[0]
    for section in COUNTED:
        for form in grammar.forms(section):
            yield _entry(grammar, section, form, _written(grammar, section, form, n))
    for section in DATED:
        for form in grammar.forms(section):
            yield _entry(grammar, section, form, grammar.whole_date(section, day, form))
    for form in grammar.forms("month_year"):
        yield _entry(grammar, "month_year", form, grammar.date(PartialDate(day.year, day.month), form))
    for form in grammar.forms("year"):
        yield _entry(grammar, "year", form, grammar.year(day.year, form))
    for form in grammar.forms("weekday"):
        yield _entry(grammar, "weekday", form, grammar.weekday(day, form))


def _entry(grammar: Grammar, section: str, form: str, value: Value) -> Entry:
    return Entry(section, form, plain(value), grammar.review(section, form))
