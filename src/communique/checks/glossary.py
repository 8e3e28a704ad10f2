"""Terms that a newsroom or a statement translates in one way only: `glossary.toml`."""

from __future__ import annotations

import functools
import pathlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from communique import toml_files
from communique.diagnostics import Location

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


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a newsroom and of a statement; those of the statement go before."""

    terms: tuple[Term, ...] = ()


Words = tuple[Annotated[str, Field(min_length=1)], ...]


class TermTable(BaseModel):
    """`[[term]]`: `source` with further `forms`, `fixed`, and by locale what is `required` or `forbidden`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Annotated[str, Field(min_length=1)]
    forms: Words = ()
    fixed: bool = False
    required: Mapping[str, Words] = {}
    forbidden: Mapping[str, Words] = {}


class GlossaryFile(BaseModel):
    """`glossary.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    term: tuple[TermTable, ...] = ()


def read_glossary(files: Sequence[tuple[pathlib.Path, str]]) -> Glossary:
    """Read glossaries that exist, each with the path as it is shown; the first to name a term settles it.

    Raises:
        FileProblem: one cannot be read.
        TextProblems: everything that is wrong in one.
    """
    terms: dict[str, Term] = {}
    for path, shown in files:
        if path.exists():
            file, places = toml_files.read(path, shown, GlossaryFile)
            for number, one in enumerate(file.term):
                terms.setdefault(one.source, _term(one, places.place("term", number)))
    return Glossary(tuple(terms.values()))


def _term(one: TermTable, place: Location) -> Term:
    return Term((one.source, *one.forms), one.fixed, one.required, one.forbidden, place)


def occurs(words: str, text: str) -> re.Match[str] | None:
    """Find words in a text whatever their endings are."""
    return _inflected(words).search(text)


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
