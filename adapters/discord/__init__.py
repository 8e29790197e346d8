"""Discord through its gateway and its HTTP API."""
