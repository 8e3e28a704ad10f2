"""Shorter ways lead to the same place, and are shorter."""

from __future__ import annotations

import subprocess
import sys

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


STARTED = """
import ctypes.util, sys
started = []
search = ctypes.util.find_library
sys.addaudithook(lambda event, _: started.append(event) if event in WATCHED else None)
WATCHED = ("subprocess.Popen", "os.posix_spawn", "os.fork", "os.system", "os.exec")
from communique.render import pdf
pdf.start()
from weasyprint.pdf import fonts
parsed = len(fonts.ffi._parsed_types)
assert list(fonts.ffi.new("hb_codepoint_t[3]", (7, 8, 9))) == [7, 8, 9]
assert list(fonts.ffi.new("hb_codepoint_t[2]", [7, 8])) == [7, 8]
print(started, ctypes.util.find_library is search, len(fonts.ffi._parsed_types) - parsed)
"""


def test_starting_what_draws_pages_starts_no_program_and_reads_no_c_for_each_length_of_an_array() -> None:
    run = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("[] True 1\n", "")
