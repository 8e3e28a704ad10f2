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
    "statement, locale", [("black-january", "en"), ("black-january", "ka"), ("lirre-treaty", "fr")]
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
    assert {name.partition(b"-")[0] for name in fonts} <= {b"NotoSerif", b"NotoSerifGeorgian"}


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
