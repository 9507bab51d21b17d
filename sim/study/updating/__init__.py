"""What a scenario says once something has been seen."""
