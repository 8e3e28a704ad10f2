"""Text identity: every file says what the release says, letter by letter, and a file that does not is found out."""

from __future__ import annotations

import functools
import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from communique import identity, rendering
from communique.diagnostics import Code, ExitCode
from communique.model import (
    Direction,
    Format,
    Inline,
    Letterhead,
    LineBreak,
    Link,
    Listing,
    MessageState,
    Paragraph,
    Release,
    Strong,
    Table,
    Text,
    Unready,
)
from communique.render import render
from sample_releases import ARABIC, CHINESE, ENGLISH, EVERY, HINDI, PERSIAN, drawn, examples, letterhead, release, text

COMPARED = (Format.PDF, Format.DOCX, Format.HTML)


@functools.cache
def contents(shown: Release, name: str = "embassy") -> dict[Format, bytes]:
    return {kind: drawn(shown, letterhead(name), kind) for kind in COMPARED}


def words(shown: Release, kind: Format) -> str:
    return identity.read(contents(shown)[kind], kind)


# --- equal ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["embassy", "joint"])
@pytest.mark.parametrize("shown", EVERY, ids=lambda shown: shown.locale)
def test_every_language_reads_the_same_in_every_format(shown: Release, name: str) -> None:
    assert identity.differences(shown, contents(shown, name)) == ()


@pytest.mark.slow
def test_every_example_reads_the_same_in_every_format() -> None:
    assert len(examples()) >= 23
    for shown, head in examples():
        assert identity.differences(shown, {kind: drawn(shown, head, kind) for kind in COMPARED}) == ()


@pytest.mark.parametrize(
    "written",
    [
        "The Nagorno‐Karabakh and Trans‐Caucasian questions",
        "26\u00a0000 people and 34\u202fyears",
        "e\u0301 is not \u00e9",
        "a broken\u00adword and another un\u00adbroken one",
        "می‌خواهم and क्‍ष",
        "“Quoted” — with ‑ and – and -",
        "ﬁne office affluent",
    ],
)
@pytest.mark.parametrize("width", [1, 7])
def test_letters_that_look_alike_stay_what_they_are(written: str, width: int) -> None:
    shown = release(Paragraph("a", text(" ".join([written] * 9 * width))))
    assert identity.differences(shown, contents(shown)) == ()


def test_an_authored_hyphen_at_the_end_of_a_line_survives_in_the_pdf() -> None:
    shown = release(Paragraph("a", text("Nagorno‐Karabakh‐Nagorno " * 60)))
    assert words(shown, Format.PDF).count("Nagorno‐Karabakh‐Nagorno") == 60


def test_the_hyphen_of_a_broken_line_is_not_read() -> None:
    shown = release(Paragraph("a", text("Constitutional responsibilities " * 40)))
    reading = words(shown, Format.PDF)
    assert reading.count("Constitutionalresponsibilities") == 40
    assert "‐" not in reading


def test_the_words_of_a_link_are_read_in_any_script() -> None:
    link = Link("https://example.org/", (*text("تقرير "), Strong(text("منظمة")), *text(" حقوق الإنسان")))
    shown = replace(ARABIC, blocks=(Paragraph("a", (*text("انظر "), link, *text(" هنا"))),))
    assert identity.differences(shown, contents(shown)) == ()
    assert "انظرتقريرمنظمةحقوقالإنسانهنا" in words(shown, Format.PDF)


def test_the_head_of_a_table_is_read_once_however_many_pages_it_stands_on() -> None:
    rows = tuple((text(str(year)), text("Marked")) for year in range(1991, 2071))
    shown = release(Table("years", (text("Year"), text("How it was kept")), rows))
    assert words(shown, Format.PDF).count("Howitwaskept") == 1
    assert identity.differences(shown, contents(shown)) == ()


def test_a_line_break_parts_words_as_a_space_does() -> None:
    shown = release(Paragraph("a", (Text("one"), LineBreak(), Text("two"))))
    assert "one two" in words(shown, Format.HTML)
    assert "one two" in words(shown, Format.DOCX)


def test_the_labels_of_a_list_are_not_read() -> None:
    shown = release(Listing("a", ordered=True, items=(text("apples"), text("pears"))))
    assert "applespears" in words(shown, Format.PDF)


def test_letters_of_hindi_and_persian_are_read_in_the_order_in_which_they_are_written() -> None:
    assert "वर्षगांठ" in words(HINDI, Format.PDF)
    assert "به‌سختی زخمی شدند" in words(PERSIAN, Format.HTML)
    assert "به‌سختیزخمیشدند" in words(PERSIAN, Format.PDF)


def test_a_draft_reads_as_it_is_with_the_mark_of_what_is_not_ready() -> None:
    block: Unready[Inline] = Unready(MessageState.MISSING, "en", Direction.LTR, ENGLISH.blocks[6])
    shown = replace(ARABIC, draft=True, blocks=(block, *ARABIC.blocks))
    assert identity.differences(shown, contents(shown)) == ()
    assert "غير مترجم Although 34 years" in words(shown, Format.DOCX)


def spent(work: Callable[[], object]) -> float:
    """The least CPU seconds of three times."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.slow
@pytest.mark.parametrize("shown", [ENGLISH, ARABIC, CHINESE], ids=lambda shown: shown.locale)
def test_reading_everything_back_costs_at_most_a_quarter_of_drawing_it(shown: Release) -> None:
    files = contents(shown)
    drawing = spent(lambda: [render(shown, letterhead(), kind) for kind in COMPARED])
    assert spent(lambda: identity.differences(shown, files)) <= drawing / 4


# --- different -----------------------------------------------------------------------------------------------------------


def changed_html(old: str, new: str) -> dict[Format, bytes]:
    content = contents(ENGLISH)[Format.HTML].decode()
    assert old in content
    return {Format.HTML: content.replace(old, new).encode()}


def changed_docx(old: str, new: str) -> dict[Format, bytes]:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contents(ENGLISH)[Format.DOCX])) as package, zipfile.ZipFile(written, "w") as copy:
        for name in package.namelist():
            copy.writestr(name, package.read(name).replace(old.encode(), new.encode()))
    return {Format.DOCX: written.getvalue()}


def changed_pdf(old: str, new: str) -> dict[Format, bytes]:
    """The PDF of a release that says something else."""
    blocks = tuple(
        replace(block, content=text(new)) if isinstance(block, Paragraph) and block.id == "memory" else block
        for block in ENGLISH.blocks
    )
    assert old
    return {Format.PDF: render(replace(ENGLISH, blocks=blocks), letterhead(), Format.PDF)}


@pytest.mark.parametrize("changed", [changed_html, changed_docx, changed_pdf])
def test_a_block_that_reads_otherwise_is_named_with_both_readings(
    changed: Callable[[str, str], dict[Format, bytes]],
) -> None:
    old = "To commemorate those who perished"
    [problem] = identity.differences(ENGLISH, changed(old, "To commemorate those who survived"))
    assert (problem.code, problem.block, problem.locale) == (Code.READS_OTHERWISE, "memory", "en")
    ending = next(kind for kind in COMPARED if str(problem.location).endswith(f".{kind}"))
    assert str(problem.location) == f"black-january-2024.en.{ending}"
    found, released = problem.message.split(", and in the release ")
    assert "survived" in found
    assert "perished" in released


@pytest.mark.parametrize(
    "old, new, block",
    [
        ("34th anniversary of the “Black January” tragedy</h1>", "34th anniversary</h1>", "title"),
        ("crime against humanity", "crime\u00a0against humanity", "law"),
        ("19–20 January", "19-20 January", "night"),
        ("Alley of Martyrs.</li>", "Alley of Martyrs</li>", "steps"),
    ],
)
def test_one_letter_is_enough(old: str, new: str, block: str) -> None:
    assert [problem.block for problem in identity.differences(ENGLISH, changed_html(old, new))] == [block]


def test_a_lost_block_and_an_added_one_are_found() -> None:
    content = contents(ENGLISH)[Format.HTML].decode()
    start = content.index('<p id="memory"')
    end = content.index("</p>", start) + len("</p>")
    lost = {Format.HTML: (content[:start] + content[end:]).encode()}
    added = {Format.HTML: (content[:start] + "<p>Nobody wrote this.</p>" + content[start:]).encode()}
    assert [problem.block for problem in identity.differences(ENGLISH, lost)] == ["memory"]
    [problem] = identity.differences(ENGLISH, added)
    assert problem.message == "before `memory` stands `Nobody wrote this.`, which is not in the release"


def test_a_style_that_changes_letters_keeps_the_release_back() -> None:
    head = replace(letterhead(), print_css=letterhead().print_css + ".lead { text-transform: uppercase }")
    done = rendering.render_job(rendering.Job(ENGLISH, head, COMPARED))
    assert (done.contents, done.exit_code) == ({}, ExitCode.PROBLEMS)
    assert [(problem.code, problem.block) for problem in done.problems] == [(Code.READS_OTHERWISE, "lead")]


def test_a_page_template_that_leaves_the_text_out_keeps_the_release_back() -> None:
    head: Letterhead = replace(letterhead(), page_template=letterhead().page_template.replace("{{ body }}", ""))
    done = rendering.render_job(rendering.Job(ENGLISH, head, (Format.HTML, Format.DOCX)))
    assert done.contents == {}
    assert {problem.block for problem in done.problems} == {
        block.id for block in ENGLISH.blocks if hasattr(block, "id")
    }
    assert {problem.location.file for problem in done.problems} == {"black-january-2024.en.html"}
