"""Files that people write are replaced whole: whoever dies, and whenever, the old text is there or the new one."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import faults
from communique import durable, presence
from communique.checks import repairs
from communique.diagnostics import FileProblem
from communique.extraction import name_blocks, update_statement
from faults import DONE, REFUSED, Calls, in_child
from small_newsroom import CATALOG, STATEMENT, SmallNewsroom

OLD, NEW = b"old " * 5000, b"new " * 5000


def update(newsroom: SmallNewsroom) -> int:
    try:
        update_statement(newsroom.load(), newsroom.statement())
    except FileProblem:
        return REFUSED
    return DONE


def name(newsroom: SmallNewsroom) -> int:
    try:
        name_blocks(newsroom.load(), "sad-night")
    except FileProblem:
        return REFUSED
    return DONE


def repair(newsroom: SmallNewsroom) -> int:
    try:
        repairs.save(newsroom.folder / CATALOG, CATALOG, newsroom.read(CATALOG).replace("Cette nuit", "La nuit"))
    except FileProblem:
        return REFUSED
    return DONE


def changed(newsroom: SmallNewsroom) -> None:
    """A statement whose catalog must follow it, and with a block that has no name yet."""
    newsroom.write(STATEMENT, newsroom.read(STATEMENT).replace("lost their lives", "were killed") + "\nWe remember.\n")


@pytest.mark.parametrize(
    "work, file", [(update, CATALOG), (name, STATEMENT), (repair, CATALOG)], ids=["update", "name", "repair"]
)
def test_a_death_or_an_error_at_any_call_leaves_the_old_file_or_the_new_one(
    newsroom: SmallNewsroom, work: Callable[[SmallNewsroom], int], file: str
) -> None:
    changed(newsroom)
    if work is update:
        name(newsroom)
    folder = newsroom.folder.resolve()
    texts = {path: path.read_bytes() for path in presence.files_below(folder, "")}
    with faults.watched(folder, lambda *_: None) as calls:
        assert work(newsroom) == DONE
    old, new = texts[folder / file], (folder / file).read_bytes()
    assert new != old
    assert [call for call in calls.log if call[0] == "rename" and call[2] == str(folder / file)]
    for at in range(calls.count):
        for act in (faults.killing(at), *(faults.failing(at, code) for code in faults.ERRORS)):
            put_back(folder, texts)

            def child(act: Callable[[int, str], None] = act) -> int:
                Calls(str(folder), act).interpose()
                return work(newsroom)

            assert in_child(child) in {DONE, REFUSED, -9}
            assert (folder / file).read_bytes() in {old, new}
            assert work(newsroom) == DONE
            assert (folder / file).read_bytes() == new


def put_back(folder: Path, texts: Mapping[Path, bytes]) -> None:
    for path in presence.files_below(folder, ""):
        if path not in texts:
            path.unlink()
    for path, content in texts.items():
        path.write_bytes(content)


def test_what_a_death_leaves_behind_is_no_catalog_and_goes_with_the_next_writing(tmp_path: Path) -> None:
    catalog = tmp_path / "fr.po"
    catalog.write_bytes(OLD)

    def killed_before_the_rename() -> int:
        Calls(str(tmp_path), lambda _, call: os._exit(1) if call in {"replace", "rename"} else None).interpose()
        durable.replace(catalog, NEW)
        return DONE

    assert in_child(killed_before_the_rename) == 1
    assert len(list(tmp_path.iterdir())) == 2
    assert presence.listed(tmp_path, "", ".po") == [catalog]
    durable.replace(catalog, NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["fr.po"]
    assert catalog.read_bytes() == NEW


def test_permissions_and_links_stay_as_they_are(tmp_path: Path) -> None:
    target, link = tmp_path / "shared.po", tmp_path / "fr.po"
    target.write_bytes(OLD)
    target.chmod(0o664)
    link.symlink_to(target.name)
    durable.replace(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == 0o664
