"""A proof sheet as one page of PDF, to be printed, read and signed."""

from __future__ import annotations

from communique import fonts
from communique.diagnostics import Location
from communique.model import Direction
from communique.proof_sheet import SIGNATURE, Entry, ProofSheet, Sentence
from communique.render import pdf
from communique.render.elements import escaped

CSS = """
@page { size: A4; margin: 11mm 13mm }
html { font: SIZE/1.25 "COMMON" }
bdi { font-family: FAMILIES }
h1 { font-size: 1.7em; margin: 0 }
h2 { font-size: 1.15em; margin: 2mm 0 .7mm; border-bottom: .4pt solid #888 }
p { margin: .5mm 0 }
table { width: 100%; border-collapse: collapse }
td { padding: .2mm 1mm; vertical-align: top; border-bottom: .2pt solid #ccc }
td:first-child, .form { color: #444; white-space: nowrap }
.forms { columns: COLUMNS; column-gap: 4mm; font-size: .85em }
.forms p { break-inside: avoid; margin: 0; border-bottom: .2pt solid #ddd }
.sign td { height: 8mm; width: 25%; border: .4pt solid #444; color: #444 }
"""
SHORT = 50
"""The number of forms from which they are set in three narrow columns."""


def render(sheet: ProofSheet) -> bytes:
    """Lay a proof sheet out as PDF.

    Raises:
        TextProblems: no font has a character (`C072`), or WeasyPrint warned or failed (`C073`).
        EnvironmentProblem: WeasyPrint's libraries (`C070`) or the fonts (`C071`) are missing.
    """
    return pdf.render_page(page(sheet), Location(sheet.file), sheet.locale)


def page(sheet: ProofSheet) -> str:
    """The page as HTML, which only the PDF engine reads."""
    parts = (
        _head(sheet),
        "<h2>Twelve anniversaries</h2>",
        f"<table>{''.join(_sentence(sheet, one) for one in sheet.sentences)}</table>",
        "<h2>Years, dates, numbers, quotation marks</h2>",
        *(f"<p>{_own(sheet, ' | '.join(line))}</p>" for line in (sheet.years, sheet.dates, sheet.numbers)),
        f"<p>{_own(sheet, sheet.quotes)}</p>",
        f"<h2>Every form for {sheet.n} and one day</h2>",
        f"<div class=forms>{''.join(_entry(sheet, entry) for entry in sheet.forms)}</div>",
        "<h2>I have read this page; what is wrong is corrected on it</h2>",
        f"<table class=sign><tr>{''.join(f'<td>{name}</td>' for name in SIGNATURE)}</tr></table>",
    )
    title = f"Proof sheet: {escaped(sheet.english_name)}"
    return f"<!doctype html><html lang=en><head><title>{title}</title><style>{_style(sheet)}</style></head><body>{''.join(parts)}</body></html>"


def _style(sheet: ProofSheet) -> str:
    families = ", ".join(f'"{family}"' for family in fonts.families(sheet.script))
    many = len(sheet.forms) > SHORT
    return (
        CSS.replace("FAMILIES", families)
        .replace("COMMON", fonts.COMMON)
        .replace("COLUMNS", "3" if many else "2")
        .replace("SIZE", "7.5pt" if many else "9.5pt")
    )


def _head(sheet: ProofSheet) -> str:
    name = f"{escaped(sheet.english_name)}, {_own(sheet, sheet.own_name)} ({sheet.locale})"
    signed = f"reviewed by {escaped(sheet.review.reviewed_by)}" if sheet.review.reviewed_by else "not reviewed"
    return (
        f"<h1>{name}</h1><p>{escaped(sheet.file)}; confidence of its authors: {sheet.review.confidence}; {signed}; "
        f"{sheet.unreviewed} of {len(sheet.forms)} forms unsigned</p>"
    )


def _sentence(sheet: ProofSheet, one: Sentence) -> str:
    cells = (
        _own(sheet, one.heading),
        _own(sheet, one.sentence),
        f"{_own(sheet, one.in_form)} <span class=form>@{one.form}</span>",
    )
    return f"<tr><td>{one.n}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _entry(sheet: ProofSheet, entry: Entry) -> str:
    unsure = "" if entry.review.confidence == sheet.review.confidence else f" ({entry.review.confidence})"
    return f"<p><span class=form>{{{entry.section}}}@{entry.form}{unsure}</span> {_own(sheet, entry.text)}</p>"


def _own(sheet: ProofSheet, text: str) -> str:
    """Words of the language itself, set apart from the English around them."""
    direction = "rtl" if sheet.direction is Direction.RTL else "ltr"
    return f'<bdi lang="{sheet.locale}" dir="{direction}">{escaped(text)}</bdi>'
