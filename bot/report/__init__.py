"""The HTML report: one page by itself, no network, light and dark, for a telephone and for a desk."""

from bot.report.page import render

__all__ = ["render"]
