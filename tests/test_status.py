"""`status` counts every message by its state and never hides a fuzzy one in "translated"."""

from __future__ import annotations

import datetime

import pytest

from communique import pipeline, status
from communique.findings import Findings
from communique.model import MessageState
from communique.pipeline import Wish
from communique.status import LocaleStatus
from small_newsroom import CATALOG, STATEMENT, SmallNewsroom, statement_file


def of(newsroom: SmallNewsroom, locale: str) -> LocaleStatus:
    [prepared] = pipeline.prepare(newsroom.load(), Wish(years=(2026,)), datetime.date(2026, 1, 1), Findings())
    return status.of_locale(prepared, locale)


def counted(one: LocaleStatus) -> dict[str, int]:
    return {str(state): count for state, count in one.counts.items() if count}


def test_a_catalog_that_nobody_signed_is_ready_and_said_to_be_unreviewed(newsroom: SmallNewsroom) -> None:
    french = of(newsroom, "fr")
    assert (french.ready, french.word, counted(french)) == (True, "unreviewed", {"translated": 4})


def test_a_signed_catalog_names_who_signed(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, '"MIME-Version', '"X-Communique-Reviewed-By: M. Dupont\\n"\n"MIME-Version')
    assert (of(newsroom, "fr").word, counted(of(newsroom, "fr"))) == ("reviewed by M. Dupont", {"reviewed": 4})


@pytest.mark.parametrize(
    "old, new, state",
    [
        ('msgctxt "victims"', '#, fuzzy\nmsgctxt "victims"', MessageState.FUZZY),
        ("Cette nuit, {killed} personnes ont perdu la vie.", "", MessageState.MISSING),
        ("Cette nuit, {killed}", "Cette nuit, {kiled}", MessageState.INVALID),
    ],
)
def test_work_that_is_left_is_counted_by_its_kind(
    newsroom: SmallNewsroom, old: str, new: str, state: MessageState
) -> None:
    newsroom.replace(CATALOG, old, new)
    french = of(newsroom, "fr")
    assert counted(french) == {"translated": 3, str(state): 1}
    assert (french.ready, french.to_do, french.word) == (False, 1, f"1 {state}")


def test_a_source_that_changed_makes_its_translation_fuzzy(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "lost their lives", "died")
    assert counted(of(newsroom, "fr")) == {"fuzzy": 1, "translated": 3}


def test_a_locale_without_a_catalog_has_everything_to_do(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("fr", "de")))
    assert counted(of(newsroom, "de")) == {"missing": 4}


def test_the_source_is_the_source(newsroom: SmallNewsroom) -> None:
    assert of(newsroom, "en").word == "source"


def test_the_explanation_says_where_the_number_comes_from(newsroom: SmallNewsroom) -> None:
    sentence = status.explanation(newsroom.edition(2026))
    assert sentence == ("sad-night-2026: marked on Tuesday 2026-01-20 by the rule `same-day`, counted 2026 - 1990 = 36")
