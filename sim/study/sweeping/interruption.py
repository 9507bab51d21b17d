"""An interruption at the terminal that cannot be lost."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def lasting_interruption() -> Iterator[Callable[[], None]]:
    """Remember an interruption, and give a function that raises KeyboardInterrupt if there has been one.

    Python swallows what is raised while an object is being removed, such as a future of Dask: an interruption in that
    moment would be lost, and the work would go on. Does nothing where somebody else handles interruptions.
    """
    here = threading.current_thread() is threading.main_thread()
    if not here or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield lambda: None
        return
    interrupted = False

    def handle(_signal: int, _frame: object) -> None:
        nonlocal interrupted
        interrupted = True
        raise KeyboardInterrupt

    def stop_if_interrupted() -> None:
        if interrupted:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, handle)
    try:
        yield stop_if_interrupted
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
