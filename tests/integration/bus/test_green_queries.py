"""One query of a green process does not stop the others."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.builders import FreshDatabase
from tests.patience import stretched


def test_green_queries_run_side_by_side(fresh_database: FreshDatabase) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.bus.eventlet_queries"], check=True, capture_output=True, text=True,
        cwd=Path(__file__).resolve().parents[3], env=os.environ | {"DATABASE_URL": fresh_database("shared.bus")})
    told = json.loads(done.stdout)
    assert told.pop("together") < stretched(3), "four queries of a second each ran one after the other"
    assert told.pop("ticks") > 5, "a slow name server stopped every green thread"
    assert told == {"large": True, "stopped": True, "consumed": [], "wait": "wait_in_hub"}
