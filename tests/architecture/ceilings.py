"""What is still there and should not grow: counted by place, and the count may only fall.

python -m tests.architecture.ceilings      (lists each one, and lowers the ceilings that are too high)
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.local.postgres import PostgresServer
from tests.architecture.tree import REAL, Tree

CEILINGS = Path(__file__).with_name("ceilings.json")
Found = dict[str, list[str]]


def above_the_ceiling(tree: Tree, what: str, found: Found) -> Iterator[str]:
    """A breach for each place that has more than its ceiling; a planted house has none."""
    ceilings = read_ceilings().get(what, {}) if tree.root == REAL else {}
    for place, ones in found.items():
        if len(ones) > ceilings.get(place, 0):
            yield f"{place}: {len(ones)} (at most {ceilings.get(place, 0)})"
            yield from ones


def read_ceilings() -> dict[str, dict[str, int]]:
    """The ceilings, by what is counted and where."""
    ceilings: dict[str, dict[str, int]] = json.loads(CEILINGS.read_text(encoding="utf-8")) if CEILINGS.exists() else {}
    return ceilings


def lowered(before: dict[str, dict[str, int]], now: dict[str, Found]) -> dict[str, dict[str, int]]:
    """The ceilings where they are not above what is there; what was never counted begins with what is there."""
    return {
        what: {
            place: min(len(ones), before.get(what, {}).get(place, len(ones) if what not in before else 0))
            for place, ones in sorted(found.items())
        }
        for what, found in sorted(now.items())
    }


def main() -> int:
    """Print what is there; write a ceiling down where it is lower than before."""
    from tests.architecture.rules_of_rooms import helping_use_cases  # noqa: PLC0415 - they know us
    from tests.architecture.rules_of_text import small_helpers  # noqa: PLC0415

    tree = Tree(REAL, PostgresServer(""))
    now = {
        "small_helpers": small_helpers(tree),
        "use_cases_that_help_others": helping_use_cases(tree),
    }
    for what, found in now.items():
        for place, ones in found.items():
            print(f"{place}: {len(ones)} {what}", *ones, sep="\n    ")  # noqa: T201 - its purpose
    CEILINGS.write_text(json.dumps(lowered(read_ceilings(), now), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
