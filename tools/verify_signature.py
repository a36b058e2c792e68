"""Verifies a client's signature under an order form from its evidence alone; needs Python and nothing else.

    python3 tools/verify_signature.py EVIDENCE.json [FORM.pdf]

Prints who accepted what and when, and the digest in which the evidence ends: compare it with the one on your receipt.
With the paper, it must be the one that was accepted. Exit codes: 0 signed, 1 not signed or changed, 2 not readable.
"""

import hashlib
import json
import sys
from pathlib import Path


def sha(*parts: str) -> str:
    """SHA-256 of the parts with the unit separator between them, in hexadecimal."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def verify(evidence: dict, paper: bytes | None = None) -> str:
    """Who accepted the form, or a `ValueError` that says what does not hold."""
    digest, accepted = "0" * 64, {}
    for place, entry in enumerate(evidence["entries"], start=1):
        digest, said = sha(digest, str(place), sha(entry["salt"], entry["text"])), json.loads(entry["text"])
        if digest != entry["digest"] or (place == 1 and said["form"] != sha(evidence["form"])):
            raise ValueError(f"entry {place} was changed")
        accepted = said if said["what"] == "accepted" else accepted
    if digest != evidence["end"] or accepted.get("form") != sha(evidence["form"]):
        raise ValueError("this form was not accepted, or its evidence was cut")
    if paper is not None and hashlib.sha256(paper).hexdigest() != accepted["paper"]:
        raise ValueError("the paper is not the one that was accepted")
    number = json.loads(evidence["form"])["number"]
    return f"{number}: {accepted['name']}, {accepted['role']}, {accepted['at']}; {digest}"


if __name__ == "__main__":
    try:
        files = [Path(name).read_bytes() for name in sys.argv[1:]]
        print(verify(json.loads(files[0]), *files[1:2]))
    except (OSError, LookupError, TypeError, UnicodeError, json.JSONDecodeError) as fault:
        sys.exit(print(f"Not readable: {fault}", file=sys.stderr) or 2)
    except ValueError as fault:
        sys.exit(print(f"Not signed: {fault}", file=sys.stderr) or 1)
