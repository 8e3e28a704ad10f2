"""The same words of a source have one translation in a locale, and two texts have two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from written_pairs import pair

from communique.checks.consistency import inconsistent


def findings(*texts: tuple[str, str]) -> list[str]:
    """The blocks that are told, of messages named by their number."""
    pairs = [pair(source, text) for source, text in texts]
    named = [replace(one, message=replace(one.message, id=str(number))) for number, one in enumerate(pairs)]
    return [one.message.id for one, _ in inconsistent(named)]


@pytest.mark.parametrize(
    "first, second",
    [
        (("We remember them all.", "Nous pensons à tous."), ("We remember them all.", "Nous nous souvenons d’eux.")),
        (("We remember them all.", "Nous pensons à tous."), ("We forget none of them.", "Nous pensons à tous.")),
        (
            ("One came here. We remember them all.", "Un vint. Nous pensons à tous."),
            ("We remember them all. It is so.", "Nous nous souvenons. C’est ainsi."),
        ),
    ],
)
def test_a_difference_is_told_at_the_later_place(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert findings(first, second) == ["1"]


@pytest.mark.parametrize(
    "first, second",
    [
        (("We remember them all.", "Nous pensons à tous."), ("We remember them all.", "Nous pensons à tous.")),
        (("So it is.", "C’est ainsi."), ("We forget none.", "Nous n’oublions rien.")),
        (("Peace", "Paix"), ("Peace", "La paix")),
    ],
)
def test_one_way_of_saying_and_single_words_pass(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert not findings(first, second)
