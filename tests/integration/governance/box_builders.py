"""A poll without governance around it: its keys, its paper, credentials, and a box to ask in-process."""

import secrets
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from services.governance.ballot_box.service import BallotBox
from services.governance.ballots.rules import blind_signatures as blind
from services.governance.ballots.rules.ballots import Ballot, canonical, digest_of
from services.governance.ballots.use_cases.keys import receipts_public_key, sign_order
from services.governance.ballots.use_cases.sealing import NewSealingKey
from services.governance.boards.use_cases.box import result_of
from services.governance.credentials.rules import mark_message
from services.governance.elections.rules.majority import Presence, votes_of, why_rejected
from services.governance.polls.rules.paper import paper_of
from services.governance.polls.rules.signed_steps import Closing, Mark, Opening, marks_digest, presence_digest
from services.governance.rolls.rules import RollEntry, roll_digest
from services.governance.voting import use_cases as voter
from services.governance.voting.rules import Credential, unblind
from shared.definitions import definition_of
from shared.identifiers import new_id
from shared.postgres import Database

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))

import election_checks

from shared.signatures import SigningKey
from tests.builders import as_worker


def box_database(url: str, batch: int | None = None) -> Database:
    """The ballot box's database, open; `batch` ballots are sealed together."""
    database = definition_of(BallotBox).database(as_worker(url), "BE")
    if batch is not None:
        database.tables.history("sealed_batch")[0].fields["value"] = str(batch)  # type: ignore[index]
    return database.open()


def box_at(database: Database) -> BallotBox:
    """The service over a database, as nameko would make it."""
    box = BallotBox()
    box.database = database
    return box


class DeskBox:
    """A box asked in-process, as a port; what is told it is signed as governance signs."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        signed = {} if do == "cast_ballot" else {"order": sign_order(do, message)}
        return result_of(box_at(self.database).answer({"do": do, **signed, **message}))


def sealing_on_paper(made: NewSealingKey | None) -> dict[str, Any]:
    """How a sealing key stands on a paper."""
    return {"sealing": {"key": made.key, "threshold": made.threshold, "shares": made.digests}} if made else {}


def _new_rsa() -> blind.PrivateKey:
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_numbers()
    return blind.PrivateKey(p=numbers.p, q=numbers.q, e=65537)


_SIGNER = _new_rsa()


@dataclass
class PollKeys:
    """What governance would hold of a poll."""

    poll_id: str = field(default_factory=lambda: new_id("pol"))
    signer: blind.PrivateKey = _SIGNER
    control: SigningKey = field(default_factory=SigningKey.fresh)
    issued: int = 0
    bound: dict[int, SigningKey] = field(default_factory=dict)
    signs: bool = False
    choices: tuple[str, ...] = ("yes", "no", "abstain")
    sealing: NewSealingKey | None = None
    college: str = ""
    colleges: tuple[str, ...] = ("",) * 10

    @property
    def paper(self) -> dict[str, Any]:
        return {
            "poll_id": self.poll_id, "assembly_id": "asm_" + "0" * 32, "resolution_id": "rsl_" + "0" * 32,
            "question": "Shall the accounts be approved?", "choices": list(self.choices), "most_choices": 1,
            "rules": {"decision": "ordinary", "majority_numerator": 1, "majority_denominator": 2, "more_than": True,
                      "quorum_base": "members", "quorum_numerator": 0, "quorum_denominator": 1,
                      **({"college": self.college} if self.college else {})},
            "opens_at": "2026-06-10T00:00:00+02:00", "closes_at": "2026-06-20T20:00:00+02:00",
            "modulus": f"{self.signer.public.n:x}", "exponent": 65537,
            "control_key": self.control.public,
            "receipt_key": receipts_public_key({}), **sealing_on_paper(self.sealing),
        }

    @property
    def digest(self) -> str:
        return digest_of(self.paper)

    @property
    def entries(self) -> list[RollEntry]:
        """A roll of ten (or as many as there are `colleges`); those in `bound` have a voting key."""
        keys = {n: key.public for n, key in self.bound.items()}
        return [RollEntry(member_id=f"mbr_{n:032x}", shares=1, suspended_shares=0, voting=True,
                          voting_key=keys.get(n, ""), college=college) for n, college in enumerate(self.colleges)]

    @property
    def roll_digest(self) -> str:
        return roll_digest(str(self.paper["assembly_id"]), self.entries)

    def opening(self) -> dict[str, Any]:
        opening = Opening(poll_id=self.poll_id, digest=self.digest, roll_digest=self.roll_digest)
        return asdict(replace(opening, signature=self.control.sign(opening.message)))

    def credential(self) -> Credential:
        wish = voter._new_wish(paper_of(canonical(self.paper)))
        self.issued += 1
        mask = secrets.randbelow(self.signer.public.n - 1) + 1
        return unblind(wish, blind.blind_sign(self.signer, bytes.fromhex(wish.blinded), mask=mask).hex())

    def marks(self, credentials: int | None = None) -> list[Mark]:
        count = self.issued if credentials is None else credentials
        return [Mark(member_id=f"mbr_{n:032x}", blinded_digest=f"{n:064x}", signature=self._request(n))
                for n in range(count)]

    def _request(self, number: int) -> str:
        signed = self.signs and number in self.bound
        return self.bound[number].sign(mark_message(self.digest, f"{number:064x}")) if signed else ""

    def closing(self, credentials: int | None = None) -> dict[str, Any]:
        marks = self.marks(credentials)
        closing = Closing(
            poll_id=self.poll_id, digest=self.digest, roll_digest=self.roll_digest, credentials=len(marks),
            marks_digest=marks_digest(marks), presence_digest=presence_digest(()), closed_on="2026-06-20")
        return replace(closing, signature=self.control.sign(closing.message)).fields


def fill_in(credential: Credential, choices: Sequence[str], *, turn: int = 1) -> Ballot:
    """A ballot with chance of its own."""
    return voter._fill_in(credential, choices, turn)


def published(box: DeskBox, poll: PollKeys) -> dict[str, Any]:
    """The file that everybody may verify."""
    board = box.ask("get_board", poll_id=poll.poll_id)
    batches = [box.ask("get_batch", poll_id=poll.poll_id, number=batch["number"]) for batch in board["batches"]]
    return file_of(poll, board["closing"], batches=batches, root=board["root"], tally=board["tally"])


def file_of(
    poll: PollKeys, closing: dict[str, Any], *, batches: list[dict[str, Any]], root: str, tally: dict[str, int],
) -> dict[str, Any]:
    """A published file around a board, with the result that an ordinary decision has on it."""
    votes = votes_of(tally)
    entries = poll.entries
    presence = Presence(present=0, entitled=len(entries))
    reason = why_rejected(paper_of(canonical(poll.paper)).rules, presence, votes) or ""
    return {
        "paper": poll.paper, "digest": poll.digest, "opening": poll.opening(), "closing": closing, "root": root,
        "tally": tally, "batches": batches, "presence": [],
        "marks": [mark.fields for mark in poll.marks(closing["credentials"])],
        "roll": {"digest": poll.roll_digest, "members": len(entries), "assembly_id": poll.paper["assembly_id"],
                 "entries": [asdict(entry) for entry in entries]},
        "result": {"adopted": not reason, "reason": str(reason), "present": 0, "entitled": len(entries),
                   "decided_on": "2026-06-20"},
    }


def verified(published: dict[str, Any]) -> tuple[dict[str, int], list[str]]:
    """The recount and the faults that the independent verifier finds."""
    return election_checks.recount(published), list(election_checks.faults_of(published))
