"""What the yearly build of a whole ministry takes, from one edition of the example: the figures of docs/ministry.md.

    python benchmarks/ministry.py

An edition in thirteen languages and four formats is built on one core, with all checks; then again without its stamp, and
again with it. The rest is arithmetic. CPU time is that of the build and of all it started.
"""

from __future__ import annotations

import datetime
import pathlib
import platform
import re
import statistics
import sys
import tempfile
from dataclasses import dataclass

from peers import example, run

MISSIONS, STATEMENTS, LANGUAGES, FORMATS, CORES = 150, 40, 30, 4, 64
BUILD = [sys.executable, "-m", "communique", "build", "black-january", "-y", "2027", "-j", "1"]
DRAWN = re.compile(r"^  (\S+) +drawn: \S+, ([\d.]+) s of processor time, (\d+) MB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edition:
    """What an edition took: seconds of processor time, megabytes, and bytes on disk."""

    whole: float
    read: float
    stamped: float
    releases: dict[str, float]
    memory: int
    size: int

    @property
    def each(self) -> float:
        """Seconds of a release, the start of the build included."""
        return self.whole / len(self.releases)


def measured(room: pathlib.Path) -> Edition:
    """Build the edition three times. A build with a report leaves no stamp; the one after it does."""
    whole, read, stamped = (run([*BUILD, *more], room, {})[0] for more in (["--report", "report.txt"], [], []))
    rows = DRAWN.findall((room / "report.txt").read_text("utf-8"))
    size = sum(file.stat().st_size for file in (room / "output").glob("*/2027/r1/**/*") if file.is_file())
    releases = {locale: float(seconds) for locale, seconds, _ in rows}
    return Edition(whole, read, stamped, releases, max(int(memory) for *_, memory in rows), size)


def table(one: Edition) -> list[str]:
    """What was measured, as a table of Markdown."""
    count = len(one.releases)
    quickest, slowest = (choose(one.releases, key=one.releases.__getitem__) for choose in (min, max))
    spread = f"{one.releases[quickest]:.2f} for {quickest} to {one.releases[slowest]:.2f} for {slowest}"
    rows = {
        f"the whole build, {count} releases in {count * FORMATS} files": f"{one.whole:.1f} s of processor time",
        f"one release in its process, median of {count} ({spread})": f"{statistics.median(one.releases.values()):.2f} s",
        "most memory of a process that draws": f"{one.memory} MB",
        "the same build again, the files looked at": f"{one.stamped:.2f} s",
        "the same build without its stamp: everything read, checked and composed, nothing drawn": f"{one.read:.1f} s",
        f"on disk, {count} languages": f"{one.size / 1e6:.0f} MB",
    }
    return ["| What | Measured |", "|---|---|", *(f"| {what} | {figure} |" for what, figure in rows.items())]


def arithmetic(one: Edition) -> list[str]:
    """What that makes for a ministry, a calculation a line."""
    editions, count = MISSIONS * STATEMENTS, len(one.releases)
    releases = editions * LANGUAGES
    hours = releases * one.each / 3600
    disk = f"{one.size / 1e6:.0f} MB / {count} languages x {releases:,}"
    lines = {
        f"{MISSIONS} missions x {STATEMENTS} statements": f"{editions:>7,} editions",
        f"{editions:,} editions x {LANGUAGES} languages": f"{releases:>7,} releases, {releases * FORMATS:,} files",
        f"{one.whole:.1f} s / {count} releases": f"{one.each:>7.1f} s of processor time a release, start included",
        f"{releases:,} releases x {one.each:.1f} s": f"{hours:>7.0f} hours of one core",
        f"on {CORES} cores": f"{60 * hours / CORES:>7.0f} minutes",
        disk: f"{one.size / count * releases / 1e9:>7.0f} GB",
        f"{CORES} cores x {one.memory} MB": f"{CORES * one.memory / 1000:>7.0f} GB of memory",
        "a task of the cluster, which is one edition": f"{LANGUAGES * one.each:>7.0f} s",
    }
    return [f"    {what:<47} = {result}" for what, result in lines.items()]


def main() -> None:
    """Measure, and print both."""
    with tempfile.TemporaryDirectory() as place:
        one = measured(example(pathlib.Path(place)))
    print(
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, {platform.platform()}, Python {platform.python_version()}\n"
    )
    print("\n".join([*table(one), "", *arithmetic(one)]))


if __name__ == "__main__":
    main()
