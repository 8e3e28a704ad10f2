"""The command that prints every figure says when one of them is not as it must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import quality
from quality import Figure, Made
from sample_releases import ARABIC, EVERY, examples, letterhead, release


def test_every_example_and_every_language_is_measured() -> None:
    assert len(quality.all_made()) == len(examples()) + len(EVERY)
    assert {shown.locale for shown, _ in quality.all_made(["ja"])} == {"ja"}


def test_a_figure_that_is_not_as_it_must_be_is_marked_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    def good(_: Made) -> Iterator[Figure]:
        yield quality.none("faults", [], "3 files")

    def bad(_: Made) -> Iterator[Figure]:
        yield quality.none("errors", ["en: a fault"], "3 files")

    assert quality.report([], [good])
    assert not quality.report([], [bad, good])
    lines = capsys.readouterr().out.splitlines()
    assert [line[:2] for line in lines if "files" in line] == ["  ", "! ", "  "]
    assert "1 in 3 files: en: a fault" in lines[3]


@pytest.mark.parametrize("source", [quality.structure, quality.embedded_fonts, quality.press, quality.readings])
def test_a_sample_is_as_it_must_be(source: quality.Source) -> None:
    found = list(source([(ARABIC, letterhead())]))
    assert found
    assert [one for one in found if not one.good] == []


def test_a_font_that_is_not_the_script_s_is_seen() -> None:
    """Arabic letters in a release that says it is Latin are set in what fontconfig finds among our fonts."""
    [figure] = quality.embedded_fonts([(replace(ARABIC, script="Latn"), letterhead())])
    assert not figure.good
    assert "Noto" in figure.found


def test_a_heavy_chinese_file_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "LARGEST", 1000)
    shown = replace(release(), locale="zh-Hans", script="Hans")
    assert [one.good for one in quality.embedded_fonts([(shown, letterhead())])] == [True, False]
