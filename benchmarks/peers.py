"""One statement in twelve languages and three formats: what it costs us, and what it costs others, in one run.

    python benchmarks/peers.py [--rounds 5] [--tools FOLDER] [--memory] [--only NAME,...]

Every contestant is run once a round, one after the other, and each round gives a ratio; the median of the ratios is printed,
so that other work on the machine disturbs all alike. CPU time is that of the process and of all it started, from the system's
books. Our runs hold what a release must pass: the checks, the fitting to pages, PDF/A and PDF/UA, the reading back of every
file; the others get the finished text as Markdown and do none of that. The tools of the others are installed in a virtual
environment of their own, in a temporary folder or in `--tools`.
"""

from __future__ import annotations

import argparse
import datetime
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from communique import fonts, newsroom, pipeline
from communique.fill import plain
from communique.findings import Findings
from communique.identity import text_of

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent
LOCALES = ("en", "ar", "az", "de", "es", "fa", "fr", "ka", "ru", "tr", "uk", "zh-Hans")
PACKAGES = ("pypandoc-binary", "typst", "sphinx", "docxtpl")
TYPST = """\
#!{python} -SE
import sys
sys.path.insert(0, {packages!r})
import typst
source, target = [one for one in sys.argv[1:] if not one.startswith("-") and one != "compile"][:2]
typst.compile(source, output=target, font_paths=[{fonts!r}])
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """What the processes of a contestant took: seconds, and megabytes of the largest one."""

    processor: float
    clock: float
    memory: float


@dataclass(frozen=True, slots=True)
class Contestant:
    """Something that is run: its commands one after the other, in a folder, after it was made ready."""

    name: str
    commands: Sequence[Sequence[str]]
    folder: pathlib.Path
    ready: Callable[[], object] = lambda: None
    environment: dict[str, str] = field(default_factory=dict)

    def run(self) -> Spent:
        """Run it once.

        Raises:
            CalledProcessError: a command failed.
        """
        self.ready()
        start = time.perf_counter()
        taken = [run(command, self.folder, self.environment) for command in self.commands]
        clock = time.perf_counter() - start
        return Spent(sum(one for one, _ in taken), clock, max(most for _, most in taken))


def run(command: Sequence[str], folder: pathlib.Path, environment: dict[str, str]) -> tuple[float, float]:
    """CPU seconds and megabytes of a process and of those it started.

    The system counts what this program holds as held by its children too, so that a figure under 70 MB says nothing.
    """
    # Without its compiled modules, Python measures its compiler; installed programs have them.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, env={**usual, **environment}, stdout=said, stderr=said)
        _, state, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(state)
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, said.read().decode()[-2000:])
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


# --- what is put before them -------------------------------------------------------------------------------------------


def example(folder: pathlib.Path) -> pathlib.Path:
    """A newsroom with one statement, in a folder of its own."""
    for name in ("templates", "statements/black-january"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "communique.toml", folder)
    return folder


def texts(room: pathlib.Path, folder: pathlib.Path) -> None:
    """The finished text of each language as Markdown, as an author would hand it to another tool."""
    folder.mkdir()
    wish = pipeline.Wish(years=(2027,), locales=LOCALES)
    made = pipeline.prepare(newsroom.load_newsroom(str(room)), wish, datetime.date(2027, 1, 1), Findings())
    for release in (one for prepared in made for one in prepared.releases):
        parts = [f"# {plain(release.title)}", *(block.words for block in text_of(release).blocks)]
        (folder / f"{release.locale}.md").write_text("\n\n".join(parts), "utf-8")


def installed(folder: pathlib.Path) -> pathlib.Path:
    """The tools of the others; the environment is kept if it is there."""
    if not (folder / "bin" / "typst").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", *PACKAGES], check=True)
        packages = next(folder.glob("lib/python*/site-packages"))
        wrapper = folder / "bin" / "typst"
        words = {"python": folder / "bin" / "python", "packages": str(packages), "fonts": str(fonts.folder())}
        wrapper.write_text(TYPST.format(**words))
        wrapper.chmod(0o755)
        (folder / "bin" / "pandoc").symlink_to(next(packages.glob("pypandoc/files/pandoc")))
    return folder / "bin"


# --- who takes part ----------------------------------------------------------------------------------------------------


def ours(room: pathlib.Path) -> list[Contestant]:
    """Ourselves: everything is drawn each time."""
    build = [sys.executable, "-m", "communique", "build", "-y", "2027", "-f", "pdf,docx,html"]

    def forget() -> None:
        shutil.rmtree(room / "output", ignore_errors=True)

    def row(name: str, *more: str, ready: Callable[[], object] = forget) -> Contestant:
        return Contestant(name, [[*build, *more]], room, ready)

    every = ",".join(LOCALES)
    return [
        row("communique, 12 x 3, cold", "-j", "1", "-l", every),
        row("communique, 12 x 3, cold, 2 processes", "-j", "2", "-l", every),
        row("communique, one language x 3, cold", "-j", "1", "-l", "en"),
        Contestant("bare Python", [[sys.executable, "-c", "pass"]], room),
        Contestant("communique --help", [[sys.executable, "-m", "communique", "--help"]], room),
    ]


def others(texts: pathlib.Path, tools: pathlib.Path, room: pathlib.Path) -> list[Contestant]:
    """Everybody else; what is not on this machine is left out."""
    pandoc, engine = str(tools / "pandoc"), f"--pdf-engine={tools / 'typst'}"
    font = ["-V", "mainfont=Noto Serif"]
    path = {"PATH": f"{tools}:{os.environ['PATH']}"}

    def three(locale: str, *pdf: str) -> list[list[str]]:
        source = f"{locale}.md"
        return [
            [pandoc, "-s", source, "-o", f"{locale}.html"],
            [pandoc, source, "-o", f"{locale}.docx"],
            [pandoc, source, "-o", f"{locale}.pdf", *pdf],
        ]

    weasy = f"--pdf-engine={pathlib.Path(sys.executable).with_name('weasyprint')}"
    pages = [[sys.executable, "-m", "weasyprint", f"{one}.html", f"{one}.pdf"] for one in LOCALES]
    found = [
        Contestant("floor: WeasyPrint + python-docx, 12 x 3", [[sys.executable, str(HERE / "floor.py"), "."]], texts),
        Contestant(
            "pandoc + typst, 12 x 3", [c for one in LOCALES for c in three(one, engine, *font)], texts, environment=path
        ),
        Contestant(
            "pandoc + WeasyPrint, 12 x 3", [c for one in LOCALES for c in three(one, weasy)], texts, environment=path
        ),
        Contestant("WeasyPrint command, 12 PDF", pages, texts),
        Contestant("pandoc + typst, one language x 3", three("en", engine, *font), texts, environment=path),
        Contestant("Sphinx with gettext, 12 HTML", sphinx(texts.with_name("sphinx"), texts, tools), texts),
        Contestant("docxtpl, 12 DOCX in one process", [[str(tools / "python"), "-c", DOCXTPL, "."]], texts),
    ]
    if office := shutil.which("soffice"):
        sources = [str(path) for path in sorted(room.glob("output/*/2027/r1/*/*.docx"))]
        home = f"-env:UserInstallation=file://{texts.with_name('office')}"
        command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(texts), *sources]
        found.append(Contestant("LibreOffice, 12 PDF from our DOCX, one call", [command], texts))
    return found


DOCXTPL = """
import pathlib, sys, docx, docxtpl
empty = docx.Document()
empty.add_heading("{{ title }}")
empty.add_paragraph("{{ text }}")
empty.save("template.docx")
for source in sorted(pathlib.Path(sys.argv[1]).glob("*.md")):
    title, text = source.read_text("utf-8").split("\\n\\n", 1)
    document = docxtpl.DocxTemplate("template.docx")
    document.render({"title": title, "text": docxtpl.RichText(text)})
    document.save(source.with_suffix(".tpl.docx"))
"""


def sphinx(folder: pathlib.Path, texts: pathlib.Path, tools: pathlib.Path) -> list[list[str]]:
    """A project of Sphinx with the English text, and a catalog for each other language; the builds of all languages."""
    folder.mkdir(exist_ok=True)
    (folder / "conf.py").write_text('project = "peer"\nlocale_dirs = ["locales"]\n')
    source = (texts / "en.md").read_text("utf-8").removeprefix("# ").split("\n\n")
    (folder / "index.rst").write_text("\n\n".join([source[0], "=" * len(source[0]), *source[1:]]), "utf-8")
    for locale in LOCALES[1:]:
        place = folder / "locales" / locale / "LC_MESSAGES"
        place.mkdir(parents=True, exist_ok=True)
        words = (texts / f"{locale}.md").read_text("utf-8").removeprefix("# ").split("\n\n")
        pairs = (f"msgid {quoted(one)}\nmsgstr {quoted(other)}\n" for one, other in zip(source, words, strict=False))
        (place / "index.po").write_text(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + "\n".join(pairs), "utf-8"
        )
    build = [str(tools / "sphinx-build"), "-E", "-q", str(folder)]
    return [[*build, str(folder / "out" / one), "-D", f"language={one.replace('-', '_')}"] for one in LOCALES]


def quoted(text: str) -> str:
    """A text as PO files have it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


# --- the table ---------------------------------------------------------------------------------------------------------

TARGETS = (
    ("12 x 3 cold, one process: CPU", "communique, 12 x 3, cold", "pandoc + typst, 12 x 3", "processor", 0.70),
    (
        "12 x 3 cold, 2 processes: wall",
        "communique, 12 x 3, cold, 2 processes",
        "pandoc + typst, 12 x 3",
        "clock",
        0.45,
    ),
    ("12 x 3 cold: CPU", "communique, 12 x 3, cold", "WeasyPrint command, 12 PDF", "processor", 0.18),
    ("12 x 3 cold: CPU", "communique, 12 x 3, cold", "pandoc + WeasyPrint, 12 x 3", "processor", None),
    ("12 x 3 cold: CPU", "communique, 12 x 3, cold", "floor: WeasyPrint + python-docx, 12 x 3", "processor", None),
    ("12 x 3 cold: CPU", "communique, 12 x 3, cold", "LibreOffice, 12 PDF from our DOCX, one call", "processor", None),
    ("12 x 3 cold: CPU", "communique, 12 x 3, cold", "Sphinx with gettext, 12 HTML", "processor", None),
    ("12 x 3 cold: CPU", "communique, 12 x 3, cold", "docxtpl, 12 DOCX in one process", "processor", None),
    (
        "one language cold: CPU",
        "communique, one language x 3, cold",
        "pandoc + typst, one language x 3",
        "processor",
        2.6,
    ),
    ("`--help`: CPU", "communique --help", "bare Python", "processor", 3.5),
)


def ratio(ours: Sequence[Spent], theirs: Sequence[Spent], what: str) -> float:
    """The median of the ratios of the rounds."""
    return statistics.median(getattr(a, what) / getattr(b, what) for a, b in zip(ours, theirs, strict=True))


def table(found: dict[str, list[Spent]], warm: list[float]) -> list[str]:
    """Two tables of Markdown: what each takes, and how that compares."""
    lines = ["| What | CPU s | wall s | largest process MB |", "|---|---|---|---|"]
    for name, spent in found.items():
        middle = [statistics.median(getattr(one, what) for one in spent) for what in ("processor", "clock", "memory")]
        lines.append(f"| {name} | {middle[0]:.3f} | {middle[1]:.2f} | {middle[2]:.0f} |")
    lines += ["", "| Ratio | against | target | measured |", "|---|---|---|---|"]
    for name, ours, theirs, what, target in TARGETS:
        if ours in found and theirs in found:
            aim = f"<= {target:.2f}" if target else ""
            lines.append(f"| {name} | {theirs} | {aim} | {ratio(found[ours], found[theirs], what):.2f} |")
    if warm and "pandoc + typst, one language x 3" in found:
        against = found["pandoc + typst, one language x 3"]
        middle = statistics.median(one / other.processor for one, other in zip(warm, against, strict=True))
        lines.append(f"| one language warm: CPU | pandoc + typst, one language x 3 | <= 0.40 | {middle:.2f} |")
    return lines


def main() -> None:
    """Run the rounds and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tools", type=pathlib.Path)
    parser.add_argument(
        "--memory", action="store_true", help="Also what 240 releases leave in a process; takes minutes."
    )
    parser.add_argument("--only", default="", help="Parts of names, with commas.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        work = pathlib.Path(place)
        tools = installed(given.tools or work / "tools")
        room = example(work / "room")
        texts(room, work / "texts")
        contestants = ours(room)
        contestants[0].run()
        contestants += others(work / "texts", tools, room)
        only = given.only.split(",")
        chosen = [one for one in contestants if any(part in one.name for part in only)]
        found: dict[str, list[Spent]] = {one.name: [] for one in chosen}
        warm: list[float] = []
        for _ in range(given.rounds):
            for one in chosen:
                found[one.name].append(one.run())
            said = subprocess.run(
                [sys.executable, HERE / "warm.py", room, "time"], check=True, capture_output=True, text=True
            )
            warm.append(float(said.stdout))
        print(
            f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, {platform.platform()}, Python {platform.python_version()}, {given.rounds} rounds\n"
        )
        print("\n".join(table(found, warm)))
        print(f"\none language warm, in process: {statistics.median(warm):.3f} s CPU")
        if given.memory:
            subprocess.run([sys.executable, HERE / "warm.py", room, "memory"], check=True)


if __name__ == "__main__":
    main()
