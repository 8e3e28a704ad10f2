"""Every rule finds the faults that were planted for it: with its code and weight, at its place, with a hint."""

from __future__ import annotations

import importlib
import inspect
import json
import pathlib
import pkgutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from written_pairs import CATALOG, SOURCE_FILE, edition, pair, passage, problems

from communique import checks
from communique.checks.catalogue import CATALOGUE
from communique.checks.glossary import Banned, Glossary, Term
from communique.checks.pair import Pair, Rule
from communique.diagnostics import Code, Location, Severity
from communique.model import BlockKind, Edition
from conftest import Program
from small_newsroom import BODY, REPOSITORY, STATEMENT, TRANSLATIONS, SmallNewsroom, catalog_file, statement_file
from small_newsroom import CATALOG as FRENCH

FILE = pathlib.Path(__file__).with_name("planted.toml")
RULES = (*checks.OF_TEXT, *checks.OF_PAIR)


@dataclass(frozen=True)
class Fault:
    text: Pair
    code: Code
    severity: Severity
    at: str


def faults() -> Iterator[Fault]:
    before: dict[str, str] = {}
    for row in tomllib.loads(FILE.read_text("utf-8"))["fault"]:
        before |= {key: row[key] for key in ("source", "locale") if key in row}
        own = pair(
            before["source"],
            row.get("text"),
            before["locale"],
            kind=BlockKind(row.get("kind", "paragraph")),
            locked=row.get("locked", False),
            cite=row.get("cite", ""),
            of=_edition(row.get("year", 2026), row["text"] if "reworded" in row else ""),
            glossary=_glossary(before["locale"], **row["term"]) if "term" in row else _banned(row),
        )
        yield Fault(own, Code(row["code"]), Severity(row.get("severity", "error")), row.get("at", ""))


def _edition(year: int, reworded: str) -> Edition:
    return edition(year, {("lead", "fr"): passage(reworded)} if reworded else None)


def _glossary(locale: str, source: str, required: str = "", forbidden: str = "", *, fixed: bool = False) -> Glossary:
    listed = [{locale: (words,)} if words else {} for words in (required, forbidden)]
    return Glossary((Term((source,), fixed, listed[0], listed[1], Location("glossary.toml", 1, 1)),))


def _banned(row: dict[str, Any]) -> Glossary | None:
    if "banned" not in row:
        return None
    words = Banned({row["locale"]: (row["banned"],)}, {}, "", Location("glossary.toml", 1, 1))
    return Glossary((), (words,))


FAULTS = list(faults())


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{one.code}-{one.severity}-{n}" for n, one in enumerate(FAULTS)])
def test_a_planted_fault_is_told_with_its_weight_at_its_place_and_with_a_hint(fault: Fault) -> None:
    told = [one for one in problems(fault.text) if (one.code, one.severity) == (fault.code, fault.severity)]
    places = {one.location for one in told}
    file = SOURCE_FILE if fault.text.translation is fault.text.source else CATALOG
    assert Location(file, 7, 10 + max(0, fault.text.translation.text.rfind(fault.at) if fault.at else 0)) in places
    assert all(one.hint and one.locale == fault.text.language.locale and one.block == "lead" for one in told)


@pytest.mark.parametrize("rule", RULES, ids=[f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}" for rule in RULES])
def test_every_rule_has_a_planted_fault(rule: Rule) -> None:
    assert any(finding.code is fault.code for fault in FAULTS for finding in rule(fault.text))


def test_every_rule_that_is_written_is_applied() -> None:
    names = [f"communique.checks.{one.name}" for one in pkgutil.iter_modules(checks.__path__)]
    written = {
        rule
        for name in names
        for rule in vars(importlib.import_module(name)).values()
        if inspect.isfunction(rule) and rule.__annotations__ == {"pair": "Pair", "return": "Iterator[Finding]"}
        if not rule.__name__.startswith("_")
    }
    assert written == set(RULES)


# --- faults that show only in a whole edition --------------------------------------------------------------------------


def translate(newsroom: SmallNewsroom, source: str, text: str) -> None:
    """Put another paragraph and its translation into the statement."""
    newsroom.write(STATEMENT, statement_file(BODY.replace(TRANSLATIONS["victims"][0], source)))
    newsroom.write(FRENCH, catalog_file({**TRANSLATIONS, "victims": (source, text)}))


def not_closed(newsroom: SmallNewsroom) -> None:
    translate(newsroom, "We remember them.", "Nous pensons *à eux.")


def unknown_form(newsroom: SmallNewsroom) -> None:
    translate(newsroom, "It is the {ordinal} year.", "C’est la {ordinal}@dative année.")


def unknown_name(newsroom: SmallNewsroom) -> None:
    translate(newsroom, "It is {yaer} now.", "C’est {yaer} enfin.")


def incomplete_switch(newsroom: SmallNewsroom) -> None:
    source = "[[n| one: {years} has | other: {years} have ]] passed."
    translate(newsroom, source, "[[n| one: {years} a ]] passé.")


def lost_figure(newsroom: SmallNewsroom) -> None:
    source = "[[n| one: {years} has | other: {years} have ]] passed."
    translate(newsroom, source, "[[n| =36: Des années ont | one: {years} a | other: {years} ont ]] passé.")


def lost_name(newsroom: SmallNewsroom) -> None:
    source = "[[n| one: One year | other: The years ]] with Anna Lind."
    translate(newsroom, source, "[[n| =36: Les ans | one: Un an avec Anna Lind | other: Les ans avec Anna Lind ]].")
    newsroom.write("glossary.toml", '[[term]]\nsource = "Anna Lind"\nfixed = true\n')


def another_count(newsroom: SmallNewsroom) -> None:
    translate(newsroom, "It was {years} ago.", "C’était il y a {years}, il y a 35 ans.")


def another_day(newsroom: SmallNewsroom) -> None:
    translate(newsroom, "It is {date}@dmy.", "C’est le {date}, le 20 février 2026.")


def another_weekday(newsroom: SmallNewsroom) -> None:
    translate(newsroom, "It is {date}@dmy.", "C’est samedi {date}.")


def grammar_without_a_number(newsroom: SmallNewsroom) -> None:
    own = (REPOSITORY / "src" / "communique" / "grammar" / "fr.toml").read_text("utf-8")
    newsroom.write("grammar/fr.toml", own.replace('"{n} ans"', '"bien des ans"'))
    translate(newsroom, "It was {years} ago.", "C’était il y a {years}.")


def next_block_untranslated(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(BODY + '\n{#later years="2030.."}\nIt will be told then.\n'))


def two_translations(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        STATEMENT, statement_file(BODY + "\n{#one}\nWe remember them all.\n\n{#two}\nWe remember them all.\n")
    )
    said = ("We remember them all.", "Nous pensons à tous."), ("We remember them all.", "Nous nous souvenons de tous.")
    newsroom.write(FRENCH, catalog_file({**TRANSLATIONS, "one": said[0], "two": said[1]}))


def one_translation(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        STATEMENT, statement_file(BODY + "\n{#one}\nWe remember them all.\n\n{#two}\nWe shall never forget.\n")
    )
    said = ("We remember them all.", "Nous pensons à tous."), ("We shall never forget.", "Nous pensons à tous.")
    newsroom.write(FRENCH, catalog_file({**TRANSLATIONS, "one": said[0], "two": said[1]}))


def misspelt(newsroom: SmallNewsroom) -> None:
    words = ["cette", "nuit", "personnes", "ont", "perdu", "la", "vie", "le", "marque", "de"]
    newsroom.write("dictionaries/fr.aff", "SET UTF-8\n")
    newsroom.write("dictionaries/fr.dic", "\n".join([str(len(words)), *words]) + "\n")
    newsroom.replace(FRENCH, "perdu la vie", "pérdu la vie")


def void_waiver(newsroom: SmallNewsroom) -> None:
    waiver = '[[waiver]]\ncode = "C142"\nlocale = "fr"\nblock = "gone"\ntext = "000000000000"\nreason = "So."\n'
    newsroom.write("statements/sad-night/waivers.toml", waiver)


def waived_error(newsroom: SmallNewsroom) -> None:
    newsroom.replace(FRENCH, "ont perdu la vie.", "ont perdu la vie [à vérifier].")
    waiver = '[[waiver]]\ncode = "C152"\nlocale = "fr"\nblock = "victims"\ntext = "000000000000"\nreason = "So."\n'
    newsroom.write("statements/sad-night/waivers.toml", waiver)


IN_AN_EDITION: dict[Callable[[SmallNewsroom], None], tuple[Code, Severity]] = {
    not_closed: (Code.LEFT_OVER_MARKUP, Severity.ERROR),
    unknown_form: (Code.UNKNOWN_FORM, Severity.ERROR),
    unknown_name: (Code.UNKNOWN_PLACEHOLDER, Severity.ERROR),
    incomplete_switch: (Code.INCOMPLETE_SWITCH, Severity.ERROR),
    lost_figure: (Code.MATRIX, Severity.ERROR),
    lost_name: (Code.MATRIX, Severity.ERROR),
    another_count: (Code.NUMBER_DISAGREES, Severity.ERROR),
    another_day: (Code.DATE_DISAGREES, Severity.ERROR),
    another_weekday: (Code.WEEKDAY_DISAGREES, Severity.ERROR),
    grammar_without_a_number: (Code.VALUE_LACKING, Severity.ERROR),
    next_block_untranslated: (Code.FUTURE, Severity.WARNING),
    two_translations: (Code.INCONSISTENT, Severity.WARNING),
    one_translation: (Code.INCONSISTENT, Severity.WARNING),
    misspelt: (Code.UNKNOWN_WORD, Severity.NOTE),
    void_waiver: (Code.VOID_WAIVER, Severity.WARNING),
    waived_error: (Code.WAIVER, Severity.ERROR),
}


@pytest.mark.parametrize("plant", IN_AN_EDITION, ids=lambda plant: plant.__name__)
def test_a_fault_of_a_whole_edition_is_told_with_its_weight_and_a_place(
    newsroom: SmallNewsroom, communique: Program, plant: Callable[[SmallNewsroom], None]
) -> None:
    plant(newsroom)
    told = json.loads(communique("check", "-y", "2026", "--spelling", "--json").out)["problems"]
    code, severity = IN_AN_EDITION[plant]
    found = [one for one in told if (one["code"], one["severity"]) == (code, severity)]
    assert found
    assert all(one["file"] and one["line"] and one["hint"] for one in found)


def test_a_newsroom_without_faults_is_told_nothing(newsroom: SmallNewsroom, communique: Program) -> None:
    assert json.loads(communique("check", "-y", "2026", "--json").out)["problems"] == []


def test_every_kind_of_problem_of_the_catalogue_has_a_planted_fault_of_each_weight() -> None:
    planted = {*((one.code, one.severity) for one in FAULTS), *IN_AN_EDITION.values()}
    assert {(check.code, severity) for check in CATALOGUE for severity in check.severities} == planted
