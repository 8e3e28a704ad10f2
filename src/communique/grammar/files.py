"""Reading grammar files: their keys, and every check that can be made before a text is filled.

A file that `extends` another names only what differs: a form it states replaces that form, everything else is
inherited except the signatures of reviewers. A newsroom's file may extend the packaged file of its own locale.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from communique import locales, toml_files
from communique.diagnostics import Code, Diagnostic, Location, TextProblems
from communique.grammar import (
    DATED,
    PART_OF_NUMBER,
    FormError,
    Grammar,
    Numerals,
    Quotes,
    Reference,
    Review,
    Rows,
    Section,
    Template,
    parse_template,
)
from communique.model import Calendar, Typography
from communique.presence import is_there, listed

PACKAGED = Path(__file__).parent
"""The files that come with the program."""
COUNTS = range(1, 201)
"""Anniversaries for which every form must have a row."""
LAST_WORDS = 100
"""The ordinal up to which words must go, if a language has them."""
YEARS = range(1900, 2101)

_COUNT_REFERENCES = frozenset({"n", "ones", "rest", "ordinal"})
_DATE_REFERENCES = frozenset({"day", "month", "year", "weekday", "era"})
_REFERENCES: Mapping[str, frozenset[str]] = {
    "ordinal": _COUNT_REFERENCES | {"ordinal_words"},
    "ordinal_words": _COUNT_REFERENCES | {"ordinal_words"},
    "years": _COUNT_REFERENCES | {"ordinal_words", "years"},
    "anniversary": _COUNT_REFERENCES | {"ordinal_words", "years", "anniversary"},
    "sentence": _COUNT_REFERENCES | {"ordinal_words", "years", "anniversary"},
    "year": _COUNT_REFERENCES | {"year"},
    "day": _COUNT_REFERENCES | {"day"},
    "month": frozenset({"month"}),
    "weekday": frozenset({"weekday"}),
    "era": frozenset({"era"}),
    "date": _DATE_REFERENCES | {"date", "day_month"},
    "day_month": _DATE_REFERENCES - {"year"} | {"day_month"},
    "month_year": frozenset({"month", "year", "month_year"}),
}
_NUMBERS: Mapping[str, range] = {
    "ordinal_words": range(1, LAST_WORDS + 1),
    "year": YEARS,
    "day": range(1, 32),
    "month": range(1, 13),
    "weekday": range(1, 8),
    "era": range(1, 2),
    "date": range(1, 32),
    "day_month": range(1, 32),
    "month_year": range(1, 13),
}
_OPTIONAL = frozenset({"ordinal_words", "sentence", "era"})
_TRIAL_DAYS = tuple(datetime.date(2010, 1, 1) + datetime.timedelta(days=29 * step) for step in range(240))
"""Days of 19 years, among which every month and day of every calendar occurs."""
_SPAN = re.compile(r"\s*(\d{1,4})(?:\.\.(\d{1,4}))?\s*")

FormName = Annotated[str, StringConstraints(pattern=r"^_?[a-z][a-z0-9]*(\.[a-z0-9]+)*$")]
Confidence = Literal["high", "medium", "low"]
Category = Literal["zero", "one", "two", "few", "many", "other"]


class _Table(BaseModel):
    model_config = toml_files.TABLE


class _Rows(_Table):
    exact: dict[str, str] = {}
    mod1000: dict[str, str] = {}
    mod100: dict[str, str] = {}
    mod10: dict[str, str] = {}
    plural: dict[Category, str] = {}
    default: str | None = None
    calendar: Calendar = Calendar.GREGORIAN
    confidence: Confidence | None = None
    reviewed_by: str | None = None


def _as_rows(value: object) -> object:
    """Let a lone text stand for the default row, and a list for the rows 1, 2, 3, …."""
    match value:
        case str():
            return {"default": value}
        case list():
            return {"exact": {str(number): text for number, text in enumerate(value, 1)}}
        case _:
            return value


class _Section(_Table):
    base: FormName = ""
    confidence: Confidence | None = None
    reviewed_by: str | None = None
    form: dict[FormName, Annotated[_Rows, BeforeValidator(_as_rows)]] = {}


class _Number(_Table):
    group: str
    decimal: str
    group_from: int = Field(4, ge=4, le=6)
    sizes: tuple[Annotated[int, Field(ge=2, le=4)], ...] = Field((3,), min_length=1)
    digits: str = Field("0123456789", min_length=10, max_length=10)


class _Quotes(_Table):
    open: str
    close: str
    inner_open: str
    inner_close: str


class _Typography(_Table):
    justify: bool = True
    hyphenate: bool = True
    italics: bool = True
    line_height: float = Field(1.45, ge=1, le=3)
    page_counter: str = "decimal"


class _GrammarFile(_Table):
    locale: str
    name: str
    confidence: Confidence
    reviewed_by: str = ""
    sources: tuple[str, ...] = Field(min_length=1)
    extends: str = ""
    number: _Number
    ordinal: _Section
    ordinal_words: _Section = _Section()
    years: _Section
    anniversary: _Section
    sentence: _Section = _Section()
    year: _Section = _Section()
    day: _Section = _Section()
    month: _Section = _Section()
    weekday: _Section = _Section()
    era: _Section = _Section()
    date: _Section
    day_month: _Section
    month_year: _Section
    quotes: _Quotes
    typography: _Typography = _Typography()


def names(folders: Sequence[Path]) -> tuple[str, ...]:
    """List the locales that have a file of their own in any of the folders."""
    found = {path.stem for folder in folders for path in listed(folder, folder.name, ".toml")}
    return tuple(sorted(tag for tag in found if locales.is_locale(tag)))


def load(locale: str, folders: Sequence[Path], *, thorough: bool) -> Grammar:
    """Load the file that serves a locale, and check it; if not `thorough`, some checks are left out that cannot fail.

    Raises:
        TextProblems: no file serves it, or the file is not valid: every problem with its place.
        FileProblem: a file cannot be read.
    """
    if locales.is_locale(locale):
        for tag in locales.fallbacks(locale):
            for index, folder in enumerate(folders):
                path = folder / f"{tag}.toml"
                if is_there(path, _shown(path)):
                    return _build(locale, tag, folders, index, thorough=thorough)
    raise TextProblems([_unknown(locale, names(folders))])


def _unknown(locale: str, known: Sequence[str]) -> Diagnostic:
    hint = toml_files.did_you_mean(locale, known)
    message = f"no grammar file serves the locale `{locale[:20]}`"
    return Diagnostic(Code.UNKNOWN_LOCALE, message, Location("grammar"), hint, locale=locale[:20])


def _build(locale: str, tag: str, folders: Sequence[Path], index: int, *, thorough: bool) -> Grammar:
    path = folders[index] / f"{tag}.toml"
    shown = _shown(path)
    text = toml_files.read_text(path, shown)
    found = toml_files.places(text, shown)
    data = _inherit(toml_files.parse(text, shown), tag, folders, index, found)
    file = toml_files.validate(data, _GrammarFile, found, shown)
    reading = _Reading(locale, file, found, shown)
    grammar = reading.grammar()
    if not reading.problems and (thorough or not _was_checked(locale, tag, folders)):
        reading.check(grammar)
    if reading.problems:
        raise TextProblems(reading.problems)
    return grammar


def _was_checked(locale: str, tag: str, folders: Sequence[Path]) -> bool:
    """Whether the tests have written every number with a file: with those of the program, each in its own locale."""
    return locale == tag and tuple(folders) == (PACKAGED,)


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _inherit(
    data: dict[str, Any], tag: str, folders: Sequence[Path], index: int, found: Mapping[toml_files.Path, Location]
) -> dict[str, Any]:
    parent = data.get("extends")
    if not isinstance(parent, str) or not parent:
        return data
    start = index + 1 if parent == tag else 0
    for later, folder in enumerate(folders[start:], start):
        path = folder / f"{parent}.toml"
        if parent in names([folder]) and (later, parent) != (index, tag):
            shown = _shown(path)
            above = toml_files.parse(toml_files.read_text(path, shown), shown)
            if above.get("extends") == tag:
                break
            return _merged(_inherit(above, parent, folders, later, found), data)
    place = toml_files.place_of(("extends",), found, _shown(folders[index] / f"{tag}.toml"))
    hint = "name the locale of another grammar file, or remove `extends`"
    raise TextProblems([Diagnostic(Code.GRAMMAR, f"`{parent}` cannot be extended", place, hint, locale=tag)])


def _merged(above: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a file over the one it extends: tables key by key, forms one by one; a signature is never inherited."""
    own = {"reviewed_by", "confidence", "name"}
    inherited = {key: _unsigned(value) for key, value in above.items() if key not in own}
    return {**inherited, **{key: _over(inherited.get(key), value) for key, value in data.items()}}


def _unsigned(value: object) -> object:
    """Take the signatures out of a section and of each of its forms."""
    if not isinstance(value, dict):
        return value
    return {key: _unsigned(inner) for key, inner in value.items() if key != "reviewed_by"}


def _over(above: object, value: object) -> object:
    if not isinstance(above, dict) or not isinstance(value, dict):
        return value
    forms = {"form": {**above.get("form", {}), **value.get("form", {})}} if "form" in above or "form" in value else {}
    return {**above, **value, **forms}


class _Reading:
    """Turns the checked keys of one file into a grammar and collects what is wrong with their contents."""

    def __init__(self, locale: str, file: _GrammarFile, found: Mapping[toml_files.Path, Location], shown: str) -> None:
        self.locale, self.file, self.found, self.shown = locale, file, found, shown
        self.problems: list[Diagnostic] = []

    def grammar(self) -> Grammar:
        file = self.file
        if file.locale != Path(self.shown).stem:
            self._say(
                ("locale",), f"`locale` is `{file.locale}`", f"write `{Path(self.shown).stem}`, as the file is named"
            )
        return Grammar(
            locale=self.locale,
            name=file.name,
            confidence=file.confidence,
            reviewed_by=file.reviewed_by,
            sources=file.sources,
            file=self.shown,
            numerals=Numerals(**file.number.model_dump()),
            quotes=Quotes(**file.quotes.model_dump()),
            typography=Typography(**file.typography.model_dump()),
            sections={name: self._section(name, getattr(file, name)) for name in self._section_names()},
        )

    def _section_names(self) -> Iterator[str]:
        return (name for name in _REFERENCES if name not in _OPTIONAL or getattr(self.file, name).form)

    def _section(self, name: str, section: _Section) -> Section:
        forms = {**self._implied(name), **{form: self._rows(name, form, rows) for form, rows in section.form.items()}}
        base = section.base or next(iter(forms), "")
        if base not in forms or base.startswith("_"):
            self._say((name,), f"`{name}` has no form `{base}` to begin with", "name one of its forms as `base`")
        return Section(base, forms)

    def _implied(self, name: str) -> dict[str, Rows]:
        """Give the forms that no file needs to state: plain digits, and the names that CLDR has."""
        match name:
            case "year" | "day":
                return {"plain": Rows({}, {}, {}, parse_template("{n}"))}
            case "month":
                return {
                    "format": _listed(locales.month_names(self.locale, "format")),
                    "alone": _listed(locales.month_names(self.locale, "stand-alone")),
                }
            case "weekday":
                return {
                    "format": _listed(locales.weekday_names(self.locale, "format")),
                    "alone": _listed(locales.weekday_names(self.locale, "stand-alone")),
                }
            case _:
                return {}

    def _rows(self, section: str, form: str, rows: _Rows) -> Rows:
        place = (section, "form", form)
        endings = {1000: rows.mod1000, 100: rows.mod100, 10: rows.mod10}
        unknown = set(rows.plural) - set(locales.plural_categories(self.locale))
        if unknown:
            message = f"`{', '.join(sorted(unknown))}` is no plural category of `{self.locale}`"
            self._say((*place, "plural"), message, f"use {', '.join(locales.plural_categories(self.locale))}")
        return Rows(
            exact=self._numbered((*place, "exact"), rows.exact),
            by_ending={
                modulus: self._numbered((*place, f"mod{modulus}"), table) for modulus, table in endings.items() if table
            },
            plural={category: self._template((*place, "plural"), text) for category, text in rows.plural.items()},
            default=None if rows.default is None else self._template((*place, "default"), rows.default),
            calendar=self._calendar((*place, "calendar"), section, rows),
            review=self._review(section, rows),
        )

    def _calendar(self, place: toml_files.Path, section: str, rows: _Rows) -> Calendar:
        if rows.calendar is not Calendar.GREGORIAN and section not in DATED:
            self._say(place, f"`{section}` has no day to show in a calendar", "state it in a form of `date`")
        return rows.calendar

    def _review(self, section: str, rows: _Rows) -> Review:
        """Lay what the form says over what its section and the file say."""
        layers = (rows, getattr(self.file, section), self.file)
        confidence = next(layer.confidence for layer in layers if layer.confidence is not None)
        return Review(confidence, next(layer.reviewed_by for layer in layers if layer.reviewed_by is not None))

    def _numbered(self, place: toml_files.Path, table: Mapping[str, str]) -> dict[int, Template]:
        found: dict[int, Template] = {}
        for key, text in table.items():
            template = self._template((*place, key), text)
            for number in self._numbers((*place, key), key):
                if number in found:
                    self._say((*place, key), f"{number} stands in two rows", "keep one of them")
                found[number] = template
        return found

    def _numbers(self, place: toml_files.Path, key: str) -> Iterator[int]:
        for span in key.split(","):
            bounds = _SPAN.fullmatch(span)
            if bounds is None or int(bounds[2] or bounds[1]) < int(bounds[1]):
                self._say(place, f"`{key}` is not a number", 'write numbers like "1", "1, 2, 5" or "11..13"')
                return
            yield from range(int(bounds[1]), int(bounds[2] or bounds[1]) + 1)

    def _template(self, place: toml_files.Path, text: str) -> Template:
        if not unicodedata.is_normalized("NFC", text):
            self._say(place, f"`{text}` is not in the composed form of Unicode (NFC)", "type the letters again")
        try:
            template = parse_template(text)
        except ValueError as error:
            self._say(place, str(error), "write `{name}`, `{name}@form` or `^letters^`")
            return ()
        for part in template:
            if isinstance(part, Reference) and part.name not in (known := _REFERENCES[str(place[0])] | {"n"}):
                self._say(
                    place, f"`{{{part.name}}}` means nothing here", toml_files.did_you_mean(part.name, sorted(known))
                )
        return template

    def check(self, grammar: Grammar) -> None:
        """Find the numbers that have no row; all templates are known to be readable by now."""
        for name, section in grammar.sections.items():
            for form in section.forms:
                if circle := _circle(grammar, name, form, ()):
                    self._say((name, "form", form), f"`{form}` refers to itself: {circle}", "break the circle")
                    return
        for name, section in grammar.sections.items():
            for form in section.public_forms:
                if gap := _first_gap(grammar, name, form):
                    self._say((name, "form", form), f"`{name}` in the form `{form}`: {gap}", "add a row or a `default`")

    def _say(self, place: toml_files.Path, message: str, hint: str) -> None:
        location = toml_files.place_of(place, self.found, self.shown)
        self.problems.append(Diagnostic(Code.GRAMMAR, message, location, hint, locale=self.locale))


def _first_gap(grammar: Grammar, section: str, form: str) -> FormError | None:
    rows = grammar.sections[section].forms[form]
    if rows.calendar is not Calendar.GREGORIAN:
        return next((gap for day in _TRIAL_DAYS if (gap := _calendar_gap(grammar, section, form, day))), None)
    numbers = _trials(rows, _NUMBERS.get(section, COUNTS))
    return next((gap for n in numbers if (gap := _gap(grammar, section, form, n))), None)


def _calendar_gap(grammar: Grammar, section: str, form: str, day: datetime.date) -> FormError | None:
    """Write a day: the months and years of another calendar have forms of their own, which only it can lead to."""
    try:
        grammar.whole_date(section, day, form)
    except FormError as error:
        return error
    return None


def _trials(rows: Rows, numbers: range) -> range:
    """One trial is enough where all numbers take the same row, and that row names public forms only."""
    alike = not (rows.exact or rows.by_ending or rows.plural)
    judged = all(part.name not in PART_OF_NUMBER and not part.form.startswith("_") for part in _references(rows))
    return numbers[:1] if alike and judged else numbers


def _gap(grammar: Grammar, section: str, form: str, n: int) -> FormError | None:
    """Find what is missing to write a number; a public form is judged by itself for the numbers of its section."""
    try:
        template = grammar.template(section, form, n)
        references = [part for part in template if isinstance(part, Reference) and part.name != "n"]
        inner = [_target(grammar, section, form, n, part) for part in references]
    except FormError as error:
        return error
    return next((gap for one in inner if not _judged(grammar, *one) and (gap := _gap(grammar, *one))), None)


def _target(grammar: Grammar, section: str, form: str, n: int, part: Reference) -> tuple[str, str, int]:
    """Name what a reference leads to: section, form and number."""
    if part.name in PART_OF_NUMBER:
        return section, part.form or form, grammar.ending(section, form, n, part.name)
    if section in {*DATED, "month_year"} and part.name in _DATE_REFERENCES:
        return part.name, part.form, _NUMBERS[part.name][0]
    return part.name, part.form, n


def _judged(grammar: Grammar, section: str, form: str, n: int) -> bool:
    known = grammar.sections.get(section)
    public = known is not None and (form or known.base) in known.forms and not form.startswith("_")
    return public and (n in _NUMBERS.get(section, COUNTS) or (section == "ordinal_words" and n > LAST_WORDS))


def _listed(texts: Sequence[str]) -> Rows:
    return Rows({number: (text,) for number, text in enumerate(texts, 1)}, {}, {})


def _circle(grammar: Grammar, section: str, form: str, seen: tuple[tuple[str, str], ...]) -> str:
    """Follow references; a form met twice is written as the way round, or "" if there is none.

    `{ones}` and `{rest}` may lead to their own form, for the number gets smaller.
    """
    here = (section, form or grammar.sections[section].base) if section in grammar.sections else (section, form)
    if here in seen:
        return " -> ".join(f"{name}@{inner}" for name, inner in (*seen, here))
    rows = grammar.sections[section].forms.get(here[1]) if section in grammar.sections else None
    for part in _references(rows) if rows else ():
        if part.name not in {"n", "ones", "rest"} and (circle := _circle(grammar, part.name, part.form, (*seen, here))):
            return circle
    return ""


def _references(rows: Rows) -> list[Reference]:
    numbered = [template for table in (rows.exact, *rows.by_ending.values()) for template in table.values()]
    parts = [part for template in (*numbered, *rows.plural.values(), rows.default or ()) for part in template]
    return list(dict.fromkeys(part for part in parts if isinstance(part, Reference)))
