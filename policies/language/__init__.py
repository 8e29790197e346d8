"""The policy language: its grammar, its schema, and reading it from YAML."""
