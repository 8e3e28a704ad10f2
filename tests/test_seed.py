"""Our real input: the statement an embassy published in 2024 becomes a template, and comes back word for word.

The anniversary strings of the seed are replaced by placeholders; the edition of 2024 must then give the seed's own words,
its superscript and its bold, in HTML, PDF and DOCX; the edition of 2025 may differ in the derived tokens and nowhere else.
"""

from __future__ import annotations

import ctypes
import datetime
import difflib
import html.parser
import io
import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from communique import newsroom
from communique.findings import Findings
from communique.model import Format, Release
from communique.pipeline import Wish, prepare
from communique.render import render

SEED = pathlib.Path(__file__).parents[2] / "shared" / "seed" / "statement-2024.md"
DERIVED = [
    ("34<sup>th</sup>", "{ordinal}"),
    ("January 20, 2024", "{date}"),
    ("34 years", "{years}"),
    ("January 20, 1990", "{event.date}"),
    ("20 January 1990", "{event.date}@dmy"),
]
EXAMPLE = pathlib.Path(__file__).parents[1] / "templates"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as a reader sees it: its words, which of them are bold, and which letters are raised."""

    words: str
    bold: tuple[str, ...]
    raised: tuple[str, ...]


def seed_paragraphs() -> list[Paragraph]:
    blocks = [block.strip() for block in SEED.read_text("utf-8").split("\n\n") if block.strip()]
    return [read_paragraph(block.removeprefix("## ")) for block in blocks]


def read_paragraph(markdown: str) -> Paragraph:
    def words(text: str) -> str:
        return re.sub(r"\*\*|</?sup>", "", text).strip()

    bold = tuple(words(part) for part in re.findall(r"\*\*(.+?)\*\*", markdown))
    return Paragraph(words(markdown), bold, tuple(re.findall(r"<sup>(.+?)</sup>", markdown)))


def as_template(text: str) -> str:
    for found, placeholder in DERIVED:
        text = text.replace(found, placeholder)
    return text


@pytest.fixture(scope="module")
def seed_newsroom(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("seed")
    heading, *paragraphs = [part.strip() for part in SEED.read_text("utf-8").split("\n\n") if part.strip()]
    title = as_template(heading.removeprefix("## ")).replace('"', '\\"')
    body = "\n\n".join(f"{{#p{number}}}\n{as_template(text)}" for number, text in enumerate(paragraphs, 1))
    statement = folder / "statements" / "black-january" / "statement.md"
    statement.parent.mkdir(parents=True)
    statement.write_text(
        f'+++\ntitle = "{title}"\nsource = "en"\nlocales = []\n'
        f'[event]\nname = "Black January"\ndate = 1990-01-20\n+++\n\n{body}\n',
        "utf-8",
    )
    (folder / "communique.toml").write_text('[issuer]\nname = "Embassy"\nzone = "Asia/Baku"\n', "utf-8")
    (folder / "templates").symlink_to(EXAMPLE)
    return folder


def edition(folder: pathlib.Path, year: int) -> Release:
    findings = Findings()
    room = newsroom.load_newsroom(str(folder))
    [prepared] = prepare(room, Wish(years=(year,)), datetime.date(2024, 1, 1), findings)
    assert not findings.ordered
    [release] = prepared.releases
    return release


def rendered(folder: pathlib.Path, year: int, file_format: Format) -> bytes:
    room = newsroom.load_newsroom(str(folder))
    [prepared] = prepare(room, Wish(years=(year,)), datetime.date(2024, 1, 1), Findings())
    return render(prepared.releases[0], prepared.letterhead, file_format)


class Page(html.parser.HTMLParser):
    """The title and the paragraphs of a page, read as a browser would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.in_text = False
        self.paragraphs: list[tuple[list[str], list[str], list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "img", "br"}:
            self.open.append(tag)
        self.in_text |= ("class", "text") in attrs
        if tag == "h1" or (tag == "p" and self.in_text and "main" in self.open):
            self.paragraphs.append(([], [], []))
        if tag in {"strong", "sup"} and self.paragraphs:
            self.paragraphs[-1][1 if tag == "strong" else 2].append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not ("h1" in self.open or ("p" in self.open and self.in_text)):
            return
        words, bold, raised = self.paragraphs[-1]
        words.append(data)
        if "strong" in self.open:
            bold[-1] += data
        if "sup" in self.open:
            raised[-1] += data


def html_paragraphs(content: bytes) -> list[Paragraph]:
    page = Page()
    page.feed(content.decode())
    return [Paragraph("".join(words), tuple(bold), tuple(raised)) for words, bold, raised in page.paragraphs]


def docx_paragraphs(content: bytes) -> list[Paragraph]:
    return [
        Paragraph(
            paragraph.text,
            tuple(joined((run.text, bool(run.bold)) for run in paragraph.runs)),
            tuple(run.text for run in paragraph.runs if run.font.superscript),
        )
        for paragraph in docx.Document(io.BytesIO(content)).paragraphs
    ]


def joined(runs: Iterator[tuple[str, bool]]) -> Iterator[str]:
    """Neighbouring marked runs as one."""
    text = ""
    for words, marked in runs:
        if marked:
            text += words
        elif text:
            yield text
            text = ""
    if text:
        yield text


@dataclass(frozen=True)
class Character:
    letter: str
    bold: bool
    size: float


def pdf_characters(content: bytes) -> list[Character]:
    found = []
    for page in pypdfium2.PdfDocument(content):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            name = ctypes.create_string_buffer(200)
            pdfium.FPDFText_GetFontInfo(text.raw, index, name, 200, None)
            letter = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
            found.append(Character(letter, b"Bold" in bytes(name), pdfium.FPDFText_GetFontSize(text.raw, index)))
    return [one for one in found if one.letter.strip() and one.letter not in "\u00ad\u2010\ufffe\x02"]


def letters(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def kept(paragraphs: list[Paragraph], wanted: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs of the text itself, without the letterhead's."""
    start = next(number for number, one in enumerate(paragraphs) if one.words == wanted[0].words)
    return paragraphs[start : start + len(wanted)]


if SEED.exists():

    @pytest.mark.parametrize(
        "file_format, read", [(Format.HTML, html_paragraphs), (Format.DOCX, docx_paragraphs)], ids=["html", "docx"]
    )
    def test_the_edition_of_2024_is_the_seed_word_for_word_with_its_bold_and_raised_letters(
        seed_newsroom: pathlib.Path, file_format: Format, read: object
    ) -> None:
        wanted = seed_paragraphs()
        assert callable(read)
        found = kept(read(rendered(seed_newsroom, 2024, file_format)), wanted)
        assert [one.words for one in found] == [one.words for one in wanted]
        assert [one.raised for one in found] == [one.raised for one in wanted]
        # The title is bold by its style; the bold inside the paragraphs is the text's own.
        assert [one.bold for one in found[1:]] == [one.bold for one in wanted[1:]]

    def test_the_pdf_of_2024_has_every_letter_of_the_seed_and_its_bold_and_raised_ones(
        seed_newsroom: pathlib.Path,
    ) -> None:
        characters = pdf_characters(rendered(seed_newsroom, 2024, Format.PDF))
        printed = "".join(one.letter for one in characters).replace("-", "")
        body = max({one.size for one in characters}, key=[one.size for one in characters].count)
        position = 0
        for paragraph in seed_paragraphs():
            position = printed.find(letters(paragraph.words)[:60], position)
            assert position >= 0, paragraph.words[:60]
        for wanted in seed_paragraphs()[1:]:
            for bold in wanted.bold:
                start = printed.find(letters(bold)[:40])
                dashless = [one for one in characters if one.letter != "-"]
                assert all(one.bold for one in dashless[start : start + len(letters(bold)[:40])]), bold
        start = printed.find("34thanniversary", printed.find("34thanniversary") + 1)
        dashless = [one for one in characters if one.letter != "-"]
        assert all(one.size < body for one in dashless[start + 2 : start + 4])
        assert all(one.size == body for one in dashless[start : start + 2])

    def test_the_edition_of_2025_differs_in_the_derived_tokens_and_nowhere_else(
        seed_newsroom: pathlib.Path,
    ) -> None:
        def words(year: int) -> list[str]:
            page = kept_text(rendered(seed_newsroom, year, Format.HTML))
            return page.split()

        before, after = words(2024), words(2025)
        changes = [
            (" ".join(before[a:b]), " ".join(after[c:d]))
            for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
            if tag != "equal"
        ]
        assert changes == [("34th", "35th"), ("2024,", "2025,"), ("34th", "35th"), ("34", "35")]

    def kept_text(content: bytes) -> str:
        paragraphs = html_paragraphs(content)
        start = next(number for number, one in enumerate(paragraphs) if "anniversary of the" in one.words)
        return "\n".join(one.words for one in paragraphs[start : start + len(seed_paragraphs())])
