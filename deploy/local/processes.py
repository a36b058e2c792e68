"""Processes that we started: whether they live, and how they are ended. Always by number, never by name."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


def is_alive(process: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    if process <= 0:
        return False
    with suppress(ChildProcessError):
        if os.waitpid(process, os.WNOHANG)[0] == process:
            return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(process)


def terminate(process: int, *, seconds: float) -> bool:
    """Ask a process to end (SIGTERM) and wait; kill it when it does not. Whether it ended by itself."""
    ask_to_end(process)
    if _await_end(process, seconds):
        return True
    kill(process)
    return False


def ask_to_end(process: int) -> None:
    """Ask a process to end (SIGTERM), and do not wait."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)


def kill(process: int) -> None:
    """End a process at once (SIGKILL) and wait until it is gone."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    _await_end(process, 10)


def _await_end(process: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while is_alive(process):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _is_zombie(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] == "Z"
