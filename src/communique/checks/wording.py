"""The words of a translation: the right language, nothing twice, nothing left for a colleague, about the right length."""

from __future__ import annotations

import fnmatch
import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from communique.checks.characters import script_of
from communique.checks.pair import MASK, WORD, Finding, Language, Pair, folded, spoken, words_of
from communique.checks.tables import table
from communique.diagnostics import Code, Severity
from communique.model import BlockKind

SENTENCE = re.compile(r"[^.!?。！？।۔؟։]+(?:[.!?。！？।۔؟։]+(?=[\s”“»」’)*\]]|$|[\u2e80-\u9fff《“])|$)")
QUOTED = re.compile(r"[“„«《「『‹][^”“»》」』›]{1,120}[”“»》」』›]")
"""Titles and names, which keep their own language."""
ASIDE = re.compile(r"[(（][^()（）]{1,120}[)）]")
"""Words in brackets, where a name stands as it is written elsewhere."""
SHORTEST_SENTENCE = 6
"""Words from which a sentence shows its language; names and titles of three or four words stand in any."""
MIN_LETTERS = 12
SPACED, DENSE = 3, 6
"""Strange letters for one of the language's own from which a sentence is not translated: names of three words and more
stand in good ones, and a Chinese sign says as much as several letters."""
MEASURED = 80
"""Characters of the source from which the length of a translation says something."""
SLACK = 1.15
"""How far beyond the measured hundredths a translation may go: the messages of a statement are few."""
SCRIPTS = {
    "Latn": {"LATIN"},
    "Cyrl": {"CYRILLIC"},
    "Grek": {"GREEK"},
    "Arab": {"ARABIC"},
    "Hebr": {"HEBREW"},
    "Armn": {"ARMENIAN"},
    "Geor": {"GEORGIAN"},
    "Deva": {"DEVANAGARI"},
    "Beng": {"BENGALI"},
    "Thai": {"THAI"},
    "Hans": {"CJK"},
    "Hant": {"CJK"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA"},
    "Kore": {"HANGUL", "CJK"},
}
"""What letters of each script are called; a script that is not listed is not judged."""


# --- language ----------------------------------------------------------------------------------------------------------


def wrong_script(pair: Pair) -> Iterator[Finding]:
    """A text, or a sentence of it, in the letters of another script."""
    expected = SCRIPTS.get(pair.language.grammar.script)
    for offset, sentence in sentences(pair.words) if expected else ():
        letters = [sign for sign in ASIDE.sub("", QUOTED.sub("", sentence)) if sign.isalpha()]
        strange = sum(script_of(sign) not in expected for sign in letters if expected)
        few = (len(letters) - strange) * (DENSE if expected and "CJK" in expected else SPACED) < strange
        if len(letters) >= MIN_LETTERS and few and len(WORD.findall(sentence)) > 3:
            what = f"`{_quoted(sentence)}` is not written in the script of `{pair.language.locale}`"
            yield Finding(offset, Code.WRONG_LANGUAGE, what, "translate it")
            return


def wrong_language(pair: Pair) -> Iterator[Finding]:
    """A sentence whose small words are those of another language."""
    small = _small_words()
    name = pair.language.locale if pair.language.locale in small else pair.language.name
    own = small.get(name, frozenset())
    for offset, sentence in sentences(pair.words):
        words = WORD.findall(folded(QUOTED.sub("", sentence)))
        if len(words) < SHORTEST_SENTENCE:
            continue
        hits = sum(word in own for word in words)
        if 3 * hits >= len(words):  # no other language can have more than three times as many
            continue
        other, count = _nearest(words, name, pair.source_language.name if not own else "")
        if count >= 3 and count * 6 >= len(words) and count > 3 * hits:
            what = f"`{_quoted(sentence)}` seems to be written in another language (`{other}`)"
            yield Finding(offset, Code.WRONG_LANGUAGE, what, "translate it")
            return


def _nearest(words: Sequence[str], own: str, only: str = "") -> tuple[str, int]:
    """The other language most of whose small words are there; where the own is not known, only the source's is asked."""
    others = [name for name in _small_words() if name != own and (not only or name == only)]
    counts = Counter(name for word in words for name in _languages_of().get(word, ()))
    best = max(others, key=lambda name: counts[name], default="")
    return best, counts[best]


@functools.cache
def _small_words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in table("languages")["stop"].items()}


@functools.cache
def _languages_of() -> Mapping[str, Sequence[str]]:
    """The languages that have a small word."""
    found: dict[str, list[str]] = {}
    for name, words in _small_words().items():
        for word in words:
            found.setdefault(word, []).append(name)
    return found


@functools.lru_cache(maxsize=2048)
def sentences(text: str) -> tuple[tuple[int, str], ...]:
    """Every sentence of a text with its offset."""
    found = ((one.start(), one[0]) for one in SENTENCE.finditer(text))
    return tuple((start + len(one) - len(one.lstrip()), one.strip()) for start, one in found)


def _quoted(sentence: str) -> str:
    words = [found[0] for found in WORD.finditer(sentence)][:5]
    return " ".join(words)[:60] + " …"


# --- slips -------------------------------------------------------------------------------------------------------------


def notes_left(pair: Pair) -> Iterator[Finding]:
    """A note for a colleague that was meant to go before the text does."""
    for found in _note().finditer(pair.words):
        if found[0] not in pair.source.text or pair.source is pair.translation:
            hint = "settle it and delete it; what translators tell each other belongs in the comments of the catalog"
            yield Finding(found.start(), Code.NOTE_LEFT, f"`{found[0][:40]}` is a note, not text", hint)


@functools.cache
def _note() -> re.Pattern[str]:
    notes = table("languages")["notes"]
    bare = "|".join(rf"(?<![\w(]){re.escape(word)}(?![\w)])" for word in notes["bare"])
    inside = "|".join(map(re.escape, notes["bracketed"]))
    bracketed = rf"[\[［【](?![\[\s])[^\[\]\n]{{0,60}}?(?:(?i:{inside})|\?)[^\[\]\n]{{0,60}}[\]］】](?![({MASK}])"
    begins = "".join({re.escape(word[0]) for word in notes["bare"]}) + r"\[［【?<{"
    return re.compile(rf"(?=[{begins}])(?:{bare}|{bracketed}|\?{{3,}}|<!--|\{{#)")


def doubled_words(pair: Pair) -> Iterator[Finding]:
    """A word that stands twice in a row."""
    doubled = table("languages")["doubled"]
    if pair.language.name in doubled["anywhere"]:
        return
    words = words_of(pair.words)
    for (offset, word), (next_offset, following) in itertools.pairwise(words):
        if word != following or not pair.words[offset + len(word) : next_offset].isspace():
            continue
        if not any(fnmatch.fnmatchcase(word, pattern) for pattern in doubled.get(pair.language.name, ())):
            what = f"`{word}` stands twice"
            yield Finding(next_offset, Code.DOUBLED_WORD, what, "delete one of the two", Severity.WARNING)


# --- measures ----------------------------------------------------------------------------------------------------------


def unusual_length(pair: Pair) -> Iterator[Finding]:
    """A translation much shorter or longer than those of its language are."""
    source, own = len(spoken(pair.source.text)), len(spoken(pair.translation.text))
    if source <= MEASURED or pair.message.kind is BlockKind.TABLE or pair.translation is pair.source:
        return
    low, high = _band(pair.source_language, pair.language)
    if not low <= own / source <= high:
        what = f"the translation has {own} characters for {source} of the source"
        hint = f"in `{pair.language.locale}` expect {round(low * source)} to {round(high * source)}: is it whole?"
        yield Finding(0, Code.LENGTH, what, hint, Severity.WARNING)


def _band(source: Language, language: Language) -> tuple[float, float]:
    """The shares of the source's length between which a translation lies; measured from English, so taken back to it."""
    bands = table("languages")["length"]
    low, high = bands.get(language.name, bands["default"])
    source_low, source_high = bands.get(source.name, bands["default"])
    return low / source_high / SLACK, high / source_low * SLACK


def sentence_count(pair: Pair) -> Iterator[Finding]:
    """A translation with fewer or more sentences than the source, where that has three and more."""
    wanted, written = (_count(passage) for passage in (pair.source.text, pair.translation.text))
    if wanted >= 3 and abs(wanted - written) > 1:
        what = f"the source has {wanted} sentences, the translation {written}"
        yield Finding(0, Code.SENTENCES, what, "is a sentence missing?", Severity.WARNING)


def _count(text: str) -> int:
    return sum(1 for _, sentence in sentences(spoken(text)) if WORD.search(sentence))
