"""A PDF for a print shop, PDF/X-4 (ISO 15930-7): every colour in the inks of its press, and nothing to click on.

Which inks make a colour only the print shop knows; it gives a colour profile (ICC) of its press and paper. There is no
sensible default: with the profile of another press the blue of a letterhead comes out violet.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from communique.diagnostics import Code, Diagnostic, Refused, TextProblems
from communique.model import Letterhead

Ink: TypeAlias = Callable[[float, float, float], tuple[float, ...]]
"""Red, green and blue of a screen (0 to 1) to cyan, magenta, yellow and black."""

_SCREEN_COLOUR = re.compile(rb"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (rg|RG)")
_ANY_SCREEN_COLOUR = re.compile(rb"(?:^|\s)(?:rg|RG|/lab-\w+ (?:cs|CS))(?:\s|$)")
"""Three parts of light, or a colour by how it looks: WeasyPrint names the spaces of CSS `lab()` like that."""
_SCREENS = ("/DeviceRGB", "/CalRGB")
_LARGEST_DIFFERENCE = 0.002
"""Between the three colours of a grey."""


def profile(letterhead: Letterhead, content: bytes) -> Any:
    """Read the colour profile of a press, as WeasyPrint wants it.

    Raises:
        Refused: there is none (`C060`).
        TextProblems: it is not the profile of a press with four inks (`C060`).
    """
    from weasyprint.css import ColorProfile

    if not content:
        message = "a PDF for a print shop needs the colour profile of its press"
        hint = "ask the print shop for its ICC profile, and name the file with `--icc`"
        raise Refused([Diagnostic(Code.LETTERHEAD, message, letterhead.location, hint)])
    if _kind(content) != ("CMYK", "prtr"):
        message = "the colour profile is not that of a press with cyan, magenta, yellow and black"
        hint = "ask the print shop for the ICC profile of its press and paper"
        raise TextProblems([Diagnostic(Code.LETTERHEAD, message, letterhead.location, hint)])
    return ColorProfile(io.BytesIO(content), "press.icc", "relative-colorimetric", ("c", "m", "y", "k"))


def _kind(content: bytes) -> tuple[str, str]:
    """The colours that a profile is for, and the kind of device; nothing if it cannot be read."""
    from PIL import ImageCms

    try:
        found: Any = ImageCms.ImageCmsProfile(io.BytesIO(content)).profile
    except (OSError, ImageCms.PyCMSError):
        return "", ""
    return found.xcolor_space.strip(), found.device_class


def ink(content: bytes) -> Ink:
    """What a press with this profile prints for a colour; greys are black ink alone, so that small letters stay sharp."""
    from PIL import Image, ImageCms

    press = ImageCms.ImageCmsProfile(io.BytesIO(content))
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    transform = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), press, "RGB", "CMYK", intent)

    @functools.cache
    def convert(red: float, green: float, blue: float) -> tuple[float, ...]:
        if max(red, green, blue) - min(red, green, blue) <= _LARGEST_DIFFERENCE:
            return 0, 0, 0, round(1 - green, 4)
        pixel = Image.new("RGB", (1, 1), tuple(round(part * 255) for part in (red, green, blue)))
        printed: Any = ImageCms.applyTransform(pixel, transform)
        return tuple(round(part / 255, 4) for part in printed.getpixel((0, 0)))

    return convert


def print_in(convert: Ink, pdf: Any) -> None:
    """Write every colour of the pages as ink.

    Raises:
        ValueError: a picture or a gradient is made for screens and cannot be converted.
    """
    for stream in _streams(pdf):
        stream.stream[:] = [_printed(convert, operator) for operator in stream.stream]
        if "DeviceRGB" in str(stream.extra):
            raise ValueError("a picture has the colours of a screen; give the emblem as drawing without pictures in it")
    if any(isinstance(one, dict) and "ShadingType" in one for one in pdf.objects):
        raise ValueError("a gradient has the colours of a screen; use plain colours for printing")


def look_over(pdf: Any) -> None:
    """Look once more at all that would go to the press, however it came there.

    Raises:
        ValueError: a colour of a screen is left, the press is not named, or something can be clicked on.
    """
    operators = (one for stream in _streams(pdf) for one in stream.stream if isinstance(one, bytes))
    if any(_ANY_SCREEN_COLOUR.search(operator) for operator in operators):
        raise ValueError("a colour of a screen is left in the page")
    if any(space in str(one) for one in pdf.objects for space in _SCREENS if isinstance(one, dict)):
        raise ValueError("an object of the page has the colours of a screen")
    if not pdf.catalog.get("OutputIntents"):
        raise ValueError("the file does not name its press")
    if any(_object(pdf, page).get("Annots") for page in pdf.page_references):
        raise ValueError("something on the page can be clicked on")


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _streams(pdf: Any) -> Iterator[Any]:
    """The pages and the drawings on them."""
    pages = {int(_object(pdf, page)["Contents"].split()[0]) for page in pdf.page_references}
    for number, one in enumerate(pdf.objects):
        extra = getattr(one, "extra", {})
        if number in pages or "PatternType" in extra or extra.get("Subtype") in {"/Form", "/Image"}:
            yield one


def _printed(convert: Ink, operator: Any) -> Any:
    found = _SCREEN_COLOUR.fullmatch(operator) if isinstance(operator, bytes) else None
    if found is None:
        return operator
    inks = convert(*(float(part) for part in found.groups()[:3]))
    return b" ".join(f"{part:g}".encode() for part in inks) + (b" k" if found[4] == b"rg" else b" K")
