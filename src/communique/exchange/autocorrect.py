"""What word processors do to placeholders and switches while somebody types, undone."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from communique.exchange.sheet import Row, Sheet
from communique.placeholders import FORM, NAME

INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
LIKE_PLACEHOLDER = re.compile(
    rf"(?<!\{{)[{{｛]([^{{}}｛｝\n]{{1,80}})[}}｝](?:[ \u00a0]?[@＠]({FORM}))?", re.IGNORECASE
)
SIGNS_AROUND = re.compile("[\\s“”„‟‘’‚‛«»\"'`…]")
SWITCH_HEAD = re.compile(rf"(?:\[\[|［［)\s*({NAME})\s*[|｜]", re.IGNORECASE)
CATEGORY = re.compile(r"[|｜]\s*(?:(zero|one|two|few|many|other)|=\s*(\d{1,9}))\s*[:：]", re.IGNORECASE)
LINE_END = re.compile(r"[ \t]*\n\s*")


def settled(text: str, row: Row, sheet: Sheet) -> str:
    """Undo it, and the line ends in a text that has but one line."""
    names = {*(sheet.vocabulary.names() if sheet.vocabulary else ()), *(row.examples or ())}
    mended = LIKE_PLACEHOLDER.sub(lambda found: _placeholder(found, names), INVISIBLE.sub("", text))
    mended = SWITCH_HEAD.sub(lambda found: f"[[{found[1].lower()}|", mended)
    if "[[" in mended:
        mended = CATEGORY.sub(_clause, mended.replace("］］", "]]"))
    return mended if "\n" in row.source else LINE_END.sub(" ", mended)


def _placeholder(found: re.Match[str], names: AbstractSet[str]) -> str:
    """A placeholder that was capitalised, quoted, spaced or set in wide braces; anything else stays as it is."""
    name = SIGNS_AROUND.sub("", found[1]).lower()
    if name not in names:
        return found[0]
    return f"{{{name}}}" + (f"@{found[2].lower()}" if found[2] else "")


def _clause(found: re.Match[str]) -> str:
    return f"| {found[1].lower()}:" if found[1] else f"| ={found[2]}:"
