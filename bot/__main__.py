"""`python -m bot` is `potluck`."""

from bot.cli import main

main()
