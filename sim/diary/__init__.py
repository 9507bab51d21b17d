"""One run told as a diary."""

from sim.diary.story import ENDINGS, Entry, Trace, tell, trace

__all__ = ["ENDINGS", "Entry", "Trace", "tell", "trace"]
