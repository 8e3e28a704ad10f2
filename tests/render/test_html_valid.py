"""Every page that is ever built passes the validators of the web and meets WCAG 2.2 AA, light and dark, in both directions."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

import validators
from communique.model import Format
from sample_releases import drawn, examples

pytestmark = pytest.mark.slow


def test_every_example_in_every_locale_is_looked_at(every_page: list[pathlib.Path]) -> None:
    names = {page.name for page in every_page}
    assert len(examples()) >= 23
    assert names > {f"{release.name}.html" for release, _ in examples()}
    assert names > {"index.html", "proof.html", "public.html", "black-january-2027.fa.draft.html"}


def test_no_validator_finds_an_error(every_page: list[pathlib.Path]) -> None:
    assert validators.html_errors(every_page) == []


def test_nothing_violates_wcag_in_light_or_dark(seen_pages: list[dict[str, Any]]) -> None:
    assert [violation for one in seen_pages for violation in one["violations"]] == []
    assert all(one["passes"] > 15 for one in seen_pages)


def test_a_browser_asks_nobody_for_anything_but_a_proof_for_its_own_pictures(seen_pages: list[dict[str, Any]]) -> None:
    asked = {
        (pathlib.Path(one["file"]).name, request.rpartition("/")[2])
        for one in seen_pages
        for request in one["requests"]
    }
    assert asked == {("proof.html", "a.png")}


def test_the_content_policy_lets_the_style_and_the_pictures_through_and_refuses_nothing_of_ours(
    seen_pages: list[dict[str, Any]],
) -> None:
    assert [refused for one in seen_pages for refused in one["refused"]] == []
    assert all(one["styled"] and one["pictures"] for one in seen_pages)


def test_a_narrow_telephone_need_not_scroll_sideways(seen_pages: list[dict[str, Any]]) -> None:
    assert {one["file"]: one["width"] for one in seen_pages if one["width"] > 320} == {}


def test_a_page_is_dark_in_the_dark(seen_pages: list[dict[str, Any]]) -> None:
    grounds: dict[str, set[str]] = {}
    for one in seen_pages:
        grounds.setdefault(one["file"], set()).add(one["ground"])
    assert [file for file, found in grounds.items() if len(found) < 2] == []


def test_the_validators_bite(tmp_path: pathlib.Path) -> None:
    whole = drawn(*examples()[0], Format.HTML).decode()
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
