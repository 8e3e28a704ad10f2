"""In which order letters stand on paper or on a screen, from left to right: what a reader of mixed directions meets."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pypdfium2

from communique import direction
from communique.model import Emphasis, Inline, Link, Paragraph, Release, Superscript, Text
from sample_releases import ARABIC, ENGLISH, text

_APART = 6.0
"""Points or pixels between the middles of two lines, at least; a raised letter is nearer to its own."""


@dataclass(frozen=True)
class Phrase:
    """Words among those of the other direction, and what must be seen from left to right, without spaces."""

    name: str
    content: tuple[Inline, ...]
    seen: str


AMONG_ARABIC = (
    Phrase("name", (Text("تقرير Human "), Emphasis(text("Rights")), Text(" Watch اليوم")), "HumanRightsWatch"),
    Phrase("ordinal", (Text("الذكرى 34"), Superscript(text("th")), Text(" اليوم")), "34th"),
    Phrase("telephone", text("هاتف +994 12 000 00 00 غدا"), "+994120000000"),
    Phrase("url", text("انظر https://www.example.org/a-b/?c=1 اليوم"), "https://www.example.org/a-b/?c=1"),
    Phrase("link", (Text("انظر "), Link("https://example.org/", text("www.example.org/a/")), Text(".")), "www.example.org/a/"),
    Phrase("mail", text("البريد press-office@example.org غدا"), "press-office@example.org"),
    Phrase("street", text("العنوان 14 Rue de Lausanne, 1202 Geneva اليوم"), "14RuedeLausanne,1202Geneva"),
    Phrase("range", text("ليلة 19–20 يناير"), "19–20"),
    Phrase("sign", text("درجة -5 اليوم"), "-5"),
    Phrase("bracket", text("منظمة Human Rights Watch (HRW) اليوم"), "HumanRightsWatch(HRW)"),
    Phrase("date", text("في 20 January 1990 كان"), "20January1990"),
)  # fmt: skip
AMONG_ENGLISH = (
    Phrase("movement", (Text("Then שלום "), Emphasis(text("עכשיו")), Text(" spoke.")), "וישכעםולש"),
    Phrase("figure", text("The sign תקנה 34 is meant."), "הנקת"),
)


def release(shown: Release, phrases: Iterable[Phrase]) -> Release:
    """A release of one paragraph for each phrase, set apart as `compose` does it."""
    isolated = ((one.name, direction.isolate(one.content, shown.direction)) for one in phrases)
    return replace(shown, blocks=tuple(Paragraph(f"seen-{name}", content) for name, content in isolated))


RELEASES = {
    "ar": (release(ARABIC, AMONG_ARABIC), AMONG_ARABIC),
    "en": (release(ENGLISH, AMONG_ENGLISH), AMONG_ENGLISH),
}


def lines(letters: Iterable[tuple[str, float, float]]) -> list[str]:
    """Letters with their places (left end, middle) as they stand in lines, from left to right and without spaces."""
    placed = sorted((one for one in letters if one[0].strip()), key=lambda one: one[2])
    apart = [0, *(at for at, (a, b) in enumerate(itertools.pairwise(placed), 1) if b[2] - a[2] > _APART), len(placed)]
    found = (sorted(placed[start:end], key=lambda one: one[1]) for start, end in itertools.pairwise(apart))
    return ["".join(letter for letter, _, _ in line) for line in found]


def of_pdf(content: bytes) -> list[str]:
    """The lines of all pages of a PDF."""
    found = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            words = page.get_textpage()
            places = ((words.get_text_range(at, 1), words.get_charbox(at)) for at in range(words.count_chars()))
            found += lines((letter, left, (bottom + top) / 2) for letter, (left, bottom, _, top) in places)
    return found


def missing(phrases: Iterable[Phrase], found: list[str]) -> list[str]:
    """The phrases that no line shows as they should be seen."""
    return [one.name for one in phrases if not any(one.seen in line for line in found)]
