"""Whatever happened to a file on its way, the catalog stays as it was or becomes a correct merge; and nothing crashes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import polib
import pytest
from exchanged import TODAY, edited, exported, imported
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.diagnostics import CommuniqueError, Diagnostic
from communique.exchange import files
from communique.exchange.files import Kind
from communique.exchange.merge import Decision, Merged
from small_newsroom import CATALOG, SmallNewsroom, write_newsroom

EASILY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallNewsroom]:
    """One newsroom for all examples, whose catalog is put back after each."""
    before = Path.cwd()
    folder = tmp_path_factory.mktemp("newsroom")
    write_newsroom(folder)
    os.chdir(folder)
    try:
        yield SmallNewsroom(Path())
    finally:
        os.chdir(before)


@st.composite
def damages(draw: st.DrawFn) -> tuple[str, float, float, bytes]:
    """What happens, from where to where in the file (as parts of its length), and the bytes that come instead."""
    what = draw(st.sampled_from(["cut off", "lost", "overwritten", "twice", "swapped"]))
    start, length = draw(st.floats(0, 1)), draw(st.floats(0, 0.2))
    return what, start, length, draw(st.binary(max_size=8))


def damaged(content: bytes, damage: tuple[str, float, float, bytes]) -> bytes:
    what, from_part, length, other = damage
    start = int(from_part * len(content))
    end = min(len(content), start + max(1, int(length * len(content))))
    match what:
        case "cut off":
            return content[:start]
        case "lost":
            return content[:start] + content[end:]
        case "overwritten":
            return content[:start] + other + content[start + len(other) :]
        case "twice":
            return content[:end] + content[start:]
        case _:
            return content[:start] + content[start:end][::-1] + content[end:]


def is_harmless(room: SmallNewsroom, name: str, content: bytes) -> None:
    """Import a file, and hold the catalog against what it was."""
    before = room.read(CATALOG)
    path = room.write(name, content)
    problems: Sequence[Diagnostic] = ()
    merged = Merged("", (), ())
    try:
        merged = imported(room.load(), path, accept_changes=True)
    except CommuniqueError as refused:
        problems = refused.diagnostics
    after = room.read(CATALOG)
    room.write(CATALOG, before)
    assert all(problem.hint and problem.location.file for problem in problems)
    is_merge(before, after, merged)


def is_merge(before: str, after: str, merged: Merged) -> None:
    """Only the translations of accepted rows may differ, and each is that of its row."""
    accepted = {one.row.id: one.row.translation for one in merged.outcomes if one.decision is Decision.ACCEPTED}
    old, new = polib.pofile(before), polib.pofile(after)
    assert [(one.msgctxt, one.msgid) for one in new] == [(one.msgctxt, one.msgid) for one in old]
    for was, is_now in zip(old, new, strict=True):
        assert is_now.msgstr == accepted.get(was.msgctxt, was.msgstr)
    if not accepted:
        assert after == before


@given(damages())
@EASILY
def test_a_damaged_zip_never_changes_a_catalog(room: SmallNewsroom, damage: tuple[str, float, float, bytes]) -> None:
    is_harmless(room, "sad-night.fr.docx", damaged(exported(room, Kind.WORD), damage))


@given(damages(), st.sampled_from(["word/document.xml", "[Content_Types].xml", "_rels/.rels"]))
@EASILY
def test_damaged_xml_in_a_whole_zip_never_changes_a_catalog(
    room: SmallNewsroom, damage: tuple[str, float, float, bytes], part: str
) -> None:
    content = exported(room, Kind.WORD)
    changed = edited(content, lambda text: damaged(text.encode(), damage).decode("utf-8", "replace"), part)
    is_harmless(room, "sad-night.fr.docx", changed)


@given(damages(), st.sampled_from([Kind.XLIFF, Kind.CATALOG]))
@EASILY
def test_a_damaged_text_file_never_changes_a_catalog(
    room: SmallNewsroom, damage: tuple[str, float, float, bytes], kind: Kind
) -> None:
    is_harmless(room, f"sad-night.fr.{kind}", damaged(exported(room, kind), damage))


@given(st.text(max_size=60), st.sampled_from(["title", "event.name", "lead", "victims"]))
@EASILY
def test_any_words_in_a_returned_catalog_are_merged_to_the_letter_or_refused(
    room: SmallNewsroom, words: str, block: str
) -> None:
    catalog = polib.pofile(room.read(CATALOG))
    entry = next(one for one in catalog if one.msgctxt == block)
    entry.msgstr = words
    is_harmless(room, "sad-night.fr.po", str(catalog).encode())


def test_an_undamaged_file_is_read(room: SmallNewsroom) -> None:
    """The properties above would hold of a reader that refuses everything."""
    for kind in Kind:
        path = room.write(f"sad-night.fr.{kind}", exported(room, kind))
        assert len(files.read(room.load(), path.as_posix(), TODAY).rows) == 4
