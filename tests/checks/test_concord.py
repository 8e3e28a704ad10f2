"""The finished text agrees with its edition in every locale, and a wrong number in it keeps it back."""

from __future__ import annotations

import collections
import contextlib
import datetime
import sys
from collections.abc import Iterator

import pytest
from written_pairs import language, pair
from wrong_numbers import ERRORS, YEARS, Seeded, seeded

from communique import pipeline
from communique.checks import concord
from communique.diagnostics import Code, Diagnostic
from communique.fill import COUNTS, plain
from communique.findings import Findings
from communique.grammar import CalendarError, known_locales
from communique.pipeline import Wish
from own_releases import LOCALES, Made, made
from small_newsroom import (
    BODY,
    CATALOG,
    EDITION,
    LABELS,
    STATEMENT,
    TRANSLATIONS,
    SmallNewsroom,
    catalog_file,
    statement_file,
)

SEEDS = 14
"""Errors of each kind: 15 kinds, 210 errors."""
ENOUGH = 0.99
GATE = {Code.NUMBER_DISAGREES, Code.DATE_DISAGREES, Code.WEEKDAY_DISAGREES, Code.VALUE_LACKING, Code.UNDECLARED}


def found(of: Made) -> list[Diagnostic]:
    return list(concord.disagreements(of.release, of.told))


# --- clean texts -------------------------------------------------------------------------------------------------------


def sample(slug: str, locale: str) -> Iterator[Made]:
    """Every sixth edition, beginning with another one in each locale, so that all years occur."""
    first = YEARS[LOCALES.index((slug, locale)) % 6]
    for year in range(first, YEARS.stop, 6):
        if (one := made(slug, year, locale)) is not None:
            yield one


@pytest.mark.parametrize("slug, locale", LOCALES)
def test_no_clean_text_is_called_wrong(slug: str, locale: str) -> None:
    texts = list(sample(slug, locale))
    assert len(texts) >= 9
    assert not [problem for one in texts for problem in found(one)]


# --- seeded errors -----------------------------------------------------------------------------------------------------


def test_of_two_hundred_seeded_errors_nearly_all_are_caught() -> None:
    errors = [seeded(seed, kind) for kind in ERRORS for seed in range(SEEDS)]
    missed = [error for error in errors if not is_caught(error)]
    of_kind = collections.Counter(error.kind for error in missed)
    for kind in ERRORS:
        sys.stdout.write(f"{kind:>16} {SEEDS - of_kind[kind]:3} of {SEEDS} caught\n")
    sys.stdout.write(f"{len(errors) - len(missed)} of {len(errors)} caught\n")
    assert len(errors) >= 200
    assert len(missed) <= (1 - ENOUGH) * len(errors), "\n".join(map(str, missed))


def is_caught(error: Seeded) -> bool:
    return any(problem.block == error.spot.block for problem in concord.disagreements(error.release, error.of.told))


def test_the_text_before_each_seeded_error_was_clean() -> None:
    assert not [problem for kind in ERRORS for seed in range(3) for problem in found(seeded(seed, kind).of)]


# --- what people type --------------------------------------------------------------------------------------------------


def problems(newsroom: SmallNewsroom, body: str = BODY, *, tables: str = "", year: int = 2026) -> list[Diagnostic]:
    """What the gate says of the source with this body, in an edition of the event of 20 January 1990."""
    newsroom.write(STATEMENT, statement_file(body, locales=(), tables=tables))
    findings = Findings()
    list(pipeline.prepare(newsroom.load(), Wish(years=(year,)), datetime.date(2026, 1, 1), findings))
    return [problem for problem in findings.ordered if problem.code in GATE]


ANCHOR = "[anchors]\nvictory = 2020-11-10\n"
WRONG = {
    "35th anniversary beside 36 years": ("It was the 35th anniversary, {years} later.", "`35`"),
    "an anniversary in words": ("On this thirty-fifth anniversary we remember.", "`thirty-fifth`"),
    "an anniversary of long ago": ("At the 25th anniversary a stone was laid.", "`25`"),
    "years ago, one too few": ("It happened 35 years ago.", "`35`"),
    "a year left over": ("We mark it in 2024 again.", "`2024`"),
    "the day after the observance": ("Join us on January 21.", "`January 21`"),
    "the day after, with the year": ("Join us on 21 January 2026.", "`21 January 2026`"),
    "the event in another year": ("It began on 20 January 1991.", "`20 January 1991`"),
    "a date of last year": ("The minister spoke on 3 March 2025.", "`3 March 2025`"),
    "the years of an anchor, one too few": ("The war has been over for 4 years.", "`4`"),
}


@pytest.mark.parametrize("text, stood", WRONG.values(), ids=WRONG.keys())
def test_what_an_author_typed_and_looks_like_another_edition_is_an_error_at_its_place(
    newsroom: SmallNewsroom, text: str, stood: str
) -> None:
    [problem] = problems(newsroom, f"{{#p}}\n{text}\n", tables=ANCHOR)
    line = newsroom.read(STATEMENT).split("\n").index(text) + 1
    assert problem.message.startswith(stood)
    assert (problem.code, problem.block) == (Code.UNDECLARED, "p")
    column = text.index(stood.strip("`")) + 1
    assert str(problem.location) == f"{STATEMENT}:{line}:{column}"
    assert "[facts]" in problem.hint


MEANT = [
    "By resolution 217 A (III), Article 1, they spoke 500 languages in the 1980s.",
    "It was a crime of the 20th century, on the night of January 19 to 20, 1990.",
    "On 8 March 1965 there were 3 of them; since February 1994 there have been 24 more.",
    "In 1990, on 20 January, {years} ago, it was the {ordinal} time, in 2026.",
    "He may 20 times ask; 20 may be enough.",
]


@pytest.mark.parametrize("text", MEANT)
def test_what_an_author_typed_otherwise_is_taken_as_meant(newsroom: SmallNewsroom, text: str) -> None:
    assert not problems(newsroom, f"{{#p}}\n{text}\n", tables=ANCHOR)


def test_a_declared_fact_is_never_doubtful(newsroom: SmallNewsroom) -> None:
    tables = (
        '[facts.schools]\nvalue = 35\nsource = "The list."\n[facts.visit]\nvalue = 2025-03-03\nsource = "The list."\n'
    )
    text = "{#p}\nThere are {schools} schools since {visit}@dmy; 35 in all since 2025.\n"
    assert not problems(newsroom, text, tables=tables)


def test_the_words_of_a_locked_quotation_are_not_doubted(newsroom: SmallNewsroom) -> None:
    text = '{#p locked="true" cite="urn:x"}\n> We met 35 years ago, on 21 January 2025.\n'
    assert not problems(newsroom, text)


def test_a_saturday_that_is_a_tuesday_is_an_error_and_the_tuesday_is_not(newsroom: SmallNewsroom) -> None:
    [problem] = problems(newsroom, "{#p}\nOn Saturday, {date}@dmy, we meet.\n")
    assert (problem.code, problem.block) == (Code.WEEKDAY_DISAGREES, "p")
    assert "`Saturday`" in problem.message
    assert problem.location.column == len("On ") + 1
    assert not problems(newsroom, "{#p}\nOn {weekday}, {date}@dmy, we meet, as on Saturday, {event.date}@dmy.\n")


# --- what stands in a translation, or comes from a grammar file ---------------------------------------------------------


def translated(newsroom: SmallNewsroom, source: str, text: str) -> list[Diagnostic]:
    """What the gate says of a French translation of one block."""
    newsroom.write(STATEMENT, statement_file(BODY.replace(TRANSLATIONS["victims"][0], source)))
    newsroom.write(CATALOG, catalog_file({**TRANSLATIONS, "victims": (source, text)}))
    findings = Findings()
    list(pipeline.prepare(newsroom.load(), Wish(years=(2026,)), datetime.date(2026, 1, 1), findings))
    return [problem for problem in findings.ordered if problem.code in GATE]


@pytest.mark.parametrize(
    "text, code",
    [
        ("{years} ont passé depuis le 35e anniversaire.", Code.NUMBER_DISAGREES),
        ("{years} ont passé, trente-cinq ans déjà.", Code.NUMBER_DISAGREES),
        ("{years} ont passé depuis le trente-cinquième anniversaire.", Code.NUMBER_DISAGREES),
        ("{years} ont passé depuis le 21 janvier 1990.", Code.DATE_DISAGREES),
        ("[[n| =36: Trente-cinq ans ont | one: {years} a | other: {years} ont ]] passé.", Code.NUMBER_DISAGREES),
    ],
)
def test_a_wrong_number_typed_into_a_translation_is_an_error_at_its_place(
    newsroom: SmallNewsroom, text: str, code: Code
) -> None:
    problem = translated(newsroom, "[[n| one: {years} has | other: {years} have ]] passed.", text)[0]
    assert (problem.code, problem.locale, problem.block, problem.location.file) == (code, "fr", "victims", CATALOG)


@pytest.mark.parametrize(
    "text",
    ["{years} ont passé.", "[[n| =36: Trente-six ans ont | one: {years} a | other: {years} ont ]] passé."],
)
def test_a_right_one_in_figures_or_in_words_is_none(newsroom: SmallNewsroom, text: str) -> None:
    assert not translated(newsroom, "[[n| one: {years} has | other: {years} have ]] passed.", text)


def test_a_figure_of_the_source_may_stand_in_the_translation_in_the_way_of_its_language(
    newsroom: SmallNewsroom,
) -> None:
    source = "Resolution 217 of 8 March 1965 speaks of 26,000 people, twenty-two villages and two rivers."
    text = "La résolution 217 du 8 mars 1965 parle de 26 mille personnes, de 22 villages et de 2 rivières."
    assert not translated(newsroom, source, text)


@pytest.mark.parametrize("row", ["35^e^ anniversaire", "anniversaire", "trente-cinquième anniversaire"])
def test_a_wrong_row_of_a_grammar_file_is_an_error(newsroom: SmallNewsroom, row: str) -> None:
    head = 'locale = "fr"\nname = "French"\nextends = "fr"\nconfidence = "low"\n'
    newsroom.write("grammar/fr.toml", f'{head}[anniversary.form]\nplain = "{row}"\n')
    findings = Findings()
    list(pipeline.prepare(newsroom.load(), Wish(years=(2026,)), datetime.date(2026, 1, 1), findings))
    found = {problem.block: problem.code for problem in findings.ordered if problem.code in GATE}
    assert {"title", "lead"} <= set(found)


def test_a_dateline_with_another_day_is_an_error_in_the_labels_of_the_letterhead(newsroom: SmallNewsroom) -> None:
    newsroom.replace(LABELS, 'msgstr "{place}, le {date}"', 'msgstr "{place}, le {date} (19 janvier)"')
    findings = Findings()
    list(pipeline.prepare(newsroom.load(), Wish(years=(2026,)), datetime.date(2026, 1, 1), findings))
    [problem] = [problem for problem in findings.ordered if problem.code in GATE]
    assert (problem.code, problem.block, problem.location.file) == (Code.DATE_DISAGREES, "dateline", LABELS)


def test_the_day_of_the_release_may_be_another_than_the_observance(newsroom: SmallNewsroom) -> None:
    newsroom.write(EDITION, "[dateline]\ndate = 2026-01-19\n")
    findings = Findings()
    list(pipeline.prepare(newsroom.load(), Wish(years=(2026,)), datetime.date(2026, 1, 1), findings))
    assert not findings.ordered


# --- every language ----------------------------------------------------------------------------------------------------


def shown(locale: str, name: str, form: str, text: str) -> list[Diagnostic]:
    """What the gate says of a finished text in the place of one placeholder."""
    return list(concord.of_block(pair(f"On {{{name}}} we meet.", f"{{{name}}}@{form}", locale), [text]))


def written(locale: str, section: str, year: int, month: int = 1, day: int = 20) -> Iterator[tuple[str, str]]:
    """Every form of a section in a locale, for an edition of an event of 1990 or for a day, and its words."""
    grammar = language(locale).grammar
    whole = datetime.date(year, month, day)
    for form in grammar.forms(section):
        with contextlib.suppress(CalendarError):
            if section in COUNTS:
                yield form, plain(grammar.fill(section, form, year - 1990))
            elif section == "year":
                yield form, plain(grammar.year(year, form))
            else:
                yield form, plain(grammar.whole_date(section, whole, form))


@pytest.mark.parametrize("locale", known_locales())
def test_every_form_of_every_language_agrees_with_itself_and_with_no_other_value(locale: str) -> None:
    grammar = language(locale).grammar
    for section in ("years", "anniversary", "ordinal", "ordinal_words", "year", "date", "day_month"):
        if section not in grammar.sections:
            continue
        for form, words in written(locale, section, 2026):
            assert not shown(locale, section, form, f"{words}."), (section, form)
        wrong = written(locale, section, 2025) if section != "day_month" else written(locale, section, 2026, 1, 21)
        for form, words in wrong:
            assert shown(locale, section, form, f"{words}."), (section, form, words)
