"""Terms and names of the glossary: where one stands in the source, the translation has what was settled for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from communique.checks.glossary import Term, begins, occurs
from communique.checks.pair import Finding, Pair
from communique.diagnostics import Code, Severity

SYMBOL = re.compile(r"(?<![\w/])[A-Z]{1,8}(?:/[A-Z0-9][A-Za-z0-9.()-]*)+(?<![.(-])")
"""A symbol of the United Nations and the like: capitals, and parts between strokes."""


def settled_terms(pair: Pair) -> Iterator[Finding]:
    """Terms that the glossary settles for this locale."""
    if pair.translation is pair.source:
        return
    for term in pair.glossary.terms:
        if any(occurs(form, pair.source_words) for form in term.source):
            yield from _of_term(term, pair)


def banned_terms(pair: Pair) -> Iterator[Finding]:
    """Words that the glossary bans in this language on the day of the observance, in the source and in translations."""
    for banned in pair.glossary.banned if not pair.message.locked else ():
        for words in _for(banned.words, pair):
            if found := begins(words, pair.words):
                instead = banned.instead.get(pair.language.locale) or banned.instead.get(pair.language.name)
                what = f"`{found[0]}` is banned" + (f": {banned.reason}" if banned.reason else "")
                hint = (f"write `{instead}`; " if instead else "write it otherwise; ") + f"settled at {banned.location}"
                yield Finding(found.start(), Code.BANNED_TERM, what, hint)


def changed_symbols(pair: Pair) -> Iterator[Finding]:
    """Symbols of documents, such as `A/RES/217`, that nobody listed and that the translation writes otherwise."""
    if pair.translation is pair.source:
        return
    listed = " ".join(form for term in pair.glossary.terms for form in term.source)
    for symbol in dict.fromkeys(SYMBOL.findall(pair.source_words)):
        if symbol not in pair.words and symbol not in listed:
            what = f"the symbol `{symbol}` of the source does not stand in the translation"
            hint = "write it with the same letters; one that has its own in this language is settled in `glossary.toml`"
            yield Finding(0, Code.FIXED_NAME, what, hint, Severity.WARNING)


def lost_names(pair: Pair, wanted: str, text: str) -> list[str]:
    """The fixed names that a finished text of the source has and that of a translation has not."""
    return [
        term.source[0]
        for term in pair.glossary.terms
        if term.fixed
        and any(form in wanted for form in term.source)
        and not any(one in text for one in _required(term, pair))
    ]


def _required(term: Term, pair: Pair) -> Sequence[str]:
    return _for(term.required, pair) or (term.source if term.fixed else ())


def _of_term(term: Term, pair: Pair) -> Iterator[Finding]:
    required = _required(term, pair)
    if required and not any(_is_in(one, pair.words, fixed=term.fixed) for one in required):
        wanted = " or ".join(f"`{one}`" for one in required)
        what = f"`{term.source[0]}` is {wanted} in `{pair.language.locale}`, which does not stand here"
        code, severity = (Code.FIXED_NAME, Severity.ERROR) if term.fixed else (Code.TERM, Severity.WARNING)
        yield Finding(0, code, what, f"write {wanted}; settled at {term.location}", severity)
    for forbidden in _for(term.forbidden, pair):
        if found := occurs(forbidden, pair.words):
            what = f"`{found[0]}` is not to be written for `{term.source[0]}`"
            hint = f"settled at {term.location}"
            yield Finding(found.start(), Code.TERM, what, hint, Severity.WARNING)


def _for(words: dict[str, tuple[str, ...]] | object, pair: Pair) -> Sequence[str]:
    listed = dict(words) if isinstance(words, dict) else {}
    return listed.get(pair.language.locale) or listed.get(pair.language.name) or ()


def _is_in(words: str, text: str, *, fixed: bool) -> bool:
    return words in text if fixed else occurs(words, text) is not None
