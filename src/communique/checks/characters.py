"""Characters that nobody sees or that look like others: the eye cannot find them, and they change what is printed."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from communique.checks.pair import MASK, WORD, Finding, Pair
from communique.diagnostics import Code, Severity

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
BARE_MARKS = frozenset("\u061c\u200e\u200f")
OPENING_ISOLATES, CLOSING_ISOLATE = frozenset("\u2066\u2067\u2068"), "\u2069"
DIRECTING = re.compile("[\n\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
JOINERS = frozenset("\u200c\u200d")
JOINING = frozenset(
    {"ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU"}
    | {"KANNADA", "MALAYALAM", "SINHALA", "MYANMAR", "KHMER"}
)
UNSPACED = frozenset({"THAI", "LAO", "KHMER", "MYANMAR"})
ZERO_WIDTH = "\u200b\u200c\u200d"
LONGEST_RUN = 3
"""Signs of no width in a row that people type; CLDR has three in Khmer, two in Kannada."""
MONGOLIAN = frozenset({"MONGOLIAN"})
SELECTORS = frozenset("\u180b\u180c\u180d\u180e\u180f")
"""They choose the shape of a Mongolian letter (Unicode 16, 13.5)."""
MICRO = "\u03bc"
"""The prefix of units, `\u03bcg`, which is Greek in Unicode's eyes and looks like no letter of another alphabet."""
JUNK = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffd\U000e0000-\U000e0fff]")  # fmt: skip
SPECIAL = frozenset({"Cc", "Cs", "Co", "Cn"})
LATIN_LIKE = dict(
    zip("аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "aeopcyxijsdhqwABEKMHOPCTYXIJSABEZHIKMNOPTYXo", strict=True)
)
"""Letters of Cyrillic and Greek that look like a Latin one."""
MIXABLE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
"""Alphabets whose letters look alike; an Arabic ending behind a Latin name is seen by everybody."""
SCRIPT_OF_ISO = {"Cyrl": "CYRILLIC", "Grek": "GREEK", "Latn": "LATIN"}


@functools.lru_cache(maxsize=8192)
def script_of(letter: str) -> str:
    """The first word of the name of a letter, which for the scripts told apart here is that of the script."""
    return unicodedata.name(letter, "").partition(" ")[0]


def named(sign: str) -> str:
    """A character as people look it up: U+200B ZERO WIDTH SPACE."""
    name = unicodedata.name(sign, "")
    return f"U+{ord(sign):04X}" + (f" {name}" if name else "")


def direction_marks(pair: Pair) -> Iterator[Finding]:
    """Overrides of the direction, which show a text in another order than it is read; isolates without their pair; marks."""
    text = pair.translation.text
    hint = "delete it; the direction of phrases is set when the text is rendered"
    opened: list[int] = []
    for mark in DIRECTING.finditer(text) if not text.isascii() else ():
        offset, sign = mark.start(), mark[0]
        if sign in OVERRIDES:
            yield Finding(offset, Code.BIDI, f"{named(sign)} turns the direction of what follows", hint)
        elif sign in BARE_MARKS:
            yield Finding(offset, Code.BIDI, f"{named(sign)} is not needed", hint, Severity.NOTE)
        elif sign in OPENING_ISOLATES:
            opened.append(offset)
        elif sign == CLOSING_ISOLATE and opened:
            opened.pop()
        elif sign == CLOSING_ISOLATE or (sign == "\n" and opened):
            offset = opened.pop() if opened else offset
            yield Finding(offset, Code.BIDI, f"{named(text[offset])} has no other of its pair", hint)
    for offset in opened:
        yield Finding(offset, Code.BIDI, f"{named(text[offset])} has no other of its pair", hint)


def invisible_characters(pair: Pair) -> Iterator[Finding]:
    """Zero-width and soft characters, control codes, and code points that stand for no character."""
    text = pair.translation.text
    if text.replace("\n", "").isprintable() and not JUNK.search(text):
        return
    for offset, sign in enumerate(text):
        if is_junk(text, offset):
            hint = "delete it, or run `communique check --fix`"
            yield Finding(offset, Code.INVISIBLE, f"{named(sign)} cannot be seen and does not belong here", hint)


def is_junk(text: str, offset: int) -> bool:
    """Whether a character has no business in a text; the joiners of Arabic and Indic scripts and the like have."""
    sign = text[offset]
    if sign in JOINERS:
        return not _is_in(text, offset, JOINING)
    if sign == "\u200b":
        return not _is_in(text, offset, UNSPACED)
    if sign in SELECTORS:
        return not _is_in(text, offset, MONGOLIAN)
    if JUNK.match(sign):
        return True
    return sign not in "\n\t" and not sign.isprintable() and unicodedata.category(sign) in SPECIAL


def _is_in(text: str, offset: int, scripts: frozenset[str]) -> bool:
    """Whether the sign before or behind, past others of no width, is of one of the scripts."""
    before = text[max(0, offset - LONGEST_RUN) : offset].rstrip(ZERO_WIDTH)[-1:]
    behind = text[offset + 1 : offset + 1 + LONGEST_RUN].lstrip(ZERO_WIDTH)[:1]
    return any(script_of(sign) in scripts for sign in before + behind)


def not_composed(pair: Pair) -> Iterator[Finding]:
    """Letters in parts (a letter and a loose accent), which searches do not find."""
    text = pair.translation.text
    if not unicodedata.is_normalized("NFC", text):
        whole = unicodedata.normalize("NFC", text)
        offset = next((at for at, (a, b) in enumerate(zip(text, whole, strict=False)) if a != b), len(whole))
        hint = "run `communique check --fix`, which writes them whole"
        yield Finding(
            min(offset, len(text) - 1), Code.NOT_NFC, "letters stand in parts (not in NFC)", hint, Severity.WARNING
        )


def mixed_scripts(pair: Pair) -> Iterator[Finding]:
    """A word of two alphabets, or a word of another alphabet that looks like one of this."""
    expected = SCRIPT_OF_ISO.get(pair.language.grammar.script, "")
    words = pair.words
    others = {sign for sign in {*words} if sign.isalpha() and script_of(sign) in MIXABLE - {expected}}
    for word in WORD.finditer(words) if others else ():
        if others.isdisjoint(word[0]) or (word[0].isascii() and expected != "CYRILLIC"):
            continue
        start = word.start() + (word[0].startswith(MICRO) and len(word[0]) > 1)
        letters = [(offset, sign) for offset, sign in enumerate(words[start : word.end()], start) if sign.isalpha()]
        scripts = {script_of(sign) for _, sign in letters} & MIXABLE
        stranger = _stranger(letters, expected) if len(scripts) > 1 else _disguised(letters, expected, pair)
        if stranger:
            offset, sign = stranger
            what = f"`{word[0]}` looks like one word and is not: it has {named(sign)}"
            yield Finding(
                offset, Code.MIXED_SCRIPT, what, f"type it again with the letters of `{pair.language.locale}`"
            )


def _stranger(letters: list[tuple[int, str]], expected: str) -> tuple[int, str] | None:
    """The first letter of a word that is not of its main script, or not of the language's."""
    counts = {script: sum(script_of(sign) == script for _, sign in letters) for script in MIXABLE}
    main = max(counts, key=lambda script: (counts[script], script == expected))
    return next((one for one in letters if script_of(one[1]) in MIXABLE - {main}), None)


def _disguised(letters: list[tuple[int, str]], expected: str, pair: Pair) -> tuple[int, str] | None:
    """The first letter of a word that is wholly of another alphabet and reads as one of this language."""
    scripts = {script_of(sign) for _, sign in letters}
    if not letters:
        return None
    if expected == "LATIN" and scripts <= {"CYRILLIC", "GREEK"}:
        return letters[0] if all(sign in LATIN_LIKE for _, sign in letters) else None
    lone = len(letters) == 1 and letters[0][1] in "aceoxyi"
    return letters[0] if expected == "CYRILLIC" and lone and MASK not in _beside(pair, letters[0][0]) else None


def _beside(pair: Pair, offset: int) -> str:
    return pair.words[max(0, offset - 1) : offset + 2]
