"""What happened to a source text, by the classes that decide what becomes of its translation."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.catalogs.alignment import aligned, parts_of
from communique.catalogs.changes import LETTERS, Change, change_of, is_part, likeness, words

SENTENCE = "On that night {killed} people – men, women and children – lost their lives in “Baku”."


@pytest.mark.parametrize(
    "after, change",
    [
        (SENTENCE, Change.SAME),
        (SENTENCE.replace("lost their", "lost  their"), Change.SPACING),
        (f" {SENTENCE} ", Change.SPACING),
        (SENTENCE.replace("“Baku”", '"Baku"'), Change.TYPOGRAPHY),
        (SENTENCE.replace("–", "—"), Change.TYPOGRAPHY),
        (SENTENCE.replace("{killed} people", "{killed}\u00a0people"), Change.TYPOGRAPHY),
        (SENTENCE.replace("night", "night,"), Change.PUNCTUATION),
        (SENTENCE.replace("lost", "**lost**"), Change.PUNCTUATION),
        (SENTENCE.replace("On", "on"), Change.PUNCTUATION),
        (SENTENCE.replace("{killed}", "{killed}@acc"), Change.PUNCTUATION),
        (SENTENCE.replace("women", "not women"), Change.WORDING),
        (SENTENCE.replace("{killed}", "{n}"), Change.PLACEHOLDERS),
        (SENTENCE.replace("{killed} ", ""), Change.PLACEHOLDERS),
        (SENTENCE.replace("people", "people in {year}"), Change.PLACEHOLDERS),
        ("Nothing of this was ever said before.", Change.REWRITTEN),
        ("The {n} of them.", Change.REWRITTEN),
    ],
)
def test_a_change_is_known_by_what_a_reader_sees_of_it(after: str, change: Change) -> None:
    assert change_of(SENTENCE, after)[0] is change


@pytest.mark.parametrize(
    "before, after, change",
    [
        ("147 people.", "148 people.", Change.FIGURES),
        ("26,000 men", "2,600 men", Change.FIGURES),
        ("On 20 January 1990.", "On 21 January 1991.", Change.FIGURES),
        ("147", "150", Change.FIGURES),
        ("147 people.", "148 persons.", Change.REWRITTEN),
        ("caf\u00e9 noir", "cafe\u0301 noir", Change.SPACING),
        ("- one\n- two", "- one - two", Change.PUNCTUATION),
        ("- one\n- two", "— one\n— two", Change.PUNCTUATION),
        ("one\\\ntwo", "one  \ntwo", Change.SPACING),
        ("one\\\ntwo", "one two", Change.PUNCTUATION),
        ("这是悲剧的纪念日。", "这是那场悲剧的纪念日。", Change.WORDING),
        ("Geneva", "Bern", Change.REWRITTEN),
        ("{n} one", "{{n}} one", Change.PUNCTUATION),
    ],
)
def test_small_texts_are_judged_by_the_same_rules(before: str, after: str, change: Change) -> None:
    assert change_of(before, after)[0] is change


def test_the_classes_a_to_j_all_have_their_change() -> None:
    assert sorted(set(LETTERS.values())) == list("ABCDEFGHIJ")
    assert not Change.NEW.letter


@given(st.text(max_size=60))
def test_a_text_is_always_the_same_as_itself(text: str) -> None:
    assert change_of(text, text) == (Change.SAME, 1.0)
    assert 0 <= likeness(words(text), words(text[::2])) <= 1


def test_a_part_is_nearly_word_for_word_in_the_whole_and_long_enough_to_tell() -> None:
    whole = words("They were mourned. The names are still spoken in their families.")
    assert is_part(words("The names are still spoken in their families."), whole)
    assert not is_part(words("The names of all are still spoken in many families."), whole)
    assert not is_part(words("They were mourned."), whole)
    assert not is_part(whole, whole)


# --- alignment ---------------------------------------------------------------------------------------------------------

OLD = [
    "the flag was lowered on all the towers",
    "a minute of silence was kept at noon",
    "flowers were laid in the park",
]


def test_texts_are_paired_in_their_order() -> None:
    new = [OLD[0].replace("towers", "houses"), "something else altogether now", OLD[2].replace("park", "alley")]
    pairs = aligned([words(text) for text in OLD], [words(text) for text in new], 0.5)
    assert sorted((old, at) for old, at, _ in pairs) == [(0, 0), (2, 2)]


def test_pairs_never_cross() -> None:
    new = [OLD[2] + " today", OLD[0] + " today", OLD[1] + " today"]
    pairs = aligned([words(text) for text in OLD], [words(text) for text in new], 0.5)
    assert sorted((old, at) for old, at, _ in pairs) == [(0, 1), (1, 2)]


def test_only_texts_that_share_a_row_of_words_are_compared() -> None:
    """A thousand paragraphs of sixty words, 54 of them changed: 54 comparisons, not a thousand times a thousand."""
    before = [[f"w{number}-{at}" for at in range(60)] for number in range(1000)]
    after = [
        [*text[:30], "changed", *text[31:]] if number % 18 == 0 and number < 972 else text
        for number, text in enumerate(before)
    ]
    left = [number for number in range(1000) if before[number] != after[number]]
    compared = []

    def counted(one: Sequence[str], other: Sequence[str]) -> float:
        compared.append(one)
        return likeness(one, other)

    pairs = aligned([before[number] for number in left], [after[number] for number in left], 0.5, alike=counted)
    assert len(left) == len(pairs) == len(compared) == 54


def test_a_row_of_words_that_everybody_uses_says_nothing() -> None:
    boilerplate = [f"in the name of the people of number {number}".split() for number in range(40)]
    assert len(list(parts_of(boilerplate, boilerplate))) == 0
    changed = [[*text, "indeed"] for text in boilerplate]
    assert {(old, new) for old, new, _ in aligned(boilerplate, changed, 0.5)} == {(n, n) for n in range(40)}
