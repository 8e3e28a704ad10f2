"""CPU milliseconds that the agreement gate takes of each release, beside composing what it reads.

    python benchmarks/agreement.py

Every example statement in every locale, for editions that neither has seen before; what a language makes of numbers is
gathered once, before the clock starts.
"""

from __future__ import annotations

import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "checks")]

from communique.checks import concord  # noqa: E402
from own_releases import LOCALES, Made, made  # noqa: E402


def releases(year: int) -> list[Made]:
    """Every example in every locale that has an edition in a year."""
    return [one for slug, locale in LOCALES if (one := made(slug, year, locale)) is not None]


def read(written: list[Made]) -> None:
    """Put releases through the gate; what it says of our own texts would be a fault."""
    for of in written:
        for problem in concord.disagreements(of.release, of.told):
            print(problem)


def seconds(year: int) -> tuple[float, float]:
    """CPU time of the gate, and of composing what it reads."""
    started = time.process_time()
    written = releases(year)
    between = time.process_time()
    read(written)
    return time.process_time() - between, between - started


def main() -> None:
    """Print both figures."""
    read(releases(2031))
    rounds = [seconds(year) for year in range(2032, 2037)]
    gate, writing = (1000 * sorted(row)[2] / len(LOCALES) for row in zip(*rounds, strict=True))
    print(f"{gate:.1f} ms CPU a release for the gate, {writing:.1f} to compose it (medians of 5 editions)")


if __name__ == "__main__":
    main()
