"""Drill one service from the command line; ends with 1 when its backup does not hold."""

import argparse
import os
import sys
from pathlib import Path

from deploy.drill import drill
from shared.settings import read_settings

parser = argparse.ArgumentParser(prog="python -m deploy.drill", description="Restore a backup, and prove it.")
parser.add_argument("service")
parser.add_argument("--server", required=True, help="a server in which a scratch database may be made")
parser.add_argument("--backup", type=Path, help="a backup of pg_dump's custom format; else one is taken now")
given = parser.parse_args()
done = drill(given.service, url=read_settings(os.environ).migration_url(given.service), server=given.server,
             backup=given.backup)
sys.stdout.write(f"{done.told}\n{given.service}: restored in {done.seconds:.0f} s, "
                 f"{done.behind} events behind the living one, "
                 f"{'proved' if done.proved else 'NOT PROVED'}\n")
sys.exit(0 if done.proved else 1)
