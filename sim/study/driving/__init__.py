"""Which unknown drives an outcome, and how much is chance."""
