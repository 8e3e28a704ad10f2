"""`catalog update`: templates and catalogs follow the statement; nothing is lost, and nothing else is touched."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from communique.catalogs import read_catalog
from communique.diagnostics import FileProblem
from communique.extraction import name_blocks, update_letterhead, update_statement
from conftest import Program
from small_newsroom import BODY, CATALOG, LABELS, REPOSITORY, STATEMENT, SmallNewsroom, statement_file

OBSOLETE = '#~ msgctxt "old"\n#~ msgid "Old."\n#~ msgstr "Vieux."\n'
TEMPLATE = "statements/sad-night/locales/statement.pot"


def update(newsroom: SmallNewsroom) -> dict[str, bool]:
    """Update the statement; which files had to be changed."""
    return {one.path: one.changed for one in update_statement(newsroom.load(), newsroom.statement())}


def entries(newsroom: SmallNewsroom) -> dict[str, str]:
    """The catalog cut into its messages."""
    _, *parts = newsroom.read(CATALOG).split("\n\n")
    return {part.partition('msgctxt "')[2].partition('"')[0]: part for part in parts}


# --- ids ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body, named",
    [
        ("One.\n\nTwo.\n", "{#p1}\nOne.\n\n{#p2}\nTwo.\n"),
        ("{#p1}\nOne.\n\nTwo.\n", "{#p1}\nOne.\n\n{#p2}\nTwo.\n"),
        ("{.lead}\nOne.\n", "{#p1 .lead}\nOne.\n"),
        ("{.lead}\n\nOne.\n", "{#p1 .lead}\n\nOne.\n"),
        ('{years="2021.."}\nOne.\n', '{#p1 years="2021.."}\nOne.\n'),
        ("## Head\n\n- a\n- b\n\n> said\n", "{#p1}\n## Head\n\n{#p2}\n- a\n- b\n\n{#p3}\n> said\n"),
    ],
)
def test_nameless_blocks_get_ids_in_their_order_and_keep_their_keys(
    newsroom: SmallNewsroom, body: str, named: str
) -> None:
    newsroom.write(STATEMENT, statement_file(body))
    assert name_blocks(newsroom.load(), "sad-night") == named.count("{#p") - body.count("{#p")
    assert newsroom.read(STATEMENT) == statement_file(named)
    assert newsroom.statement().messages


def test_a_statement_whose_blocks_are_named_is_not_written(newsroom: SmallNewsroom) -> None:
    before = (newsroom.folder / STATEMENT).stat().st_mtime_ns
    assert name_blocks(newsroom.load(), "sad-night") == 0
    assert (newsroom.folder / STATEMENT).stat().st_mtime_ns == before


# --- catalogs ----------------------------------------------------------------------------------------------------------


def test_a_second_update_changes_no_byte(newsroom: SmallNewsroom) -> None:
    assert update(newsroom) == {TEMPLATE: True, CATALOG: True}
    assert update(newsroom) == {TEMPLATE: False, CATALOG: False}


def test_an_inserted_paragraph_touches_one_message_only(newsroom: SmallNewsroom) -> None:
    update(newsroom)
    before = entries(newsroom)
    newsroom.write(STATEMENT, statement_file("{#new}\nNew words.\n\n" + BODY))
    update(newsroom)
    after = entries(newsroom)
    assert set(after) - set(before) == {"new"}
    assert {name: after[name] for name in before} == before


def test_a_changed_paragraph_touches_its_message_only_and_says_what_it_was(newsroom: SmallNewsroom) -> None:
    update(newsroom)
    before = entries(newsroom)
    for text in ("That night {killed} people died.", "That same night {killed} people lost lives."):
        newsroom.write(STATEMENT, statement_file(BODY.replace("That night {killed} people lost their lives.", text)))
        update(newsroom)
    after = entries(newsroom)
    assert {name for name in after if after[name] != before[name]} == {"victims"}
    assert "#, fuzzy" in after["victims"]
    assert '#| msgid "That night {killed} people lost their lives."' in after["victims"]
    assert "Cette nuit" in after["victims"]


def test_a_removed_paragraph_comes_back_with_its_translation(newsroom: SmallNewsroom) -> None:
    update(newsroom)
    before = newsroom.read(CATALOG)
    newsroom.write(STATEMENT, statement_file(BODY[: BODY.index("{#victims}")]))
    update(newsroom)
    assert '#~ msgctxt "victims"' in newsroom.read(CATALOG)
    newsroom.write(STATEMENT, statement_file())
    update(newsroom)
    assert newsroom.read(CATALOG) == before


def test_a_new_locale_gets_an_empty_catalog(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("fr", "de")))
    (_, french, german) = update_statement(newsroom.load(), newsroom.statement())
    assert (french.to_do, german.to_do, german.path) == (0, 4, "statements/sad-night/locales/de.po")
    assert not any(one.passage.text for one in read_catalog(Path(german.path), german.path, "de").translations.values())


def test_the_author_s_note_reaches_the_translator(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file('{#a note="Keep it short."}\nWords.\n'))
    update(newsroom)
    assert '#. paragraph\n#. Keep it short.\nmsgctxt "a"' in newsroom.read(TEMPLATE)


def test_labels_of_a_letterhead_are_brought_up_to_date_too(newsroom: SmallNewsroom) -> None:
    newsroom.replace("templates/embassy/letterhead.toml", 'place = "Geneva"', 'place = "Bern"')
    update_letterhead(newsroom.load(), newsroom.letterhead(), ("en", "fr"))
    assert '#. update: earlier translation of `place`: Genève\nmsgctxt "place"\nmsgid "Bern"\nmsgstr ""' in (
        newsroom.read(LABELS)
    )
    assert not (newsroom.folder / "templates/embassy/locales/en.po").exists()


def test_a_broken_catalog_stops_the_update_before_anything_is_written(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    newsroom.replace(CATALOG, "ont perdu la vie.", 'ont "perdu" la vie.')
    before = newsroom.read(CATALOG)
    ended = communique("catalog", "update")
    assert ended.exit_code == 1
    assert f"{CATALOG}:22:" in ended.err
    assert newsroom.read(CATALOG) == before
    assert not (newsroom.folder / TEMPLATE).exists()


def test_a_catalog_that_cannot_be_written_is_told_with_its_name(newsroom: SmallNewsroom) -> None:
    (newsroom.folder / TEMPLATE).mkdir()
    with pytest.raises(FileProblem, match=r"statement\.pot: error C008: cannot be written: is a directory"):
        update(newsroom)


def test_long_catalogs_are_updated_as_they_are_read(newsroom: SmallNewsroom) -> None:
    update(newsroom)
    newsroom.write(CATALOG, newsroom.read(CATALOG) + ("# " + "a long note " * 10_000 + "\n") * 10 + OBSOLETE)
    assert set(update(newsroom)) == {TEMPLATE, CATALOG}


# --- the examples of this repository, and gettext itself -----------------------------------------------------------------


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's newsroom, updated once; the catalogs as they were lie beside it."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copyfile(REPOSITORY / "communique.toml", folder / "communique.toml")
    for part in ("statements", "templates"):
        shutil.copytree(REPOSITORY / part, folder / part)
    return folder


def test_updating_the_committed_examples_changes_no_byte(examples: Path, communique: Program) -> None:
    catalogs = sorted(examples.glob("*/*/locales/*.po*"))
    before = {path: path.read_bytes() for path in catalogs}
    assert len(before) > 20
    assert communique("-C", str(examples), "catalog", "update").exit_code == 0
    assert {path.name: path.read_bytes() == content for path, content in before.items()} == dict.fromkeys(
        (path.name for path in catalogs), True
    )


def test_every_written_file_is_what_msgcat_writes_and_msgfmt_accepts(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        STATEMENT,
        statement_file(
            BODY.replace("That night", "In that night")
            + '\n{#q note="A note that is much longer than the line of eighty characters at which gettext wraps its'
            ' comments and texts."}\n> One “two” \\\\ three.\n>\n> — A “Person”\n\n{#list}\n- {n}\n- b\n',
            locales=("fr", "de"),
        ),
    )
    update(newsroom)
    newsroom.write(STATEMENT, newsroom.read(STATEMENT).replace("{#list}\n- {n}\n- b\n", ""))
    update(newsroom)
    for path in sorted((newsroom.folder / "statements").glob("*/locales/*")):
        canonical = subprocess.run(["msgcat", "--no-wrap", path], check=True, capture_output=True).stdout
        assert path.read_bytes() == canonical
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], check=path.suffix == ".po", capture_output=True)


def test_every_committed_catalog_is_what_msgcat_writes() -> None:
    for path in sorted(REPOSITORY.glob("*/*/locales/*.po")):
        canonical = subprocess.run(["msgcat", "--no-wrap", path], check=True, capture_output=True).stdout
        assert path.read_bytes() == canonical, path
