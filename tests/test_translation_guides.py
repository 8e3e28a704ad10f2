"""The guides for translators say what the program does."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import zipfile
from pathlib import Path

import polib
import pytest

import validators
from communique import newsroom as newsrooms
from communique.source import load_statement
from conftest import Program
from small_newsroom import REPOSITORY

ROOM = newsrooms.load_newsroom(str(REPOSITORY))
GUIDES = {path.stem: path.read_text("utf-8") for path in sorted(REPOSITORY.glob("docs/translate-in-*.md"))}
CATALOGS = [
    (slug, locale, f"statements/{slug}/locales/{locale}.po")
    for slug in newsrooms.slugs(ROOM)
    for locale in load_statement(ROOM, slug).locales
]


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example newsroom, to be changed."""
    for name in ("statements", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "communique.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(text: str) -> list[str]:
    """Every whole command of a guide, in its order."""
    blocks = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    spans = re.findall(r"`(communique [^`]+)`", text)
    parts = [part.partition("#")[0].strip() for line in (*blocks, *spans) for part in line.split("&&")]
    return [part for part in parts if part.startswith("communique ")]


def without_placeholder(file: Path, name: str) -> None:
    """Delete the control of a placeholder from a Word table, as a translator can."""
    with zipfile.ZipFile(file) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    text = parts["word/document.xml"].decode()
    control = re.compile(rf'<w:sdt><w:sdtPr><w:alias w:val="\{{{name}\}} = [^>]*>.*?</w:sdt>')
    assert len(control.findall(text)) == 1
    parts["word/document.xml"] = control.sub("", text).encode()
    with zipfile.ZipFile(file, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_of_a_guide_runs_in_the_example_newsroom(example: Path, communique: Program, guide: str) -> None:
    found = commands(GUIDES[guide])
    assert len(found) >= 3
    for command in found:
        _, *arguments = shlex.split(command)
        # A preview runs until it is stopped, and whole builds have tests of their own.
        only_asked = ["--help"] if {"preview", "build"} & {*arguments} else []
        ended = communique(*arguments, *only_asked)
        assert (command, ended.exit_code) == (command, 0), ended.err


def test_the_guide_for_word_shows_the_refusal_that_the_program_writes(example: Path, communique: Program) -> None:
    shown = re.search(r"```text\n(black-january.fr.docx:.*?)\n```", GUIDES["translate-in-word"], re.DOTALL)
    assert shown
    communique("catalog", "export", "fr", "black-january")
    docx = example / "black-january.fr.docx"
    without_placeholder(docx, "troops")
    ended = communique("catalog", "import", docx.name)
    assert ended.exit_code == 1
    assert shown[1] in ended.err


def test_the_component_that_weblate_discovers_is_the_statement_and_its_language_the_locale() -> None:
    pattern = re.search(r"```text\n(statements/.*)\n```", GUIDES["translate-in-weblate"])
    assert pattern
    for slug, locale, path in CATALOGS:
        found = re.fullmatch(pattern[1], path)
        assert found
        assert (found["component"], found["language"]) == (slug, locale)


def test_the_mask_and_the_template_that_weblate_is_given_are_there() -> None:
    mask, template = re.findall(r"\| `(statements/black-january/locales/[^`]+)` \|", GUIDES["translate-in-weblate"])
    assert {path.stem for path in REPOSITORY.glob(mask)} == set(load_statement(ROOM, "black-january").locales)
    assert (REPOSITORY / template).is_file()


def test_the_placeholders_that_weblate_protects_are_those_of_every_message() -> None:
    flag = re.search(r'placeholders:r"([^"]+)"', GUIDES["translate-in-weblate"])
    assert flag
    for _, _, path in CATALOGS:
        for entry in polib.pofile(str(REPOSITORY / path)):
            has_one = re.search(flag[1], entry.msgid) is not None
            assert ("python-brace-format" in entry.flags) is has_one


@pytest.mark.parametrize("path", [path for _, _, path in CATALOGS])
def test_a_save_by_an_editor_that_runs_msgcat_changes_nothing(path: str) -> None:
    file = REPOSITORY / path
    command = [validators.program("msgcat"), "--no-wrap", str(file)]
    assert subprocess.run(command, check=True, capture_output=True).stdout == file.read_bytes()
