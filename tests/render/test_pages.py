"""The pages look as they did when somebody last looked at them: first pages in small, compared with some tolerance.

`python tests/render/test_pages.py` draws the pictures in `pages/` anew; look at them before you commit them.
"""

from __future__ import annotations

import datetime
import io
import pathlib
import sys

import pypdfium2
import pytest
from PIL import Image, ImageChops

from communique import newsroom, pipeline
from communique.findings import Findings
from communique.render import pdf

ROOT = pathlib.Path(__file__).parents[2]
PICTURES = pathlib.Path(__file__).with_name("pages")
CASES = {"black-january": ("en", "ar", "hi", "zh-Hans"), "lirre-treaty": ("fr",)}
YEAR = 2027
RESOLUTION = 60
"""Dots to the inch: enough to see a line that moved, too few to see how a letter is smoothed."""
TOLERATED = 0.004
"""The part of all dots that may differ clearly; other versions of Pango place letters a little otherwise."""


def page(statement: str, locale: str) -> Image.Image:
    room = newsroom.load_newsroom(str(ROOT))
    findings = Findings()
    wish = pipeline.Wish((statement,), (YEAR,), (locale,))
    (one,) = pipeline.prepare(room, wish, datetime.date(2026, 12, 1), findings)
    with pypdfium2.PdfDocument(pdf.render(one.releases[0], one.letterhead)) as document:
        image: Image.Image = document[0].render(scale=RESOLUTION / 72).to_pil().convert("L")
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    """The part of the dots that differ clearly, after both were blurred to half their size."""
    if one.size != other.size:
        return 1.0
    half = (one.width // 2, one.height // 2)
    apart = ImageChops.difference(one.resize(half, Image.Resampling.BOX), other.resize(half, Image.Resampling.BOX))
    return sum(apart.histogram()[64:]) / (half[0] * half[1])


@pytest.mark.parametrize("name", [f"{statement}.{locale}" for statement, them in CASES.items() for locale in them])
def test_a_page_looks_as_it_did_when_somebody_looked(name: str) -> None:
    golden = Image.open(PICTURES / f"{name}.png").convert("L")
    statement, locale = name.split(".")
    assert difference(page(statement, locale), golden) <= TOLERATED


def test_a_line_that_moved_by_a_millimetre_is_seen() -> None:
    golden = Image.open(PICTURES / "black-january.en.png").convert("L")
    half = golden.height // 2
    moved = golden.copy()
    moved.paste(golden.crop((0, half, golden.width, golden.height - 2)), (0, half + 2))
    assert difference(moved, golden) > TOLERATED


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for statement, locales in CASES.items():
        for locale in locales:
            target = io.BytesIO()
            page(statement, locale).quantize(16).save(target, "PNG", optimize=True)
            (PICTURES / f"{statement}.{locale}.png").write_bytes(target.getvalue())
            sys.stdout.write(f"{statement}.{locale}: {len(target.getvalue())} bytes\n")
