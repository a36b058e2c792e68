"""Starts that are refused, many in one process: `python -m tests.integration.bus.refusing`.

Reads a JSON list of [settings, services]; writes for each the exit code and what was said, as JSON.
"""

import io
import json
import os
import sys
from contextlib import redirect_stderr

from shared.bus.runner import patch_eventlet

patch_eventlet()

from shared.bus.serving import run  # noqa: E402


def start(settings: dict[str, str], services: list[str]) -> tuple[int, str]:
    """Start as the runner does, with exactly these settings."""
    os.environ.clear()
    os.environ.update(settings)
    with redirect_stderr(io.StringIO()) as said:
        code = run(services)
    return code, said.getvalue()


if __name__ == "__main__":
    sys.stdout.write(json.dumps([start(*asked) for asked in json.load(sys.stdin)]))
