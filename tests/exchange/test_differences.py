"""Word differences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.exchange.differences import Change, word_differences

TEXTS = st.text(alphabet="ab c{}n.年月", max_size=30)


def test_a_changed_word_is_told_as_removed_and_added() -> None:
    assert list(word_differences("killed {killed} people", "killed {killed} civilians")) == [
        (Change.KEPT, "killed {killed} "),
        (Change.REMOVED, "people"),
        (Change.ADDED, "civilians"),
    ]


def test_a_placeholder_is_one_word_and_a_chinese_character_too() -> None:
    assert list(word_differences("{year}", "{years}")) == [(Change.REMOVED, "{year}"), (Change.ADDED, "{years}")]
    assert (Change.ADDED, "二") in list(word_differences("一月", "二月"))


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_their_differences(before: str, after: str) -> None:
    parts = list(word_differences(before, after))
    assert "".join(words for change, words in parts if change is not Change.ADDED) == before
    assert "".join(words for change, words in parts if change is not Change.REMOVED) == after
