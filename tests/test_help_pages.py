"""Help is answered before Click is loaded, with the words of Click, and left to Click wherever they could differ."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator

import click
import pytest

from communique import __version__, help_pages
from communique.cli import command_line


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        yield from commands(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]


@pytest.fixture
def of_click(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What Click prints on a terminal of so many columns; its own runner for tests would have a width of its own."""

    def run(*arguments: str, columns: int = 80) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        command_line.main([*arguments], prog_name="communique", standalone_mode=False)
        return capsys.readouterr().out

    return run


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[int]:
    """A terminal of so many columns."""
    there, here = pty.openpty()
    fcntl.ioctl(here, termios.TIOCSWINSZ, struct.pack("HHHH", 24, request.param, 0, 0))
    yield here
    os.close(here)
    os.close(there)


@pytest.mark.parametrize("path", [*commands(command_line)], ids=" ".join)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_a_page_is_what_click_prints(of_click: Callable[..., str], path: tuple[str, ...], flag: str) -> None:
    for columns in (80, 200):
        wanted = of_click(*path, flag, columns=columns)
        assert wanted.startswith("Usage: communique")
        assert help_pages.answer([*path, flag], {"COLUMNS": str(columns)}) == (wanted, "")


def test_the_version_is_what_click_prints(of_click: Callable[..., str]) -> None:
    assert help_pages.answer(["--version"], {}) == (of_click("--version"), "")
    assert __version__ in of_click("--version")


@pytest.mark.parametrize("terminal", [80, 120], indirect=True)
def test_a_terminal_of_eighty_columns_has_room_for_a_page(terminal: int) -> None:
    assert help_pages.answer(["--help"], {}, terminal=terminal) is not None


@pytest.mark.parametrize("terminal", [79], indirect=True)
def test_a_narrow_terminal_is_left_to_click_unless_the_environment_says_otherwise(terminal: int) -> None:
    assert help_pages.answer(["--help"], {}, terminal=terminal) is None
    assert help_pages.answer(["--help"], {"COLUMNS": "80"}, terminal=terminal) is not None


@pytest.mark.parametrize(
    "arguments, environment, encoding",
    [
        ([], {}, "utf-8"),
        (["build"], {}, "utf-8"),
        (["biuld", "--help"], {}, "utf-8"),
        (["../build", "--help"], {}, "utf-8"),
        (["-q", "build", "--help"], {}, "utf-8"),
        (["build", "--help", "-y"], {}, "utf-8"),
        (["build", "--version"], {}, "utf-8"),
        (["--help"], {"COLUMNS": "60"}, "utf-8"),
        (["--help"], {"COLUMNS": "wide"}, "utf-8"),
        (["build", "--help"], {"COMMUNIQUE_JSON": "perhaps"}, "utf-8"),
        (["--help"], {"_COMMUNIQUE_COMPLETE": "bash_complete"}, "utf-8"),
        (["--help"], {}, "ascii"),
    ],
)
def test_everything_else_is_left_to_click(arguments: list[str], environment: dict[str, str], encoding: str) -> None:
    assert help_pages.answer(arguments, environment, encoding) is None


THE_LONG_WAY = "import communique.cli, sys; communique.cli.main()"


@pytest.mark.parametrize("arguments", [["--help"], ["catalog", "update", "-h"], ["--version"]])
def test_the_program_answers_as_click_would_without_loading_it(arguments: list[str]) -> None:
    def run(*command: str) -> subprocess.CompletedProcess[str]:
        whole = [sys.executable, "-X", "importtime", *command, *arguments]
        return subprocess.run(whole, env=environment, capture_output=True, text=True, check=True)

    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"PYTHONUTF8": "1"}
    short, long = run("-m", "communique"), run("-c", THE_LONG_WAY)
    assert short.stdout == long.stdout
    assert (" click" in short.stderr, " click" in long.stderr) == (False, True)
