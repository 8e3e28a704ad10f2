"""Wrong numbers as they come into finished releases: a value typed by hand, a table that is wrong, a text of last year.

Each error is one visible change of a number, a year, a day of the week or a date to a wrong but plausible one, made in the
finished text of a release. Nothing here asks the rule that has to find them.
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from num2words import num2words

from communique import checks, newsroom, observance
from communique.compose import map_block
from communique.fill import COUNTS, Vocabulary, plain
from communique.model import Block, Inline, Release, Text, Unready
from communique.placeholders import PLACEHOLDER
from own_releases import ROOM, Made, made, statement

YEARS = range(1991, 2061)
NATIVE = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹", "hi": "०१२३४५६७८९"}
HAN = "〇一二三四五六七八九"
SPELLED = ("ar", "az", "de", "en", "es", "fa", "fr", "it", "ru", "tr", "uk")
"""The languages of the examples whose numbers in words num2words knows; Chinese has its own numerals."""


@dataclass(frozen=True)
class Spot:
    """A value in a finished text: the block, the text, where in it, and the placeholder that made it."""

    block: str
    text: str
    start: int
    words: str
    name: str
    form: str

    def with_words(self, words: str) -> str:
        return self.text[: self.start] + words + self.text[self.start + len(self.words) :]


def spots(of: Made) -> list[Spot]:
    """Every value that placeholders put into the texts of a release."""
    return [spot for block, text in texts(of.release) for spot in _spots(of, block, text)]


def texts(release: Release) -> Iterator[tuple[str, str]]:
    yield "title", plain(release.title)
    for block in release.blocks:
        assert not isinstance(block, Unready)
        yield from ((block.id, plain(part)) for part in checks.texts(block))


def _spots(of: Made, block: str, text: str) -> Iterator[Spot]:
    pair = of.told[block]
    vocabulary = Vocabulary(of.edition, pair.language.grammar, pair.language.locale)
    taken: set[int] = set()
    for mark in sorted(set(PLACEHOLDER.findall(pair.translation.text)), key=lambda one: (one[0].count("."), one)):
        name, form = mark
        if name == "event.name":
            continue
        words = plain(vocabulary.words(name, form))
        for found in re.finditer(rf"(?<!\d){re.escape(words)}(?!\d)", text):
            span = set(range(found.start(), found.end()))
            if not span & taken:
                taken |= span
                yield Spot(block, text, found.start(), words, name, form)


def changed(release: Release, block: str, text: str, new: str) -> Release:
    """The release with one of its texts changed."""

    def finish(words: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return (Text(new),) if plain(words) == text else words

    if block == "title":
        return replace(release, title=finish(release.title))
    return replace(release, blocks=tuple(_finished(one, block, finish) for one in release.blocks))


def _finished(block: Block, name: str, finish: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> Block:
    assert not isinstance(block, Unready)
    return map_block(block, finish) if block.id == name else block  # type: ignore[arg-type]


# --- errors ------------------------------------------------------------------------------------------------------------

Error = Callable[[random.Random, Made, Spot], "str | None"]
"""The wrong words for a value; None where the error cannot be made there."""


def _number(of: Made, name: str) -> int:
    anchor = of.edition.statement.anchors.get(name.partition(".")[0])
    return observance.completed_years(anchor.date, of.edition.observed) if anchor else of.edition.n


def _count(by: int, of: Made, spot: Spot) -> str | None:
    part = spot.name.rpartition(".")[2]
    grammar = of.told[spot.block].language.grammar
    number = _number(of, spot.name) + by
    if part not in COUNTS or number < 1:
        return None
    return str(number) if part == "n" else plain(grammar.fill(part, spot.form, number))


def off_by_one(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """The number of the edition, one too many or too few, in the form it stands in."""
    return None if "." in spot.name else _count(chance.choice([-1, 1]), of, spot)


def anchor_off(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """The years since an anchor, one or two too many or too few."""
    return _count(chance.choice([-2, -1, 1, 2]), of, spot) if "." in spot.name else None


def _day(of: Made, spot: Spot) -> datetime.date | None:
    subject, _, part = spot.name.rpartition(".")
    if part not in {"date", "day_month"}:
        return None
    statement = of.edition.statement
    if subject == "event":
        return statement.event.first.complete
    return statement.anchors[subject].date if subject in statement.anchors else of.edition.observed


def _dated(of: Made, spot: Spot, day: datetime.date) -> str:
    section = spot.name.rpartition(".")[2]
    return plain(of.told[spot.block].language.grammar.whole_date(section, day, spot.form))


def year_left_over(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """The year of an edition before, in the date or by itself."""
    before = of.edition.year - chance.choice([1, 1, 2])
    if spot.name == "year":
        return plain(of.told[spot.block].language.grammar.year(before, spot.form))
    return _dated(of, spot, of.edition.observed.replace(year=before)) if spot.name == "date" else None


def day_shifted(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """A date one day or one week off."""
    day = _day(of, spot)
    return _dated(of, spot, day + datetime.timedelta(chance.choice([-7, -1, 1, 7]))) if day else None


def month_shifted(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """A date in the month before or after."""
    day = _day(of, spot)
    month = (day.month - 1 + chance.choice([-1, 1])) % 12 + 1 if day else 0
    return _dated(of, spot, day.replace(month=month)) if day and not (month == 2 and day.day > 28) else None


def year_of_date(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """The date of the event or an anchor with a year beside its own."""
    day = _day(of, spot)
    if day is None or "." not in spot.name or not spot.name.endswith(".date"):
        return None
    return _dated(of, spot, day.replace(year=day.year + chance.choice([-10, -1, 1])))


def other_weekday(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """Another day of the week."""
    if spot.name != "weekday":
        return None
    day = (of.edition.observed.isoweekday() - 1 + chance.randint(1, 6)) % 7 + 1
    return plain(of.told[spot.block].language.grammar.fill("weekday", spot.form, day))


def _runs(spot: Spot) -> list[re.Match[str]]:
    return [run for run in re.finditer(r"\d+", spot.words) if len(run[0]) > 1]


def digits_swapped(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """Two digits that changed places."""
    runs = [run for run in _runs(spot) if len(set(run[0])) > 1]
    if not runs:
        return None
    run = chance.choice(runs)
    at = chance.choice([at for at in range(len(run[0]) - 1) if run[0][at] != run[0][at + 1]])
    swapped = run[0][:at] + run[0][at + 1] + run[0][at] + run[0][at + 2 :]
    return spot.words[: run.start()] + swapped + spot.words[run.end() :]


def digit_dropped(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """A digit that was lost."""
    runs = _runs(spot)
    if not runs:
        return None
    run = chance.choice(runs)
    at = chance.randrange(len(run[0]))
    return spot.words[: run.start()] + run[0][:at] + run[0][at + 1 :] + spot.words[run.end() :]


def digit_changed(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """A digit that became another, in the digits that stood there or in those of the script."""
    runs = list(re.finditer(r"\d+", spot.words))
    if not runs:
        return None
    run = chance.choice(runs)
    value = int(run[0])
    wrong = str(value + chance.choice([-1, 1]) * 10 ** chance.randrange(len(str(value))))
    native = NATIVE.get(of.told[spot.block].language.name, "") if chance.random() < 0.7 else ""
    written = "".join(native[int(digit)] for digit in wrong) if native and wrong.isdecimal() else wrong
    return spot.words[: run.start()] + written + spot.words[run.end() :] if int(wrong) > 0 else None


def in_words(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """A wrong number in words or in Chinese numerals, where a number in figures stood with its noun."""
    language, part = of.told[spot.block].language.name, spot.name.rpartition(".")[2]
    run = re.search(r"\d+", spot.words)
    wrong = _number(of, spot.name) + chance.choice([-1, 1])
    if part not in COUNTS or run is None or not 12 < wrong < 100:
        return None
    if language == "zh":
        words = (HAN[wrong // 10] if wrong > 19 else "") + "十" + (HAN[wrong % 10] if wrong % 10 else "")
    elif language in SPELLED:
        words = num2words(wrong, lang=language)
    else:
        return None
    return spot.words[: run.start()] + words + spot.words[run.end() :]


def fact_changed(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """A fact that is another figure, as official texts have had it."""
    if spot.name not in of.edition.facts:
        return None
    value = of.edition.facts[spot.name].value
    assert isinstance(value, int)
    wrong = value + chance.choice([-10, -1, 1, 3, 10])
    return of.told[spot.block].language.grammar.number(wrong) if wrong > 0 else None


def typed_besides(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """A wrong count beside the right one: the 35th anniversary, and 36 years ago in the same text."""
    wrong = _count(chance.choice([-3, -2, -1, 1, 2]), of, spot)
    return f"{spot.words} ({wrong})" if wrong and spot.name.rpartition(".")[2] != "n" else None


def year_besides(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """The year of another edition, in brackets behind a value."""
    digits = of.told[spot.block].language.grammar.digits
    return f"{spot.words} ({digits(str(of.edition.year - chance.choice([1, 2, 10])))})"


def weekday_besides(chance: random.Random, of: Made, spot: Spot) -> str | None:
    """A wrong day of the week in front of a whole date."""
    day = _day(of, spot)
    if day is None or not spot.name.endswith("date"):
        return None
    wrong = (day.isoweekday() - 1 + chance.randint(1, 6)) % 7 + 1
    return f"{plain(of.told[spot.block].language.grammar.fill('weekday', '', wrong))}, {spot.words}"


ERRORS: dict[str, Error] = {
    error.__name__: error
    for error in (
        off_by_one,
        anchor_off,
        year_left_over,
        year_of_date,
        day_shifted,
        month_shifted,
        other_weekday,
        digits_swapped,
        digit_dropped,
        digit_changed,
        in_words,
        fact_changed,
        typed_besides,
        year_besides,
        weekday_besides,
    )
}


@dataclass(frozen=True)
class Seeded:
    """A release with one error, and what was done to it."""

    kind: str
    of: Made
    release: Release
    spot: Spot
    wrong: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.release.name} {self.spot.block}: `{self.spot.words}` became `{self.wrong}`"


def seeded(seed: int, kind: str) -> Seeded:
    """One error of a kind, by chance but always the same for a seed."""
    chance = random.Random(f"{seed} {kind}")  # noqa: S311  # nothing secret
    while True:
        slug = chance.choice(newsroom.slugs(ROOM))
        locale = chance.choice(statement(slug).all_locales)
        of = made(slug, chance.choice(YEARS), locale)
        found = spots(of) if of else []
        chance.shuffle(found)
        for spot in found:
            assert of is not None
            wrong = ERRORS[kind](chance, of, spot)
            if wrong is not None and wrong != spot.words:
                return Seeded(kind, of, changed(of.release, spot.block, spot.text, spot.with_words(wrong)), spot, wrong)
