"""All examples of this repository, out and back, in every kind of file; and the commands that do it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from exchanged import TODAY, decisions, edited, imported, replaced

from communique.diagnostics import ExitCode
from communique.exchange import files
from communique.exchange.merge import Decision
from communique.exchange.sheet import load_sheet
from communique.newsroom import load_newsroom, slugs
from communique.source import load_statement
from conftest import Program
from small_newsroom import CATALOG, REPOSITORY, STATEMENT, SmallNewsroom

ROOM = load_newsroom(str(REPOSITORY))
EXAMPLES = [(slug, locale) for slug in slugs(ROOM) for locale in load_statement(ROOM, slug).locales]


@pytest.mark.parametrize("kind", files.Kind)
@pytest.mark.parametrize("slug, locale", EXAMPLES)
def test_an_example_comes_back_as_it_went(tmp_path: Path, slug: str, locale: str, kind: files.Kind) -> None:
    sheet = load_sheet(ROOM, slug, locale, TODAY)
    path = files.save(str(tmp_path), sheet, kind, files.write(ROOM, sheet, kind))
    merged = imported(ROOM, Path(path), dry_run=True)
    assert decisions(merged) == dict.fromkeys((row.id for row in sheet.rows), Decision.UNCHANGED)
    assert merged.absent == ()


@pytest.mark.parametrize("kind", files.Kind)
@pytest.mark.parametrize("slug, locale", EXAMPLES)
def test_one_changed_name_in_an_example_changes_one_message(
    tmp_path: Path, slug: str, locale: str, kind: files.Kind
) -> None:
    for name in ("communique.toml", "statements", "templates"):
        (shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy)(REPOSITORY / name, tmp_path / name)
    room = load_newsroom(str(tmp_path))
    sheet = load_sheet(room, slug, locale, TODAY)
    catalog = tmp_path / "statements" / slug / "locales" / f"{locale}.po"
    before = catalog.read_text("utf-8").split("\n")
    row = sheet.row("event.name")
    assert row is not None
    old, new = f">{row.translation}<", f">{row.translation} X<"
    content = files.write(room, sheet, kind)
    if kind is files.Kind.WORD:
        content = edited(content, replaced(old, new))
    else:
        line = 'msgstr "{}"' if kind is files.Kind.CATALOG else ">{}</target>"
        content = content.replace(line.format(row.translation).encode(), line.format(new[1:-1]).encode(), 1)
    merged = imported(room, Path(files.save(str(tmp_path / "out"), sheet, kind, content)))
    after = catalog.read_text("utf-8").split("\n")
    assert [name for name, one in decisions(merged).items() if one is not Decision.UNCHANGED] == ["event.name"]
    assert [line for line in after if line not in before] == [f'msgstr "{new[1:-1]}"']
    assert len(after) == len(before)


def test_export_writes_a_file_and_import_takes_it_back(newsroom: SmallNewsroom, communique: Program) -> None:
    ended = communique("catalog", "export", "fr", "--to", "docx", "-o", "out")
    assert (ended.exit_code, ended.out) == (0, "out/sad-night.fr.docx  4 messages\n")
    path = newsroom.folder / "out/sad-night.fr.docx"
    path.write_bytes(edited(path.read_bytes(), replaced(" personnes ont perdu", " civils ont perdu")))
    ended = communique("catalog", "import", "out/sad-night.fr.docx")
    assert ended.exit_code == 0
    assert "out/sad-night.fr.docx:5  accepted   victims" in ended.out
    assert f"{CATALOG}  1 accepted, 3 unchanged, 0 refused" in ended.out
    assert "civils ont perdu" in newsroom.read(CATALOG)


def test_a_refusal_ends_with_one_and_stands_in_the_json(newsroom: SmallNewsroom, communique: Program) -> None:
    communique("catalog", "export", "fr", "--to", "xliff")
    newsroom.replace("sad-night.fr.xliff", " personnes ont perdu la vie.", " {tués}")
    ended = communique("catalog", "import", "sad-night.fr.xliff", "--json")
    answer = json.loads(ended.out)
    assert ended.exit_code == ExitCode.PROBLEMS
    assert [item["decision"] for item in answer["items"] if "decision" in item] == ["refused"]
    assert [problem["block"] for problem in answer["problems"]] == ["victims"]


def test_a_catalog_that_does_not_follow_its_statement_is_not_sent_out(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    newsroom.replace(STATEMENT, "people lost", "civilians lost")
    ended = communique("catalog", "export", "fr")
    assert ended.exit_code == ExitCode.PROBLEMS
    assert "run `communique catalog update sad-night` first" in ended.err
    assert not list(newsroom.folder.glob("*.docx"))


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("a.odt", b"x", "`.odt` is not the ending of a file that can be imported"),
        ("a.docx", b"x", "not a Word document"),
        ("a.po", b"x", "the header names no language"),
        ("a.xliff", b"x", "the file is damaged"),
    ],
)
def test_a_file_that_is_none_ends_in_a_sentence(
    newsroom: SmallNewsroom, communique: Program, name: str, content: bytes, said: str
) -> None:
    newsroom.write(name, content)
    ended = communique("catalog", "import", name)
    assert ended.exit_code in {ExitCode.FILE, ExitCode.PROBLEMS}
    assert said in ended.err
    assert "hint:" in ended.err


def test_a_missing_file_ends_in_a_sentence(newsroom: SmallNewsroom, communique: Program) -> None:
    ended = communique("catalog", "import", "none.docx")
    assert (ended.exit_code, "none.docx: error C001: cannot be opened" in ended.err) == (ExitCode.FILE, True)


def test_a_returned_catalog_is_merged_and_its_header_and_marks_are_not_taken(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    before = newsroom.read(CATALOG)
    text = before.replace("personnes", "civils").replace('"MIME', '"X-Communique-Reviewed-By: Me\\n"\n"MIME')
    newsroom.write("sad-night.fr.po", text.replace('"Triste Nuit"', '""'))
    ended = communique("catalog", "import", "sad-night.fr.po")
    assert ended.exit_code == ExitCode.PROBLEMS
    assert newsroom.read(CATALOG) == before.replace("personnes", "civils")
    assert "the translation of `event.name` is empty; the catalog keeps the one it has" in ended.err
