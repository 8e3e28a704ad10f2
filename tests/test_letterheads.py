"""A letterhead is whole, or everything that it lacks is named with its place."""

from __future__ import annotations

import io
import zipfile

import pytest

from communique.diagnostics import CommuniqueError
from communique.letterheads import LABELS as EVERY_LABEL
from communique.letterheads import MARKS, contrast, load_letterhead
from communique.render import docx, html
from sample_releases import ENGLISH
from small_newsroom import LABELS, LETTERHEAD, SmallNewsroom

FILES = {
    "page_template": "page.html.j2",
    "print_css": "print.css",
    "screen_css": "screen.css",
    "emblem": "emblem.svg",
    "emblem_picture": "emblem.png",
}


def problems(newsroom: SmallNewsroom, name: str = "embassy") -> list[str]:
    """What is refused, as `place code`; each problem has a hint."""
    with pytest.raises(CommuniqueError) as raised:
        load_letterhead(newsroom.load(), name, newsroom.statement().location)
    assert all(one.hint for one in raised.value.diagnostics)
    return [f"{one.location} {one.code}" for one in raised.value.diagnostics]


def place(newsroom: SmallNewsroom, words: str) -> str:
    before, _, _ = newsroom.read(LETTERHEAD).partition(words)
    return f"{LETTERHEAD}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_a_letterhead_holds_its_files_labels_and_catalogs(newsroom: SmallNewsroom) -> None:
    letterhead = newsroom.letterhead()
    folder = newsroom.folder / "templates" / "embassy"
    assert letterhead.emblem == (folder / "emblem.svg").read_bytes()
    assert letterhead.page_template == (folder / "page.html.j2").read_text("utf-8")
    assert letterhead.labels["place"].text == "Geneva"
    assert set(letterhead.labels) == {*EVERY_LABEL, *MARKS}
    assert letterhead.catalogs["fr"].translations["place"].passage.text == "Genève"
    assert letterhead.document is None


@pytest.mark.parametrize("key, file", FILES.items())
def test_a_missing_file_is_named_with_the_key_that_asks_for_it(newsroom: SmallNewsroom, key: str, file: str) -> None:
    (newsroom.folder / "templates" / "embassy" / file).unlink()
    assert problems(newsroom) == [f"{place(newsroom, f'{key} =')} C060"]


def test_everything_that_is_missing_is_named_at_once(newsroom: SmallNewsroom) -> None:
    for file in FILES.values():
        (newsroom.folder / "templates" / "embassy" / file).unlink()
    newsroom.replace(LETTERHEAD, 'place = "Geneva"\n', "")
    newsroom.replace(LETTERHEAD, 'end-mark = "End"', 'end_mark = "End"')
    newsroom.replace(LABELS, 'msgstr "Genève"', 'msgstr "Genève')
    found = problems(newsroom)
    assert sorted(found) == sorted(
        [f"{place(newsroom, f'{key} =')} C060" for key in FILES]
        + [f"{place(newsroom, '[labels]')} C060"] * 2
        + [f"{place(newsroom, 'end_mark')} C004"]
        + [next(one for one in found if one.startswith(LABELS) and one.endswith("C041"))]
    )


@pytest.mark.parametrize("label", EVERY_LABEL)
def test_every_label_is_needed(newsroom: SmallNewsroom, label: str) -> None:
    lines = newsroom.read(LETTERHEAD).split("\n")
    newsroom.write(LETTERHEAD, "\n".join(line for line in lines if not line.startswith(f"{label} =")))
    with pytest.raises(CommuniqueError, match=f"the label `{label}` is missing"):
        newsroom.letterhead()


@pytest.mark.parametrize(
    "old, new, at, code",
    [
        ('accent = "#1f3a5f"', 'accent = "blue"', "accent =", "C005"),
        ('accent = "#1f3a5f"', 'accent = "#1f3a5f;}"', "accent =", "C005"),
        ('rule = "#c3cad6"', 'rule = "grey"', "rule =", "C005"),
        ('accent = "#1f3a5f"', 'accent = "#8a9bb0"', "accent =", "C060"),
        ('tint = "#f2f5f9"', 'tint = "#7f95b5"', "tint =", "C060"),
        ('emblem = "emblem.svg"', 'emblem = "../../communique.toml"', "emblem =", "C005"),
        ('emblem = "emblem.svg"', 'emblem = "/etc/passwd"', "emblem =", "C005"),
        ('emblem_picture = "emblem.png"', 'emblem_picture = "emblem.svg"', "emblem_picture", "C060"),
        ('emblem_picture = "emblem.png"', 'emblem_picture = "locales"', "emblem_picture", "C060"),
        ('source = "en"', 'source = "english"', "source", "C050"),
        ('source = "en"', 'sauce = "en"\nsource = "en"', "sauce", "C004"),
        ('place = "Geneva"', "place = 5", "place", "C005"),
        ('place = "Geneva"', 'place = " "', "[labels]", "C060"),
        ("smallest = 10", "smallest = 9.9", "smallest = 9", "C005"),
        ("smallest = 10", "smallest = 11", "smallest = 11", "C060"),
        ("tightest = 1.3", "tightest = 1.29", "tightest = 1", "C005"),
        ("title = 18", "titel = 18", "titel", "C004"),
        ('layout = "centred"', 'layout = "left"', "layout", "C005"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(newsroom: SmallNewsroom, old: str, new: str, at: str, code: str) -> None:
    newsroom.replace(LETTERHEAD, old, new)
    assert problems(newsroom) == [f"{place(newsroom, at)} {code}"]


@pytest.mark.parametrize("one, other, expected", [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


def test_the_colours_of_a_letterhead_reach_every_format(newsroom: SmallNewsroom) -> None:
    newsroom.replace(LETTERHEAD, 'tint = "#f2f5f9"', 'tint = "#fdf6e3"')
    newsroom.replace(LETTERHEAD, 'rule = "#c3cad6"', 'rule = "#cc9933"')
    letterhead = newsroom.letterhead()
    page = html.render(ENGLISH, letterhead).decode()
    assert "--tint:#fdf6e3" in page
    assert "--rule:#cc9933" in page
    with zipfile.ZipFile(io.BytesIO(docx.render(ENGLISH, letterhead))) as package:
        styles = package.read("word/styles.xml").decode()
    assert 'w:fill="FDF6E3"' in styles
    assert 'w:color="CC9933"' in styles


def test_a_letterhead_that_does_not_exist_is_told_where_it_is_asked_for(newsroom: SmallNewsroom) -> None:
    with pytest.raises(CommuniqueError) as raised:
        load_letterhead(newsroom.load(), "embasy", newsroom.statement().location)
    (problem,) = raised.value.diagnostics
    assert (problem.location.file, problem.hint) == ("statements/sad-night/statement.md", "did you mean `embassy`?")


def test_a_style_that_is_not_text_is_refused(newsroom: SmallNewsroom) -> None:
    newsroom.write("templates/embassy/print.css", b"body { \xff }")
    assert problems(newsroom) == ["templates/embassy/print.css:1:8 C002"]


def test_a_file_that_is_too_large_is_refused(newsroom: SmallNewsroom) -> None:
    newsroom.write("templates/embassy/emblem.svg", b"x" * 5_000_001)
    assert problems(newsroom) == [f"{place(newsroom, 'emblem =')} C060"]


def test_a_newsroom_without_letterheads_says_so(newsroom: SmallNewsroom) -> None:
    (newsroom.folder / LETTERHEAD).unlink()
    assert problems(newsroom) == ["statements/sad-night/statement.md:1:1 C060"]
