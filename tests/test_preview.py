"""The preview: what it shows, how fast it follows a save, and that nobody but its own browser gets an answer."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

import pytest

import validators
from communique.diagnostics import Code
from communique.model import MessageState
from communique.preview.page import cards_page
from communique.preview.server import PreviewServer, Subject
from communique.preview.view import View, look
from communique.preview.watching import next_revision, revision
from conftest import Program
from small_newsroom import CATALOG, STATEMENT, SmallNewsroom

TODAY = datetime.date(2025, 12, 1)
VICTIMS = "Cette nuit, {killed} personnes ont perdu la vie."


def seen(newsroom: SmallNewsroom) -> View:
    return look(str(newsroom.folder), "sad-night", "fr", (2026,), TODAY)


def shown(view: View) -> str:
    """The page of a view, without the marks around what stays on one line."""
    return re.sub(r"</?span[^>]*>", "", view.rendering.decode())


def states(view: View) -> dict[str, MessageState]:
    return {card.message.id: card.state for card in view.cards}


# --- what is seen ------------------------------------------------------------------------------------------------------


def test_every_message_has_a_card_with_its_state(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, 'msgctxt "lead"', '#, fuzzy\nmsgctxt "lead"')
    newsroom.replace(CATALOG, 'msgstr "Triste Nuit"', 'msgstr ""')
    newsroom.replace(CATALOG, "Cette nuit, {killed}", "Cette nuit, {kiled}")
    assert states(seen(newsroom)) == {
        "title": MessageState.TRANSLATED,
        "event.name": MessageState.MISSING,
        "lead": MessageState.FUZZY,
        "victims": MessageState.INVALID,
    }


def test_the_rendering_is_the_real_page_with_the_states_in_words(newsroom: SmallNewsroom) -> None:
    page = shown(seen(newsroom))
    assert "Cette nuit, 147 personnes ont perdu la vie." in page
    assert '[id="victims"]::before{content:"translated, not reviewed"' in page


def test_a_card_names_the_places_of_its_source_and_its_translation(newsroom: SmallNewsroom) -> None:
    page = cards_page(seen(newsroom))
    line = newsroom.read(CATALOG).split("\n").index(f'msgstr "{VICTIMS}"') + 1
    assert f"{CATALOG}:{line}:9" in page
    line = newsroom.read(STATEMENT).split("\n").index("That night {killed} people lost their lives.") + 1
    assert f"{STATEMENT}:{line}:1" in page


def test_a_finding_stands_at_its_block_with_file_line_and_hint(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed}", "Cette nuit, {kiled}")
    card = next(card for card in seen(newsroom).cards if card.message.id == "victims")
    assert {problem.code for problem in card.problems} >= {"C031", "C032"}
    assert all(problem.location.line for problem in card.problems)
    assert "did you mean `killed`" in cards_page(seen(newsroom)) or "{killed}" in cards_page(seen(newsroom))


def test_a_source_that_changed_is_shown_with_its_differences(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "{killed} people lost", "{killed} civilians lost")
    page = cards_page(seen(newsroom))
    assert "<del>people</del><ins>civilians</ins>" in page
    assert states(seen(newsroom))["victims"] is MessageState.FUZZY


def test_a_broken_catalog_is_a_problem_on_the_page(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, f'msgstr "{VICTIMS}"', f'msgstr "{VICTIMS}')
    view = seen(newsroom)
    assert any("the closing quote is missing" in problem.message for problem in view.problems)
    assert f"{CATALOG}:" in cards_page(view)


def test_the_source_can_be_looked_at_too(newsroom: SmallNewsroom) -> None:
    view = look(str(newsroom.folder), "sad-night", "en", (2026,), TODAY)
    assert set(states(view).values()) == {MessageState.REVIEWED}
    assert "That night 147 people lost their lives." in shown(view)
    assert "Translation" not in cards_page(view)


def test_a_locale_without_a_catalog_is_all_to_translate(newsroom: SmallNewsroom) -> None:
    (newsroom.folder / CATALOG).unlink()
    view = seen(newsroom)
    assert set(states(view).values()) == {MessageState.MISSING}
    assert [problem.code for problem in view.problems] == [Code.MISSING_CATALOG]
    assert "That night 147 people lost their lives." in shown(view)


def test_a_locale_that_no_statement_has_is_told_before_anything_is_opened(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    ended = communique("catalog", "preview", "xx", "--no-open")
    assert ended.exit_code == 1
    assert "no statement that was asked for is written in `xx`" in ended.err


def test_words_are_never_markup_of_the_page(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, ", "<script>alert(1)</script>")
    page = cards_page(seen(newsroom))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


# --- following the files -----------------------------------------------------------------------------------------------


def test_a_save_is_noticed_within_a_third_of_a_second(newsroom: SmallNewsroom) -> None:
    folder = str(newsroom.folder)
    before = revision(folder)
    saved: list[float] = []

    def save() -> None:
        newsroom.replace(CATALOG, "personnes", "civils")
        saved.append(time.monotonic())

    threading.Timer(0.25, save).start()
    assert next_revision(folder, before, 10) != before
    assert time.monotonic() - saved[0] < 0.3


WAYS = ["in place", "renamed over it", "with a backup", "of equal length", "a new file", "a file taken away"]


@pytest.mark.parametrize("kind", WAYS)
def test_every_way_to_save_is_noticed(newsroom: SmallNewsroom, kind: str) -> None:
    folder = str(newsroom.folder)
    before = revision(folder)
    path = newsroom.folder / CATALOG
    match kind:
        case "in place" | "of equal length":
            newsroom.replace(CATALOG, "personnes", "personne" if kind == "in place" else "personnez")
        case "renamed over it":
            newsroom.write("new.po", newsroom.read(CATALOG)).replace(path)
        case "with a backup":
            newsroom.write(f"{CATALOG}~", newsroom.read(CATALOG))
            path.unlink()
            newsroom.write(CATALOG, newsroom.read(f"{CATALOG}~"))
            (newsroom.folder / f"{CATALOG}~").unlink()
        case "a new file":
            newsroom.write("statements/sad-night/editions/2026.toml", "")
        case _:
            path.unlink()
    assert revision(folder) != before


@pytest.mark.parametrize("name", [".fr.po.swp", ".#fr.po", "fr.po~"])
def test_what_an_editor_keeps_beside_the_file_while_somebody_types_is_no_save(
    newsroom: SmallNewsroom, name: str
) -> None:
    before = revision(str(newsroom.folder))
    newsroom.write(f"statements/sad-night/locales/{name}", "half a word")
    assert revision(str(newsroom.folder)) == before


def test_nothing_is_told_while_nothing_changes(newsroom: SmallNewsroom) -> None:
    before = revision(str(newsroom.folder))
    start = time.monotonic()
    assert next_revision(str(newsroom.folder), before, 0.3) == before
    assert 0.3 <= time.monotonic() - start < 1


# --- the server --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What came back, read to its end."""

    status: int
    headers: Message
    text: str


def asked(port: int, method: str, path: str, headers: dict[str, str]) -> Answer:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, headers=headers)
        with connection.getresponse() as answer:
            return Answer(answer.status, answer.headers, answer.read().decode())


@dataclass
class Browser:
    """A client with a jar for one cookie."""

    server: PreviewServer
    cookie: str = ""

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        cookie = {"Cookie": self.cookie} if self.cookie else {}
        return asked(self.server.server_port, method, path, {**cookie, **headers})

    def enter(self) -> None:
        answer = self.get("/?" + urllib.parse.urlsplit(self.server.address).query)
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]


@pytest.fixture
def browser(newsroom: SmallNewsroom) -> Iterator[Browser]:
    """A preview that runs, and a browser that has not yet opened its link."""
    with PreviewServer(Subject(str(newsroom.folder), ("sad-night",), "fr", (2026,), TODAY)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield Browser(server)
        server.shutdown()
        thread.join()


def test_the_link_lets_in_and_its_token_leaves_the_address(browser: Browser) -> None:
    browser.enter()
    answer = browser.get("/")
    page = answer.text
    assert answer.status == 200
    assert browser.server.token not in page
    assert 'src="/page/sad-night"' in page
    assert "card-victims" in page


def test_the_cookie_is_of_this_port_and_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    answer = browser.get("/?" + urllib.parse.urlsplit(browser.server.address).query)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"communique-{browser.server.server_port}=")
    assert {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))


def test_it_listens_on_the_loopback_address_only(browser: Browser) -> None:
    assert browser.server.socket.getsockname()[0] == "127.0.0.1"


PATHS = ("/", "/page/sad-night", "/cards/sad-night", "/revision", "/preview.js")


@pytest.mark.parametrize("path", PATHS)
def test_without_the_cookie_nothing_is_shown(browser: Browser, path: str) -> None:
    assert browser.get(path).status == 403
    browser.cookie = f"communique-{browser.server.server_port}=guess"
    assert browser.get(path).status == 403


@pytest.mark.parametrize("path", [*PATHS, "/?token={}"])
def test_another_host_is_refused_even_with_the_token(browser: Browser, path: str) -> None:
    browser.enter()
    answer = browser.get(path.format(browser.server.token), Host=f"evil.example:{browser.server.server_port}")
    assert answer.status == 400


def test_a_wrong_token_is_refused(browser: Browser) -> None:
    assert browser.get("/?token=guess").status == 403
    assert browser.get("/?token=%C3%A9").status == 403


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_stores_sniffing_and_framing(browser: Browser, path: str) -> None:
    browser.enter()
    headers = browser.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    if headers["Content-Type"].startswith("text/html"):
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_can_only_be_read(browser: Browser, method: str) -> None:
    browser.enter()
    assert browser.get("/", method).status == 501


@pytest.mark.parametrize("path", ["/page/../communique.toml", "/statement/other", "/cards/%2e%2e", "/etc/passwd"])
def test_no_other_file_can_be_asked_for(browser: Browser, path: str) -> None:
    browser.enter()
    assert browser.get(path).status == 404


def test_a_waiting_page_hears_of_a_save(browser: Browser, newsroom: SmallNewsroom) -> None:
    browser.enter()
    page = browser.get("/").text
    found = re.search(r'data-revision="(\w+)"', page)
    assert found
    threading.Timer(0.2, newsroom.replace, (CATALOG, "personnes", "civils")).start()
    start = time.monotonic()
    assert browser.get(f"/revision?after={found[1]}").text != found[1]
    assert time.monotonic() - start < 2
    assert "civils" in browser.get("/page/sad-night").text
    assert "civils" in browser.get("/cards/sad-night").text


# --- the command -------------------------------------------------------------------------------------------------------


def started(newsroom: SmallNewsroom) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "communique", "catalog", "preview", "fr", "--no-open", "-y", "2026"]
    program = subprocess.Popen(
        command, cwd=newsroom.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert program.stdout
    return program, program.stdout.readline().strip()


def test_ctrl_c_ends_it_within_a_second_while_a_page_waits(newsroom: SmallNewsroom) -> None:
    program, address = started(newsroom)
    parts = urllib.parse.urlsplit(address)
    port = parts.port or 0
    cookie = asked(port, "GET", f"/?{parts.query}", {}).headers["Set-Cookie"].partition(";")[0]
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as waiting:
        waiting.request("GET", f"/revision?after={revision('.')}", headers={"Cookie": cookie})
        time.sleep(0.3)
        start = time.monotonic()
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=10)
        assert time.monotonic() - start < 1
    assert (program.returncode, out, "Traceback" in err) == (0, "", False)
    with pytest.raises(ProcessLookupError):
        os.killpg(program.pid, 0)


def test_a_port_that_is_taken_ends_in_a_sentence(browser: Browser, newsroom: SmallNewsroom) -> None:
    port = str(browser.server.server_port)
    command = [sys.executable, "-m", "communique", "catalog", "preview", "fr", "--no-open", "--port", port]
    run = subprocess.run(command, cwd=newsroom.folder, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 5
    assert f"port {port} cannot be used" in run.stderr
    assert "hint: choose another port" in run.stderr


@pytest.mark.slow
def test_a_browser_shows_it_and_follows_a_save(newsroom: SmallNewsroom) -> None:
    validators.module("playwright-core/package.json")
    chromium = validators.program("chromium", "chromium-browser", "google-chrome")
    program, address = started(newsroom)
    try:
        script = str(validators.TESTS / "preview.mjs")
        path = str((newsroom.folder / CATALOG).resolve())
        arguments = (str(validators.NODE_MODULES), chromium, address, path, "personnes ont perdu", "civils ont perdu")
        found = json.loads(validators.run(validators.program("node"), script, *arguments))
    finally:
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=10)
    assert "token" not in found["address"]
    assert found["cards"] == ["title", "event.name", "lead", "victims"]
    assert found["label"] == '"translated, not reviewed"'
    assert found["color"] == "rgb(29, 78, 216)"
    assert found["scrolled"]
    assert found["hosts"] == [urllib.parse.urlsplit(address).netloc]
    assert {save["shown"] for saves in found["saves"].values() for save in saves} == {True}
    # The quickest of each kind: on a busy machine the others say more of the machine.
    assert all(min(save["milliseconds"] for save in saves) < 1000 for saves in found["saves"].values()), found["saves"]
    assert min(save["milliseconds"] for saves in found["saves"].values() for save in saves) < 300, found["saves"]
    assert found["card"] == "Cette nuit, {killed} civils ont perdu la vie."
    assert found["refused"] == []
