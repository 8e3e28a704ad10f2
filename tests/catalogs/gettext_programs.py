"""The programs of gettext, run for real on text."""

from __future__ import annotations

import subprocess


def canonical(text: str) -> str | None:
    """What `msgcat --no-wrap` makes of a PO file; None if it refuses the file."""
    command = ["msgcat", "--no-wrap", "--force-po", "-"]
    ended = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    return ended.stdout.decode() if ended.returncode == 0 else None


def compiles(text: str) -> bool:
    """Whether `msgfmt -c` accepts a PO file."""
    command = ["msgfmt", "-c", "-o", "/dev/null", "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=False).returncode == 0
