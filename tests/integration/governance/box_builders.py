"""A poll without governance around it: its keys, its paper, credentials, and a box to ask in-process."""

import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.governance.ballot_box.service import BallotBox
from services.governance.polls.rules import blind_signatures as blind
from services.governance.polls.rules.ballots import Closing, digest_of
from services.governance.polls.use_cases.box import read_reply
from services.governance.voting import use_cases as voter
from services.governance.voting.rules import Credential
from shared.definitions import definition_of
from shared.identifiers import new_id
from shared.postgres import Database


def box_database(url: str, batch: int | None = None) -> Database:
    """The ballot box's database, open; `batch` ballots are sealed together."""
    database = definition_of(BallotBox).database(url, "BE")
    if batch is not None:
        database.tables.history("sealed_batch")[0].fields["value"] = str(batch)  # type: ignore[index]
    return database.open()


def box_at(database: Database) -> BallotBox:
    """The service over a database, as nameko would make it."""
    box = BallotBox()
    box.database = database
    return box


class DeskBox:
    """A box asked in-process, as a port."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        return read_reply(box_at(self.database).answer({"do": do, **message}))


def _new_rsa() -> blind.PrivateKey:
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_numbers()
    return blind.PrivateKey(p=numbers.p, q=numbers.q, e=65537)


_SIGNER = _new_rsa()


@dataclass
class PollKeys:
    """What governance would hold of a poll."""

    poll_id: str = field(default_factory=lambda: new_id("pol"))
    signer: blind.PrivateKey = _SIGNER
    control: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    issued: int = 0

    @property
    def paper(self) -> dict[str, Any]:
        return {
            "poll_id": self.poll_id, "assembly_id": "asm_" + "0" * 32, "resolution_id": "rsl_" + "0" * 32,
            "question": "Shall the accounts be approved?", "choices": ["yes", "no", "abstain"], "most_choices": 1,
            "rules": {"decision": "ordinary", "majority_numerator": 1, "majority_denominator": 2, "more_than": True,
                      "quorum_base": "members", "quorum_numerator": 0, "quorum_denominator": 1},
            "roll_digest": "ab" * 32, "modulus": f"{self.signer.public.n:x}", "exponent": 65537,
            "control_key": self.control.public_key().public_bytes_raw().hex(),
        }

    @property
    def digest(self) -> str:
        return digest_of(self.paper)

    def credential(self) -> Credential:
        wish = voter.wish_for_credential(self.paper, self.digest)
        self.issued += 1
        mask = secrets.randbelow(self.signer.public.n - 1) + 1
        return voter.unblind(wish, blind.blind_sign(self.signer, bytes.fromhex(wish.blinded), mask=mask).hex())

    def closing(self, credentials: int | None = None) -> dict[str, Any]:
        count = self.issued if credentials is None else credentials
        closing = Closing(poll_id=self.poll_id, digest=self.digest, credentials=count)
        return asdict(replace(closing, signature=self.control.sign(closing.message).hex()))


def published(box: DeskBox, poll: PollKeys) -> dict[str, Any]:
    """The file that everybody may verify."""
    board = box.ask("get_board", poll_id=poll.poll_id)
    batches = [box.ask("get_batch", poll_id=poll.poll_id, number=batch["number"]) for batch in board["batches"]]
    return {**board, "paper": poll.paper, "batches": batches}
