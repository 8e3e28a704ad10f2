"""Fixtures that every test may ask for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
