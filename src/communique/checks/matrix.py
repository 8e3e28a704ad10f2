"""All locales of an edition beside each other: every block has the same figures, dates and settled names in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from communique.checks import dates, figures
from communique.checks.finished import name_of, texts
from communique.checks.pair import Language, Pair
from communique.checks.terms import lost_names
from communique.diagnostics import Code, Diagnostic
from communique.fill import plain
from communique.model import Calendar, Release, Unready
from communique.placeholders import PLACEHOLDER

Pairs = Mapping[str, Pair]
"""The messages of a locale by their id."""


def disagreements(releases: Sequence[Release], pairs: Mapping[str, Pairs], source: str) -> Iterator[Diagnostic]:
    """Figures above twelve, dates and settled names that stand in the source's release and not in another's, or the other way round.

    `pairs` are by locale. Without the source's release there is nothing to compare with.
    """
    original = next((release for release in releases if release.locale == source), None)
    wanted = blocks_of(original) if original else {}
    for release in releases:
        for name, text in blocks_of(release).items() if release is not original else ():
            pair = pairs.get(release.locale, {}).get(name)
            if pair and name in wanted and not _in_another_calendar(pair):
                yield from _of_block(pair, wanted[name], text)


def blocks_of(release: Release) -> dict[str, str]:
    """The finished words of every block that is ready, by its id."""
    ready = (block for block in (*release.blocks, *release.notes) if not isinstance(block, Unready))
    return {"title": plain(release.title)} | {
        name_of(block): "\n".join(plain(part) for part in texts(block)) for block in ready
    }


def _in_another_calendar(pair: Pair) -> bool:
    """Whether a translation shows a day in a calendar of its own, whose figures are others than those of the source."""
    sections = pair.language.grammar.sections
    for found in PLACEHOLDER.finditer(pair.translation.text):
        section = sections.get(found[1].rpartition(".")[2])
        rows = section.forms.get(found[2] or section.base) if section else None
        if rows and rows.calendar is not Calendar.GREGORIAN:
            return True
    return False


def _of_block(pair: Pair, wanted: str, text: str) -> Iterator[Diagnostic]:
    original, language = pair.source_language, pair.language
    names = lost_names(pair, wanted, text)
    for what in (
        *_lacking(wanted, text, original, language),
        *_lacking(text, wanted, language, original),
        *_other_dates(wanted, text, original, language),
        *(f"the name `{name}` of `{original.locale}` does not stand in `{language.locale}`" for name in names),
    ):
        hint = "look for something that was typed, or for a clause of a switch that lost its placeholder or a name"
        place = pair.translation.location
        yield Diagnostic(Code.MATRIX, what, place, hint, locale=language.locale, block=pair.message.id)


def _lacking(one: str, other: str, language: Language, other_language: Language) -> Iterator[str]:
    there: set[Decimal] = {value for figure in figures.figures_of(other, other_language) for value in figure.values}
    for figure in figures.figures_of(one, language):
        known = figure.small or figure.optional or figure.values & there
        if not known and not any(figures.is_spelled(value, other, other_language) for value in figure.values):
            yield f"`{figure.text}` stands in `{language.locale}` and not in `{other_language.locale}`"


def _other_dates(wanted: str, text: str, original: Language, language: Language) -> Iterator[str]:
    for date in dates.missing(dates.dates_of(wanted, original), dates.dates_of(text, language)):
        yield f"the date `{date.text}` of `{original.locale}` does not stand in `{language.locale}`"
