"""`make proofs`: what the benchmarks and the long proofs last showed, written to docs/proofs.md with its day.

Figures come from the reports in `var/bench/`; a report that is not there keeps the lines that stand. What holds and
what is missed stand side by side: a target that is missed is a target.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE, REPORTS = ROOT / "docs" / "proofs.md", ROOT / "var" / "bench"
SECTION = "<!-- {name} -->\n"


def main() -> int:
    """Write anew the sections of the reports that are there."""
    page = PAGE.read_text(encoding="utf-8")
    for file in sorted(REPORTS.glob("bench-*.json")):
        report = json.loads(file.read_text(encoding="utf-8"))
        if not report.get("short"):
            page = replaced(page, file.stem, section(report))
    PAGE.write_text(page, encoding="utf-8")
    return 0


def replaced(page: str, name: str, lines: str) -> str:
    """The page with the section of a report in the place of the one before."""
    mark = SECTION.format(name=name)
    if mark not in page:
        sys.stderr.write(f"docs/proofs.md has no place for {name}.\n")
        return page
    return re.sub(f"{re.escape(mark)}.*?(?=\n## |\n<!-- |\\Z)", lambda _: mark + lines, page, flags=re.DOTALL)


def section(report: dict[str, Any]) -> str:
    """The figures that have a target, and on what they were taken."""
    machine, slower = report["machine"], report["calibration"]["times_slower"]
    rows = "".join(
        f"| {name} | {one['value']} {one['unit']} | {one['target']} | {_beside(one)} | "
        f"{'holds' if one['holds'] else 'MISSED'} |\n"
        for name, one in report["figures"].items() if one.get("target"))
    return (f"\nTaken {machine['taken_at'][:10]}, Python {machine['python']}, {machine['cores']} cores, load before "
            f"{machine['load_before']}; times slower than the quiet machine: Python {slower['python']}, SQL "
            f"{slower['sql']}, commit {slower['commit']}.\n\n"
            f"| figure | value | target | beside it | |\n|---|---|---|---|---|\n{rows}")


def _beside(figure: dict[str, Any]) -> str:
    """The peer and the ceiling of the same run."""
    peer = f"peer {figure['peer']} ({figure['times_peer']} times)" if figure.get("times_peer") else ""
    share = f" ({figure['share_of_ceiling']} of it)" if figure.get("share_of_ceiling") else ""
    ceiling = f"ceiling {figure['ceiling']}{share}" if figure.get("ceiling") else ""
    return ", ".join(filter(None, (peer, ceiling)))


if __name__ == "__main__":
    sys.exit(main())
