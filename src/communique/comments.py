"""What a translator is told of a message, beside its text: the comments that every catalog carries.

The values are those of two editions that are named, so that a new year makes no comment wrong and changes no byte.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from communique import markup
from communique.agreement import phrases_of
from communique.fill import NoHolder, NotYet, UnknownName, Vocabulary, names_in, plain, switches_in
from communique.grammar import FormError
from communique.model import Message, Placeholder

LOCKED = "locked quotation: somebody else's words; add nothing, leave nothing out"
EVENT_NAME = "event.name"


def comments_of(message: Message, source: str, vocabularies: Sequence[Vocabulary]) -> tuple[str, ...]:
    """The kind of block, the author's note, and what each placeholder becomes in some editions of one locale."""
    return tuple(_lines(message, source, vocabularies))


def _lines(message: Message, source: str, vocabularies: Sequence[Vocabulary]) -> Iterator[str]:
    yield str(message.kind)
    if message.locked:
        yield LOCKED
    yield from message.note.split("\n") if message.note else ()
    if not vocabularies:
        return
    names, switched = _asked_for(message, source)
    for name in names:
        yield from _placeholder(name, vocabularies)
    if switched:
        clauses = " ".join(f"{category}:" for category in vocabularies[0].grammar.categories)
        yield f"[[n| … ]] has the clauses {clauses} in this language"


@functools.lru_cache(maxsize=4096)
def _asked_for(message: Message, source: str) -> tuple[tuple[str, ...], bool]:
    """The names that a text uses, and whether it has a switch; the same for every locale."""
    if not re.search(r"\{|\[\[", message.passage.text):
        return (), False
    template, _ = markup.template(message, message.passage, source)
    phrases = phrases_of(template)
    names = dict.fromkeys(placeholder.name for placeholder in names_in(phrases))
    return tuple(names), next(switches_in(phrases), None) is not None


def _placeholder(name: str, vocabularies: Sequence[Vocabulary]) -> Iterator[str]:
    if name == EVENT_NAME:
        yield f"{{{name}}} = the translation of the message `{EVENT_NAME}`"
        return
    values = [(_value(one, name), one.edition.year) for one in vocabularies]
    if not any(value for value, _ in values):
        yield f"{{{name}}} = stated in each edition"
        return
    same = len({value for value, _ in values}) == 1
    shown = [value if same else f"{value} ({year})" for value, year in values if value]
    yield f"{{{name}}} = {'; '.join(dict.fromkeys(shown))}"
    forms = [(form, _value(vocabularies[0], name, form)) for form in _forms(vocabularies[0], name)]
    if written := "; ".join(f"@{form} {value}" for form, value in forms if value):
        yield f"{{{name}}} has the forms {written}"


def _value(vocabulary: Vocabulary, name: str, form: str = "") -> str:
    fact = vocabulary.edition.facts.get(name)
    if fact is not None and fact.value is None:
        return ""
    try:
        return plain(vocabulary.words(name, form))
    except (UnknownName, NotYet, NoHolder, FormError):
        return ""


def _forms(vocabulary: Vocabulary, name: str) -> tuple[str, ...]:
    """The forms that the language has of a placeholder."""
    known = vocabulary.form_of(Placeholder(name, "", 0))
    return vocabulary.grammar.forms(known[0]) if known else ()
