"""Letterheads: a folder in `templates/` with the page template, the styles, the emblem, and the labels with catalogs."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from communique import emblems, styles, toml_files
from communique.catalogs import read_catalog
from communique.diagnostics import Code, CommuniqueError, Diagnostic, Location, TextProblems, stop_if_errors
from communique.locales import is_locale
from communique.model import Catalog, Letterhead, Newsroom, TypeScale
from communique.newsroom import shown
from communique.presence import is_there, listed
from communique.unseen import first_unseen

LARGEST = 5_000_000
"""Bytes of one file of a letterhead."""
LABELS = (
    "issuer",
    "place",
    "kind-statement",
    "kind-press-release",
    "kind-message",
    "kind-condolence",
    "kind-speech",
    "kind-note-verbale",
    "dateline",
    "immediate",
    "embargo",
    "number",
    "contact",
    "end-mark",
    "page",
    "draft",
    "unready",
    "other-languages",
    "skip",
    "emblem-alt",
)
"""Every label a letterhead has, no more and no fewer: all formats print the same words."""

MARKS = ("unofficial", "check-against-delivery", "not-for-publication")
"""Labels that a letterhead needs only if it prints unofficial translations, speeches, or notes verbales."""

CONTRAST = 4.5
"""Between letters and what is behind them, at the least (WCAG 2.2, 1.4.3)."""
Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]


class TypeTable(BaseModel):
    """`[type]`: the sizes of letters in points; below ten points, official texts are hard to read on paper."""

    model_config = toml_files.TABLE

    size: Annotated[float, Field(ge=10, le=14)] = 10.8
    smallest: Annotated[float, Field(ge=10, le=14)] = 10.0
    tightest: Annotated[float, Field(ge=1.3, le=1.6)] = 1.3
    title: Annotated[float, Field(ge=12, le=30)] = 18.0
    heading: Annotated[float, Field(ge=10, le=18)] = 11.6
    issuer: Annotated[float, Field(ge=9, le=24)] = 14.5
    small: Annotated[float, Field(ge=8, le=10)] = 8.6


class LetterheadFile(BaseModel):
    """`letterhead.toml`."""

    model_config = {**toml_files.TABLE, "strict": True}

    source: str
    accent: Color
    rule: Color = "#c9cbd0"
    tint: Color = "#f3f4f6"
    page_template: FileName = "page.html.j2"
    print_css: FileName = "print.css"
    screen_css: FileName = "screen.css"
    emblem: FileName = "emblem.svg"
    emblem_picture: FileName = "emblem.png"
    document: FileName | None = None
    names: Annotated[tuple[str, ...], Field(strict=False)] = ()
    layout: Literal["centred", "ranged"] = "centred"
    type: TypeTable = TypeTable()
    labels: Mapping[str, str]


def load_letterhead(newsroom: Newsroom, name: str, used_at: Location) -> Letterhead:
    """Read a letterhead with all its catalogs.

    `used_at` is the place that asks for it, for the message when there is none.

    Raises:
        FileProblem: `letterhead.toml` or the folder of the catalogs cannot be read.
        TextProblems: the folder, a file or a label is missing, or a catalog is broken; all of it at once.
    """
    folder = pathlib.Path(newsroom.folder, "templates", name)
    settings = shown(newsroom.folder, "templates", name, "letterhead.toml")
    if not is_there(folder / "letterhead.toml", settings):
        known = sorted(path.parent.name for path in folder.parent.glob("*/letterhead.toml"))
        message = f"there is no letterhead `{name}`: `{settings}` does not exist"
        raise TextProblems([Diagnostic(Code.LETTERHEAD, message, used_at, toml_files.did_you_mean(name, known))])
    file, places = toml_files.read(folder / "letterhead.toml", settings, LetterheadFile)
    problems = [*_label_problems(file, places), *_source_problem(file, places), *_type_problem(file, places)]
    problems += _color_problems(file, places)

    def content(key: str) -> bytes:
        wanted = str(getattr(file, key))
        try:
            return _inside(folder, wanted)
        except OSError as error:
            place = places.place(key)
            hint = f"put the file into `{shown(newsroom.folder, 'templates', name)}`, or correct `{key}`"
            problems.append(Diagnostic(Code.LETTERHEAD, f"`{wanted}` {toml_files.reason(error)}", place, hint))
            return b""

    letterhead = Letterhead(
        name,
        file.source,
        _text(content("page_template"), shown(newsroom.folder, "templates", name, file.page_template), problems),
        _text(content("print_css"), shown(newsroom.folder, "templates", name, file.print_css), problems),
        _text(content("screen_css"), shown(newsroom.folder, "templates", name, file.screen_css), problems),
        content("emblem"),
        content("emblem_picture"),
        file.accent,
        {label: places.passage(text, "labels", label) for label, text in file.labels.items()},
        _catalogs(newsroom, name, problems),
        Location(settings, 1, 1),
        content("document") if file.document else None,
        TypeScale(**file.type.model_dump()),
        file.names,
        file.layout == "centred",
        file.rule,
        file.tint,
    )
    problems += _active_content(letterhead, file, places)
    stop_if_errors(problems)
    return letterhead


def _unseen(catalog: Catalog) -> Iterator[Diagnostic]:
    """Labels are read by no rule of texts, and printed all the same."""
    for label in catalog.translations.values():
        if odd := first_unseen(label.passage.text):
            message, hint = f"the label `{label.id}` holds {odd[1]}, which nobody sees", "type the label again"
            yield Diagnostic(Code.UNSEEN, message, label.passage.at(odd[0]), hint, locale=catalog.locale)


def _inside(folder: pathlib.Path, name: str) -> bytes:
    """Read a file of the folder, and no other that it is a link to.

    Raises:
        OSError: it cannot be read, is too large, or lies elsewhere.
    """
    if not (folder / name).resolve().is_relative_to(folder.resolve()):
        raise OSError("it is a link that leads out of the letterhead")
    return toml_files.read_bytes(folder / name, LARGEST)


def _active_content(letterhead: Letterhead, file: LetterheadFile, places: toml_files.Places) -> list[Diagnostic]:
    """What its files would load or run, and what would take for ever to draw."""
    folder = letterhead.location.file.rpartition("/")[0]
    problems = [
        *styles.style_problems(letterhead.print_css, f"{folder}/{file.print_css}"),
        *styles.style_problems(letterhead.screen_css, f"{folder}/{file.screen_css}"),
        *(emblems.drawing_problems(letterhead.emblem, f"{folder}/{file.emblem}") if letterhead.emblem else ()),
    ]
    if letterhead.emblem_picture and (fault := emblems.picture_fault(letterhead.emblem_picture)):
        hint = "save the emblem as PNG, 512 to 4000 pixels wide"
        place = places.place("emblem_picture")
        problems.append(Diagnostic(Code.LETTERHEAD, f"`{file.emblem_picture}` {fault}", place, hint))
    if letterhead.document:
        problems += _document_problems(letterhead.document, f"{folder}/{file.document}")
    return problems


def _document_problems(content: bytes, shown: str) -> list[Diagnostic]:
    from communique import packages  # lxml, for a Word file only

    try:
        packages.main_part(packages.members(content, shown), shown)
    except CommuniqueError as error:
        return [replace(problem, code=Code.LETTERHEAD) for problem in error.diagnostics]
    return []


def _text(content: bytes, name: str, problems: list[Diagnostic]) -> str:
    try:
        return toml_files.decode(content, name)
    except TextProblems as error:
        problems.extend(error.diagnostics)
        return ""


def _source_problem(file: LetterheadFile, places: toml_files.Places) -> list[Diagnostic]:
    if is_locale(file.source):
        return []
    what, hint = f"`{file.source[:20]}` is not a locale", "write the language of the labels, such as `en`"
    return [Diagnostic(Code.UNKNOWN_LOCALE, what, places.place("source"), hint)]


def _type_problem(file: LetterheadFile, places: toml_files.Places) -> list[Diagnostic]:
    if file.type.smallest <= file.type.size:
        return []
    what = f"the smallest text ({file.type.smallest:g} points) is larger than the usual one ({file.type.size:g})"
    hint = "write the two the other way round"
    return [Diagnostic(Code.LETTERHEAD, what, places.place("type", "smallest"), hint)]


def _color_problems(file: LetterheadFile, places: toml_files.Places) -> list[Diagnostic]:
    """Headings in the accent colour must be read on white paper, and in the heads of tables on the tint."""
    on_paper, on_tint = contrast(file.accent, "#ffffff"), contrast(file.accent, file.tint)
    if on_paper < CONTRAST:
        what = (
            f"`{file.accent}` is hard to read on white paper: the contrast is {on_paper:.1f}, not {CONTRAST:g} or more"
        )
        return [Diagnostic(Code.LETTERHEAD, what, places.place("accent"), "write a darker colour")]
    if on_tint < CONTRAST:
        what = f"the accent is hard to read on `{file.tint}`: the contrast is {on_tint:.1f}, not {CONTRAST:g} or more"
        return [Diagnostic(Code.LETTERHEAD, what, places.place("tint"), "write a lighter colour, such as `#f3f4f6`")]
    return []


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    shares = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _label_problems(file: LetterheadFile, places: toml_files.Places) -> list[Diagnostic]:
    place = places.place("labels")
    missing = [
        Diagnostic(Code.LETTERHEAD, f"the label `{label}` is missing", place, f'add `{label} = "…"` under [labels]')
        for label in LABELS
        if not file.labels.get(label, "").strip()
    ]
    unknown = [
        Diagnostic(
            Code.UNKNOWN_KEY,
            f"the label `{label}` is not known",
            places.place("labels", label),
            toml_files.did_you_mean(label, LABELS + MARKS),
        )
        for label in file.labels
        if label not in LABELS + MARKS
    ]
    return missing + unknown


def _catalogs(newsroom: Newsroom, name: str, problems: list[Diagnostic]) -> dict[str, Catalog]:
    catalogs = {}
    parts = (newsroom.folder, "templates", name, "locales")
    for path in listed(pathlib.Path(*parts), shown(*parts), ".po"):
        try:
            file = shown(newsroom.folder, "templates", name, "locales", path.name)
            catalogs[path.stem] = catalog = read_catalog(path, file, path.stem)
            problems.extend(_unseen(catalog))
        except CommuniqueError as error:
            problems.extend(error.diagnostics)
    return catalogs
