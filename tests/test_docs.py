"""The documentation says what the program does: generated pages are fresh, and the README's commands exist."""

from __future__ import annotations

import pathlib
import re
import runpy

import pytest

from communique.cli import command_line
from communique.diagnostics import Code

ROOT = pathlib.Path(__file__).parents[1]
GENERATE = runpy.run_path(str(ROOT / "docs" / "generate.py"))


@pytest.mark.parametrize("page", sorted(GENERATE["PAGES"]))
def test_a_generated_page_is_fresh(page: str) -> None:
    written = (ROOT / "docs" / page).read_text("utf-8")
    assert written == GENERATE["PAGES"][page](), "run `python docs/generate.py`"


def test_every_command_has_a_page_of_help_and_no_page_is_left_of_one_that_is_gone() -> None:
    pages = {path.name for path in (ROOT / "src/communique/help_pages").glob("*.txt")}
    assert pages == {page.rpartition("/")[2] for page in GENERATE["HELP"]}


def test_every_code_has_a_meaning_that_is_its_own() -> None:
    meanings = [code.meaning for code in Code]
    assert all(meanings)
    assert len(set(meanings)) == len(meanings)


def test_every_code_that_is_documented_is_used_by_the_program() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    unused = {code.name for code in Code if not re.search(rf"\bCode\.{code.name}\b", source)}
    assert unused <= {"UNREVIEWED"}, "a code that nothing tells promises a check that is not there"


@pytest.mark.parametrize("page", ["README.md", *sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob("docs/*.md"))])
def test_every_command_that_a_page_shows_exists(page: str) -> None:
    shown = re.findall(r"(?:^|`|\$ )(?:\./)?communique ([a-z]+)", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    known = {*command_line.commands, "test", "lint", "types", "contracts", "spec", "lock"}
    assert set(shown) <= known


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md"])
def test_every_link_of_a_page_leads_to_a_file_that_is_there(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not link.startswith("https:") and not (ROOT / link).exists()] == []
