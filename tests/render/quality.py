"""Every figure of the quality of what comes out, printed by one command: `python tests/render/quality.py`.

All examples in all locales and one sample in each of seventeen languages are drawn in every format; the validators of
others, our own checker and the readers look at every file. A figure that is not as it must be is marked, and the command
ends with 1. `--locale en,ar` looks at some languages only.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

TESTS = pathlib.Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "render")]

import built_pages  # noqa: E402 - found through the line above
import checker  # noqa: E402
import validators  # noqa: E402
import visual  # noqa: E402
from communique import fonts, identity  # noqa: E402
from communique.diagnostics import Refused  # noqa: E402
from communique.model import Format, Letterhead, Release  # noqa: E402
from communique.render import PdfProfile, html, pdf, render  # noqa: E402
from sample_releases import ENGLISH, EVERY, drawn, examples, letterhead  # noqa: E402
from verapdf import Validator  # noqa: E402

STANDARDS = {
    PdfProfile.ARCHIVE_3: {"PDFA-3A": "PDF/A-3a", "PDFUA-1": "PDF/UA-1"},
    PdfProfile.ARCHIVE_4: {"PDFA-4F": "PDF/A-4f", "PDFUA-2-ISO32005": "PDF/UA-2"},
}
LARGEST = 210_000
"""Bytes of a Chinese or Japanese PDF."""
DEAREST_GATE = 0.25
"""Of the CPU time of rendering, for reading everything back."""
AGREEMENT = TESTS / "checks" / "test_concord.py"


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was found, what must be, and whether it is."""

    name: str
    found: str
    wanted: str
    good: bool


Made: TypeAlias = Sequence[tuple[Release, Letterhead]]
Source: TypeAlias = Callable[[Made], Iterator[Figure]]


def none(name: str, found: Sequence[object], of: str) -> Figure:
    """A figure that must be nought; the first of what was found is shown."""
    shown = f"{len(found)} in {of}" + (f": {found[0]}" if found else "")
    return Figure(name, shown, "0", not found)


def all_made(locales: Sequence[str] = ()) -> Made:
    """Every example in every locale, and a sample of each language."""
    made = [*examples(), *((shown, letterhead()) for shown in EVERY)]
    return [one for one in made if not locales or one[0].locale in locales]


# --- PDF -------------------------------------------------------------------------------------------------------------


def standards(made: Made) -> Iterator[Figure]:
    """What veraPDF says of every file against every standard."""
    with Validator() as validator, tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "release.pdf")
        for profile, names in STANDARDS.items():
            failures: dict[str, list[str]] = {standard: [] for standard in names}
            for shown, head in made:
                path.write_bytes(drawn(shown, head, Format.PDF, profile))
                for standard, found in failures.items():
                    found += [f"{shown.name} {clause}" for clause in validator.failures(path, standard)]
            for standard, found in failures.items():
                yield none(f"veraPDF failures, {names[standard]}", found, f"{len(made)} files")


def structure(made: Made) -> Iterator[Figure]:
    """What our own checker says of every file."""
    found = [
        f"{shown.name}: {flaw}"
        for profile in STANDARDS
        for shown, head in made
        for flaw in checker.flaws(drawn(shown, head, Format.PDF, profile), page(shown, head))
    ]
    yield none("flaws of structure, own checker", found, f"{2 * len(made)} files")


def page(shown: Release, head: Letterhead) -> str:
    """The page that a PDF is laid out from."""
    return html.page(shown, head, html.Medium.PRINT, "", "emblem.svg")


def embedded_fonts(made: Made) -> Iterator[Figure]:
    """Fonts that are not those of the script, and the weight of those with the most characters."""
    found = [
        f"{shown.name}: {family}"
        for shown, head in made
        for family in checker.embedded(drawn(shown, head, Format.PDF)) - {*fonts.families(shown.script)}
    ]
    yield none("embedded fonts outside the list", found, f"{len(made)} files")
    heavy = {
        shown.name: len(drawn(shown, head, Format.PDF)) for shown, head in made if shown.locale[:2] in {"zh", "ja"}
    }
    if heavy:
        largest = max(heavy, key=lambda name: heavy[name])
        size = heavy[largest]
        yield Figure(
            "largest zh or ja PDF", f"{size / 1000:.0f} KB ({largest})", f"<= {LARGEST // 1000}", size <= LARGEST
        )


def press(made: Made) -> Iterator[Figure]:
    """A PDF for a print shop without the profile of its press."""
    shown, head = made[0]
    try:
        pdf.render(shown, head, PdfProfile.PRINT)
    except Refused:
        yield Figure("PDF/X-4 without a press profile", "refused", "refused", good=True)
    else:
        yield Figure("PDF/X-4 without a press profile", "drawn", "refused", good=False)


# --- the same words --------------------------------------------------------------------------------------------------


def readings(made: Made) -> Iterator[Figure]:
    """Where PDF, DOCX or HTML read otherwise than the release."""
    found = [
        str(problem)
        for shown, head in made
        for problem in identity.differences(shown, {kind: drawn(shown, head, kind) for kind in Format})
    ]
    yield none("readings that differ, 3 formats", found, f"{len(made)} releases")


def agreement(_: Made) -> Iterator[Figure]:
    """Wrong numbers, dates and days of the week: alarms on clean texts, and seeded errors that are caught."""
    if not AGREEMENT.exists():
        yield Figure("seeded errors caught", f"not measured: {AGREEMENT.name} is missing", ">= 95 %", good=False)
        return
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-n", "0", str(AGREEMENT), "-k", "clean_text or seeded_errors"],
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    alarms = len(re.findall(r"^FAILED .*clean_text", ran.stdout, re.MULTILINE))
    caught = re.findall(r"^(\d+) of (\d+) caught", ran.stdout, re.MULTILINE)
    yield Figure(
        "agreement alarms on clean texts", str(alarms) if caught else "not measured", "0", bool(caught) and not alarms
    )
    part, whole = map(int, caught[-1]) if caught else (0, 0)
    yield Figure("seeded errors caught", f"{part} of {whole}", ">= 95 %", whole >= 200 and part >= 0.95 * whole)


def orders(_: Made) -> Iterator[Figure]:
    """Phrases against the direction around them, on paper and in a word processor; `pages` looks at the browser."""
    paper, processor = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name, (shown, phrases) in visual.RELEASES.items():
            paper += visual.missing(phrases, visual.of_pdf(drawn(shown, letterhead(), Format.PDF)))
            file = pathlib.Path(folder, f"{name}.docx")
            file.write_bytes(drawn(shown, letterhead(), Format.DOCX))
            laid_out = validators.as_pdf(file, pathlib.Path(folder)).read_bytes()
            processor += visual.missing(phrases, visual.of_pdf(laid_out))
    count = sum(len(phrases) for _, phrases in visual.RELEASES.values())
    yield none("phrases in the wrong order, PDF", paper, f"{count} phrases")
    yield none("phrases in the wrong order, LibreOffice", processor, f"{count} phrases")


# --- DOCX and HTML ---------------------------------------------------------------------------------------------------


def documents(made: Made) -> Iterator[Figure]:
    """What the Open XML SDK says of every document, and whether LibreOffice opens it."""
    errors, opened = [], 0
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder, f"{number}-{shown.name}.docx") for number, (shown, _) in enumerate(made)]
        for file, (shown, head) in zip(files, made, strict=True):
            file.write_bytes(drawn(shown, head, Format.DOCX))
            errors += [f"{file.name}: {error}" for error in validators.docx_errors(file)]
        validators.as_pdfs(files, pathlib.Path(folder))
        opened = sum(file.with_suffix(".pdf").exists() for file in files)
    yield none("Open XML SDK errors", errors, f"{len(made)} documents")
    yield Figure("documents that LibreOffice opens", f"{opened} of {len(made)}", "all", opened == len(made))


def pages(_: Made) -> Iterator[Figure]:
    """What the validators, axe and the browser say of every page that is ever built."""
    with tempfile.TemporaryDirectory() as folder:
        files = built_pages.write(pathlib.Path(folder))
        yield none("vnu and html-validate errors", validators.html_errors(files), f"{len(files)} pages")
        seen = validators.seen(files)
    twice = f"{len(files)} pages, light and dark"
    yield none("axe violations, WCAG 2.2 AA", [one for page in seen for one in page["violations"]], twice)
    asked = [
        f"{page['file']}: {one}" for page in seen for one in page["requests"] if not page["file"].endswith("proof.html")
    ]
    yield none("requests of a page", asked, f"{len(files) - 1} pages")
    yield none("refused by the pages' own policy", [one for page in seen for one in page["refused"]], twice)
    wrong, count = in_a_browser(seen)
    yield none("phrases in the wrong order, Chromium", wrong, f"{count} phrases")


def in_a_browser(seen: Sequence[dict[str, Any]]) -> tuple[list[str], int]:
    """The phrases that a browser shows in the wrong order, and how many there are."""
    wrong, count = [], 0
    for name, (_, phrases) in visual.RELEASES.items():
        letters = next(one["letters"] for one in seen if one["file"].endswith(f"/seen-{name}.html"))
        wrong += visual.missing(phrases, visual.lines(letters))
        count += len(phrases)
    return wrong, count


# --- cost ------------------------------------------------------------------------------------------------------------


def cost(made: Made) -> Iterator[Figure]:
    """CPU time of each format, and what it costs to read everything back."""
    spent: dict[Format, float] = {}
    for kind in Format:
        render(ENGLISH, letterhead(), kind)
        spent[kind] = _cpu(lambda kind=kind: [render(shown, head, kind) for shown, head in made]) / len(made)  # type: ignore[misc]
    for kind, seconds in spent.items():
        yield Figure(f"CPU a release, {kind}", f"{1000 * seconds:.0f} ms", "", good=True)
    contents = [(shown, {kind: drawn(shown, head, kind) for kind in Format}) for shown, head in made]
    gate = _cpu(lambda: [identity.differences(shown, files) for shown, files in contents]) / len(made)
    part = gate / sum(spent.values())
    found = f"{1000 * gate:.0f} ms, {part:.0%} of rendering"
    yield Figure("CPU a release, reading back", found, f"<= {DEAREST_GATE:.0%}", part <= DEAREST_GATE)


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


# --- the table -------------------------------------------------------------------------------------------------------

EVERY_FIGURE: tuple[Source, ...] = (
    standards,
    structure,
    embedded_fonts,
    press,
    readings,
    agreement,
    orders,
    documents,
    pages,
    cost,
)


def report(made: Made, sources: Sequence[Source]) -> bool:
    """Print the table line by line; whether every figure is as it must be."""
    sys.stdout.write(f"{len(made)} releases in {len({shown.locale for shown, _ in made})} languages\n")
    good = True
    for source in sources:
        for figure in source(made):
            mark = "  " if figure.good else "! "
            sys.stdout.write(f"{mark}{figure.name:<42}{figure.found:<44}{figure.wanted}\n")
            sys.stdout.flush()
            good = good and figure.good
    return good


def main() -> int:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--locale", default="", help="languages, such as en,ar")
    given = parser.parse_args()
    return 0 if report(all_made(tuple(filter(None, given.locale.split(",")))), EVERY_FIGURE) else 1


if __name__ == "__main__":
    sys.exit(main())
