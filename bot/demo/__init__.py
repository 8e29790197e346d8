"""The demo: ten weeks in a small lively group, played through the real pipeline."""
