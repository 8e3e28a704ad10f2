"""Score the grammar files against cases of known truth: `python tests/languages/score.py CASES.json [--json]`.

A case is right if the text equals what is expected or any accepted variant, after Unicode NFC, with every kind of
space counted as a space and raised letters read as plain ones. Everything that is asked for counts: a language without a
grammar file, or a form that its file lacks, has wrong cases. Exit 1 if a language is right in less than 99 %.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from communique.calendars import OutOfRangeError, convert
from communique.diagnostics import Code, TextProblems
from communique.grammar import FormError, Grammar, Value, load_grammar
from communique.model import Calendar, PartialDate, Superscript, Text

Case: TypeAlias = Mapping[str, Any]
KINDS = ("ordinal", "heading", "years", "year-label", "year-locative", "article", "number", "date", "calendar")
ENOUGH = 0.99
"""Of the cases of a language; below, it would have to be called unsupported."""
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009", " "))
ARTICLE = {"it": "m.def"}
"""Where the article is not the one form `def` or `indef` of the ordinal."""


@dataclass
class Tally:
    """The cases of one language and kind: how many there are, and which were wrong."""

    total: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def right(self) -> int:
        return self.total - len(self.wrong)


CALENDARS = {
    "islamic-umalqura": Calendar.UMM_AL_QURA,
    "persian": Calendar.SOLAR_HIJRI,
    "hebrew": Calendar.HEBREW,
    "buddhist": Calendar.BUDDHIST,
    "roc": Calendar.MINGUO,
    "japanese": Calendar.JAPANESE,
}
ERAS = ("Meiji", "Taisho", "Showa", "Heisei", "Reiwa")


def plain(value: Value) -> str:
    """Read a value as a person would copy it: raised letters among the others."""
    return "".join(_letters(part) for part in value)


def _letters(part: object) -> str:
    match part:
        case Text(text):
            return text
        case Superscript(content):
            return "".join(map(_letters, content))
        case _:
            raise TypeError(part)


def normal(text: str) -> str:
    """Make two spellings comparable."""
    return unicodedata.normalize("NFC", text).translate(SPACES)


def ordinal_form(grammar: Grammar, section: str, case: Case) -> str:
    """Find the form that a case asks for by gender and case; the base if the language declines neither."""
    gender, declined = case["gender"], case["case"].removesuffix("-def").replace("-", ".")
    wanted = (f"{gender}.{declined}", f"{gender}.alone" if declined == "" else "", declined, gender)
    known = grammar.forms(section)
    if declined == "before.noun" or (gender and declined == "" and gender in known):
        return str(gender)
    return next((form for form in wanted if form in known), "")


def other_calendar(case: Case) -> str:
    """The day of a case in the calendar it names, as numbers."""
    found = convert(CALENDARS[case["calendar"]], datetime.date.fromisoformat(case["date"]))
    era = f"{ERAS[found.era - 1]} " if case["calendar"] == "japanese" else ""
    return f"{era}{found.year}-{found.month:02d}-{found.day:02d}"


def answer(grammar: Grammar, case: Case) -> str:
    """Write what a case asks for."""
    match case["kind"]:
        case "ordinal":
            section = "ordinal_words" if case["form"] == "words" else "ordinal"
            return plain(grammar.fill(section, ordinal_form(grammar, section, case), case["n"]))
        case "heading":
            return plain(grammar.anniversary(case["n"]))
        case "years":
            return plain(grammar.years(case["n"]))
        case "year-label":
            return plain(grammar.year(case["n"], "nom"))
        case "year-locative":
            return plain(grammar.year(case["n"], "loc"))
        case "article":
            forms = (ARTICLE.get(case["lang"], ""), "indef", "def")
            return plain(grammar.ordinal(case["n"], next(one for one in forms if one in grammar.forms("ordinal"))))
        case "number":
            return grammar.number(case["value"])
        case "date":
            day = datetime.date.fromisoformat(case["date"])
            return plain(grammar.date(PartialDate(day.year, day.month, day.day)))
        case "calendar":
            return other_calendar(case)
        case other:
            raise ValueError(f"unknown kind `{other}`")


def judge(grammar: Grammar, case: Case, tally: Tally) -> None:
    """Count a case, and keep it if it is wrong."""
    try:
        written = answer(grammar, case)
    except (FormError, OutOfRangeError) as error:
        written = f"{type(error).__name__}: {error}"
    tally.total += 1
    accepted = {normal(text) for text in (case["expected"], *case.get("also", ()))}
    if normal(written) not in accepted:
        asked = case.get("n", case.get("value", case.get("date")))
        tally.wrong.append(f"{case['id']} {asked} {case.get('case', '')}: {written!r}, expected {case['expected']!r}")


def score(cases: Sequence[Case]) -> dict[str, dict[str, Tally]]:
    """Score all cases by language and kind."""
    tallies: dict[str, dict[str, Tally]] = {}
    for case in sorted(cases, key=lambda case: str(case["lang"])):
        tally = tallies.setdefault(case["lang"], {}).setdefault(case["kind"], Tally())
        try:
            grammar = _grammar(case["lang"])
        except TextProblems as problems:
            if problems.diagnostics[0].code is not Code.UNKNOWN_LOCALE:
                raise
            tally.total += 1
            tally.wrong.append(f"{case['id']}: no grammar file serves `{case['lang']}`")
            continue
        judge(grammar, case, tally)
    return tallies


@functools.cache
def _grammar(language: str) -> Grammar:
    return load_grammar(language)


def right_and_total(kinds: Mapping[str, Tally]) -> tuple[int, int]:
    """The cases of a language over all kinds."""
    return sum(tally.right for tally in kinds.values()), sum(tally.total for tally in kinds.values())


def _lines(tallies: Mapping[str, Mapping[str, Tally]]) -> Iterator[str]:
    for language, kinds in tallies.items():
        right, total = right_and_total(kinds)
        parts = ", ".join(f"{kind} {tally.right}/{tally.total}" for kind, tally in kinds.items())
        yield f"{language:8} {right}/{total} {100 * right / total:.1f} %  ({parts})"
        for tally in kinds.values():
            yield from (f"    {line}" for line in tally.wrong)
    whole = [right_and_total(kinds) for kinds in tallies.values()]
    enough = sum(right >= ENOUGH * total for right, total in whole)
    yield f"{sum(right for right, _ in whole)}/{sum(total for _, total in whole)} cases, {enough}/{len(whole)} languages"


def main() -> int:
    """Print the score; 1 if a language is right in less than 99 % of its cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    tallies = score(json.loads(chosen.cases.read_text("utf-8"))["cases"])
    if chosen.json:
        found = {
            language: {kind: [one.right, one.total] for kind, one in kinds.items()}
            for language, kinds in tallies.items()
        }
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(tallies))
    return int(any(right < ENOUGH * total for right, total in map(right_and_total, tallies.values())))


if __name__ == "__main__":
    sys.exit(main())
