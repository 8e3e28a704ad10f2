"""The server of a preview: it answers only to the browser that was given the link.

It listens on the loopback address, the link carries a token that becomes a cookie, and a request that names another host
is refused, so that no web page can reach it by a name that leads here.
"""

from __future__ import annotations

import datetime
import functools
import hmac
import http.server
import secrets
import threading
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import ClassVar

from communique.preview.page import NOTHING, cards_page, whole_page
from communique.preview.view import View, look
from communique.preview.watching import next_revision, revision

PATIENCE = 20.0
"""Seconds after which a waiting page is answered even if nothing changed."""
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
    return (resources.files("communique.preview") / name).read_bytes()


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
                followed = revision(subject.folder) if subject.watch else ""
                self._send_page(whole_page(self.server.looks.at(slug), subject.slugs, followed), OUTER_POLICY)
            case "cards" if slug in subject.slugs:
                self._send_page(cards_page(self.server.looks.at(slug)), OUTER_POLICY)
            case "page" if slug in subject.slugs:
                rendering = self.server.looks.at(slug).rendering or NOTHING.encode()
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
