"""The grammar files against ICU, num2words and CLDR: every disagreement is known, and says who is right and why.

No engine is right in every language (`docs/languages.md`), so that none can be the judge. Yet whatever differs from one
is either a fault of theirs, two good spellings, or a fault of ours: `disagreements.toml` says which. A disagreement
that is not listed fails; so does a listed one that no longer occurs. After a new release of an engine,

    python tests/languages/test_oracles.py

prints the list as it should be, with the reasons that are known.
"""

from __future__ import annotations

import datetime
import functools
import re
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import icu
import num2words
import pytest
from babel import Locale
from babel.dates import format_date
from babel.units import format_unit

from communique.fill import plain
from communique.grammar import FormError, Grammar, known_locales, load_grammar

LIST = Path(__file__).with_name("disagreements.toml")
COUNTS = range(1, 201)
DAYS = range(1, 366, 9)
"""Days of 2024, counted from its first."""
SPACES = re.compile("[\u0020\u00a0\u202f\u2009]+")

Key: TypeAlias = tuple[str, str, str]
"""Language, kind and engine."""
Writer: TypeAlias = Callable[[int], str]

ICU_FORMS: Mapping[str, Mapping[str, str]] = {
    "ru": {
        f"{short}.{case}": f"%spellout-ordinal-{gender}{'' if case == 'nom' else '-' + name}"
        for short, gender in (("m", "masculine"), ("n", "neuter"), ("f", "feminine"), ("pl", "plural"))
        for case, name in (
            ("nom", ""),
            ("gen", "genitive"),
            ("dat", "dative"),
            ("ins", "instrumental"),
            ("loc", "locative"),
        )
    },
    "pl": {
        f"{short}.{case}": f"%spellout-ordinal-{gender}{'' if case == 'nom' else '-' + name}"
        for short, gender in (("m", "masculine"), ("n", "neuter"), ("f", "feminine"))
        for case, name in (
            ("nom", ""),
            ("gen", "genitive"),
            ("dat", "dative"),
            ("ins", "instrumental"),
            ("loc", "locative"),
        )
    },
    "el": {"m.nom": "%spellout-ordinal-masculine", "n.nom": "%spellout-ordinal-neuter"},
    "de": {
        "weak.nom": "%spellout-ordinal",
        "weak.dat": "%spellout-ordinal-n",
        "strong.nom": "%spellout-ordinal-r",
        "strong.dat": "%spellout-ordinal-m",
    },
    "fr": {"f": "%spellout-ordinal-feminine"},
    "es": {"m.alone": "%spellout-ordinal-masculine", "f": "%spellout-ordinal-feminine"},
    "pt": {"f": "%spellout-ordinal-feminine"},
    "it": {"f": "%spellout-ordinal-feminine"},
    "ar": {"m.nom": "%spellout-ordinal-masculine"},
    "ko": {"native": "%spellout-ordinal-native-count"},
}
"""The rule sets for the forms that are not the base; the best one for a base is found."""

SPOKEN_FORM: Mapping[str, str] = {"de": "weak.nom", "es": "m.alone", "pl": "m.nom", "ru": "m.nom", "uk": "m.nom"}
"""The form that num2words has, where it is not our base."""


def normal(text: str) -> str:
    """Read two spellings as one where they look alike: composed letters, one kind of space, no soft hyphens."""
    return SPACES.sub(" ", unicodedata.normalize("NFC", text.replace("\u00ad", ""))).strip()


def own(write: Callable[[int], Any]) -> Writer:
    """What this project writes; nothing where words have ended."""

    def written(n: int) -> str:
        try:
            return normal(plain(write(n)))
        except FormError:
            return ""

    return written


def differing(ours: Writer, theirs: Writer, numbers: range) -> list[int]:
    return [n for n in numbers if (word := ours(n)) and word != normal(theirs(n))]


# --- engines -----------------------------------------------------------------------------------------------------------


def icu_rules(language: str, kind: int, prefix: str) -> dict[str, Writer]:
    """The rule sets of ICU for ordinals in a language; none if it takes them from its root."""
    locale = icu.Locale.forLanguageTag(language)
    rules = icu.RuleBasedNumberFormat(kind, locale)
    if rules.getLocale(icu.ULocDataLocaleType.ACTUAL_LOCALE).getLanguage() != locale.getLanguage():
        return {}
    names = (rules.getRuleSetName(place) for place in range(rules.getNumberOfRuleSetNames()))
    return {
        name: functools.partial(lambda name, n: str(rules.format(n, name)), name) for name in names if prefix in name
    }


def icu_years(language: str) -> Writer:
    measure = icu.MeasureFormat(icu.Locale.forLanguageTag(language), icu.UMeasureFormatWidth.WIDE)
    return lambda n: str(measure.formatMeasure(icu.Measure(n, icu.MeasureUnit.createYear())))


def icu_date(language: str) -> Writer:
    style = icu.DateFormat.createDateInstance(icu.DateFormat.LONG, icu.Locale.forLanguageTag(language))
    style.setTimeZone(icu.TimeZone.getGMT())
    return lambda day: str(style.format((day_of_2024(day).toordinal() - 719_163) * 86_400.0 + 43_200))


def cldr_years(language: str) -> Writer:
    return lambda n: format_unit(n, "duration-year", length="long", locale=babel_locale(language))


def cldr_date(language: str) -> Writer:
    return lambda day: format_date(day_of_2024(day), "long", locale=babel_locale(language))


def spoken(language: str, to: str) -> Writer | None:
    """What num2words says, if it has the language and that kind of number."""
    known = num2words.CONVERTER_CLASSES
    name = next((one for one in (language.replace("-", "_"), language.partition("-")[0]) if one in known), None)
    if name is None or language in {"sr-Latn", "zh-Hant"}:
        return None

    def say(n: int) -> str:
        try:
            return str(num2words.num2words(n, lang=name, to=to))
        except LookupError:
            return ""  # it falls over this number

    try:
        return say if say(34) else None
    except (AttributeError, NotImplementedError, TypeError):
        return None


def day_of_2024(day: int) -> datetime.date:
    return datetime.date(2024, 1, 1) + datetime.timedelta(days=day - 1)


def babel_locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


# --- comparing ---------------------------------------------------------------------------------------------------------


def found(language: str) -> dict[Key, list[int]]:
    """Everything in which a language differs from an engine."""
    grammar = load_grammar(language)
    every = {(language, kind, engine): numbers for kind, engine, numbers in comparisons(grammar)}
    return {key: numbers for key, numbers in every.items() if numbers}


def comparisons(grammar: Grammar) -> Iterator[tuple[str, str, list[int]]]:
    language = grammar.locale
    yield from ordinals(grammar)
    if grammar.forms("ordinal_words"):
        yield from words(grammar)
    for engine, years in (("icu", icu_years(language)), ("cldr", cldr_years(language))):
        yield "years", engine, differing(own(grammar.years), years, COUNTS)
    for engine, date in (("icu", icu_date(language)), ("cldr", cldr_date(language))):
        yield "date", engine, differing(own(lambda day: grammar.whole_date("date", day_of_2024(day), "")), date, DAYS)


def ordinals(grammar: Grammar) -> Iterator[tuple[str, str, list[int]]]:
    ours = own(grammar.ordinal)
    if rules := icu_rules(grammar.locale, icu.URBNFRuleSetTag.ORDINAL, "ordinal"):
        yield "ordinal", "icu", best(ours, rules)
    if say := spoken(grammar.locale, "ordinal_num"):
        yield "ordinal", "num2words", differing(ours, say, COUNTS)


def words(grammar: Grammar) -> Iterator[tuple[str, str, list[int]]]:
    ours = own(grammar.ordinal_words)
    if rules := icu_rules(grammar.locale, icu.URBNFRuleSetTag.SPELLOUT, "ordinal"):
        yield "words", "icu", best(ours, rules)
        for form, name in ICU_FORMS.get(grammar.locale, {}).items():
            in_form = own(functools.partial(grammar.ordinal_words, form=form))
            yield f"words@{form}", "icu", differing(in_form, rules[name], COUNTS)
    if say := spoken(grammar.locale, "ordinal"):
        form = SPOKEN_FORM.get(grammar.locale, "")
        in_form = own(functools.partial(grammar.ordinal_words, form=form))
        yield f"words@{form}" if form else "words", "num2words", differing(in_form, say, COUNTS)


def best(ours: Writer, rules: Mapping[str, Writer]) -> list[int]:
    return min((differing(ours, rule, COUNTS) for rule in rules.values()), key=len)


# --- the list ----------------------------------------------------------------------------------------------------------


def listed() -> list[dict[str, str]]:
    entries: list[dict[str, str]] = tomllib.loads(LIST.read_text("utf-8"))["disagreement"]
    return entries


def key_of(entry: Mapping[str, str]) -> Key:
    return entry["language"], entry["kind"], entry["engine"]


def spans(numbers: list[int], step: int = 1) -> str:
    """Write numbers as `1..3, 7`; days of a sweep stand `step` apart."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n - runs[-1][-1] == step:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs)


def written(key: Key, numbers: list[int]) -> str:
    return spans(numbers, DAYS.step if key[1] == "date" else COUNTS.step)


@pytest.mark.parametrize("language", known_locales())
def test_every_disagreement_with_an_engine_is_listed_and_every_listed_one_occurs(language: str) -> None:
    expected = {key_of(entry): entry["n"] for entry in listed() if entry["language"] == language}

    assert {key: written(key, numbers) for key, numbers in found(language).items()} == expected


def test_every_listed_disagreement_has_a_reason_and_stands_once() -> None:
    keys = [key_of(entry) for entry in listed()]

    assert len(set(keys)) == len(keys)
    assert [entry for entry in listed() if len(entry["reason"]) < 15] == []
    assert {language for language, _, _ in keys} <= set(known_locales())


@pytest.mark.parametrize(
    "language, n, form",
    [
        ("pl", 50, "pięćdziesiąta"),
        ("az", 70, "yetmişinci"),
        ("el", 90, "ενενηκοστή"),
        ("fr", 81, "quatre-vingt-unième"),
    ],
)
def test_a_known_misspelling_of_icu_is_seen(language: str, n: int, form: str) -> None:
    """The comparison is not blind: these four stand in every list of faults of ICU."""
    assert plain(load_grammar(language).ordinal_words(n)) == form
    assert n in found(language)[language, "words", "icu"]


def test_the_spans_of_a_list_read_back_as_the_numbers() -> None:
    assert spans([1, 2, 3, 7, 9, 10]) == "1..3, 7, 9..10"
    assert spans([1, 10, 28], 9) == "1..10, 28"


def main() -> None:
    """Print the list as it should be; a new entry asks for its reason."""
    reasons = {key_of(entry): entry["reason"] for entry in (listed() if LIST.exists() else [])}
    for language in known_locales():
        for key, numbers in sorted(found(language).items()):
            names = zip(("language", "kind", "engine"), key, strict=True)
            head = "\n".join(f'{name} = "{value}"' for name, value in names)
            reason = reasons.get(key, "?").replace("\\", "\\\\").replace('"', '\\"')
            sys.stdout.write(f'[[disagreement]]\n{head}\nn = "{written(key, numbers)}"\nreason = "{reason}"\n\n')


if __name__ == "__main__":
    main()
