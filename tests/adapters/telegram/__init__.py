"""Telegram: pure parts."""
