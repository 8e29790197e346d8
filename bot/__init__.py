"""Potluck itself: composes platforms, policies and storage, runs them, and speaks to people."""

from typing import Final

__version__: Final = "0.1.0"
