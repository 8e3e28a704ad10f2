"""Pages as files, for validators and browsers: every example in every locale, and whatever else is ever drawn as HTML."""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Iterator
from dataclasses import replace

from PIL import Image

import visual
from communique import contact_sheet, newsroom, pipeline
from communique.diagnostics import Code, Diagnostic, Location
from communique.findings import Findings
from communique.model import Format, Release
from communique.pipeline import Wish
from communique.render import html
from sample_releases import ROOT, drawn, examples, letterhead

DAY = datetime.date(2026, 12, 1)
SITE = "https://press.example.org/black-january/2030/"


def write(folder: pathlib.Path) -> list[pathlib.Path]:
    """Write every page below a folder; gives their paths."""
    Image.new("L", (1000, 1414), 255).save(folder / "a.png")
    for name, content in _pages():
        (folder / name).write_bytes(content)
    return sorted(folder.glob("*.html"))


def _pages() -> Iterator[tuple[str, bytes]]:
    """The examples in every locale, drafts with their marks, a page with a public address, the sheets, mixed directions."""
    for release, head in examples():
        yield f"{release.name}.html", drawn(release, head, Format.HTML)
    room = newsroom.load_newsroom(str(ROOT))
    for locale in ("en", "fa"):
        (draft,) = pipeline.prepare(room, Wish(("black-january",), (2027,), (locale,), draft=True), DAY, Findings())
        yield from ((f"{one.name}.html", html.render(one, draft.letterhead)) for one in draft.releases)
    release, head = examples()[0]
    yield "public.html", html.render(replace(release, address=SITE), head)
    yield "index.html", sheet([release for release, _ in examples()])
    yield "proof.html", contact_sheet.render_proof("Proof", [contact_sheet.Pages("a-2027.ar", "ar", ("a.png",))])
    for name, (mixed, _) in visual.RELEASES.items():
        yield f"seen-{name}.html", html.render(mixed, letterhead())


def sheet(releases: list[Release]) -> bytes:
    """A contact sheet with a refusal on it."""
    entries = tuple(contact_sheet.Entry(one, {Format.HTML: f"{one.name}.html"}) for one in releases)
    problem = Diagnostic(Code.MISSING_MESSAGE, "`lead` is not translated", Location("az.po", 14, 8), "translate it")
    refusals = (contact_sheet.Refusal("az", (problem,)),)
    return contact_sheet.render(contact_sheet.Sheet("black-january-2027", 37, DAY, entries, refusals))
