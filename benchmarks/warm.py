"""What one release costs a process that is warm, and what many of them leave in the processes that draw.

python benchmarks/warm.py NEWSROOM time      CPU seconds to read, check, compose and draw the source language once more
python benchmarks/warm.py NEWSROOM memory    megabytes after 36 and after 240 releases of all languages, in turn: the most that
                                             one process that draws ever held, if it is never renewed and if it is renewed
                                             as in a build; and what the process that gives them work holds
"""

from __future__ import annotations

import datetime
import gc
import itertools
import pathlib
import resource
import statistics
import sys
import time

from communique import newsroom, pipeline, rendering
from communique.__main__ import MADE
from communique.findings import Findings
from communique.model import Format
from communique.rendering import Job
from communique.workers import Limits

FORMATS = (Format.PDF, Format.DOCX, Format.HTML)
DAY = datetime.date(2027, 1, 1)
EARLY, LATE = 36, 240
"""Releases."""


def jobs(folder: str, *locales: str) -> list[Job]:
    """The releases of the newsroom, read anew."""
    room, findings = newsroom.load_newsroom(folder), Findings()
    prepared = list(pipeline.prepare(room, pipeline.Wish(locales=locales, years=(2027,)), DAY, findings))
    return [Job(one, edition.letterhead, FORMATS) for edition in prepared for one in edition.releases]


def seconds(folder: str) -> float:
    """The median of five, after two to warm up."""
    spent = []
    for _ in range(7):
        start = time.process_time()
        for job in jobs(folder, "en"):
            assert rendering.render_job(job).contents  # noqa: S101 - a figure of nothing is no figure
        spent.append(time.process_time() - start)
    return statistics.median(spent[2:])


def held() -> int:
    """Bytes of this process in memory."""
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def memory(folder: str, limits: Limits) -> tuple[list[int], list[int]]:
    """The most that any process which draws ever held until some releases were drawn, and what this one holds then."""
    most, drawing, waiting = 0, [], []
    work = list(itertools.islice(itertools.cycle(jobs(folder)), LATE))
    for count, outcome in enumerate(rendering.side_by_side(1, limits)(work), 1):
        assert outcome.result, outcome.lost  # noqa: S101 - a figure of nothing is no figure
        most = max(most, outcome.memory)
        if count in {EARLY, LATE}:
            drawing.append(most)
            waiting.append(held())
    return drawing, waiting


def row(name: str, early: int, late: int) -> str:
    """A line of figures: what was held, and how it grew."""
    return f"{name:<28} {early // 1_000_000:>4} MB {late // 1_000_000:>4} MB  {late / early:.3f}"


def main() -> None:
    """Print what was asked for."""
    gc.set_threshold(MADE, 20, 50)  # as the program does
    folder, what = sys.argv[1:]
    if what == "time":
        print(f"{seconds(folder):.4f}")
        return
    print(f"{'releases':<28} {EARLY:>7} {LATE:>7}")
    for name, limits in (("drawing, never renewed", Limits(pieces=LATE)), ("drawing, renewed", Limits())):
        drawing, waiting = memory(folder, limits)
        print(row(name, *drawing))
        print(row("  and the one that waits", *waiting))


if __name__ == "__main__":
    main()
