"""The example newsroom that `communique init` copies works as it comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique import newsroom_example
from communique.diagnostics import Code, FileProblem
from conftest import Program


def test_each_example_is_a_newsroom_that_passes_its_own_checks(tmp_path: Path, communique: Program) -> None:
    assert "black-january" in newsroom_example.statements()
    for statement in newsroom_example.statements():
        folder = tmp_path / statement
        files = newsroom_example.copy(folder, statement)
        assert {"communique.toml", f"statements/{statement}/statement.md"} <= set(files)
        assert all((folder / file).is_file() for file in files)
        ended = communique("-C", str(folder), "check", "-y", "2026")
        assert (ended.exit_code, ended.err) == (0, "")


def test_a_newsroom_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "communique.toml").write_text("mine", "utf-8")
    with pytest.raises(FileProblem, match="a newsroom already"):
        newsroom_example.copy(tmp_path, "black-january")
    assert [path.name for path in tmp_path.iterdir()] == ["communique.toml"]


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("x", "utf-8")
    with pytest.raises(FileProblem) as raised:
        newsroom_example.copy(tmp_path / "here", "black-january")
    assert raised.value.diagnostics[0].code is Code.NOT_WRITABLE
