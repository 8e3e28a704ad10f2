"""Spelling, where somebody installed a dictionary: words that it does not have, once for a statement. Notes only.

Read with spylls, an optional extra (`pip install communique[spelling]`), from the Hunspell dictionaries of the system or of
the folder `dictionaries` of a newsroom. Never part of a build: what a machine has installed must not change a release.
"""

from __future__ import annotations

import functools
import pathlib
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from communique.checks.pair import WORD, Finding, Pair, located
from communique.checks.wording import QUOTED
from communique.diagnostics import Code, Diagnostic, EnvironmentProblem, Location, Severity

FOLDER = "dictionaries"
SYSTEM = tuple(map(pathlib.Path, ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling")))
SHORTEST = 3
"""Letters from which a word is looked up; one in capitals is an abbreviation or a Roman numeral."""


class Dictionary(Protocol):
    """What is asked of a dictionary."""

    def lookup(self, word: str) -> bool:
        """Whether the word is spelt as the dictionary has it."""


def dictionary_for(locale: str, folders: Sequence[pathlib.Path]) -> pathlib.Path | None:
    """The path without its ending of the dictionary that serves a locale: `fr.dic`, else the first `fr_….dic`."""
    name, language = locale.replace("-", "_"), locale.partition("-")[0]
    for folder in folders:
        for pattern in (f"{name}.dic", f"{language}.dic", f"{language}_*.dic"):
            for found in sorted(folder.glob(pattern)):
                if found.with_suffix(".aff").exists():
                    return found.with_suffix("")
    return None


@functools.lru_cache(maxsize=32)
def load_dictionary(path: pathlib.Path) -> Dictionary:
    """Read a Hunspell dictionary.

    Raises:
        EnvironmentProblem: spylls is not installed.
    """
    try:
        from spylls import hunspell
    except ImportError:
        what, hint = "looking words up needs spylls, which is not installed", "`pip install communique[spelling]`"
        raise EnvironmentProblem([Diagnostic(Code.LIBRARY, what, Location(str(path)), hint)]) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its files to be closed by the collector
        loaded: Dictionary = hunspell.Dictionary.from_files(str(path))
    return loaded


def unknown_words(pairs: Iterable[Pair], dictionary: Dictionary, allowed: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """Words that a dictionary does not have, each told where it stands first. Names the glossary settles are known."""
    seen = {word for words in allowed for word in WORD.findall(words)}
    for pair in pairs:
        text = QUOTED.sub(lambda quoted: " " * len(quoted[0]), pair.words)
        for found in WORD.finditer(text):
            word = found[0]
            if len(word) < SHORTEST or word.isupper() or word in seen or dictionary.lookup(word.replace("’", "'")):
                continue
            seen.add(word)
            hint = "correct it, or settle it as a fixed name in `glossary.toml`"
            what = f"no dictionary of `{pair.language.locale}` has `{word}`"
            yield located(Finding(found.start(), Code.UNKNOWN_WORD, what, hint, Severity.NOTE), pair)


def of_readings(readings: Mapping[str, Sequence[Pair]], folders: Sequence[pathlib.Path]) -> Iterator[Diagnostic]:
    """The words of every locale that has a dictionary.

    Raises:
        EnvironmentProblem: spylls is not installed.
    """
    for locale, found in readings.items():
        if path := dictionary_for(locale, folders):
            names = [
                form
                for pair in found
                for term in pair.glossary.terms
                for form in (*term.source, *term.required.get(locale, ()))
            ]
            yield from unknown_words(found, load_dictionary(path), names)
