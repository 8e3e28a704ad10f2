"""CPU of a build that has nothing to do, as multiples of starting bare Python, for newsrooms of 1,000 and 10,000 artifacts.

    python benchmarks/incremental.py [--rounds 9] [--artifacts 1000,10000]

A newsroom is made with as many statements as it takes, in 25 languages and four formats. Its first build is not measured:
its files are put there as a build would leave them, because drawing ten thousand takes minutes and says nothing here. Bare
Python and the build run alternately, and the median of the ratios is printed, so that other work on the machine disturbs
both alike. What is imported, written and started is counted in `tests/test_stamp.py`.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

from communique.stamp import Look

LOCALES = [f"l{number:02}" for number in range(25)]
FORMATS = ("pdf", "docx", "html", "txt")


def make(folder: pathlib.Path, artifacts: int) -> list[str]:
    """Write a newsroom with about as many artifacts; gives the folders of its editions."""
    (folder / "communique.toml").write_text('[issuer]\nname = "Embassy"\nzone = "UTC"\n')
    made = []
    for number in range(max(1, artifacts // (len(LOCALES) * len(FORMATS)))):
        statement = folder / "statements" / f"statement-{number:03}"
        revision = folder / "output" / f"statement-{number:03}" / "2027" / "r1"
        (statement / "locales").mkdir(parents=True)
        (statement / "statement.md").write_text("text")
        for locale in LOCALES:
            (statement / "locales" / f"{locale}.po").write_text("text")
            (revision / locale).mkdir(parents=True)
            for kind in FORMATS:
                (revision / locale / f"statement-{number:03}-2027.{locale}.{kind}").write_text("made")
        made.append(str(revision))
    return made


def cpu(command: list[str], folder: pathlib.Path) -> float:
    """CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(artifacts: int, rounds: int) -> str:
    """The row of a newsroom of one size."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place).resolve()
        made = make(folder, artifacts)
        time.sleep(2.5)  # until nothing looks as if it had just been written, as after a real build
        os.chdir(folder)
        Look(str(folder), time.time_ns()).keep(["build"], made, float("inf"), "unchanged\n", "")
        bare, build = [sys.executable, "-c", "pass"], [sys.executable, "-m", "communique", "build"]
        pairs = [(cpu(bare, folder), cpu(build, folder)) for _ in range(rounds)]
        os.chdir("/")
    ratio = statistics.median(one / other for other, one in pairs)
    least = [1000 * min(column) for column in zip(*pairs, strict=True)]
    return f"{artifacts:>9} {ratio:>10.2f} {least[0]:>12.1f} {least[1]:>12.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--artifacts", default="1000,10000")
    given = parser.parse_args()
    print("artifacts   x Python  Python ms     build ms")
    for artifacts in map(int, given.artifacts.split(",")):
        print(measure(artifacts, given.rounds))


if __name__ == "__main__":
    main()
