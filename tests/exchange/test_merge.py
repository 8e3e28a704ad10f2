"""What comes back goes into the catalog message by message, and nothing else moves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from exchanged import decisions, reasons, sheet_of

from communique.catalogs import REVIEWED_BY
from communique.diagnostics import FileProblem, Location
from communique.exchange.merge import Decision, merge
from communique.exchange.sheet import Returned, ReturnedRow, fingerprint
from small_newsroom import CATALOG, SmallNewsroom

SOURCE = "That night {killed} people lost their lives."
BETTER = "Cette nuit-là, {killed} personnes ont perdu la vie."
FUZZY = f'#, fuzzy, python-brace-format\n#| msgid "In that night {{killed}} people died."\nmsgctxt "victims"\nmsgid "{SOURCE}"'


def returned(newsroom: SmallNewsroom, *rows: tuple[str, str, str], unfinished: bool = False) -> Returned:
    """A file with some rows: the id, the source that was seen, and the translation."""
    found = [
        ReturnedRow(name, fingerprint(source), text, Location("fr.docx", line, 1), unfinished)
        for line, (name, source, text) in enumerate(rows, 2)
    ]
    return Returned(sheet_of(newsroom), tuple(found))


def make_fuzzy(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, f'msgctxt "victims"\nmsgid "{SOURCE}"', FUZZY)


def test_a_new_translation_of_a_known_message_is_taken(newsroom: SmallNewsroom) -> None:
    merged = merge(newsroom.load(), returned(newsroom, ("victims", SOURCE, BETTER)))
    assert merged.count(Decision.ACCEPTED) == 1
    assert f'msgstr "{BETTER}"' in newsroom.read(CATALOG)


def test_a_dry_run_says_so_and_writes_nothing(newsroom: SmallNewsroom) -> None:
    before = newsroom.read(CATALOG)
    merged = merge(newsroom.load(), returned(newsroom, ("victims", SOURCE, BETTER)), dry_run=True)
    assert decisions(merged) == {"victims": Decision.ACCEPTED}
    assert newsroom.read(CATALOG) == before


def test_a_fuzzy_message_is_translated_once_its_text_changed(newsroom: SmallNewsroom) -> None:
    make_fuzzy(newsroom)
    merge(newsroom.load(), returned(newsroom, ("victims", SOURCE, BETTER)))
    assert newsroom.read(CATALOG).endswith(
        f'\n#, python-brace-format\nmsgctxt "victims"\nmsgid "{SOURCE}"\nmsgstr "{BETTER}"\n'
    )


def test_a_fuzzy_message_stays_fuzzy_while_its_text_is_the_same(newsroom: SmallNewsroom) -> None:
    make_fuzzy(newsroom)
    before = newsroom.read(CATALOG)
    same = "Cette nuit, {killed} personnes ont perdu la vie."
    merged = merge(newsroom.load(), returned(newsroom, ("victims", SOURCE, same)))
    assert decisions(merged) == {"victims": Decision.UNCHANGED}
    assert newsroom.read(CATALOG) == before


def test_a_change_ends_the_review_that_covered_other_words(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, '"MIME-Version', f'"{REVIEWED_BY}: Anne Roux\\n"\n"MIME-Version')
    assert sheet_of(newsroom).rows[0].state == "reviewed"
    merged = merge(newsroom.load(), returned(newsroom, ("victims", SOURCE, BETTER)))
    assert merged.review_ended == "Anne Roux"
    assert {row.state for row in sheet_of(newsroom).rows} == {"translated"}


@pytest.mark.parametrize(
    "signature",
    [
        '"X-Communique-Reviewed-By: Anne \\"A\\" Roux\\n"\n"',
        '"X-Communique-Reviewed-By: Anne "\n"Roux\\n"\n"',
        '"X-Other: 1\\nX-Communique-Reviewed-By: Anne Roux\\n"\n"',
        '"X-Communique-Reviewed-By: Anne Roux\\n',
    ],
)
def test_a_signature_ends_however_another_program_broke_its_line(newsroom: SmallNewsroom, signature: str) -> None:
    newsroom.replace(CATALOG, '"MIME-Version', f"{signature}MIME-Version")
    assert merge(newsroom.load(), returned(newsroom, ("victims", SOURCE, BETTER))).review_ended.startswith("Anne")
    assert {row.state for row in sheet_of(newsroom).rows} == {"translated"}
    assert '"MIME-Version: 1.0' in newsroom.read(CATALOG) or "\\nMIME-Version: 1.0" in newsroom.read(CATALOG)


def test_a_review_stands_while_no_word_changes(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, '"MIME-Version', f'"{REVIEWED_BY}: Anne Roux\\n"\n"MIME-Version')
    before = newsroom.read(CATALOG)
    rows = [(row.id, row.source, row.translation) for row in sheet_of(newsroom).rows]
    assert merge(newsroom.load(), returned(newsroom, *rows)).review_ended == ""
    assert newsroom.read(CATALOG) == before


REFUSED = {
    "another source": (("victims", "That night many people died.", BETTER), "C044", "no longer the one"),
    "an unknown message": (("victim", SOURCE, BETTER), "C016", "has no message `victim`"),
    "an empty translation": (("victims", SOURCE, " \n"), "C042", "is empty"),
    "a lost placeholder": (("victims", SOURCE, "Cette nuit."), "C032", "lost `{killed}`"),
    "an invented placeholder": (("victims", SOURCE, "{killed} {n}"), "C033", "has no `{n}`"),
    "an unknown placeholder": (("victims", SOURCE, "{killed} {tués}"), "C030", "`{tués}` is not a placeholder"),
    "an unknown form": (("lead", "", "**{date}@dmy {anniversary} {event.name}**"), "C034", "no form `@dmy`"),
    "raw HTML": (("victims", SOURCE, "{killed} <b>vies</b>"), "C022", "raw HTML"),
    "a link that runs": (("victims", SOURCE, "{killed} [vies](javascript:alert)"), "C027", "is not allowed"),
    "the source itself": (("victims", SOURCE, SOURCE), "C047", "is the source text itself"),
    "an open switch": (("victims", SOURCE, "[[n| one: {killed}"), "C030", "is not closed"),
    "a control character": (("victims", SOURCE, "{killed}\x07"), "C022", "U+0007"),
}


@pytest.mark.parametrize("row, code, said", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_its_place_and_a_hint(
    newsroom: SmallNewsroom, row: tuple[str, str, str], code: str, said: str
) -> None:
    before = newsroom.read(CATALOG)
    name, source, text = row
    merged = merge(newsroom.load(), returned(newsroom, (name, source or sheet_of(newsroom).rows[2].source, text)))
    assert decisions(merged) == {name: Decision.REFUSED}
    assert any(f"error {code}: " in reason and said in reason for reason in reasons(merged))
    assert all(reason.startswith("fr.docx:2:") for reason in reasons(merged))
    assert newsroom.read(CATALOG) == before


def test_what_is_refused_does_not_hold_up_the_rest(newsroom: SmallNewsroom) -> None:
    rows = (("victims", SOURCE, BETTER), ("event.name", "Sad Night", ""))
    assert decisions(merge(newsroom.load(), returned(newsroom, *rows))) == {
        "victims": Decision.ACCEPTED,
        "event.name": Decision.REFUSED,
    }
    assert BETTER in newsroom.read(CATALOG)


def test_an_unfinished_translation_is_marked_beside_the_flags_that_are_there(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, 'msgctxt "victims"', '# A remark.\n#, python-brace-format\nmsgctxt "victims"')
    merge(newsroom.load(), returned(newsroom, ("victims", SOURCE, BETTER), unfinished=True))
    assert '# A remark.\n#, fuzzy, python-brace-format\nmsgctxt "victims"' in newsroom.read(CATALOG)


def odd_catalog(newsroom: SmallNewsroom) -> bytes:
    """As other programs write it: wrapped, with Windows line ends and a mark, and with things of their own."""
    text = newsroom.read(CATALOG).replace('msgstr "Triste Nuit"', 'msgstr ""\n"Triste "\n"Nuit"')
    text = text.replace('msgctxt "lead"', '#: a.md:3\n#. note\nmsgctxt ""\n"lead"')
    text += '\n#~ msgctxt "old"\n#~ msgid "Old"\n#~ msgstr "Vieux"\n'
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("name, text", [("victims", BETTER), ("event.name", "Nuit triste")])
def test_every_other_line_stays_as_another_program_wrote_it(newsroom: SmallNewsroom, name: str, text: str) -> None:
    before = odd_catalog(newsroom)
    newsroom.write(CATALOG, before)
    row = sheet_of(newsroom).row(name)
    assert row is not None
    merge(newsroom.load(), returned(newsroom, (name, row.source, text)))
    old = {"victims": f'msgstr "{row.translation}"', "event.name": 'msgstr ""\r\n"Triste "\r\n"Nuit"'}[name]
    assert before.count(old.encode()) == 1
    assert (newsroom.folder / CATALOG).read_bytes() == before.replace(old.encode(), f'msgstr "{text}"'.encode())


def test_a_catalog_that_cannot_be_written_stays_whole_and_nothing_is_left_beside_it(
    newsroom: SmallNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newsroom.read(CATALOG)
    back = returned(newsroom, ("victims", SOURCE, BETTER))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileProblem, match="no space left on device"):
        merge(newsroom.load(), back)
    assert newsroom.read(CATALOG) == before
    assert [path.name for path in Path(CATALOG).parent.iterdir()] == ["fr.po"]
