"""The bot as a service: it listens to platforms, decides, acts, and keeps time."""
