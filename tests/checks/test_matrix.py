"""Every locale of an edition has the figures and the dates of the source, block by block, once all is filled in."""

from __future__ import annotations

import datetime

import pytest

from communique import pipeline
from communique.diagnostics import Code
from communique.findings import Findings
from communique.pipeline import Wish
from communique.preparation import Prepared
from small_newsroom import BODY, CATALOG, STATEMENT, TRANSLATIONS, SmallNewsroom, catalog_file, statement_file


def prepare(newsroom: SmallNewsroom, wish: Wish) -> tuple[Prepared, Findings]:
    findings = Findings()
    [prepared] = pipeline.prepare(newsroom.load(), wish, datetime.date(2026, 1, 1), findings)
    return prepared, findings


def translated(newsroom: SmallNewsroom, source: str, text: str, *, locale: str = "fr") -> None:
    body = BODY.replace(TRANSLATIONS["victims"][0], source)
    newsroom.write(STATEMENT, statement_file(body, locales=(locale,)))
    newsroom.write(
        f"statements/sad-night/locales/{locale}.po", catalog_file({**TRANSLATIONS, "victims": (source, text)})
    )


def test_a_clause_that_lost_its_figure_keeps_the_locale_back(newsroom: SmallNewsroom) -> None:
    source = "[[n| one: {years} has | other: {years} have ]] passed."
    translated(newsroom, source, "[[n| =36: Des années ont | one: {years} a | other: {years} ont ]] passé.")
    prepared, findings = prepare(newsroom, Wish(years=(2026,)))
    [problem] = prepared.refused["fr"]
    assert (problem.code, problem.block, problem.location.file) == (Code.MATRIX, "victims", CATALOG)
    assert problem.message == "`36` stands in `en` and not in `fr`"
    assert [release.locale for release in prepared.releases] == ["en"]
    assert findings.exit_code == 1


def test_the_next_edition_is_judged_by_itself(newsroom: SmallNewsroom) -> None:
    source = "[[n| one: {years} has | other: {years} have ]] passed."
    translated(newsroom, source, "[[n| =36: Des années ont | one: {years} a | other: {years} ont ]] passé.")
    prepared, _ = prepare(newsroom, Wish(years=(2027,)))
    assert not prepared.refused


@pytest.mark.parametrize("text", ["=36: trente-six ans ont", "=36: {years} ont"])
def test_a_clause_may_say_the_figure_in_words(newsroom: SmallNewsroom, text: str) -> None:
    source = "[[n| one: {years} has | other: {years} have ]] passed."
    translated(newsroom, source, f"[[n| {text} | one: {{years}} a | other: {{years}} ont ]] passé.")
    _, findings = prepare(newsroom, Wish(years=(2026,)))
    assert Code.MATRIX not in {problem.code for problem in findings.ordered}


def test_one_locale_by_itself_is_compared_with_nothing(newsroom: SmallNewsroom) -> None:
    source = "[[n| one: {years} has | other: {years} have ]] passed."
    translated(newsroom, source, "[[n| =36: Des années ont | one: {years} a | other: {years} ont ]] passé.")
    prepared, _ = prepare(newsroom, Wish(years=(2026,), locales=("fr",)))
    assert not prepared.refused
