"""A catalog beside itself: the same words of the source have the same translation, and other words another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.checks.pair import WORD, Finding, Pair, words_of
from communique.checks.wording import sentences
from communique.diagnostics import Code, Severity

SHORTEST = 3
"""Words from which a sentence is translated one way: `Yes.` may be said in many."""
Said = tuple[str, str, Pair, int]
"""A sentence of the source, that of the translation, the pair they are from, and where the second stands."""


def inconsistent(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, Finding]]:
    """Sentences of a locale that are said in two ways, or two that are said in one; each told at the later place."""
    by_source: dict[str, Said] = {}
    by_translation: dict[str, Said] = {}
    for said in (one for pair in pairs for one in _said(pair)):
        source, translation, pair, offset = said
        first = by_source.setdefault(source, said)
        other = by_translation.setdefault(translation, said)
        if first[1] != translation:
            what = f"the same words of the source are said otherwise in `{first[2].message.id}`"
            yield pair, _finding(offset, what, f"there it is `{first[1][:60]}`: say it in one way")
        elif other[0] != source:
            what = f"`{other[2].message.id}` says the same, and its source says something else"
            yield pair, _finding(offset, what, f"there the source is `{other[0][:60]}`: was a text copied?")


def _finding(offset: int, what: str, hint: str) -> Finding:
    return Finding(offset, Code.INCONSISTENT, what, hint, Severity.WARNING)


def _said(pair: Pair) -> Iterator[Said]:
    """The sentences of a message side by side; the whole message where their numbers differ."""
    if pair.translation is pair.source:
        return
    wanted, written = sentences(pair.source.text), sentences(pair.translation.text)
    if len(wanted) != len(written):
        wanted, written = ((0, pair.source.text.strip()),), ((0, pair.translation.text.strip()),)
    for (_, source), (offset, translation) in zip(wanted, written, strict=True):
        if len(words_of(source)) >= SHORTEST and WORD.search(translation):
            yield source, translation, pair, offset
