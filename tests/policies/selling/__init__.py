"""Judging: properties that hold for every policy, and the sentences of the policy."""
