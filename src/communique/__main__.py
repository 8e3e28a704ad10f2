"""`python -m communique` is the same as `communique`."""

from communique.cli import main

main()
