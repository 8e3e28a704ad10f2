"""Terms that a newsroom or a statement translates in one way only: `glossary.toml`."""

from __future__ import annotations

import datetime
import functools
import itertools
import pathlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field, Strict

from communique import toml_files
from communique.diagnostics import Location
from communique.presence import is_there

STEM = 0.7
"""The share of a word that inflection leaves alone in the languages of the tables; shorter words are compared whole."""
SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the source. Where it stands, the translation needs one of `required` and none of `forbidden`."""

    source: tuple[str, ...]
    """Its forms in the source text."""
    fixed: bool
    """Written with the same letters in every locale that requires nothing else."""
    required: Mapping[str, tuple[str, ...]]
    forbidden: Mapping[str, tuple[str, ...]]
    location: Location
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Banned:
    """Words that no text may have, by locale, and what to write instead; locked quotations keep their words."""

    words: Mapping[str, tuple[str, ...]]
    instead: Mapping[str, str]
    reason: str
    location: Location
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a newsroom and of a statement; those of the statement go before."""

    terms: tuple[Term, ...] = ()
    banned: tuple[Banned, ...] = ()

    def on(self, day: datetime.date) -> Glossary:
        """What holds on the day of an observance; of two entries for one term, the first that holds."""
        terms: dict[str, Term] = {}
        for term in self.terms:
            if _holds(term, day):
                terms.setdefault(term.source[0], term)
        return Glossary(tuple(terms.values()), tuple(one for one in self.banned if _holds(one, day)))


def _holds(one: Term | Banned, day: datetime.date) -> bool:
    return (one.since or day) <= day <= (one.until or day)


Day = Annotated[datetime.date, Strict()]
Words = tuple[Annotated[str, Field(min_length=1)], ...]


class TermTable(BaseModel):
    """`[[term]]`: `source` with further `forms`, `fixed`, and by locale what is `required` or `forbidden`."""

    model_config = toml_files.TABLE

    source: Annotated[str, Field(min_length=1)]
    forms: Words = ()
    fixed: bool = False
    required: Mapping[str, Words] = {}
    forbidden: Mapping[str, Words] = {}
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class BannedTable(BaseModel):
    """`[[banned]]`: by locale, `words` that no text may have and what to write `instead`; the days between which that holds."""

    model_config = toml_files.TABLE

    words: Annotated[Mapping[str, Words], Field(min_length=1)]
    instead: Mapping[str, str] = {}
    reason: str = ""
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class GlossaryFile(BaseModel):
    """`glossary.toml`."""

    model_config = toml_files.TABLE

    term: tuple[TermTable, ...] = ()
    banned: tuple[BannedTable, ...] = ()


def read_glossary(files: Sequence[tuple[pathlib.Path, str]]) -> Glossary:
    """Read glossaries that exist, each with the path as it is shown; the first to name a term settles it.

    Raises:
        FileProblem: one cannot be read.
        TextProblems: everything that is wrong in one.
    """
    found = [_glossary(toml_files.read_text(path, shown), shown) for path, shown in files if is_there(path, shown)]
    terms, banned = (one.terms for one in found), (one.banned for one in found)
    return Glossary(tuple(itertools.chain(*terms)), tuple(itertools.chain(*banned)))


@functools.lru_cache(maxsize=64)
def _glossary(text: str, shown: str) -> Glossary:
    """The same text is taken apart once for all locales."""
    file, places = toml_files.table_of(text, shown, GlossaryFile)
    terms = (_term(one, places.place("term", number)) for number, one in enumerate(file.term))
    banned = (_banned(one, places.place("banned", number)) for number, one in enumerate(file.banned))
    return Glossary(tuple(terms), tuple(banned))


def _term(one: TermTable, place: Location) -> Term:
    forms = (one.source, *one.forms)
    return Term(forms, one.fixed, one.required, one.forbidden, place, one.since, one.until)


def _banned(one: BannedTable, place: Location) -> Banned:
    return Banned(one.words, one.instead, one.reason, place, one.since, one.until)


def occurs(words: str, text: str) -> re.Match[str] | None:
    """Find words in a text whatever their endings are."""
    return _inflected(words).search(text)


def begins(words: str, text: str) -> re.Match[str] | None:
    """Find words in a text with anything that may follow them: a banned word is written as far as it never changes."""
    return _written(words).search(text)


@functools.lru_cache(maxsize=512)
def _written(words: str) -> re.Pattern[str]:
    start = "" if _is_unspaced(words) else r"(?<![^\W\d_])"
    return re.compile(start + r"\W+".join(rf"{re.escape(word)}[^\W\d_]*" for word in words.split()), re.IGNORECASE)


@functools.lru_cache(maxsize=512)
def _inflected(words: str) -> re.Pattern[str]:
    stems = [rf"{re.escape(_stem(word))}[^\W\d_]*" for word in words.split()]
    start = r"(?<![^\W\d_])" if words.isascii() or not words[:1].isalpha() or not _is_unspaced(words) else ""
    return re.compile(start + r"\W+".join(stems), re.IGNORECASE)


def _is_unspaced(words: str) -> bool:
    """Whether the words are of a script without spaces, where no word has a beginning of its own."""
    return any("\u2e80" <= sign <= "\u9fff" or "\u0e00" <= sign <= "\u0eff" for sign in words)


def _stem(word: str) -> str:
    if _is_unspaced(word) or not word.isalpha():
        return word
    return word[: max(SHORTEST_STEM, round(len(word) * STEM))]
