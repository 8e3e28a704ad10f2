"""The style sheets of a letterhead: they set what is there, and ask for nothing and never for long.

WeasyPrint and browsers read the styles; here is only looked at what could load a file, or make them calculate for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from communique.diagnostics import Code, Diagnostic, Location

TOKEN = re.compile(r"""(?P<comment>/\*.*?(?:\*/|\Z))|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""", re.DOTALL)
ASKING = re.compile(
    r"@(?:import|font-face|namespace|charset|document)\b|(?<![\w-])(?:url|src|image|(?:-webkit-)?image-set|element|paint)\(",
    re.IGNORECASE,
)
OWN = re.compile(r"""url\(\s*["']?(?:emblem\.svg|#[\w-]+)["']?\s*\)""", re.IGNORECASE)
"""The one file that a style may show, and parts of the same drawing."""
HUGE = re.compile(r"(?<![\w#.-])\d{6,}|(?<![\w#.-])\d+(?:\.\d+)?e\+?\d+", re.IGNORECASE)
PROPERTY = re.compile(r"(?<![\w-])(--[\w-]+)\s*:([^;{}]*)")
USE = re.compile(r"var\(\s*(--[\w-]+)")
LARGEST_VALUE = 100_000
"""Characters of a value when all that it uses is written out."""
DEEPEST = 30
LONGEST = 200_000
OPENING, CLOSING = "([{", ")]}"


def asks_for(text: str) -> str:
    """What a style, or a value of one, asks for from outside; nothing if it asks for nothing."""
    found = next(_faults(text), None)
    return found[1] if found else ""


def style_problems(text: str, shown: str) -> list[Diagnostic]:
    """What keeps a style sheet from being used, each with its place."""
    hint = "a style can show `url(emblem.svg)` and nothing else from a file; fonts are listed in `fonts.toml`"
    problems = []
    for offset, fault in _faults(text):
        place = Location(shown, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
        problems.append(Diagnostic(Code.LETTERHEAD, f"the style {fault}", place, hint))
    return problems[:20]


def _faults(text: str) -> Iterator[tuple[int, str]]:
    if len(text) > LONGEST:
        yield 0, f"is longer than {LONGEST} characters"
        return
    bare = TOKEN.sub(_blanked, text)
    kept = TOKEN.sub(lambda token: _blanked(token) if token["comment"] else token[0], text)
    if (offset := text.find("</")) >= 0:
        yield offset, "holds `</`, which ends a style sheet inside HTML"
    if (offset := bare.find("\\")) >= 0:
        yield offset, "holds a backslash outside quotes, which hides what is written"
        return
    for found in ASKING.finditer(bare):
        if not OWN.match(kept, found.start()):
            yield found.start(), f"asks for a file with `{kept[found.start() : found.start() + 40].splitlines()[0]}`"
    for found in HUGE.finditer(bare):
        yield found.start(), f"has the number `{found[0][:20]}`, larger than any page needs"
    yield from _too_deep(bare)
    yield from _growing(bare)


def _blanked(token: re.Match[str]) -> str:
    """Blanks in place of a comment or of the words between quotes, so that places stay as they are."""
    if token["comment"]:
        return re.sub(r"[^\n]", " ", token[0])
    return token[0][0] + re.sub(r"[^\n]", " ", token[0][1:-1]) + token[0][-1]


def _too_deep(bare: str) -> Iterator[tuple[int, str]]:
    depth = 0
    for mark in re.finditer(r"[(\[{}\])]", bare):
        depth = depth + 1 if mark[0] in OPENING else max(depth - 1, 0)
        if depth > DEEPEST:
            yield mark.start(), "is nested too deep"
            return


def _growing(bare: str) -> Iterator[tuple[int, str]]:
    """Custom properties that use each other until one stands for more than any machine can hold."""
    values: dict[str, list[tuple[str, int]]] = {}
    for found in PROPERTY.finditer(bare):
        values.setdefault(found[1], []).append((found[2], found.start()))
    sizes: dict[str, int] = {}
    for name, stated in values.items():
        if _size(name, values, sizes, 0) > LARGEST_VALUE:
            yield stated[0][1], f"makes `{name[:40]}` longer than {LARGEST_VALUE} characters by what it uses"
            return


def _size(name: str, values: Mapping[str, list[tuple[str, int]]], sizes: dict[str, int], depth: int) -> int:
    """How long a property can become; one that uses itself is void in CSS (Custom Properties 1, 2.3)."""
    if name in sizes:
        return sizes[name]
    if depth > DEEPEST * 10:
        return LARGEST_VALUE + 1
    sizes[name] = 0
    longest = 0
    for value, _ in values.get(name, ()):
        inner = sum(_size(used, values, sizes, depth + 1) for used in USE.findall(value))
        longest = max(longest, min(len(value) + inner, LARGEST_VALUE + 1))
    sizes[name] = longest
    return longest
