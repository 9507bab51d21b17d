"""Deadlocks and ways out, saved, supposed otherwise, and played."""
