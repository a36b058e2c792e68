"""Verifies a secret vote and its decision from the published file alone.

    python3 tools/verify_election.py FILE [--digest D] [--roll-digest R]

Needs Python and nothing else; asks no service. `--digest` is that of the paper as it stood in the convening, and
`--roll-digest` that of the roll as it was announced when it was frozen: what was published before the vote cannot be
replaced after it (a repeated vote is traced back to the paper that was convened). What is checked stands in
election_checks.py, the arithmetic of signatures in election_signatures.py.

Exit codes: 0 all is well; 1 the election is false (every fault is named); 2 the file is no published election.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from election_checks import chosen_in, faults_of, last_ballots, recount
from election_endings import cancelled_before, convened_digest
from election_papers import FIGURES, ON_PAPER, marks_on_paper, signers_of, with_papers

FEW_VOTERS = 10
FORM = {
    "paper": dict, "digest": str, "opening": dict, "closing": dict, "root": str, "tally": dict, "roll": dict,
    "marks": list, "presence": list, "result": dict, "batches": list,
}


class NotAnElection(Exception):
    """The file is not the published file of a closed poll."""


def read(file: Path) -> dict[str, Any]:
    """The published file, or the reason why it is none."""
    try:
        published = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise NotAnElection(f"{file} cannot be read: {error}") from None
    if not isinstance(published, dict):
        raise NotAnElection(f"{file} holds no published election")
    wrong = [name for name, kind in FORM.items() if not isinstance(published.get(name), kind)]
    if wrong:
        raise NotAnElection(f"{file} is no published election: {', '.join(wrong)} missing or of another kind")
    return published


def verify(published: dict[str, Any], *, digest: str = "", roll_digest: str = "") -> Iterator[str]:
    """One sentence per fault; what was published before the vote is compared where it is given."""
    try:
        convened = convened_digest(published)
    except (AttributeError, LookupError, TypeError):  # what is wrong with it is told below
        convened = ""
    if digest and digest != convened:
        yield "the paper is not the one that stood in the convening"
    if roll_digest and roll_digest != published["opening"].get("roll_digest"):
        yield "the roll is not the one that was announced when it was frozen"
    yield from faults_of(published)


def main(arguments: list[str]) -> int:
    """Verify a file and print what was found."""
    parser = argparse.ArgumentParser(description="Verify a secret vote from its published file alone.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--digest", default="", help="the paper's digest, from the convening")
    parser.add_argument("--roll-digest", default="", help="the roll's digest, as announced when it was frozen")
    asked = parser.parse_args(arguments)
    try:
        published = read(asked.file)
    except NotAnElection as error:
        print(f"WRONG FILE {error}")
        return 2
    faults = list(verify(published, digest=asked.digest, roll_digest=asked.roll_digest))
    for fault in faults:
        print(f"FAULT {fault}")
    if not faults:
        _tell(published)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


def _tell(published: dict[str, Any]) -> None:
    invalid = sum(not chosen_in(published, ballot) for ballot in last_ballots(published).values())
    tally = with_papers(published, recount(published))
    counted = " ".join(f"{choice}={times}" for choice, times in tally.items())
    unsigned = sum(not mark["signature"] and mark.get("handed_out") not in ON_PAPER for mark in published["marks"])
    result = published["result"]
    papers = published.get("papers", {})
    found = sum(papers.get(name, 0) for name in FIGURES)
    voted = len(last_ballots(published)) + found
    if voted < FEW_VOTERS or max(tally.values()) == voted:
        print("WARNING few voted, or all alike: the count itself tells how somebody voted")
    for one in cancelled_before(published):
        print(f"WARNING an earlier vote, {one['poll_id']}, was cancelled on {one['cancelled_on']}: {one['reason']}")
    print(f"recount {counted}: {'adopted' if result['adopted'] else 'rejected, ' + result['reason']}")
    if "sealing" in published["paper"]:
        print(f"the ballots were sealed, and opened by {published['paper']['sealing']['threshold']} of "
              f"{len(published['paper']['sealing']['shares'])} scrutineers; {invalid} were invalid")
    issued = published["closing"]["credentials"]
    print(f"{len(last_ballots(published))} ballots count, {issued} credentials were issued "
          f"({unsigned} without a signed request), {result['present']} of {result['entitled']} present")
    if papers:
        print(f"on paper {' '.join(f'{name}={papers[name]}' for name in FIGURES)}: {found} of "
              f"{len(marks_on_paper(published))} ballots handed out, counted by two "
              f"({len(signers_of(published))} signed with a key on the paper)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
