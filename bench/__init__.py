"""Measurements: each prints ratios against something else in the same run, because machines are noisy."""
