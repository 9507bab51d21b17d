"""What only shows in a process of its own: start-up, interruption, pipes, terminals."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}

# A job in the background inherits that interruptions are ignored; it is the program's own answer that is tested.
SLOW_ENGINE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
import sim.ensemble, sim.results.running
def play(scenario, **options):
    print("started", file=sys.stderr, flush=True)
    time.sleep(60)
sim.results.running.play_tables = play
sim.ensemble.is_compiled = lambda: True
from sim.cli import main
sys.argv = ["sim", "run", "split_the_price", "--out", sys.argv[1]]
main()
"""


def sim(*arguments: str, **options: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "sim", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env=ENVIRONMENT | {str(key): str(value) for key, value in options.items()},
    )


def test_help_loads_nothing_heavy() -> None:
    heavy = "numpy pandas scipy numba matplotlib mesa pydantic yaml rich pyarrow"
    code = f"import sys, sim.cli, sim; print(*[name for name in {heavy.split()!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_an_interruption_is_exit_code_130_and_leaves_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_ENGINE, str(tmp_path / "result")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "started\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["schema"], ["list"], ["check", "flagship"]])
def test_a_reader_who_has_seen_enough_is_no_error_to_complain_about(arguments: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert complaint == b""


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is needed")
def test_no_color_is_honoured_on_a_terminal() -> None:
    assert b"\x1b[" in on_a_terminal({"TERM": "xterm-256color"})
    assert b"\x1b[" not in on_a_terminal({"TERM": "xterm-256color", "NO_COLOR": "1"})


def on_a_terminal(environment: dict[str, str]) -> bytes:
    """What `sim list` prints to a terminal."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "list"], stdout=theirs, stderr=theirs, env=ENVIRONMENT | environment
    )
    os.close(theirs)
    printed = b""
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:  # Linux says so when the other side is gone
            break
        if not block:
            break
        printed += block
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return printed


def test_an_ascii_terminal_gets_question_marks_instead_of_a_crash() -> None:
    ran = sim("list", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ran.returncode == 0
