"""Each kind of statement has its frame: what it says of its use, how it ends, and whether it is for the world to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.model import FRAMES, StatementKind
from conftest import Program
from small_newsroom import LABELS, LETTERHEAD, STATEMENT, SmallNewsroom, statement_file

IMMEDIATE, ENDS = "For immediate release", "End"


def of_kind(newsroom: SmallNewsroom, kind: str) -> None:
    newsroom.write(STATEMENT, statement_file(locales=()).replace("source", f'kind = "{kind}"\nsource', 1))


def plain_text(communique: Program, *options: str) -> str:
    ended = communique("build", "-y", "2026", "-f", "txt", "-j", "1", *options)
    assert (ended.exit_code, ended.err) == (0, "")
    return Path("output/sad-night/2026/r1/en/sad-night-2026.en.txt").read_text("utf-8")


# The practice is that of the evidence page on mission anchors, sections 1.1 and 1.2.
@pytest.mark.parametrize(
    "kind, name, immediate, ended",
    [
        ("statement", "Statement", True, True),
        ("press-release", "Press release", True, True),
        ("speech", "Speech", False, True),
        ("message", "Message", False, False),
        ("condolence", "Message of condolence", False, False),
        ("note-verbale", "Note verbale", False, False),
    ],
)
def test_each_kind_has_its_frame(
    newsroom: SmallNewsroom, communique: Program, kind: str, name: str, *, immediate: bool, ended: bool
) -> None:
    of_kind(newsroom, kind)
    lines = plain_text(communique).split("\n")
    assert name in lines
    assert (IMMEDIATE in lines) is immediate
    assert any(ENDS in line for line in lines) is ended


def test_a_speech_is_to_be_checked_against_delivery(newsroom: SmallNewsroom, communique: Program) -> None:
    of_kind(newsroom, "speech")
    assert "Check against delivery" in plain_text(communique)


@pytest.mark.slow
def test_a_note_verbale_is_never_published(newsroom: SmallNewsroom, communique: Program) -> None:
    of_kind(newsroom, "note-verbale")
    ended = communique("build", "-y", "2026", "-j", "1", "-f", "docx,html,txt")
    assert ended.exit_code == 0
    revision = Path("output/sad-night/2026/r1")
    assert sorted(path.name for path in (revision / "en").iterdir() if "sad-night" in path.name) == [
        "sad-night-2026.en.docx",
        "sad-night-2026.en.txt",
    ]
    assert "Not for publication" in (revision / "en" / "sad-night-2026.en.txt").read_text("utf-8")


def test_a_page_of_a_note_verbale_is_refused(newsroom: SmallNewsroom, communique: Program) -> None:
    of_kind(newsroom, "note-verbale")
    ended = communique("build", "-y", "2026", "-f", "html", "-j", "1", "--no-color")
    assert ended.exit_code == 3
    assert "a note verbale is never published" in ended.err
    assert not Path("output/sad-night").exists()


def test_a_letterhead_without_the_mark_is_refused(newsroom: SmallNewsroom, communique: Program) -> None:
    of_kind(newsroom, "note-verbale")
    text = newsroom.read(LETTERHEAD)
    newsroom.write(LETTERHEAD, "".join(line for line in text.splitlines(True) if "not-for-publication" not in line))
    labels = newsroom.read(LABELS)
    assert labels
    ended = communique("check", "-y", "2026", "--no-color")
    assert ended.exit_code == 1
    assert "has no label `not-for-publication`, which this text must carry" in ended.err


def test_every_kind_has_a_frame() -> None:
    assert set(FRAMES) == set(StatementKind)
