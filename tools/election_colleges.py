"""Colleges that vote apart: whose members alone vote in a poll and make its quorum."""

from collections.abc import Iterable, Mapping
from typing import Any


def line_of_entry(entry: Mapping[str, Any]) -> str:
    """A member on the roll as it is hashed; who belongs to no college has no word for it."""
    words = (entry["member_id"], str(entry["shares"]), str(entry["suspended_shares"]),
             "voting" if entry["voting"] else "suspended", entry["voting_key"] or "-", entry.get("college", ""))
    return " ".join(words).rstrip()


def of_college(rules: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Who of these votes by the rules on a paper; everybody where it names no college."""
    college = rules.get("college", "")
    return [entry for entry in entries if college in ("", entry.get("college", ""))]
