"""The program as people and schedulers call it: output, exit codes, and nothing half-done."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import pty
import subprocess
import sys
from typing import Any

import pytest

from communique import __name__ as package
from communique import preparation
from communique.cli import command_line
from communique.cli.build import _Progress
from communique.diagnostics import Code, ExitCode
from communique.publish import the_only_build
from conftest import Program
from small_newsroom import CATALOG, STATEMENT, SmallNewsroom

COMMANDS = (
    *("init", "status", "check", "build", "due", "schedule", "proof"),
    *("verify", "prune", "catalog", "language", "doctor"),
)


def test_the_commands_are_those_of_the_design_that_exist_so_far() -> None:
    assert set(command_line.commands) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_every_option_has_a_help_text(command: str) -> None:
    found = command_line.commands[command]
    assert found.help
    assert [p.name for p in found.params if p.param_type_name == "option" and not getattr(p, "help", "")] == []


def test_a_build_writes_every_file_and_says_where_to_look(newsroom: SmallNewsroom, communique: Program) -> None:
    ended = communique("build", "-y", "2026", "-j", "1")
    assert (ended.exit_code, ended.err) == (0, "")
    assert "sad-night-2026  n = 36  Tue 20 Jan 2026  8 files in 2 languages" in ended.out
    folder = newsroom.folder / "output/sad-night/2026/latest"
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()) == [
        "SHA256SUMS",
        *sorted(
            f"{one}/sad-night-2026.{one}.{kind}" for one in ("en", "fr") for kind in ("pdf", "docx", "html", "txt")
        ),
        "index.html",
        "manifest.json",
    ]


def test_building_again_changes_nothing_and_says_so(newsroom: SmallNewsroom, communique: Program) -> None:
    communique("build", "-y", "2026", "-f", "html,txt", "-j", "1")
    ended = communique("build", "-y", "2026", "-f", "html,txt", "-j", "1")
    assert "(unchanged)" in ended.out
    assert [p.name for p in (newsroom.folder / "output/sad-night/2026").glob("r*")] == ["r1"]


def test_a_text_that_is_edited_while_it_is_drawn_goes_out_as_it_was_read_and_the_next_build_reads_it_again(
    newsroom: SmallNewsroom, communique: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newsroom.read(CATALOG)

    def edit(*_: object) -> None:
        newsroom.write(CATALOG, before.replace("Cette nuit", "Cette Nuit"))

    monkeypatch.setattr(_Progress, "step", edit)
    assert communique("build", "-y", "2026", "-f", "txt").exit_code == 0
    manifest = json.loads(newsroom.read("output/sad-night/2026/r1/manifest.json"))
    assert manifest["inputs"][CATALOG] == hashlib.sha256(before.encode()).hexdigest()
    assert not list((newsroom.folder / "output").glob(".stamp-*"))
    assert communique("build", "-y", "2026", "-f", "txt").exit_code == 0
    assert "Cette Nuit" in newsroom.read("output/sad-night/2026/r2/fr/sad-night-2026.fr.txt")


@pytest.mark.parametrize("more", [[], ["--draft"]])
def test_a_text_that_is_edited_while_it_is_read_makes_no_edition(
    newsroom: SmallNewsroom, communique: Program, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    """One language may have been read before the change and one after it."""
    read = preparation.load_catalog

    def edited(*given: Any, **named: Any) -> Any:
        found = read(*given, **named)
        newsroom.write(STATEMENT, newsroom.read(STATEMENT).replace("147", "148"))
        return found

    monkeypatch.setattr(preparation, "load_catalog", edited)
    ended = communique("build", "-y", "2026", "-f", "txt", *more)
    assert ended.exit_code == ExitCode.PROBLEMS
    assert "error C090: files were changed while they were read: nothing is published" in ended.err
    assert not list((newsroom.folder / "output").rglob("*.txt"))


def test_a_file_that_an_editor_hides_beside_a_text_stops_no_build(
    newsroom: SmallNewsroom, communique: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = preparation.load_catalog

    def opened(*given: Any, **named: Any) -> Any:
        newsroom.write("statements/sad-night/.statement.md.swp", "")
        return read(*given, **named)

    monkeypatch.setattr(preparation, "load_catalog", opened)
    assert communique("build", "-y", "2026", "-f", "txt").exit_code == 0


def test_a_refused_locale_is_named_with_its_place_and_the_rest_is_built(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed}", "Cette nuit, {kiled}")
    ended = communique("build", "-y", "2026", "-f", "txt")
    assert ended.exit_code == ExitCode.PROBLEMS
    assert f"{CATALOG}:" in ended.err
    assert "error C031: nothing fills `{kiled}`" in ended.err
    assert "refused: fr" in ended.out
    assert not list((newsroom.folder / "output").rglob("*.fr.*"))
    assert list((newsroom.folder / "output").rglob("*.en.txt"))


def test_a_draft_of_it_is_built_marked_and_apart(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed}", "Cette nuit, {kiled}")
    ended = communique("build", "-y", "2026", "-f", "txt,html", "--draft")
    assert ended.exit_code == 0
    [text] = (newsroom.folder / "output/sad-night/2026/draft/fr").glob("*.txt")
    assert text.name == "sad-night-2026.fr.draft.txt"
    words = text.read_text("utf-8")
    assert "Projet" in words or "PROJET" in words or "Brouillon" in words
    assert "That night 147 people lost their lives." in " ".join(words.split())
    assert not list((newsroom.folder / "output/sad-night/2026").glob("r*"))


@pytest.mark.parametrize("command", ["status", "check", "build", "init", "catalog update", "doctor"])
def test_every_command_answers_in_one_json_object(newsroom: SmallNewsroom, communique: Program, command: str) -> None:
    more = {"build": ["-f", "txt"], "init": ["new-room"]}.get(command, [])
    ended = communique(*command.split(), *more, "--json")
    answer = json.loads(ended.out)
    assert set(answer) == {"communique", "command", "ok", "items", "problems"}
    assert (answer["communique"], answer["ok"]) == (1, ended.exit_code == 0)
    assert answer["items"]


def test_a_problem_in_json_has_its_code_and_place(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(STATEMENT, "{killed} people", "{kiled} people")
    answer = json.loads(communique("check", "-y", "2026", "--json", "-l", "en").out)
    assert [p["code"] for p in answer["problems"]] == [Code.UNKNOWN_PLACEHOLDER]
    assert set(answer["problems"][0]) == {
        "code", "severity", "file", "line", "column", "locale", "block", "message", "hint",
    }  # fmt: skip


def test_check_writes_nothing(newsroom: SmallNewsroom, communique: Program) -> None:
    before = sorted(newsroom.folder.rglob("*"))
    assert communique("check").exit_code == 0
    assert sorted(newsroom.folder.rglob("*")) == before


def test_status_reports_work_to_do_and_ends_well(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(CATALOG, 'msgctxt "lead"', '#, fuzzy\nmsgctxt "lead"')
    ended = communique("status", "-y", "2026", "--explain")
    assert ended.exit_code == 0
    assert "1 of 2 locales ready" in ended.out
    assert f"edit {CATALOG}" in ended.out
    assert "counted 2026 - 1990 = 36" in ended.out


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["build", "-y", "twenty"], "2025-2030"),
        (["build", "-y", "2030-2025"], "2025-2030"),
        (["build", "-f", "odt"], "pdf, docx, html, txt"),
        (["publish"], "No such command"),
        (["build", "--wat"], "No such option"),
        (["init", "x", "--example", "no-such"], "black-january"),
    ],
)
def test_a_wrong_call_ends_with_two_and_says_how_to_call(
    newsroom: SmallNewsroom, communique: Program, arguments: list[str], said: str
) -> None:
    ended = communique(*arguments)
    assert (ended.exit_code, said in ended.err) == (ExitCode.USAGE, True), ended.err


def test_a_folder_that_is_no_newsroom_is_told_how_to_become_one(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, communique: Program
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = communique("build")
    assert ended.exit_code == ExitCode.FILE
    assert "communique init" in ended.err


def test_a_folder_inside_a_newsroom_belongs_to_it(
    newsroom: SmallNewsroom, communique: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(newsroom.folder / "statements" / "sad-night")
    ended = communique("check", "-y", "2026")
    assert (ended.exit_code, ended.out.startswith("sad-night-2026")) == (0, True)


def test_init_makes_a_newsroom_that_passes_its_check(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, communique: Program
) -> None:
    monkeypatch.chdir(tmp_path)
    assert communique("init", "press").exit_code == 0
    assert communique("-C", "press", "check").exit_code == 0
    assert communique("init", "press").exit_code == ExitCode.FILE


def test_a_locked_newsroom_ends_with_six(newsroom: SmallNewsroom, communique: Program) -> None:
    with the_only_build(newsroom.load()):
        code = "import sys; sys.argv = ['communique', 'build', '-f', 'txt']\nfrom communique.cli import main; main()"
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, "C074" in run.stderr) == (ExitCode.BUSY, True)


def test_an_unwritable_output_ends_with_five_and_leaves_no_file(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write("output", "in the way")
    ended = communique("build", "-y", "2026", "-f", "txt")
    assert ended.exit_code == ExitCode.FILE
    assert "output: error C008" in ended.err


def on_a_terminal(arguments: list[str], environment: dict[str, str]) -> str:
    """What a person sees: run the program with a terminal for its output."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", package, *arguments]
    with subprocess.Popen(command, stdout=slave, stderr=slave, env={**os.environ, **environment}) as process:
        os.close(slave)
        seen = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
        process.wait()
    os.close(master)
    return seen.decode()


def test_a_terminal_shows_a_bar_and_colours_and_no_color_takes_the_colours(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, 'msgctxt "lead"', '#, fuzzy\nmsgctxt "lead"')
    plain = {"NO_COLOR": "1", "TERM": "xterm"}
    assert "] 1/1 sad-night-2026.en" in on_a_terminal(["build", "-y", "2026", "-f", "txt"], plain)
    assert "\x1b[31m" not in on_a_terminal(["check", "-y", "2026"], plain)
    environment = {"TERM": "xterm"}
    assert "\x1b[31m" in on_a_terminal(["check", "-y", "2026"], environment)


def test_a_fault_of_the_program_is_told_without_traceback_and_without_words_of_the_text(
    newsroom: SmallNewsroom, communique: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError("SECRET WORDS OF A STATEMENT")

    monkeypatch.setattr(pathlib.Path, "iterdir", fault)
    ended = communique("check")
    assert ended.exit_code == ExitCode.PROBLEMS
    assert "error C099: ZeroDivisionError" in ended.err
    assert "SECRET" not in ended.err
    assert "Traceback" not in ended.err
