"""The quality gate: one function a rule, each with its own code; every module holds the rules of one concern.

    of_text      rules that read one text, the source too
    of_pair      rules that read a translation beside its source
    consistency  all messages of a locale beside each other
    check        rules that read a finished release
    across       all releases of an edition beside each other

Rules are pure and never raise, whatever the text. Errors keep a release back; warnings are shown, and can be waived with
a reason.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.checks import (
    characters,
    concord,
    consistency,
    dates,
    disguised,
    figures,
    frozen,
    letters,
    matrix,
    ordinals,
    punctuation,
    quotations,
    shape,
    structure,
    terms,
    typography,
    undeclared,
    wording,
)
from communique.checks.finished import empty_block, left_over_markup, texts
from communique.checks.glossary import read_glossary
from communique.checks.pair import NO_TERMS, Pair, Rule, language_of, located, pairs
from communique.checks.waivers import WAIVERS, applied, read_waivers
from communique.diagnostics import Diagnostic, Location, Severity
from communique.grammar import Grammar
from communique.model import Catalog, Edition, Letterhead, Newsroom, Release
from communique.newsroom import shown, statement_folder

__all__ = ["WAIVERS", "Reading", "across", "check", "messages", "read", "rules_broken", "texts"]

GLOSSARY = "glossary.toml"
OF_TEXT: tuple[Rule, ...] = (
    characters.direction_marks,
    characters.invisible_characters,
    characters.mixed_scripts,
    characters.not_composed,
    dates.frozen_weekday,
    dates.wrong_weekday,
    disguised.disguised_digits,
    disguised.piled_marks,
    figures.mixed_digits,
    frozen.frozen_value,
    frozen.frozen_words,
    letters.apostrophes,
    letters.foreign_letters,
    letters.ornaments,
    ordinals.ordinal_by_hand,
    punctuation.foreign_signs,
    punctuation.opening_marks,
    quotations.reworded_quotation,
    shape.stray_marks,
    shape.too_long,
    structure.broken_link,
    structure.damaged_placeholder,
    structure.entities,
    structure.template_syntax,
    terms.banned_terms,
    typography.quotation_marks,
    typography.spaces,
    undeclared.undeclared,
    wording.doubled_words,
    wording.notes_left,
)
OF_PAIR: tuple[Rule, ...] = (
    dates.differing_dates,
    figures.differing_figures,
    quotations.translator_unnamed,
    shape.added_blocks,
    shape.differing_breaks,
    shape.differing_shape,
    shape.outer_spaces,
    structure.differing_links,
    structure.differing_marks,
    structure.lost_repeats,
    terms.changed_symbols,
    terms.settled_terms,
    typography.end_punctuation,
    wording.sentence_count,
    wording.unusual_length,
    wording.wrong_language,
    wording.wrong_script,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The messages of an edition in one locale, and what the rules found in them once waivers are applied."""

    pairs: Mapping[str, Pair]
    problems: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps the locale back."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def read(
    newsroom: Newsroom, edition: Edition, locale: str, catalog: Catalog | None, grammar: Callable[[str], Grammar]
) -> Reading:
    """Read every message of an edition in a locale; `catalog` is None for the locale it was written in.

    `grammar` finds that of a locale.

    Raises:
        FileProblem: the glossary or the waivers cannot be read.
        TextProblems: the glossary or the waivers are not valid.
    """
    slug = edition.statement.slug
    folder = statement_folder(newsroom, slug)
    own = (folder / GLOSSARY, shown(newsroom.folder, "statements", slug, GLOSSARY))
    common = (pathlib.Path(newsroom.folder, GLOSSARY), shown(newsroom.folder, GLOSSARY))
    waivers = read_waivers(folder / WAIVERS, shown(newsroom.folder, "statements", slug, WAIVERS))
    glossary = read_glossary((own, common)).on(edition.observed)
    source = language_of(grammar(edition.statement.source))
    found = tuple(pairs(edition, catalog, language_of(grammar(locale)), source, glossary))
    problems = [problem for pair in found for problem in rules_broken(pair)]
    problems += [located(finding, pair) for pair, finding in consistency.inconsistent(found)]
    by_id = {pair.message.id: pair for pair in found}
    return Reading(by_id, tuple(applied(waivers, problems, by_id, locale, edition.statement)))


def rules_broken(pair: Pair) -> Iterator[Diagnostic]:
    """What every rule of messages says of one of them."""
    for rule in OF_TEXT if pair.translation is pair.source else (*OF_TEXT, *OF_PAIR):
        for finding in rule(pair):
            yield located(finding, pair)


def messages(
    edition: Edition, catalog: Catalog | None, grammar: Grammar, source_grammar: Grammar, letterhead: Letterhead
) -> dict[str, Pair]:
    """The messages of an edition in the locale of a grammar, each beside its source, by their id; and the dateline."""
    languages = language_of(grammar), language_of(source_grammar)
    found = {pair.message.id: pair for pair in pairs(edition, catalog, *languages, NO_TERMS)}
    line = concord.dateline(edition, letterhead, *languages)
    return found | ({concord.DATELINE: line} if line else {})


def check(release: Release, places: Mapping[str, Location], told: Mapping[str, Pair]) -> tuple[Diagnostic, ...]:
    """What the rules of finished texts say of a release.

    `places` tells where the text of each message stands, `told` what its source says (`messages`).
    """
    found = [problem for rule in (left_over_markup, empty_block) for problem in rule(release, places)]
    return (*found, *concord.disagreements(release, told))


def across(
    releases: Sequence[Release], readings: Mapping[str, Reading], source: str
) -> dict[str, tuple[Diagnostic, ...]]:
    """What keeps locales of an edition back: errors in their messages, and where a release disagrees with the source's."""
    found = {locale: reading.errors for locale, reading in readings.items() if reading.errors}
    for problem in matrix.disagreements(releases, {locale: one.pairs for locale, one in readings.items()}, source):
        found[problem.locale] = (*found.get(problem.locale, ()), problem)
    return found
