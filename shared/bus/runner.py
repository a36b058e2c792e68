"""Starts services: `python -m shared.bus.runner membership [payroll ...]`.

nameko's own command needs a package that Python no longer brings, and patches too late for our database driver. Here
eventlet patches first and psycopg is told to wait through it; only then is anything else loaded.
A SERVICE is the name of an installed service, or `module:Class`.
"""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

# ruff: noqa: PLC0415 - what is imported late here is imported late on purpose

WAITS = "wait_select"


def patch_eventlet() -> None:
    """Patch the process for eventlet, before anything else is loaded; refuse when it is too late."""
    if late := {"psycopg", "kombu", "nameko"} & sys.modules.keys():
        raise RuntimeError(f"patch_eventlet comes first, but {', '.join(sorted(late))} is loaded already")
    os.environ["PSYCOPG_WAIT_FUNC"] = WAITS
    os.environ["EVENTLET_NO_GREENDNS"] = "yes"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # eventlet says at every start that it is only maintained
        import eventlet
    with lock_of_dummy_threads_aside():
        eventlet.monkey_patch()
    from psycopg import waiting

    if waiting.wait is not waiting.wait_select:
        raise RuntimeError("psycopg does not wait through eventlet: one query would stop every green thread")
    from shared.hub_names import resolve_names_outside
    from shared.hub_wait import wait_green

    wait_green()
    resolve_names_outside()


@contextmanager
def lock_of_dummy_threads_aside() -> Iterator[None]:
    """Exchange a lock that eventlet cannot: the end of a foreign thread has it among its defaults.

    It would go on to take the old one; from Python 3.14 on eventlet finds it there, and complains.
    """
    import threading

    end: Any = getattr(getattr(threading, "_DeleteDummyThreadOnDel", None), "__del__", None)
    if end is None:  # before Python 3.12
        yield
        return
    end.__defaults__ = (nullcontext(), end.__defaults__[1])
    yield
    end.__defaults__ = (vars(threading)["_active_limbo_lock"], end.__defaults__[1])


def main() -> None:
    """Run the services named on the command line until SIGTERM; exit code 2 when they may not start."""
    patch_eventlet()
    from shared.bus.serving import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
