"""Releases become files: side by side or one after the other, the same bytes; a failing format costs itself only."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import replace

import pytest

from communique import artifacts, pipeline, rendering
from communique.diagnostics import Code, ExitCode
from communique.findings import Findings
from communique.model import Format, Paragraph, Text
from communique.pipeline import Wish
from communique.preparation import Prepared
from communique.rendering import ONE_PROCESS, Job, Rendered, side_by_side
from small_newsroom import SmallNewsroom

QUICK = (Format.HTML, Format.TEXT)


def prepared(newsroom: SmallNewsroom, *years: int) -> list[Prepared]:
    return list(pipeline.prepare(newsroom.load(), Wish(years=years), datetime.date(2026, 1, 1), Findings()))


def jobs(newsroom: SmallNewsroom, formats: tuple[Format, ...], *years: int) -> list[Job]:
    return [Job(release, one.letterhead, formats) for one in prepared(newsroom, *years) for release in one.releases]


def digests(results: list[Rendered]) -> list[tuple[str, dict[Format, str]]]:
    return [
        (one.release.name, {kind: hashlib.sha256(content).hexdigest() for kind, content in one.contents.items()})
        for one in results
    ]


def test_a_release_is_rendered_in_every_format_and_pictured(newsroom: SmallNewsroom) -> None:
    [rendered] = rendering.render_all(jobs(newsroom, pipeline.EVERY_FORMAT, 2026)[:1], ONE_PROCESS, lambda *_: None)
    assert (set(rendered.contents), rendered.problems) == (set(Format), ())
    starts = {Format.PDF: b"%PDF-", Format.DOCX: b"PK", Format.HTML: b"<!doctype html>"}
    assert all(rendered.contents[kind].startswith(start) for kind, start in starts.items())
    assert rendered.picture.startswith(b"\x89PNG")


@pytest.mark.slow
def test_two_processes_give_the_bytes_of_one_in_the_same_order(newsroom: SmallNewsroom) -> None:
    work = jobs(newsroom, pipeline.EVERY_FORMAT, 2025, 2026)
    told: list[tuple[str, int]] = []
    alone = list(rendering.render_all(work, ONE_PROCESS, lambda *_: None))
    together = list(rendering.render_all(work, side_by_side(2), lambda name, total: told.append((name, total))))
    assert digests(alone) == digests(together)
    assert told == [(job.release.name, 4) for job in work]


def test_a_machine_without_shared_memory_renders_as_well(
    newsroom: SmallNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("_multiprocessing.SemLock", refused)
    results = list(rendering.render_all(jobs(newsroom, QUICK, 2025, 2026), side_by_side(2), lambda *_: None))
    assert [sorted(one.contents) for one in results] == [sorted(QUICK)] * 4


def test_a_character_that_no_font_has_keeps_the_release_back_in_every_format(newsroom: SmallNewsroom) -> None:
    [job, *_] = jobs(newsroom, pipeline.EVERY_FORMAT, 2026)
    cuneiform = replace(job.release, blocks=(Paragraph("lead", (Text("before \U00012000 after"),)),))
    rendered = rendering.render_job(replace(job, release=cuneiform))
    assert (rendered.contents, rendered.exit_code) == ({}, ExitCode.PROBLEMS)
    [problem] = rendered.problems
    assert (problem.code, problem.locale) == (Code.GLYPH, "en")
    assert "U+12000" in problem.message


def test_the_record_names_inputs_and_tools_and_neither_time_nor_place(newsroom: SmallNewsroom) -> None:
    [one] = prepared(newsroom, 2026)
    rendered = list(rendering.render_all(jobs(newsroom, QUICK, 2026), ONE_PROCESS, lambda *_: None))
    record = artifacts.record(newsroom.load(), one, rendered)
    assert {"communique.toml", "statements/sad-night/statement.md", "statements/sad-night/locales/fr.po"} <= set(
        record["inputs"]
    )
    assert (
        record["inputs"]["communique.toml"]
        == hashlib.sha256(b"" + newsroom.read("communique.toml").encode()).hexdigest()
    )
    assert {"weasyprint", "python-docx", "babel", "fonts"} <= set(record["tools"])
    assert record["explanation"].endswith("counted 2026 - 1990 = 36")
    assert str(newsroom.folder.resolve()) not in repr(record)


def test_the_record_names_what_let_an_edition_through(newsroom: SmallNewsroom) -> None:
    names = ["glossary.toml", "statements/sad-night/glossary.toml", "statements/sad-night/waivers.toml"]
    for name in names:
        newsroom.write(name, "")
    [one] = prepared(newsroom, 2026)
    assert {name: one.inputs[name] for name in names} == dict.fromkeys(names, hashlib.sha256(b"").hexdigest())


def test_the_contact_sheet_shows_what_was_built_and_why_the_rest_was_not(newsroom: SmallNewsroom) -> None:
    newsroom.replace("statements/sad-night/locales/fr.po", 'msgctxt "lead"', '#, fuzzy\nmsgctxt "lead"')
    [one] = prepared(newsroom, 2026)
    rendered = list(rendering.render_all(jobs(newsroom, QUICK, 2026), ONE_PROCESS, lambda *_: None))
    files = artifacts.of_edition(one.edition, rendered, one.refused)
    assert [file.path for file in files] == ["en/sad-night-2026.en.html", "en/sad-night-2026.en.txt", "index.html"]
    sheet = files[-1].content.decode()
    assert 'href="en/sad-night-2026.en.html"' in sheet
    assert "is marked fuzzy" in sheet
