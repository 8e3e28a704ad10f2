"""What goes to the press conforms: veraPDF and our own checker over every example and every language, none left out."""

from __future__ import annotations

import io
import pathlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from checker import flaws
from communique.model import Direction, Format, Letterhead, MessageState, Paragraph, Release, Table, Unready
from communique.render import PdfProfile, html
from sample_releases import ARABIC, ENGLISH, EVERY, drawn, examples, letterhead, release, text
from verapdf import Validator

STANDARDS = {
    PdfProfile.ARCHIVE_3: ("PDFA-3A", "PDFUA-1"),
    PdfProfile.ARCHIVE_4: ("PDFA-4F", "PDFUA-2-ISO32005"),
}
PACKET = ("dc:title", "dc:creator", "dc:description", "dc:identifier", "pdf:Producer")
INFORMATION = (
    ("/Title", "dc:title"),
    ("/Subject", "dc:description"),
    ("/Author", "dc:creator"),
    ("/Keywords", "pdf:Keywords"),
    ("/Producer", "pdf:Producer"),
    ("/CreationDate", "xmp:CreateDate"),
)
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


Conforms = Callable[[Release, Letterhead, PdfProfile], None]


@pytest.fixture
def conforms(validator: Validator, tmp_path: pathlib.Path) -> Conforms:
    def check(shown: Release, head: Letterhead, profile: PdfProfile) -> None:
        path = tmp_path / "release.pdf"
        path.write_bytes(drawn(shown, head, Format.PDF, profile))
        assert {standard: validator.failures(path, standard) for standard in STANDARDS[profile]} == {
            standard: {} for standard in STANDARDS[profile]
        }
        assert flaws(path.read_bytes(), page(shown, head)) == []

    return check


def page(shown: Release, head: Letterhead) -> str:
    """The page that a PDF is laid out from."""
    return html.page(shown, head, html.Medium.PRINT, "", "emblem.svg")


def test_sixteen_languages_and_english_are_looked_at() -> None:
    wanted = "ar fa ur he hi bn th ka hy zh-Hans ja ko ru az vi tr en"
    assert {shown.locale for shown in EVERY} == set(wanted.split())


@pytest.mark.slow
@pytest.mark.parametrize("profile", STANDARDS)
@pytest.mark.parametrize("shown", EVERY, ids=lambda shown: shown.locale)
def test_every_language_is_an_archive_file_and_accessible(
    shown: Release, profile: PdfProfile, conforms: Conforms
) -> None:
    conforms(shown, letterhead(), profile)


@pytest.mark.slow
def test_every_example_is_an_archive_file_and_accessible(conforms: Conforms) -> None:
    assert len(examples()) >= 23
    for shown, head in examples():
        conforms(shown, head, PdfProfile.ARCHIVE_3)


@pytest.mark.slow
@pytest.mark.parametrize("profile", STANDARDS)
@pytest.mark.parametrize("name", ["embassy", "joint", "ministry"])
@pytest.mark.parametrize("shown", [LONG, DRAFT], ids=["long", "draft"])
def test_a_long_release_and_a_draft_conform_on_every_letterhead(
    shown: Release, name: str, profile: PdfProfile, conforms: Conforms
) -> None:
    conforms(shown, letterhead(name), profile)


# --- the checks can fail -----------------------------------------------------------------------------------------------


def damaged(damage: Callable[[pikepdf.Pdf], None], shown: Release = ENGLISH) -> bytes:
    with pikepdf.open(io.BytesIO(drawn(shown, letterhead(), Format.PDF))) as document:
        damage(document)
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def elements(document: pikepdf.Pdf, kind: str) -> list[Any]:
    found = (one for one in document.objects if isinstance(one, pikepdf.Dictionary))
    return [one for one in found if one.get("/S") == kind]


def fonts(document: pikepdf.Pdf) -> Any:
    return next(iter(document.pages[0].resources.Font.values()))


def packet_without(name: str) -> Callable[[pikepdf.Pdf], None]:
    def damage(document: pikepdf.Pdf) -> None:
        packet = document.Root.Metadata.read_bytes().decode()
        start, end = packet.index(f"<{name}>"), packet.index(f"</{name}>") + len(f"</{name}>")
        document.Root.Metadata.write((packet[:start] + packet[end:]).encode())

    return damage


def lose_language(document: pikepdf.Pdf) -> None:
    del document.Root.Lang


def say_untagged(document: pikepdf.Pdf) -> None:
    document.Root.MarkInfo.Marked = False


def hide_title(document: pikepdf.Pdf) -> None:
    document.Root.ViewerPreferences.DisplayDocTitle = False


def name_another_parent(document: pikepdf.Pdf) -> None:
    elements(document, "/TR")[0].P = elements(document, "/L")[0]


def hold_twice(document: pikepdf.Pdf) -> None:
    span = next(one for one in elements(document, "/Span") if isinstance(one.K[0], int))
    span.K.append(span.K[0])


def silence_figure(document: pikepdf.Pdf) -> None:
    del elements(document, "/Figure")[0].Alt


def move_figure(document: pikepdf.Pdf) -> None:
    elements(document, "/Figure")[0].A.BBox = pikepdf.Array([-9, 700, 60, 770])


def skip_level(document: pikepdf.Pdf) -> None:
    elements(document, "/H2")[0].S = pikepdf.Name.H4


def head_twice(document: pikepdf.Pdf) -> None:
    elements(document, "/H2")[0].S = pikepdf.Name.H1


def lose_scope(document: pikepdf.Pdf) -> None:
    del elements(document, "/TH")[0].A.Scope


def name_no_header(document: pikepdf.Pdf) -> None:
    elements(document, "/TD")[0].A.Headers[0] = pikepdf.String("nobody")


def lose_numbering(document: pikepdf.Pdf) -> None:
    del elements(document, "/L")[0].A


def lose_annotation(document: pikepdf.Pdf) -> None:
    link = elements(document, "/Link")[0]
    link.K = pikepdf.Array([kid for kid in link.K if kid.get("/Type") != "/OBJR"])


def say_too_much(document: pikepdf.Pdf) -> None:
    elements(document, "/P")[2].ActualText = pikepdf.String("something else")


def cut_off(document: pikepdf.Pdf) -> None:
    del elements(document, "/P")[0].K[0]


def own_otherwise(document: pikepdf.Pdf) -> None:
    owners = document.Root.StructTreeRoot.ParentTree.Nums[1]
    owners[2] = owners[3]


def name_nothing(document: pikepdf.Pdf) -> None:
    span = next(one for one in elements(document, "/Span") if isinstance(one.K[0], int))
    span.K.append(9999)


def wrap_in_artifact(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"/Artifact BMC", prepend=True)
    document.pages[0].contents_add(b"EMC")


def show(operators: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: document.pages[0].contents_add(operators)


def take_font_out(document: pikepdf.Pdf) -> None:
    descriptor = fonts(document).DescendantFonts[0].FontDescriptor
    for key in {"/FontFile2", "/FontFile3"} & {*descriptor.keys()}:
        del descriptor[key]


def take_letters_out(document: pikepdf.Pdf) -> None:
    del fonts(document).ToUnicode


def inform_otherwise(key: str) -> Callable[[pikepdf.Pdf], None]:
    def damage(document: pikepdf.Pdf) -> None:
        document.docinfo[key] = pikepdf.String("something else")

    return damage


def detach(document: pikepdf.Pdf) -> None:
    for name in [*document.attachments]:
        del document.attachments[name]


def attached(document: pikepdf.Pdf) -> Any:
    return next(iter(document.attachments.values()))


def attach_later(document: pikepdf.Pdf) -> None:
    attached(document).get_file().obj.Params.ModDate = pikepdf.String("D:20240121000000Z")


def attach_unrelated(document: pikepdf.Pdf) -> None:
    attached(document).obj.AFRelationship = pikepdf.Name.Unspecified


def attach_unnamed(document: pikepdf.Pdf) -> None:
    del attached(document).obj.Desc


@pytest.mark.parametrize(
    "damage, said",
    [
        (lose_language, "the document has no language"),
        (say_untagged, "the document does not say that it is tagged"),
        (hide_title, "the document's title is not shown"),
        (name_another_parent, "a /TR names another parent than the one it stands in"),
        (hold_twice, "stands in the structure twice"),
        (silence_figure, "a figure has no words"),
        (move_figure, "a figure does not lie on the paper"),
        (skip_level, "a heading of level 4 follows one of level 1"),
        (head_twice, "the headings do not begin with the only one of the first level: [1, 1]"),
        (lose_scope, "a header cell does not say what it heads"),
        (name_no_header, "a cell names a header that is not there"),
        (lose_numbering, "a list does not say how it counts"),
        (lose_annotation, "a link has no annotation"),
        (say_too_much, "words are put beside a /P, which holds more than a piece of a line"),
        (cut_off, "is reached by no structure element"),
        (own_otherwise, "page 1: marked content 2 names another owner than the one that holds it"),
        (name_nothing, "page 1: the structure names marked content 9999, which is not there"),
        (wrap_in_artifact, "content of the structure stands inside an artifact"),
        (show(b"/Span <</MCID 0>> BDC EMC"), "page 1: two marked contents have the number 0"),
        (show(b"/Span BMC EMC"), "page 1: a marked content /Span has no number"),
        (show(b"BT /F 1 Tf (x) Tj ET"), "`Tj` shows something that is neither in the structure nor an artifact"),
        (take_font_out, "is not embedded"),
        (take_letters_out, "does not say which letters it shows"),
        *((packet_without(name), f"the metadata packet has no {name}") for name in PACKET),
        (packet_without("dc:language"), "the metadata packet names another language than the document"),
        (packet_without("xmp:Identifier"), "the metadata packet lacks the release number"),
        (packet_without("xmp:ModifyDate"), "the document information says another xmp:ModifyDate"),
        *((inform_otherwise(key), f"the document information says another {name}") for key, name in INFORMATION),
        (detach, "no source is attached"),
        (attach_later, "has another date than the release"),
        (attach_unrelated, "does not say that it is the source"),
        (attach_unnamed, "does not say what it is"),
    ],
)
def test_our_checker_sees_what_is_wrong(damage: Callable[[pikepdf.Pdf], None], said: str) -> None:
    assert said in "\n".join(flaws(damaged(damage)))


def split_paragraph(document: pikepdf.Pdf) -> None:
    paragraph = elements(document, "/P")[-3]
    rest = document.make_indirect(pikepdf.Dictionary(paragraph))
    rest.K = pikepdf.Array([paragraph.K[-1]])
    rest.K[0].P = rest
    del paragraph.K[-1]
    paragraph.P.K.append(rest)


def forget_inner_language(document: pikepdf.Pdf) -> None:
    for element in elements(document, "/Div"):
        if "/Lang" in element:
            del element.Lang


def read_a_page_number(document: pikepdf.Pdf) -> None:
    parent = elements(document, "/Part")[0]
    span = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Span, P=parent, ActualText="Page 1 of 2")
    parent.K.append(document.make_indirect(span))


@pytest.mark.parametrize(
    "damage, said",
    [
        (split_paragraph, "the structure differs from the page: + P"),
        (forget_inner_language, "the structure speaks [], and the page ['en']"),
        (read_a_page_number, "the structure says something else than the page: `Page1of2"),
    ],
)
def test_our_checker_sees_where_a_file_is_not_its_page(damage: Callable[[pikepdf.Pdf], None], said: str) -> None:
    assert flaws(damaged(lambda _: None, DRAFT), page(DRAFT, letterhead())) == []
    assert said in "\n".join(flaws(damaged(damage, DRAFT), page(DRAFT, letterhead())))


def test_a_file_that_was_only_written_anew_has_no_flaw() -> None:
    assert flaws(damaged(lambda _: None), page(ENGLISH, letterhead())) == []


@pytest.mark.slow
def test_verapdf_sees_what_is_wrong(validator: Validator, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "release.pdf"
    path.write_bytes(damaged(silence_figure, release(ENGLISH.blocks[0])))
    assert list(validator.failures(path, "PDFUA-1")) == ["7.3-1"]
