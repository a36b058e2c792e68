"""The broker's definitions, generated from what the services publish and consume.

python -m deploy.broker        writes `definitions.json` beside this file again; a test compares

Each password hash in it is a mark that a deployment fills in: `deploy/compose/prepare`, or `sharedco deploy broker`.
"""

import json
from pathlib import Path

from shared.bus.rights import broker_definitions
from shared.definitions import installed_definitions

FILE = Path(__file__).with_name("definitions.json")


def definitions_text() -> str:
    """What the file holds: users, rights, exchanges, queues and bindings of all services."""
    return json.dumps(broker_definitions(installed_definitions()), indent=1) + "\n"
