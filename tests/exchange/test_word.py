"""The Word table: what a translator sees, and what is read of a table that Word and people have had."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from exchanged import TODAY, decisions, edited, exported, imported, packed, reasons, replaced, sheet_of
from lxml import etree

import validators
from communique.exchange import files, word, word_reader
from communique.exchange.files import Kind
from communique.exchange.merge import Decision
from communique.exchange.sheet import load_sheet
from communique.newsroom import load_newsroom
from communique.packages import members
from small_newsroom import CATALOG, REPOSITORY, STATEMENT, SmallNewsroom, catalog_file, statement_file


def back(newsroom: SmallNewsroom, content: bytes) -> Path:
    return newsroom.write("fr.docx", content)


def test_each_row_has_its_block_its_source_its_translation_and_the_fingerprint_of_the_source(
    newsroom: SmallNewsroom,
) -> None:
    document = docx.Document(io.BytesIO(exported(newsroom, Kind.WORD)))
    [table] = document.tables
    xml = [[cell._tc.xml for cell in row.cells] for row in table.rows]  # noqa: SLF001
    words = [["".join(re.findall(r"<w:t [^>]*>([^<]*)<", cell)) for cell in row] for row in xml]
    assert words[0] == list(word.HEADER)
    assert [row[0][1:-12] for row in words[1:]] == ["title", "event.name", "lead", "victims"]
    assert words[4][1] == "That night {killed} people lost their lives."
    assert words[4][2] == "Cette nuit, {killed} personnes ont perdu la vie."
    assert "{killed} = 147" in words[4][3]


def test_sources_are_locked_and_placeholders_of_a_translation_cannot_be_altered(newsroom: SmallNewsroom) -> None:
    [table] = docx.Document(io.BytesIO(exported(newsroom, Kind.WORD))).tables
    source, translation = (table.rows[4].cells[column]._tc.xml for column in (1, 2))  # noqa: SLF001
    assert '<w:lock w:val="sdtContentLocked"/>' in source
    assert '<w:tag w:val="{killed}"/>' in translation
    assert '<w:alias w:val="{killed} = 147"/>' in translation
    assert translation.count("<w:lock ") == translation.count('<w:lock w:val="contentLocked"/>') == 1


def test_a_translation_that_runs_from_right_to_left_stands_so_and_its_source_does_not() -> None:
    sheet = load_sheet(load_newsroom(str(REPOSITORY)), "black-january", "ar", TODAY)
    [table] = docx.Document(io.BytesIO(word.write(sheet))).tables
    source, translation = (table.rows[3].cells[column]._tc.xml for column in (1, 2))  # noqa: SLF001
    assert "<w:bidi/>" in translation
    assert "<w:rtl/>" in translation
    assert "<w:bidi/>" not in source


def test_a_reworded_source_is_shown_with_its_differences(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "{killed} people lost", "{killed} civilians lost")
    before = 'msgid "That night {killed} people lost their lives."'
    fuzzy = f"#, fuzzy\n#| {before}\n"
    newsroom.replace(CATALOG, 'msgctxt "victims"', f'{fuzzy}msgctxt "victims"')
    newsroom.replace(CATALOG, f"\n{before}", '\nmsgid "That night {killed} civilians lost their lives."')
    [table] = docx.Document(io.BytesIO(exported(newsroom, Kind.WORD))).tables
    xml = table.rows[4].cells[1]._tc.xml  # noqa: SLF001
    assert re.search(r"<w:strike/>.{0,300}?>people<", xml, re.DOTALL)
    assert re.search(r'<w:u w:val="single"/>.{0,300}?>civilians<', xml, re.DOTALL)


def test_a_table_that_nobody_touched_changes_nothing(newsroom: SmallNewsroom) -> None:
    before = newsroom.read(CATALOG)
    merged = imported(newsroom.load(), back(newsroom, exported(newsroom, Kind.WORD)))
    assert set(decisions(merged).values()) == {Decision.UNCHANGED}
    assert newsroom.read(CATALOG) == before


def test_one_changed_cell_changes_one_line(newsroom: SmallNewsroom) -> None:
    before = newsroom.read(CATALOG)
    path = back(newsroom, edited(exported(newsroom, Kind.WORD), replaced(" personnes ont perdu", " civils ont perdu")))
    merged = imported(newsroom.load(), path)
    assert decisions(merged)["victims"] is Decision.ACCEPTED
    assert newsroom.read(CATALOG) == before.replace("personnes ont perdu", "civils ont perdu")


INSERTED = '<w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">toutes les </w:t></w:r></w:ins>'
DELETED = '<w:del w:id="2" w:author="A"><w:r><w:delText>Ces </w:delText></w:r></w:del>'


def with_tracked_changes(newsroom: SmallNewsroom) -> Path:
    """Insert words before and delete words behind the first run of the translation of `victims`."""
    run = r"(<w:r>(?:(?!</w:r>).)*>Cette nuit, </w:t></w:r>)"
    change = lambda text: re.sub(run, rf"\1{INSERTED}{DELETED}", text)  # noqa: E731
    return back(newsroom, edited(exported(newsroom, Kind.WORD), change))


def test_unsettled_tracked_changes_refuse_their_row_only(newsroom: SmallNewsroom) -> None:
    merged = imported(newsroom.load(), with_tracked_changes(newsroom))
    assert decisions(merged) == {
        "title": Decision.UNCHANGED,
        "event.name": Decision.UNCHANGED,
        "lead": Decision.UNCHANGED,
        "victims": Decision.REFUSED,
    }
    [reason] = reasons(merged)
    assert "fr.docx:5:1: error" in reason
    assert "tracked changes" in reason
    assert "--accept-changes" in reason


def test_accepted_tracked_changes_take_what_was_inserted_and_leave_what_was_deleted(newsroom: SmallNewsroom) -> None:
    imported(newsroom.load(), with_tracked_changes(newsroom), accept_changes=True)
    assert 'msgstr "Cette nuit, toutes les {killed} personnes ont perdu la vie."' in newsroom.read(CATALOG)


@pytest.mark.parametrize(
    "typed",
    [
        "{Killed}",
        "{ killed }",
        "{\N{NO-BREAK SPACE}killed\N{NO-BREAK SPACE}}",
        "｛killed｝",
        "{“killed”}",
        "{KILLED}",
        "{kil\N{ZERO WIDTH SPACE}led}",
    ],
)
def test_what_autocorrect_did_to_a_typed_placeholder_is_undone(newsroom: SmallNewsroom, typed: str) -> None:
    control = r'<w:sdt><w:sdtPr><w:alias w:val="\{killed\} = 147"/>.*?</w:sdt>'
    run = f'<w:r><w:t xml:space="preserve">{typed}</w:t></w:r>'
    content = edited(exported(newsroom, Kind.WORD), lambda text: re.sub(control, run, text))
    changed = edited(content, replaced(" personnes ont perdu", " civils ont perdu"))
    merged = imported(newsroom.load(), back(newsroom, changed))
    assert reasons(merged) == []
    assert "Cette nuit, {killed} civils ont perdu la vie." in newsroom.read(CATALOG)


def test_a_damaged_control_still_stands_for_its_placeholder(newsroom: SmallNewsroom) -> None:
    shown = re.compile(r'(<w:tag w:val="\{killed\}"/>.*?<w:t xml:space="preserve">)\{killed\}')
    content = edited(exported(newsroom, Kind.WORD), lambda text: shown.sub(r"\1{Ki", text))
    merged = imported(newsroom.load(), back(newsroom, content))
    assert decisions(merged)["victims"] is Decision.UNCHANGED


def test_a_deleted_placeholder_is_refused_and_the_catalog_keeps_its_text(newsroom: SmallNewsroom) -> None:
    before = newsroom.read(CATALOG)
    control = r'<w:sdt><w:sdtPr><w:alias w:val="\{killed\} = 147"/>.*?</w:sdt>'
    content = edited(exported(newsroom, Kind.WORD), lambda text: re.sub(control, "", text))
    merged = imported(newsroom.load(), back(newsroom, content))
    assert decisions(merged)["victims"] is Decision.REFUSED
    assert "error C032: the translation of `victims` lost `{killed}`" in reasons(merged)[0]
    assert newsroom.read(CATALOG) == before


def test_bold_letters_become_marks_whether_or_not_word_splits_them(newsroom: SmallNewsroom) -> None:
    split = '</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">'
    content = edited(exported(newsroom, Kind.WORD), replaced(" marque le ", f" marque{split} donc le "))
    imported(newsroom.load(), back(newsroom, content))
    assert 'msgstr "**Le {date} marque donc le {anniversary} de la {event.name}.**"' in newsroom.read(CATALOG)


@pytest.mark.parametrize("properties", ["<w:bCs/>", '<w:b w:val="0"/><w:bCs/>', '<w:b w:val="false"/>'])
def test_words_that_word_does_not_show_bold_are_not_bold(newsroom: SmallNewsroom, properties: str) -> None:
    content = edited(exported(newsroom, Kind.WORD), lambda text: text.replace("<w:b/><w:bCs/>", properties))
    assert "lost the bold words" in reasons(imported(newsroom.load(), back(newsroom, content)))[0]


@pytest.mark.parametrize("properties", ["<w:b/>", "<w:bCs/>", "<w:b/><w:bCs/>"])
def test_arabic_words_are_bold_by_either_switch(properties: str) -> None:
    run = f"<w:r><w:rPr>{properties}<w:rtl/></w:rPr><w:t>نحو</w:t></w:r>"
    cell = etree.fromstring(f'<w:tc xmlns:w="{word.WORD}"><w:p>{run}</w:p></w:tc>')
    assert word_reader.cell_text(cell) == "**نحو**"


def test_bold_that_was_lost_is_refused(newsroom: SmallNewsroom) -> None:
    content = edited(exported(newsroom, Kind.WORD), lambda text: text.replace("<w:b/><w:bCs/>", ""))
    merged = imported(newsroom.load(), back(newsroom, content))
    assert "the translation of `lead` lost the bold words of the source" in reasons(merged)[0]


@pytest.mark.parametrize(
    "foreign, said",
    [
        ("<w:r><w:drawing/></w:r>", "a picture"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>", "hidden text"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "a footnote"),
    ],
)
def test_a_cell_with_more_than_text_is_refused(newsroom: SmallNewsroom, foreign: str, said: str) -> None:
    run = r"(<w:r>(?:(?!</w:r>).)*>Cette nuit, </w:t></w:r>)"
    content = edited(exported(newsroom, Kind.WORD), lambda text: re.sub(run, rf"\1{foreign}", text))
    merged = imported(newsroom.load(), back(newsroom, content))
    assert decisions(merged)["victims"] is Decision.REFUSED
    assert said in reasons(merged)[0]


ROW = re.compile(r"<w:tr>(?:(?!</w:tr>).)*</w:tr>")


def test_rows_may_be_moved_and_deleted(newsroom: SmallNewsroom) -> None:
    def change(text: str) -> str:
        _, first, second, third, last = ROW.findall(text)
        return text.replace(first + second + third + last, last.replace("personnes", "civils") + first)

    merged = imported(newsroom.load(), back(newsroom, edited(exported(newsroom, Kind.WORD), change)))
    assert decisions(merged) == {"victims": Decision.ACCEPTED, "title": Decision.UNCHANGED}
    assert merged.absent == ("event.name", "lead")


def test_a_row_that_stands_twice_is_refused_both_times(newsroom: SmallNewsroom) -> None:
    def change(text: str) -> str:
        last = ROW.findall(text)[-1]
        return text.replace(last, last + last.replace("personnes", "civils"))

    merged = imported(newsroom.load(), back(newsroom, edited(exported(newsroom, Kind.WORD), change)))
    assert len(reasons(merged)) == 2
    assert "stands in the file more than once" in reasons(merged)[0]


def test_a_comment_is_told_as_a_remark_at_its_row(newsroom: SmallNewsroom) -> None:
    run = r"(<w:r>(?:(?!</w:r>).)*>Cette nuit, </w:t></w:r>)"
    mark = '<w:r><w:commentReference w:id="7"/></w:r>'
    content = edited(exported(newsroom, Kind.WORD), lambda text: re.sub(run, rf"\1{mark}", text))
    comment = (
        f'<w:comments xmlns:w="{word.WORD}"><w:comment w:id="7" w:author="Anne"><w:p><w:r><w:t>ou civils ?</w:t></w:r>'
        "</w:p></w:comment></w:comments>"
    )
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    path = back(newsroom, packed({**parts, "word/comments.xml": comment.encode()}))
    [remark] = files.read(newsroom.load(), path.as_posix(), TODAY).remarks
    assert str(remark).startswith("fr.docx:5: note")
    assert "Anne remarks: ou civils ?" in remark.message


def test_lines_and_paragraphs_of_a_list_and_a_quotation_survive(newsroom: SmallNewsroom) -> None:
    body = "{#words}\n> One\n>\n> — Two\n\n{#things}\n- a\n- b\n"
    newsroom.write(STATEMENT, statement_file(body))
    translations = {
        "title": ("{anniversary} of the sad night", "{anniversary} de la nuit"),
        "event.name": ("Sad Night", "Nuit"),
        "words": (r"One\n\n— Two", r"Un\n\n— Deux"),
        "things": (r"- a\n- b", r"- un a\n- un b"),
    }
    newsroom.write(CATALOG, catalog_file(translations))
    content = edited(exported(newsroom, Kind.WORD), replaced("- un b", "- un c"))
    merged = imported(newsroom.load(), back(newsroom, content))
    assert [name for name, one in decisions(merged).items() if one is Decision.ACCEPTED] == ["things"]
    assert newsroom.read(CATALOG).endswith('msgstr ""\n"- un a\\n"\n"- un c"\n')


@pytest.mark.slow
@pytest.mark.parametrize(
    "slug, locale", [("black-january", "ar"), ("human-rights-day", "zh-Hans"), ("lirre-treaty", "it")]
)
def test_it_is_valid_for_the_open_xml_sdk(tmp_path: Path, slug: str, locale: str) -> None:
    path = tmp_path / "sheet.docx"
    path.write_bytes(word.write(load_sheet(load_newsroom(str(REPOSITORY)), slug, locale, TODAY)))
    assert validators.docx_errors(path) == []


@pytest.mark.slow
def test_libreoffice_opens_and_saves_it_and_nothing_changes(newsroom: SmallNewsroom, tmp_path: Path) -> None:
    soffice = validators.program("soffice")
    back(newsroom, exported(newsroom, Kind.WORD))
    (tmp_path / "saved").mkdir()
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "docx", "--outdir", "saved", "fr.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    saved = (tmp_path / "saved" / "fr.docx").read_bytes()
    assert b"LibreOffice" in b"".join(members(saved, "fr.docx").values())
    merged = imported(newsroom.load(), tmp_path / "saved" / "fr.docx")
    assert set(decisions(merged).values()) == {Decision.UNCHANGED}
    assert len(merged.outcomes) == len(sheet_of(newsroom).rows)
