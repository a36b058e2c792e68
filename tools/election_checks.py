"""What is checked of an election, from its published file alone; shares no code with the services that held it.

Each check yields one sentence per fault. Together they say that the decision follows from the ballots:
  1. the paper (question, choices, rules, instants, keys) has the digest that stood in the convening;
  2. governance opened it on one roll and closed it, signed with the key of the paper; the roll is that one; where the
     paper names closers, two of them signed its end; a repeated vote asks what the cancelled one asked;
  3. every roll mark is a member of the roll who may vote, once, and signed with that member's voting key where they
     have one (or with that of the holder whom they named so); there are as many as the closing says;
  4. every ballot carries a credential signed with the poll's key (RFC 9474: an ordinary RSA-PSS signature), is signed
     with the key which that credential names (Ed25519), and was filled in on this paper;
     Sealed ballots are opened with the key that was published, whose public half stands on the paper;
  5. the batches hash to the root; not more credentials voted than marks were made, nor marks than members may vote;
     not more ballots on paper were counted than handed out, to members without a credential; two signed the count;
  6. presence is attendance of members on the roll, never credentials; quorum, majority and result follow by the rules.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from election_colleges import line_of_entry, of_college
from election_endings import check_of_repeats, check_of_two_persons
from election_opening import KEY_BYTES, TAG_BYTES, open_sealed, public_key
from election_papers import check_of_the_papers, check_of_the_sheet, is_from_the_desk, marks_on_paper, with_papers
from election_proxies import asked_for, faults_of_proxies, line_of_mark
from election_signatures import ed25519_verifies, pss_verifies

Published = dict[str, Any]
GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no white space."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(data: bytes) -> str:
    """SHA-256 as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def digest_of_lines(lines: Sequence[str]) -> str:
    """SHA-256 over lines."""
    return digest("\n".join(lines).encode())


def faults_of(published: Published) -> Iterator[str]:
    """Every fault of the file, check by check; one that cannot even be made is a fault, too."""
    for check in CHECKS:
        try:
            yield from check(published)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            yield f"{check.__name__.replace('_', ' ')} cannot be made: {type(error).__name__} {error}"


def recount(published: Published) -> dict[str, int]:
    """How often each choice of the paper was made, by the ballot that counts of each credential."""
    tally = Counter(choice for ballot in last_ballots(published).values() for choice in chosen_in(published, ballot))
    return {choice: tally[choice] for choice in published["paper"]["choices"]}


def chosen_in(published: Published, ballot: Any) -> Sequence[str]:
    """What a ballot chooses; a sealed one is opened, and chooses nothing where it holds nothing that is offered."""
    if "sealing" not in published["paper"]:
        return ballot["choices"]
    place = f"{ballot['digest']}/{ballot['ballot_id']}/{ballot['voter_key']}".encode()
    plain = open_sealed(bytes.fromhex(published["opened_with"]), bytes.fromhex(ballot["sealed"]), place)
    try:
        found = json.loads(plain or b"null")
    except (ValueError, RecursionError):
        return []
    return found if is_offered(published["paper"], found) else []


def is_offered(paper: Any, chosen: Any) -> bool:
    """Whether these may be chosen: each once, each from the paper, not more than it allows, at least one."""
    if not isinstance(chosen, list) or not all(isinstance(choice, str) for choice in chosen):
        return False
    return 1 <= len(set(chosen)) == len(chosen) <= paper["most_choices"] and set(chosen) <= set(paper["choices"])


def last_ballots(published: Published) -> dict[str, Any]:
    """The ballot that counts of each credential: that of the highest turn."""
    last: dict[str, Any] = {}
    for ballot in ballots_of(published):
        known = last.get(ballot["voter_key"])
        if known is None or ballot["turn"] > known["turn"]:
            last[ballot["voter_key"]] = ballot
    return last


def ballots_of(published: Published) -> Iterator[Any]:
    """Every ballot on the board."""
    for batch in published["batches"]:
        yield from batch["ballots"]


def check_of_the_paper(published: Published) -> Iterator[str]:
    """The paper is the one whose digest was published."""
    if digest(canonical(published["paper"]).encode()) != published["digest"]:
        yield "the paper does not have the published digest"


def check_of_opening_and_closing(published: Published) -> Iterator[str]:
    """Governance opened and closed this paper on one roll, with the control key of the paper."""
    opening, closing = published["opening"], published["closing"]
    for name, word, kind in (("opening", opening, "opening/1"), ("closing", closing, "closing/2")):
        body = {field: value for field, value in word.items() if field != "signature"}
        if (word["poll_id"], word["digest"]) != (published["paper"]["poll_id"], published["digest"]):
            yield f"the {name} is about another paper"
        message = f"sharedco/{kind}/{canonical(body)}".encode()
        if not ed25519_verifies(published["paper"]["control_key"], message, word["signature"]):
            yield f"the {name} is not signed with the control key of the paper"
    if opening["roll_digest"] != closing["roll_digest"]:
        yield "the poll was closed on another roll than it was opened on"
    if closing["closed_on"] < published["paper"]["closes_at"][:10]:
        yield f"the poll was closed on {closing['closed_on']}, before its paper says {published['paper']['closes_at']}"


def check_of_the_roll(published: Published) -> Iterator[str]:
    """The roll is the one that governance opened the poll on, and names nobody twice."""
    roll = published["roll"]
    lines = [line_of_entry(entry) for entry in sorted(roll["entries"], key=lambda entry: entry["member_id"])]
    if digest_of_lines([f"roll/2/{published['paper']['assembly_id']}", *lines]) != published["opening"]["roll_digest"]:
        yield "the roll is not the one that the poll was opened on"
    for member_id, times in Counter(entry["member_id"] for entry in roll["entries"]).items():
        if times > 1:
            yield f"the roll names {member_id} {times} times"


def check_of_the_marks(published: Published) -> Iterator[str]:
    """There are as many roll marks as the closing says, one a member, and not more credentials voted."""
    marks, closing = published["marks"], published["closing"]
    lines = sorted(line_of_mark(mark) for mark in marks)
    if digest_of_lines(["marks/1", *lines]) != closing["marks_digest"]:
        yield "the roll marks are not those that governance closed the poll with"
    issued = len(marks) - len(marks_on_paper(published))
    if issued != closing["credentials"]:
        yield f"{closing['credentials']} credentials were issued, but the roll has {issued} marks for them"
    for member_id, times in Counter(mark["member_id"] for mark in marks).items():
        if times > 1:
            yield f"{member_id} has {times} roll marks"
    used = len(last_ballots(published))
    if used > issued:
        yield f"{used} credentials voted, but only {issued} were issued"


def check_of_each_mark(published: Published) -> Iterator[str]:
    """Each roll mark is a member who may vote, by a request that they signed where they have a voting key."""
    entries = {entry["member_id"]: entry for entry in published["roll"]["entries"]}
    for mark in published["marks"]:
        entry = entries.get(mark["member_id"])
        if entry is None or not entry["voting"] or not of_college(published["paper"]["rules"], [entry]):
            yield f"{mark['member_id']} has a roll mark and no vote on this roll"
        elif "handed_out" in mark:
            if not is_from_the_desk(published, mark, entry["voting_key"]):
                yield f"{mark['member_id']} bound a voting key, and nobody signed for their ballot from the desk"
        elif entry["voting_key"] and not asked_for(published["digest"], mark, entry["voting_key"]):
            yield f"the roll mark of {mark['member_id']} is not signed with their voting key"
    yield from faults_of_proxies(published)


def check_of_the_opening(published: Published) -> Iterator[str]:
    """Sealed ballots were opened with the key whose public half stands on the paper; others with none."""
    sealing, opened_with = published["paper"].get("sealing"), published.get("opened_with", "")
    if sealing is None and opened_with:
        yield "the ballots were not sealed, but were opened with a key"
    if sealing and public_key(bytes.fromhex(opened_with)).hex() != sealing["key"]:
        yield "the ballots were opened with another key than the one on the paper"


def check_of_the_ballots(published: Published) -> Iterator[str]:
    """Every ballot has a credential, a signature, this paper, allowed choices, and a turn of its own."""
    paper, turns = published["paper"], set()
    sealed_length = length_of_sealed(paper)
    for ballot in ballots_of(published):
        name = f"ballot {ballot['ballot_id']}"
        if (ballot["poll_id"], ballot["digest"]) != (paper["poll_id"], published["digest"]):
            yield f"{name} was filled in on another paper"
        if not _credential_verifies(paper, ballot):
            yield f"{name} has no credential of this poll"
        if not _signed_by_its_key(ballot):
            yield f"{name} is not signed with the key of its credential"
        looks_right = ballot["choices"] == [] if sealed_length else is_offered(paper, ballot["choices"])
        if not looks_right or len(ballot.get("sealed", "")) != sealed_length:
            yield f"{name} does not fit the paper"
        if (ballot["voter_key"], ballot["turn"]) in turns:
            yield f"{name} has the same turn as another ballot of its credential"
        turns.add((ballot["voter_key"], ballot["turn"]))


def length_of_sealed(paper: Any) -> int:
    """How many hexadecimal digits each sealed ballot of this paper has; none where ballots are not sealed."""
    longest = sorted(paper["choices"], key=lambda choice: len(canonical(choice).encode()))[-paper["most_choices"]:]
    return 2 * (len(canonical(longest).encode()) + KEY_BYTES + TAG_BYTES) if "sealing" in paper else 0


def _credential_verifies(paper: Any, ballot: Any) -> bool:
    message = f"sharedco/credential/2/{ballot['digest']}/{ballot['voter_key']}".encode()
    return pss_verifies(int(paper["modulus"], 16), paper["exponent"], bytes.fromhex(ballot["randomizer"]) + message,
                        bytes.fromhex(ballot["credential"]))


def _signed_by_its_key(ballot: Any) -> bool:
    version, said = (3, "sealed") if "sealed" in ballot else (2, "choices")
    body = {name: ballot[name] for name in ("digest", "ballot_id", "turn", said)}
    message = f"sharedco/ballot/{version}/{canonical(body)}".encode()
    return ed25519_verifies(ballot["voter_key"], message, ballot["signature"])


def check_of_the_board(published: Published) -> Iterator[str]:
    """The batches lead to the published root."""
    end = GENESIS
    for number, batch in enumerate(published["batches"], start=1):
        leaves = [digest(b"\x00" + canonical(ballot).encode()) for ballot in batch["ballots"]]
        root = merkle_root(leaves) if leaves else ""
        if (batch["number"], batch["root"]) != (number, root):
            yield f"batch {number} does not have its published root"
        end = digest(canonical([end, number, root]).encode())
    if end != published["root"]:
        yield "the batches do not lead to the published root"


def merkle_root(leaves: Sequence[str]) -> str:
    """RFC 6962 section 2.1, over leaves that are hashed already."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = merkle_root(leaves[:middle]), merkle_root(leaves[middle:])
    return digest(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right))


def check_of_the_count(published: Published) -> Iterator[str]:
    """The published count is that of the ballots, in the box and on paper."""
    counted = with_papers(published, recount(published))
    if counted != published["tally"]:
        yield f"the published count {published['tally']} differs from the recount {counted}"


def check_of_the_decision(published: Published) -> Iterator[str]:
    """Presence, quorum and majority are those of roll, attendance and ballots, by the rules on the paper."""
    rules, entries = published["paper"]["rules"], published["roll"]["entries"]
    by_id = {entry["member_id"]: entry for entry in entries}
    there = published["presence"]
    if digest_of_lines(["presence/1", *sorted(there)]) != published["closing"]["presence_digest"]:
        yield "the presence is not the one that governance closed the poll with"
    if len(set(there)) != len(there) or not set(there) <= set(by_id):
        yield "the presence names somebody twice, or somebody who is not on the roll"
    present = weight(rules["quorum_base"], of_college(rules, [by_id[one] for one in there if one in by_id]))
    entitled = weight(rules["quorum_base"], of_college(rules, entries))
    reason = why_rejected(rules, present, entitled, with_papers(published, recount(published)))
    found = {"present": present, "entitled": entitled, "adopted": not reason, "reason": reason}
    for name, value in found.items():
        if published["result"][name] != value:
            yield f"the result says {name} {published['result'][name]!r}, the rules give {value!r}"


def weight(base: str, entries: Sequence[Any]) -> int:
    """What entries weigh in a quorum: members who may vote, or their shares that are not suspended."""
    voting = [entry for entry in entries if entry["voting"]]
    return sum(entry["shares"] - entry["suspended_shares"] for entry in voting) if base == "shares" else len(voting)


def why_rejected(rules: Any, present: int, entitled: int, tally: dict[str, int]) -> str:
    """The first rule that was not met, or nothing; abstentions are no votes cast."""
    votes_for, cast = tally.get("yes", 0), tally.get("yes", 0) + tally.get("no", 0)
    if rules["quorum_denominator"] * present < rules["quorum_numerator"] * entitled:
        return "quorum_not_reached"
    if cast == 0:
        return "no_votes_cast"
    left, right = rules["majority_denominator"] * votes_for, rules["majority_numerator"] * cast
    return "" if left > right or (left == right and not rules["more_than"]) else "majority_not_reached"


CHECKS: list[Callable[[Published], Iterator[str]]] = [
    check_of_the_paper, check_of_opening_and_closing, check_of_two_persons, check_of_repeats, check_of_the_roll,
    check_of_the_marks, check_of_each_mark, check_of_the_opening, check_of_the_ballots, check_of_the_board,
    check_of_the_papers, check_of_the_sheet, check_of_the_count, check_of_the_decision,
]
