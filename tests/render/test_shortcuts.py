"""Words are divided as Pyphen divides them, though its files are read in another way."""

from __future__ import annotations

import pyphen
import pytest

from communique.render.shortcuts import Patterns

PYPHEN = pyphen.HyphDict
WORDS = {
    "hyph_fr.dic": ("commémoration", "anniversaire", "aujourd’hui", "développement", "souveraineté"),
    "hyph_en_US.dic": ("anniversary", "commemoration", "hyphenation", "sovereignty", "associate", "x"),
    "hyph_ru_RU.dic": ("годовщина", "независимость", "ёлка", "трагедия"),
    "hyph_hu_HU.dic": ("asszonnyal", "évforduló", "megemlékezés"),
}


@pytest.mark.parametrize("file", WORDS)
def test_every_word_is_divided_where_pyphen_divides_it(file: str) -> None:
    path = next(path for path in pyphen.LANGUAGES.values() if path.name == file)
    theirs, ours = PYPHEN(path), Patterns(path)
    assert {word: ours.positions(word) for word in WORDS[file]} == {
        word: theirs.positions(word) for word in WORDS[file]
    }
    assert any(ours.positions(word) for word in WORDS[file])


@pytest.mark.parametrize("file", ["hyph_fr.dic", "hyph_en_US.dic", "hyph_uk_UA.dic"])
def test_every_pattern_says_what_pyphen_reads_in_it(file: str) -> None:
    path = next(path for path in pyphen.LANGUAGES.values() if path.name == file)
    theirs, ours = PYPHEN(path), Patterns(path)
    assert {letters: ours.patterns.get(letters) for letters in theirs.patterns} == theirs.patterns
    assert {letters for letters in ours.patterns if ours.patterns.get(letters)} == theirs.patterns.keys()
    assert ours.maxlen == theirs.maxlen
