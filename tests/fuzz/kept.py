"""The readers of what the program keeps for itself: another program, a disk or a person may have changed it since."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from parts import DOCUMENT, part_of, plain_document, with_part
from rooms import TODAY, YEAR, Room
from texts import expect_whole

from communique import numbers, pipeline, publish, reuse, unattended, verification
from communique.findings import Findings
from communique.model import Format
from communique.pipeline import Wish
from communique.publish import MANIFEST, SUMS

EDITION = f"output/sad-night/{YEAR}"
NAME = f"sad-night-{YEAR}.en"


def _renewed(listing: bytes, before: bytes, now: bytes) -> bytes:
    """A list of digests after one of its files was changed."""
    return listing.replace(publish.digest(before).encode(), publish.digest(now).encode())


class Kept(Room):
    """The readers of `output/` and of the register of numbers."""

    @functools.cached_property
    def revision(self) -> reuse.Revision:
        """An edition as it was built, with texts in two of the formats that are read back."""
        wish = Wish(years=(YEAR,), formats=(Format.HTML, Format.DOCX))
        findings = Findings()
        [built] = pipeline.build(self.room, wish, TODAY, findings, lambda *_: None)
        assert built.publication.new, [str(one) for one in findings.ordered]
        return reuse.Revision.read(Path(built.publication.folder))

    def _in_revision(self, name: str) -> str:
        return (self.revision.folder / name).relative_to(self.newsroom.folder).as_posix()

    @property
    def of_revision(self) -> dict[str, Callable[[], bytes]]:
        """What the readers of a revision begin with."""
        return {
            "record": lambda: self._as_made(MANIFEST),
            "sums": lambda: self._as_made(SUMS),
            "page-file": lambda: self._as_made(f"en/{NAME}.html"),
            "word-file": lambda: part_of(self._as_made(f"en/{NAME}.docx"), DOCUMENT),
        }

    def _as_made(self, name: str) -> bytes:
        return (self.revision.folder / name).read_bytes()

    def record(self, content: bytes) -> None:
        """A manifest that the sums agree with, so that what it says is believed."""
        self._record(content, self._as_made(SUMS))

    def _record(self, content: bytes, sums: bytes) -> None:
        agreeing = _renewed(sums, self._as_made(MANIFEST), content)
        self.attempt(self._in_revision(MANIFEST), content, lambda: self.sums(agreeing))

    def sums(self, content: bytes) -> None:
        self.attempt(self._in_revision(SUMS), content, self._read_back)

    def page_file(self, content: bytes) -> None:
        self._file(f"en/{NAME}.html", content)

    def word_file(self, content: bytes) -> None:
        """The text of a Word file, in a small one."""
        self._file(f"en/{NAME}.docx", with_part(plain_document(), DOCUMENT, content))

    def _file(self, path: str, content: bytes) -> None:
        """A file of an edition that manifest and sums agree with, so that its words are read."""
        manifest, sums = (_renewed(self._as_made(name), self._as_made(path), content) for name in (MANIFEST, SUMS))
        self.attempt(self._in_revision(path), content, lambda: self._record(manifest, sums))

    def _read_back(self) -> None:
        expect_whole(verification.problems(self.revision.folder))
        unattended.shelf(self.room, ("sad-night",))
        found = reuse.Revision.read(self.revision.folder)
        for path, key in self.revision.record["keys"].items():
            found.file(path, key)
            reuse.reasons(self.revision.record, found.record, path)

    def names(self, content: bytes) -> None:
        """The names of revisions that stand in files: the one that is shown, where there are no links; those that went out."""
        folder = self.newsroom.folder / EDITION / "names"
        for name, read in (("latest", publish.latest), (publish.RELEASED, publish.released)):
            self.attempt(f"{EDITION}/names/{name}", content, functools.partial(read, folder))

    def unattended(self, content: bytes) -> None:
        folder = self.newsroom.folder.as_posix()
        self.attempt(f"output/{unattended.RECORD}", content, lambda: unattended.read_record(folder))

    def numbers(self, content: bytes) -> None:
        """A register is read, gets another number, is written, and must then be read again."""

        def work() -> None:
            register = numbers.read_register(self.room)
            edition = numbers.numbered(register, self.room.series, self.edition(self.room))
            expect_whole(numbers.taken_twice(register, edition))
            numbers.keep(self.room, register)
            again = numbers.read_register(self.room)
            assert again.taken == register.taken

        self.attempt(numbers.REGISTER, content, work)
