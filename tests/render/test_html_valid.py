"""Real built pages pass the validators of the web and meet WCAG 2.2 AA, light and dark, in both directions."""

from __future__ import annotations

import datetime
import pathlib
from typing import Any

import pytest
from PIL import Image

import validators
from communique import contact_sheet, newsroom, pipeline, preparation
from communique.diagnostics import Code, Diagnostic, Location
from communique.findings import Findings
from communique.model import Format, Release
from communique.pipeline import Wish
from communique.render import html
from sample_releases import letterhead

pytestmark = pytest.mark.slow
ROOT = pathlib.Path(__file__).parents[2]
DAY = datetime.date(2026, 12, 1)


def prepared(*statements: str, locales: tuple[str, ...], draft: bool = False) -> list[preparation.Prepared]:
    room = newsroom.load_newsroom(str(ROOT))
    wish = Wish(statements, (2027,), locales, draft=draft)
    return list(pipeline.prepare(room, wish, DAY, Findings()))


def sheet(releases: list[Release]) -> bytes:
    entries = tuple(contact_sheet.Entry(one, {Format.HTML: f"{one.name}.html"}) for one in releases)
    problem = Diagnostic(Code.MISSING_MESSAGE, "`lead` is not translated", Location("az.po", 14, 8), "translate it")
    refusals = (contact_sheet.Refusal("az", (problem,)),)
    return contact_sheet.render(contact_sheet.Sheet("black-january-2027", 37, DAY, entries, refusals))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[pathlib.Path]:
    """One page of each script and letterhead, a draft with its marks, the contact sheet and a proof."""
    folder = tmp_path_factory.mktemp("pages")
    drawn: dict[str, bytes] = {}
    releases: list[Release] = []
    for one in (
        *prepared("black-january", locales=("en", "ar", "hi", "zh-Hans")),
        *prepared("human-rights-day", locales=("es",)),
        *prepared("lirre-treaty", locales=("fr",)),
        *prepared("black-january", locales=("fa",), draft=True),
    ):
        releases += one.releases
        drawn |= {f"{release.name}.html": html.render(release, one.letterhead) for release in one.releases}
    drawn["index.html"] = sheet(releases)
    drawn["proof.html"] = contact_sheet.render_proof("Proof", [contact_sheet.Pages("a-2027.ar", "ar", ("a.png",))])
    assert len(drawn) == 9
    Image.new("L", (1000, 1414), 255).save(folder / "a.png")
    for name, content in drawn.items():
        (folder / name).write_bytes(content)
    return sorted(folder.glob("*.html"))


@pytest.fixture(scope="module")
def seen(pages: list[pathlib.Path]) -> list[dict[str, Any]]:
    found = validators.seen(pages)
    assert len(found) == 2 * len(pages)
    return found


def test_no_validator_finds_an_error(pages: list[pathlib.Path]) -> None:
    assert validators.html_errors(pages) == []


def test_nothing_violates_wcag_in_light_or_dark(seen: list[dict[str, Any]]) -> None:
    assert [violation for one in seen for violation in one["violations"]] == []
    assert all(one["passes"] > 15 for one in seen)


def test_a_browser_asks_nobody_for_anything_but_a_proof_for_its_own_pictures(seen: list[dict[str, Any]]) -> None:
    asked = {
        (pathlib.Path(one["file"]).name, request.rpartition("/")[2]) for one in seen for request in one["requests"]
    }
    assert asked == {("proof.html", "a.png")}


def test_the_content_policy_lets_the_style_and_the_pictures_through_and_refuses_nothing_of_ours(
    seen: list[dict[str, Any]],
) -> None:
    assert [refused for one in seen for refused in one["refused"]] == []
    assert all(one["styled"] and one["pictures"] for one in seen)


def test_a_narrow_telephone_need_not_scroll_sideways(seen: list[dict[str, Any]]) -> None:
    assert {one["file"]: one["width"] for one in seen if one["width"] > 320} == {}


def test_the_validators_bite(tmp_path: pathlib.Path) -> None:
    (release,) = (release for one in prepared("black-january", locales=("en",)) for release in one.releases)
    whole = html.render(release, letterhead()).decode()
    faults = {
        "<h1>": "<h1 align=left>",
        "img src": 'img src="https://example.org/x.png" data-src',
        "#16181d": "#cccccc",
    }
    for place, fault in faults.items():
        assert place in whole
        whole = whole.replace(place, fault)
    page = tmp_path / "wrong.html"
    page.write_text(whole, "utf-8")
    assert any("align" in error for error in validators.html_errors([page]))
    found = validators.seen([page])[0]
    assert found["refused"]  # neither the changed style, whose hash is another, nor the picture
    assert not found["styled"]
