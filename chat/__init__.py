"""The words that platforms, policies, storage and bot share: frozen data, standard library only."""
