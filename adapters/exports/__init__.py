"""Readers of exported chats: files in, events in the words of `chat.events` out.

Says which platform wrote a file, streams it once, and tells what it could not show. Never writes, never judges, and
never holds more than a bounded part of a file in memory.
"""

from adapters.exports.opening import open_export
from adapters.exports.source import Export, Source

__all__ = ["Export", "Source", "open_export"]
