"""Studies: a question, what is varied to answer it, the runs, and what they say."""
