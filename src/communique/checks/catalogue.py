"""What is checked, in one table: each kind of problem with its weight, and whether `check --fix` mends it.

The pages of the documentation and the tests of planted faults are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.diagnostics import Code, Severity

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of problem in a text: the weights it is told with, the heaviest first."""

    code: Code
    severities: tuple[Severity, ...]
    mended: bool = False
    """Whether `check --fix` mends it, or some of it, without understanding the text."""


CATALOGUE: tuple[Check, ...] = (
    # placeholders and values
    Check(Code.PLACEHOLDER_SYNTAX, (E,)),
    Check(Code.UNKNOWN_PLACEHOLDER, (E,)),
    Check(Code.LOST_PLACEHOLDER, (E,)),
    Check(Code.ADDED_PLACEHOLDER, (E,)),
    Check(Code.UNKNOWN_FORM, (E,)),
    Check(Code.INCOMPLETE_SWITCH, (E,)),
    Check(Code.FROZEN_VALUE, (E, W)),
    Check(Code.TEMPLATE_SYNTAX, (E,)),
    Check(Code.DAMAGED_PLACEHOLDER, (E,), mended=True),
    Check(Code.UNDECLARED, (E,)),
    Check(Code.LOST_REPEAT, (W,)),
    Check(Code.FUTURE, (W,)),
    # marks and shape
    Check(Code.MARKUP, (E,)),
    Check(Code.LEFT_OVER_MARKUP, (E,)),
    Check(Code.LINK, (E,)),
    Check(Code.BROKEN_LINK, (E,)),
    Check(Code.MARKS_DIFFER, (W,)),
    Check(Code.LINK_DIFFERS, (E,)),
    Check(Code.SHAPE, (E, W)),
    Check(Code.TOO_LONG, (W,)),
    # figures, dates, names
    Check(Code.FIGURE, (E, W)),
    Check(Code.DIGITS, (E,)),
    Check(Code.DATE, (E,)),
    Check(Code.WEEKDAY, (E,)),
    Check(Code.MATRIX, (E,)),
    Check(Code.NUMBER_DISAGREES, (E,)),
    Check(Code.DATE_DISAGREES, (E,)),
    Check(Code.WEEKDAY_DISAGREES, (E,)),
    Check(Code.VALUE_LACKING, (E,)),
    Check(Code.TERM, (W,)),
    Check(Code.BANNED_TERM, (E,)),
    Check(Code.FIXED_NAME, (E, W)),
    Check(Code.INCONSISTENT, (W,)),
    # language and characters
    Check(Code.SAME_AS_SOURCE, (E,)),
    Check(Code.WRONG_LANGUAGE, (E,)),
    Check(Code.MIXED_SCRIPT, (E,)),
    Check(Code.BIDI, (E, N)),
    Check(Code.INVISIBLE, (E,), mended=True),
    Check(Code.NOT_NFC, (W,), mended=True),
    Check(Code.PILED_MARKS, (E,)),
    Check(Code.FOREIGN_LETTER, (N,)),
    # typography
    Check(Code.SPACING, (W,), mended=True),
    Check(Code.QUOTES, (W,)),
    Check(Code.END_PUNCTUATION, (W,)),
    Check(Code.ORNAMENT, (N,), mended=True),
    Check(Code.APOSTROPHE, (N,), mended=True),
    Check(Code.PUNCTUATION, (W,)),
    Check(Code.ORDINAL, (W,)),
    # wording
    Check(Code.LENGTH, (W,)),
    Check(Code.DOUBLED_WORD, (W,)),
    Check(Code.NOTE_LEFT, (E,)),
    Check(Code.SENTENCES, (W,)),
    Check(Code.UNKNOWN_WORD, (N,)),
    # quotations and waivers
    Check(Code.REWORDED, (W,)),
    Check(Code.TRANSLATOR_UNNAMED, (W,)),
    Check(Code.VOID_WAIVER, (W,)),
    Check(Code.WAIVER, (E,)),
)
