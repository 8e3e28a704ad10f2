"""Words as elements of HTML."""

from __future__ import annotations

import html

from communique import fill
from communique.model import Inline


def plain(content: tuple[Inline, ...]) -> str:
    """The letters of a finished text, without any mark; a line break is a space."""
    return fill.plain(content).replace("\n", " ")


def escaped(text: str) -> str:
    """Write words so that none is taken for markup."""
    return html.escape(text, quote=False)


def element(name: str, content: str, /, **attributes: str) -> str:
    """An element; empty attributes are left out, `class_` is `class`."""
    return f"<{name}{_pairs(attributes)}>{content}</{name}>"


def void(name: str, /, **attributes: str) -> str:
    """An element that can hold nothing, such as `meta`; attributes as for `element`."""
    return f"<{name}{_pairs(attributes)}>"


def _pairs(attributes: dict[str, str]) -> str:
    named = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value)
    return "".join(f' {key}="{html.escape(value)}"' for key, value in named)
