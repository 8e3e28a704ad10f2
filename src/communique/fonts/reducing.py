"""Chinese, Japanese and Korean fonts reduced to the characters of one standard, by HarfBuzz and fontTools.

Each is made twice: for PDF as it is, and with the outlines that Word reads.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any, NamedTuple

from communique import fonts
from communique.fonts.harfbuzz import HarfBuzz
from communique.fonts.outlines import in_quadratic_curves

MAKER = "3"
"""The version of what is done to a reduced face; another one makes every such face anew."""


FEATURES = ("ccmp", "calt", "liga", "rlig", "kern", "mark", "mkmk", "halt", "palt", "ljmo", "vjmo", "tjmo")
"""What a horizontal text needs of OpenType."""


class Made(NamedTuple):
    """A reduced face."""

    font: bytes
    for_word: bytes
    """The same letters in quadratic curves, under the name of the whole family: a document names what a reader may have."""


def maker(face: fonts.ReducedFace) -> str:
    """What would make a face: HarfBuzz, this module, and its entry in the list; empty without HarfBuzz."""
    harfbuzz = HarfBuzz.load()
    entry = hashlib.sha256(repr(face).encode()).hexdigest()[:16]
    return f"{harfbuzz.version} {MAKER} {entry}" if harfbuzz else ""


def reduced(face: fonts.ReducedFace, origin: Path) -> Made:
    """Make a face from the collection that its origin is.

    Raises:
        ValueError: HarfBuzz is missing, or cannot read the collection.
    """
    harfbuzz = HarfBuzz.load()
    if harfbuzz is None:
        raise ValueError(origin)
    font = _renamed(harfbuzz.subset(origin, face.index, face.repertoire, FEATURES), face)
    return Made(font, in_quadratic_curves(font, face.whole_family, face.style))


def _renamed(font: bytes, face: fonts.ReducedFace) -> bytes:
    """Give a reduced font its own family name, so that it and the whole one can stand in one style sheet."""
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    file_name = face.file.partition(".")[0]
    for name_id, name in {1: face.family, 3: file_name, 4: f"{face.family} {face.style}", 6: file_name}.items():
        opened["name"].setName(name, name_id, 3, 1, 0x409)
    _renumber(opened["CFF "].cff.topDictIndex[0], opened)
    target = io.BytesIO()
    opened.save(target, reorderTables=False)
    return target.getvalue()


def _renumber(top: Any, opened: Any) -> None:
    """Give each glyph of a CID-keyed font the CID of its place.

    A subset keeps the CIDs of the whole font, while WeasyPrint writes the places of glyphs as their CIDs: a reader that
    maps one to the other would find the wrong glyph or none (PDF/A, ISO 19005-3, 6.2.11.4).
    """
    names = [".notdef", *(f"cid{place:05d}" for place in range(1, len(top.charset)))]
    glyphs = top.CharStrings.charStrings
    top.CharStrings.charStrings = dict(zip(names, (glyphs[name] for name in top.charset), strict=True))
    top.charset, top.CIDCount = names, len(names)
    opened.setGlyphOrder(names)
