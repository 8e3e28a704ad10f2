"""Figures compared by their value, however a language writes them: `26,000`, `26 000`, `۲۶٬۰۰۰`, `2.6万`, `26 mil`."""

from __future__ import annotations

import contextlib
import functools
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from communique.checks.pair import WORD, Finding, Language, Pair, folded, words_of
from communique.checks.tables import part, table
from communique.diagnostics import Code, Severity
from communique.grammar import FormError, Grammar

ZEROS = "٠۰०০੦૦୦௦౦೦൦๐໐༠၀០᠐０"
"""The zero of each kind of digits; the other nine follow it."""
LATIN_DIGITS = {ord(zero) + value: str(value) for zero in ZEROS for value in range(10)}
FIGURE = re.compile(r"\d")
"""A figure in the digits of any script; a text without one is read for words only."""
SPACES = " \u00a0\u2009\u202f\u2007"
NUMBER = re.compile(
    r"(?<!\d)(?:"
    rf"(?P<grouped>\d{{1,3}}(?P<mark>[{SPACES}'’,.٬،])\d{{3}}(?!\d)(?:(?P=mark)\d{{3}}(?!\d))*)"
    r"|(?P<lakh>\d{1,2}(?:,\d{2})+,\d{3}(?!\d))"
    r"|(?P<plain>\d+))"
    r"(?P<fraction>[.,٫]\d+(?![\d.,/]))?"
)
NUMERIC_DATE = re.compile(r"(?<![\d.,/-])(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?![\d/])")
AFTERNOON = re.compile(r"[:.]?(?:\d\d)?\s?p\.?\s?m\b", re.IGNORECASE)
HAN = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
HAN_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
MYRIADS = frozenset({*HAN_MYRIADS, "만", "억"})
HAN_NUMBER = re.compile(f"[{''.join((*HAN, *HAN_UNITS, *HAN_MYRIADS))}]+")
ORDINALS = range(1, 101)
"""The numbers that are looked for as ordinals in words."""
WHOLE = 4
"""Letters below which a stem is a word of its own."""
MOST_SPELLINGS = 400
"""Ways to join the parts of a number that are worth trying."""
SMALL = 12
"""Up to here languages write numbers in words or leave them out (`a`, `both`): a difference is only a warning."""
TWO_SYSTEMS = re.compile(r"[0-9][٬٫٠-٩۰-۹०-९]|[٠-٩][0-9۰-۹]|[۰-۹][0-9٠-٩]|[०-९][0-9]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number written in digits: every value it may have, and whether the other text may leave it out."""

    offset: int
    text: str
    values: frozenset[Decimal]
    optional: bool = False

    @property
    def small(self) -> bool:
        """Whether it is one of the numbers that texts write in many ways."""
        return max(self.values) <= SMALL


@functools.lru_cache(maxsize=4096)
def figures_of(text: str, language: Language) -> tuple[Figure, ...]:
    """Every number of a text that is written in digits; what is masked is none."""
    if not FIGURE.search(text):
        return ()
    latin = text.translate(LATIN_DIGITS)
    found: list[Figure] = []
    for date in NUMERIC_DATE.finditer(latin):
        found += _of_date(date)
        latin = latin[: date.start()] + " " * len(date[0]) + latin[date.end() :]
    found += [_figure(number, latin, text, language) for number in NUMBER.finditer(latin)]
    return tuple(_joined(sorted(found, key=lambda figure: figure.offset), text))


def _joined(figures: Sequence[Figure], text: str) -> Iterator[Figure]:
    """Numbers in parts, such as `2万6000`, as one."""
    before: Figure | None = None
    for figure in figures:
        if before and text[before.offset + len(before.text) : figure.offset] in MYRIADS:
            whole = text[before.offset : figure.offset + len(figure.text)]
            before = Figure(before.offset, whole, frozenset({max(before.values) + min(figure.values)}))
            continue
        if before:
            yield before
        before = figure
    if before:
        yield before


def _of_date(date: re.Match[str]) -> Iterator[Figure]:
    """The parts of a date such as 20.01.1990; the month is a word elsewhere, and which part it is does not matter."""
    for group in (1, 3, 4):
        value = Decimal(date[group])
        yield Figure(date.start(group), date[group], frozenset({value}), optional=value <= SMALL)


def _figure(number: re.Match[str], latin: str, text: str, language: Language) -> Figure:
    factors = _factors(latin, number.end(), language)
    values = {value * factor for factor in factors for value in _values(number)}
    after = AFTERNOON.match(latin, number.end())
    if after and max(values) <= SMALL:
        values.add(min(values) + 12)
    month = text[number.end() : number.end() + 1] in {"月", "월"}
    full_hour = number[0] == "00" and latin[: number.start()].endswith(":")
    words = text[number.start() : number.end()]
    return Figure(number.start(), words, frozenset(values), optional=month or full_hour)


def _values(number: re.Match[str]) -> Iterator[Decimal]:
    whole = re.sub(r"\D", "", number["grouped"] or number["lakh"] or number["plain"])
    fraction = (number["fraction"] or "").lstrip(".,٫")
    yield Decimal(f"{whole}.{fraction}" if fraction else whole)
    mark = number["mark"] or ""
    parts = (number["grouped"] or "").split(mark) if mark and mark in ".," else []
    if len(parts) == 2 and parts[1] != "000" and not fraction:
        yield Decimal(".".join(parts))


def _factors(latin: str, end: int, language: Language) -> tuple[Decimal, ...]:
    """What a word behind a figure multiplies it by, such as `thousand` or `万`.

    The Arabic word for a thousand is the name of the letter A too: before a bracket, as in `217 A (III)`, it may be that.
    The Korean sign for ten thousand is the word for `only` too.
    """
    after = latin[end : end + 24].lstrip(SPACES + "-").casefold()
    word = (WORD.match(after) or [""])[0]
    for stem, factor in _multipliers(language).items():
        if after.startswith(stem) if "\u2e80" <= stem[0] <= "\u9fff" or stem[0] in MYRIADS else _begins(word, stem):
            other = after[len(word) :].lstrip().startswith("(") or stem == "만"
            return (Decimal(factor), Decimal(1)) if other else (Decimal(factor),)
    return (Decimal(1),)


def _multipliers(language: Language) -> Mapping[str, int]:
    found: Mapping[str, int] = table("numbers")["multipliers"].get(language.name, {})
    return found


def _begins(word: str, stem: str) -> bool:
    """Whether a word is a stem with an ending; a short stem is a whole word, or every word would begin with one."""
    return word == stem if len(stem) < WHOLE else word.startswith(stem)


# --- numbers in words --------------------------------------------------------------------------------------------------


def holds(value: Decimal, text: str, language: Language) -> bool:
    """Whether a text has a value, in digits or in words."""
    return any(value in figure.values for figure in figures_of(text, language)) or is_spelled(value, text, language)


@functools.lru_cache(maxsize=4096)
def is_spelled(value: Decimal, text: str, language: Language) -> bool:
    """Whether a text may say a value in words; leans to yes, so that a good translation is never blamed."""
    if value != value.to_integral_value() or not 0 <= value < 10**6:
        return False
    number = int(value)
    if number in {found for _, _, found in _han(text)} or _is_ordinal(number, text, language):
        return True
    words = table("numbers")["words"].get(language.name)
    small = folded(text.replace("ʼ", "’").replace("'", "’").replace("\u200b", ""))
    if words and all(_any_in(stems, small) for stems in _spelling(number, words)):
        return True
    cardinals = _cardinals(language)
    parts = list(_parts(number, cardinals)) if cardinals else []
    return bool(parts) and (all(_any_in(stems, small) for stems in parts) or _is_joined(parts, small))


def _is_joined(parts: Sequence[str], text: str) -> bool:
    """Whether a number stands in a text as one word, such as `centodue`, whose parts are too short to be found alone."""
    choices = [stems.split("|") for stems in parts]
    if math.prod(map(len, choices)) > MOST_SPELLINGS:
        return False
    squeezed = text.replace(" ", "").replace("-", "")
    return any("".join(words).replace(" ", "") in squeezed for words in itertools.product(*choices))


def _cardinals(language: Language) -> Mapping[str, Any]:
    """The numbers of a language in words, as CLDR spells them; none for a language that it does not spell."""
    return part("spellings", language.locale) or part("spellings", language.name)


def _parts(number: int, words: Mapping[str, Any]) -> Iterator[str]:
    """The words that write a number below a million, each with its alternatives between `|`."""
    thousands, rest = divmod(number, 1000)
    hundreds, below = divmod(rest, 100)
    if thousands:
        yield from _parts(thousands, words) if thousands > 1 else ()
        yield words["thousand"]
    if hundreds:
        yield words["hundreds"][hundreds - 1]
    if str(below) in words.get("whole", {}):
        yield words["whole"][str(below)]
    elif below >= 20:
        yield words["tens"][below // 10 - 1]
        yield from [words["units"][below % 10]] if below % 10 else []
    elif below or not number:
        yield words["units"][below]


def _is_ordinal(number: int, text: str, language: Language) -> bool:
    small = folded(text)
    return number in ORDINALS and any(words in small for words in _ordinals(number, language.grammar))


@functools.lru_cache(maxsize=4096)
def _ordinals(number: int, grammar: Grammar) -> tuple[str, ...]:
    """The nth in words, in every form of a language and in small letters."""
    found: dict[str, None] = {}
    for form in grammar.sections["ordinal_words"].forms if "ordinal_words" in grammar.sections else ():
        with contextlib.suppress(FormError):
            found[grammar.words("ordinal_words", form, number).casefold()] = None
    return tuple(found)


def _any_in(stems: str, text: str) -> bool:
    """Whether one of the stems stands in a text in small letters; short ones as a word of its own."""
    return any(stem in text if len(stem) > 3 else stem in _short_words(text) for stem in stems.split("|"))


@functools.lru_cache(maxsize=256)
def _short_words(text: str) -> frozenset[str]:
    """The words of a text, with and without the letter that stands for `and`."""
    words = (word for _, word in words_of(text))
    return frozenset(one for word in words for one in (word, word.removeprefix("و"), word.removeprefix("ו")))


def _spelling(number: int, words: Mapping[str, Sequence[str] | str]) -> list[str]:
    """The stems that a number is written with, each with its alternatives between `|`."""
    units, tens = words["units"], words["tens"]
    parts: list[str] = []
    thousands, rest = divmod(number, 1000)
    if thousands:
        parts += [*(_spelling(thousands, words) if thousands > 1 else []), str(words["thousand"])]
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        parts += [*([units[hundreds]] if hundreds > 1 else []), str(words["hundred"])]
    if rest < len(units):
        return [*parts, *([units[rest]] if rest or not parts else [])]
    return [*parts, tens[rest // 10], *([units[rest % 10]] if rest % 10 else [])]


def spelled(number: int, text: str, language: Language) -> tuple[int, str] | None:
    """Where a text writes a number from 13 to 99 in words, and the words; they stand side by side."""
    for offset, stood, value in _han(text):
        if value == number:
            return offset, stood
    words = table("numbers")["words"].get(language.name)
    if not SMALL < number < 100:
        return None
    if not words:
        return _as_cardinal(number, text, language)
    parts = _spelling(number, words)
    begins = "|".join(parts)
    found = words_of(text)
    for index, (offset, first) in enumerate(found):
        if not _starts(first, begins):
            continue
        window = [word for _, word in found[index : index + 3]]
        if _is_written(parts, window, words):
            last = next(at for at in range(len(window), 0, -1) if not _is_written(parts, window[: at - 1], words))
            end = found[index + last - 1]
            return offset, text[offset : end[0] + len(end[1])]
    return None


def _as_cardinal(number: int, text: str, language: Language) -> tuple[int, str] | None:
    """Where a language whose stems nobody listed writes a number below 100 as CLDR spells it."""
    cardinals = _cardinals(language)
    parts = list(_parts(number, cardinals)) if cardinals else []
    if not parts:
        return None
    first, *rest = parts
    unit = "|".join(cardinals["units"][1:10])
    if rest:
        pattern = rf"(?:{first})\W?(?:\w{{1,3}}\W)?(?:{rest[0]})(?!\w{{4}})|(?:{rest[0]})\w{{1,3}}(?:{first})"
    else:
        pattern = rf"(?:{first})(?!\w{{4}})" + (rf"(?!\W?(?:\w{{1,3}}\W)?(?:{unit}))" if number % 10 == 0 else "")
    found = re.search(rf"(?<!\w)(?:{pattern})", folded(text).replace("ʼ", "’").replace("'", "’"))
    return (found.start(), text[found.start() : found.end()]) if found else None


def _is_written(parts: Sequence[str], window: Sequence[str], words: Mapping[str, Sequence[str] | str]) -> bool:
    """Whether words that stand side by side write a number, beginning with the first of them."""
    if not window or not _starts(window[0], "|".join(parts)):
        return False
    if len(parts) == 1:
        units = "|".join(words["units"][1:10])
        return not any(_starts(word.removeprefix("و"), units) for word in window[1:2])
    joined = window[0]
    return all(
        any(_starts(word, part) or _starts(word.removeprefix("و"), part) for word in window) for part in parts
    ) or (all(any(stem in joined for stem in part.split("|") if len(stem) > 2) for part in parts))


def _starts(word: str, stems: str) -> bool:
    """Whether a word is one of the stems with an ending, as `_begins` has it."""
    whole, beginnings = _stems(stems)
    return word.startswith(beginnings) or word in whole


@functools.lru_cache(maxsize=2048)
def _stems(stems: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The stems that are whole words, and those that words begin with."""
    known = stems.split("|")
    return frozenset(stem for stem in known if len(stem) < WHOLE), tuple(stem for stem in known if len(stem) >= WHOLE)


def _han(text: str) -> Iterator[tuple[int, str, int]]:
    """Every number in Chinese numerals: its place, its signs and its value."""
    for found in HAN_NUMBER.finditer(text):
        yield found.start(), found[0], _han_value(found[0])


def _han_value(signs: str) -> int:
    if all(sign in HAN for sign in signs):
        return int("".join(str(HAN[sign]) for sign in signs[:20]))
    total = part = digit = 0
    for sign in signs:
        if sign in HAN:
            digit = HAN[sign]
        elif sign in HAN_UNITS:
            part, digit = part + (digit or 1) * HAN_UNITS[sign], 0
        else:
            total, part, digit = total + (part + digit or 1) * HAN_MYRIADS[sign], 0, 0
    return total + part + digit


# --- rules -------------------------------------------------------------------------------------------------------------


def differing_figures(pair: Pair) -> Iterator[Finding]:
    """Figures that a translation lost, changed or added."""
    if pair.translation is pair.source:
        return
    from communique.checks.frozen import values_of

    wanted = figures_of(pair.source_words, pair.source_language)
    written = figures_of(pair.words, pair.language)
    lost = [one for one in wanted if not one.optional and not _is_there(one, written, pair.words, pair.language)]
    added = [
        one
        for one in written
        if not one.optional
        and one.values != {Decimal(1)}  # which the source says with `a`
        and not _is_there(one, wanted, pair.source_words, pair.source_language)
        and not (one.values & values_of(pair.edition).keys())
    ]
    if len(lost) == len(added) == 1:
        what = f"`{lost[0].text}` of the source has become `{added[0].text}`"
        yield _finding(added[0].offset, what, f"write the value of `{lost[0].text}`", (*lost, *added))
        return
    for one in lost:
        what = f"the source has `{one.text}`, the translation has no such figure"
        yield _finding(0, what, "write it as the source has it, in the way of this language", (one,))
    for one in added:
        what = f"`{one.text}` is a figure that the source does not have"
        yield _finding(one.offset, what, "correct it, or take it out", (one,))


def _is_there(figure: Figure, others: Sequence[Figure], text: str, language: Language) -> bool:
    return any(figure.values & other.values for other in others) or any(
        is_spelled(value, text, language) for value in figure.values
    )


def _finding(offset: int, what: str, hint: str, figures: Sequence[Figure]) -> Finding:
    severity = Severity.WARNING if all(figure.small for figure in figures) else Severity.ERROR
    return Finding(offset, Code.FIGURE, what, hint, severity)


def mixed_digits(pair: Pair) -> Iterator[Finding]:
    """One number in the digits of two scripts, or Latin digits with the marks of Arabic ones."""
    for found in TWO_SYSTEMS.finditer(pair.words):
        what = f"`{found[0]}` mixes the digits of two scripts in one number"
        yield Finding(found.start(), Code.DIGITS, what, "write the whole number in one kind of digits")
