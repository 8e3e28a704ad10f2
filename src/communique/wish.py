"""What a command was asked to build."""

from __future__ import annotations

from dataclasses import dataclass

from communique.model import Format
from communique.render import PdfProfile
from communique.rendering import ONE_PROCESS, Crew

EVERY_FORMAT = tuple(Format)


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

    @property
    def whole(self) -> bool:
        """Whether whole editions were asked for."""
        usual = self.pdf_profile is PdfProfile.ARCHIVE_3
        return usual and not self.locales and set(self.formats) == set(EVERY_FORMAT)
