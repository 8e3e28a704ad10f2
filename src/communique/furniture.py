"""The words around a text: the labels of a letterhead in one locale, with the dates and numbers of an edition."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from communique import markup
from communique.diagnostics import Code, Diagnostic, Passage, Severity
from communique.fill import names_in, plain
from communique.grammar import FormError, Grammar
from communique.model import (
    FRAMES,
    Edition,
    Furniture,
    Letterhead,
    PageMark,
    PartialDate,
    Phrase,
    Placeholder,
    StatementKind,
    Text,
)

Value = Callable[[str], str]
"""What a placeholder of a label stands for, in the form it asks for."""


def furniture(
    edition: Edition, locale: str, grammar: Grammar, letterhead: Letterhead, problems: list[Diagnostic], *, draft: bool
) -> Furniture:
    """Everything the letterhead prints beside the text; what is missing is added to the problems."""
    labels = _Labels(letterhead, locale, draft, problems)
    others = [other for other in letterhead.names if other != locale]
    day = _day(grammar, edition.released or edition.observed)
    place = _place(edition, labels)
    number = labels.text("number", number=lambda _: grammar.digits(edition.number)) if edition.number else ""
    return Furniture(
        issuer=_of_mission(edition, labels, "issuer") or labels.text("issuer"),
        kind=labels.text(f"kind-{edition.statement.kind}"),
        dateline=labels.text("dateline", place=lambda _: place, date=day),
        embargo=_embargo(edition, grammar, labels),
        number=number,
        contact=_contact(edition, labels),
        end_mark=labels.text("end-mark") if FRAMES[edition.statement.kind].ended else "",
        page=labels.page(),
        draft=labels.text("draft") if draft else "",
        unready=labels.text("unready"),
        other_languages=labels.text("other-languages"),
        skip=labels.text("skip"),
        emblem_alt=labels.text("emblem-alt"),
        names=tuple((other, replace(labels, locale=other).text("issuer")) for other in others),
        marks=tuple(map(labels.mark, _marks(edition, locale))),
    )


def _marks(edition: Edition, locale: str) -> Iterator[str]:
    """The labels that warn of the text: a speech is printed before it is held, and a translation may not count."""
    if edition.statement.official and locale not in edition.statement.official:
        yield "unofficial"
    if edition.statement.kind is StatementKind.SPEECH:
        yield "check-against-delivery"
    if not FRAMES[edition.statement.kind].published:
        yield "not-for-publication"


def _place(edition: Edition, labels: _Labels) -> str:
    """The place of the dateline: the edition's, in the words of this locale, or the letterhead's."""
    if edition.places and labels.locale not in edition.places:
        what = f"the place of the dateline is not given in `{labels.locale}`"
        hint = f"write `{labels.locale}` under [dateline.place]"
        problem = Diagnostic(Code.MISSING_MESSAGE, what, edition.location, hint, locale=labels.locale)
        labels.complain(problem)
    return edition.places.get(labels.locale) or _of_mission(edition, labels, "place") or labels.text("place")


def _contact(edition: Edition, labels: _Labels) -> tuple[str, ...]:
    """The contact block: of the mission, if it has one of its own."""
    own = _of_mission(edition, labels, "contact") or labels.text("contact")
    return tuple(own.split("\n"))


def _of_mission(edition: Edition, labels: _Labels, what: str) -> str:
    """What the mission says instead of the letterhead; a mission that says it must say it in every locale."""
    mission = edition.mission
    if mission is None:
        return ""
    contacts = {locale: "\n".join(lines) for locale, lines in mission.contacts.items()}
    said = {"issuer": mission.issuers, "place": mission.places, "contact": contacts}[what]
    if said and labels.locale not in said:
        message = f"the mission `{mission.name}` has no {what} in `{labels.locale}`"
        hint = f"write `{labels.locale}` under [{mission.name}.{what}]"
        labels.complain(Diagnostic(Code.MISSING_MESSAGE, message, mission.location, hint, locale=labels.locale))
    return said.get(labels.locale, "")


def _day(grammar: Grammar, day: datetime.date) -> Value:
    known = PartialDate(day.year, day.month, day.day)
    return lambda form: plain(grammar.date(known, form))


def _embargo(edition: Edition, grammar: Grammar, labels: _Labels) -> str:
    moment = edition.embargo
    if moment is None:
        return labels.text("immediate") if FRAMES[edition.statement.kind].immediate else ""
    hour, zone = grammar.digits(f"{moment:%H:%M}"), _zone(moment, grammar, labels.form("embargo", "date"))
    return labels.text("embargo", date=_day(grammar, moment.date()), time=lambda _: hour, zone=lambda _: zone)


def _zone(moment: datetime.datetime, grammar: Grammar, form: str) -> str:
    """The offset, and the same moment in UTC for readers elsewhere; with the day if that is another.

    `form` is that of the day before it; a language may lack it for days without their year.
    """
    zone, world = grammar.digits(offset_name(moment)), moment.astimezone(datetime.UTC)
    if zone == "UTC":
        return zone
    known = form if form in grammar.sections["day_month"].forms else ""
    day = "" if world.date() == moment.date() else plain(grammar.day_month(world.date(), known)) + ", "
    return f"{zone} = {day}{grammar.digits(f'{world:%H:%M}')} UTC"


def offset_name(moment: datetime.datetime) -> str:
    """The offset from UTC as people write it: UTC, UTC+4, UTC−3:30."""
    minutes = int((moment.utcoffset() or datetime.timedelta()).total_seconds()) // 60
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02d}" if rest else "")


@dataclass(frozen=True, slots=True)
class _Labels:
    """The letterhead's words in one locale."""

    letterhead: Letterhead
    locale: str
    draft: bool
    problems: list[Diagnostic]

    def complain(self, problem: Diagnostic) -> None:
        """A draft may lack a label; it then shows the letterhead's own language, and a warning is told."""
        self.problems.append(replace(problem, severity=Severity.WARNING) if self.draft else problem)

    def passage(self, label: str) -> Passage:
        """The label in this locale."""
        source = self.letterhead.labels[label]
        if self.locale == self.letterhead.source:
            return source
        catalog = self.letterhead.catalogs.get(self.locale)
        translation = catalog.translations.get(label) if catalog else None
        problem = functools.partial(Diagnostic, locale=self.locale, block=label)
        if translation is None or not translation.passage.text.strip():
            place = catalog.location if catalog else self.letterhead.location
            what = f"the letterhead `{self.letterhead.name}` has no `{label}` in `{self.locale}`"
            hint = f"translate it in `templates/{self.letterhead.name}/locales/{self.locale}.po`"
            self.complain(problem(Code.MISSING_MESSAGE, what, place, hint))
            return source
        if translation.fuzzy or translation.source != source.text:
            code = Code.FUZZY_MESSAGE if translation.fuzzy else Code.STALE_MESSAGE
            what = f"the translation of the label `{label}` is not up to date"
            hint = "compare it with the source, correct it, and remove the fuzzy mark"
            self.complain(problem(code, what, translation.passage.location, hint))
        return translation.passage

    def mark(self, label: str) -> str:
        """A label that not every letterhead has."""
        if label in self.letterhead.labels:
            return self.text(label)
        what = f"the letterhead `{self.letterhead.name}` has no label `{label}`, which this text must carry"
        hint = f'add `{label} = "…"` under [labels], and translate it'
        place = self.letterhead.location
        self.complain(Diagnostic(Code.LETTERHEAD, what, place, hint, locale=self.locale, block=label))
        return ""

    def text(self, label: str, **values: Value) -> str:
        """A label with its values; line ends in it stay."""
        parts = self.phrases(label, tuple(values))
        if not values:
            return self.passage(label).text.strip()
        return "".join(self.part(label, part, values) for part in parts)

    def form(self, label: str, name: str) -> str:
        """The form in which a label asks for a value."""
        content, _ = markup.phrases(self.passage(label), label, self.locale)
        return next((one.form for one in names_in(content) if one.name == name), "")

    def page(self) -> tuple[str | PageMark, ...]:
        """The page line, with marks where the numbers of the finished page stand."""
        known = tuple(str(mark) for mark in PageMark)
        return tuple(
            PageMark(part.name) if isinstance(part, Placeholder) and part.name in known else self.part("page", part, {})
            for part in self.phrases("page", known)
        )

    def phrases(self, label: str, known: Sequence[str]) -> tuple[Phrase, ...]:
        """The parts of a label, which must have just the placeholders it is known to have."""
        passage = self.passage(label)
        content, flaws = markup.phrases(passage, label, self.locale)
        self.problems.extend(flaws)
        names = {placeholder.name: placeholder for placeholder in names_in(content)}
        for name in sorted({*names} ^ {*known}):
            code = Code.ADDED_PLACEHOLDER if name in names else Code.LOST_PLACEHOLDER
            what = f"the label `{label}` {'has' if name in names else 'lost'} `{{{name}}}`"
            hint = "its placeholders are " + (", ".join(f"`{{{one}}}`" for one in known) or "none")
            place = passage.at(names[name].offset if name in names else 0)
            self.problems.append(Diagnostic(code, what, place, hint, locale=self.locale, block=label))
        if not all(isinstance(part, Text | Placeholder) for part in content):
            hint = "write it as plain words; the letterhead decides how they look"
            what = f"the label `{label}` has marks such as `**`, which a label cannot carry"
            problem = Diagnostic(Code.MARKUP, what, passage.location, hint, locale=self.locale, block=label)
            self.problems.append(problem)
        return content

    def part(self, label: str, phrase: Phrase, values: Mapping[str, Value]) -> str:
        """The words of one part of a label."""
        match phrase:
            case Text(text=text):
                return text
            case Placeholder(name=name, form=form, offset=offset) if name in values:
                try:
                    return values[name](form)
                except FormError as error:
                    if self.draft:  # the label may be the source's own, in whose forms this language has no part
                        return values[name]("")
                    hint = "write it without a form, or in one that the language has"
                    place = self.passage(label).at(offset)
                    self.problems.append(
                        Diagnostic(Code.UNKNOWN_FORM, str(error), place, hint, locale=self.locale, block=label)
                    )
                    return ""
            case _:
                return ""
