"""What goes to the press conforms: veraPDF and our own checker over every example and every language, none left out."""

from __future__ import annotations

import io
import pathlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pikepdf
import pytest

from checker import flaws
from communique.model import Direction, MessageState, Paragraph, Release, Table, Unready
from communique.render import PdfProfile, pdf
from sample_releases import ARABIC, ENGLISH, EVERY, examples, letterhead, release, text
from verapdf import Validator

STANDARDS = {
    PdfProfile.ARCHIVE_3: ("PDFA-3A", "PDFUA-1"),
    PdfProfile.ARCHIVE_4: ("PDFA-4F", "PDFUA-2-ISO32005"),
}
LONG = replace(
    ENGLISH,
    blocks=(
        *ENGLISH.blocks,
        Table("years", (text("Year"), text("Marked")), tuple((text(str(y)), text("Yes")) for y in range(1991, 2051))),
        *(replace(b, id=f"{b.id}-{i}") for i in range(4) for b in ENGLISH.blocks if isinstance(b, Paragraph)),
    ),
)
"""A release on several pages, with a table that is broken between them."""
DRAFT = replace(
    ARABIC,
    draft=True,
    furniture=replace(ARABIC.furniture, draft="مسودة – ليست للنشر"),
    blocks=(Unready(MessageState.MISSING, "en", Direction.LTR, ENGLISH.blocks[6]), *ARABIC.blocks),
)


@pytest.fixture(scope="module")
def validator() -> Iterator[Validator]:
    with Validator() as running:
        yield running


Conforms = Callable[[bytes, PdfProfile], None]


@pytest.fixture
def conforms(validator: Validator, tmp_path: pathlib.Path) -> Conforms:
    def check(content: bytes, profile: PdfProfile) -> None:
        path = tmp_path / "release.pdf"
        path.write_bytes(content)
        assert {standard: validator.failures(path, standard) for standard in STANDARDS[profile]} == {
            standard: {} for standard in STANDARDS[profile]
        }
        assert flaws(content) == []

    return check


def test_sixteen_languages_and_english_are_looked_at() -> None:
    wanted = "ar fa ur he hi bn th ka hy zh-Hans ja ko ru az vi tr en"
    assert {shown.locale for shown in EVERY} == set(wanted.split())


@pytest.mark.slow
@pytest.mark.parametrize("profile", STANDARDS)
@pytest.mark.parametrize("shown", EVERY, ids=lambda shown: shown.locale)
def test_every_language_is_an_archive_file_and_accessible(
    shown: Release, profile: PdfProfile, conforms: Conforms
) -> None:
    conforms(pdf.render(shown, letterhead(), profile), profile)


@pytest.mark.slow
def test_every_example_is_an_archive_file_and_accessible(conforms: Conforms) -> None:
    assert len(examples()) >= 23
    for shown, head in examples():
        conforms(pdf.render(shown, head), PdfProfile.ARCHIVE_3)


@pytest.mark.slow
@pytest.mark.parametrize("profile", STANDARDS)
@pytest.mark.parametrize("name", ["embassy", "joint"])
@pytest.mark.parametrize("shown", [LONG, DRAFT], ids=["long", "draft"])
def test_a_long_release_and_a_draft_conform_on_either_letterhead(
    shown: Release, name: str, profile: PdfProfile, conforms: Conforms
) -> None:
    conforms(pdf.render(shown, letterhead(name), profile), profile)


# --- the checks can fail -----------------------------------------------------------------------------------------------


def damaged(damage: Callable[[pikepdf.Pdf], None], shown: Release = ENGLISH) -> bytes:
    with pikepdf.open(io.BytesIO(pdf.render(shown, letterhead()))) as document:
        damage(document)
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def elements(document: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    found = (one for one in document.objects if isinstance(one, pikepdf.Dictionary))
    return [one for one in found if one.get("/S") == kind]


def lose_language(document: pikepdf.Pdf) -> None:
    del document.Root.Lang


def silence_figure(document: pikepdf.Pdf) -> None:
    del elements(document, "/Figure")[0].Alt


def skip_level(document: pikepdf.Pdf) -> None:
    elements(document, "/H2")[0].S = pikepdf.Name.H4


def lose_scope(document: pikepdf.Pdf) -> None:
    del elements(document, "/TH")[0].A.Scope


def lose_numbering(document: pikepdf.Pdf) -> None:
    del elements(document, "/L")[0].A


def cut_off(document: pikepdf.Pdf) -> None:
    del elements(document, "/P")[0].K[0]


def show_in_vain(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"BT /F 1 Tf (x) Tj ET")


@pytest.mark.parametrize(
    "damage, said",
    [
        (lose_language, "the document has no language"),
        (silence_figure, "a figure has no words"),
        (skip_level, "a heading of level 4 follows one of level 1"),
        (lose_scope, "a header cell does not say what it heads"),
        (lose_numbering, "a list does not say how it counts"),
        (cut_off, "is reached by no structure element"),
        (show_in_vain, "shows something that is neither in the structure nor an artifact"),
    ],
)
def test_our_checker_sees_what_is_wrong(damage: Callable[[pikepdf.Pdf], None], said: str) -> None:
    assert flaws(damaged(lambda _: None)) == []
    assert said in "\n".join(flaws(damaged(damage)))


@pytest.mark.slow
def test_verapdf_sees_what_is_wrong(validator: Validator, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "release.pdf"
    path.write_bytes(damaged(silence_figure, release(ENGLISH.blocks[0])))
    assert list(validator.failures(path, "PDFUA-1")) == ["7.3-1"]
