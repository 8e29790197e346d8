"""Servers that stand in for the platforms in tests: real HTTP on this machine, nothing of the bot inside."""
