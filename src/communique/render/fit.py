"""Fitting a release to its pages: tighter setting, within limits, if that saves a last page with little on it.

A statement whose last two lines stand alone on a page looks like a mistake. So a release is laid out as it should look,
and only if its last page is nearly empty are smaller letters and gaps tried, the loosest that saves the page first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from communique.model import TypeScale, Typography

if TYPE_CHECKING:
    from collections.abc import Iterator

LITTLE = 0.34
"""The part of a page below which a last page is worth saving."""
_LATIN = 1.45
"""The line height that the leadings below are meant for; other scripts need more, and get it in proportion."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way of setting a text. `size` is in points, `space` a factor for the gaps between blocks."""

    size: float
    line_height: float
    space: float

    @property
    def properties(self) -> dict[str, str]:
        """The step as custom properties of CSS."""
        return {"size": f"{self.size:g}pt", "line-height": f"{self.line_height:g}", "space": f"{self.space:g}"}


_STEPS = (
    (0.0, 0.0, 1.0),
    (0.25, 0.2, 0.85),
    (0.375, 0.33, 0.7),
    (0.375, 0.53, 0.55),
    (0.375, 0.8, 0.5),
    (0.75, 0.87, 0.5),
    (1.0, 1.0, 0.45),
)
"""How far the letters, the lines and the gaps go: gaps are the first to give way, and letters the last."""


def steps(typography: Typography, scale: TypeScale) -> tuple[Step, ...]:
    """The ways of setting a language, from the usual one to the tightest that the letterhead allows.

    The letterhead's limits (`letterheads.TypeTable`) keep text at ten points and lines at 1.3 times its size.
    """
    ratio = typography.line_height / _LATIN
    smaller, closer = scale.size - scale.smallest, max(_LATIN - scale.tightest, 0)
    return tuple(
        Step(round(scale.size - size * smaller, 2), round((_LATIN - height * closer) * ratio, 3), space)
        for size, height, space in _STEPS
    )


class Layout(Protocol):
    """What is asked of a laid-out text; a document of WeasyPrint is one."""

    @property
    def pages(self) -> Sequence[Any]:
        """The pages, of whatever kind."""


Laid = TypeVar("Laid", bound=Layout)


def fitted(ways: Sequence[Step], lay_out: Callable[[Step], Laid], fullness: Callable[[Laid], Sequence[float]]) -> Laid:
    """Lay a text out in the loosest way that leaves no last page with little on it; as usual if none does.

    Args:
        ways: The ways of setting the text, from the usual one to the tightest.
        lay_out: Lays the text out in one way.
        fullness: How much of each page is used, from 0 to 1; `fullness` for WeasyPrint.
    """
    usual, *tighter = ways
    first = lay_out(usual)
    filled = fullness(first)
    if len(filled) < 2 or filled[-1] >= LITTLE:
        return first
    laid: list[Laid | None] = [None] * len(tighter)

    def saves(place: int) -> bool:
        one = laid[place] = lay_out(tighter[place])
        return len(one.pages) < len(first.pages)

    return _loosest(saves, laid, _guess(usual, tighter, filled)) or first


def _loosest(saves: Callable[[int], bool], laid: Sequence[Laid | None], guess: int) -> Laid | None:
    """The loosest setting that saves the page, looked for from a guess on, because to lay out is nearly all the work."""
    if saves(guess):
        while guess and saves(guess - 1):
            guess -= 1
        return laid[guess]
    return next((laid[place] for place in range(guess + 1, len(laid)) if saves(place)), None)


_OF_LINES, _OF_GAPS, _OF_LETTERHEAD = 0.62, 0.18, 0.18
"""What a page of a statement is high for, measured on the examples; a little less, for what stays free at its foot.

A guess that is too tight costs a layout; one that is a step too loose costs none, because that step must be tried anyway.
"""


def _guess(usual: Step, tighter: Sequence[Step], filled: Sequence[float]) -> int:
    """The first of the tighter settings in which a text probably fits on a page less."""
    lines = usual.size * usual.line_height

    def height(step: Step) -> float:
        return _OF_LINES * step.size * step.line_height / lines + _OF_GAPS * step.space + _OF_LETTERHEAD

    likely = (place for place, step in enumerate(tighter) if sum(filled) * height(step) <= len(filled) - 1)
    return next(likely, len(tighter) - 1)


def fullness(document: Any) -> list[float]:
    """How much of the height for text each page uses, in a document of WeasyPrint."""
    pages = [page._page_box for page in document.pages]  # noqa: SLF001 - there is no other way to ask; pinned
    return [_used(page) / float(page.height) for page in pages]


def _used(page: Any) -> float:
    return max((bottom - float(page.content_box_y()) for bottom in _bottoms(page)), default=0.0)


def _bottoms(page: Any) -> Iterator[float]:
    """Where the lines and pictures of the text end; the boxes around them may be as high as the page."""
    from weasyprint.formatting_structure import boxes

    root = page.children[0]  # the boxes in the margins come after it
    for box in root.descendants():
        if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
            yield float(box.position_y + box.height)
