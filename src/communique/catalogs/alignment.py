"""Which of the texts that are left are the same text, changed: by their words, in their order."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterator, Sequence

from communique.catalogs.changes import is_part, likeness

Words = Sequence[str]
RUN = 3
"""Texts that share no row of so many words are not compared."""
COMMON = 10
"""A row of words that stands in more texts than this says nothing about any of them."""


def aligned(
    before: Sequence[Words],
    after: Sequence[Words],
    least: float,
    *,
    alike: Callable[[Words, Words], float] = likeness,
) -> list[tuple[int, int, float]]:
    """Pair texts without crossing, so that the sum of their likeness is greatest; each pair is at least so much alike."""
    pairs = [(old, new, alike(before[old], after[new])) for old, new in _candidates(before, after)]
    pairs = [pair for pair in pairs if pair[2] >= least]
    sums: list[tuple[float, int]] = []
    for number, (old, new, score) in enumerate(pairs):
        ahead = (earlier for earlier in range(number) if pairs[earlier][0] < old and pairs[earlier][1] < new)
        best = max(ahead, key=lambda earlier: sums[earlier][0], default=-1)
        sums.append((score + (sums[best][0] if best >= 0 else 0.0), best))
    return list(_chain(pairs, sums))


def _chain(
    pairs: Sequence[tuple[int, int, float]], sums: Sequence[tuple[float, int]]
) -> Iterator[tuple[int, int, float]]:
    at = max(range(len(sums)), key=lambda number: sums[number][0], default=-1)
    while at >= 0:
        yield pairs[at]
        at = sums[at][1]


def parts_of(parts: Sequence[Words], wholes: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Yield each text that stands in a longer one nearly word for word, with that one."""
    yield from ((part, whole) for part, whole in _candidates(parts, wholes) if is_part(parts[part], wholes[whole]))


def _candidates(before: Sequence[Words], after: Sequence[Words]) -> list[tuple[int, int]]:
    """The pairs that share a row of words which few texts have, in order."""
    index: dict[tuple[str, ...], list[int]] = collections.defaultdict(list)
    for number, text in enumerate(before):
        for run in _runs(text):
            index[run].append(number)
    found = {
        (old, new)
        for new, text in enumerate(after)
        for run in _runs(text)
        if len(index.get(run, ())) <= COMMON
        for old in index.get(run, ())
    }
    return sorted(found)


def _runs(text: Words) -> set[tuple[str, ...]]:
    return {tuple(text[at : at + RUN]) for at in range(max(len(text) - RUN, 0) + 1)}
