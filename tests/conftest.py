"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from communique.cli import main
from small_newsroom import SmallNewsroom, write_newsroom


@dataclass(frozen=True)
class Ended:
    """How a call of the program ended, and what it said."""

    exit_code: int
    out: str
    err: str


Program = Callable[..., Ended]
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one


@pytest.fixture(scope="module")
def in_memory() -> Iterator[Path]:
    """A folder in memory, where the system has one: what is done hundreds of times need not wait for a disk."""
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        yield Path(folder).resolve()


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallNewsroom:
    """The smallest newsroom, in the current folder, so that paths in messages are short."""
    monkeypatch.chdir(tmp_path)
    write_newsroom(tmp_path)
    return SmallNewsroom(Path())


@pytest.fixture
def communique(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program, run in this process through its real entry: `communique("check", "-y", "2026")`."""

    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["communique", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as leaving:
            main()
        out, err = capsys.readouterr()
        return Ended(int(str(leaving.value.code)), out, err)

    return call


@pytest.fixture(scope="session")
def every_page(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every kind of page there is, as files: see `built_pages`."""
    import built_pages

    return built_pages.write(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def seen_pages(every_page: list[Path]) -> list[dict[str, Any]]:
    """What Chromium and axe see of each page, light and dark, in one session of the browser."""
    import validators

    found = validators.seen(every_page)
    assert len(found) == 2 * len(every_page)
    return found
