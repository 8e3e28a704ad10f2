"""Chinese, Japanese and Korean fonts in the kind of outlines that Word reads.

Their curves are those of PostScript, which Word does not take from a document. They are drawn anew at set-up: it takes half
a millisecond a letter, too long for every document.
"""

from __future__ import annotations

import io
from typing import Any

_DROPPED = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")
"""Tables for vertical text and for what Word does not do with these scripts."""
_LARGEST_ERROR = 1.0
"""Units of 1000 in the height of a letter, by which a curve may be off."""
_LIMITS = (
    "maxZones",
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)
"""What programs inside a font may use; there are none (OpenType, `maxp`). The other limits are counted on saving."""


def in_quadratic_curves(font: bytes, family: str, style: str) -> bytes:
    """A font with PostScript outlines as a TrueType font; equal input gives equal bytes.

    Args:
        font: The font; what it has for vertical text and for joining letters is left out.
        family: The name of the family, by which a document asks for it.
        style: `Regular` or `Bold`.
    """
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False)
    for table in _DROPPED:
        if table in opened:
            del opened[table]
    _redraw(opened)
    full_name = f"{family} {style}"
    names = {1: family, 2: style, 3: full_name, 4: full_name, 6: f"{family.replace(' ', '')}-{style}"}
    for number, name in names.items():
        opened["name"].setName(name, number, 3, 1, 0x409)
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def _redraw(font: Any) -> None:
    """Replace the cubic curves of PostScript by the quadratic ones of TrueType."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    drawn, order, glyphs = font.getGlyphSet(), font.getGlyphOrder(), {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, _LARGEST_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    font["maxp"].tableVersion = 0x00010000
    for limit in _LIMITS:
        setattr(font["maxp"], limit, 1 if limit == "maxZones" else 0)
    font["post"].formatType = 3.0
    for glyph in glyphs.values():
        glyph.recalcBounds(font["glyf"])
    widths = font["hmtx"].metrics
    font["hmtx"].metrics = {name: (width, getattr(glyphs[name], "xMin", 0)) for name, (width, _) in widths.items()}
    del font["CFF "]
    font.sfntVersion = "\0\1\0\0"
