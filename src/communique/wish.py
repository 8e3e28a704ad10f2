"""What a command was asked to build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from communique import toolchain
from communique.diagnostics import Code, Diagnostic, ExitCode, Location, TextProblems
from communique.model import FRAMES, Format, Newsroom, Statement
from communique.render import PdfProfile
from communique.rendering import ONE_PROCESS, Crew
from communique.toml_files import did_you_mean

EVERY_FORMAT = tuple(Format)


def _nobody_writes() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command was asked for; an empty choice means everything, no year the next observance."""

    statements: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    locales: tuple[str, ...] = ()
    formats: tuple[Format, ...] = EVERY_FORMAT
    draft: bool = False
    check: bool = False
    """Whether to draw everything, to write nothing, and to compare."""
    crew: Crew = ONE_PROCESS
    pdf_profile: PdfProfile = PdfProfile.ARCHIVE_3
    press: bytes = b""
    """The colour profile of the press (ICC), for PDF that is printed."""
    unchanged: Callable[[], bool] = _nobody_writes
    """Tells whether the files of the newsroom are as they were before the first of them was read."""

    def must_be_possible(self) -> None:
        """Make sure, before anything is read, that the formats can be drawn; machines of a cluster have the same tools.

        Raises:
            EnvironmentProblem: a library (`C070`) or every font (`C071`) is missing for PDF.
        """
        if Format.PDF in self.formats:
            toolchain.must_draw_pdf()

    def must_be_of_one_state(self, room: Newsroom) -> None:
        """Make sure that what was read was not changed meanwhile; what is changed later waits for the next build.

        Raises:
            TextProblems: it was.
        """
        if not self.unchanged():
            what, hint = (
                "files were changed while they were read: nothing is published",
                "save your work, and build again",
            )
            raise TextProblems([Diagnostic(Code.CHANGED_MEANWHILE, what, Location(room.folder), hint)])

    def formats_of(self, statement: Statement) -> tuple[Format, ...]:
        """The formats of a statement that were asked for; what is not published has no page."""
        published = FRAMES[statement.kind].published
        return tuple(one for one in self.formats if published or one is not Format.HTML)

    def refusal(self, statement: Statement) -> tuple[tuple[Diagnostic, ...], ExitCode]:
        """What keeps a statement from being built at all: nothing but a page was asked for, and it must have none."""
        if self.formats_of(statement):
            return (), ExitCode.DONE
        what = f"a {statement.kind.replace('-', ' ')} is never published: it has no page for the web"
        hint = "build it as pdf, docx or txt"
        return (Diagnostic(Code.NOT_PUBLIC, what, statement.location, hint),), ExitCode.REFUSED

    def unwritten(self, known: Mapping[str, Location]) -> tuple[Diagnostic, ...]:
        """Locales that were asked for and that no statement is written in; `known` are those that one is."""
        return tuple(
            Diagnostic(
                Code.UNKNOWN_LOCALE,
                f"no statement that was asked for is written in `{locale}`",
                next(iter(known.values())),
                did_you_mean(locale, list(known)),
                locale=locale,
            )
            for locale in self.locales
            if known and locale not in known
        )

    @property
    def whole(self) -> bool:
        """Whether whole editions were asked for."""
        usual = self.pdf_profile is PdfProfile.ARCHIVE_3
        return usual and not self.locales and set(self.formats) == set(EVERY_FORMAT)
