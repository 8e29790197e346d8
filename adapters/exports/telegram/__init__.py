"""Telegram Desktop's `result.json`."""
