"""A release is drawn apart from the others: a bomb, a crash and a hang cost one of forty, and are named."""

from __future__ import annotations

import datetime
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from communique import pipeline, rendering, workers
from communique.diagnostics import Code, ExitCode, TextProblems
from communique.findings import Findings
from communique.model import Format, Letterhead, Release
from communique.rendering import Job, Rendered, render_job, subject
from communique.wish import Wish
from communique.workers import Limits, Outcome
from small_newsroom import STATEMENT, SmallNewsroom

LIMITS = Limits(memory=400_000_000, processor=3, clock=200)


def releases(newsroom: SmallNewsroom, years: Sequence[int]) -> tuple[list[Release], Letterhead]:
    wish = Wish(years=tuple(years))
    prepared = list(pipeline.prepare(newsroom.load(), wish, datetime.date(2026, 1, 1), Findings()))
    return [release for one in prepared for release in one.releases], prepared[0].letterhead


def bomb(letterhead: Letterhead, kind: str) -> Letterhead:
    """A letterhead that WeasyPrint does not come back from, or only with all memory."""
    if kind == "time":
        uses = "".join(f"<g id='g{n}'><use href='#g{n - 1}'/><use href='#g{n - 1}'/></g>" for n in range(1, 60))
        svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path id='g0' d='M0 0h9'/>{uses}</svg>"
        return replace(letterhead, emblem=svg.encode())
    grid = ".text {display: grid; grid-template-columns: repeat(99999999, 1px)}"
    return replace(letterhead, print_css=letterhead.print_css + grid)


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind, reason",
    [("time", "needed more than 3 seconds of processor time"), ("memory", "needed more than 400 MB of memory")],
)
def test_a_bomb_in_a_letterhead_costs_one_of_forty_and_is_named_with_locale_and_format(
    newsroom: SmallNewsroom, kind: str, reason: str
) -> None:
    some, letterhead = releases(newsroom, range(2010, 2030))
    work = [Job(release, letterhead, (Format.TEXT,)) for release in some]
    work[7] = Job(some[7], bomb(letterhead, kind), (Format.TEXT, Format.PDF))
    limits = LIMITS if kind == "time" else replace(LIMITS, processor=60)
    done = list(rendering.render_all(work, rendering.side_by_side(2, limits), lambda *_: None))
    assert (len(done), sum(bool(one.contents) for one in done)) == (40, 39)
    [problem] = done[7].problems
    assert (problem.code, problem.locale, done[7].exit_code) == (Code.RENDERER_LOST, "fr", ExitCode.PROBLEMS)
    assert problem.location.file == "sad-night-2013.fr.pdf"
    assert problem.message == f"the process that drew it {reason}"


def crashing(job: Job) -> Rendered:
    if job.release.locale == "fr":
        os.abort()
    return render_job(job)


def test_a_crash_costs_its_release(newsroom: SmallNewsroom) -> None:
    some, letterhead = releases(newsroom, [2025, 2026])

    def crew(jobs: Sequence[Job]) -> Iterator[Outcome[Rendered]]:
        return workers.side_by_side(crashing, jobs, 2, LIMITS)

    work = [Job(release, letterhead, (Format.TEXT,)) for release in some]
    done = list(rendering.render_all(work, crew, lambda *_: None))
    assert [sorted(one.contents) for one in done] == [["txt"], [], ["txt"], []]
    assert "crashed (SIGABRT)" in done[1].problems[0].message


@pytest.mark.slow
def test_a_renderer_is_given_nothing_that_its_key_leaves_out(newsroom: SmallNewsroom) -> None:
    """What a format has no use for may change without changing a byte, because the renderer never sees it."""
    [_, release], letterhead = releases(newsroom, [2026])
    other = replace(
        letterhead,
        print_css=letterhead.print_css + "p {color: red}",
        screen_css=letterhead.screen_css + "p {color: red}",
    )
    for kind, same in ((Format.PDF, False), (Format.HTML, False), (Format.DOCX, True), (Format.TEXT, True)):
        assert (subject(release, letterhead, kind) == subject(release, other, kind)) is same
    fewer = replace(release, locales=("fr",))
    for kind in Format:
        assert (subject(release, letterhead, kind) == subject(fewer, letterhead, kind)) is (kind is not Format.HTML)


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def without_harfbuzz_subset(newsroom: SmallNewsroom) -> Run:
    """The program where an empty file is found in place of the library, as after a broken installation."""
    newsroom.write("lib/libharfbuzz-subset.so.0", b"")
    environment = {**os.environ, "LD_LIBRARY_PATH": str((newsroom.folder / "lib").resolve())}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-X", "importtime", "-m", "communique", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def told(run: subprocess.CompletedProcess[str]) -> list[str]:
    """The problems, without the modules that Python told of."""
    return [line for line in run.stderr.splitlines() if ": error " in line]


def test_a_missing_harfbuzz_subset_is_refused_before_a_statement_is_read(
    newsroom: SmallNewsroom, without_harfbuzz_subset: Run
) -> None:
    """The statement is broken, which is told as soon as it is read."""
    newsroom.write(STATEMENT, "+++\nnot TOML\n")
    refused = without_harfbuzz_subset("build", "-y", "2026")
    assert refused.returncode == ExitCode.ENVIRONMENT
    assert [line.partition(": /")[0] for line in told(refused)] == ["pdf: error C070: the PDF engine cannot start"]
    assert "hint: run `communique doctor`" in refused.stderr
    assert "or build without PDF: -f docx,html,txt" in refused.stderr
    assert " weasyprint" not in refused.stderr
    assert not (newsroom.folder / "output").exists()

    [problem] = told(without_harfbuzz_subset("build", "-y", "2026", "-f", "docx,html,txt"))
    assert problem.startswith(STATEMENT)


def test_doctor_names_a_missing_harfbuzz_subset(
    without_harfbuzz_subset: Run,
) -> None:
    doctor = without_harfbuzz_subset("doctor")
    assert doctor.returncode == ExitCode.ENVIRONMENT
    assert "missing  HarfBuzz-Subset" in doctor.stdout


def test_formats_but_pdf_need_no_harfbuzz_subset(newsroom: SmallNewsroom, without_harfbuzz_subset: Run) -> None:
    assert without_harfbuzz_subset("build", "-y", "2026", "-f", "docx,html,txt").returncode == ExitCode.DONE


MEMORY = """
import datetime, gc, pathlib, resource
from communique import newsroom, pipeline, rendering
from communique.__main__ import MADE
from communique.findings import Findings
from communique.model import Format

def held():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

gc.set_threshold(MADE, 20, 50)
wish = pipeline.Wish(years=tuple(range(2000, 2120)), formats=(Format.DOCX,), crew=rendering.side_by_side(2))
day = datetime.date(2026, 1, 1)
for _ in range(2):
    built = []
    for edition in pipeline.build(newsroom.load_newsroom("."), wish, day, Findings(), lambda *_: None):
        built.append(edition)
        if len(built) in (18, 120):
            print(len(built[-1].releases) * len(built), len(edition.reasons), held())
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_a_build_of_240_releases_holds_little_more_than_one_of_36_drawn_or_used_again(newsroom: SmallNewsroom) -> None:
    """Each is a Word file of half a megabyte with its fonts."""
    run = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    rows = [tuple(map(int, line.split())) for line in run.stdout.splitlines()]
    assert [row[:2] for row in rows] == [(36, 2), (240, 2), (36, 0), (240, 0)]
    early, *later = (held for *_, held in rows)
    assert max(later) <= 1.15 * early


def test_a_file_that_is_changed_before_it_is_used_again_is_told(tmp_path: Path) -> None:
    file = tmp_path / "sad-night-2026.en.pdf"
    file.write_bytes(b"as it was made")
    standing = rendering.Standing(file, hashlib.sha256(b"as it was made").hexdigest())
    assert standing.content() == b"as it was made"
    file.write_bytes(b"changed")
    with pytest.raises(TextProblems, match="was changed while it was to be used again"):
        standing.content()
