"""Lists the private helpers that are a paragraph of their one caller, and lowers the ceiling on their number.

python -m tests.architecture.small_helpers
"""

import json
import sys

from deploy.local.postgres import PostgresServer
from tests.architecture.rules_of_text import CEILINGS, small_helpers
from tests.architecture.tree import REAL, Tree


def main() -> int:
    """Print each helper; write a ceiling down where it is lower than before."""
    found = small_helpers(Tree(REAL, PostgresServer("")))
    before = json.loads(CEILINGS.read_text(encoding="utf-8")) if CEILINGS.exists() else {}
    for place, helpers in sorted(found.items()):
        print(*helpers, f"{place}: {len(helpers)} (at most {before.get(place, len(helpers))})", sep="\n")  # noqa: T201
    lower = {place: min(len(helpers), before.get(place, len(helpers))) for place, helpers in sorted(found.items())}
    CEILINGS.write_text(json.dumps(lower, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
