"""Lines of one style from one pattern: Pango is told of its font, language and direction once.

WeasyPrint tells it for every line, and makes a description of the font and a name of the style for each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_NOT_OF_THE_STYLE = frozenset({"justification_spacing", "max_width", "text"})
"""What a line has of its own."""


def take() -> None:
    """Take the short way; WeasyPrint is imported."""
    from weasyprint.text import line_break
    from weasyprint.text.ffi import ffi

    ffi.cdef("PangoLayout * pango_layout_copy(PangoLayout *src);")
    line_break.Layout.setup = _from_pattern(line_break.Layout.setup)
    line_break._font_style_cache_key = _named_once(line_break._font_style_cache_key)  # noqa: SLF001 - see `_named_once`


def _from_pattern(setup: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Make a line ready for a style, as `setup` does, by a copy of the first line of that style."""
    from weasyprint.text.ffi import ffi, gobject, pango

    def ready(line: Any, style: Any) -> None:
        pattern = vars(style).get("pattern")
        if pattern is None:
            setup(line, style)
            pattern = {name: value for name, value in vars(line).items() if name not in _NOT_OF_THE_STYLE}
            vars(style)["pattern"] = pattern
        vars(line).update(pattern)
        line.layout = ffi.gc(pango.pango_layout_copy(pattern["layout"]), gobject.g_object_unref)

    return ready


def _named_once(name: Callable[..., str]) -> Callable[..., str]:
    """What a style is called where WeasyPrint keeps the heights of lines; made of fourteen values, and asked for often."""

    def known(style: Any, *, include_size: bool = False) -> str:
        names: dict[bool, str] = vars(style).setdefault("names", {})
        if include_size not in names:
            names[include_size] = name(style, include_size)
        return names[include_size]

    return known
