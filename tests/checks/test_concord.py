"""The finished text agrees with its edition in every locale, and a wrong number in it keeps it back."""

from __future__ import annotations

import collections
import datetime
import sys
import time
from collections.abc import Iterator

import pytest
from wrong_numbers import ERRORS, YEARS, Seeded, seeded

from communique import pipeline
from communique.checks import concord
from communique.diagnostics import Code, Diagnostic
from communique.findings import Findings
from communique.pipeline import Wish
from own_releases import LOCALES, Made, made
from small_newsroom import BODY, CATALOG, STATEMENT, TRANSLATIONS, SmallNewsroom, catalog_file, statement_file

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
