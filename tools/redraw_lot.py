"""Draws the members of a work group again, from what `get_work_group` answers, and says whether they are the same.

    python3 tools/redraw_lot.py FILE

Needs Python and nothing else; asks no service. The digest of the seed stood in the call, before anybody volunteered.

Exit codes: 0 the lot is the same; 1 it is another (each fault is named); 2 the file is no drawn group.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORM = {"group_id": str, "seed": str, "seed_digest": str, "strata": list, "volunteers": list, "members": list}


def read(file: Path) -> dict[str, Any]:
    """The group in a file; refused where it is none, or not drawn yet."""
    group: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if not all(isinstance(group[name], kind) for name, kind in FORM.items()) or not group["seed"]:
        raise ValueError("it is not drawn yet")
    return group


def redraw(group: dict[str, Any]) -> list[str]:
    """The members: of each stratum those with the lowest tickets, as many as it has seats."""
    def ticket(member_id: str) -> str:
        return hashlib.sha256(f"sharedco/lot/2/{group['group_id']}/{group['seed']}/{member_id}".encode()).hexdigest()

    drawn: list[str] = []
    for stratum in group["strata"]:
        there = [one["member_id"] for one in group["volunteers"] if one["stratum"] == stratum["name"]]
        drawn += sorted(there, key=ticket)[:stratum["seats"]]
    return drawn


def faults_of(group: dict[str, Any]) -> Iterator[str]:
    """One sentence per fault."""
    if hashlib.sha256(f"sharedco/seed/1/{group['seed']}".encode()).hexdigest() != group["seed_digest"]:
        yield "the seed is not the one whose digest stood in the call"
    names = [one["member_id"] for one in group["volunteers"]]
    if len(set(names)) < len(names):
        yield "somebody volunteered twice"
    drawn, told = redraw(group), [one["member_id"] for one in group["members"]]
    yield from (f"{one} was drawn, and is left out" for one in drawn if one not in told)
    yield from (f"{one} was not drawn" for one in told if one not in drawn)


def main(arguments: list[str]) -> int:
    """Draw again and print what was found."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    try:
        group = read(Path(arguments[0]))
        faults = list(faults_of(group))
    except (LookupError, OSError, TypeError, ValueError, RecursionError) as error:
        print(f"WRONG FILE {arguments[0]}: {error}")
        return 2
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"{len(group['members'])} members, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
