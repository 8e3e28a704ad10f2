"""Draw `docs/pages.png`, the picture of the README: three real first pages, side by side."""

from __future__ import annotations

import datetime
import io
import pathlib

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from communique import newsroom, pipeline
from communique.findings import Findings
from communique.model import Format
from communique.render import render

ROOT = pathlib.Path(__file__).parents[1]
LOCALES = ("en", "ar", "zh-Hans")
WIDTH, GAP, EDGE = 560, 36, 40


def pages() -> list[Image.Image]:
    """The first page of Black January in three languages."""
    room = newsroom.load_newsroom(str(ROOT))
    wish = pipeline.Wish(statements=("black-january",), years=(2027,), locales=LOCALES)
    [prepared] = pipeline.prepare(room, wish, datetime.date(2027, 1, 1), Findings())
    found = {}
    for release in prepared.releases:
        document = pypdfium2.PdfDocument(io.BytesIO(render(release, prepared.letterhead, Format.PDF)))
        page = document[0]
        found[release.locale] = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    return [found[locale] for locale in LOCALES]


def main() -> None:
    """Lay the pages side by side on a quiet ground, each with a soft shadow."""
    drawn = pages()
    height = drawn[0].height
    ground = Image.new("RGB", (2 * EDGE + len(drawn) * WIDTH + (len(drawn) - 1) * GAP, height + 2 * EDGE), "#eef1f5")
    for number, page in enumerate(drawn):
        place = (EDGE + number * (WIDTH + GAP), EDGE)
        shadow = Image.new("L", ground.size, 0)
        ImageDraw.Draw(shadow).rectangle((place[0], place[1] + 6, place[0] + WIDTH, place[1] + height + 6), fill=70)
        ground.paste("#1f3a5f", mask=shadow.filter(ImageFilter.GaussianBlur(12)))
        ground.paste(page, place)
    ground.save(ROOT / "docs" / "pages.png", optimize=True)


if __name__ == "__main__":
    main()
