"""The databases that live tests share with those of the ledger."""

from tests.storage.conftest import empty_file, postgres, url

__all__ = ["empty_file", "postgres", "url"]
