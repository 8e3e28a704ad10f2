"""Shorter ways lead to the same place, and are shorter."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pyphen
import pytest

from communique.render.shortcuts.patterns import Patterns

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
print(sorted(name for name in sys.modules if name.startswith(("fontTools.subset", "fontTools.varLib"))))
print(type(fonts.subset.Options(desubroutinize=True)).__module__, fonts.instantiateVariableFont)
"""


def test_starting_what_draws_pages_starts_no_program_and_loads_no_more_than_it_needs() -> None:
    run = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=False)
    lines = run.stdout.splitlines()
    assert (lines[:2], run.stderr) == (["[] True 1", "[]"], "")
    assert lines[2].startswith("fontTools.subset <function")


DRAWN = """
import hashlib, sys
from communique.render import pdf, shortcuts
if sys.argv[1:] == ["the long way"]:
    shortcuts.take = lambda: None
pdf.start()
from sample_releases import EVERY, letterhead
from weasyprint import css
from weasyprint.text import line_break

def counted(owner, name):
    found, calls = getattr(owner, name), []
    setattr(owner, name, lambda *given: (calls.append(1), found(*given))[1])
    return calls

asked = [counted(css, "check_math"), counted(line_break, "get_font_description")]
for at, release in enumerate(EVERY):
    name = ("embassy", "ministry", "joint")[at % 3]
    print(hashlib.sha256(pdf.render(release, letterhead(name))).hexdigest())
print(*map(len, asked))
"""


def drawn(*words: str) -> tuple[list[str], list[int]]:
    """The digests of the PDF of every sample, and how often a style was computed and described to Pango."""
    command = [sys.executable, "-c", DRAWN, *words]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=pathlib.Path(__file__).parent)
    *digests, counts = run.stdout.splitlines()
    return digests, [int(count) for count in counts.split()]


def test_pages_are_the_same_to_the_byte_the_short_way_and_much_less_is_asked_for_them() -> None:
    (short, (computed, described)), (long, (computed_before, described_before)) = drawn(), drawn("the long way")
    assert short == long
    assert len({*short}) == len(short)
    assert computed < computed_before / 2
    assert described < described_before / 2


COMPUTED = """
import sys
from communique.render import pdf, shortcuts
if sys.argv[1:] == ["the long way"]:
    shortcuts.take = lambda: None
pdf.start()
import weasyprint
from weasyprint.css import get_all_computed_styles
from weasyprint.css.properties import INITIAL_VALUES

STYLE = (
    ":root { --gap: 3mm; font: 11pt/1.5 serif; color: #123; text-decoration: overline }"
    "section { page: wide; margin-inline-start: 1em; padding-block-end: calc(1em + 2%); line-height: calc(1em + 3px) }"
    "p { border-inline-start: 2px solid; border-bottom-style: dotted; inset-inline-end: 1px; float: left; --gap: 1em }"
    "[dir=rtl] { direction: rtl } em { text-decoration: underline red; display: block; position: relative }"
    "b { margin-top: var(--gap); padding: var(--none); border-top: medium double; max-inline-size: 50% } i { all: initial }"
    "p::before { content: 'x'; border-top: inherit; text-decoration-thickness: inherit; width: inherit }"
)
BODY = "<section><p>a<em>b<b>c</b></em><i>d</i></p></section><section dir=rtl><p>e<b>f</b></p></section><p><b>g"
page = weasyprint.HTML(string=f"<html lang=de><style>{STYLE}</style>{BODY}")
style_for = get_all_computed_styles(page)
plain = lambda value: sorted(value) if isinstance(value, set) else value
asked = [name for name in sorted(INITIAL_VALUES) if not {"block", "inline"} & {*name.split("_")}]
for (element, pseudo), style in style_for.get_computed_styles().items():
    for one in (style, style.anonymous_style):
        print(getattr(element, "tag", element), pseudo, [(name, plain(one[name])) for name in asked])
"""


def test_every_property_of_every_element_is_computed_as_the_long_way_does() -> None:
    def computed(*words: str) -> str:
        command = [sys.executable, "-c", COMPUTED, *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    short = computed()
    assert short == computed("the long way")
    assert short.count("\n") > 100


def test_no_property_that_is_inherited_has_another_name() -> None:
    """Or the short way to its value, which asks the parent, would miss what a rule says of that name."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED

    assert not {*PHYSICAL_FUNCTIONS} & {*INHERITED}
