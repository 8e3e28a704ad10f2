import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

import communique
from checker import embedded
from communique import fonts
from communique.diagnostics import EnvironmentProblem, TextProblems
from communique.model import (
    Direction,
    Format,
    Inline,
    MessageState,
    Paragraph,
    Release,
    Unready,
)
from communique.render import PdfProfile, html, pdf
from communique.render import text as plain_text
from communique.render.elements import plain
from sample_releases import ALL, ARABIC, ENGLISH, EVERY, PERSIAN, drawn, examples, furniture, letterhead, release, text

SOURCES = Path(communique.__file__).parent.parent


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def long_release(shown: Release = ENGLISH, times: int = 4) -> Release:
    """The same release on several pages."""
    paragraphs = [block for block in shown.blocks if isinstance(block, Paragraph)]
    more = tuple(replace(block, id=f"{block.id}-{index}") for index in range(times) for block in paragraphs)
    return replace(shown, blocks=(*shown.blocks[:2], *more, *shown.blocks[2:]))


# --- reading it back ---------------------------------------------------------------------------------------------------


def elements(content: bytes) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    """Every structure element of a file with its kind, in reading order."""

    def walk(element: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Dictionary]]:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return
        yield str(element["/S"]), element
        kids = element.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from walk(kid)

    with opened(content) as document:
        yield from walk(document.Root.StructTreeRoot.K[0])


def kinds(content: bytes) -> list[str]:
    return [kind for kind, _ in elements(content)]


def packet(content: bytes) -> str:
    """The metadata packet."""
    with opened(content) as document:
        return document.Root.Metadata.read_bytes().decode()


def pages(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


# --- the page ----------------------------------------------------------------------------------------------------------


def test_a_page_is_a4() -> None:
    with opened(pdf.render(ENGLISH, letterhead())) as document:
        box = [float(side) for side in document.pages[0].mediabox]
    assert box == pytest.approx([0, 0, 595.28, 841.89], abs=0.01)


def test_the_letterhead_stands_on_the_first_page_and_the_title_on_the_later_ones() -> None:
    first, *later = pages(pdf.render(long_release(), letterhead()))
    assert "Embassy Press Office" in first
    assert later
    for page in later:
        assert "Embassy Press Office" not in page
        assert "34th anniversary of the “Black January” tragedy" in page


def test_every_page_has_its_number_in_the_digits_of_the_locale() -> None:
    english = pages(pdf.render(long_release(), letterhead()))
    assert [f"Page {number} of {len(english)}" in page for number, page in enumerate(english, 1)] == [True] * len(
        english
    )
    persian = pages(pdf.render(long_release(PERSIAN), letterhead()))
    assert len(persian) == 2
    assert ["".join(re.findall(r"[۰-۹]", page.strip().split("\n")[-1])) for page in persian] == ["۱۲", "۲۲"]


def test_a_draft_is_marked_on_every_page() -> None:
    marked = replace(long_release(), draft=True, furniture=furniture(draft="Draft – not for release"))
    assert all("Draft – not for release" in page for page in pages(pdf.render(marked, letterhead())))
    assert not any("Draft" in page for page in pages(pdf.render(long_release(), letterhead())))


def test_only_the_fonts_of_the_script_are_used() -> None:
    for shown in EVERY:
        used = embedded(drawn(shown, letterhead(), Format.PDF))
        assert used
        assert used <= {*fonts.families(shown.script)}, shown.locale


def test_a_chinese_or_a_japanese_file_weighs_at_most_210_kilobytes() -> None:
    samples = [(shown, letterhead()) for shown in EVERY if shown.locale in {"zh-Hans", "ja"}]
    made = [*samples, *((shown, head) for shown, head in examples() if shown.locale[:2] in {"zh", "ja"})]
    sizes = {shown.name: len(drawn(shown, head, Format.PDF)) for shown, head in made}
    assert len(sizes) > 2
    assert {name: size for name, size in sizes.items() if size > 210_000} == {}


@pytest.mark.parametrize("name", ["embassy", "joint", "ministry"])
@pytest.mark.parametrize("shown", ALL, ids=lambda shown: shown.locale)
def test_every_language_is_laid_out_without_a_warning(shown: Release, name: str) -> None:
    assert pdf.render(shown, letterhead(name)).startswith(b"%PDF-1.7")


# --- what machines read ------------------------------------------------------------------------------------------------


def test_the_file_says_that_it_is_an_archive_and_accessible() -> None:
    found = packet(pdf.render(ENGLISH, letterhead()))
    for statement in (
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert statement in found


def test_the_metadata_comes_from_the_release() -> None:
    document = opened(pdf.render(ARABIC, letterhead()))
    assert str(document.docinfo.Title) == "الذكرى الرابعة والثلاثون لمأساة «يناير الأسود»"
    assert str(document.docinfo.Author) == "المكتب الصحفي للسفارة"
    assert str(document.docinfo.CreationDate).startswith("D:20240120")
    assert str(document.docinfo.ReleaseNumber) == "3/2024"
    assert str(document.Root.Lang) == "ar"


@pytest.mark.parametrize("shown", [ENGLISH, ARABIC], ids=lambda shown: shown.locale)
def test_the_metadata_packet_says_the_same_as_the_document_information(shown: Release) -> None:
    with opened(pdf.render(shown, letterhead())) as document:
        info = document.docinfo
        packet = document.open_metadata()
        assert packet["dc:title"] == str(info.Title)
        assert packet["dc:creator"] == [str(info.Author)]
        assert packet["dc:description"] == str(info.Subject)
        assert packet["pdf:Keywords"] == str(info.Keywords)
        assert packet["pdf:Producer"] == str(info.Producer)
        assert packet["dc:language"] == {str(document.Root.Lang)}
        assert packet["xmp:CreateDate"] == packet["xmp:ModifyDate"] == "2024-01-20"
        assert str(info.CreationDate) == str(info.ModDate) == "D:20240120"
        assert packet["xmp:Identifier"] == {f"black-january-2024.{shown.locale}", str(info.ReleaseNumber)}


def test_a_release_without_a_number_has_none_in_its_metadata() -> None:
    document = opened(pdf.render(replace(ENGLISH, number=""), letterhead()))
    assert "/ReleaseNumber" not in document.docinfo
    assert document.open_metadata()["xmp:Identifier"] == {"black-january-2024.en"}


def test_the_source_is_attached_with_the_day_of_the_release() -> None:
    with opened(pdf.render(ARABIC, letterhead())) as document:
        attached = {name: file.get_file() for name, file in document.attachments.items()}
        related = [(str(file.UF), str(file.AFRelationship)) for file in document.Root.AF]
        contents = {name: file.read_bytes() for name, file in attached.items()}
        dates = {str(file.obj.Params[key]) for file in attached.values() for key in ("/CreationDate", "/ModDate")}
    assert related == [("black-january-2024.ar.json", "/Source"), ("black-january-2024.ar.txt", "/Source")]
    assert dates == {"D:20240120000000Z"}
    assert contents["black-january-2024.ar.txt"] == plain_text.render(ARABIC, letterhead())
    facts = json.loads(contents["black-january-2024.ar.json"])
    assert (facts["slug"], facts["year"], facts["n"], facts["locale"]) == ("black-january", 2024, 34, "ar")
    assert (facts["observed"], facts["number"]) == ("2024-01-20", "3/2024")


def test_the_newer_standards_are_declared_on_request() -> None:
    content = pdf.render(ENGLISH, letterhead(), PdfProfile.ARCHIVE_4)
    assert content.startswith(b"%PDF-2.0")
    for statement in ("<pdfaid:part>4</", "<pdfaid:conformance>F</", "<pdfuaid:part>2</", "<pdfuaid:rev>2024</"):
        assert statement in packet(content)
    with opened(content) as document:
        entries = [*document.open_outline().root]
        action = document.Root.Outlines.First.A
    assert [entry.title for entry in entries] == [plain(ENGLISH.title)]
    assert (str(action.S), str(action.SD[0].S)) == ("/GoTo", "/H1")


def test_a_title_with_markup_does_not_break_the_metadata() -> None:
    assert "A &lt; B &amp; C" in packet(pdf.render(replace(ENGLISH, title=text("A < B & C")), letterhead()))


def test_what_is_split_by_a_page_break_is_one_element() -> None:
    content = pdf.render(long_release(), letterhead())
    assert len(pages(content)) > 1
    found = kinds(content)
    paragraphs = html.page(long_release(), letterhead(), html.Medium.PRINT, "", "x").count("<p")
    assert (found.count("/P"), found.count("/Part"), found.count("/L"), found.count("/Table")) == (paragraphs, 1, 1, 1)


def test_page_numbers_are_artifacts() -> None:
    document = opened(pdf.render(long_release(), letterhead()))
    for page in document.pages:
        marks = [
            (str(instruction.operands[0]), instruction.operands[1])
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) == "BDC"
        ]
        owners = document.Root.StructTreeRoot.ParentTree.Nums[2 * int(page.StructParents) + 1]
        assert any(tag == "/Artifact" for tag, _ in marks)
        assert all(owners[int(properties["/MCID"])] is not None for tag, properties in marks if tag != "/Artifact")


def test_arabic_reads_back_as_it_was_written() -> None:
    spans = [
        str(element["/ActualText"])
        for _, element in elements(pdf.render(ARABIC, letterhead()))
        if "/ActualText" in element
    ]
    read = re.sub(r"\s", "", "".join(spans))
    assert re.sub(r"\s", "", plain(ARABIC.title)) in read
    assert "الأذربيجانيينالذيناستشهدواببطولة" in read


def test_a_header_cell_says_that_it_heads_a_column() -> None:
    scopes = [str(element.A.Scope) for kind, element in elements(pdf.render(ENGLISH, letterhead())) if kind == "/TH"]
    assert scopes == ["/Column"] * 3


def test_the_emblem_has_words_and_a_place_on_the_paper() -> None:
    placed = "@page :first { margin: 17mm 20mm 20mm } .letterhead { margin: 0 } .emblem { margin: 0; text-align: left }"
    css = f"{letterhead().print_css} {placed} .emblem img {{ width: 23mm; height: 23mm; margin: 0 }}"
    figures = [
        (str(element.Alt), list(map(float, element.A.BBox)))
        for kind, element in elements(pdf.render(ENGLISH, replace(letterhead(), print_css=css)))
        if kind == "/Figure"
    ]
    [(words, (left, bottom, right, top))] = figures
    assert words == "Emblem of the embassy: a compass rose in a wreath"
    assert (right - left, top - bottom) == pytest.approx((65.2, 65.2), abs=0.1)  # 23 mm
    assert left == pytest.approx(56.7, abs=0.1)  # 20 mm
    assert 841.89 - top == pytest.approx(48.2, abs=0.1)  # 17 mm


def test_a_block_that_is_not_ready_keeps_its_language() -> None:
    block: Unready[Inline] = Unready(MessageState.MISSING, "en", Direction.LTR, Paragraph("a", text("Words.")))
    drafted = replace(ARABIC, draft=True, blocks=(block,))
    languages = [str(element.Lang) for _, element in elements(pdf.render(drafted, letterhead())) if "/Lang" in element]
    assert languages == ["en"]


def test_links_lead_where_the_text_says_and_nowhere_else() -> None:
    annotations = [
        str(annotation.A.URI)
        for page in opened(pdf.render(ARABIC, letterhead())).pages
        for annotation in page.get("/Annots", [])
    ]
    assert annotations == ["mailto:press@example.org", "tel:+41220000000"]


# --- same input, same bytes --------------------------------------------------------------------------------------------

_ELSEWHERE = """
import hashlib, sys
sys.path[:0] = sys.argv[1:]
from communique.render import pdf
from sample_releases import ALL, letterhead
for shown in reversed(ALL):
    print(shown.locale, hashlib.sha256(pdf.render(shown, letterhead())).hexdigest())
"""


def digests(**environment: str) -> dict[str, str]:
    """The digests of all samples, made in a process of its own, in another order than elsewhere."""
    done = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, str(SOURCES), str(Path(__file__).parent)],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(line.split() for line in done.stdout.splitlines())


@pytest.mark.slow
def test_equal_releases_give_equal_bytes_in_any_process() -> None:
    here = {shown.locale: hashlib.sha256(pdf.render(shown, letterhead())).hexdigest() for shown in ALL}
    assert digests(PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C") == here
    assert digests(PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C.UTF-8") == here


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A folder as a machine with 300 fonts has it; one of them bears the name of ours and looks otherwise."""
    place = tmp_path / "machine" / "fonts"
    place.mkdir(parents=True)
    thai = (fonts.folder() / "NotoSerifThai-Bold.ttf").read_bytes()
    ours, others = "Noto Serif Thai".encode("utf-16-be"), (f"Alien Sans {n:04}".encode("utf-16-be") for n in range(299))
    assert thai.count(ours)
    for number, name in enumerate(others):
        (place / f"{number}.ttf").write_bytes(thai.replace(ours, name))
    alien = TTFont(io.BytesIO(thai))
    for record in alien["name"].names:
        if record.nameID in {1, 4, 16}:
            record.string = "Noto Serif"
    alien.save(place / "alien.ttf")
    return place.parent


@pytest.mark.slow
def test_no_font_of_the_machine_is_ever_used_were_there_none_or_three_hundred(tmp_path: Path, crowded: Path) -> None:
    assert shutil.which("fc-list"), "this test needs the program fc-list (Debian: fontconfig)"
    here = {shown.locale: hashlib.sha256(pdf.render(shown, letterhead())).hexdigest() for shown in ALL}
    for count, folder in {300: crowded, 0: tmp_path / "empty"}.items():
        configuration = tmp_path / f"{count}.conf"
        configuration.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
        machine = {"FONTCONFIG_FILE": str(configuration), "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        listed = subprocess.run(["fc-list"], env={**os.environ, **machine}, check=True, capture_output=True, text=True)
        assert len(listed.stdout.splitlines()) == count
        assert digests(**machine, FONTCONFIG_SYSROOT=str(folder), FONTCONFIG_PATH=str(folder)) == here


# --- refusals ----------------------------------------------------------------------------------------------------------


def refused(shown: Release = ENGLISH, **fields: object) -> str:
    with pytest.raises(TextProblems) as caught:
        pdf.render(shown, replace(letterhead(), **fields))  # type: ignore[arg-type]  # each test names fields that exist
    return str(caught.value)


def test_a_character_that_no_font_has_is_named_with_its_block() -> None:
    message = refused(release(Paragraph("greeting", text("Hello 🕊"))))
    assert "error C072: no font has the character `🕊` (U+1F54A DOVE OF PEACE)" in message
    with pytest.raises(TextProblems) as caught:
        pdf.render(release(Paragraph("greeting", text("Hello 🕊"))), letterhead())
    assert [(problem.block, problem.locale) for problem in caught.value.diagnostics] == [("greeting", "en")]


@pytest.mark.parametrize(
    "css, expected",
    [
        ("p { colour: red }", "colour"),
        ("@import 'https://example.org/a.css';", "https://example.org/a.css"),
        ("body { background: url(/etc/passwd) }", "https://assets.invalid/etc/passwd"),
        ("body { background: url(file:///etc/passwd) }", "file:///etc/passwd"),
    ],
)
def test_whatever_a_style_gets_wrong_or_asks_for_is_an_error_every_time(css: str, expected: str) -> None:
    for _ in range(2):
        message = refused(print_css=letterhead().print_css + css if "import" not in css else css)
        assert "error C073" in message
        assert expected in message


def test_an_emblem_cannot_ask_for_other_files() -> None:
    emblem = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname" width="9" height="9"/></svg>'
    assert "file:///etc/hostname" in refused(emblem=emblem)


def test_an_emblem_that_is_no_picture_is_an_error() -> None:
    assert "error C073" in refused(emblem=b"not a picture")


def test_a_failed_page_does_not_spoil_the_next() -> None:
    before = pdf.render(ENGLISH, letterhead())
    refused(emblem=b"not a picture")
    assert pdf.render(ENGLISH, letterhead()) == before


def test_a_missing_library_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    import cffi  # type: ignore[import-untyped]  # has no types

    def missing(*_: object) -> object:
        raise OSError("cannot load library 'libgobject-2.0-0'")

    monkeypatch.setattr(cffi.FFI, "dlopen", missing)
    with pytest.raises(EnvironmentProblem) as caught:
        pdf.start()
    assert "error C070" in str(caught.value)
    assert "hint: run `communique doctor`" in str(caught.value)
    assert capfd.readouterr() == ("", "")
