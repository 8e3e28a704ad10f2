"""A last page with little on it is saved by tighter setting, within limits; nothing else is changed for it."""

from __future__ import annotations

import base64
import functools
import io
import itertools
import statistics
from dataclasses import dataclass, field

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique import fonts
from communique.model import Letterhead, Release, TypeScale, Typography
from communique.render import fit, html, pdf
from sample_releases import ARABIC, ENGLISH, examples, letterhead

LATIN = Typography()
SCALE = TypeScale()


@dataclass
class Text:
    """A text of some height, given in pages of the usual setting, and what part of a page each step saves."""

    height: float
    saved: float = 0.1
    tried: list[int] = field(default_factory=list)

    def lay_out(self, step: fit.Step) -> Laid:
        place = fit.steps(LATIN, SCALE).index(step)
        self.tried.append(place)
        return Laid(place, self.height - self.saved * place)


@dataclass
class Laid:
    step: int
    height: float

    @property
    def pages(self) -> list[int]:
        return list(range(int(self.height) + 1))

    def fullness(self) -> list[float]:
        return [*[1.0] * int(self.height), self.height % 1]


def chosen(text: Text) -> int:
    return fit.fitted(fit.steps(LATIN, SCALE), text.lay_out, Laid.fullness).step


def test_what_fits_is_set_as_usual_and_laid_out_once() -> None:
    text = Text(0.9)
    assert (chosen(text), text.tried) == (0, [0])


def test_a_last_page_that_is_well_used_stays() -> None:
    text = Text(1.5)
    assert (chosen(text), text.tried) == (0, [0])


def test_a_nearly_empty_last_page_goes_in_the_loosest_way_that_does_it() -> None:
    assert chosen(Text(1.05)) == 1
    assert chosen(Text(1.25)) == 3


def test_if_even_the_tightest_setting_does_not_save_the_page_nothing_is_tightened() -> None:
    text = Text(1.3, saved=0.03)
    assert (chosen(text), text.tried) == (0, [0, 6])


@given(st.floats(1.01, 1.33), st.floats(0.001, 0.2))
def test_whatever_is_guessed_the_loosest_way_that_saves_the_page_is_found_and_none_is_laid_out_twice(
    height: float, saved: float
) -> None:
    text = Text(height, saved)
    saving = [place for place in range(7) if height - saved * place < 1]
    assert chosen(text) == min(saving, default=0)
    assert len(text.tried) == len({*text.tried})


def test_a_text_that_is_as_it_is_guessed_is_laid_out_twice() -> None:
    text = Text(1.17, saved=0.06)
    assert (chosen(text), text.tried) == (3, [0, 3])


@pytest.mark.parametrize(
    "height, saved, tried",
    [(1.12, 0.08, [0, 2, 1]), (1.15, 0.07, [0, 3, 2])],
    ids=["letters of another size", "nearly as high as the page"],
)
def test_a_text_that_may_fit_in_a_looser_way_is_laid_out_in_it_to_know(
    height: float, saved: float, tried: list[int]
) -> None:
    text = Text(height, saved)
    assert (chosen(text), text.tried) == (tried[1], tried)


@pytest.mark.parametrize("line_height", [1.45, 2.2])
def test_a_step_never_counts_for_more_than_its_part_of_the_way(line_height: float) -> None:
    """Or a text that shrinks evenly would be thought to need its page where it does not."""
    likely = fit.likely_heights(fit.steps(Typography(line_height=line_height), SCALE))
    parts = [(before - now) / (likely[0] - now) for before, now in itertools.pairwise(likely)]
    assert all(part <= 1 / place for place, part in enumerate(parts, 1))


@pytest.mark.parametrize("line_height", [1.45, 1.6, 1.7, 2.2])
def test_no_text_is_set_smaller_or_closer_than_the_limits(line_height: float) -> None:
    usual, *tighter = fit.steps(Typography(line_height=line_height), SCALE)
    assert usual.line_height == line_height
    for before, step in zip((usual, *tighter), tighter, strict=False):
        assert before.size >= step.size >= 10
        assert before.line_height >= step.line_height >= 1.3 * line_height / 1.45 - 0.001
        assert before.space >= step.space > 0.4


def test_a_page_is_drawn_as_usual_until_it_is_told_otherwise() -> None:
    page = html.page(ARABIC, letterhead(), html.Medium.PRINT, "", "")
    for name, value in fit.steps(ARABIC.typography, SCALE)[0].properties().items():
        assert f"--{name}:{value};" in page.replace("}", ";")


@pytest.mark.parametrize(
    "lines, fullness", [(1, 0.1), (5, 0.5), (11, 0.1)], ids=["one line", "half a page", "a second page"]
)
def test_how_full_a_last_page_is_is_measured_without_what_stands_in_its_margins(lines: int, fullness: float) -> None:
    fonts.prepare()
    import weasyprint

    style = "@page { size: 300px 240px; margin: 20px; @bottom-center { content: 'foot' } } html { font: 10px/20px 'Noto Serif' }"
    body = "<br>".join(["word"] * lines)
    source = f"<style>{style} body {{ margin: 0; orphans: 1; widows: 1 }}</style><body>{body}"
    assert fit.fullness(weasyprint.HTML(string=source).render())[-1] == pytest.approx(fullness)


def test_the_screen_keeps_the_line_height_of_the_language() -> None:
    assert f"--line-height:{ENGLISH.typography.line_height:g}" in html.render(ENGLISH, letterhead()).decode()


def test_a_letterhead_decides_how_small_and_how_close_text_may_become() -> None:
    scale = TypeScale(size=12, smallest=11, tightest=1.4)
    usual, *_, tightest = fit.steps(LATIN, scale)
    assert (usual.size, usual.line_height) == (12, 1.45)
    assert (tightest.size, tightest.line_height) == (11, 1.4)


made = functools.cache(examples)


@pytest.mark.parametrize("locale", ["en", "es", "tr"])
def test_an_example_is_set_in_the_loosest_way_that_saves_its_page(locale: str) -> None:
    """Found by laying it out in every way; the guesses of `fitted` must come to the same."""
    shown, head = next((one, head) for one, head in made() if one.name == f"black-january-2030.{locale}")
    ways = fit.steps(shown.typography, head.type)
    pages = [laid_out(shown, head, step) for step in ways]
    saving = next((step for step, count in zip(ways, pages, strict=True) if count < pages[0]), ways[0])
    with pikepdf.open(io.BytesIO(pdf.render(shown, head))) as document:
        pixels = [float(one.operands[1]) for one in pikepdf.parse_content_stream(document.pages[0], "Tf")]
        assert len(document.pages) == min(pages)
    assert statistics.mode(pixels) * 0.75 == pytest.approx(saving.size, abs=0.01)


def laid_out(shown: Release, head: Letterhead, step: fit.Step) -> int:
    """The pages that a text takes, drawn by WeasyPrint in one way."""
    import weasyprint

    emblem = "data:image/svg+xml;base64," + base64.b64encode(head.emblem).decode()
    page = html.page(shown, head, html.Medium.PRINT, head.print_css, emblem)
    setting = ";".join(f"--{name}:{value}!important" for name, value in step.properties().items())
    fonts.prepare()
    return len(weasyprint.HTML(string=page).render(stylesheets=[weasyprint.CSS(string=f":root{{{setting}}}")]).pages)
