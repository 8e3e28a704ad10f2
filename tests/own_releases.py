"""The finished releases of the statements of this repository, one by one and without rendering."""

from __future__ import annotations

import functools
import pathlib
from dataclasses import dataclass

from communique import checks, newsroom, preparation, source
from communique.checks.pair import Pair
from communique.compose import compose
from communique.diagnostics import CommuniqueError
from communique.letterheads import load_letterhead
from communique.model import Catalog, Edition, Letterhead, Release, Statement

ROOM = newsroom.load_newsroom(str(pathlib.Path(__file__).parents[1]))
LOCALES = [(slug, locale) for slug in newsroom.slugs(ROOM) for locale in source.load_statement(ROOM, slug).all_locales]
"""Every statement with each of its locales."""


@dataclass(frozen=True)
class Made:
    """A release, its edition, and what its messages say."""

    edition: Edition
    release: Release
    told: dict[str, Pair]


@functools.cache
def statement(slug: str) -> Statement:
    return source.load_statement(ROOM, slug)


@functools.cache
def catalog(slug: str, locale: str) -> Catalog | None:
    return preparation.load_catalog(ROOM, statement(slug), locale)


@functools.cache
def letterhead(slug: str) -> Letterhead:
    return load_letterhead(ROOM, statement(slug).letterhead, statement(slug).location)


@functools.cache
def edition(slug: str, year: int) -> Edition | None:
    """An edition; None where the statement has none for that year."""
    try:
        return source.load_edition(ROOM, statement(slug), year)
    except CommuniqueError:
        return None


@functools.lru_cache(maxsize=512)
def made(slug: str, year: int, locale: str) -> Made | None:
    """A finished release; None where there is no such edition."""
    about = edition(slug, year)
    if about is None:
        return None
    own, source_grammar = (
        preparation.grammar_of(ROOM, one, about.location) for one in (locale, about.statement.source)
    )
    told = checks.messages(about, catalog(slug, locale), own, source_grammar, letterhead(slug))
    release = compose(about, locale, catalog(slug, locale), own, source_grammar, letterhead(slug))
    return Made(about, release, told)
