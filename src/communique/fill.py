"""Templates to finished text: every placeholder becomes words in the grammar of its locale, every switch one clause.

Pure. A value is text whatever characters it holds; only the raised ending of an ordinal is a node of its own. A name that
nothing fills and a form that the language lacks are problems with a place; nothing is ever left out or guessed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias

from communique import locales
from communique.diagnostics import Code, Diagnostic, Passage
from communique.grammar import FormError, Grammar
from communique.model import (
    Edition,
    Emphasis,
    Fact,
    Inline,
    LineBreak,
    Link,
    NoteReference,
    PartialDate,
    Phrase,
    Placeholder,
    Strong,
    Superscript,
    Switch,
    Text,
)
from communique.observance import completed_years, days_since
from communique.toml_files import did_you_mean

Words: TypeAlias = tuple[Inline, ...]
COUNTS = ("n", "ordinal", "ordinal_words", "years", "anniversary")
DAYS = ("year", "date", "day_month", "weekday")
TITLE = "title"
ENDS = ("first", "last")
"""The first and the last day of an event that took more than one."""
SWEEP = range(1, 201)
"""The counts for which a switch must have a clause, so that next year's hole is found today."""


class UnknownName(LookupError):
    """A name that the edition does not have."""


class NotYet(LookupError):
    """An anchor of which no whole year, or no day, has passed at the observance."""


class Uncounted(LookupError):
    """An anchor that does not say how its days are counted."""


class NoHolder(LookupError):
    """A role that nobody holds on the day of the observance, or two people do."""


class NotInLocale(LookupError):
    """A name, a title or a fact in words that a register does not have in the locale."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the names in a text stand for in one edition and one locale."""

    edition: Edition
    grammar: Grammar
    locale: str
    event_name: Words = ()

    def names(self) -> tuple[str, ...]:
        """Every name a text may use."""
        parts = (*COUNTS, *DAYS)
        anchors = [f"{name}.{part}" for name in self.edition.statement.anchors for part in (*parts, "days")]
        event = ["event.name", *(f"event.{part}" for part in (*DAYS, *ENDS))]
        roles = [name for role in self.edition.roles for name in (role, f"{role}.{TITLE}")]
        return (*parts, *event, *anchors, *self.edition.facts, *roles)

    def words(self, name: str, form: str) -> Words:
        """The words of a placeholder.

        Raises:
            UnknownName: the edition has no such name.
            FormError: the language has no such form, or no row for this number.
            NotYet: an anchor has no whole year, or no day, to count.
            Uncounted: an anchor does not say how its days are counted.
            NoHolder: a role is vacant on the day of the observance.
            NotInLocale: a register does not have the text in this locale.
        """
        subject, dot, part = name.partition(".")
        match subject:
            case "event" if dot:
                return self._event(part, form)
            case _ if not dot and name in COUNTS:
                return self._count(self.edition.n, name, form)
            case "year" if not dot:
                return self.grammar.year(self.edition.year, form)
            case _ if not dot and name in DAYS:
                return self._day(_known(self.edition.observed), name, form)
            case _ if dot and subject in self.edition.statement.anchors:
                return self._anchor(subject, part, form)
            case _ if not dot and name in self.edition.facts:
                return self._fact(name, self.edition.facts[name], form)
            case _ if subject in self.edition.roles and part in ("", TITLE):
                return (Text(self._role(subject, part, form)),)
            case _:
                raise UnknownName(name)

    def _event(self, part: str, form: str) -> Words:
        event = self.edition.statement.event
        match part:
            case "name":
                return self.event_name
            case "first" | "last":
                return self._day(event.first if part == "first" else event.last, "date", form)
            case _ if part in DAYS:
                return self._day(event.first, part, form)
            case _:
                raise UnknownName(f"event.{part}")

    def _anchor(self, anchor: str, part: str, form: str) -> Words:
        match part:
            case "days":
                return self._number(self._days(anchor), f"{anchor}.days", form)
            case _ if part in COUNTS:
                return self._count(self._completed(anchor), part, form)
            case _ if part in DAYS:
                return self._day(_known(self.edition.statement.anchors[anchor].date), part, form)
            case _:
                raise UnknownName(f"{anchor}.{part}")

    def count(self, name: str) -> int | Decimal:
        """The number that a switch goes by.

        Raises:
            UnknownName: the name does not stand for a number.
            NotYet: an anchor has no whole year, or no day, to count.
            Uncounted: an anchor does not say how its days are counted.
        """
        subject, _, part = name.partition(".")
        if name == "n":
            return self.edition.n
        if subject in self.edition.statement.anchors and part in {"n", "days"}:
            return self._completed(subject) if part == "n" else self._days(subject)
        match self.edition.facts.get(name):
            case Fact(value=int() | Decimal() as value):
                return value
            case _:
                raise UnknownName(name)

    def form_of(self, placeholder: Placeholder) -> tuple[str, str] | None:
        """Name the section and form of the grammar that writes a placeholder; None if it is no number and no date."""
        subject, _, part = placeholder.name.partition(".")
        section = part or subject
        if placeholder.name in self.edition.facts:
            section = "date" if isinstance(self.edition.facts[placeholder.name].value, datetime.date) else ""
        if placeholder.name in {"event.date", "event.first", "event.last"}:
            event = self.edition.statement.event
            section = _date_section(event.last if part == "last" else event.first)
        if section not in self.grammar.sections or placeholder.name in self.edition.roles:
            return None
        return section, placeholder.form or self.grammar.sections[section].base

    def _completed(self, anchor: str) -> int:
        n = completed_years(self.edition.statement.anchors[anchor].date, self.edition.observed)
        if n < 1:
            raise NotYet(anchor)
        return n

    def _days(self, anchor: str) -> int:
        days = days_since(self.edition.statement.anchors[anchor], self.edition.observed)
        if days is None:
            raise Uncounted(anchor)
        if days < 1:
            raise NotYet(anchor)
        return days

    def _count(self, n: int | Decimal, part: str, form: str) -> Words:
        if part == "n":
            return self._number(n, "n", form)
        return getattr(self.grammar, part)(int(n), form)  # type: ignore[no-any-return]  # part is one of COUNTS

    def _day(self, day: PartialDate, part: str, form: str) -> Words:
        if part == "year":
            return self.grammar.year(day.year, form)
        if part == "date":
            return self.grammar.date(day, form)
        whole = day.complete
        if whole is None:
            raise UnknownName(part)
        return self.grammar.day_month(whole, form) if part == "day_month" else self.grammar.weekday(whole, form)

    def _fact(self, name: str, fact: Fact, form: str) -> Words:
        match fact.value:
            case datetime.date() as day:
                return self.grammar.date(_known(day), form)
            case int() | Decimal() as number:
                return self._number(number, name, form)
            case str() as text:
                return (Text(text),) if not form else self._no_form(name, form)
            case Mapping() as texts:
                return (Text(self._in_locale(name, texts, form)),)
            case None:
                # Only a draft comes here: a release without a required fact is refused when its edition is loaded.
                return (Text(f"[{name}?]"),)

    def _number(self, number: int | Decimal, name: str, form: str) -> Words:
        return (Text(self.grammar.number(number)),) if not form else self._no_form(name, form)

    def _no_form(self, name: str, form: str) -> Words:
        raise FormError(name, form, self.edition.n, (), self.grammar.file)

    def _role(self, role: str, part: str, form: str) -> str:
        day = self.edition.observed
        holders = [holder for holder in self.edition.roles[role] if holder.holds(day)]
        if len(holders) != 1:
            raise NoHolder(role)
        return self._in_locale(role, holders[0].titles if part == TITLE else holders[0].names, form)

    def _in_locale(self, name: str, texts: Mapping[str, str], form: str) -> str:
        """A text of a register in this locale and form; the one for all serves locales in the script of the source."""
        key = f"{self.locale}@{form}" if form else self.locale
        if key in texts:
            return texts[key]
        if form:
            known = tuple(one.partition("@")[2] for one in texts if one.startswith(f"{self.locale}@"))
            raise FormError(name, form, self.edition.n, known, "the register")
        common = texts.get("")
        if common is None or locales.script(self.locale) != locales.script(self.edition.statement.source):
            raise NotInLocale(name)
        return common


def _date_section(date: PartialDate) -> str:
    if date.month is None:
        return "year"
    return "month_year" if date.day is None else "date"


def _known(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


@dataclass(frozen=True, slots=True)
class Filling:
    """One text being filled: where it stands, whose block it is, and the problems found on the way."""

    vocabulary: Vocabulary
    passage: Passage
    block: str
    problems: list[Diagnostic]
    notes: dict[str, str] = field(default_factory=dict)
    """The number of each note by its id, in the order of the references; shared by all texts of a release."""

    def fill(self, phrases: tuple[Phrase, ...]) -> Words:
        """The same text with words for every placeholder and switch."""
        return tuple(inline for phrase in phrases for inline in self._phrase(phrase))

    def _phrase(self, phrase: Phrase) -> Words:
        match phrase:
            case Text() | LineBreak():
                return (phrase,)
            case NoteReference(id=name):
                number = self.vocabulary.grammar.digits(str(len(self.notes) + 1))
                return (replace(phrase, label=self.notes.setdefault(name, number)),)
            case Superscript(content=content):
                return (Superscript(self.fill(content)),)
            case Strong(content=content):
                return (Strong(self.fill(content)),)
            case Emphasis(content=content):
                return (Emphasis(self.fill(content)),)
            case Link(href=href, content=content):
                return (Link(href, self.fill(content)),)
            case Placeholder():
                return self._placeholder(phrase)
            case Switch():
                return self._switch(phrase)

    def _placeholder(self, phrase: Placeholder) -> Words:
        try:
            return self.vocabulary.words(phrase.name, phrase.form)
        except UnknownName:
            hint = did_you_mean(phrase.name, self.vocabulary.names())
            self._complain(Code.UNKNOWN_PLACEHOLDER, f"nothing fills `{{{phrase.name}}}`", hint, phrase.offset)
        except NotYet:
            self._not_yet(phrase.name, phrase.offset)
        except Uncounted:
            self._uncounted(phrase.name, phrase.offset)
        except NoHolder:
            day = self.vocabulary.edition.observed
            hint = "state one holder for that day under [[roles]], with `from`, `until` and a name for this locale"
            message = f"it is not known who `{{{phrase.name}}}` is on {day} in `{self.vocabulary.locale}`"
            self._complain(Code.NO_HOLDER, message, hint, phrase.offset)
        except NotInLocale:
            hint = f'write it for each locale where the source has it: {{ {self.vocabulary.locale} = "…" }}'
            message = f"`{{{phrase.name}}}` is not known in `{self.vocabulary.locale}`"
            self._complain(Code.NO_HOLDER, message, hint, phrase.offset)
        except FormError as error:
            self._no_form(phrase, error)
        return ()

    def _no_form(self, phrase: Placeholder, error: FormError) -> None:
        if phrase.form and phrase.form not in error.known and error.form == phrase.form:
            known = ", ".join(f"`@{form}`" for form in error.known)
            hint = (
                f"`{{{phrase.name}}}` has the forms {known}" if known else f"write `{{{phrase.name}}}` without a form"
            )
            message = f"`{self.vocabulary.locale}` has no form `@{phrase.form}` of `{{{phrase.name}}}`"
            self._complain(Code.UNKNOWN_FORM, message, hint, phrase.offset)
        else:
            self._complain(Code.MISSING_FORM, str(error), error.hint, phrase.offset)

    def _switch(self, switch: Switch) -> Words:
        try:
            count = self.vocabulary.count(switch.count)
        except UnknownName:
            counts = [name for name in self.vocabulary.names() if self._counts(name)]
            message = f"`{switch.count}` is not a number to switch by"
            self._complain(Code.UNKNOWN_PLACEHOLDER, message, did_you_mean(switch.count, counts), switch.offset)
            return ()
        except NotYet:
            self._not_yet(switch.count, switch.offset)
            return ()
        except Uncounted:
            self._uncounted(switch.count, switch.offset)
            return ()
        self._check_complete(switch)
        return self.fill(clause_for(switch, count, self.vocabulary.grammar))

    def _counts(self, name: str) -> bool:
        try:
            self.vocabulary.count(name)
        except LookupError:
            return False
        return True

    def _check_complete(self, switch: Switch) -> None:
        if "other" in switch.categories:
            return
        grammar = self.vocabulary.grammar
        without = [n for n in SWEEP if n not in switch.exact and grammar.category(n) not in switch.categories]
        if without:
            categories = ", ".join(f"`{category}:`" for category in grammar.categories)
            message = f"the switch has no clause for {without[0]}"
            hint = f"`{self.vocabulary.locale}` has the categories {categories}; write the missing one or `other:`"
            self._complain(Code.INCOMPLETE_SWITCH, message, hint, switch.offset)

    def _not_yet(self, name: str, offset: int) -> None:
        anchor = name.partition(".")[0]
        day = self.vocabulary.edition.statement.anchors[anchor].date
        unit = "day" if name.endswith(".days") else "whole year"
        message = f"`{{{name}}}` has no {unit} to count: `{anchor}` is {day}"
        hint = f'show the block only in later editions: years="{day.year + 2}.."'
        self._complain(Code.BEFORE_EVENT, message, hint, offset)

    def _uncounted(self, name: str, offset: int) -> None:
        anchor = name.partition(".")[0]
        day = self.vocabulary.edition.statement.anchors[anchor].date
        message = f"`{anchor}` does not say whether its first day is counted"
        hint = f'write `{anchor} = {{ date = {day}, days = "inclusive" }}` under [anchors], or `"exclusive"`'
        self._complain(Code.MISSING_KEY, message, hint, offset)

    def _complain(self, code: Code, message: str, hint: str, offset: int) -> None:
        place = self.passage.at(offset)
        self.problems.append(Diagnostic(code, message, place, hint, locale=self.vocabulary.locale, block=self.block))


def clause_for(switch: Switch, count: int | Decimal, grammar: Grammar) -> tuple[Phrase, ...]:
    """The clause that a number chooses; nothing if the switch has none for it."""
    if count in switch.exact:
        return switch.exact[int(count)]
    return switch.categories.get(grammar.category(count), switch.categories.get("other", ()))


def names_in(phrases: tuple[Phrase, ...]) -> Iterator[Placeholder]:
    """Every placeholder of a text, those in the clauses of its switches too."""
    for phrase in phrases:
        match phrase:
            case Placeholder():
                yield phrase
            case Switch(exact=exact, categories=categories):
                for clause in (*exact.values(), *categories.values()):
                    yield from names_in(clause)
            case Superscript(content=content) | Strong(content=content) | Emphasis(content=content):
                yield from names_in(content)
            case Link(content=content):
                yield from names_in(content)
            case Text() | LineBreak() | NoteReference():
                pass


def references_in(phrases: tuple[Phrase, ...]) -> Iterator[NoteReference]:
    """Every reference to a note, those in the clauses of switches too."""
    for phrase in phrases:
        match phrase:
            case NoteReference():
                yield phrase
            case Switch(exact=exact, categories=categories):
                for clause in (*exact.values(), *categories.values()):
                    yield from references_in(clause)
            case Superscript(content=content) | Strong(content=content) | Emphasis(content=content):
                yield from references_in(content)
            case Link(content=content):
                yield from references_in(content)
            case Text() | LineBreak() | Placeholder():
                pass


def switches_in(phrases: tuple[Phrase, ...]) -> Iterator[Switch]:
    """Every switch of a text, from the outermost in."""
    for phrase in phrases:
        match phrase:
            case Switch(exact=exact, categories=categories):
                yield phrase
                for clause in (*exact.values(), *categories.values()):
                    yield from switches_in(clause)
            case Superscript(content=content) | Strong(content=content) | Emphasis(content=content):
                yield from switches_in(content)
            case Link(content=content):
                yield from switches_in(content)
            case Text() | LineBreak() | Placeholder() | NoteReference():
                pass


def plain(words: Words) -> str:
    """The words alone: raised letters as plain ones, a forced break as a line end, no marks of notes."""
    return "".join(_plain(word) for word in words)


def _plain(word: Inline) -> str:
    match word:
        case Text(text=text):
            return text
        case LineBreak():
            return "\n"
        case NoteReference():
            return ""
        case _:
            return plain(word.content)
