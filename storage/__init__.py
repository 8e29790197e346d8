"""What is remembered, in one database: SQLite by default, PostgreSQL by its URL. It judges nothing and says nothing."""

from storage.ledger import Batch, Ledger

__all__ = ["Batch", "Ledger"]
