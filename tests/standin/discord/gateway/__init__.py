"""The WebSocket side: sessions, what each is told, and the connections that carry it."""
