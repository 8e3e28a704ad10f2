"""Readers end well whatever they read: what fuzzing found stays mended, and a little of it is done every time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from readers import FOUND, Readers
from run import LONG_RUN, changed, marks

INPUTS = 40
CASES = [path for path in sorted(FOUND.rglob("*")) if path.is_file()]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Readers:
    return Readers(tmp_path_factory.mktemp("fuzz"))


def test_a_long_run_has_every_reader_and_a_million_inputs(readers: Readers) -> None:
    assert set(LONG_RUN) == set(readers.every)
    assert sum(LONG_RUN.values()) >= 1_000_000


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_what_fuzzing_found_stays_mended(readers: Readers, case: Path) -> None:
    readers.every[case.parent.name](case.read_bytes())


@pytest.mark.parametrize("name", LONG_RUN)
def test_a_reader_refuses_or_reads_whatever_it_is_given(readers: Readers, name: str) -> None:
    seeds = readers.seeds(name)
    for number in range(INPUTS):
        chance = random.Random(number)  # noqa: S311 - nothing secret
        readers.every[name](changed(chance.choice(seeds), seeds, marks(), chance))
