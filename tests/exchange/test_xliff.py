"""XLIFF 1.2: what a tool of an agency sees, and what is read of a file that such a tool has written again."""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from exchanged import decisions, exported, imported, reasons, sheet_of
from lxml import etree

from communique.diagnostics import FileProblem, TextProblems
from communique.exchange import xliff
from communique.exchange.files import Kind
from communique.exchange.merge import Decision
from small_newsroom import CATALOG, STATEMENT, SmallNewsroom

X = xliff.X
VICTIMS = 'Cette nuit, <x id="1" ctype="x-placeholder" equiv-text="{killed}"/> personnes ont perdu la vie.'


def text_of(newsroom: SmallNewsroom) -> str:
    return exported(newsroom, Kind.XLIFF).decode()


def back(newsroom: SmallNewsroom, text: str) -> Path:
    newsroom.write("fr.xliff", text)
    return Path("fr.xliff")


def changed(newsroom: SmallNewsroom, old: str, new: str) -> Path:
    text = text_of(newsroom)
    assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times"
    return back(newsroom, text.replace(old, new))


def unit(newsroom: SmallNewsroom, name: str) -> etree._Element:
    document = etree.fromstring(exported(newsroom, Kind.XLIFF))
    [found] = [one for one in document.iter(f"{X}trans-unit") if one.get("resname") == name]
    return found


def test_placeholders_are_codes_and_bold_words_are_spans(newsroom: SmallNewsroom) -> None:
    [span] = unit(newsroom, "lead").iterfind(f"{X}source/{X}g")
    codes = [dict(one.attrib) for one in span.iterfind(f"{X}x")]
    assert span.get("ctype") == "bold"
    assert codes == [
        {"id": "2", "ctype": "x-placeholder", "equiv-text": "{date}@dmy"},
        {"id": "3", "ctype": "x-placeholder", "equiv-text": "{anniversary}"},
        {"id": "4", "ctype": "x-placeholder", "equiv-text": "{event.name}"},
    ]


def test_a_translation_uses_the_numbers_of_its_source(newsroom: SmallNewsroom) -> None:
    target = unit(newsroom, "lead").find(f"{X}target")
    assert target is not None
    assert [one.get("id") for one in target.iter(f"{X}x")] == ["2", "3", "4"]
    assert target.get("state") == "translated"


def test_notes_carry_an_example_of_each_placeholder(newsroom: SmallNewsroom) -> None:
    assert "{killed} = 147" in [note.text for note in unit(newsroom, "victims").iterfind(f"{X}note")]


def test_a_reworded_message_brings_its_earlier_source(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "{killed} people lost", "{killed} civilians lost")
    source = 'msgid "That night {killed} people lost their lives."'
    newsroom.replace(CATALOG, f'msgctxt "victims"\n{source}', f'#, fuzzy\n#| {source}\nmsgctxt "victims"\n{source}')
    newsroom.replace(CATALOG, f"\n{source}", f"\n{source.replace('people', 'civilians')}")
    found = unit(newsroom, "victims")
    before = found.find(f"{X}alt-trans/{X}source")
    target = found.find(f"{X}target")
    assert before is not None
    assert target is not None
    assert "".join(before.itertext()) == "That night  people lost their lives."
    assert target.get("state") == "needs-review-translation"


def elementtree(text: str) -> str:
    """Written again by another library, which renames the namespace."""
    return '<?xml version="1.0"?>' + ET.tostring(ET.fromstring(text), encoding="unicode")  # noqa: S314 (our own file)


def indented(text: str) -> str:
    document = ET.fromstring(text)  # noqa: S314 (our own file)
    ET.indent(document, "    ")
    return ET.tostring(document, encoding="unicode")


def reordered(text: str) -> str:
    document = etree.fromstring(text.encode())
    body = document.find(f"{X}file/{X}body")
    assert body is not None
    body[:] = [copy.deepcopy(one) for one in reversed(body)]
    return etree.tostring(document, encoding="unicode")


def without_notes(text: str) -> str:
    document = etree.fromstring(text.encode())
    etree.strip_elements(document, f"{X}note", f"{X}alt-trans", with_tail=False)
    for one in document.iter(f"{X}x", f"{X}g"):
        one.attrib.pop("equiv-text")
    return etree.tostring(document, encoding="unicode")


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def marked(text: str) -> str:
    """Segmented and annotated as editors do it."""
    return text.replace(VICTIMS, f'<mrk mtype="seg" mid="1">{VICTIMS}</mrk>')


TOOLS = (elementtree, indented, reordered, without_notes, crlf, marked)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
def test_a_file_that_a_tool_wrote_again_changes_nothing(newsroom: SmallNewsroom, tool: Callable[[str], str]) -> None:
    before = newsroom.read(CATALOG)
    text = text_of(newsroom)
    assert tool(text) != text
    merged = imported(newsroom.load(), back(newsroom, tool(text)))
    assert decisions(merged) == dict.fromkeys(("title", "event.name", "lead", "victims"), Decision.UNCHANGED)
    assert newsroom.read(CATALOG) == before


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
def test_an_edit_in_such_a_file_changes_one_line(newsroom: SmallNewsroom, tool: Callable[[str], str]) -> None:
    before = newsroom.read(CATALOG)
    imported(newsroom.load(), back(newsroom, tool(text_of(newsroom)).replace("personnes", "civils")))
    assert newsroom.read(CATALOG) == before.replace("personnes", "civils")


def test_codes_may_change_places(newsroom: SmallNewsroom) -> None:
    x = '<x id="1" ctype="x-placeholder" equiv-text="{killed}"/>'
    imported(newsroom.load(), changed(newsroom, VICTIMS, f"{x} vies ont pris fin cette nuit."))
    assert 'msgstr "{killed} vies ont pris fin cette nuit."' in newsroom.read(CATALOG)


def test_a_typed_placeholder_is_as_good_as_its_code(newsroom: SmallNewsroom) -> None:
    imported(newsroom.load(), changed(newsroom, VICTIMS, "Cette nuit-là, {Killed} vies ont pris fin."))
    assert 'msgstr "Cette nuit-là, {killed} vies ont pris fin."' in newsroom.read(CATALOG)


@pytest.mark.parametrize(
    "target, said",
    [
        ("Cette nuit, des personnes ont perdu la vie.", "lost `{killed}`"),
        ('Cette nuit, <x id="9"/> vies.', "the inline code `9` is not known"),
        ('Cette nuit, <bpt id="1">a</bpt> vies.', "the inline code `<bpt>` is not known"),
        ('<x id="1"/> et <x id="9" equiv-text="{injured}"/> vies', "nothing fills `{injured}`"),
        ("", "is empty; the catalog keeps the one it has"),
    ],
)
def test_a_lost_or_foreign_code_is_refused(newsroom: SmallNewsroom, target: str, said: str) -> None:
    before = newsroom.read(CATALOG)
    merged = imported(newsroom.load(), changed(newsroom, VICTIMS, target))
    assert decisions(merged)["victims"] is Decision.REFUSED
    assert said in " ".join(reasons(merged))
    assert newsroom.read(CATALOG) == before


def test_a_lost_span_is_refused(newsroom: SmallNewsroom) -> None:
    text = text_of(newsroom)
    start = text.index("<g", text.index("<target", text.index('resname="lead"')))
    opening = text[start : text.index(">", start) + 1]
    end = text.index("</g>", start)
    merged = imported(
        newsroom.load(), back(newsroom, text[:start] + text[start + len(opening) : end] + text[end + 4 :])
    )
    assert "lost the bold words" in reasons(merged)[0]


def test_an_edited_source_is_refused(newsroom: SmallNewsroom) -> None:
    text = text_of(newsroom).replace("people lost", "civilians lost").replace("personnes", "civils")
    merged = imported(newsroom.load(), back(newsroom, text))
    assert "no longer the one that was translated" in reasons(merged)[0]


def test_another_placeholder_in_the_source_is_another_source(newsroom: SmallNewsroom) -> None:
    text = text_of(newsroom)
    source, _, rest = text.partition('equiv-text="{killed}"')
    merged = imported(
        newsroom.load(), back(newsroom, f'{source}equiv-text="{{n}}"{rest}'.replace("personnes", "civils"))
    )
    assert decisions(merged)["victims"] is Decision.REFUSED


def test_a_tool_that_says_more_work_is_needed_leaves_the_message_fuzzy(newsroom: SmallNewsroom) -> None:
    old = f'<target state="translated">{VICTIMS}'
    new = f'<target state="needs-review-translation">{VICTIMS.replace("personnes", "civils")}'
    imported(newsroom.load(), changed(newsroom, old, new))
    assert '#, fuzzy\nmsgctxt "victims"' in newsroom.read(CATALOG)


def test_the_row_of_a_refusal_is_its_line_in_the_file(newsroom: SmallNewsroom) -> None:
    path = changed(newsroom, VICTIMS, "Cette nuit.")
    [reason] = reasons(imported(newsroom.load(), path))
    line = int(reason.split(":")[1])
    assert "Cette nuit." in newsroom.read("fr.xliff").split("\n")[line - 1]


BROKEN = {
    "document type": (lambda text: text.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>'), "document type"),
    "version 2": (lambda text: text.replace('version="1.2"', 'version="2.1"'), "version 2.1, not 1.2"),
    "another root": (lambda text: text.replace("xliff", "tmx"), "not XLIFF"),
    "cut off": (lambda text: text[:900], "damaged"),
    "no file": (lambda text: text[: text.index("<file")] + "</xliff>", "0 files"),
    "another document": (lambda text: text.replace("statement.md", "other.md"), "not the statement"),
    "no target language": (lambda text: text.replace(' target-language="fr"', ""), "no target language"),
    "not text": (lambda _: "\0\1", "damaged"),
}


@pytest.mark.parametrize("make, said", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_changes_nothing(newsroom: SmallNewsroom, make: Callable[[str], str], said: str) -> None:
    before = newsroom.read(CATALOG)
    path = back(newsroom, make(text_of(newsroom)))
    with pytest.raises(FileProblem) as refused:
        imported(newsroom.load(), path)
    assert said in str(refused.value)
    assert "hint:" in str(refused.value)
    assert newsroom.read(CATALOG) == before


def test_a_locale_that_the_statement_does_not_have_is_refused(newsroom: SmallNewsroom) -> None:
    path = changed(newsroom, 'target-language="fr"', 'target-language="de"')
    with pytest.raises(TextProblems, match="`sad-night` is not translated into `de`"):
        imported(newsroom.load(), path)


def test_equal_sheets_make_equal_files(newsroom: SmallNewsroom) -> None:
    assert xliff.write(sheet_of(newsroom)) == xliff.write(sheet_of(newsroom))


def emptied(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed} personnes ont perdu la vie.", "")


def test_a_missing_translation_goes_out_as_the_source_to_write_over(newsroom: SmallNewsroom) -> None:
    """OmegaT shows what stands in `<target>`, and nothing of a unit whose target is empty."""
    emptied(newsroom)
    source, target = (unit(newsroom, "victims").find(f"{X}{name}") for name in ("source", "target"))
    assert source is not None
    assert target is not None
    assert target.get("state") == "needs-translation"
    assert (target.text, len(target)) == (source.text, len(source)) == ("That night ", 1)


@pytest.mark.parametrize("state", ["needs-translation", "translated", "final"])
def test_the_source_left_standing_is_no_translation_whatever_the_tool_says(newsroom: SmallNewsroom, state: str) -> None:
    emptied(newsroom)
    before = newsroom.read(CATALOG)
    text = text_of(newsroom).replace('state="needs-translation"', f'state="{state}"')
    assert decisions(imported(newsroom.load(), back(newsroom, text)))["victims"] is Decision.UNCHANGED
    assert newsroom.read(CATALOG) == before


def test_what_was_written_over_the_source_is_taken_even_if_the_tool_leaves_the_state(newsroom: SmallNewsroom) -> None:
    emptied(newsroom)
    start, _, rest = text_of(newsroom).partition('<target state="needs-translation">')
    text = f'{start}<target state="needs-translation">{VICTIMS}</target>{rest.partition("</target>")[2]}'
    assert decisions(imported(newsroom.load(), back(newsroom, text)))["victims"] is Decision.ACCEPTED
    assert "Cette nuit, {killed} personnes ont perdu la vie." in newsroom.read(CATALOG)
    assert "fuzzy" not in newsroom.read(CATALOG)
