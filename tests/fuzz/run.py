"""Feed the readers of `readers.py` with inputs made of their seeds, until a count; `docs/security.md` has the commands.

    python tests/fuzz/run.py blind catalog 100000        random changes, with nothing but the project's own environment
    python tests/fuzz/run.py long 60000000               the same for every reader, as often as `LONG_RUN` says
    python tests/fuzz/run.py guided catalog -runs=100000 changes that reach new code, with atheris installed

A last number is the seed of chance, so that a run can be had again.

What a reader must not do (raise anything but problems; with atheris, also take 10 seconds or 1 GB) ends the run, and the
input that did it is kept as `crash-...` in the current folder: make it small, put it into `tests/fuzz/found/<reader>/`,
and mend the reader.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

DICTIONARY = Path(__file__).with_name("marks.dict")
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one
LONGEST = 40_000
WORD = re.compile(rb"[\w.@-]+")
LONG_RUN = {
    "statement": 110_000,
    "placeholder": 200_000,
    "phrases": 150_000,
    "markup": 150_000,
    "body": 40_000,
    "observance": 80_000,
    "catalog": 110_000,
    "po": 25_000,
    "grammar": 25_000,
    "release": 18_000,
    "edition": 20_000,
    "facts": 15_000,
    "roles": 15_000,
    "missions": 10_000,
    "settings": 30_000,
    "glossary": 15_000,
    "waivers": 25_000,
    "letterhead": 20_000,
    "labels": 6_000,
    "page": 6_000,
    "print": 6_000,
    "screen": 3_000,
    "emblem": 6_000,
    "picture": 3_000,
    "document": 4_000,
    "update": 15_000,
    "repair": 15_000,
    "export": 15_000,
    "xliff": 20_000,
    "word": 25_000,
    "word-xml": 15_000,
    "numbers": 30_000,
    "record": 8_000,
    "sums": 8_000,
    "page-file": 5_000,
    "word-file": 3_000,
    "names": 20_000,
    "unattended": 20_000,
}
"""How many inputs each reader gets in a long run: most for what people write, least for what costs a page or a package."""


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def marks() -> list[bytes]:
    """The marks of the dictionary, which is written as libFuzzer wants it."""
    lines = (line.strip()[1:-1] for line in DICTIONARY.read_text("utf-8").splitlines() if line.startswith('"'))
    return [line.encode().decode("unicode_escape").encode("latin-1") for line in lines]


def changed(seed: bytes, others: list[bytes], known: list[bytes], chance: random.Random) -> bytes:
    """A seed with one to six changes, mostly one."""
    content = bytearray(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        start = chance.randint(0, len(content))
        end = min(len(content), start + chance.choice((0, 0, 1, 1, 2, 8, 64)))
        match chance.randrange(9):
            case 0:
                content[start:end] = b""
            case 1:
                content[start:end] = chance.randbytes(chance.randint(1, 4))
            case 2 | 3:
                content[start:end] = chance.choice(known)
            case 4:
                other = chance.choice(others)
                first = chance.randint(0, len(other))
                content[start:end] = other[first : first + chance.choice((1, 8, 80))]
            case 5:
                content[start:end] = content[start:end] * chance.choice((2, 3, 50))
            case _:
                start, end = _word_at(content, start)
                other = chance.choice(others)
                first, last = _word_at(other, chance.randint(0, len(other)))
                content[start:end] = other[first:last]
    return bytes(content[:LONGEST])


def _word_at(content: bytes | bytearray, place: int) -> tuple[int, int]:
    """Where the next word or number stands: one in the place of another leaves the shape of a file as it is."""
    found = WORD.search(content, place)
    return found.span() if found else (place, place)


def blind(name: str, count: int, first: int) -> None:
    """Feed a reader with so many inputs; `first` is the seed of chance."""
    from readers import Readers

    with _folder() as folder:
        readers = Readers(folder)
        reader, seeds, known = readers.every[name], readers.seeds(name), marks()
        start = time.process_time()
        for number in range(first, first + count):
            chance = random.Random(number)  # noqa: S311 - nothing secret
            content = changed(chance.choice(seeds), seeds, known, chance)
            try:
                reader(content)
            except BaseException:
                Path(f"crash-{name}-{hashlib.sha256(content).hexdigest()[:8]}").write_bytes(content)
                sys.stdout.write(f"{name}: input {number} of seed {first}\n")
                raise
        sys.stdout.write(f"{name}: {count} inputs, no crash, {time.process_time() - start:.0f} s CPU\n")


def guided(name: str, options: list[str]) -> None:
    """Let atheris change the seeds of a reader."""
    import atheris

    with atheris.instrument_imports(include=["communique", "markdown_it"]):
        from readers import Readers

    with _folder() as folder:
        readers = Readers(folder / "newsroom")
        corpus = folder / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(readers.seeds(name)):
            (corpus / f"{number}").write_bytes(seed)
        limits = ["-timeout=10", "-rss_limit_mb=1024", f"-max_len={LONGEST}", f"-dict={DICTIONARY}"]
        atheris.Setup([sys.argv[0], str(corpus), *limits, *options], readers.every[name])
        atheris.Fuzz()


if __name__ == "__main__":
    way, chosen, *rest = sys.argv[1:]
    if way == "guided":
        guided(chosen, rest)
    elif way == "long":
        for name, count in LONG_RUN.items():
            blind(name, count, int(chosen))
    else:
        blind(chosen, int(rest[0]), int(rest[1]) if rest[1:] else 0)
