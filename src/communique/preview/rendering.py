"""The page as it will be released, with the state of each block beside it in words and in a colour."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from communique.model import Letterhead, MessageState, Release
from communique.render import html as page_renderer

COLORS = {
    MessageState.MISSING: "#b00020",
    MessageState.FUZZY: "#9a6700",
    MessageState.INVALID: "#c2410c",
    MessageState.TRANSLATED: "#1d4ed8",
    MessageState.REVIEWED: "#15803d",
}
STATE_WORDS = {
    MessageState.MISSING: "missing: to translate",
    MessageState.FUZZY: "fuzzy: to revise",
    MessageState.INVALID: "invalid: to correct",
    MessageState.TRANSLATED: "translated, not reviewed",
    MessageState.REVIEWED: "reviewed",
}


def colored(release: Release, letterhead: Letterhead, states: Mapping[str, MessageState]) -> bytes:
    """Draw a release as a page of HTML; `states` are those of its blocks by their id.

    Raises:
        TextProblems: the text or the letterhead cannot be drawn as it is.
    """
    style = "".join(_block_style(name, state) for name, state in states.items() if name != "event.name")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    page = page_renderer.render(release, letterhead).decode()
    allowed = page.replace("style-src ", f"style-src 'sha256-{digest}' ", 1)
    return allowed.replace("</head>", f"<style>{style}</style></head>", 1).encode()


def _block_style(name: str, state: MessageState) -> str:
    """Block ids are letters, digits and hyphens, so that they are safe inside a selector."""
    selector = "h1" if name == "title" else f'[id="{name}"]'
    color = COLORS[state]
    return (
        f"{selector}{{border-inline-start:4px solid {color};padding-inline-start:8px;cursor:pointer}}"
        f'{selector}::before{{content:"{STATE_WORDS[state]}";display:block;direction:ltr;text-align:start;'
        f"font:600 11px/1.4 sans-serif;color:{color}}}"
    )
