"""Notes: each text refers to each of its notes once, a translation where its source does, and every format prints them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx as python_docx
import pikepdf
import pytest
from lxml import etree

import validators
from communique import identity, preparation
from communique.diagnostics import TextProblems
from communique.exchange.pieces import Code, CodeKind, codes_in, pieces_of, raw
from communique.fill import plain
from communique.model import Format, MessageState, Note, Release, Unready
from communique.render import PdfProfile, docx, html, pdf, text
from small_newsroom import BODY, CATALOG, STATEMENT, TRANSLATIONS, SmallNewsroom, catalog_file, statement_file

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VICTIMS = "That night {killed} people lost their lives."
NOTED = VICTIMS[:-1] + "[^list]."
NOTE = "\n{#list .note}\nThe official list of {event.date}@dmy.\n"
FRENCH = {
    **TRANSLATIONS,
    "victims": (NOTED, "Cette nuit[^list], {killed} personnes ont perdu la vie."),
    "list": ("The official list of {event.date}@dmy.", "La liste officielle du {event.date}."),
}


def write(newsroom: SmallNewsroom, body: str, french: dict[str, tuple[str, str]] | None = None) -> None:
    newsroom.write(STATEMENT, statement_file(body))
    newsroom.write(CATALOG, catalog_file(french or FRENCH))


@pytest.fixture
def noted(newsroom: SmallNewsroom) -> SmallNewsroom:
    write(newsroom, BODY.replace(VICTIMS, NOTED) + NOTE)
    return newsroom


def release(newsroom: SmallNewsroom, locale: str = "en", *, draft: bool = False) -> Release:
    edition = newsroom.edition(2026, draft=draft)
    catalog = preparation.load_catalog(newsroom.load(), edition.statement, locale, draft=draft)
    return preparation.release(newsroom.load(), edition, locale, catalog, newsroom.letterhead(), draft=draft)


def problems(newsroom: SmallNewsroom, locale: str = "en") -> list[str]:
    with pytest.raises(TextProblems) as raised:
        release(newsroom, locale)
    assert all(problem.hint for problem in raised.value.diagnostics)
    return [f"{problem.code} {problem.block}" for problem in raised.value.diagnostics]


def test_a_note_stands_behind_the_text_and_not_in_it(noted: SmallNewsroom) -> None:
    one = release(noted)
    assert [block.id for block in one.blocks if not isinstance(block, Unready)] == ["lead", "victims"]
    (note,) = one.notes
    assert isinstance(note, Note)
    assert (note.label, plain(note.content)) == ("1", "The official list of 20 January 1990.")
    assert plain(one.blocks[1].content) == "That night 147 people lost their lives."  # type: ignore[union-attr]


def test_a_translation_has_its_own_note(noted: SmallNewsroom) -> None:
    (note,) = release(noted, "fr").notes
    assert isinstance(note, Note)
    assert plain(note.content) == "La liste officielle du 20 janvier 1990."


def test_notes_are_numbered_as_the_text_refers_to_them(newsroom: SmallNewsroom) -> None:
    body = BODY.replace(VICTIMS, "First.[^b] Second.[^a]") + "\n{#a .note}\nOne.\n\n{#b .note}\nTwo.\n"
    write(newsroom, body)
    assert [(note.id, note.label) for note in release(newsroom).notes if isinstance(note, Note)] == [
        ("b", "1"),
        ("a", "2"),
    ]


@pytest.mark.parametrize(
    "body, expected",
    [
        (BODY.replace(VICTIMS, NOTED), ["C029 victims"]),
        (BODY + NOTE, ["C029 list"]),
        (BODY.replace(VICTIMS, VICTIMS + "[^list] Again.[^list]") + NOTE, ["C029 victims"]),
        (BODY.replace(VICTIMS, VICTIMS + "[^lead]"), ["C029 victims"]),
        (BODY.replace(VICTIMS, "[[n| one: x[^list] | other: y ]] z") + NOTE, ["C029 victims"]),
        (BODY.replace(VICTIMS, NOTED) + NOTE + "\n{#h}\n## Heading[^list]\n", ["C029 h"]),
        (BODY.replace(VICTIMS, NOTED) + NOTE.replace(".note", '.note years="2030.."'), ["C029 victims"]),
    ],
    ids=["no note", "no reference", "twice", "no such kind", "in a switch", "in a heading", "not this year"],
)
def test_a_reference_leads_to_one_note_and_a_note_has_one_reference(
    newsroom: SmallNewsroom, body: str, expected: list[str]
) -> None:
    write(newsroom, body)
    assert problems(newsroom) == expected


def test_a_note_whose_text_is_not_in_this_edition_is_left_out(newsroom: SmallNewsroom) -> None:
    write(newsroom, BODY + '\n{#later years="2030.."}\nLater.[^list]\n' + NOTE)
    assert release(newsroom).notes == ()


@pytest.mark.parametrize(
    "french, expected",
    [
        ("Cette nuit, {killed} personnes ont perdu la vie.", ["C036 victims"]),
        ("Cette nuit[^list], {killed} personnes ont perdu la vie[^list].", ["C036 victims"]),
        ("Cette nuit[^liste], {killed} personnes ont perdu la vie.", ["C036 victims", "C036 victims"]),
    ],
    ids=["lost", "added", "translated"],
)
def test_a_translation_refers_to_the_notes_of_its_source(
    noted: SmallNewsroom, french: str, expected: list[str]
) -> None:
    noted.write(CATALOG, catalog_file({**FRENCH, "victims": (NOTED, french)}))
    assert problems(noted, "fr") == expected


def test_a_draft_shows_a_note_that_is_not_translated_marked(noted: SmallNewsroom) -> None:
    noted.write(CATALOG, catalog_file({name: pair for name, pair in FRENCH.items() if name != "list"}))
    (note,) = release(noted, "fr", draft=True).notes
    assert isinstance(note, Unready)
    assert note.state is MessageState.MISSING
    assert isinstance(note.block, Note)
    assert note.block.label == "1"


def test_a_reference_is_a_code_for_translators_and_comes_back_whole() -> None:
    written = "Cette nuit[^list], {killed} ^x^ [mots](https://example.org)[^b]."
    pieces = pieces_of(written)
    assert raw(pieces) == written
    codes = [code.raw for code in codes_in(pieces) if isinstance(code, Code) and code.kind is CodeKind.NOTE]
    assert codes == ["[^list]", "[^b]"]


# --- the formats -------------------------------------------------------------------------------------------------------


def test_plain_text_shows_the_number_in_brackets(noted: SmallNewsroom) -> None:
    written = text.render(release(noted), noted.letterhead()).decode()
    assert "lost their lives[1]." in written
    assert written.index("[1] The official list of 20 January 1990.") < written.index("End")


def test_html_leads_from_the_reference_to_the_note_and_back(noted: SmallNewsroom) -> None:
    page = etree.HTML(html.render(release(noted), noted.letterhead()).decode())
    (reference,) = page.xpath("//a[@role='doc-noteref']")
    (back,) = page.xpath("//div[@role='doc-endnotes']/p//a[@role='doc-backlink']")
    assert (reference.text, back.text) == ("1", "1")
    assert page.xpath("//p[@id=$id]", id=reference.get("href")[1:]) == [back.getparent().getparent()]
    assert back.get("href") == "#" + reference.get("id")


def footnote(notes: etree._Element, number: str) -> str:
    (note,) = (one for one in notes if one.get(f"{W}id") == number)
    return "".join(str(words.text) for words in note.iter(f"{W}t"))


def test_word_has_a_real_footnote(noted: SmallNewsroom) -> None:
    content = docx.render(release(noted), noted.letterhead())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document, notes = (etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "footnotes"))
    (reference,) = document.iter(f"{W}footnoteReference")
    assert footnote(notes, str(reference.get(f"{W}id"))) == (" The official list of 20 January 1990.")


def on_own_document(noted: SmallNewsroom, document: bytes) -> bytes:
    return docx.render(release(noted), replace(noted.letterhead(), document=document))


def empty_document() -> bytes:
    saved = io.BytesIO()
    python_docx.Document().save(saved)
    return saved.getvalue()


@pytest.mark.slow
def test_an_embassys_own_document_gets_the_note_beside_those_it_has(noted: SmallNewsroom, tmp_path: Path) -> None:
    first = on_own_document(noted, empty_document())
    second = on_own_document(noted, first)  # the first is now a document of an embassy with a note in it
    for content, count in ((first, 1), (second, 2)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            document, notes = (etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "footnotes"))
        numbers = [str(one.get(f"{W}id")) for one in document.iter(f"{W}footnoteReference")]
        assert len(set(numbers)) == count
        assert [footnote(notes, number) for number in numbers] == [" The official list of 20 January 1990."] * count
        file = tmp_path / "own.docx"
        file.write_bytes(content)
        assert validators.docx_errors(file) == []


def test_a_release_without_notes_has_no_part_for_them(newsroom: SmallNewsroom) -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(release(newsroom), newsroom.letterhead()))) as package:
        assert "word/footnotes.xml" not in package.namelist()


@pytest.mark.parametrize("profile, kind", [(PdfProfile.ARCHIVE_3, "/Note"), (PdfProfile.ARCHIVE_4, "/FENote")])
def test_a_pdf_tags_the_note_and_its_reference(noted: SmallNewsroom, profile: PdfProfile, kind: str) -> None:
    content = pdf.render(release(noted), noted.letterhead(), profile)
    with pikepdf.open(io.BytesIO(content)) as document:
        kinds = [str(one.S) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
        notes = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == kind]
        assert [str(note.ID) for note in notes] == ["list"]
    assert kinds.count("/Reference") == 1


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_format_reads_back_as_released_and_a_note_that_is_lost_is_seen(noted: SmallNewsroom, locale: str) -> None:
    one, letterhead = release(noted, locale), noted.letterhead()
    files = {
        Format.HTML: html.render(one, letterhead),
        Format.DOCX: docx.render(one, letterhead),
        Format.PDF: pdf.render(one, letterhead),
    }
    assert identity.differences(one, files) == ()
    note = one.notes[0]
    assert isinstance(note, Note)
    files[Format.HTML] = files[Format.HTML].replace(plain(note.content)[:11].encode(), b"Another")
    assert [problem.block for problem in identity.differences(one, files)] == ["list"]
