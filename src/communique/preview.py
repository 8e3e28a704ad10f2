"""The page a translator watches while working: the real rendering, and beside it the state of every message.

`look` reads the newsroom as it is at that moment; `serve` shows it on this machine only. The page is renewed when a file
changes, whichever program saved it: the files' times and sizes are compared twenty-five times a second, no library watches them.

The server answers only to the browser that was given the link: it listens on the loopback address, the link carries a
token that becomes a cookie, and a request that names another host is refused, so that no web page can reach it by a name
that leads here. It changes nothing on the disk.
"""

from __future__ import annotations

import base64
import datetime
import functools
import hashlib
import hmac
import html
import http.server
import pathlib
import secrets
import threading
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import ClassVar

import polib

from communique import locales, newsroom, pipeline, source
from communique.catalogs import LARGEST
from communique.compose import states
from communique.diagnostics import Code, CommuniqueError, Diagnostic, Location, Severity, TextProblems, in_order
from communique.exchange.differences import Change, word_differences
from communique.findings import Findings
from communique.model import Catalog, Edition, Letterhead, Message, MessageState, Newsroom, Release
from communique.render import html as page_renderer
from communique.toml_files import did_you_mean, read_text

POLL = 0.04
"""Seconds between two looks at the files."""
SETTLED = 0.02
"""Seconds in which nothing more may change: some editors write a file in two steps."""
PATIENCE = 20.0
"""Seconds after which a waiting page is answered even if nothing changed."""
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
OF_STATE = frozenset({Code.MISSING_CATALOG, Code.MISSING_MESSAGE, Code.FUZZY_MESSAGE, Code.STALE_MESSAGE})
"""Problems that the state of a message says already; any other makes it invalid."""


# --- what is seen ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Card:
    """What stands beside a block: its message, how far it has come, and what is wrong with it."""

    message: Message
    state: MessageState
    translation: str
    location: Location
    previous: str = ""
    """The source that the translation was made for, if it is another."""
    comments: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One statement in one locale at one moment."""

    slug: str
    locale: str
    title: str
    cards: tuple[Card, ...]
    problems: tuple[Diagnostic, ...]
    """Those that belong to no block."""
    rendering: bytes = b""
    """Empty if the text cannot be drawn at all."""


def statements_in(room: Newsroom, wanted: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """The statements to show: of those that were asked for, the ones that are written in a locale or translated into it.

    Raises:
        TextProblems: there is none.
    """
    statements = [source.load_statement(room, slug) for slug in newsroom.chosen(room, wanted)]
    found = tuple(one.slug for one in statements if locale in one.all_locales)
    if not found:
        known = list(dict.fromkeys(tag for one in statements for tag in one.all_locales))
        what, place = f"no statement that was asked for is written in `{locale}`", newsroom.place_of_settings(room)
        raise TextProblems([Diagnostic(Code.UNKNOWN_LOCALE, what, place, did_you_mean(locale, known), locale=locale)])
    return found


def look(folder: str, slug: str, locale: str, years: tuple[int, ...], today: datetime.date) -> View:
    """Read and draw a statement in a locale as it is now; whatever is wrong is part of what comes back."""
    try:
        return _view(newsroom.load_newsroom(folder), slug, locale, years, today)
    except CommuniqueError as error:
        return View(slug, locale, slug, (), error.diagnostics)


def _view(room: Newsroom, slug: str, locale: str, years: tuple[int, ...], today: datetime.date) -> View:
    findings, of_draft = Findings(), Findings()
    strict = pipeline.Wish((slug,), years, (locale,))
    draft = pipeline.Wish((slug,), years, (locale,), draft=True)
    judged = next(pipeline.prepare(room, strict, today, findings), None)
    drawn = next(pipeline.prepare(room, draft, today, of_draft), None)
    problems = findings.ordered if judged else in_order([*findings.diagnostics, *of_draft.diagnostics])
    prepared = drawn or judged
    if prepared is None:
        return View(slug, locale, slug, (), problems)
    cards = tuple(_cards(room, prepared.edition, locale, prepared.catalogs.get(locale), problems))
    shown = {problem for card in cards for problem in card.problems}
    rest = tuple(problem for problem in problems if problem not in shown)
    release = next(iter(prepared.releases), None)
    rendering = _colored(release, prepared.letterhead, cards) if release else b""
    return View(slug, locale, f"{prepared.edition.name}: {locales.english_name(locale)}", cards, rest, rendering)


def _cards(
    room: Newsroom, edition: Edition, locale: str, catalog: Catalog | None, problems: Sequence[Diagnostic]
) -> Iterator[Card]:
    found = states(edition, locale, catalog)
    entries = _entries(room, edition.statement.slug, locale) if catalog else {}
    for message in edition.messages:
        own = tuple(problem for problem in problems if problem.block == message.id)
        invalid = any(one.code not in OF_STATE and one.severity is Severity.ERROR for one in own)
        state = MessageState.INVALID if invalid else found[message.id]
        yield _card(message, state, catalog, entries.get(message.id), own)


def _card(
    message: Message,
    state: MessageState,
    catalog: Catalog | None,
    entry: polib.POEntry | None,
    problems: tuple[Diagnostic, ...],
) -> Card:
    translation = catalog.translations.get(message.id) if catalog else None
    passage = translation.passage if translation else message.passage
    made_for = (entry.previous_msgid or entry.msgid) if entry and entry.msgstr else ""
    previous = made_for if made_for != message.passage.text else ""
    comments = (message.note, *(entry.tcomment.split("\n") if entry else ()))
    text = translation.passage.text if translation else ""
    return Card(message, state, text, passage.location, previous, tuple(filter(None, comments)), problems)


def _entries(room: Newsroom, slug: str, locale: str) -> Mapping[str, polib.POEntry]:
    """What a catalog holds beside its translations; it was read before, so it is there and sound."""
    path = newsroom.statement_folder(room, slug) / "locales" / f"{locale}.po"
    if not path.exists():
        return {}
    return {one.msgctxt: one for one in polib.pofile(read_text(path, path.as_posix(), LARGEST)) if not one.obsolete}


def _colored(release: Release, letterhead: Letterhead, cards: Sequence[Card]) -> bytes:
    """The page as it will be released, with the state of each block beside it."""
    style = "".join(_block_style(card) for card in cards if card.message.id != "event.name")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    page = page_renderer.render(release, letterhead).decode()
    allowed = page.replace("style-src ", f"style-src 'sha256-{digest}' ", 1)
    return allowed.replace("</head>", f"<style>{style}</style></head>", 1).encode()


def _block_style(card: Card) -> str:
    """Block ids are letters, digits and hyphens, so that they are safe inside a selector."""
    selector = "h1" if card.message.id == "title" else f'[id="{card.message.id}"]'
    color = COLORS[card.state]
    return (
        f"{selector}{{border-inline-start:4px solid {color};padding-inline-start:8px;cursor:pointer}}"
        f'{selector}::before{{content:"{STATE_WORDS[card.state]}";display:block;direction:ltr;text-align:start;'
        f"font:600 11px/1.4 sans-serif;color:{color}}}"
    )


# --- what is drawn beside it -------------------------------------------------------------------------------------------


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


# --- the files ---------------------------------------------------------------------------------------------------------


def revision(folder: str) -> str:
    """A name for the state of every file that the page is made of; it changes whenever one of them does."""
    root = pathlib.Path(folder)
    paths = [root / newsroom.SETTINGS]
    paths += [path for name in ("statements", "templates", "grammar") for path in sorted((root / name).rglob("*"))]
    return hashlib.sha256("\n".join(map(_state, paths)).encode()).hexdigest()[:16]


def _state(path: pathlib.Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return f"{path} gone"
    return f"{path} {found.st_mtime_ns} {found.st_size} {found.st_ino}"


def next_revision(folder: str, after: str, patience: float) -> str:
    """Wait until the files are no longer as they were, and quiet again; at most so many seconds."""
    end = time.monotonic() + patience
    now = revision(folder)
    while now == after and time.monotonic() < end:
        time.sleep(POLL)
        now = revision(folder)
    before = after
    while now != before:
        time.sleep(SETTLED)
        before, now = now, revision(folder)
    return now


# --- the server --------------------------------------------------------------------------------------------------------

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
OUTER_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
INNER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'; sandbox allow-same-origin"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a preview is of: the first statement is shown first."""

    folder: str
    slugs: tuple[str, ...]
    locale: str
    years: tuple[int, ...]
    today: datetime.date
    watch: bool = True


@dataclass(slots=True)
class _Looks:
    """What was seen of each statement, looked at again only when a file changed."""

    subject: Subject
    seen: dict[str, tuple[str, View]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def at(self, slug: str) -> View:
        subject = self.subject
        with self.lock:
            now = revision(subject.folder)
            if self.seen.get(slug, ("",))[0] != now:
                self.seen[slug] = now, look(subject.folder, slug, subject.locale, subject.years, subject.today)
            return self.seen[slug][1]


class PreviewServer(http.server.ThreadingHTTPServer):
    """Serves one subject to one browser."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, subject: Subject, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.subject, self.looks = subject, _Looks(subject)
        self.token = secrets.token_urlsafe(24)

    @property
    def cookie(self) -> str:
        """The name of the cookie: browsers keep the cookies of all ports of a host in one jar."""
        return f"communique-{self.server_port}"

    @property
    def address(self) -> str:
        """The link that opens the preview."""
        return f"http://127.0.0.1:{self.server_port}/?token={self.token}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves in the middle of an answer is no event."""


@functools.cache
def _asset(name: str) -> bytes:
    return (resources.files("communique") / name).read_bytes()


class _Handler(http.server.BaseHTTPRequestHandler):
    server: PreviewServer
    server_version, sys_version = "communique", ""
    protocol_version = "HTTP/1.1"
    # Head and body are two packets; the second must not wait for the first to be confirmed.
    disable_nagle_algorithm = True
    timeout: ClassVar[float] = 60.0

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
        """Nothing is logged: an address may hold the token."""

    def do_GET(self) -> None:
        """Answer, once it is clear who asks."""
        port = self.server.server_port
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        if self.headers.get("Host", "") not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
            self._refuse(http.HTTPStatus.BAD_REQUEST, "this address belongs to a preview on this machine only")
        elif address.path == "/" and hmac.compare_digest(query.get("token", "").encode(), self.server.token.encode()):
            self._let_in()
        elif not self._is_known():
            self._refuse(http.HTTPStatus.FORBIDDEN, "open the link that `communique catalog preview` printed")
        else:
            self._answer(address.path, query)

    def _let_in(self) -> None:
        """Take the token out of the address and into a cookie."""
        cookie = f"{self.server.cookie}={self.server.token}; HttpOnly; SameSite=Strict; Path=/"
        self._send(b"", "text/plain", http.HTTPStatus.SEE_OTHER, {"Location": "/", "Set-Cookie": cookie})

    def _is_known(self) -> bool:
        pairs = (part.strip().partition("=") for part in self.headers.get("Cookie", "").split(";"))
        given = next((value for name, _, value in pairs if name == self.server.cookie), "")
        return hmac.compare_digest(given.encode(), self.server.token.encode())

    def _answer(self, path: str, query: Mapping[str, str]) -> None:
        subject = self.server.subject
        kind, _, slug = path.removeprefix("/").partition("/")
        slug = slug or subject.slugs[0]
        match kind:
            case "preview.css":
                self._send(_asset("preview.css"), "text/css; charset=utf-8")
            case "preview.js":
                self._send(_asset("preview.js"), "text/javascript; charset=utf-8")
            case "revision":
                now = next_revision(subject.folder, query.get("after", ""), PATIENCE)
                self._send(now.encode(), "text/plain; charset=utf-8")
            case "" | "statement" if slug in subject.slugs:
                self._send_page(_outer_page(subject, self.server.looks.at(slug)), OUTER_POLICY)
            case "cards" if slug in subject.slugs:
                self._send_page(cards_page(self.server.looks.at(slug)), OUTER_POLICY)
            case "page" if slug in subject.slugs:
                rendering = self.server.looks.at(slug).rendering or _NOTHING.encode()
                self._send_page(rendering.decode(), INNER_POLICY)
            case _:
                self._refuse(http.HTTPStatus.NOT_FOUND, "there is nothing here")

    def _send_page(self, page: str, policy: str) -> None:
        self._send(page.encode(), "text/html; charset=utf-8", headers={"Content-Security-Policy": policy})

    def _refuse(self, status: http.HTTPStatus, why: str) -> None:
        self._send(f"{why}\n".encode(), "text/plain; charset=utf-8", status)

    def _send(
        self,
        content: bytes,
        media_type: str,
        status: http.HTTPStatus = http.HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        everything = {"Content-Type": media_type, "Content-Length": str(len(content)), **HEADERS, **(headers or {})}
        for name, value in everything.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


_NOTHING = "<!doctype html><meta charset=utf-8><title>no page</title><p>There is no page yet: see the problems beside."


def _outer_page(subject: Subject, view: View) -> str:
    links = "".join(
        f'<a href="/statement/{slug}"{" aria-current=page" if slug == view.slug else ""}>{slug}</a> '
        for slug in subject.slugs
    )
    watched = f' data-revision="{revision(subject.folder)}"' if subject.watch else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light">'
        f'<title>{html.escape(view.title)}</title><link rel="stylesheet" href="/preview.css">'
        f'<script src="/preview.js" defer></script></head><body data-slug="{view.slug}"{watched}>'
        f'<header><h1>{html.escape(view.title)}</h1><nav>{links}</nav><p id="connection" role="status"></p></header>'
        f'<iframe id="page" name="page" title="The page" src="/page/{view.slug}" sandbox="allow-same-origin"></iframe>'
        f'<main id="cards">{cards_page(view)}</main></body></html>'
    )
