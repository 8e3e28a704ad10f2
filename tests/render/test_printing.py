"""A PDF for a print shop: refused without the profile of its press, and in nothing but its inks with one."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pydyf
import pytest

from checker import flaws
from communique import identity
from communique.diagnostics import ExitCode, Refused, TextProblems
from communique.model import Format, Release
from communique.render import PdfProfile, pdf, printing
from press_profile import profile
from sample_releases import ARABIC, ENGLISH, letterhead

PRESS = profile()


def printed(shown: Release = ENGLISH, emblem: bytes = b"") -> bytes:
    head = replace(letterhead(), emblem=emblem or letterhead().emblem)
    return pdf.render(shown, head, PdfProfile.PRINT, PRESS)


def operators(content: bytes) -> set[str]:
    """Every operator of the pages and of the drawings on them."""
    with pikepdf.open(io.BytesIO(content)) as document:
        drawings = [
            one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
        ]
        shown = [*document.pages, *drawings]
        return {str(one.operator) for part in shown for one in pikepdf.parse_content_stream(part)}


def test_without_the_profile_of_a_press_it_is_refused_and_the_letterhead_named() -> None:
    with pytest.raises(Refused) as caught:
        pdf.render(ENGLISH, letterhead(), PdfProfile.PRINT)
    assert caught.value.exit_code is ExitCode.REFUSED
    assert str(caught.value).startswith("templates/embassy/letterhead.toml:1:1: error C060: a PDF for a print shop")
    assert "--icc" in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"no profile", PRESS.replace(b"CMYK", b"RGB ", 1), PRESS.replace(b"prtr", b"scnr")]
)
def test_what_is_no_profile_of_a_press_is_refused(content: bytes) -> None:
    with pytest.raises(TextProblems, match="C060"):
        pdf.render(ENGLISH, letterhead(), PdfProfile.PRINT, content)


@pytest.mark.parametrize("shown", [ENGLISH, ARABIC], ids=lambda shown: shown.locale)
def test_every_colour_is_ink(shown: Release) -> None:
    assert {"k"} <= operators(printed(shown))
    assert not {"rg", "RG"} & operators(printed(shown))
    assert {"rg"} <= operators(pdf.render(shown, letterhead()))


def test_black_letters_are_black_ink_alone() -> None:
    convert = printing.ink(PRESS)
    assert convert(0, 0, 0) == (0, 0, 0, 1)
    assert convert(1, 1, 1) == (0, 0, 0, 0)
    assert convert(0.5, 0.5, 0.5) == (0, 0, 0, 0.5)


def test_a_colour_is_what_the_profile_makes_of_it() -> None:
    cyan, magenta, yellow, black = printing.ink(PRESS)(1, 0, 0)
    assert min(magenta, yellow) > 0.8
    assert max(cyan, black) < 0.1


def test_the_file_names_its_press_and_its_standard() -> None:
    with pikepdf.open(io.BytesIO(printed())) as document:
        [intent] = document.Root.OutputIntents
        packet = document.Root.Metadata.read_bytes().decode()
        assert (str(intent.S), str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "Test press")
        assert intent.DestOutputProfile.read_bytes() == PRESS
        assert str(document.docinfo.Trapped) == "/False"
        assert all("/TrimBox" in page and "/BleedBox" in page for page in document.pages)
    assert ">PDF/X-4</pdfxid:GTS_PDFXVersion>" in packet


def test_nothing_can_be_clicked_and_nothing_is_attached() -> None:
    with pikepdf.open(io.BytesIO(printed())) as document:
        assert not any("/Annots" in page for page in document.pages)
        assert not document.attachments


def test_the_text_is_the_same_as_in_other_files_and_still_tagged() -> None:
    assert identity.differences(ARABIC, {Format.PDF: printed(ARABIC)}) == ()
    assert flaws(printed(ARABIC)) == []


def test_a_colour_that_a_style_gives_by_its_look_is_refused() -> None:
    head = replace(letterhead(), print_css=letterhead().print_css + "h1 { color: lab(40% 50 50) }")
    with pytest.raises(TextProblems, match="a colour of a screen is left"):
        pdf.render(ENGLISH, head, PdfProfile.PRINT, PRESS)


def test_equal_releases_give_equal_bytes() -> None:
    assert printed() == printed()


def test_a_gradient_in_the_emblem_is_an_error() -> None:
    emblem = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs><linearGradient id="g">'
        '<stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient></defs>'
        '<rect width="9" height="9" fill="url(#g)"/></svg>'
    )
    with pytest.raises(TextProblems, match="a gradient has the colours of a screen"):
        printed(emblem=emblem.encode())


# --- the last look -----------------------------------------------------------------------------------------------------


def page(**fields: object) -> pydyf.PDF:
    """The least that can go to a press: a page, its content, and the name of the press."""
    pdf = pydyf.PDF()
    content = pydyf.Stream([b"0 0 0 1 k", b"0 0 9 9 re f"])
    pdf.add_object(content)
    pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": content.reference, **fields}))
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary({"S": "/GTS_PDFX"})])
    return pdf


def content(pdf: pydyf.PDF) -> pydyf.Stream:
    return next(one for one in pdf.objects if isinstance(one, pydyf.Stream))


def test_what_is_fit_for_the_press_passes_the_last_look() -> None:
    printing.look_over(page())


@pytest.mark.parametrize("operator", [b"1 0 0 rg", b"0 0 1 RG", b"q 1 0 0 rg Q", b"/lab-d50 cs"])
def test_a_colour_of_a_screen_does_not_pass(operator: bytes) -> None:
    pdf = page()
    content(pdf).stream.append(operator)
    with pytest.raises(ValueError, match="a colour of a screen is left"):
        printing.look_over(pdf)


def test_an_object_with_the_colours_of_a_screen_does_not_pass() -> None:
    pdf = page(Group=pydyf.Dictionary({"S": "/Transparency", "CS": "/DeviceRGB"}))
    with pytest.raises(ValueError, match="an object of the page has the colours of a screen"):
        printing.look_over(pdf)


def test_a_file_that_names_no_press_does_not_pass() -> None:
    pdf = page()
    del pdf.catalog["OutputIntents"]
    with pytest.raises(ValueError, match="does not name its press"):
        printing.look_over(pdf)


def test_what_can_be_clicked_on_does_not_pass() -> None:
    pdf = page(Annots=pydyf.Array([pydyf.Dictionary({"Subtype": "/Link"})]))
    with pytest.raises(ValueError, match="can be clicked on"):
        printing.look_over(pdf)
