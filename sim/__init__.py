"""Diplomatic scenario simulation: bargaining while fighting, under declared preconditions."""
