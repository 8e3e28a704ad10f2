import datetime
import io
from collections.abc import Mapping

import pytest
from lxml import html as parser
from PIL import Image

from communique import contact_sheet
from communique.contact_sheet import Entry, Refusal, Sheet
from communique.diagnostics import Code, Diagnostic, Location
from communique.model import Direction, Format, Furniture, Release, StatementKind, Text, Typography

# The smallest PDF there is: one empty page as wide as A4.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
DAY = datetime.date(2024, 1, 20)
FILES = {Format.PDF: "ar/a-2024.ar.pdf", Format.HTML: "ar/a-2024.ar.html", Format.TEXT: "ar/a-2024.ar.txt"}


def release(*, draft: bool = False) -> Release:
    return Release(
        slug="a",
        year=2024,
        n=34,
        kind=StatementKind.STATEMENT,
        locale="ar",
        direction=Direction.RTL,
        script="Arab",
        title=(Text("بيان <b>"),),
        blocks=(),
        furniture=Furniture("", "", "", "", "", (), "", (), "", "", "", "", ""),
        typography=Typography(),
        observed=DAY,
        released=DAY,
        locales=("en", "ar"),
        source="en",
        draft=draft,
    )


def drawn(
    *refusals: Refusal, files: Mapping[Format, str] = FILES, picture: bytes = b"", draft: bool = False
) -> parser.HtmlElement:
    entry = Entry(release(draft=draft), files, picture)
    return parser.document_fromstring(contact_sheet.render(Sheet("a-2024", 34, DAY, (entry,), refusals)))


def test_a_picture_is_the_first_page_at_480_pixels() -> None:
    image = Image.open(io.BytesIO(contact_sheet.picture(PDF)))
    assert (image.format, image.size) == ("PNG", (480, 680))


def painted() -> bytes:
    """The empty page with its lower left corner in one colour: 20 % red, 40 % green, 80 % blue."""
    ink = b".2 .4 .8 rg 0 0 100 100 re f"
    content = b"4 0 obj<</Length %d>>stream\n%b\nendstream endobj\n" % (len(ink), ink)
    return PDF.replace(b"/MediaBox", b"/Contents 4 0 R/MediaBox").replace(b"trailer", content + b"trailer")


def test_a_picture_has_the_colours_of_the_page_where_they_are() -> None:
    image = Image.open(io.BytesIO(contact_sheet.picture(painted())))
    assert (image.mode, image.getpixel((10, 670)), image.getpixel((470, 10))) == (
        "RGB",
        (51, 102, 204),
        (255, 255, 255),
    )
    assert image.getpixel((10, 590)) == (255, 255, 255)  # a hundred points are 81 pixels


def test_a_page_of_a_proof_is_as_grey_as_its_colours_are_light() -> None:
    (page,) = contact_sheet.page_pictures(painted())
    image = Image.open(io.BytesIO(page))
    light = round(0.30 * 51 + 0.59 * 102 + 0.11 * 204)
    assert (image.mode, image.getpixel((990, 10))) == ("L", 255)
    assert image.getpixel((10, 1400)) == pytest.approx(light, abs=2)


def test_equal_pages_give_equal_pictures() -> None:
    assert contact_sheet.picture(PDF) == contact_sheet.picture(PDF)


def test_every_file_of_a_language_has_a_link() -> None:
    links = drawn().xpath("//li//a")
    assert [(link.text, link.get("href")) for link in links] == [
        ("PDF", "ar/a-2024.ar.pdf"),
        ("HTML", "ar/a-2024.ar.html"),
        ("TXT", "ar/a-2024.ar.txt"),
    ]


def test_a_language_is_named_in_itself_and_in_english() -> None:
    (heading,) = drawn().xpath("//h2")
    assert " ".join(heading.text_content().split()) == "العربية Arabic"
    assert heading.xpath("bdi/@dir") == ["rtl"]


def test_a_title_is_text_in_its_own_language_and_direction() -> None:
    (title,) = drawn().xpath("//p[@class='title']")
    assert (title.text_content(), title.get("lang"), title.get("dir")) == ("بيان <b>", "ar", "rtl")


def test_a_picture_stands_in_the_page_and_has_words() -> None:
    (image,) = drawn(picture=contact_sheet.picture(PDF)).xpath("//img")
    assert image.get("src").startswith("data:image/png;base64,")
    assert image.get("alt") == "First page in Arabic"


def test_without_a_pdf_there_is_no_picture() -> None:
    assert not drawn().xpath("//img")


def test_a_refused_language_is_shown_with_where_and_why_and_what_to_do() -> None:
    problem = Diagnostic(Code.MISSING_MESSAGE, "`lead` is not translated", Location("az.po", 14, 8), "translate it")
    (section,) = drawn(Refusal("az", (problem,))).xpath("//section")
    words = " ".join(section.text_content().split())
    for part in ("azərbaycan", "Azerbaijani", "az.po:14:8", "C042", "`lead` is not translated", "translate it"):
        assert part in words


def test_a_sheet_without_refusals_does_not_speak_of_them() -> None:
    assert not drawn().xpath("//section")


def test_a_draft_is_marked() -> None:
    assert drawn(draft=True).xpath("//p[@class='draft']")
    assert not drawn().xpath("//p[@class='draft']")


@pytest.mark.parametrize("forbidden", ["script", "iframe", "form", "link"])
def test_a_sheet_runs_and_loads_nothing(forbidden: str) -> None:
    page = drawn(picture=contact_sheet.picture(PDF))
    assert not page.xpath(f"//{forbidden}")
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']")


# --- a proof -----------------------------------------------------------------------------------------------------------


def test_a_proof_has_a_picture_of_every_page() -> None:
    two_pages = PDF.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 3 0 R]/Count 2")
    sizes = [Image.open(io.BytesIO(page)).size for page in contact_sheet.page_pictures(two_pages)]
    assert sizes == [(1000, 1416)] * 2


def test_a_proof_shows_the_pages_in_the_direction_of_the_language() -> None:
    pages = contact_sheet.Pages("a-2024.ar", "ar", ("a-1.png", "a-2.png"))
    page = parser.document_fromstring(contact_sheet.render_proof("Proof of a-2024", [pages]))
    (section,) = page.xpath("//section")
    assert section.xpath(".//img/@alt") == ["a-2024.ar in Arabic, page 1", "a-2024.ar in Arabic, page 2"]
    assert section.xpath("ul/@dir") == ["rtl"]
    assert page.get_element_by_id(section.get("aria-labelledby")).tag == "h2"


def test_a_proof_says_why_a_language_has_no_pages() -> None:
    problem = Diagnostic(Code.MISSING_MESSAGE, "`lead` is not translated", Location("az.po", 14, 8), "translate it")
    pages = contact_sheet.Pages("a-2024.az", "az", (), (problem,))
    words = parser.document_fromstring(contact_sheet.render_proof("Proof", [pages])).text_content()
    for part in ("az.po:14:8", "C042", "`lead` is not translated", "translate it"):
        assert part in words
