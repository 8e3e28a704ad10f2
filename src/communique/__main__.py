"""The program: a build with nothing to do, and a call for help, are answered before anything is loaded.

All else is answered by the command line.
"""

from __future__ import annotations

import gc
import os
import sys
import time

from communique import help_pages, stamp

MADE = 500_000
"""Objects that are made before rings of them are looked for. Python looks after 700, which is a fifth of a build."""


def main() -> None:
    """Answer a command; the exit code is that of the command."""
    arguments = sys.argv[1:]
    known = stamp.answer(arguments, os.environ, time.time())
    known = known or help_pages.answer(arguments, os.environ, getattr(sys.stdout, "encoding", ""))
    if known is None:
        gc.set_threshold(MADE, 20, 50)
        from communique.cli import main as command_line

        command_line()
    else:
        out, err = known
        sys.stderr.write(err)
        sys.stdout.write(out)


if __name__ == "__main__":
    main()
