"""A release as PDF: the page of `html`, laid out by WeasyPrint with our fonts only.

The file follows a standard for archives and one for accessible documents at once. WeasyPrint declares one of the two at
a time (https://github.com/Kozea/WeasyPrint/issues/2783), so `metadata` writes its own packet; `tagging` mends what a
tagged file of WeasyPrint lacks.

Nothing outside the release can get in: the only address that answers is that of the emblem, and it answers from memory.
Whatever WeasyPrint warns of is an error here, because nobody reads the log of a build at night.
"""

from __future__ import annotations

import contextlib
import functools
import io
import logging
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from communique import fonts, toolchain
from communique.diagnostics import Code, Diagnostic, Location, TextProblems
from communique.model import Letterhead, Release
from communique.render import PdfProfile, balance, fit, html, metadata, printing, shortcuts, tagging
from communique.render.elements import escaped, plain
from communique.render.shortcuts import imports

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

ASSETS = "https://assets.invalid/"
"""Where the files of a letterhead seem to be; RFC 2606 keeps `.invalid` free, and relative addresses join to it."""

_VARIANTS = {PdfProfile.ARCHIVE_3: "pdf/a-3a", PdfProfile.ARCHIVE_4: "pdf/a-4f", PdfProfile.PRINT: "pdf/x-4"}
"""What WeasyPrint calls the nearest that it can write."""
_MISSING_GLYPH = re.compile(r"\.notdef glyph rendered .* \(U\+([0-9A-F]+)\)$")


def render(
    release: Release, letterhead: Letterhead, profile: PdfProfile = PdfProfile.ARCHIVE_3, press: bytes = b""
) -> bytes:
    """Lay a release out as PDF; `press` is the colour profile (ICC) of a press, for a PDF to be printed there.

    Raises:
        TextProblems: no font has a character (`C072`), WeasyPrint warned or failed (`C073`), or the letterhead's
            template or style cannot be used (`C061`).
        Refused: a PDF for a print shop was asked for without the profile of its press (`C060`).
        EnvironmentProblem: WeasyPrint's libraries (`C070`) or the fonts (`C071`) are missing.
    """
    engine = _engine()
    if profile is PdfProfile.PRINT:
        printing.profile(letterhead, press)

    with _recorded() as warnings, engine.serving({f"{ASSETS}emblem.svg": letterhead.emblem}) as refusals:
        try:
            content = engine.write(release, letterhead, profile, press)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - WeasyPrint meets a hostile style sheet with any exception
            warnings.append(f"WeasyPrint failed: {type(error).__name__}: {error}")
            content = b""
    problems = [_problem(release, letterhead, message) for message in (*warnings, *refusals)]
    if problems:
        raise TextProblems(problems)
    return content


def render_page(source: str, location: Location, locale: str) -> bytes:
    """Lay a page of our own out as PDF/UA, with our fonts only; `location` is what its problems are told of.

    Raises:
        TextProblems: no font has a character (`C072`), or WeasyPrint warned or failed (`C073`).
        EnvironmentProblem: WeasyPrint's libraries (`C070`) or the fonts (`C071`) are missing.
    """
    engine = _engine()
    with _recorded() as warnings, engine.serving({}) as refusals:
        content = engine.write_page(source)
    problems = [_page_problem(message, location, locale) for message in (*warnings, *refusals)]
    if problems:
        raise TextProblems(problems)
    return content


def _page_problem(message: str, location: Location, locale: str) -> Diagnostic:
    if glyph := _MISSING_GLYPH.search(message):
        what, hint = (
            f"no font has the character U+{glyph[1]}",
            "add a font of the script to `fonts.toml`, and set up again",
        )
        return Diagnostic(Code.GLYPH, what, location, hint, locale=locale)
    hint = "this is a fault of communique, not of your text: report it"
    return Diagnostic(Code.RENDERER, message, location, hint, locale=locale)


# --- the engine ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Engine:
    """What is made once in a process and used for every release: fonts found, style sheets read."""

    fonts: FontConfiguration
    fetcher: URLFetcher
    assets: dict[str, bytes]
    refusals: list[str]
    styles: dict[str, CSS]

    def write(self, release: Release, letterhead: Letterhead, profile: PdfProfile, press: bytes) -> bytes:
        import weasyprint

        options = {"pdf_variant": _VARIANTS[profile], "pdf_tags": True}
        printed = profile is PdfProfile.PRINT
        colours = {"device-cmyk": printing.profile(letterhead, press)} if printed else None
        style = self.style(letterhead.print_css)

        shared: dict[str, Any] = {"font_config": self.fonts, "color_profiles": colours, "cache": {}, **options}

        def page(shown: Release) -> LayOut:
            source = html.page(shown, letterhead, html.Medium.PRINT, "", f"{ASSETS}emblem.svg")
            read = weasyprint.HTML(string=source, base_url=ASSETS, url_fetcher=self.fetcher)
            return lambda step, measure: read.render(stylesheets=[style, _setting(step, measure)], **shared)

        title_alone = functools.partial(page, replace(release, blocks=(), notes=()))
        document = _laid_out(fit.steps(release.typography, letterhead.type), page(release), title_alone)
        _drop_links(document, inner_only=not printed)
        attached = [] if printed else metadata.attachments(release, letterhead)
        with tagging.mended(profile) as mend:
            finish = functools.partial(_finish, release, profile, press, mend)
            written: bytes = document.write_pdf(finisher=finish, attachments=attached, **options)
        return written

    def write_page(self, source: str) -> bytes:
        import weasyprint

        page = weasyprint.HTML(string=source, base_url=ASSETS, url_fetcher=self.fetcher)
        written: bytes = page.write_pdf(font_config=self.fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
        return written

    def style(self, css: str) -> CSS:
        """Read a style sheet once; one that warned is not kept, so that it warns for every release."""
        import weasyprint

        if css not in self.styles:
            with _recorded() as warnings:
                style = weasyprint.CSS(string=css, base_url=ASSETS, url_fetcher=self.fetcher, font_config=self.fonts)
            for warning in warnings:
                _LOGGER.warning("%s", warning)
            if warnings or self.refusals:
                return style
            self.styles[css] = style
        return self.styles[css]

    @contextlib.contextmanager
    def serving(self, assets: dict[str, bytes]) -> Iterator[list[str]]:
        """Answer for these addresses and no others; gives the list of the others that were asked for."""
        self.assets.update(assets)
        self.refusals.clear()
        try:
            yield self.refusals
        finally:
            self.assets.clear()


LayOut: TypeAlias = Callable[[fit.Step, float], Any]
"""Lays a page out in one way of setting it, the title in a part of the measure; gives a document of WeasyPrint."""


def _laid_out(ways: Sequence[fit.Step], lay_out: LayOut, title_alone: Callable[[], LayOut]) -> Any:
    """The text on as few pages as it can be, under a title in lines of about equal length.

    How long these are does not depend on how the text below is set, so that what is tightened is laid out with them.
    """
    usual, *_ = ways
    first = lay_out(usual, 1.0)
    measure = 1.0
    if (lines := balance.title_lines(first)) > 1:
        title = title_alone()
        measure = balance.narrowest(lines, lambda part: balance.title_lines(title(usual, part)))
    document = fit.fitted(ways, lambda step: first if step is usual else lay_out(step, measure), fit.fullness)
    return lay_out(usual, measure) if document is first and measure < 1 else document


def _setting(step: fit.Step, measure: float) -> CSS:
    """A style sheet that says what the page says of its usual setting, and is heard before it (CSS Cascade 4, 6.2)."""
    import weasyprint

    properties = step.properties(measure).items()
    return weasyprint.CSS(string=":root{" + ";".join(f"--{name}:{value}!important" for name, value in properties) + "}")


def _finish(
    release: Release, profile: PdfProfile, press: bytes, mend: tagging.Finisher, document: Any, pdf: Any
) -> None:
    mend(document, pdf)
    if profile is PdfProfile.PRINT:
        printing.print_in(printing.ink(press), pdf)
        printing.look_over(pdf)
    metadata.write(release, profile, document, pdf)


@functools.cache
def _engine() -> _Engine:
    start()
    from weasyprint.text.fonts import FontConfiguration

    assets: dict[str, bytes] = {}
    refusals: list[str] = []
    return _Engine(FontConfiguration(), _fetcher(assets, refusals), assets, refusals, {})


def start() -> None:
    """Import WeasyPrint with our fonts, without the banner that it prints when Pango is missing.

    Raises:
        EnvironmentProblem: a library (`C070`) or every font (`C071`) is missing.
    """
    toolchain.must_draw_pdf()
    fonts.prepare()
    silence = io.StringIO()
    with (
        toolchain.told_as_missing(),
        imports.only_what_is_needed(),
        contextlib.redirect_stdout(silence),
        contextlib.redirect_stderr(silence),
    ):
        import weasyprint  # noqa: F401
    shortcuts.take()


def _drop_links(document: Any, *, inner_only: bool) -> None:
    """Keep one link for each `a`; WeasyPrint makes each element inside it another, which PDF/UA forbids (7.18.5)."""
    for page in document.pages:
        outer = (link for link in page.links if link[-1].element is None or link[-1].element.tag == "a")
        page.links[:] = outer if inner_only else ()


def _fetcher(assets: dict[str, bytes], refusals: list[str]) -> Any:
    """A fetcher that knows no network and no file system."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Memory(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            del headers
            if url not in assets:
                refusals.append(f"the page asks for `{url}`, which is not part of the letterhead")
                raise ValueError(refusals[-1])
            return URLFetcherResponse(url, assets[url], {"Content-Type": "image/svg+xml"})

    return Memory(allowed_protocols=("https",), allow_redirects=False)


# --- what it warns of ------------------------------------------------------------------------------------------------

_LOGGER = logging.getLogger("weasyprint")


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextlib.contextmanager
def _recorded() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs, instead of whoever listens otherwise."""
    recorder = _Recorder()
    handlers, propagate = _LOGGER.handlers[:], _LOGGER.propagate
    _LOGGER.handlers[:], _LOGGER.propagate = [recorder], False
    try:
        yield recorder.messages
    finally:
        _LOGGER.handlers[:], _LOGGER.propagate = handlers, propagate


def _problem(release: Release, letterhead: Letterhead, message: str) -> Diagnostic:
    glyph = _MISSING_GLYPH.match(message)
    if glyph is None:
        hint = f"correct the style or the page template of the letterhead `{letterhead.name}`"
        return Diagnostic(Code.RENDERER, message, letterhead.location, hint, locale=release.locale)
    return _missing_glyph(release, chr(int(glyph[1], 16)))


def _missing_glyph(release: Release, character: str) -> Diagnostic:
    named = f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"
    return Diagnostic(
        Code.GLYPH,
        f"no font has the character `{character}` ({named}), in `{release.locale}`",
        Location(f"{release.name}.pdf"),
        "write it in another way, or add a font that has it to `fonts.toml`",
        locale=release.locale,
        block=_block_with(release, character),
    )


def _block_with(release: Release, character: str) -> str:
    """The block that holds a character; `title` if the title does; nothing if it stands in the letterhead."""
    if character in plain(release.title):
        return "title"
    marked = escaped(character)
    found = (
        html.identifier(block) for block in (*release.blocks, *release.notes) if marked in html.blocks((block,), "")
    )
    return next(found, "")
