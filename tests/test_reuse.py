"""A file is drawn again only if it would come out otherwise, and the build can say why."""

from __future__ import annotations

import datetime
import pathlib

import pytest

from communique import pipeline
from communique.findings import Findings
from communique.pipeline import Built
from communique.wish import Wish
from conftest import Program
from small_newsroom import CATALOG, STATEMENT, SmallNewsroom, write_newsroom

PRINT = "templates/embassy/print.css"
OF_FR = {f"fr/sad-night-2026.fr.{kind}" for kind in ("pdf", "docx", "html", "txt")}
OF_EN = {path.replace("fr", "en") for path in OF_FR}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallNewsroom:
    newsroom = write_newsroom(tmp_path_factory.mktemp("built"))
    assert set(build(newsroom).reasons) == OF_EN | OF_FR
    return newsroom


def build(newsroom: SmallNewsroom, wish: Wish = Wish(years=(2026,))) -> Built:  # noqa: B008 - it is frozen
    findings = Findings()
    [built] = pipeline.build(newsroom.load(), wish, datetime.date(2026, 1, 1), findings, lambda *_: None)
    assert findings.ordered == ()
    return built


@pytest.mark.slow
def test_what_changes_is_drawn_again_and_nothing_else_and_the_reason_is_told(built: SmallNewsroom) -> None:
    unchanged = build(built)
    assert (unchanged.reasons, unchanged.publication.new) == ({}, False)

    built.write(CATALOG, f"# a comment\n{built.read(CATALOG)}")
    comment = build(built)
    assert (comment.reasons, comment.publication.new) == ({}, True)

    built.replace(CATALOG, "Cette nuit", "Cette longue nuit")
    assert build(built).reasons == dict.fromkeys(
        (
            "fr/sad-night-2026.fr.html",
            "fr/sad-night-2026.fr.pdf",
            "fr/sad-night-2026.fr.docx",
            "fr/sad-night-2026.fr.txt",
        ),
        ("message `victims` of fr.po changed",),
    )

    built.write(PRINT, built.read(PRINT) + "\np { letter-spacing: 0.01pt }\n")
    assert build(built).reasons == {f"{one}/sad-night-2026.{one}.pdf": (f"{PRINT} changed",) for one in ("en", "fr")}

    folder = pathlib.Path(build(built).publication.folder)
    (folder / "fr/sad-night-2026.fr.txt").write_text("damaged", "utf-8")
    mended = build(built)
    assert mended.reasons == {"fr/sad-night-2026.fr.txt": ("the file of the last build is damaged or gone",)}
    assert mended.publication.new
    assert (folder / "fr/sad-night-2026.fr.txt").read_text("utf-8") == "damaged"

    built.replace(STATEMENT, "value = 147", "value = 148")
    assert set(build(built).reasons) == OF_EN | OF_FR


@pytest.mark.slow
def test_a_check_draws_everything_anew_writes_nothing_and_names_what_comes_out_otherwise(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    command = ("build", "-y", "2026")
    assert communique(*command, "--check").exit_code == 1
    assert not (newsroom.folder / "output").exists()
    assert communique(*command, "-j", "2").exit_code == 0
    files = sorted((newsroom.folder / "output").rglob("*"))
    assert communique(*command, "--check").exit_code == 0
    newsroom.replace(CATALOG, "Cette nuit", "Cette longue nuit")
    ended = communique(*command, "--check")
    assert ended.exit_code == 1
    named = {line.split(": error C087")[0].rpartition("/")[2] for line in ended.err.splitlines() if "C087" in line}
    assert {path.rpartition("/")[2] for path in OF_FR} < named
    assert not {path.rpartition("/")[2] for path in OF_EN} & named
    assert sorted((newsroom.folder / "output").rglob("*")) == files


def test_the_report_says_what_was_done_and_what_it_took(newsroom: SmallNewsroom, communique: Program) -> None:
    communique("build", "-y", "2026", "-f", "txt", "--report", "report.txt", "--explain")
    report = newsroom.read("report.txt")
    assert "sad-night-2026  output/sad-night/2026/r1  new" in report
    assert "drawn: txt, " in report
    assert "fr/sad-night-2026.fr.txt: no earlier build of this edition" in report
    assert report.endswith("no problems\nended with 0 (done)\n")
    communique("build", "-y", "2026", "-f", "txt", "--report", "report.txt")
    assert "from the last build: txt" in newsroom.read("report.txt")
