"""What a line of the contact block leads to, the same in every format that has links."""

from __future__ import annotations

_BETWEEN_DIGITS = " ()-./\N{NO-BREAK SPACE}"


def address(line: str) -> str:
    """The address that a line is: of a mail box, a telephone or a page; empty if it is plain words."""
    if "@" in line and " " not in line:
        return f"mailto:{line}"
    if line.startswith("https://") and " " not in line:
        return line
    number = line.translate(dict.fromkeys(map(ord, _BETWEEN_DIGITS)))
    return f"tel:{number}" if number.startswith("+") and number[1:].isascii() and number[1:].isdecimal() else ""
