"""The same inputs give the same bytes, whoever builds them, where, when, in which order and by how many processes."""

from __future__ import annotations

import io
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator

import pikepdf
import pytest

from small_newsroom import SmallNewsroom, write_newsroom

USUAL = {
    "PYTHONHASHSEED": "1",
    "TZ": "UTC",
    "LANG": "C.UTF-8",
    "USER": "somebody",
    "UMASK": "022",
    "JOBS": "1",
    "CLOCK": "",
}
OTHER = {
    "PYTHONHASHSEED": "77",
    "TZ": "Pacific/Kiritimati",
    "LANG": "tr_TR.UTF-8",
    "USER": "needle-user",
    "JOBS": "3",
    "CLOCK": "2031-03-05 04:05:06",
}


def build(newsroom: SmallNewsroom, settings: dict[str, str], *more: str) -> dict[str, bytes]:
    """Build two editions in a process of its own, and read every file of them."""
    home = newsroom.folder.parent / f"home-of-{settings['USER']}"
    home.mkdir()
    environment = {**os.environ, **settings, "HOME": str(home), "LC_ALL": settings["LANG"], "LOGNAME": settings["USER"]}
    command = [sys.executable, "-m", "communique", "build", "-C", str(newsroom.folder), "-j", settings["JOBS"], *more]
    if settings["CLOCK"]:
        command = ["faketime", settings["CLOCK"], *command]
    subprocess.run(command, env=environment, cwd=home, capture_output=True, check=True)
    output = newsroom.folder / "output"
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and "latest" not in path.parts
    }


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes], pathlib.Path]:
    """The same newsroom built twice, with all else different: path, order, user, zone, locale, seed, clock, workers."""
    here, there = tmp_path_factory.mktemp("here") / "room", tmp_path_factory.mktemp("needle-path") / "deeper" / "room"
    first = build(write_newsroom(here), USUAL, "-y", "2026,2027")
    shutil.copytree(here, there, ignore=shutil.ignore_patterns("output"))
    (there / "communique.toml").touch()
    return first, build(SmallNewsroom(there), OTHER, "-y", "2027,2026"), there


@pytest.mark.slow
def test_nothing_but_the_inputs_changes_a_byte(
    both: tuple[dict[str, bytes], dict[str, bytes], pathlib.Path],
) -> None:
    first, second, _ = both
    assert len(first) == 2 * 11
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def readable(path: str, content: bytes) -> Iterator[bytes]:
    """All that is in a file: as it is, in each part of a zip, and in each stream of a PDF without its compression."""
    yield content
    if path.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from (package.read(name) + name.encode() for name in package.namelist())
    if path.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(content)) as document:
            for thing in document.objects:
                yield thing.read_bytes() if isinstance(thing, pikepdf.Stream) else bytes(str(thing), "utf-8")


@pytest.mark.slow
def test_no_artifact_names_a_path_a_user_a_machine_or_the_library_that_wrote_it(
    both: tuple[dict[str, bytes], dict[str, bytes], pathlib.Path],
) -> None:
    _, second, there = both
    needles = [
        b"python-docx",
        b"needle-user",
        b"needle-path",
        str(there).encode(),
        os.fsencode(pathlib.Path.home()) + b"/",
    ]
    host = platform.node().encode()
    needles += [host] if len(host) > 5 else []
    found = [
        (path, needle)
        for path, content in second.items()
        if not path.endswith("manifest.json")
        for part in readable(path, content)
        for needle in needles
        if needle in part
    ]
    assert found == []
    manifests = b"".join(content for path, content in second.items() if path.endswith("manifest.json"))
    assert not [needle for needle in needles[1:] if needle in manifests]
