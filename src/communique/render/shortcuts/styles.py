"""The computed values of properties that a style sheet says nothing of, without the way through all that it could say.

A layout asks for about five thousand values. Of nine in ten no rule says anything: they are the parent's if the property
is inherited, and the initial ones if it is not. WeasyPrint finds that out anew for each, behind every other possibility.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_OF_THEIR_OWN = frozenset({"position", "float", "display", "page"})
"""Properties of which WeasyPrint keeps more than the value, or that are inherited in a way of their own."""


def take() -> None:
    """Take the short way; WeasyPrint is imported."""
    from weasyprint.css import ComputedStyle

    ComputedStyle.__missing__ = _shorter(ComputedStyle.__missing__)


def _shorter(compute: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """The value that a style lacks, as `compute` finds it."""
    inherited, initial, deciding = _inherited(), _initial(), _deciding()

    def missing(style: Any, name: str) -> Any:
        cascaded, parent = style.cascaded, style.parent_style
        if name in cascaded or parent is None:
            return compute(style, name)
        if name in inherited or name[:2] == "__":
            value = parent[name]
        elif name in initial and cascaded.keys().isdisjoint(deciding.get(name, ())):
            value = initial[name]
        else:
            return compute(style, name)
        style[name] = value
        return value

    return missing


def _inherited() -> frozenset[str]:
    from weasyprint.css.properties import INHERITED

    return frozenset(name for name in INHERITED if not _is_special(name))


def _initial() -> dict[str, Any]:
    """The initial values that are computed ones too; a border without a style has no width."""
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    apart = {*INHERITED, *INITIAL_NOT_COMPUTED}
    values = {name: value for name, value in INITIAL_VALUES.items() if name not in apart and not _is_special(name)}
    return values | dict.fromkeys(_widths(), 0)


def _deciding() -> dict[str, tuple[str, ...]]:
    """What else may decide a property: its logical names in either direction, and the style of a border its width."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS

    found = {
        name: tuple({logical(block="ttb", inline=direction) for direction in ("ltr", "rtl")})
        for name, logical in PHYSICAL_FUNCTIONS.items()
    }
    styles = {name: name.replace("_width", "_style") for name in _widths()}
    return found | {name: (*found[name], style, *found[style]) for name, style in styles.items()}


def _widths() -> list[str]:
    return [f"border_{side}_width" for side in ("top", "right", "bottom", "left")]


def _is_special(name: str) -> bool:
    return name in _OF_THEIR_OWN or name.startswith("text_decoration_")
