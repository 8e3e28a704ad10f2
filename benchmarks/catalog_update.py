"""How long `catalog update` takes where it matters: a thousand messages of sixty words, 54 of them changed.

    python benchmarks/catalog_update.py

Prints seconds of processor time for each way in which a source can change. The promise is under two seconds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from communique.catalogs.entries import Entry
from communique.catalogs.updating import updated

MESSAGES, WORDS, CHANGED = 1000, 60, 54
VOCABULARY = [f"word{number}" for number in range(3000)]


def texts(chance: random.Random) -> list[list[str]]:
    """Paragraphs of words that come again and again, as in a real text."""
    weights = [1 / (rank + 1) for rank in range(len(VOCABULARY))]
    return [chance.choices(VOCABULARY, weights, k=WORDS) for _ in range(MESSAGES)]


def changed(paragraphs: Sequence[Sequence[str]], chance: random.Random, share: float) -> list[list[str]]:
    """The same paragraphs with some words of some of them replaced."""
    chosen = set(chance.sample(range(MESSAGES), CHANGED))
    return [
        [("other" if chance.random() < share else word) for word in text] if number in chosen else list(text)
        for number, text in enumerate(paragraphs)
    ]


def seconds(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]], names: Sequence[str]) -> float:
    """Processor time of one update; `names` are the ids after it."""
    old = [Entry(f"b{number}", " ".join(text), "traduction") for number, text in enumerate(before)]
    wanted = [Entry(name, " ".join(text)) for name, text in zip(names, after, strict=True)]
    start = time.process_time()
    updated(old, wanted)
    return time.process_time() - start


def main() -> None:
    """Measure every way."""
    chance = random.Random(1)  # noqa: S311  reproducible, and no secret
    before = texts(chance)
    kept, others = [f"b{number}" for number in range(MESSAGES)], [f"c{number}" for number in range(MESSAGES)]
    slightly, heavily = changed(before, chance, 0.2), changed(before, chance, 0.7)
    anew = [[f"new{word}" for word in text] for text in before]
    for name, after, names in (
        ("words changed", slightly, kept),
        ("rewritten", heavily, kept),
        ("words changed, every id another", slightly, others),
        ("rewritten, every id another", heavily, others),
        ("all moved", before[::-1], kept[::-1]),
        ("all rewritten, every id another", anew, others),
    ):
        print(f"{seconds(before, after, names):6.2f} s  {name}")


if __name__ == "__main__":
    main()
