"""What lies in `output/` is what was built, or it is named: every byte, every file, every text."""

from __future__ import annotations

import hashlib
import json
import pathlib
import shutil
from collections.abc import Callable

import pytest

from communique import publish, verification
from communique.diagnostics import Code
from communique.reuse import Revision
from conftest import Program
from small_newsroom import SmallNewsroom, write_newsroom

HTML = "fr/sad-night-2026.fr.html"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A revision with HTML and text."""
    import datetime

    from communique import pipeline
    from communique.findings import Findings
    from communique.model import Format
    from communique.wish import Wish

    newsroom = write_newsroom(tmp_path_factory.mktemp("edition"))
    wish = Wish(years=(2026,), formats=(Format.HTML, Format.TEXT))
    [built] = pipeline.build(newsroom.load(), wish, datetime.date(2026, 1, 1), Findings(), lambda *_: None)
    return pathlib.Path(built.publication.folder)


@pytest.fixture
def revision(edition: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of it, somewhere else."""
    return shutil.copytree(edition, tmp_path / "copy")


def codes(revision: pathlib.Path) -> list[Code]:
    return [problem.code for problem in verification.problems(revision)]


def test_a_copy_anywhere_is_verified_with_nothing_but_itself(revision: pathlib.Path) -> None:
    assert codes(revision) == []


def flip(path: pathlib.Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "harm, code",
    [
        (lambda r: flip(r / HTML), Code.CHANGED_FILE),
        (lambda r: flip(r / "index.html"), Code.CHANGED_FILE),
        (lambda r: flip(r / "manifest.json"), Code.CHANGED_FILE),
        (lambda r: (r / HTML).write_bytes((r / HTML).read_bytes() + b"\n"), Code.CHANGED_FILE),
        (lambda r: (r / HTML).unlink(), Code.LOST_FILE),
        (lambda r: (r / "SHA256SUMS").unlink(), Code.LOST_FILE),
        (lambda r: (r / "fr" / ".hidden").write_text(""), Code.EXTRA_FILE),
        (lambda r: (r / "empty").mkdir(), Code.EXTRA_FILE),
    ],
    ids=["byte", "sheet", "manifest", "longer", "missing", "sums", "extra", "folder"],
)
def test_any_changed_missing_or_extra_byte_is_named(
    revision: pathlib.Path, harm: Callable[[pathlib.Path], object], code: Code
) -> None:
    harm(revision)
    assert codes(revision) == [code]


def forge(revision: pathlib.Path, path: str, content: bytes) -> None:
    """Change a file, and the manifest and the sums with it."""
    old = hashlib.sha256((revision / path).read_bytes()).hexdigest()
    (revision / path).write_bytes(content)
    for name in ("manifest.json", "SHA256SUMS"):
        text = (revision / name).read_text("utf-8")
        (revision / name).write_text(text.replace(old, hashlib.sha256(content).hexdigest()), "utf-8")
    old_sum = next(line for line in (revision / "SHA256SUMS").read_text("utf-8").splitlines() if "manifest" in line)
    sums = (revision / "SHA256SUMS").read_text("utf-8")
    new = hashlib.sha256((revision / "manifest.json").read_bytes()).hexdigest()
    (revision / "SHA256SUMS").write_text(sums.replace(old_sum[:64], new), "utf-8")


def test_a_text_that_is_not_that_of_its_release_is_found_even_if_the_sums_agree(revision: pathlib.Path) -> None:
    forge(revision, HTML, (revision / HTML).read_bytes().replace(b"147", b"174"))
    [problem] = verification.problems(revision)
    assert (problem.code, problem.locale, problem.block) == (Code.READS_OTHERWISE, "fr", "victims")


def test_a_manifest_that_lists_other_files_than_the_sums_is_found(revision: pathlib.Path) -> None:
    record = json.loads((revision / "manifest.json").read_text("utf-8"))
    record["artifacts"].pop()
    forge(revision, "manifest.json", json.dumps(record).encode())
    assert codes(revision) == [Code.CHANGED_FILE]


@pytest.mark.parametrize(
    "record",
    [b"", b"[]", b"[" * 100_000, b'{"artifacts": [{"path": "index.html"}]}', b'{"artifacts": [], "texts": {"fr": 1}}'],
    ids=["empty", "list", "deep", "no sum", "no text"],
)
def test_a_manifest_that_this_program_did_not_write_is_told_and_keeps_no_build(
    revision: pathlib.Path, record: bytes
) -> None:
    forge(revision, "manifest.json", record)
    assert codes(revision) == [Code.CHANGED_FILE]
    assert Revision.read(revision).file(HTML, "key") is None


def test_a_file_that_cannot_be_read_back_is_told_even_if_the_sums_agree(revision: pathlib.Path) -> None:
    forge(revision, HTML, b"\n")
    [problem] = verification.problems(revision)
    assert (problem.code, problem.locale) == (Code.READS_OTHERWISE, "fr")


@pytest.mark.parametrize("path", ["x" * 300, "../secret.txt", "/etc/hostname", "nowhere"])
def test_sums_of_what_is_no_file_of_the_edition_are_told_and_nothing_elsewhere_is_read(
    revision: pathlib.Path, path: str
) -> None:
    secret = revision.parent / "secret.txt"
    secret.write_text("secret", "utf-8")
    sums = revision / "SHA256SUMS"
    sums.write_text(f"{sums.read_text('utf-8')}{hashlib.sha256(b'secret').hexdigest()}  {path}\n", "utf-8")
    assert codes(revision) == [Code.LOST_FILE]


def test_the_command_reads_every_revision_and_ends_with_one_if_anything_changed(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    communique("build", "-y", "2026", "-f", "txt")
    communique("build", "-y", "2027", "-f", "txt")
    ended = communique("verify")
    assert (ended.exit_code, ended.err) == (0, "")
    assert ended.out.count("as it was made") == 2
    flip(newsroom.folder / "output/sad-night/2027/r1/fr/sad-night-2027.fr.txt")
    ended = communique("verify", "sad-night")
    assert ended.exit_code == 1
    assert "sad-night/2027/r1/fr/sad-night-2027.fr.txt: error C085" in ended.err
    assert communique("verify", "output/sad-night/2026").exit_code == 0
    assert communique("verify", "nowhere").exit_code == 5


def built(newsroom: SmallNewsroom, communique: Program, *, revisions: int) -> pathlib.Path:
    """The folder of an edition that was built so often, each time as another one."""
    for number in range(revisions):
        newsroom.write("statements/sad-night/editions/2026.toml", f'number = "{number}"\n')
        assert communique("build", "-y", "2026", "-f", "txt").exit_code == 0
    return newsroom.folder / "output/sad-night/2026"


def test_old_revisions_are_removed_but_for_the_latest_the_released_and_the_newest(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    folder = built(newsroom, communique, revisions=5)
    (folder / "latest").symlink_to("r2")
    (folder / "released").write_text("r1\n")
    assert communique("prune", "--keep", "1").exit_code == 0
    assert sorted(path.name for path in folder.glob("r[0-9]")) == ["r1", "r2", "r5"]
    assert communique("prune", "--keep", "1", "sad-night").err == "0 revisions removed\n"


def test_a_list_of_what_went_out_that_cannot_be_read_keeps_everything(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    folder = built(newsroom, communique, revisions=2)
    (folder / "released").write_bytes(b"r1\xff\n")
    ended = communique("prune", "--keep", "1", "--no-color")
    assert (ended.exit_code, "2026/released:1:3: error C002" in ended.err) == (1, True)
    assert publish.revisions(folder) == (1, 2)
