"""The Word document says what the release says, in the order and the form that Word takes."""

from __future__ import annotations

import datetime
import io
import pathlib
import subprocess
import sys
import unicodedata
import uuid
import zipfile
from dataclasses import replace

import docx as python_docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import reading
import sample_releases as samples
from communique import fill, fonts
from communique.diagnostics import Code, TextProblems
from communique.direction import isolate
from communique.model import (
    Block,
    Direction,
    Emphasis,
    Heading,
    Inline,
    Isolate,
    Lead,
    LineBreak,
    Link,
    Listing,
    MessageState,
    Note,
    Paragraph,
    Quotation,
    Release,
    Signature,
    Strong,
    Superscript,
    Table,
    Text,
    Typography,
    Unready,
)
from communique.render import docx
from communique.render.docx.runs import Manner
from reading import W

HINDI = samples.release(
    Lead("lead", samples.text("20 जनवरी 2024 को “काला जनवरी” (Black January) की 34वीं वर्षगाँठ है।")),
    Listing("steps", ordered=True, items=(samples.text("पहला चरण"), samples.text("दूसरा चरण"))),
    locale="hi",
    script="Deva",
    title=samples.text("“काला जनवरी” त्रासदी"),
    typography=Typography(italics=False, page_counter="devanagari"),
)
EVERY_KIND = samples.release(
    Lead(
        "a",
        (Text("Lead "), Strong((Text("bold "), Emphasis(samples.text("both"))))),
    ),
    Paragraph(
        "b", (Text("34"), Superscript(samples.text("th")), LineBreak(), Text("soft\N{SOFT HYPHEN}hyphen & <sign>"))
    ),
    Heading("c", 2, samples.text("Second")),
    Heading("d", 3, samples.text("Third")),
    Heading("e", 4, samples.text("Fourth")),
    Quotation("f", (samples.text("One."), samples.text("Two.")), samples.text("Somebody")),
    Listing("g", ordered=True, items=(samples.text("first"), samples.text("second"))),
    Listing("h", ordered=False, items=(samples.text("bullet"),)),
    Listing("i", ordered=True, items=(samples.text("again first"),)),
    Table("j", (samples.text("A"), samples.text("B")), ((samples.text("1"), samples.text("2")),)),
    Table("k", (samples.text("C"),), ((samples.text("3"),),)),
    Paragraph(
        "l",
        (Link("https://example.org/?a=1&b=2", samples.text("there")), Isolate(Direction.RTL, samples.text("عام 1990"))),
    ),
    Signature("m", (Text("The Ambassador"), LineBreak(), Text("Geneva"))),
    Unready(MessageState.FUZZY, "ar", Direction.RTL, Paragraph("n", samples.text("باكو 1990"))),
    Unready(MessageState.MISSING, "fr", Direction.LTR, Listing("o", ordered=False, items=(samples.text("Bakou"),))),
    draft=True,
    furniture=samples.furniture(draft="Draft – not for release"),
)
ALL = [*samples.ALL, HINDI, EVERY_KIND]
NAMES = ["en", "ar", "fa", "zh-Hans", "ka", "ru", "hi", "every kind"]
each_release = pytest.mark.parametrize("release", ALL, ids=NAMES)


def rendered(release: Release) -> bytes:
    return docx.render(release, samples.letterhead())


def of(*inlines: Inline, **fields: object) -> Release:
    return samples.release(Paragraph("p", inlines), **fields)


def plain(content: tuple[Inline, ...]) -> str:
    return fill.plain(content)


def lines(block: Block) -> list[tuple[str, str]]:
    """The paragraphs that a block must become, by the style that its kind is named after."""
    match block:
        case Heading():
            return [(f"heading {block.level}", plain(block.content))]
        case Lead():
            return [("Lead", plain(block.content))]
        case Paragraph():
            return [("Body Text", plain(block.content))]
        case Quotation():
            attribution = [("Attribution", plain(block.attribution))] if block.attribution else []
            return [("Block Quotation", plain(one)) for one in block.paragraphs] + attribution
        case Listing():
            return [("List Number" if block.ordered else "List Bullet", plain(item)) for item in block.items]
        case Table():
            cells = [("Table Heading", plain(cell)) for cell in block.header]
            return cells + [("Table Text", plain(cell)) for row in block.rows for cell in row]
        case Signature():
            return [("Signature", plain(block.content))]
        case Note():
            return [("footnote text", plain(block.content))]
        case Unready():
            return lines(block.block)


# --- the text ----------------------------------------------------------------------------------------------------------


@each_release
def test_the_text_reads_back_word_for_word_under_the_style_of_its_kind(release: Release) -> None:
    expected = [("Title", plain(release.title)), *(line for block in release.blocks for line in lines(block))]
    found = [(style, words) for style, words in reading.paragraphs(rendered(release)) if style not in docx.FURNITURE]
    assert [line for line in found if line != ("Table Space", "")] == expected


def test_the_lines_of_the_letterhead_stand_around_the_text() -> None:
    found = [line for line in reading.paragraphs(rendered(samples.ENGLISH)) if line[0] in docx.FURNITURE]
    assert found == [
        ("Kind", "Statement"),
        ("Release Number", "No. 3/2024"),
        ("Dateline", "Geneva, 20 January 2024"),
        ("Embargo", "For immediate release"),
        ("End Mark", "End"),
        ("Contact", "Press and Information Section"),
        ("Contact", "press@example.org"),
        ("Contact", "+41 22 000 00 00"),
    ]


def test_a_line_without_words_leaves_no_empty_paragraph() -> None:
    release = samples.release(Lead("lead", samples.text("Words.")), furniture=samples.furniture(number="", end_mark=""))
    assert not {"Release Number", "End Mark"} & {style for style, _ in reading.paragraphs(rendered(release))}


def test_a_soft_hyphen_is_one_of_words_own_so_that_it_shows_at_a_lines_end_only() -> None:
    xml = etree.tostring(reading.body(rendered(of(Text("stra\N{SOFT HYPHEN}ße")))), encoding="unicode")
    assert "\N{SOFT HYPHEN}" not in xml
    assert xml.count("softHyphen") == 1


def test_a_control_character_is_named_instead_of_a_broken_file() -> None:
    with pytest.raises(TextProblems) as caught:
        rendered(of(Text("a\x0bb")))
    assert "U+000B" in caught.value.diagnostics[0].message


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters=reading.BIDI_MARKS)),
    st.sampled_from(Direction),
    st.sampled_from(Direction),
)
def test_no_character_is_lost_whatever_the_direction(words: str, around: Direction, direction: Direction) -> None:
    runs = Manner(around, direction).text(words)
    paragraph = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{runs}</w:p>')
    assert reading.words(paragraph) == words


# --- form --------------------------------------------------------------------------------------------------------------

ORDER = {
    # ECMA-376 part 1, annex A.1: the sequences of CT_PPr, CT_RPr, CT_TblPr, CT_TcPr, CT_SectPr, CT_Style, CT_Settings.
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked"
    " personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "settings": "zoom embedTrueTypeFonts saveSubsetFonts mirrorMargins autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps"
    " evenAndOddHeaders characterSpacingControl compat rsids themeFontLang decimalSymbol listSeparator",
}


def disorder(root: etree._Element) -> list[str]:
    """The elements whose children stand in another order than that of the schema, or are not in it."""
    found = []
    for tag, sequence in ORDER.items():
        places = {name: place for place, name in enumerate(sequence.split())}
        for element in root.iter(W + tag):
            children = [etree.QName(child).localname for child in element]
            if children != sorted(children, key=lambda name: places.get(name, -1)) or set(children) - set(places):
                found.append(f"{tag}: {' '.join(children)}")
    return found


@each_release
def test_children_stand_in_the_order_of_the_schema_because_word_rejects_any_other(release: Release) -> None:
    parts = reading.xml_parts(rendered(release))
    assert {name: wrong for name, root in parts.items() if (wrong := disorder(root))} == {}


def test_the_check_of_the_order_sees_a_disorder() -> None:
    assert disorder(etree.fromstring(f'<w:pPr xmlns:w="{W[1:-1]}"><w:jc/><w:bidi/></w:pPr>')) == ["pPr: jc bidi"]


@each_release
def test_every_style_and_relationship_that_is_named_exists(release: Release) -> None:
    content = rendered(release)
    parts = reading.xml_parts(content)
    styles = reading.style_names(content)
    for name, root in parts.items():
        named = {
            str(one.get(f"{W}val"))
            for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
            for one in root.iter(W + tag)
        }
        assert named <= set(styles)
        folder, _, file = name.rpartition("/")
        relationships = parts.get(f"{folder}/_rels/{file}.rels")
        known = set() if relationships is None else {one.get("Id") for one in relationships}
        office = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
        assert {value for one in root.iter() for key, value in one.items() if str(key).startswith(office)} <= known


@each_release
def test_looks_come_from_styles_and_only_weight_slope_and_raising_from_the_run(release: Release) -> None:
    meaning = {"rStyle", "rFonts", "rtl", "cs", "lang"}
    body = reading.body(rendered(release))
    used = {etree.QName(child).localname for properties in body.iter(f"{W}rPr") for child in properties}
    assert used <= meaning | {"b", "bCs", "i", "iCs", "vertAlign"}
    fonts = [dict(one.attrib) for one in body.iter(f"{W}rFonts")]
    assert all(one == {f"{W}hint": "eastAsia"} for one in fonts)


def test_raised_letters_are_raised_and_not_other_characters() -> None:
    content = rendered(of(Text("34"), Superscript(samples.text("th"))))
    raised = [words for run, words in reading.runs(content) if reading.value(run, "rPr/vertAlign") == "superscript"]
    assert raised == ["th"]


def test_bold_and_italics_are_also_said_for_complex_scripts() -> None:
    content = rendered(of(Strong((Emphasis(samples.text("words")),))))
    run = next(run for run, words in reading.runs(content) if words == "words")
    properties = run.find(f"{W}rPr")
    assert properties is not None
    assert [etree.QName(one).localname for one in properties] == ["b", "bCs", "i", "iCs"]


def test_a_language_without_italics_gets_none() -> None:
    content = rendered(of(Emphasis(samples.text("words")), typography=Typography(italics=False)))
    assert next(reading.body(content).iter(f"{W}i"), None) is None


def test_justification_and_hyphenation_follow_the_language() -> None:
    def settings(typography: Typography) -> tuple[str, str]:
        parts = reading.xml_parts(rendered(of(Text("x"), typography=typography)))
        styles = {one.get(f"{W}styleId"): one for one in parts["word/styles.xml"].iter(f"{W}style")}
        return reading.value(styles["BodyText"], "pPr/jc"), reading.value(parts["word/settings.xml"], "autoHyphenation")

    assert settings(Typography(justify=True, hyphenate=True)) == ("both", "1")
    assert settings(Typography(justify=False, hyphenate=False)) == ("left", "0")


# --- lists, tables, links ----------------------------------------------------------------------------------------------


def test_every_list_is_a_real_one_and_counts_from_one() -> None:
    content = rendered(EVERY_KIND)
    numbering = reading.xml_parts(content)["word/numbering.xml"]
    instances = {one.get(f"{W}numId"): one for one in numbering.iter(f"{W}num")}
    items = [one for one in reading.body(content).iter(f"{W}p") if reading.value(one, "pPr/numPr/numId")]
    numbers = [reading.value(one, "pPr/numPr/numId") for one in items]
    assert [reading.words(one) for one in items] == ["first", "second", "bullet", "again first", "Bakou"]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 4
    assert {reading.value(instances[one], "lvlOverride/startOverride") for one in numbers} == {"1"}


@pytest.mark.parametrize(
    "counter, expected", [("decimal", "decimal"), ("devanagari", "hindiNumbers"), ("persian", "decimal")]
)
def test_lists_count_in_the_digits_of_the_language_if_word_can(counter: str, expected: str) -> None:
    release = samples.release(
        Listing("l", ordered=True, items=(samples.text("one"),)), typography=Typography(page_counter=counter)
    )
    numbering = reading.xml_parts(rendered(release))["word/numbering.xml"]
    formats = {
        reading.value(one, "name"): reading.value(one, "lvl/numFmt") for one in numbering.iter(f"{W}abstractNum")
    }
    assert formats == {"Communique bullets": "bullet", "Communique numbers": expected}


def test_a_table_repeats_its_header_and_breaks_no_row() -> None:
    table = next(reading.body(rendered(samples.ENGLISH)).iter(f"{W}tbl"))
    rows = list(table.iter(f"{W}tr"))
    assert [reading.value(row, "trPr/tblHeader") for row in rows] == ["on", "", ""]
    assert {reading.value(row, "trPr/cantSplit") for row in rows} == {"on"}


def test_tables_never_touch_each_other_nor_the_end() -> None:
    body = list(reading.body(rendered(EVERY_KIND)))
    after_tables = [body[place + 1].tag for place, one in enumerate(body) if one.tag == f"{W}tbl"]
    assert after_tables == [f"{W}p", f"{W}p"]


def test_a_link_is_a_relationship_to_its_address() -> None:
    content = rendered(of(Link("https://example.org/?a=1&b=2", samples.text("there"))))
    document = python_docx.Document(io.BytesIO(content))
    link = next(link for paragraph in document.paragraphs for link in paragraph.hyperlinks)
    assert (link.address, link.text) == ("https://example.org/?a=1&b=2", "there")


def test_the_end_mark_and_whom_to_ask_stay_on_one_page() -> None:
    kept = {reading.words(one): reading.value(one, "pPr/keepNext") for one in reading.body(rendered(samples.ENGLISH))}
    assert [kept[line] for line in samples.ENGLISH.furniture.contact] == ["on", "on", ""]


def test_address_and_number_of_the_contact_can_be_followed() -> None:
    document = python_docx.Document(io.BytesIO(rendered(samples.ENGLISH)))
    links = [
        link.address
        for one in document.paragraphs
        if one.style and one.style.name == "Contact"
        for link in one.hyperlinks
    ]
    assert links == ["mailto:press@example.org", "tel:+41220000000"]


def test_the_page_is_a4() -> None:
    size = next(reading.body(rendered(samples.ENGLISH)).iter(f"{W}pgSz"))
    twips = (round(210 / 25.4 * 1440), round(297 / 25.4 * 1440))
    assert (int(str(size.get(f"{W}w"))), int(str(size.get(f"{W}h")))) == twips


def test_a_signature_stays_with_the_words_it_signs() -> None:
    release = samples.release(Paragraph("p", samples.text("Words.")), Signature("s", samples.text("The Ambassador")))
    kept = {
        reading.words(one): reading.value(one, "pPr/keepNext") for one in reading.body(rendered(release)).iter(f"{W}p")
    }
    assert (kept["Words."], kept["The Ambassador"]) == ("on", "")


# --- direction and script ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("release", [samples.ARABIC, samples.PERSIAN], ids=["ar", "fa"])
def test_everything_runs_from_right_to_left(release: Release) -> None:
    parts = reading.xml_parts(rendered(release))
    stories = [root for name, root in parts.items() if name.startswith(("word/document", "word/header", "word/footer"))]
    assert len(stories) == 5
    assert all(reading.value(one, "pPr/bidi") == "on" for root in stories for one in root.iter(f"{W}p"))
    assert all(reading.value(one, "tblPr/bidiVisual") == "on" for one in stories[0].iter(f"{W}tbl"))
    assert [reading.value(one, "bidi") for root in stories for one in root.iter(f"{W}sectPr")] == ["on"]


@pytest.mark.parametrize("release", [samples.ARABIC, samples.PERSIAN], ids=["ar", "fa"])
def test_right_to_left_letters_and_only_they_are_in_right_to_left_runs(release: Release) -> None:
    for run, words in reading.runs(rendered(release)):
        kinds = {unicodedata.bidirectional(character) for character in words} - {"ET"}
        if reading.value(run, "rPr/rtl"):
            assert not kinds & {"L"}
        else:
            assert not kinds & {"R", "AL", "AN"}


def test_european_digits_in_arabic_are_in_runs_of_their_own_lest_word_redraws_them() -> None:
    content = rendered(of(Text("في 26,000 جندي"), direction=Direction.RTL, locale="ar", script="Arab"))
    found = [(words, reading.value(run, "rPr/rtl")) for run, words in reading.runs(content)]
    start = found.index(("26,000", ""))
    assert found[start - 1 : start + 2] == [("في ", "on"), ("26,000", ""), (" جندي", "on")]


def test_an_isolated_telephone_number_is_one_run_held_together_by_marks() -> None:
    content = isolate(samples.text("هاتف +994 12 000 00 00."), Direction.RTL)
    body = reading.body(rendered(of(*content, direction=Direction.RTL, locale="ar", script="Arab")))
    paragraph = next(one for one in body.iter(f"{W}p") if "994" in reading.words(one))
    texts = ["".join(str(piece) for piece in run.itertext()) for run in paragraph.iter(f"{W}r")]
    assert texts == ["هاتف ", "\u200e", "+994 12 000 00 00", "\u200e", "\u200f", "."]


def test_an_arabic_phrase_in_english_is_one_run_so_that_its_year_stays_inside() -> None:
    content = rendered(of(Text("the year "), Isolate(Direction.RTL, samples.text("عام 1990 م")), Text(" in Arabic")))
    found = [words for run, words in reading.runs(content) if reading.value(run, "rPr/rtl")]
    assert found == ["عام 1990 م"]


def test_devanagari_is_set_as_a_complex_script_and_what_is_around_it_is_not() -> None:
    for run, words in reading.runs(rendered(HINDI)):
        if reading.value(run, "rPr/cs"):
            assert words == words.strip()
            assert not any(
                "a" <= character.lower() <= "z" or (character.isascii() and character.isdigit()) for character in words
            )
        else:
            assert not any("\u0900" <= character <= "\u097f" for character in words)


def test_a_joiner_and_a_combining_mark_stay_in_the_run_of_their_letter() -> None:
    devanagari = rendered(of(Text("क्\N{ZERO WIDTH JOINER}ष"), locale="hi", script="Deva"))
    latin = rendered(of(Text("Cafe\N{COMBINING ACUTE ACCENT}"), direction=Direction.RTL, locale="ar", script="Arab"))
    assert "क्\N{ZERO WIDTH JOINER}ष" in [words for _, words in reading.runs(devanagari)]
    assert "Cafe\N{COMBINING ACUTE ACCENT}" in [words for _, words in reading.runs(latin)]


def test_chinese_quotation_marks_are_as_wide_as_chinese() -> None:
    assert all(
        run.find(f"{W}rPr/{W}rFonts[@{W}hint='eastAsia']") is not None
        for run, words in reading.runs(rendered(samples.CHINESE))
        if "“" in words
    )


@pytest.mark.parametrize(
    "release, attribute, font, language",
    [
        (samples.ENGLISH, "ascii", "Noto Serif", ("val", "en-US")),
        (samples.ARABIC, "cs", "Noto Naskh Arabic", ("bidi", "ar-EG")),
        (samples.PERSIAN, "cs", "Noto Naskh Arabic", ("bidi", "fa-IR")),
        (samples.CHINESE, "eastAsia", "Noto Serif CJK SC", ("eastAsia", "zh-CN")),
        (samples.GEORGIAN, "hAnsi", "Noto Serif Georgian", ("val", "ka-GE")),
        (HINDI, "cs", "Noto Serif Devanagari", ("bidi", "hi-IN")),
    ],
    ids=["en", "ar", "fa", "zh-Hans", "ka", "hi"],
)
def test_fonts_and_language_are_those_of_the_script(
    release: Release, attribute: str, font: str, language: tuple[str, str]
) -> None:
    parts = reading.xml_parts(rendered(release))
    defaults = next(parts["word/styles.xml"].iter(f"{W}docDefaults"))
    key, tag = language
    assert next(defaults.iter(f"{W}rFonts")).get(W + attribute) == font
    assert next(defaults.iter(f"{W}lang")).get(W + key) == tag
    assert next(parts["word/settings.xml"].iter(f"{W}themeFontLang")).get(W + key) == tag


@pytest.mark.parametrize(
    "locale, script, expected",
    [
        ("az", "Latn", ("val", "az-Latn-AZ")),
        ("sr-Latn", "Latn", ("val", "sr-Latn-RS")),
        ("en-GB", "Latn", ("val", "en-GB")),
        ("zh-Hant", "Hant", ("eastAsia", "zh-TW")),
    ],
)
def test_the_language_is_named_with_its_region_as_word_names_it(
    locale: str, script: str, expected: tuple[str, str]
) -> None:
    styles = reading.xml_parts(rendered(of(Text("x"), locale=locale, script=script)))["word/styles.xml"]
    key, tag = expected
    assert next(styles.iter(f"{W}lang")).get(W + key) == tag


@pytest.mark.parametrize(
    "release, families",
    [
        (samples.ENGLISH, ["Noto Serif"]),
        (samples.ARABIC, ["Noto Serif", "Noto Naskh Arabic"]),
        (HINDI, ["Noto Serif", "Noto Serif Devanagari"]),
    ],
    ids=["en", "ar", "hi"],
)
def test_the_fonts_of_the_script_travel_with_the_document(release: Release, families: list[str]) -> None:
    embedded = embedded_fonts(rendered(release))
    assert list(dict.fromkeys(family for family, _ in embedded)) == families
    assert {style for _, style in embedded} == {"Regular", "Bold"}
    for (family, style), content in embedded.items():
        (file,) = (face.file for face in fonts.faces() if (face.family, face.style) == (family, style))
        assert content == (fonts.folder() / file).read_bytes()


def sample(locale: str) -> Release:
    return next(release for release in samples.EVERY if release.locale == locale)


@pytest.mark.parametrize(
    "release, family",
    [
        (samples.CHINESE, "Noto Serif CJK SC"),
        (sample("ja"), "Noto Serif CJK JP"),
        (sample("ko"), "Noto Serif CJK KR"),
    ],
    ids=["zh-Hans", "ja", "ko"],
)
def test_the_letters_of_east_asia_travel_with_the_document(release: Release, family: str) -> None:
    content = rendered(release)
    assert rendered(release) == content
    embedded = embedded_fonts(content)
    assert set(embedded) == {(name, style) for name in ("Noto Serif", family) for style in ("Regular", "Bold")}
    letters = {ord(c) for _, words in reading.paragraphs(content) for c in words} - {*map(ord, "\n\t")}
    for style in ("Regular", "Bold"):
        font = TTFont(io.BytesIO(embedded[family, style]))
        assert letters <= set(font.getBestCmap()) | set(_letters_of_the_common_font())
        assert (font["name"].getDebugName(1), font["name"].getDebugName(2)) == (family, style)
        assert "glyf" in font  # Word takes no outlines of PostScript out of a document
        assert font["glyf"][font.getBestCmap()[ord(plain(release.title)[2])]].numberOfContours > 0
        assert len(embedded[family, style]) < 150_000


def _letters_of_the_common_font() -> set[int]:
    return set(TTFont(io.BytesIO((fonts.folder() / "NotoSerif-Regular.ttf").read_bytes())).getBestCmap())


def embedded_fonts(content: bytes) -> dict[tuple[str, str], bytes]:
    """What a reader takes out: the key is the GUID from its last byte to its first (ECMA-376 part 4, 14.2.1)."""
    office = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    parts, roots = reading.parts(content), reading.xml_parts(content)
    targets = {one.get("Id"): str(one.get("Target")) for one in roots["word/_rels/fontTable.xml.rels"]}
    found = {}
    for font in roots["word/fontTable.xml"].iter(f"{W}font"):
        for one in font:
            if name := etree.QName(one).localname.partition("embed")[2]:
                key = uuid.UUID(str(one.get(f"{W}fontKey"))).bytes[::-1]
                letters = parts["word/" + targets[one.get(office)]]
                start = bytes(a ^ b for a, b in zip(letters[:32], key * 2, strict=True))
                found[str(font.get(f"{W}name")), name] = start + letters[32:]
    return found


def test_without_our_fonts_the_document_names_them_and_is_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    monkeypatch.setattr(fonts, "folder", lambda: tmp_path)
    content = rendered(samples.ARABIC)
    assert not [name for name in reading.parts(content) if name.endswith(".odttf")]
    assert next(reading.xml_parts(content)["word/settings.xml"].iter(f"{W}embedTrueTypeFonts"), None) is None


# --- headers and drafts ------------------------------------------------------------------------------------------------


def test_the_first_page_has_the_letterhead_and_later_ones_the_title() -> None:
    content = rendered(samples.ENGLISH)
    assert reading.paragraphs(content, "word/headerFirst.xml") == [
        ("Letterhead", ""),
        ("Issuer", "Embassy Press Office"),
    ]
    assert reading.paragraphs(content, "word/header.xml") == [
        ("header", "34th anniversary of the “Black January” tragedy")
    ]


def test_the_emblem_is_described_for_those_who_do_not_see_it() -> None:
    header = reading.xml_parts(rendered(samples.ENGLISH))["word/headerFirst.xml"]
    pictures = [one for one in header.iter() if etree.QName(one).localname == "docPr"]
    assert [one.get("descr") for one in pictures] == ["Emblem of the embassy: a compass rose in a wreath"]


@pytest.mark.parametrize("part", ["word/footer.xml", "word/footerFirst.xml"])
def test_every_page_says_which_of_how_many_it_is_by_fields(part: str) -> None:
    footer = reading.xml_parts(rendered(samples.ENGLISH))[part]
    kinds = [one.get(f"{W}fldCharType") for one in footer.iter(f"{W}fldChar")]
    codes = [str(one.text).split() for one in footer.iter(f"{W}instrText")]
    assert kinds == ["begin", "separate", "end"] * 2
    assert codes == [["PAGE"], ["NUMPAGES"]]
    assert reading.words(footer) == "Page 1 of 1"


def test_pages_count_in_native_digits_where_word_can() -> None:
    footer = reading.xml_parts(rendered(HINDI))["word/footer.xml"]
    assert [str(one.text).strip() for one in footer.iter(f"{W}instrText")] == [
        "PAGE \\* HINDIARABIC",
        "NUMPAGES \\* HINDIARABIC",
    ]
    assert reading.words(footer) == "Page १ of १"


def test_a_draft_says_so_on_every_page_and_a_release_never() -> None:
    draft = rendered(EVERY_KIND)
    for part in ("word/header.xml", "word/headerFirst.xml"):
        assert reading.paragraphs(draft, part)[0] == ("Draft Mark", "Draft – not for release")
        assert b'string="Draft \xe2\x80\x93 not for release"' in reading.parts(draft)[part]
    release = reading.parts(rendered(replace(EVERY_KIND, draft=False)))
    assert not [name for name, part in release.items() if name.startswith("word/header") and b"Draft" in part]


def test_a_block_that_is_not_fit_stands_under_a_mark_in_its_own_language_and_direction() -> None:
    content = rendered(EVERY_KIND)
    body = list(reading.body(content).iter(f"{W}p"))
    place = next(place for place, one in enumerate(body) if reading.words(one) == "باكو 1990")
    assert reading.paragraphs(content)[place - 1] == ("Unready", "Not translated")
    assert reading.value(body[place], "pPr/bidi") == "on"
    languages = {one.get(f"{W}bidi") for one in body[place].iter(f"{W}lang")}
    assert languages == {"ar-EG"}


def test_a_block_that_is_not_fit_is_marked_with_its_state_if_the_letterhead_has_no_words_for_it() -> None:
    release = replace(EVERY_KIND, furniture=replace(EVERY_KIND.furniture, unready=""))
    found = [words for style, words in reading.paragraphs(rendered(release)) if style == "Unready"]
    assert found == ["fuzzy", "missing"]


# --- the file ----------------------------------------------------------------------------------------------------------


def test_equal_input_gives_equal_bytes_in_another_process_and_zone() -> None:
    program = "import hashlib, test_docx as t; print(hashlib.sha256(t.rendered(t.EVERY_KIND)).hexdigest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Pacific/Kiritimati"), ("2", "America/Los_Angeles"))
    }
    assert len(digests) == 1


def test_the_package_bears_no_trace_of_when_where_and_with_what_it_was_made() -> None:
    content = rendered(samples.ENGLISH)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
    assert entries[0].filename == "[Content_Types].xml"
    assert {(one.date_time, one.create_system, one.external_attr) for one in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o644 << 16)
    }
    assert not [name for name, part in reading.parts(content).items() if b"python-docx" in part or b"rsid" in part]
    assert not [name for name in reading.parts(content) if "thumbnail" in name or "stylesWithEffects" in name]


def test_the_properties_are_those_of_the_release() -> None:
    properties = python_docx.Document(io.BytesIO(rendered(samples.ARABIC))).core_properties
    released = datetime.datetime(2024, 1, 20, tzinfo=datetime.UTC)
    assert properties.title == plain(samples.ARABIC.title)
    assert properties.author == properties.last_modified_by == samples.ARABIC.furniture.issuer
    assert properties.created == properties.modified == released
    assert (properties.language, properties.subject, properties.identifier) == ("ar", "بيان", "3/2024")


def test_the_number_of_the_release_is_a_property_that_word_can_show_in_a_field() -> None:
    custom = reading.xml_parts(rendered(samples.ENGLISH))["docProps/custom.xml"]
    assert [(one.get("name"), "".join(map(str, one.itertext()))) for one in custom] == [("ReleaseNumber", "3/2024")]
    assert "docProps/custom.xml" not in reading.parts(rendered(replace(samples.ENGLISH, number="")))


def test_a_title_longer_than_a_property_takes_is_cut_there_and_nowhere_else() -> None:
    release = samples.release(Lead("l", samples.text("x")), title=samples.text("word " * 80))
    content = rendered(release)
    assert len(python_docx.Document(io.BytesIO(content)).core_properties.title) == 255
    assert ("Title", "word " * 80) in reading.paragraphs(content)


def test_word_opens_it_in_its_present_mode_and_not_in_compatibility_mode() -> None:
    settings = reading.xml_parts(rendered(samples.ENGLISH))["word/settings.xml"]
    found = {one.get(f"{W}name"): one.get(f"{W}val") for one in settings.iter(f"{W}compatSetting")}
    assert found["compatibilityMode"] == "15"


def test_python_docx_is_not_loaded_before_it_is_needed() -> None:
    program = "import sys, communique.render.docx; print('docx' in sys.modules, 'lxml' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert found.stdout.split() == ["False", "False"]


def test_an_emblem_that_is_no_picture_is_a_problem_of_the_letterhead() -> None:
    with pytest.raises(TextProblems) as caught:
        docx.render(samples.ENGLISH, replace(samples.letterhead(), emblem_picture=b"not a picture"))
    assert caught.value.diagnostics[0].code is Code.LETTERHEAD


def test_a_letterhead_without_an_emblem_begins_with_the_issuer() -> None:
    content = docx.render(samples.ENGLISH, replace(samples.letterhead(), emblem_picture=b""))
    assert reading.paragraphs(content, "word/headerFirst.xml") == [("Issuer", "Embassy Press Office")]


# --- the embassy's own letterhead.docx ---------------------------------------------------------------------------------


def own_letterhead(*paragraphs: str) -> bytes:
    """A document as an embassy may have it: from another template, with a header and a look of its own."""
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "EMBASSY OF EXAMPLE"
    document.styles["Title"].font.name = "Garamond"
    for words in paragraphs:
        document.add_paragraph(words)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def on_own_letterhead(release: Release, *paragraphs: str) -> bytes:
    return docx.render(release, replace(samples.letterhead(), document=own_letterhead(*paragraphs)))


@each_release
def test_on_the_embassys_own_document_the_text_reads_back_too(release: Release) -> None:
    expected = [("Title", plain(release.title)), *(line for block in release.blocks for line in lines(block))]
    content = on_own_letterhead(release)
    found = [
        (style.replace("Heading ", "heading ") if style[-1].isdigit() else style, words)
        for style, words in reading.paragraphs(content)
    ]
    assert [line for line in found if line[0] not in {*docx.FURNITURE, "Table Space"}] == expected
    assert disorder(reading.xml_parts(content)["word/numbering.xml"]) == []
    assert disorder(reading.body(content)) == []


def test_the_embassys_header_and_styles_are_kept() -> None:
    document = python_docx.Document(io.BytesIO(on_own_letterhead(samples.ENGLISH)))
    assert document.sections[0].header.paragraphs[0].text == "EMBASSY OF EXAMPLE"
    assert document.styles["Title"].font.name == "Garamond"
    assert document.styles["Lead"].base_style == document.styles["Body Text"]


def test_the_text_takes_the_place_of_its_mark() -> None:
    found = reading.paragraphs(on_own_letterhead(of(Text("Words.")), "Before", "{text}", "After"))
    texts = [words for _, words in found]
    assert texts[0] == "Before"
    assert texts[-1] == "After"
    assert "Words." in texts
    assert "{text}" not in texts


def test_only_the_empty_end_of_the_embassys_document_goes() -> None:
    found = reading.paragraphs(on_own_letterhead(of(Text("Words.")), "", "Before", "", ""))
    assert [words for _, words in found[:3]] == ["", "Before", "Statement"]


def test_a_draft_on_the_embassys_document_says_so_in_its_header() -> None:
    document = python_docx.Document(io.BytesIO(on_own_letterhead(EVERY_KIND)))
    headers = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    assert headers == ["Draft – not for release", "EMBASSY OF EXAMPLE"]


def test_left_to_right_text_on_a_right_to_left_letterhead_says_that_it_is() -> None:
    body = reading.body(on_own_letterhead(samples.ENGLISH))
    assert {reading.value(one, "pPr/bidi") for one in body.iter(f"{W}p")} == {"0"}


def test_a_style_whose_id_is_taken_by_another_gets_an_id_of_its_own() -> None:
    document = python_docx.Document()
    document.styles.add_style("Lead", 1).element.find(f"{W}name").set(f"{W}val", "Chef")
    saved = io.BytesIO()
    document.save(saved)
    content = docx.render(samples.ENGLISH, replace(samples.letterhead(), document=saved.getvalue()))
    names = reading.style_names(content)
    assert names["Lead"] == "Chef"
    assert [name for name in names.values() if name == "Lead"] == ["Lead"]


def test_a_document_without_lists_gets_their_definitions() -> None:
    document = python_docx.Document()
    for key, relationship in list(document.part.rels.items()):
        if relationship.reltype == RELATIONSHIP_TYPE.NUMBERING:
            del document.part.rels[key]
    saved = io.BytesIO()
    document.save(saved)
    content = docx.render(samples.ENGLISH, replace(samples.letterhead(), document=saved.getvalue()))
    assert ("List Number", plain(samples.ENGLISH.blocks[4].items[0])) in reading.paragraphs(content)  # type: ignore[union-attr]
    assert "word/numbering.xml" in reading.parts(content)


@pytest.mark.parametrize(
    "content", [b"", b"plain text", samples.letterhead().emblem_picture], ids=["empty", "text", "PNG"]
)
def test_a_letterhead_that_is_no_word_document_is_named_with_its_remedy(content: bytes) -> None:
    with pytest.raises(TextProblems) as caught:
        docx.render(samples.ENGLISH, replace(samples.letterhead(), document=content))
    assert caught.value.diagnostics[0].code is Code.LETTERHEAD
    assert "save it as .docx" in caught.value.diagnostics[0].hint
