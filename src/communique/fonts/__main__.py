"""`python -m communique.fonts`: what the set-up script calls."""

import sys

from communique.fonts.installing import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
