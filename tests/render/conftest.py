"""What is drawn and looked at once for all tests: the pages of every example, and what a browser sees of them."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

import built_pages
import validators


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[pathlib.Path]:
    """Every kind of page there is: see `built_pages`."""
    return built_pages.write(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def seen(pages: list[pathlib.Path]) -> list[dict[str, Any]]:
    """What Chromium and axe see of each page, light and dark, in one session of the browser."""
    found = validators.seen(pages)
    assert len(found) == 2 * len(pages)
    return found
