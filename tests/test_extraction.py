"""`catalog update`: templates and catalogs follow the statement; nothing is lost, and nothing else is touched."""

from __future__ import annotations

import datetime
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from communique.catalogs import read_catalog, read_entries
from communique.catalogs.changes import placeholders
from communique.diagnostics import FileProblem
from communique.extraction import Wishes, name_blocks, update_letterhead, update_statement
from communique.source import load_statement
from conftest import Program
from small_newsroom import BODY, CATALOG, LABELS, REPOSITORY, STATEMENT, SmallNewsroom, statement_file

OBSOLETE = '#~ msgctxt "old"\n#~ msgid "Old."\n#~ msgstr "Vieux."\n'
TEMPLATE = "statements/sad-night/locales/statement.pot"


def update(newsroom: SmallNewsroom) -> dict[str, bool]:
    """Update the statement; which files had to be changed."""
    return {one.path: one.changed for one in update_statement(newsroom.load(), newsroom.statement())}


def entries(newsroom: SmallNewsroom, path: str = CATALOG) -> dict[str, str]:
    """A catalog cut into its messages."""
    _, *parts = newsroom.read(path).split("\n\n")
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


def test_a_byte_order_mark_and_foreign_line_ends_are_mended_for_good(newsroom: SmallNewsroom) -> None:
    update(newsroom)
    before = newsroom.read(CATALOG)
    newsroom.write(CATALOG, b"\xef\xbb\xbf" + before.replace("\n", "\r\n").encode())
    assert update(newsroom)[CATALOG]
    assert (newsroom.folder / CATALOG).read_bytes() == before.encode()


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


# --- what stands beside a message ----------------------------------------------------------------------------------------


def renewed(newsroom: SmallNewsroom, year: int | None = None, day: str = "2026-11-27") -> None:
    wishes = Wishes(year, datetime.date.fromisoformat(day))
    update_statement(newsroom.load(), newsroom.statement(), wishes)


def test_a_translator_reads_what_each_placeholder_becomes_in_two_editions_and_its_forms(
    newsroom: SmallNewsroom,
) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("ru",)))
    renewed(newsroom)
    lead = entries(newsroom, "statements/sad-night/locales/ru.po")["lead"]
    assert "#. {anniversary} = 37-я годовщина (2027); 38-я годовщина (2028)\n" in lead
    assert "@gen 37-й годовщины; " in lead
    assert "#. {event.name} = the translation of the message `event.name`\n" in lead


def test_a_placeholder_that_every_edition_states_anew_is_said_to_be_one(newsroom: SmallNewsroom) -> None:
    tables = '\n[facts.visitors]\nrequired = "yearly"\n'
    newsroom.write(STATEMENT, statement_file("{#a}\n{visitors} came.\n", tables=tables))
    renewed(newsroom)
    assert "#. {visitors} = stated in each edition\n" in entries(newsroom)["a"]


def test_a_locked_quotation_and_a_switch_are_explained(newsroom: SmallNewsroom) -> None:
    body = '{#q locked="true"}\n> Words.\n\n{#s}\n[[n| one: {years} has | other: {years} have ]] passed.\n'
    newsroom.write(STATEMENT, statement_file(body, locales=("ru",)))
    renewed(newsroom)
    found = entries(newsroom, "statements/sad-night/locales/ru.po")
    assert "#. quotation\n#. locked quotation: " in found["q"]
    assert "#. [[n| … ]] has the clauses one: few: many: other: in this language\n" in found["s"]


def test_every_message_with_a_placeholder_has_an_example_in_every_locale_of_ours() -> None:
    for path in sorted(REPOSITORY.glob("statements/*/locales/*.po")):
        for entry in read_entries(path, path.name, path.stem)[1:]:
            for name in placeholders(entry.source):
                assert any(line.startswith(f"{{{name}}} = ") for line in entry.comments), f"{path} {entry.context}"


def test_going_from_any_year_to_any_other_changes_no_byte_of_any_catalog(newsroom: SmallNewsroom) -> None:
    renewed(newsroom)
    before = newsroom.read(CATALOG), newsroom.read(TEMPLATE)
    for year in (1991, 2024, 2027, 2028, 2040):
        renewed(newsroom, day=f"{year}-11-27")
        assert (newsroom.read(CATALOG), newsroom.read(TEMPLATE)) == before


def test_other_examples_are_shown_when_they_are_asked_for_and_nothing_becomes_fuzzy(newsroom: SmallNewsroom) -> None:
    renewed(newsroom)
    renewed(newsroom, year=2030)
    assert "(2030)" in entries(newsroom)["lead"]
    assert "fuzzy" not in newsroom.read(CATALOG)
    renewed(newsroom)
    assert "(2030)" in entries(newsroom)["lead"]


def test_a_locale_without_a_grammar_has_its_catalog_all_the_same(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("eo",)))
    renewed(newsroom)
    assert "#. lead\n#, python" in entries(newsroom, "statements/sad-night/locales/eo.po")["lead"]


# --- doubts ------------------------------------------------------------------------------------------------------------


def test_a_catalog_that_lost_its_end_is_refused_with_what_it_lost(newsroom: SmallNewsroom, communique: Program) -> None:
    communique("catalog", "update")
    whole = newsroom.read(CATALOG)
    cut = whole[: whole.index("\n#. paragraph\n")]
    newsroom.write(CATALOG, cut)
    ended = communique("catalog", "update")
    assert ended.exit_code == 1
    assert f"{CATALOG}:{cut.count(chr(10))}:1: error C048: " in ended.err
    assert "`victims`" in ended.err
    assert newsroom.read(CATALOG) == cut
    assert communique("catalog", "update", "--yes").exit_code == 0
    assert '"victims"' in newsroom.read(CATALOG)


def test_a_rewritten_text_keeps_its_translation_only_if_somebody_says_so(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    communique("catalog", "update")
    newsroom.replace(STATEMENT, "That night {killed} people lost their lives.", "None of the {killed} is forgotten.")
    before = newsroom.read(CATALOG)
    communique("catalog", "update")
    assert 'msgid "None of the {killed} is forgotten."\nmsgstr ""' in newsroom.read(CATALOG)
    newsroom.write(CATALOG, before)
    communique("catalog", "update", "--yes")
    assert '#| msgid "That night {killed} people lost their lives."' in newsroom.read(CATALOG)
    assert 'msgstr "Cette nuit, {killed} personnes ont perdu la vie."' in newsroom.read(CATALOG)


@pytest.mark.parametrize("answer, kept", [("y", True), ("n", False)])
def test_on_a_terminal_somebody_is_asked(newsroom: SmallNewsroom, answer: str, kept: bool) -> None:
    update(newsroom)
    newsroom.replace(STATEMENT, "That night {killed} people lost their lives.", "None of the {killed} is forgotten.")
    master, terminal = pty.openpty()
    command = [sys.executable, "-m", "communique", "catalog", "update"]
    with subprocess.Popen(command, stdin=terminal, stderr=terminal, stdout=subprocess.PIPE) as program:
        os.write(master, f"{answer}\n".encode())
        program.communicate(timeout=60)
    asked = os.read(master, 10_000).decode()
    os.close(terminal)
    os.close(master)
    # One word of seven and six is the same: 2 / 13.
    assert "Only 15% of `victims` is alike. Keep its translations?" in asked
    assert ('#| msgid "That night' in newsroom.read(CATALOG)) is kept


def test_an_update_says_what_became_of_each_message(newsroom: SmallNewsroom, communique: Program) -> None:
    communique("catalog", "update")
    newsroom.replace(STATEMENT, "lost their lives", "died")
    assert "  victims  E wording (67% alike): fuzzy" in communique("catalog", "update").out.split("\n")
    newsroom.replace(STATEMENT, "people died", "people perished")
    items = json.loads(communique("--json", "catalog", "update").out)["items"]
    assert {
        "path": CATALOG,
        "block": "victims",
        "change": "wording",
        "letter": "E",
        "alike": 0.67,
        "state": "fuzzy",
        "origin": "",
    } in items


def test_the_review_of_a_catalog_ends_when_its_words_are_others(newsroom: SmallNewsroom, communique: Program) -> None:
    signed = '"X-Communique-Reviewed-By: A Person\\n"\n\n'
    newsroom.write(CATALOG, newsroom.read(CATALOG).replace("\n\n", "\n" + signed, 1))
    communique("catalog", "update")
    newsroom.replace(STATEMENT, "That night {killed} people lost", "That night  {killed} people lost")
    assert "review" not in communique("catalog", "update").err
    newsroom.replace(STATEMENT, "people lost", "people, lost")
    assert "the review by A Person ended" in communique("catalog", "update").err
    assert '"X-Communique-Reviewed-By: \\n"' in newsroom.read(CATALOG)


def test_the_translation_of_the_same_text_in_another_statement_is_proposed(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        "statements/other-day/statement.md", statement_file("{#said}\nThat night {killed} people lost their lives.\n")
    )
    update_statement(newsroom.load(), load_statement(newsroom.load(), "other-day"))
    said = entries(newsroom, "statements/other-day/locales/fr.po")["said"]
    assert "#. update: the translation is that of `victims` of `sad-night`; does it fit here?\n#, fuzzy" in said
    assert "Cette nuit" in said


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


def test_an_inserted_a_moved_and_a_reworded_paragraph_touch_one_message_in_every_language(
    examples: Path, communique: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "newsroom"
    shutil.copytree(examples, folder)
    path = folder / "statements" / "black-january" / "statement.md"
    catalogs = sorted(path.parent.glob("locales/*.po"))
    text = path.read_text("utf-8")
    mourning = text[text.index("{#mourning}") : text.index("{#customs}")]
    for edited, touched in (
        (text.replace("{#years}", "{#added}\nA paragraph of this year.\n\n{#years}"), {"added"}),
        (text.replace(mourning, "").replace("{#years}", f"{mourning}{{#years}}"), set()),
        (text.replace("bows its head", "bows its head today"), {"closing"}),
    ):
        path.write_text(text, "utf-8")
        communique("-C", str(folder), "catalog", "update", "black-january")
        before = {one: set(read_entries(one, one.name, one.stem)) for one in catalogs}
        path.write_text(edited, "utf-8")
        communique("-C", str(folder), "catalog", "update", "black-january")
        for one in catalogs:
            after = read_entries(one, one.name, one.stem)
            assert {entry.context for entry in after if entry not in before[one]} == touched
            assert {entry.context for entry in before[one] if entry not in after} <= touched


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
