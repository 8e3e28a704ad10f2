"""Real built documents are valid for the Open XML SDK, and LibreOffice shows all of their text."""

from __future__ import annotations

import datetime
import io
import pathlib
import re
import unicodedata
import zipfile

import pypdfium2
import pytest
from PIL import Image, ImageOps

import reading
import sample_releases as samples
import test_docx
import validators
from communique import newsroom, pipeline
from communique.findings import Findings
from communique.model import Release
from communique.pipeline import Wish
from communique.render import docx, pdf

pytestmark = pytest.mark.slow
ROOT = pathlib.Path(__file__).parents[2]
_INK = 60
"""Darkness, of 255, of a dot that counts as ink."""
_MARGIN = 10
"""Points, some three millimetres, by which what is printed may begin or end elsewhere."""
_MORE_INK = 1.4
"""How many times the ink of one page the other may have: LibreOffice smooths letters a little darker."""


def built(statement: str, locale: str) -> tuple[Release, bytes, bytes]:
    """A release of the example newsroom as a document and as PDF."""
    room = newsroom.load_newsroom(str(ROOT))
    wish = Wish((statement,), (2027,), (locale,))
    (one,) = pipeline.prepare(room, wish, datetime.date(2026, 12, 1), Findings())
    (release,) = one.releases
    return release, docx.render(release, one.letterhead), pdf.render(release, one.letterhead)


@pytest.mark.parametrize("locale", ["en", "ar", "hi", "zh-Hans"])
def test_a_built_document_is_valid(locale: str, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "built.docx"
    file.write_bytes(built("black-january", locale)[1])
    assert validators.docx_errors(file) == []


def test_a_draft_with_every_kind_of_block_is_valid(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "every.docx"
    file.write_bytes(test_docx.rendered(test_docx.EVERY_KIND))
    assert validators.docx_errors(file) == []


def test_an_embassys_own_document_stays_valid(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "own.docx"
    file.write_bytes(test_docx.on_own_letterhead(samples.ENGLISH))
    assert validators.docx_errors(file) == []


def test_the_validator_bites(tmp_path: pathlib.Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, part in reading.parts(test_docx.rendered(samples.ARABIC)).items():
            package.writestr(name, part.replace(b"<w:bidi/>", b"<w:bidi/><w:keepNext/>"))
    file = tmp_path / "wrong.docx"
    file.write_bytes(content.getvalue())
    assert any("keepNext" in error for error in validators.docx_errors(file))


@pytest.mark.parametrize(
    "statement, locale",
    [("black-january", "en"), ("black-january", "ka"), ("black-january", "zh-Hans"), ("lirre-treaty", "fr")],
)
def test_libreoffice_shows_every_word_on_as_many_pages_as_the_pdf_has(
    statement: str, locale: str, tmp_path: pathlib.Path
) -> None:
    release, content, printed = built(statement, locale)
    file = tmp_path / "built.docx"
    file.write_bytes(content)
    converted = validators.as_pdf(file, tmp_path)
    with pypdfium2.PdfDocument(converted) as document, pypdfium2.PdfDocument(printed) as ours:
        assert len(document) == len(ours)
    shown = only_letters(validators.text_of(converted))
    assert without(shown, [words for _, words in reading.paragraphs(content)]) == []
    assert shown.startswith(only_letters(release.furniture.issuer))
    fonts = set(re.findall(rb"/FontName\s*/[A-Z]{6}\+([\w-]+)", converted.read_bytes()))
    assert fonts
    assert {name.partition(b"-")[0] for name in fonts} <= {b"NotoSerif", b"NotoSerifGeorgian", b"NotoSerifCJKSC"}
    theirs, our_page = first_page(converted.read_bytes()), first_page(printed)
    assert looks_alike(theirs, our_page)
    assert not looks_alike(theirs, without_emblem(our_page))
    assert not looks_alike(theirs, our_page.resize((our_page.width * 9 // 10, our_page.height)))


def first_page(content: bytes) -> Image.Image:
    """The first page as darkness, a point a dot."""
    with pypdfium2.PdfDocument(content) as document:
        return ImageOps.invert(document[0].render(scale=1).to_pil().convert("L"))


def without_emblem(page: Image.Image) -> Image.Image:
    changed = page.copy()
    changed.paste(0, (0, 0, page.width, page.height // 8))
    return changed


def looks_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether both pages have about as much ink, inside the same margins.

    Word and CSS share no rules for the height of lines, so that no dot stands where it does on the other page.
    """
    edges = (page.point(lambda dark: 255 * (dark > _INK)).getbbox() for page in (one, other))
    inks = sorted(sum(page.tobytes()) for page in (one, other))
    apart = [abs(a - b) for a, b in zip(*map(_whole, edges), strict=True)]
    return max(apart) <= _MARGIN and inks[1] <= _MORE_INK * inks[0]


def _whole(box: tuple[int, int, int, int] | None) -> tuple[int, int, int, int]:
    assert box is not None
    return box


def without(shown: str, paragraphs: list[str]) -> list[str]:
    """The paragraphs that are not shown behind those before them."""
    lost, place = [], 0
    for words in map(only_letters, paragraphs):
        found = shown.find(words, place)
        if found < 0:
            lost.append(words)
        place = max(place, found + len(words))
    return lost


def only_letters(words: str) -> str:
    """Letters and digits; where lines break and how a hyphen is drawn is LibreOffice's affair."""
    return "".join(c for c in unicodedata.normalize("NFKC", words) if c.isalnum())
