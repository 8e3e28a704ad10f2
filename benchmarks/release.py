"""CPU milliseconds per release and format, in one warm process.

    python benchmarks/release.py [--rounds 5] [--locale en,ar,zh-Hans]

Each release of the next editions is rendered once to warm up (fonts, style sheets, imports) and then `--rounds` times; the
median is printed. CPU time, not wall time: other work on the machine disturbs it less. The first line is the cold start:
the whole of `python -m communique --help` as a process.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import pathlib
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from communique import newsroom, pipeline, preparation
from communique.findings import Findings
from communique.model import Format
from communique.render import render

ROOT = pathlib.Path(__file__).parents[1]


def cpu(work: Callable[[], object], rounds: int) -> float:
    """The median CPU milliseconds of some work."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - start))
    return statistics.median(spent)


def help_milliseconds(rounds: int) -> float:
    """CPU milliseconds of a whole `--help`, the interpreter's start included."""
    spent = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "communique", "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return statistics.median(spent)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--locale", default="")
    given = parser.parse_args()
    room = newsroom.load_newsroom(str(ROOT))
    wish = pipeline.Wish(locales=tuple(filter(None, given.locale.split(","))), years=(2027,))

    def prepare() -> list[preparation.Prepared]:
        return list(pipeline.prepare(room, wish, datetime.date(2027, 1, 1), Findings()))

    prepared = prepare()
    count = sum(len(one.releases) for one in prepared)
    print(f"--help, whole process  {help_milliseconds(given.rounds):8.1f} ms CPU")
    print(f"read and compose       {cpu(prepare, given.rounds) / count:8.1f} ms CPU a release ({count} releases)")
    print(f"{'release':<34}" + "".join(f"{kind:>9}" for kind in Format))
    for one in prepared:
        for release in one.releases:
            row = []
            for kind in Format:
                render(release, one.letterhead, kind)
                row.append(cpu(functools.partial(render, release, one.letterhead, kind), given.rounds))
            print(f"{release.name:<34}" + "".join(f"{spent:9.1f}" for spent in row))


if __name__ == "__main__":
    main()
