"""A program that meets inputs which would cost gigabytes or hours, with little memory: `test_bad_inputs.py` starts it.

It is started in a small newsroom, and says `HEAVY …` of each input that ends otherwise than it must or takes longer than
two seconds of CPU, and `END` when it was through. Its argument is the document to spoil.
"""

from __future__ import annotations

import io
import resource
import struct
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import jinja2  # noqa: F401 - what is imported later would count as memory of an input
import tinyhtml5  # noqa: F401

import communique.exchange.files
import communique.pipeline
import communique.render.page_template  # noqa: F401
from communique.cli import main
from small_newsroom import BODY, CATALOG, STATEMENT

MEMORY = 300_000_000
LONGEST = 2.0
EMBLEM, PICTURE, STYLE = (f"templates/embassy/{name}" for name in ("emblem.svg", "emblem.png", "print.css"))
WORDS = BODY.splitlines()[-1]
BUILD = ("build", "-y", "2026", "-f", "txt", "-j", "1")
CHECK = ("check", "-y", "2026")
TEXTS = {
    "brackets": "(" * 100_000 + WORDS,
    "entities": "&amp;" * 100_000 + WORDS,
    "links": "[" * 20_000 + WORDS,
    "emphasis": "**a *b " * 20_000 + WORDS,
    "quotations": "> " * 5_000 + WORDS,
    "lists": "- " * 5_000 + WORDS,
    "switches": "[[killed| other: x ]]" * 5_000,
    "ticks": "`" * 100_000 + WORDS,
    "backslashes": "\\" * 100_000 + WORDS,
    "links in links": "[a](" * 20_000 + WORDS,
    "angles": "<a " * 50_000 + WORDS,
    "carets": "^" * 100_000 + WORDS,
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'
XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file datatype="plaintext" source-language="en"'
    ' original="statements/sad-night/statement.md" target-language="fr"><body>%s</body></file></xliff>'
)
Case = tuple[str, str, bytes | str | int, int]
"""What it is, the file, its content (or how long an empty file), and the exit code."""


def growing(template: str, times: int, first: str, inner: str) -> str:
    """Definitions of which each uses the one before it ten times."""
    return first + "".join(template % (number, (inner % (number - 1)) * 10) for number in range(1, times))


def texts() -> Iterator[Case]:
    """Statements and catalogs."""
    good, catalog = Path(STATEMENT).read_text("utf-8"), Path(CATALOG).read_text("utf-8")
    for name, text in TEXTS.items():
        yield name, STATEMENT, good.replace(WORDS, text), 1
    yield "lines", STATEMENT, good + "\n" * 500_000, 1
    yield "a key of thousands", STATEMENT, good.replace("[event]", "a" + ".a" * 100_000 + " = 1\n[event]"), 1
    yield "arrays", STATEMENT, good.replace("147", "[" * 100_000), 1
    yield "tables", STATEMENT, good.replace("147", "{a=" * 100_000), 1
    yield "a catalog of 100 MB", CATALOG, 100_000_000, 5
    yield "a catalog of one line", CATALOG, catalog.replace("Cette nuit", "x" * 4_000_000), 1
    more = "".join(f'\nmsgctxt "a{number}"\nmsgid "a"\nmsgstr "b"\n' for number in range(10_000))
    yield "a catalog of many messages", CATALOG, catalog + more, 0


def letterheads() -> Iterator[Case]:
    """Pictures and styles."""
    yield "an emblem of 100 MB", EMBLEM, 100_000_000, 1
    header = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    yield "a picture of 60000 x 60000", PICTURE, header + bytes(80), 1
    uses = growing('<g id="a%d">%s</g>', 40, '<g id="a0"><path/></g>', '<use href="#a%d"/>')
    yield "uses of uses", EMBLEM, SVG % uses, 1
    yield "shapes", EMBLEM, SVG % ("<path/>" * 200_000), 1
    yield "properties", STYLE, ":root{" + growing("--a%d:%s;", 500, "--a0:xxxxxxxxxx;", "var(--a%d) ") + "}", 1
    yield "braces of a style", STYLE, "a{" * 60_000, 1


def returned(document: Path) -> Iterator[Case]:
    """Files of translators."""
    with zipfile.ZipFile(document) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode()
    spoilt: dict[str, dict[str, str | bytes]] = {
        "a picture of 60 MB": {"word/media/a.bmp": bytes(60_000_000)},
        "paragraphs": {"word/document.xml": body.replace("<w:body>", "<w:body>" + "<w:p/>" * 500_000)},
        "members": {f"word/a{number}.xml": b"" for number in range(5_000)},
        "depth": {"word/document.xml": body.replace("<w:body>", "<w:body>" + "<w:p>" * 5_000)},
    }
    for name, extra in spoilt.items():
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
            for part, text in {**parts, **extra}.items():
                package.writestr(part, text)
        yield name, "returned.docx", content.getvalue(), 5
    yield "an XLIFF of 100 MB", "returned.xliff", 100_000_000, 5
    codes = '<trans-unit id="lead"><source>a</source><target>' + '<g id="1">' * 5_000 + "</target></trans-unit>"
    yield "codes in codes", "returned.xliff", XLIFF % codes, 5


def met(case: Case) -> str:
    """Put the file of a case in its place, run the program, and say how it ended if it ended wrongly."""
    name, path, content, wanted = case
    file = Path(path)
    before = file.read_bytes() if file.exists() else None
    if isinstance(content, int):
        with file.open("wb") as sparse:
            sparse.truncate(content)
    else:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    arguments: tuple[str, ...] = (
        ("catalog", "import", path) if path.startswith("returned") else CHECK if wanted == 0 else BUILD
    )
    arguments += ("-l", "fr") if path == CATALOG else ()  # a broken translation keeps no other language back
    sys.argv = ["communique", *arguments]
    start, code = time.process_time(), None
    try:
        main()
    except SystemExit as leaving:
        code = leaving.code
    seconds = time.process_time() - start
    file.unlink() if before is None else file.write_bytes(before)
    return "" if code == wanted and seconds < LONGEST else f"HEAVY {name}: exit {code}, {seconds:.1f} s\n"


if __name__ == "__main__":
    cases = [*texts(), *letterheads(), *returned(Path(sys.argv[1]))]
    status = Path("/proc/self/status").read_text("utf-8")
    used = int(status.partition("VmSize:")[2].split()[0]) * 1024
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    sys.stdout.writelines(map(met, cases))
    sys.stdout.write("END\n")
