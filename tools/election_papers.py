"""Ballots from the desk: on paper or by post, counted by two tellers; or cast at the house's own device."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from election_proxies import line_of_mark
from election_signatures import ed25519_verifies

Published = dict[str, Any]
ON_PAPER, KIOSK = ("paper", "post"), "kiosk"
CHOICES = ("yes", "no", "abstain")
FIGURES = (*CHOICES, "blank", "invalid")
TWO = 2


def marks_on_paper(published: Published) -> list[Any]:
    """The roll marks for which no credential was signed: their ballots lay in the urn."""
    return [mark for mark in published["marks"] if mark.get("handed_out") in ON_PAPER]


def with_papers(published: Published, tally: Mapping[str, int]) -> dict[str, int]:
    """The count of the ballot box and that of the urn in one."""
    papers = published.get("papers") or {}
    return {choice: times + papers.get(choice, 0) for choice, times in tally.items()}


def check_of_the_papers(published: Published) -> Iterator[str]:
    """A ballot from the desk is in a known way, and the one vote of its member; their count is published."""
    marks, papers = marks_on_paper(published), published.get("papers")
    for mark in published["marks"]:
        if mark.get("handed_out", KIOSK) not in (*ON_PAPER, KIOSK):
            yield f"{mark['member_id']} voted in a way that nobody knows: {mark['handed_out']}"
        if mark.get("handed_out") in ON_PAPER and mark["blinded_digest"]:
            yield f"{mark['member_id']} has a credential and a ballot on paper"
    if bool(marks) != bool(papers):
        yield f"{len(marks)} ballots were handed out on paper, and {'a' if papers else 'no'} count of them is published"


def check_of_the_sheet(published: Published) -> Iterator[str]:
    """Not more ballots lay in the urn than were handed out, and two tellers say what stood on them."""
    marks, papers = marks_on_paper(published), published.get("papers")
    if papers:
        figures = [papers[name] for name in FIGURES]
        if any(isinstance(count, bool) or not isinstance(count, int) or count < 0 for count in figures):
            yield "the count of the ballots on paper is not made of whole numbers"
        elif sum(figures) > len(marks):
            yield f"{sum(figures)} ballots on paper were counted, but only {len(marks)} were handed out"
        if "closers" in published["paper"] and len(signers_of(published)) < TWO:
            yield "two of the closers on the paper did not sign the count of the ballots on paper"


def signers_of(published: Published) -> set[str]:
    """Which of the closers on the paper signed the count, for just these ballots."""
    papers = published.get("papers") or {}
    sheet = json.dumps({name: papers.get(name) for name in FIGURES}, sort_keys=True, separators=(",", ":"))
    message = f"sharedco/papers/1/{published['digest']}/{marks_digest(marks_on_paper(published))}/{sheet}".encode()
    signed = [word.split(" ") for word in papers.get("signed", ())]
    return {key for key, signature in signed
            if key in published["paper"].get("closers", ()) and ed25519_verifies(key, message, signature)}


def marks_digest(marks: Sequence[Any]) -> str:
    """SHA-256 over roll marks."""
    lines = sorted(line_of_mark(mark) for mark in marks)
    return hashlib.sha256("\n".join(["marks/1", *lines]).encode()).hexdigest()


def is_from_the_desk(published: Published, mark: Mapping[str, str], voting_key: str) -> bool:
    """Whether a mark without a signed request is that of a ballot from the desk.

    Who bound a voting key has one there only on paper, and only where two closers signed for what was handed out.
    """
    if mark.get("handed_out") not in (*ON_PAPER, KIOSK):
        return False
    return not voting_key or (mark["handed_out"] in ON_PAPER and len(signers_of(published)) >= TWO)
