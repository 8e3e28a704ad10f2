"""The editions to come: a text that is right this year is composed for the next ten too, so that no hole waits for them.

A fact or a block that each year must give anew is not there yet, and is no problem of the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from communique.compose import compose
from communique.diagnostics import Code, CommuniqueError, Diagnostic, Severity
from communique.grammar import Grammar
from communique.model import Catalog, Edition, Letterhead

YEARS_AHEAD = 10
OF_THE_YEAR = frozenset({Code.FACT_REQUIRED, Code.NO_HOLDER, Code.REVIEW_DUE, Code.BAD_DATE})
"""What can only be known when its year comes: figures, holders of office, and a 29 February that is not."""


def next_editions(
    edition: Edition,
    load: Callable[[int], Edition],
    catalogs: Mapping[str, Catalog],
    grammar: Callable[[str], Grammar],
    letterhead: Letterhead,
) -> Iterator[Diagnostic]:
    """What would refuse one of the next ten editions and does not refuse this one, told once for the first such year.

    `load` makes the edition of a year; `catalogs` are those of the translations, by their locale.
    """
    locales = (edition.statement.source, *(locale for locale in edition.statement.locales if locale in catalogs))
    told = dict.fromkeys(
        (_sense(one) for locale in locales for one in _refused(edition, locale, catalogs, grammar, letterhead)), 0
    )
    for year in range(edition.year + 1, edition.year + 1 + YEARS_AHEAD):
        try:
            coming = load(year)
        except CommuniqueError:
            continue  # an edition that cannot be read is told when it is asked for
        for locale in locales:
            for problem in _refused(coming, locale, catalogs, grammar, letterhead):
                if _sense(problem) not in told:
                    told[_sense(problem)] = year
                    yield _of_year(problem, year)


def _refused(
    edition: Edition,
    locale: str,
    catalogs: Mapping[str, Catalog],
    grammar: Callable[[str], Grammar],
    letterhead: Letterhead,
) -> tuple[Diagnostic, ...]:
    try:
        compose(edition, locale, catalogs.get(locale), grammar(locale), grammar(edition.statement.source), letterhead)
    except CommuniqueError as error:
        return tuple(one for one in error.diagnostics if one.code not in OF_THE_YEAR and one.severity is Severity.ERROR)
    return ()


def _sense(problem: Diagnostic) -> tuple[object, ...]:
    """What makes two problems one: a message may name the number of its year."""
    return problem.code, problem.location, problem.locale, problem.block


def _of_year(problem: Diagnostic, year: int) -> Diagnostic:
    return replace(
        problem,
        code=Code.FUTURE,
        message=f"the edition {year} would be refused ({problem.code}): {problem.message}",
        severity=Severity.WARNING,
    )
