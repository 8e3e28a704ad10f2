"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import difflib
import enum
import re
from collections.abc import Iterator

WORD = re.compile(r"\{[^{}]*\}(?:@[\w.]+)?|\[\[|\]\]|\w+|\s+|[^\w\s]")
"""A placeholder is one word; each sign is one, so that a moved comma is seen as such."""
IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")


class Change(enum.StrEnum):
    """What happened to some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


def word_differences(before: str, after: str) -> Iterator[tuple[Change, str]]:
    """Yield the words of both versions in reading order: those removed stand before those added in their place."""
    old, new = _words(before), _words(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        removed, added = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if removed == added:
            yield Change.KEPT, removed
            continue
        if removed:
            yield Change.REMOVED, removed
        if added:
            yield Change.ADDED, added


def _words(text: str) -> list[str]:
    """Chinese and Japanese write no spaces: there each character is compared by itself."""
    return [part for word in WORD.findall(text) for part in IDEOGRAPH.split(word) if part]
