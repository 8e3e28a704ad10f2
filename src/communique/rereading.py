"""What must be read again when a statement moves from one edition to another, although no catalog changes.

Grammar moves with the number: `34 года` becomes `35 лет`, `a 79th` becomes `an 80th`, and a paragraph for milestones
appears. The words that a placeholder brings along are the grammar file's; those that a translator wrote around it are as
they were. So every text is listed in which more than digits changes, and also one whose number goes to another category
of its language (CLDR), because an ending or an article may be typed beside it. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from communique import locales, markup
from communique.agreement import phrases_of
from communique.compose import texts
from communique.diagnostics import Location, Passage
from communique.fill import (
    COUNTS,
    Filling,
    NoHolder,
    NotYet,
    UnknownName,
    Vocabulary,
    clause_for,
    plain,
)
from communique.grammar import FormError, Grammar
from communique.model import (
    Catalog,
    Edition,
    Emphasis,
    LineBreak,
    Link,
    Message,
    NoteReference,
    Phrase,
    Placeholder,
    Strong,
    Superscript,
    Switch,
    Text,
)

DIGITS = re.compile(r"\d+")
GLUED = re.compile(r"[-\u2010\u2011’']?[^\W\d_]")
"""How a typed ending begins right behind a number: `{n}th`, `{year}-cü`."""
NO_WORDS = (UnknownName, NotYet, NoHolder, FormError)


@dataclass(frozen=True, slots=True)
class Rereading:
    """A place in a text to read again, with the words of both editions."""

    block: str
    placeholder: str
    """As it stands in the text, `[[n|` for a switch; empty for a paragraph that comes or goes."""
    before: str
    after: str
    reason: str
    location: Location


@dataclass(frozen=True, slots=True)
class _Step:
    """The way of a locale from one edition to another."""

    old: Vocabulary
    new: Vocabulary

    @property
    def locale(self) -> str:
        return self.new.locale


def rereadings(
    before: Edition, after: Edition, locale: str, catalog: Catalog | None, grammar: Grammar
) -> tuple[Rereading, ...]:
    """List what to read again in a locale, in the order of the text; `catalog` is None for the source.

    Only finished texts count: a message that is missing or fuzzy has to be read anyway.
    """
    step = _Step(Vocabulary(before, grammar, locale), Vocabulary(after, grammar, locale))
    old, new = texts(before, locale, catalog), texts(after, locale, catalog)
    ids = {message.id for message in before.messages}, {message.id for message in after.messages}
    found: list[Rereading] = []
    for message in before.statement.messages:
        in_old, in_new = (message.id in one for one in ids)
        if in_old and in_new and message.id in new:
            found += _changes(message, new[message.id], step)
        elif in_new and message.id in new:
            found.append(_whole(message, new[message.id], step.new, "appears"))
        elif in_old and not in_new and message.id in old:
            found.append(_whole(message, old[message.id], step.old, "leaves"))
    return tuple(found)


def _whole(message: Message, passage: Passage, vocabulary: Vocabulary, reason: str) -> Rereading:
    template, _ = markup.template(message, passage, vocabulary.locale)
    words = _filled(phrases_of(template), vocabulary)
    before, after = ("", words) if reason == "appears" else (words, "")
    return Rereading(message.id, "", before, after, reason, passage.location)


def _filled(phrases: tuple[Phrase, ...], vocabulary: Vocabulary) -> str:
    nowhere = Passage("", ((0, Location("")),))
    return plain(Filling(vocabulary, nowhere, "", []).fill(phrases)).strip()


def _changes(message: Message, passage: Passage, step: _Step) -> list[Rereading]:
    if "{" not in passage.text and "[[" not in passage.text:
        return []
    template, _ = markup.template(message, passage, step.locale)
    found = dict.fromkeys(_in_phrases(phrases_of(template), step))
    return [
        Rereading(message.id, shown, before, after, reason, passage.at(offset))
        for shown, before, after, reason, offset in found
    ]


_Found = tuple[str, str, str, str, int]
"""The placeholder as it stands, its words before and after, the reason, and the offset in the text."""


def _in_phrases(phrases: tuple[Phrase, ...], step: _Step) -> Iterator[_Found]:
    for phrase, behind in zip(phrases, (*phrases[1:], None), strict=False):
        match phrase:
            case Placeholder():
                yield from _of_placeholder(phrase, step, glued=_is_glued(behind))
            case Switch():
                yield from _of_switch(phrase, step)
            case Superscript(content=content) | Strong(content=content) | Emphasis(content=content):
                yield from _in_phrases(content, step)
            case Link(content=content):
                yield from _in_phrases(content, step)
            case Text() | LineBreak() | NoteReference():
                pass


def _is_glued(behind: Phrase | None) -> bool:
    match behind:
        case Text(text=text):
            return GLUED.match(text) is not None
        case Superscript():
            return True
        case _:
            return False


def _of_switch(switch: Switch, step: _Step) -> Iterator[_Found]:
    """Another clause is read as a whole; the placeholders of the same one are looked at one by one."""
    old, new = (_count(vocabulary, switch.count) for vocabulary in (step.old, step.new))
    if old is None or new is None:
        return
    grammar = step.new.grammar
    before, after = clause_for(switch, old, grammar), clause_for(switch, new, grammar)
    if before == after:
        yield from _in_phrases(after, step)
        return
    reason = f"the clause for {_category(switch, old, grammar)} gives way to that for {_category(switch, new, grammar)}"
    yield f"[[{switch.count}|", _filled(before, step.old), _filled(after, step.new), reason, switch.offset


def _category(switch: Switch, count: int | Decimal, grammar: Grammar) -> str:
    return str(count) if count in switch.exact else f"`{grammar.category(count)}`"


def _count(vocabulary: Vocabulary, name: str) -> int | Decimal | None:
    try:
        return vocabulary.count(name)
    except NO_WORDS:
        return None


def _of_placeholder(placeholder: Placeholder, step: _Step, *, glued: bool) -> Iterator[_Found]:
    before, after = (_words(vocabulary, placeholder) for vocabulary in (step.old, step.new))
    if before == after:
        return
    reason = (
        _category_change(placeholder, step, glued=glued)
        or _article_change(placeholder, step)
        or _shape_change(placeholder, before, after)
    )
    if reason:
        yield str(placeholder), before, after, reason, placeholder.offset


def _words(vocabulary: Vocabulary, placeholder: Placeholder) -> str:
    try:
        return plain(vocabulary.words(placeholder.name, placeholder.form))
    except NO_WORDS:
        return ""


def _category_change(placeholder: Placeholder, step: _Step, *, glued: bool) -> str:
    """Cardinal for counted things, ordinal for the nth; for digits with a typed ending, both."""
    part = _part(placeholder)
    old, new = (_number(placeholder, vocabulary) for vocabulary in (step.old, step.new))
    if old is None or new is None:
        return ""
    counted = part not in {"ordinal", "ordinal_words", "anniversary", "year"}
    numbered = glued if counted or part == "year" else True
    grammar = step.new.grammar
    kinds = [("plural category", grammar.category(old), grammar.category(new))] if counted else []
    if numbered and part != "years":
        was, is_now = (locales.ordinal_category(step.locale, int(number)) for number in (old, new))
        kinds.append(("ordinal category", was, is_now))
    return "; ".join(f"{kind} {before} → {after}" for kind, before, after in kinds if before != after)


def _part(placeholder: Placeholder) -> str:
    """The kind of value: `years` for `{years}` and for `{restoration.years}`."""
    return placeholder.name.rpartition(".")[2]


def _number(placeholder: Placeholder, vocabulary: Vocabulary) -> int | Decimal | None:
    """The number behind a placeholder; None for dates, names and words."""
    subject, dot, part = placeholder.name.rpartition(".")
    if placeholder.name == "year":
        return vocabulary.edition.year
    return _count(vocabulary, f"{subject}{dot}n" if part in COUNTS else placeholder.name)


def _article_change(placeholder: Placeholder, step: _Step) -> str:
    """Whether a form of the language puts other words before the number now, as `a` and `an`, `il` and `l’`."""
    found = step.new.form_of(placeholder)
    if found is None or _part(placeholder) not in {*COUNTS, "year"}:
        return ""
    for form in step.new.grammar.forms(found[0]):
        asked = Placeholder(placeholder.name, form)
        before, after = (_before_digits(_words(vocabulary, asked)) for vocabulary in (step.old, step.new))
        if before is not None and after is not None and before != after:
            return f"before the number: `{before}` → `{after}` in `@{form}`"
    return ""


def _before_digits(words: str) -> str | None:
    digits = DIGITS.search(words)
    return words[: digits.start()].strip() if digits else None


def _shape_change(placeholder: Placeholder, before: str, after: str) -> str:
    """Whether more than digits changes; a number in words is the same as long as it has as many of them."""
    if _part(placeholder) in COUNTS and not DIGITS.search(before + after):
        return "" if len(_split(before)) == len(_split(after)) else "another number of words"
    return "" if DIGITS.sub("#", before) == DIGITS.sub("#", after) else "other words"


def _split(words: str) -> list[str]:
    return re.split(r"[\s-]+", words)
