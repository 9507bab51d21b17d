"""An interruption in a moment in which Python would swallow it."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from sim.study.sweeping.interruption import lasting_interruption


class Interrupts:
    """Is interrupted while it is being removed."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture(autouse=True)
def _as_at_a_terminal():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_was_swallowed_is_raised_at_the_next_question() -> None:
    with lasting_interruption() as stop_if_interrupted:
        stop_if_interrupted()
        doomed = Interrupts()
        del doomed  # raises, and Python swallows it
        with pytest.raises(KeyboardInterrupt):
            stop_if_interrupted()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interruption_elsewhere_is_raised_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), lasting_interruption():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_it_leaves_the_handling_of_others_alone() -> None:
    heard = []
    signal.signal(signal.SIGINT, lambda *_: heard.append("other"))
    with lasting_interruption() as stop_if_interrupted:
        os.kill(os.getpid(), signal.SIGINT)
        stop_if_interrupted()
    assert heard == ["other"]


def test_in_a_thread_it_does_nothing() -> None:
    seen = []

    def work() -> None:
        with lasting_interruption() as stop_if_interrupted:
            stop_if_interrupted()
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
