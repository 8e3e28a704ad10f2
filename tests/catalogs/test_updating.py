"""A catalog follows its statement: what was translated is kept, and what is doubtful is never taken for done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from gettext_programs import canonical, compiles

from communique.catalogs.changes import Change
from communique.catalogs.entries import Entry, file_text
from communique.catalogs.updating import Aid, Donor, Doubt, Pairing, Updated, updated
from communique.grammar import load_grammar

HEADER = Entry(translation="Language: fr\nContent-Type: text/plain; charset=UTF-8\n")
NIGHT = "On that night {killed} people lost their lives in the streets of the city."
NUIT = "Cette nuit-là, {killed} personnes ont perdu la vie dans les rues de la ville."
NAMES = "The names of the victims are still spoken in their families."
NOMS = "Les noms des victimes sont encore prononcés dans leurs familles."
FLAGS = "The flags are lowered to half-mast throughout the country on this day."
DRAPEAUX = "Les drapeaux sont mis en berne dans tout le pays ce jour-là."


def wanted(**texts: str) -> list[Entry]:
    """The messages of a statement as they are now."""
    return [Entry(name, text, comments=("paragraph",)) for name, text in texts.items()]


def catalog(**pairs: tuple[str, str]) -> list[Entry]:
    """A catalog as an earlier update left it and a translator filled it."""
    return [Entry(name, source, text, comments=("paragraph",)) for name, (source, text) in pairs.items()]


def of(result: Updated | Sequence[Entry], name: str) -> Entry:
    entries = result.entries if isinstance(result, Updated) else result
    (found,) = [entry for entry in entries if entry.context == name and not entry.obsolete]
    return found


def fate(result: Updated, name: str) -> tuple[Change, str]:
    (found,) = [pairing for pairing in result.pairings if pairing.id == name]
    return found.change, found.state


def advice(entry: Entry) -> list[str]:
    return [comment.removeprefix("update: ") for comment in entry.comments if comment.startswith("update: ")]


# --- classes A to J ----------------------------------------------------------------------------------------------------

CLASSES = [
    ("A", NIGHT.replace(" in ", "  in "), Change.SPACING, "translated", True),
    ("B", NIGHT.replace("streets of", "streets\u00a0of"), Change.TYPOGRAPHY, "translated", False),
    ("C", NIGHT.replace("night", "night,"), Change.PUNCTUATION, "fuzzy", False),
    ("E", NIGHT.replace("lost their lives", "died"), Change.WORDING, "fuzzy", False),
    ("F", "Nothing of the kind had ever been seen {killed} years before.", Change.REWRITTEN, "missing", False),
    ("J", NIGHT.replace("{killed}", "{n}"), Change.PLACEHOLDERS, "fuzzy", False),
    ("J", NIGHT.replace("city", "city in {year}"), Change.PLACEHOLDERS, "fuzzy", False),
]


@pytest.mark.parametrize("letter, text, change, state, reviewed", CLASSES)
def test_each_class_of_edit_has_its_state(letter: str, text: str, change: Change, state: str, reviewed: bool) -> None:
    result = updated(catalog(night=(NIGHT, NUIT)), wanted(night=text))
    assert fate(result, "night") == (change, state)
    assert change.letter == letter
    assert result.review_ended is not reviewed
    entry = of(result, "night")
    assert entry.source == text
    assert entry.previous == (NIGHT if state == "fuzzy" else None)
    assert entry.translation == ("" if state == "missing" else NUIT)


def test_a_changed_figure_comes_with_a_proposal_that_is_not_taken() -> None:
    old = catalog(night=("147 people, 26,000 soldiers.", "147 personnes, 26\u202f000 soldats."))
    result = updated(old, wanted(night="147 people, 27,000 soldiers."), Aid(load_grammar("fr")))
    entry = of(result, "night")
    assert fate(result, "night") == (Change.FIGURES, "fuzzy")
    assert entry.translation == "147 personnes, 26\u202f000 soldats."
    assert advice(entry) == ["only figures changed", "proposed: 147 personnes, 27\u202f000 soldats."]


def test_without_a_sure_place_for_the_figure_nothing_is_proposed() -> None:
    old = catalog(night=("147 people.", "Cent quarante-sept personnes."))
    entry = of(updated(old, wanted(night="150 people."), Aid(load_grammar("fr"))), "night")
    assert (entry.fuzzy, advice(entry)) == (True, ["only figures changed"])


def test_changed_placeholders_are_named() -> None:
    result = updated(catalog(night=(NIGHT, NUIT)), wanted(night=NIGHT.replace("{killed}", "{n}")))
    assert advice(of(result, "night")) == ["the source no longer has {killed}; the source now has {n}"]


def test_a_rewritten_text_is_to_be_translated_anew_with_the_old_pair_beside_it() -> None:
    result = updated(catalog(night=(NIGHT, NUIT)), wanted(night=NAMES))
    entry = of(result, "night")
    assert (entry.translation, entry.fuzzy) == ("", False)
    assert advice(entry)[1:] == [f"earlier source of `night`: {NIGHT}", f"earlier translation of `night`: {NUIT}"]
    (kept,) = [one for one in result.entries if one.obsolete]
    assert (kept.context, kept.source, kept.translation) == ("night", NIGHT, NUIT)


def test_a_rewrite_that_is_taken_back_brings_the_translation_back() -> None:
    rewritten = updated(catalog(night=(NIGHT, NUIT)), wanted(night=NAMES))
    back = updated(rewritten.entries, wanted(night=NIGHT))
    assert fate(back, "night") == (Change.RESTORED, "translated")
    assert back.entries == tuple(catalog(night=(NIGHT, NUIT)))


def test_a_pairing_below_a_half_is_taken_only_with_consent() -> None:
    doubts: list[Doubt] = []

    def consent(doubt: Doubt) -> bool:
        doubts.append(doubt)
        return True

    result = updated(catalog(night=(NIGHT, NUIT)), wanted(night=NAMES), Aid(consent=consent))
    assert fate(result, "night") == (Change.REWRITTEN, "fuzzy")
    assert (of(result, "night").translation, of(result, "night").previous) == (NUIT, NIGHT)
    assert [(doubt.id, doubt.before, doubt.after, doubt.again) for doubt in doubts] == [("night", NIGHT, NAMES, False)]
    assert updated(result.entries, wanted(night=NAMES)).entries == result.entries


def test_a_moved_message_is_unchanged() -> None:
    old = catalog(night=(NIGHT, NUIT), names=(NAMES, NOMS), flags=(FLAGS, DRAPEAUX))
    result = updated(old, wanted(flags=FLAGS, night=NIGHT, names=NAMES))
    assert [(one.id, one.change, one.state) for one in result.pairings] == [
        ("flags", Change.MOVED, "translated"),
        ("night", Change.SAME, "translated"),
        ("names", Change.SAME, "translated"),
    ]
    assert not result.review_ended
    assert set(result.entries) == set(old)


def test_a_divided_message_is_fuzzy_and_its_new_part_is_to_do_beside_the_old_pair() -> None:
    whole = catalog(night=(f"{NIGHT} {NAMES}", f"{NUIT} {NOMS}"))
    result = updated(whole, wanted(night=NIGHT, names=NAMES))
    assert fate(result, "night") == (Change.DIVIDED, "fuzzy")
    assert fate(result, "names") == (Change.DIVIDED, "missing")
    assert of(result, "night").previous == f"{NIGHT} {NAMES}"
    assert advice(of(result, "names"))[2] == f"earlier translation of `night`: {NUIT} {NOMS}"


def test_joined_messages_are_fuzzy_beside_both_old_pairs() -> None:
    result = updated(catalog(night=(NIGHT, NUIT), names=(NAMES, NOMS)), wanted(night=f"{NIGHT} {NAMES}"))
    assert fate(result, "night") == (Change.JOINED, "fuzzy")
    assert of(result, "night").previous == NIGHT
    assert advice(of(result, "night"))[-1] == f"earlier translation of `names`: {NOMS}"
    assert fate(result, "names") == (Change.GONE, "obsolete")


def test_a_new_paragraph_that_only_resembles_another_gets_nothing_of_it() -> None:
    similar = NIGHT.replace("lost their lives", "were injured")
    result = updated(catalog(night=(NIGHT, NUIT)), wanted(night=NIGHT, injured=similar))
    assert fate(result, "injured") == (Change.NEW, "missing")
    assert (of(result, "injured").translation, advice(of(result, "injured"))) == ("", [])


def test_a_removed_paragraph_that_comes_back_revives_and_is_fuzzy_only_if_its_text_is_another() -> None:
    gone = updated(catalog(night=(NIGHT, NUIT), names=(NAMES, NOMS)), wanted(names=NAMES))
    assert [(one.context, one.translation) for one in gone.entries if one.obsolete] == [("night", NUIT)]
    back = updated(gone.entries, wanted(night=NIGHT, names=NAMES))
    assert fate(back, "night") == (Change.RESTORED, "translated")
    other = updated(gone.entries, wanted(night=NIGHT.replace("lost their lives", "died"), names=NAMES))
    assert fate(other, "night") == (Change.WORDING, "fuzzy")
    assert of(other, "night").previous == NIGHT
    assert not any(one.obsolete for one in (*back.entries, *other.entries))


# --- the true earlier text ---------------------------------------------------------------------------------------------


def test_the_earlier_text_is_the_one_that_was_translated_however_often_the_source_changes() -> None:
    entries: Sequence[Entry] = catalog(night=(NIGHT, NUIT))
    for text in ("lost lives", "died", "perished", "had died"):
        entries = updated(entries, wanted(night=NIGHT.replace("lost their lives", text))).entries
        assert (of(entries, "night").previous, of(entries, "night").translation) == (NIGHT, NUIT)


def test_a_change_that_is_taken_back_leaves_the_message_to_be_confirmed() -> None:
    """The translator may have begun to change the translation already."""
    changed = updated(catalog(night=(NIGHT, NUIT)), wanted(night=NIGHT.replace("night", "evening")))
    back = of(updated(changed.entries, wanted(night=NIGHT)), "night")
    assert (back.fuzzy, back.previous) == (True, None)
    assert advice(back) == ["the source is again the one that was translated"]


def test_a_translator_who_settled_a_message_settled_its_earlier_text_too() -> None:
    changed = of(updated(catalog(night=(NIGHT, NUIT)), wanted(night=NAMES + " Always.")), "night")
    settled = replace(changed, translation=NOMS, flags=(), previous=NIGHT)  # `#|` is left, as a text editor leaves it
    again = of(updated([settled], wanted(night=NAMES)), "night")
    assert (again.fuzzy, again.previous) == (True, NAMES + " Always.")


def test_a_message_that_is_gone_keeps_the_text_it_was_translated_from() -> None:
    changed = updated(catalog(night=(NIGHT, NUIT)), wanted(night=NIGHT.replace("night", "evening")))
    gone = updated(changed.entries, wanted(names=NAMES))
    (kept,) = [one for one in gone.entries if one.obsolete]
    assert (kept.source, kept.translation, kept.fuzzy) == (NIGHT, NUIT, True)


# --- the same text elsewhere -------------------------------------------------------------------------------------------


def test_a_renamed_block_keeps_its_translation() -> None:
    result = updated(catalog(p1=(NIGHT, NUIT)), wanted(night=NIGHT))
    assert [(one.id, one.change, one.state, one.origin) for one in result.pairings] == [
        ("night", Change.RENAMED, "translated", "`p1`")
    ]
    assert not result.review_ended
    assert len(result.entries) == 1


@pytest.mark.parametrize("how", [{"obsolete": True}, {"comments": ("heading",)}])
def test_the_translation_of_a_block_of_long_ago_or_of_another_kind_is_proposed_only(how: dict[str, Any]) -> None:
    result = updated([replace(catalog(p1=(NIGHT, NUIT))[0], **how)], wanted(night=NIGHT))
    assert fate(result, "night") == (Change.FOUND, "fuzzy")
    assert advice(of(result, "night")) == ["the translation is that of `p1`; does it fit here?"]
    assert len(result.entries) == 1


def test_two_blocks_that_changed_their_names_keep_their_own_translations() -> None:
    old = catalog(a=(NIGHT, NUIT), b=(NAMES, NOMS))
    result = updated(old, wanted(b=NIGHT, a=NAMES))
    assert (of(result, "a").translation, of(result, "b").translation) == (NOMS, NUIT)
    assert not any(entry.fuzzy for entry in result.entries)


def test_a_block_that_was_renamed_and_changed_is_found_by_its_words_and_never_taken_for_done() -> None:
    for text in (NIGHT.replace("lost their lives", "died"), NIGHT.replace("streets of", "streets\u00a0of")):
        result = updated(catalog(p1=(NIGHT, NUIT)), wanted(night=text))
        entry = of(result, "night")
        assert (entry.translation, entry.fuzzy, entry.previous) == (NUIT, True, NIGHT)
        assert result.pairings[0].origin == "`p1`"


def test_the_same_text_in_another_block_is_proposed_with_its_place() -> None:
    result = updated(catalog(night=(NIGHT, NUIT)), wanted(night=NIGHT, again=NIGHT))
    assert (of(result, "again").translation, of(result, "again").fuzzy) == (NUIT, True)
    assert advice(of(result, "again")) == ["the translation is that of `night`; does it fit here?"]
    assert not of(result, "night").fuzzy


def test_the_same_text_in_another_statement_is_proposed_with_its_place() -> None:
    aid = Aid(elsewhere=lambda: [Donor(catalog(names=(NAMES, NOMS))[0], "other-day")])
    result = updated(catalog(night=(NIGHT, NUIT)), wanted(night=NIGHT, names=NAMES), aid)
    assert (of(result, "names").translation, of(result, "names").fuzzy) == (NOMS, True)
    assert result.pairings[1] == Pairing("names", Change.FOUND, 1.0, "fuzzy", "`names` of `other-day`")
    assert advice(of(result, "names")) == ["the translation is that of `names` of `other-day`; does it fit here?"]


def test_other_statements_are_read_only_when_something_is_without_a_translation() -> None:
    def elsewhere() -> Sequence[Donor]:
        raise AssertionError

    updated(catalog(night=(NIGHT, NUIT)), wanted(night=NIGHT + " Amen."), Aid(elsewhere=elsewhere))


# --- nothing is lost, nothing else is touched ----------------------------------------------------------------------------


def test_notes_and_foreign_flags_of_a_translator_stay() -> None:
    old = [replace(catalog(night=(NIGHT, NUIT))[0], notes=("ask Anna",), flags=("no-wrap",), references=("a:1",))]
    for text in (NIGHT, NIGHT.replace("night", "evening"), NAMES):
        entry = of(updated(old, wanted(night=text)), "night")
        assert (entry.notes, entry.flags[-1], entry.references) == (("ask Anna",), "no-wrap", ("a:1",))


def test_a_message_without_translation_is_never_fuzzy_and_leaves_nothing() -> None:
    empty = [replace(catalog(night=(NIGHT, ""))[0], flags=("fuzzy",))]
    assert updated(empty, wanted(night=NAMES)).entries == tuple(wanted(night=NAMES))
    assert updated(empty, wanted(names=NAMES)).entries == tuple(wanted(names=NAMES))


def test_a_newer_translation_is_kept_when_an_older_one_fits_better_again() -> None:
    old = [*catalog(night=(NAMES, NOMS)), replace(catalog(night=(NIGHT, NUIT))[0], obsolete=True)]
    result = updated(old, wanted(night=NIGHT))
    assert of(result, "night").translation == NUIT
    assert [(one.source, one.translation) for one in result.entries if one.obsolete] == [(NAMES, NOMS)]


EDITS = [
    {"night": NIGHT, "names": NAMES, "flags": FLAGS},
    {"night": NIGHT.replace("night", "evening"), "names": NAMES, "flags": FLAGS},
    {"night": NIGHT, "new": "Something that was never said.", "names": NAMES},
    {"night": f"{NIGHT} {NAMES}", "flags": FLAGS},
    {"night": "On that night {killed} people lost their lives.", "rest": "in the streets of the city.", "flags": NAMES},
    {"renamed": NIGHT, "night": FLAGS},
    {"flags": "{n}"},
]


@pytest.mark.parametrize("first", EDITS)
@pytest.mark.parametrize("second", EDITS)
def test_any_two_updates_lose_no_translation_and_a_repeated_one_changes_nothing(
    first: dict[str, str], second: dict[str, str]
) -> None:
    old = catalog(night=(NIGHT, NUIT), names=(NAMES, NOMS), flags=(FLAGS, DRAPEAUX))
    once = updated(old, wanted(**first))
    twice = updated(once.entries, wanted(**second))
    for result, texts in ((once, first), (twice, second)):
        assert {NUIT, NOMS, DRAPEAUX} <= {entry.translation for entry in result.entries}
        assert {entry.context: entry.source for entry in result.entries if not entry.obsolete} == texts
        again = updated(result.entries, wanted(**texts))
        assert again.entries == result.entries
        assert not again.review_ended
        text = file_text([HEADER, *result.entries])
        assert canonical(text) == text
        assert compiles(text)
