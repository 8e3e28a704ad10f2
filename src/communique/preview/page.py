"""What is drawn around and beside the rendering, as HTML: a card for each message."""

from __future__ import annotations

import html
from collections.abc import Sequence

from communique import locales
from communique.diagnostics import Diagnostic, Location
from communique.exchange.differences import Change, word_differences
from communique.model import MessageState
from communique.preview.rendering import STATE_WORDS
from communique.preview.view import Card, View

NOTHING = "<!doctype html><meta charset=utf-8><title>no page</title><p>There is no page yet: see the problems beside."
"""What stands in the place of a page that cannot be drawn."""


def whole_page(view: View, slugs: Sequence[str], watched_from: str = "") -> str:
    """The page with the rendering and the column beside it; it follows the files from a revision on, if there is one."""
    links = "".join(
        f'<a href="/statement/{slug}"{" aria-current=page" if slug == view.slug else ""}>{slug}</a> ' for slug in slugs
    )
    watched = f' data-revision="{watched_from}"' if watched_from else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light">'
        f'<title>{html.escape(view.title)}</title><link rel="stylesheet" href="/preview.css">'
        f'<script src="/preview.js" defer></script></head><body data-slug="{view.slug}"{watched}>'
        f'<header><h1>{html.escape(view.title)}</h1><nav>{links}</nav><p id="connection" role="status"></p></header>'
        f'<iframe id="page" name="page" title="The page" src="/page/{view.slug}" sandbox="allow-same-origin"></iframe>'
        f'<main id="cards">{cards_page(view)}</main></body></html>'
    )


def cards_page(view: View) -> str:
    """The column beside the rendering, as HTML."""
    counts = [f"{sum(card.state is state for card in view.cards)} {state}" for state in MessageState]
    summary = f'<p class="summary">{html.escape(", ".join(one for one in counts if not one.startswith("0 ")))}</p>'
    return "".join([summary, _problems(view.problems), *(_card_page(card, view) for card in view.cards)])


def _card_page(card: Card, view: View) -> str:
    original = card.message.passage
    direction = locales.direction(view.locale)
    link = f'<a href="/page/{view.slug}#{card.message.id}" target="page">{html.escape(card.message.id)}</a>'
    parts = [
        f'<h2>{link} <span class="state {card.state}">{STATE_WORDS[card.state]}</span></h2>',
        _text("Source", original.text, original.location),
        _difference(card.previous, original.text) if card.previous else "",
        _text("Translation", card.translation, card.location, f' lang="{view.locale}" dir="{direction}"')
        if card.location != original.location
        else "",
        *(f'<p class="comment">{html.escape(comment)}</p>' for comment in card.comments),
        _problems(card.problems),
    ]
    return f'<section id="card-{html.escape(card.message.id)}" class="card {card.state}">{"".join(parts)}</section>'


def _text(name: str, text: str, location: Location, attributes: str = ' dir="auto"') -> str:
    place = f'<span class="place">{html.escape(str(location))}</span>'
    return f'<p class="name">{name} {place}</p><p class="text"{attributes}>{html.escape(text)}</p>'


_TAGS = {Change.KEPT: "span", Change.REMOVED: "del", Change.ADDED: "ins"}


def _difference(before: str, after: str) -> str:
    parts = (
        f"<{_TAGS[change]}>{html.escape(words)}</{_TAGS[change]}>" for change, words in word_differences(before, after)
    )
    return f'<p class="name">Source, changed since it was translated</p><p class="text" dir="auto">{"".join(parts)}</p>'


def _problems(problems: Sequence[Diagnostic]) -> str:
    return "".join(
        f'<p class="problem {one.severity}"><span class="place">{html.escape(str(one.location))}</span>'
        f" {one.severity} {one.code}: {html.escape(one.message)}<br><span>hint: {html.escape(one.hint)}</span></p>"
        for one in problems
    )
