"""Somebody else's words: a locked quotation is not reworded, and its translation says whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from communique.checks.pair import Finding, Pair
from communique.checks.tables import table
from communique.diagnostics import Code, Severity

OFFICIAL = "official"
"""What the author's note of a quotation says whose translation was published with it."""


def reworded_quotation(pair: Pair) -> Iterator[Finding]:
    """A locked quotation that this edition words anew in a translation while the words of its source are the old ones."""
    overrides = pair.edition.overrides
    name, locale = pair.message.id, pair.language.locale
    own = overrides.get((name, locale))
    if not pair.message.locked or own is None:
        return
    if pair.translation is pair.source or (name, pair.source_language.locale) not in overrides:
        what = f"`{name}` is a locked quotation, and this edition words it anew"
        hint = "take the words out of the edition; correct a wrong translation in its catalog"
        yield Finding(0, Code.REWORDED, what, hint, Severity.WARNING)


def translator_unnamed(pair: Pair) -> Iterator[Finding]:
    """The translation of a published quotation that does not say whose translation it is.

    A quotation is published if it has a `cite`. Where the author's note tells translators to use the official
    translation, there is nothing to say.
    """
    message, language = pair.message, pair.language
    if not (message.locked and message.cite) or language.name == pair.source_language.name:
        return
    stems = table("languages")["translated"].get(language.name)
    folded = pair.words.casefold()
    if stems and OFFICIAL not in message.note.casefold() and not any(stem in folded for stem in stems):
        what = f"the translation of the quotation `{message.id}` does not say whose it is"
        hint = "add `(our translation)` in this language; for a published one, ask for `official` wording in the note"
        yield Finding(0, Code.TRANSLATOR_UNNAMED, what, hint, Severity.WARNING)
