"""The pages look as they did when somebody last looked at them: first pages in small, compared with some tolerance.

`python tests/render/test_pages.py` draws the pictures in `pages/` anew; look at them before you commit them.
"""

from __future__ import annotations

import datetime
import io
import pathlib
import sys
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image, ImageChops

from communique import newsroom, pipeline
from communique.findings import Findings
from communique.model import Letterhead, Release
from communique.render import pdf
from sample_releases import ARABIC, CHINESE, ENGLISH, HINDI, letterhead

ROOT = pathlib.Path(__file__).parents[2]
PICTURES = pathlib.Path(__file__).with_name("pages")
BUILT = {"black-january": ("en", "ar", "hi", "zh-Hans"), "human-rights-day": ("en",), "lirre-treaty": ("fr", "de")}
"""Examples on their letterheads, which have a table, notes, marks and names in two languages among them."""
JOINT = (ENGLISH, ARABIC, HINDI, CHINESE)
"""What the letterhead of two countries looks like in other scripts than those of its own statement."""
MINISTRY = (ENGLISH, ARABIC)
"""The classic letterhead: rules, a line with two ends, and a number."""
SAMPLES = {"joint": JOINT, "ministry": MINISTRY}
YEAR = 2027
RESOLUTION = 60
"""Dots to the inch: enough to see a line that moved, too few to see how a letter is smoothed."""
TOLERATED = 0.004
"""The part of all dots that may differ clearly; other versions of Pango place letters a little otherwise."""
CELL = 8
"""Dots, some three millimetres."""
INKED, BLANK = 24, 2
"""Darkness of a cell in 255 levels; letters that are a tenth of a millimetre elsewhere do not empty one."""
CELLS_TOLERATED = 1


def cases() -> dict[str, tuple[str, str]]:
    """The statement and the locale of each picture; samples have the name of their letterhead instead."""
    built = {f"{statement}.{locale}": (statement, locale) for statement, them in BUILT.items() for locale in them}
    return built | {f"{look}.{release.locale}": (look, release.locale) for look in SAMPLES for release in SAMPLES[look]}


def drawn(name: str) -> tuple[Release, Letterhead]:
    statement, locale = cases()[name]
    if statement in SAMPLES:
        return next(release for release in SAMPLES[statement] if release.locale == locale), letterhead(statement)
    wish = pipeline.Wish((statement,), (YEAR,), (locale,))
    (one,) = pipeline.prepare(newsroom.load_newsroom(str(ROOT)), wish, datetime.date(2026, 12, 1), Findings())
    return one.releases[0], one.letterhead


def page(release: Release, look: Letterhead, resolution: int = RESOLUTION) -> Image.Image:
    with pypdfium2.PdfDocument(pdf.render(release, look)) as document:
        image: Image.Image = document[0].render(scale=resolution / 72).to_pil().convert("L")
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    """The part of the dots that differ clearly, after both were blurred to half their size."""
    if one.size != other.size:
        return 1.0
    half = (one.width // 2, one.height // 2)
    apart = ImageChops.difference(one.resize(half, Image.Resampling.BOX), other.resize(half, Image.Resampling.BOX))
    return sum(apart.histogram()[64:]) / (half[0] * half[1])


def cells_apart(one: Image.Image, other: Image.Image) -> int:
    """How many pieces of the page, three millimetres wide, have ink in one picture and none in the other.

    A page line has too few dots to count among all dots of a page, and yet fills several such pieces.
    """
    coarse = (one.width // CELL, one.height // CELL)
    inks = [[255 - level for level in image.resize(coarse, Image.Resampling.BOX).tobytes()] for image in (one, other)]
    return sum(min(pair) <= BLANK and max(pair) >= INKED for pair in zip(*inks, strict=True))


def looks_like(one: Image.Image, other: Image.Image) -> bool:
    return difference(one, other) <= TOLERATED and cells_apart(one, other) <= CELLS_TOLERATED


@pytest.mark.parametrize("name", cases())
def test_a_page_looks_as_it_did_when_somebody_looked(name: str) -> None:
    golden = Image.open(PICTURES / f"{name}.png").convert("L")
    assert looks_like(page(*drawn(name)), golden)


@pytest.mark.parametrize(
    "name, change",
    [
        ("black-january.en", ".emblem { padding-left: 3mm }"),
        ("joint.ar", ".emblem { padding-right: 3mm }"),
        ("black-january.zh-Hans", ".contact { display: none }"),
        ("black-january.en", "@page { @bottom-center { content: none } }"),
        ("ministry.ar", ".register { display: block }"),
    ],
    ids=["emblem moved", "emblem moved from the right", "no contact", "no page line", "a line that lost its end"],
)
def test_a_fault_of_the_letterhead_is_seen(name: str, change: str) -> None:
    golden = Image.open(PICTURES / f"{name}.png").convert("L")
    release, look = drawn(name)
    assert not looks_like(page(release, replace(look, print_css=look.print_css + change)), golden)


@pytest.mark.parametrize("name", ["black-january.en", "joint.ar"])
def test_how_letters_are_smoothed_is_tolerated(name: str) -> None:
    golden = Image.open(PICTURES / f"{name}.png").convert("L")
    finer = page(*drawn(name), resolution=2 * RESOLUTION).resize(golden.size, Image.Resampling.BICUBIC)
    assert looks_like(finer, golden)


def test_a_line_that_moved_by_a_millimetre_is_seen() -> None:
    golden = Image.open(PICTURES / "black-january.en.png").convert("L")
    half = golden.height // 2
    moved = golden.copy()
    moved.paste(golden.crop((0, half, golden.width, golden.height - 2)), (0, half + 2))
    assert difference(moved, golden) > TOLERATED


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for name in cases():
        target = io.BytesIO()
        page(*drawn(name)).quantize(16).save(target, "PNG", optimize=True)
        (PICTURES / f"{name}.png").write_bytes(target.getvalue())
        sys.stdout.write(f"{name}: {len(target.getvalue())} bytes\n")
