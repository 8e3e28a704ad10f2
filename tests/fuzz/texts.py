"""The readers of texts: what stands in a statement, in a catalog or under a key, whatever file it came with."""

from __future__ import annotations

from collections.abc import Sequence

from communique import observance
from communique.body import messages_of_body
from communique.diagnostics import CommuniqueError, Diagnostic, Location, Passage
from communique.markup import phrases as phrases_of
from communique.markup import template
from communique.model import BlockKind, Message
from communique.placeholders import PlaceholderError, placeholder_at, switch_at
from communique.toml_files import decode

KINDS = (BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.LISTING, BlockKind.TABLE, BlockKind.HEADING)


def expect_whole(problems: Sequence[Diagnostic]) -> None:
    """Each problem has a place, a hint, and stands on one line."""
    for problem in problems:
        assert problem.location.file, problem
        assert problem.hint, problem
        assert "\n" not in str(problem).replace("\n  hint: ", "", 1), problem


def placeholder(content: bytes) -> None:
    text = content.decode("utf-8", "replace")[:300]
    for offset, sign in enumerate(text):
        read = {"{": placeholder_at, "[": switch_at}.get(sign)
        try:
            end = read(text, offset)[2] if read else offset + 1
        except PlaceholderError as error:
            end = error.end if error.message and error.hint else 0
        assert offset < end <= len(text) + 1, text


def phrases(content: bytes) -> None:
    text = content.decode("utf-8", "replace")[:300]
    expect_whole(phrases_of(Passage(text, ((0, Location("text", 1, 1)),)), "text", "en")[1])


def markup(content: bytes) -> None:
    text = content.decode("utf-8", "replace")[:1000]
    passage = Passage(text, ((0, Location("text", 1, 1)),))
    message = Message("text", KINDS[len(content) % len(KINDS)], passage)
    expect_whole(template(message, passage, "en")[1])


def body(content: bytes) -> None:
    try:
        text = decode(content, "statement.md")
    except CommuniqueError as error:
        expect_whole(error.diagnostics)
        return
    messages, problems = messages_of_body(text, "statement.md", 1)
    expect_whole(problems)
    for message in messages:
        expect_whole(template(message, message.passage, "en")[1])


def rule(content: bytes) -> None:
    """The day of an observance, and a date of which some is not known."""
    text = content.decode("utf-8", "replace")
    for read in (lambda: observance.read_observance(text, None), lambda: observance.partial_date(text)):
        try:
            read()
        except observance.ObservanceError as error:
            hint = error.hint
            assert hint
