"""Fitting a release to its pages: tighter setting, within limits, if that saves a last page with little on it.

A statement whose last two lines stand alone on a page looks like a mistake. So a release is laid out as it should look,
and only if its last page is nearly empty are smaller letters and gaps tried, the loosest that saves the page first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

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

    def properties(self, measure: float = 1.0) -> dict[str, str]:
        """The step as custom properties of CSS; the title takes `measure` of the width."""
        text = {"size": f"{self.size:g}pt", "line-height": f"{self.line_height:g}", "space": f"{self.space:g}"}
        return {**text, "title-width": f"{measure:.1%}"}


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
    first = lay_out(ways[0])
    filled = fullness(first)
    if len(filled) < 2 or filled[-1] >= LITTLE:
        return first
    return _Search(ways, lay_out, fullness, filled).loosest() or first


class _Search(Generic[Laid]):
    """The loosest setting that saves a page, looked for from a guess on, because to lay out is nearly all the work."""

    def __init__(
        self,
        ways: Sequence[Step],
        lay_out: Callable[[Step], Laid],
        fullness: Callable[[Laid], Sequence[float]],
        filled: Sequence[float],
    ) -> None:
        self.ways, self.lay_out, self.fullness = ways, lay_out, fullness
        self.usual, self.pages = sum(filled), len(filled) - 1
        self.likely = likely_heights(ways)
        self.laid: dict[int, Laid] = {}

    def loosest(self) -> Laid | None:
        place = self.guess()
        if not self.saves(place):
            return next(
                (self.laid[tighter] for tighter in range(place + 1, len(self.ways)) if self.saves(tighter)), None
            )
        while place > 1 and not self.is_the_loosest(place) and self.saves(place - 1):
            place -= 1
        return self.laid[place]

    def guess(self) -> int:
        """The first of the tighter settings in which the text probably fits on a page less."""
        fit = (place for place in range(1, len(self.ways)) if self.usual * self.likely[place] <= self.pages)
        return next(fit, len(self.ways) - 1)

    def saves(self, place: int) -> bool:
        one = self.laid[place] = self.lay_out(self.ways[place])
        return len(one.pages) <= self.pages

    def is_the_loosest(self, place: int) -> bool:
        """Whether the next looser setting would surely take the page again, by what this one took off the text.

        That can be told of letters of the same size, whose lines break alike; in larger ones, a paragraph may lose a line.
        """
        if self.ways[place - 1].size != self.ways[place].size:
            return False
        high, low = self.usual, sum(self.fullness(self.laid[place]))
        likely = self.likely
        share = (likely[place - 1] - likely[place]) / (likely[0] - likely[place])
        return low + share * (high - low) > self.pages + _DOUBT


_OF_LINES, _OF_GAPS, _OF_LETTERHEAD = 0.62, 0.18, 0.18
"""What a page of a statement is high for, measured on the examples; a little less, for what stays free at its foot.

A guess that is too tight costs a layout; one that is a step too loose costs none, because that step must be tried anyway.
"""
_DOUBT = 0.01
"""The part of a page by which a text may be shorter than it is thought to be. Of 200 texts that would have fitted, none was
thought to need more than 0.001 beyond its page."""


def likely_heights(ways: Sequence[Step]) -> list[float]:
    """How high a text probably is in each setting, where it is 1 in the usual one without what stays free."""
    lines = ways[0].size * ways[0].line_height
    return [_OF_LINES * one.size * one.line_height / lines + _OF_GAPS * one.space + _OF_LETTERHEAD for one in ways]


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
