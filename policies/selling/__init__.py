"""From a classified message and what the ledger knew to a verdict: who may promote what, where, when, how often."""
