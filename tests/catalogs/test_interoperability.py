"""The programs that translators and other builds use take our files, and ours takes theirs back."""

from __future__ import annotations

import gettext
import io
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import polib
import pytest
from gettext_programs import canonical, compiles

from communique.catalogs import read_entries
from communique.catalogs.entries import file_text
from communique.newsroom import load_newsroom
from communique.source import load_statement
from small_newsroom import CATALOG, REPOSITORY, STATEMENT, SmallNewsroom, statement_file

PYBABEL = "import sys; from babel.messages.frontend import main; sys.exit(main())"
COMMITTED = sorted(REPOSITORY.glob("*/*/locales/*.po"))
CATALOG_OF_EXAMPLE = "statements/black-january/locales/fr.po"


@pytest.fixture(scope="module")
def entry_points(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The entry points of pyproject.toml as an installed package declares them, wherever the tests run."""
    folder = tmp_path_factory.mktemp("installed")
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    declared = folder / "communique_entry_points-1.dist-info"
    declared.mkdir()
    (declared / "METADATA").write_text("Metadata-Version: 2.1\nName: communique-entry-points\nVersion: 1\n")
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in points.items())
        for group, points in project["entry-points"].items()
    ]
    (declared / "entry_points.txt").write_text("\n".join(lines))
    return folder


def pybabel(entry_points: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real `pybabel` in a folder."""
    path = os.pathsep.join([str(entry_points), *filter(None, sys.path)])
    command = [sys.executable, "-c", PYBABEL, *arguments]
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of an example statement and what it needs."""
    shutil.copyfile(REPOSITORY / "communique.toml", tmp_path / "communique.toml")
    shutil.copytree(REPOSITORY / "statements" / "black-january", tmp_path / "statements" / "black-january")
    return tmp_path


def test_pybabel_extracts_every_message_with_its_context_and_comments(entry_points: Path, example: Path) -> None:
    (example / "babel.cfg").write_text("[communique: statements/*/statement.md]\n")
    ended = pybabel(entry_points, example, "extract", "-F", "babel.cfg", "-o", "out.pot", ".")
    assert ended.returncode == 0, ended.stderr
    found = {entry.msgctxt: entry for entry in polib.pofile(str(example / "out.pot"))}
    statement = load_statement(load_newsroom(str(example)), "black-january")
    assert {name: entry.msgid for name, entry in found.items()} == {
        message.id: message.passage.text for message in statement.messages
    }
    assert found["report"].comment.split("\n")[:2] == [
        "quotation",
        "locked quotation: somebody else's words; add nothing, leave nothing out",
    ]
    lines = (example / "statements/black-january/statement.md").read_text("utf-8").split("\n")
    line = next(number for number, line in enumerate(lines, 1) if line.startswith("**{date}"))
    assert found["lead"].occurrences == [("statements/black-january/statement.md", str(line))]
    assert "python-brace-format" in found["lead"].flags


def test_pybabel_compiles_our_catalogs(entry_points: Path, example: Path) -> None:
    ended = pybabel(entry_points, example, "compile", "-i", CATALOG_OF_EXAMPLE, "-o", "fr.mo", "-l", "fr")
    assert ended.returncode == 0, ended.stderr
    compiled = gettext.GNUTranslations(io.BytesIO((example / "fr.mo").read_bytes()))
    entries = read_entries(example / CATALOG_OF_EXAMPLE, "fr.po", "fr")[1:]
    assert {entry.context: compiled.pgettext(entry.context or "", entry.source) for entry in entries} == {
        entry.context: entry.translation for entry in entries
    }


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("{troops}. Human Rights Watch a", "{{troops}}. Human Rights Watch a", "C032: the translation of `night` lost"),
        ("à {troops}.", "à {troops} en {year}.", "C033: the source of `night` has no `{year}`"),
        ("[[n| one: {years} s’est", "[[n| one: {years s’est", "C030"),
    ],
)
def test_pybabel_compile_refuses_the_faults_that_we_refuse(
    entry_points: Path, example: Path, old: str, new: str, said: str
) -> None:
    path = example / CATALOG_OF_EXAMPLE
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    ended = pybabel(entry_points, example, "compile", "-i", CATALOG_OF_EXAMPLE, "-o", "fr.mo", "-l", "fr")
    assert ended.returncode == 1
    assert "fr.po" in ended.stderr
    assert said in ended.stderr


def test_pybabel_compile_leaves_the_catalogs_of_other_projects_alone(entry_points: Path, tmp_path: Path) -> None:
    other = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgctxt "menu"\nmsgid "{a} {b}"\nmsgstr "{{"\n'
    (tmp_path / "fr.po").write_text(other)
    ended = pybabel(entry_points, tmp_path, "compile", "-i", "fr.po", "-o", "fr.mo", "-l", "fr")
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_gettext_and_polib_take_every_committed_catalog(path: Path) -> None:
    text = path.read_text("utf-8")
    assert canonical(text) == text
    assert compiles(text)
    entries = read_entries(path, path.name, path.stem)[1:]
    assert [(one.msgctxt, one.msgid, one.msgstr) for one in polib.pofile(text)] == [
        (entry.context, entry.source, entry.translation) for entry in entries
    ]


def test_a_file_that_msgmerge_wrote_is_taken_back(newsroom: SmallNewsroom) -> None:
    """Somebody ran it all the same: the obsolete and earlier texts it writes are read, and nothing is lost."""
    newsroom.write("new.pot", newsroom.read(CATALOG).replace("marks the", "is the").split('\nmsgctxt "victims"')[0])
    command = ["msgmerge", "--previous", "--no-wrap", CATALOG, "new.pot"]
    merged = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "#| msgid" in merged
    assert "#~ msgctxt" in merged
    newsroom.write("fr.po", merged)
    assert file_text(read_entries(newsroom.folder / "fr.po", "fr.po", "fr")) == merged


def test_msgfmt_finds_a_lost_placeholder_by_itself(newsroom: SmallNewsroom) -> None:
    from communique.extraction import update_statement

    newsroom.write(STATEMENT, statement_file())
    update_statement(newsroom.load(), newsroom.statement())
    assert compiles(newsroom.read(CATALOG))
    assert not compiles(newsroom.read(CATALOG).replace("{killed} personnes", "147 personnes"))


def translate_toolkit(tool: str, *arguments: Path | str) -> str:
    """Run a tool of the Translate Toolkit, as a program of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", f"translate.tools.{tool}", *map(str, arguments)]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_the_translate_toolkit_counts_our_messages_and_writes_them_back_as_they_were(tmp_path: Path) -> None:
    catalogs = [path for path in COMMITTED if path.parts[-3] == "black-january"]
    lines = translate_toolkit("pocount", "--csv", *catalogs).strip().split("\n")[1:]
    counts = {Path(line.split(",")[0]): [int(line.split(",")[column]) for column in (1, 4, 6)] for line in lines}
    messages = {path: read_entries(path, path.name, path.stem)[1:] for path in catalogs}
    assert {path: counts[path] for path in catalogs} == {path: [len(found), 0, 0] for path, found in messages.items()}
    path = catalogs[0]
    translate_toolkit("pomerge", "--progress=none", "-t", path, "-i", path, "-o", tmp_path / path.name)
    assert read_entries(tmp_path / path.name, path.name, path.stem)[1:] == messages[path]
