"""Score the grammar files against cases of known truth: `python tests/languages/score.py CASES.json [--json]`.

A case is right if the text equals what is expected or any accepted variant, after Unicode NFC, with every kind of
space counted as a space and raised letters read as plain ones. A language without a grammar file is listed as
unsupported, and its cases count for nothing. Calendars other than the Gregorian are out of scope.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from communique.diagnostics import Code, TextProblems
from communique.grammar import FormError, Grammar, Value, load_grammar
from communique.model import PartialDate, Superscript, Text

Case: TypeAlias = Mapping[str, Any]
KINDS = ("ordinal", "heading", "years", "year-label", "year-locative", "article", "number", "date")
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


def answer(grammar: Grammar, case: Case) -> str | None:
    """Write what a case asks for; None if the file ships no words for ordinals and the case wants them."""
    match case["kind"]:
        case "ordinal":
            section = "ordinal_words" if case["form"] == "words" else "ordinal"
            if not grammar.forms(section):
                return None
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
        case other:
            raise ValueError(f"unknown kind `{other}`")


def judge(grammar: Grammar, case: Case, tally: Tally) -> None:
    """Count a case, and keep it if it is wrong."""
    try:
        written = answer(grammar, case)
    except FormError as error:
        written = f"FormError: {error}"
    if written is None:
        return
    tally.total += 1
    accepted = {normal(text) for text in (case["expected"], *case.get("also", ()))}
    if normal(written) not in accepted:
        asked = case.get("n", case.get("value", case.get("date")))
        tally.wrong.append(f"{case['id']} {asked} {case.get('case', '')}: {written!r}, expected {case['expected']!r}")


def score(cases: Sequence[Case]) -> tuple[dict[str, dict[str, Tally]], dict[str, int]]:
    """Score all cases: tallies by language and kind, and the number of cases of each unsupported language."""
    tallies: dict[str, dict[str, Tally]] = {}
    unsupported: dict[str, int] = {}
    by_language: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case["kind"] in KINDS:
            by_language[case["lang"]].append(case)
    for language, asked in sorted(by_language.items()):
        try:
            grammar = load_grammar(language)
        except TextProblems as problems:
            if problems.diagnostics[0].code is not Code.UNKNOWN_LOCALE:
                raise
            unsupported[language] = len(asked)
            continue
        tallies[language] = defaultdict(Tally)
        for case in asked:
            judge(grammar, case, tallies[language][case["kind"]])
    return tallies, unsupported


def _lines(tallies: Mapping[str, Mapping[str, Tally]], unsupported: Mapping[str, int]) -> Iterator[str]:
    for language, kinds in tallies.items():
        right, total = (sum(getattr(tally, name) for tally in kinds.values()) for name in ("right", "total"))
        parts = ", ".join(f"{kind} {tally.right}/{tally.total}" for kind, tally in kinds.items() if tally.total)
        yield f"{language:8} {right}/{total} {100 * right / max(total, 1):.1f} %  ({parts})"
        for tally in kinds.values():
            yield from (f"    {line}" for line in tally.wrong)
    yield f"unsupported ({len(unsupported)}, not counted): {', '.join(unsupported) or 'none'}"


def main() -> int:
    """Print the score; 1 if a case of a supported language is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    tallies, unsupported = score(json.loads(chosen.cases.read_text("utf-8"))["cases"])
    if chosen.json:
        found = {
            language: {
                kind: {"right": one.right, "total": one.total, "wrong": one.wrong} for kind, one in kinds.items()
            }
            for language, kinds in tallies.items()
        }
        sys.stdout.write(
            json.dumps({"languages": found, "unsupported": unsupported}, ensure_ascii=False, indent=2) + "\n"
        )
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(tallies, unsupported))
    return int(any(tally.wrong for kinds in tallies.values() for tally in kinds.values()))


if __name__ == "__main__":
    sys.exit(main())
