"""A release is complete and in one language, or it is refused with everything that is wrong."""

from __future__ import annotations

import pytest

from communique import preparation
from communique.checks import texts
from communique.diagnostics import TextProblems
from communique.fill import plain
from communique.model import MessageState, Release, Unready
from small_newsroom import CATALOG, EDITION, LABELS, STATEMENT, SmallNewsroom, statement_file


def release(newsroom: SmallNewsroom, locale: str, year: int = 2026, *, draft: bool = False) -> Release:
    edition = newsroom.edition(year, draft=draft)
    catalog = preparation.load_catalog(newsroom.load(), edition.statement, locale, draft=draft)
    return preparation.release(newsroom.load(), edition, locale, catalog, newsroom.letterhead(), draft=draft)


def words(one: Release) -> list[str]:
    return [plain(one.title), *(plain(text) for block in one.blocks for text in texts(block))]


def problems(newsroom: SmallNewsroom, locale: str = "fr") -> list[str]:
    with pytest.raises(TextProblems) as raised:
        release(newsroom, locale)
    return [f"{problem.location} {problem.code} {problem.block}" for problem in raised.value.diagnostics]


def line_of(newsroom: SmallNewsroom, path: str, text: str) -> str:
    lines = newsroom.read(path).splitlines()
    line = next(number for number, line in enumerate(lines, 1) if text in line)
    return f"{path}:{line}:{lines[line - 1].index(text) + 1}"


def test_the_source_and_its_translation_say_the_same_in_two_languages(newsroom: SmallNewsroom) -> None:
    assert words(release(newsroom, "en")) == [
        "36th anniversary of the sad night",
        "20 January 2026 marks the 36th anniversary of Sad Night.",
        "That night 147 people lost their lives.",
    ]
    assert words(release(newsroom, "fr")) == [
        "36e anniversaire de la triste nuit",
        "Le 20 janvier 2026 marque le 36e anniversaire de la Triste Nuit.",
        "Cette nuit, 147 personnes ont perdu la vie.",
    ]


def test_the_words_of_the_letterhead_are_in_the_locale_too(newsroom: SmallNewsroom) -> None:
    around = release(newsroom, "fr").furniture
    assert (around.issuer, around.kind) == ("Service de presse de l’Ambassade", "Déclaration")
    assert around.dateline == "Genève, le 20 janvier 2026"


def test_an_untranslated_message_refuses_the_locale(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed} personnes ont perdu la vie.", "")
    entry = newsroom.read(CATALOG).split('msgctxt "victims"')[0].count("\n") + 1
    assert problems(newsroom) == [f"{CATALOG}:{entry + 2}:9 C042 victims"]


def test_a_message_that_is_not_in_the_catalog_refuses_the_locale(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, newsroom.read(STATEMENT) + "\n{#closing}\nWe remember.\n")
    assert problems(newsroom) == [f"{CATALOG}:1:1 C042 closing"]


def test_a_fuzzy_message_refuses_the_locale(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, 'msgctxt "victims"', '#, fuzzy\nmsgctxt "victims"')
    assert [one.split()[1:] for one in problems(newsroom)] == [["C043", "victims"]]


def test_a_source_that_changed_after_the_translation_refuses_the_locale(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, "lost their lives", "died")
    assert [one.split()[1:] for one in problems(newsroom)] == [["C044", "victims"]]
    assert words(release(newsroom, "en"))[-1] == "That night 147 people died."


def test_a_lost_and_an_invented_placeholder_are_named_with_their_places(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed} personnes", "Cette nuit de {event.year}, 147 personnes")
    line = line_of(newsroom, CATALOG, "{event.year}")
    start = line_of(newsroom, CATALOG, "Cette nuit")
    assert problems(newsroom) == [f"{start} C032 victims", f"{line} C033 victims"]


def test_a_clause_of_a_switch_may_not_lose_a_placeholder_of_the_others(newsroom: SmallNewsroom) -> None:
    newsroom.replace(
        CATALOG,
        "Cette nuit, {killed} personnes ont perdu la vie.",
        "[[killed| one: une personne | many: {killed} morts | other: des morts ]]",
    )
    assert problems(newsroom) == [f"{line_of(newsroom, CATALOG, '[[killed')} C032 victims"]


def test_source_text_left_standing_in_a_translation_is_refused(newsroom: SmallNewsroom) -> None:
    newsroom.replace(
        CATALOG, "Cette nuit, {killed} personnes ont perdu la vie.", "That night {killed} people lost their lives."
    )
    assert [one.split()[1:] for one in problems(newsroom)] == [["C047", "victims"]]


def test_everything_wrong_in_a_locale_is_said_at_once(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed} personnes", "Cette nuit, {kiled} personnes")
    newsroom.replace(CATALOG, 'msgctxt "lead"', '#, fuzzy\nmsgctxt "lead"')
    newsroom.replace(LABELS, 'msgstr "Genève"', 'msgstr ""')
    found = {tuple(one.split()[1:]) for one in problems(newsroom)}
    placeholder = {("C031", "victims"), ("C032", "victims")}
    assert found == {("C043", "lead"), ("C042", "place"), *placeholder}


def test_emphasis_that_is_not_closed_does_not_leave_its_asterisks_in_a_release(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed} personnes", "Cette nuit, **{killed} personnes")
    assert [one.split()[1:] for one in problems(newsroom)] == [["C026", "victims"]]


def test_a_draft_shows_what_is_not_ready_in_the_source_language_and_marked(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed} personnes ont perdu la vie.", "")
    newsroom.replace(CATALOG, 'msgctxt "title"', '#, fuzzy\nmsgctxt "title"')
    draft = release(newsroom, "fr", draft=True)
    [unready] = [block for block in draft.blocks if isinstance(block, Unready)]
    assert (unready.state, unready.locale) == (MessageState.MISSING, "en")
    assert words(draft)[0] == "[Non traduit] 36th anniversary of the sad night"
    assert words(draft)[-1] == "That night 147 people lost their lives."
    assert draft.furniture.draft
    assert draft.name == "sad-night-2026.fr.draft"


def test_a_draft_marks_a_translation_that_cannot_be_read(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed} personnes", "Cette nuit, {kiled personnes")
    [unready] = [block for block in release(newsroom, "fr", draft=True).blocks if isinstance(block, Unready)]
    assert unready.state is MessageState.INVALID


def test_an_edition_may_word_a_block_anew_for_one_year_and_one_locale(newsroom: SmallNewsroom) -> None:
    newsroom.write(EDITION, '[blocks.victims]\nfr = "Cette année, {killed} noms ont été lus."\n')
    assert words(release(newsroom, "fr"))[-1] == "Cette année, 147 noms ont été lus."
    assert words(release(newsroom, "fr", 2027))[-1] == "Cette nuit, 147 personnes ont perdu la vie."
    assert words(release(newsroom, "en"))[-1] == "That night 147 people lost their lives."


def test_a_source_worded_anew_for_one_year_refuses_the_locales_that_would_still_say_the_old(
    newsroom: SmallNewsroom,
) -> None:
    newsroom.write(EDITION, '[blocks.victims]\nen = "This year {killed} names were read."\n')
    assert words(release(newsroom, "en"))[-1] == "This year 147 names were read."
    assert problems(newsroom) == [f"{EDITION}:2:7 C042 victims"]
    newsroom.write(EDITION, newsroom.read(EDITION) + 'fr = "Cette année, {killed} noms ont été lus."\n')
    assert words(release(newsroom, "fr"))[-1] == "Cette année, 147 noms ont été lus."


def test_a_rewording_may_not_lose_a_placeholder_of_its_source(newsroom: SmallNewsroom) -> None:
    newsroom.write(EDITION, '[blocks.victims]\nen = "In {year} {killed} names."\nfr = "Cette année, {killed} noms."\n')
    assert problems(newsroom) == [f"{EDITION}:3:7 C032 victims"]


def test_a_draft_shows_an_unready_block_with_the_source_s_own_name_of_the_event(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, 'msgctxt "lead"', '#, fuzzy\nmsgctxt "lead"')
    assert words(release(newsroom, "fr", draft=True))[1].endswith("anniversary of Sad Night.")


def test_an_edition_gives_number_place_day_and_embargo(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        EDITION,
        'number = "058/26"\nembargo = 2026-01-20T10:00:00+04:00\n'
        '[dateline]\ndate = 2026-01-19\nplace = { en = "Baku", fr = "Bakou" }\n',
    )
    around = release(newsroom, "fr").furniture
    assert around.dateline == "Bakou, le 19 janvier 2026"
    assert "058/26" in around.number
    assert "10:00" in around.embargo
    assert "UTC+4" in around.embargo


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_year_changes_the_derived_words_and_nothing_else(newsroom: SmallNewsroom, locale: str) -> None:
    def tokens(year: int) -> list[str]:
        return " ".join(words(release(newsroom, locale, year))).split()

    changed = {(a, b) for a, b in zip(tokens(2024), tokens(2025), strict=True) if a != b}
    ordinals = {"en": ("34th", "35th"), "fr": ("34e", "35e")}
    assert changed == {("2024", "2025"), ordinals[locale]}


def test_a_locale_of_another_script_is_set_in_its_direction(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("ar",)))
    draft = release(newsroom, "ar", draft=True)
    assert (draft.direction, draft.script) == ("rtl", "Arab")
