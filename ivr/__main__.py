"""`python -m ivr` is `linja`."""

from ivr.cli import main

main()
