"""Spaces, quotation marks and the sign at the end, as each language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.checks.pair import MASK, Finding, Language, Pair, masked
from communique.diagnostics import Code, Severity
from communique.model import BlockKind

NARROW = "\u202f"
UNBREAKABLE = "\u00a0\u202f"
FRENCH_ELSEWHERE = frozenset({"fr-CA", "fr-CH"})
"""Canada sets `;`, `!` and `?` tight, and Switzerland is of two minds."""
BEFORE_HIGH_MARK = re.compile(rf"(?<=[^\s;:!?([{MASK}*|-])(?:[ \t]?)(?=[;:!?»]+(?:[\s*»”)\]|.,…]|$))")
BEFORE_MARK_OF_MASK = re.compile(rf"(?<={MASK})[ \t]?(?=[;:!?»](?:[\s*»”)\]|.,…]|$))")
AFTER_OPENING = re.compile(r"(?<=«)[ \t]?(?=[^\s\u00a0\u202f])")
DOUBLE_SPACE = re.compile(r"(?<=[^\s|]) {2,}(?=[^\s|])")
ONE_SIDED_DASH = re.compile(r"(?<= [—–])(?=[^\W\d_])|(?<=[^\W\d_])(?=[—–] [^\W\d_])")
"""The side of a dash that lacks the space which the other side has."""
DASHES_ASIDE = frozenset({"ca", "es"})
"""Languages that set a dash tight on the inner side."""
GROUPED = re.compile(r"(?<![\d+])(?<!\d )\d{1,3}(?: \d{3})+(?! ?\d)")
"""Groups of digits with a plain space between them, where a line may break."""
SPACE_BEFORE = re.compile(r"(?<=[^\s|\-*.…]) +(?=[,،、。，](?!\d)|\.(?![\w.]))")
APOSTROPHES = frozenset("'’‘")
QUOTE = re.compile('[“”„‟«»‹›"＂]')
ENDS = {
    **dict.fromkeys(".。．।۔։።", "full stop"),
    **dict.fromkeys("?？؟՞", "question mark"),
    **dict.fromkeys("!！", "exclamation mark"),
    **dict.fromkeys(":：", "colon"),
    **dict.fromkeys(";；؛,，،、", "comma or semicolon"),
}
"""The sign that closes a text, by what it says, in every script."""
CLOSING = "*”“»«’\"')]）】」』›\u00a0\u202f " + MASK


def spaces(pair: Pair) -> Iterator[Finding]:
    """Spaces too many, dashes and figures without theirs, and in French those that belong before high marks."""
    for offset, stood, instead in space_faults(masked(pair.translation.text), pair.language.locale):
        if instead == " ":
            what, hint = "this dash has a space on one side only", "write one on both, or run `communique check --fix`"
        elif instead:
            what, hint = (
                "a no-break space is missing here",
                f"run `communique check --fix`, or write U+{ord(instead):04X}",
            )
        else:
            what, hint = f"{'a space' if len(stood) == 1 else 'spaces'} too many", "delete it, or run `check --fix`"
        yield Finding(offset, Code.SPACING, what, hint, Severity.WARNING)


def space_faults(words: str, locale: str) -> Iterator[tuple[int, str, str]]:
    """Every wrong space of a masked text: where it is, what stands there, and what should."""
    for found in DOUBLE_SPACE.finditer(words):
        yield found.start() + 1, found[0][1:], ""
    for found in SPACE_BEFORE.finditer(words):
        yield found.start(), found[0], ""
    language = locale.partition("-")[0]
    for found in GROUPED.finditer(words):
        for space in (offset for offset in range(*found.span()) if words[offset] == " "):
            yield space, " ", NARROW if language == "fr" else UNBREAKABLE[0]
    for found in ONE_SIDED_DASH.finditer(words) if language not in DASHES_ASIDE else ():
        yield found.start(), "", " "
    if language == "fr" and locale not in FRENCH_ELSEWHERE:
        for pattern in (BEFORE_HIGH_MARK, BEFORE_MARK_OF_MASK, AFTER_OPENING):
            for found in pattern.finditer(words):
                if words[found.start() - 1] not in UNBREAKABLE:
                    yield found.start(), found[0], NARROW


def quotation_marks(pair: Pair) -> Iterator[Finding]:
    """Quotation marks of another language, or one without the other of its pair."""
    usual, words = _marks(pair.language), pair.words
    for found in QUOTE.finditer(words):
        offset, sign = found.start(), found[0]
        if sign not in usual and not _is_inch(words, offset):
            what = f"`{sign}` is no quotation mark of `{pair.language.locale}`"
            quotes = pair.language.grammar.quotes
            hint = f"write {quotes.open.strip()} and {quotes.close.strip()}"
            yield Finding(offset, Code.QUOTES, what, hint, Severity.WARNING)
            return
    yield from _unbalanced(pair)
    yield from _out_of_turn(pair)


def _marks(language: Language) -> frozenset[str]:
    """The marks of a language, and for a quotation inside a quotation those around it."""
    quotes = language.grammar.quotes
    return frozenset(quotes.open + quotes.close + quotes.inner_open + quotes.inner_close)


def _is_inch(words: str, offset: int) -> bool:
    return offset > 0 and words[offset - 1].isdecimal()


def _unbalanced(pair: Pair) -> Iterator[Finding]:
    quotes = pair.language.grammar.quotes
    opening, closing = quotes.open.strip(), quotes.close.strip()
    words = masked(pair.translation.text, one_clause=True)
    if opening != closing and (early := _closed_first(words, opening, closing)) is not None:
        what, hint = f"`{closing}` closes what no `{opening}` opened", f"write {opening} before and {closing} behind"
        yield Finding(early, Code.QUOTES, what, hint, Severity.WARNING)
        return
    opened, closed = words.count(opening), words.count(closing)
    if (opening == closing and opened % 2) or (opening != closing and opened != closed and opening not in "’'"):
        if opening in quotes.inner_close or closing in quotes.inner_open:
            return
        offset = max(words.rfind(opening), words.rfind(closing))
        what = f"{opened} `{opening}` stand against {closed} `{closing}`"
        yield Finding(offset, Code.QUOTES, what, "close every quotation that is opened", Severity.WARNING)


def _out_of_turn(pair: Pair) -> Iterator[Finding]:
    """The marks of a quotation inside a quotation where there is none around them; the words of others are one."""
    quotes = pair.language.grammar.quotes
    outer, outer_end, inner = quotes.open.strip(), quotes.close.strip(), quotes.inner_open.strip()
    if pair.message.kind is BlockKind.QUOTATION or inner in {outer, outer_end} or inner in APOSTROPHES:
        return
    depth, words = 0, pair.words
    for offset, sign in enumerate(words) if inner in words else ():
        depth += (sign == outer) - (sign == outer_end)
        if sign == inner and depth <= 0:
            what = f"`{inner}` opens a quotation inside another, and there is none around it"
            yield Finding(offset, Code.QUOTES, what, f"write {outer} and {outer_end}", Severity.WARNING)
            return


def _closed_first(words: str, opening: str, closing: str) -> int | None:
    """Where a mark closes before one has opened, though as many open as close."""
    depth = 0
    opened = words.count(opening)
    for offset, sign in enumerate(words) if opened and opened == words.count(closing) else ():
        depth += (sign == opening) - (sign == closing)
        if depth < 0:
            return offset
    return None


def end_punctuation(pair: Pair) -> Iterator[Finding]:
    """A text that ends in another way than its source: a question for a statement, a colon for a full stop."""
    if pair.message.kind in {BlockKind.TABLE, BlockKind.QUOTATION} or pair.translation is pair.source:
        return
    wanted, written = end_of(pair.source.text), end_of(pair.translation.text)
    if wanted != written:
        what = f"the source ends with {_article(wanted)}, the translation with {_article(written)}"
        last = max(0, len(pair.translation.text.rstrip()) - 1)
        yield Finding(last, Code.END_PUNCTUATION, what, "end it as the source does", Severity.WARNING)


def end_of(text: str) -> str:
    """What sign closes a text; empty for none. The Greek question mark looks like a semicolon and counts as either."""
    bare = masked(text, one_clause=True).rstrip().rstrip(CLOSING)
    return ENDS.get(bare[-1:], "")


def _article(end: str) -> str:
    return f"a {end}" if end else "no such sign"
