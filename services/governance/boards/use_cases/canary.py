"""The canary: before a poll opens, a ballot of nobody is cast, counted and found on a board of its own.

It goes the way of every ballot, over the same queues, so that a box that takes nothing is known before anybody votes.
Its keys are everybody's business; they are made once a process.
"""

import os
import secrets
from dataclasses import asdict, replace
from functools import cache
from uuid import uuid4

from services.governance.ballots.rules import blind_signatures as blind
from services.governance.ballots.rules.ballots import Ballot, credential_message
from services.governance.ballots.use_cases.keys import PollKeys, new_keys, receipts_public_key
from services.governance.boards.errors import CanaryFailed
from services.governance.boards.use_cases.box import Box
from services.governance.elections.rules.majority import Choice
from services.governance.polls.rules.paper import Paper
from services.governance.polls.rules.signed_steps import Closing, Opening
from shared.identifiers import new_id
from shared.signatures import SigningKey

SMALL_BITS = 2048  # it protects nothing


def send_canary(box: Box, poll_paper: Paper) -> None:
    """Open a poll of one ballot beside the one that is about to open, cast it, close it, and find it counted."""
    keys, voter = _keys(), SigningKey.fresh()
    paper = replace(poll_paper, poll_id=new_id("pol"), question="A canary: nobody votes here.", choices=tuple(Choice),
                    most_choices=1, sealing=None, closers=(), repeats="", modulus=f"{keys.signing.public.n:x}",
                    exponent=keys.signing.e, control_key=keys.control_key, receipt_key=receipts_public_key(os.environ))
    nobody = "0" * 64
    opening = Opening(poll_id=paper.poll_id, digest=paper.digest, roll_digest=nobody)
    opening = replace(opening, signature=keys.control.sign(opening.message))
    closing = Closing(poll_id=paper.poll_id, digest=paper.digest, roll_digest=nobody, credentials=1,
                      marks_digest=nobody, presence_digest=nobody, closed_on=paper.closes_at[:10])
    closing = replace(closing, signature=keys.control.sign(closing.message))
    ballot = _ballot(paper, keys, voter)
    box.ask("open_poll", paper=paper.fields, opening=asdict(opening))
    receipt = box.ask("cast_ballot", **ballot.fields)["receipt"]
    board = box.ask("close_poll", **closing.fields)
    counted = board["tally"] == {Choice.YES: 1, Choice.NO: 0, Choice.ABSTAIN: 0}
    if receipt != ballot.leaf or not counted or [batch["root"] for batch in board["batches"]] != [ballot.leaf]:
        raise CanaryFailed(poll_id=poll_paper.poll_id)


@cache
def _keys() -> PollKeys:
    return new_keys(SMALL_BITS)


def _ballot(paper: Paper, keys: PollKeys, voter: SigningKey) -> Ballot:
    public, salt = keys.signing.public, secrets.token_bytes(blind.SALT_BYTES)
    voter_key, randomizer = voter.public, secrets.token_bytes(blind.RANDOMIZER_BYTES)
    prepared = blind.prepare(credential_message(paper.digest, voter_key), randomizer)
    blinded = blind.blind(public, prepared, salt=salt, factor=1)  # there is nobody to hide
    credential = blind.blind_sign(keys.signing, blinded.message, mask=secrets.randbelow(public.n - 1) + 1)
    unsigned = Ballot(poll_id=paper.poll_id, digest=paper.digest, ballot_id=uuid4().hex, voter_key=voter_key,
                      randomizer=randomizer.hex(), credential=credential.hex(), turn=1, choices=(Choice.YES,),
                      signature="")
    return replace(unsigned, signature=voter.sign(unsigned.signed_message))
