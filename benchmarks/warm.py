"""What one release costs a process that is warm, and what many of them leave in it.

python benchmarks/warm.py NEWSROOM time      CPU seconds to read, check, compose and draw the source language once more
python benchmarks/warm.py NEWSROOM memory    megabytes held after 36 and after 240 releases of all languages, in turn
"""

from __future__ import annotations

import datetime
import itertools
import pathlib
import resource
import statistics
import sys
import time

from communique import newsroom, pipeline, rendering
from communique.findings import Findings
from communique.model import Format
from communique.rendering import Job

FORMATS = (Format.PDF, Format.DOCX, Format.HTML)
DAY = datetime.date(2027, 1, 1)


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


def memory(folder: str) -> tuple[int, int]:
    """What is held after 36 releases and after 240."""
    found = {}
    for count, job in enumerate(itertools.islice(itertools.cycle(jobs(folder)), 240), 1):
        rendering.render_job(job)
        found[count] = held()
    return found[36], found[240]


def main() -> None:
    """Print what was asked for."""
    folder, what = sys.argv[1:]
    if what == "time":
        print(f"{seconds(folder):.4f}")
    else:
        early, late = memory(folder)
        print(f"{early // 1_000_000} {late // 1_000_000} {late / early:.3f}")


if __name__ == "__main__":
    main()
