"""Runs that nobody watches: they build what is due once, say how it ended, and are missed when they do not happen."""

from __future__ import annotations

import datetime
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique import unattended
from communique.diagnostics import Code, ExitCode, FileProblem
from communique.machine import findings
from conftest import Program
from small_newsroom import CATALOG, SmallNewsroom

RECORD = "output/unattended.json"
DUE = ("due", "--build", "--since", "2026-01-01", "--no-color")


def pages(newsroom: SmallNewsroom) -> list[str]:
    return sorted(path.as_posix() for path in Path("output").glob("*/*/r*/en/*.html"))


@pytest.mark.slow
def test_a_run_builds_what_is_due_and_a_second_run_has_nothing_to_do(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    first = communique(*DUE, "--on", "2026-01-02")
    assert (first.exit_code, first.err) == (0, "")
    assert "sad-night-2026  n = 36  Tue 20 Jan 2026 (in 18 days)  is to be built: built" in first.out
    assert pages(newsroom) == ["output/sad-night/2026/r1/en/sad-night-2026.en.html"]
    second = communique("due", "--build", "--on", "2026-01-03", "--no-color")
    assert (second.exit_code, second.out, second.err) == (0, "", "nothing is due on 2026-01-03\n")
    assert json.loads(newsroom.read(RECORD))["since"] == "2026-01-01"
    # Nobody ran it for a year: what was missed is made up for, oldest first.
    third = communique("due", "--on", "2028-01-02", "--json")
    assert [(one["year"], one["n"], one["days"]) for one in json.loads(third.out)["items"]] == [
        (2027, 37, -347),
        (2028, 38, 18),
    ]


@pytest.mark.slow
def test_an_edition_that_is_not_ready_ends_with_1_and_stays_due_until_it_is(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    whole = newsroom.read(CATALOG)
    newsroom.write(CATALOG, whole.replace("Cette nuit, {killed} personnes ont perdu la vie.", ""))
    ended = communique(*DUE, "--on", "2026-01-02", "--report", "report.txt")
    assert ended.exit_code == 1
    assert "sad-night-2026  n = 36  Tue 20 Jan 2026 (in 18 days)  is to be built: not ready" in ended.out
    report = newsroom.read("report.txt")
    assert report.startswith("Embassy of Examplia, 2026-01-02\n\nsad-night-2026")
    assert f"{CATALOG}:" in report
    assert "C042" in report
    newsroom.write(CATALOG, whole)
    ended = communique("due", "--build", "--on", "2026-01-03", "--no-color")
    assert ended.exit_code == 0
    assert "is not whole yet: built" in ended.out


def test_without_build_nothing_is_written(newsroom: SmallNewsroom, communique: Program) -> None:
    before = sorted(Path().rglob("*"))
    ended = communique("due", "--on", "2026-01-02", "--no-color")
    assert ended.exit_code == 0
    assert ended.out == "sad-night-2026  n = 36  Tue 20 Jan 2026 (in 18 days)  is to be built\n"
    assert sorted(Path().rglob("*")) == before


def test_quiet_runs_with_nothing_to_do_say_nothing(newsroom: SmallNewsroom, communique: Program) -> None:
    ended = communique("-q", "due", "--on", "2026-06-01")
    assert (ended.exit_code, ended.out, ended.err) == (0, "", "")


@pytest.mark.parametrize("lead, due", [("10d", 0), ("18", 1)])
def test_the_lead_is_what_the_command_says(newsroom: SmallNewsroom, communique: Program, lead: str, due: int) -> None:
    ended = communique("due", "--on", "2026-01-02", "--lead", lead)
    assert ended.out.count("is to be built") == due


def test_the_lead_of_the_newsroom_is_its_setting(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace("communique.toml", "[issuer]", "[unattended]\nlead = 200\n[issuer]")
    assert "(in 172 days)" in communique("due", "--on", "2026-08-01").out


@pytest.mark.parametrize("option", [("--lead", "soon"), ("--on", "tomorrow"), ("--since", "2026")])
def test_an_option_that_cannot_be_read_is_wrong_usage(
    newsroom: SmallNewsroom, communique: Program, option: tuple[str, str]
) -> None:
    assert communique("due", *option).exit_code == ExitCode.USAGE


GOOD = '{"since": "2025-11-01", "ended": "2025-12-01T06:00:00+00:00", "exit_code": 0}'


def test_a_record_is_read_as_it_was_written(newsroom: SmallNewsroom) -> None:
    newsroom.write(RECORD, GOOD)
    kept = unattended.Record(datetime.date(2025, 11, 1), datetime.datetime(2025, 12, 1, 6, tzinfo=datetime.UTC), 0)
    assert unattended.read_record(".") == kept
    unattended.write_record(".", kept)
    assert unattended.read_record(".") == kept


@pytest.mark.parametrize(
    "damaged",
    ['{"since": 5}', GOOD.replace("0}", "1e9990}"), GOOD.replace("+00:00", ""), "[" * 100_000],
    ids=["half of it", "a code without end", "an hour of no zone", "nested without end"],
)
def test_a_record_that_was_damaged_stops_the_run_with_a_remedy(
    newsroom: SmallNewsroom, communique: Program, damaged: str
) -> None:
    newsroom.write(RECORD, damaged)
    ended = communique("due", "--no-color")
    assert ended.exit_code == ExitCode.FILE
    assert f"{RECORD}: error C001: is not a record of unattended runs" in ended.err
    assert "--since" in ended.err


# --- signs of life -----------------------------------------------------------------------------------------------------

NOW = datetime.datetime(2026, 1, 2, 6, 17, tzinfo=datetime.UTC)


def test_a_heartbeat_into_a_file_says_when_and_how_the_run_ended(tmp_path: Path) -> None:
    assert unattended.beat(str(tmp_path / "beat"), NOW, ExitCode.PROBLEMS) is None
    assert json.loads((tmp_path / "beat").read_text()) == {"ended": "2026-01-02T06:17:00+00:00", "exit_code": 1}


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server that takes heartbeats: its address, and the paths that were asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/ping", paths
        server.shutdown()
        thread.join()


def test_a_heartbeat_to_an_address_tells_a_failed_run_apart(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    assert unattended.beat(address, NOW, ExitCode.DONE) is None
    assert unattended.beat(address, NOW, ExitCode.PROBLEMS) is None
    assert paths == ["/ping", "/ping/fail"]


def test_a_heartbeat_that_nobody_takes_is_a_warning(asked: tuple[str, list[str]]) -> None:
    warning = unattended.beat("http://127.0.0.1:1/ping", NOW, ExitCode.DONE)
    assert warning is not None
    assert (warning.code, warning.severity) == (Code.NO_HEARTBEAT, "warning")


@pytest.mark.parametrize("hours, told", [(1, False), (49, True)])
def test_doctor_notices_a_run_that_did_not_happen(newsroom: SmallNewsroom, hours: int, told: bool) -> None:
    ended = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours)
    unattended.write_record(".", unattended.Record(datetime.date(2026, 1, 1), ended, 0))
    (found,) = [one for one in findings(".", datetime.datetime.now(datetime.UTC)) if one.name == "unattended runs"]
    assert (found.problem is not None) is told


def test_a_newsroom_without_unattended_runs_misses_none(newsroom: SmallNewsroom) -> None:
    assert [one for one in findings(".", datetime.datetime.now(datetime.UTC)) if one.name == "unattended runs"] == []


def test_a_record_that_cannot_be_written_is_told(newsroom: SmallNewsroom) -> None:
    newsroom.write("output", "in the way")
    with pytest.raises(FileProblem) as caught:
        unattended.write_record(".", unattended.Record(datetime.date(2026, 1, 1), NOW, 0))
    assert caught.value.diagnostics[0].code is Code.NOT_WRITABLE
