"""The voter's own library: binds a voting key, takes a credential, casts a ballot; and signs the end of polls.

It runs on the voter's device. Only `take_credential` tells governance who votes, and governance signs without seeing
what; `cast` tells the ballot box what is voted, and not who. Between the two the voter may let any time pass: the
longer, the less an observer of both lines can guess.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from services.governance.ballots.rules import blind_signatures as blind
from services.governance.ballots.rules.ballots import Ballot, receipt_message
from services.governance.ballots.rules.papers import PaperSheet, sheet_message
from services.governance.ballots.use_cases.sealing import Place, seal_choices
from services.governance.boards.use_cases.box import Box
from services.governance.credentials.rules import mark_message
from services.governance.polls.rules.paper import Paper
from services.governance.polls.rules.signed_steps import Ending, consent_message
from services.governance.proxies.rules import proxy_message
from services.governance.voting import rules
from services.governance.voting.errors import BallotFilledIn, ClosingKeyMissing, PaperChanged, ReceiptWrong
from services.governance.voting.rules import Chance, Credential, Wish
from services.governance.voting.store import FolderOfNotes, Notes, NotesInMemory
from shared.errors import Refusal
from shared.signatures import SigningKey, ed25519_verifies

TRIES = 3
CLOSING_KEY = "closing-key"  # the note in which a closer keeps it
Ask = Callable[..., Mapping[str, Any]]


def notes_in(folder: Path) -> Notes:
    """The notes of a voter in a folder of their own."""
    return FolderOfNotes(folder)


def bind_voting_key(ask: Ask, *, member_id: str, request_id: str, notes: Notes) -> str:
    """Make a voting key, write it down, and bind it to the member; its secret half."""
    key = SigningKey(notes.save(f"{member_id}.voting-key", {"secret": SigningKey.fresh().secret})["secret"])
    ask("bind_voting_key", member_id=member_id, voting_key=key.public, request_id=request_id)
    return key.secret


def give_proxy(
    ask: Ask, *, assembly_id: str, principal_id: str, holder_id: str, holder_key: str, request_id: str, notes: Notes,
) -> str:
    """Have a member represented by who has a key, signed with the member's own where they have one; the proxy's id."""
    known, signed = notes.find(f"{principal_id}.voting-key"), {}
    if known:
        words = proxy_message(assembly_id, principal_id, holder_id, holder_key)
        signed = {"signature": SigningKey(known["secret"]).sign(words)}
    return str(ask("give_proxy", assembly_id=assembly_id, principal_id=principal_id, holder_id=holder_id,
                   holder_key=holder_key, request_id=request_id, **signed)["proxy_id"])


def take_credential(
    ask: Ask, *, poll_id: str, member_id: str, digest: str, request_id: str, notes: Notes | None = None,
    holder_id: str = "",
) -> Credential:
    """Take the member's credential: `ask(method, **arguments)` calls governance with the member's own token.

    With `holder_id` the caller takes it for a member whose proxy they hold, with their own token and voting key, and
    with notes of their own for each member.

    `digest` is that of the paper as it stands in the convening, never one that comes with the answer. The wish is
    written down before it is sent: governance signs one blinded message per member, and signs it again as often as it
    is asked.
    """
    notes = notes or NotesInMemory()
    if known := notes.find(f"{poll_id}.credential"):
        return Credential(**known)
    shown = ask("get_poll", poll_id=poll_id)
    paper = Paper.from_fields(shown["paper"])
    cancelled = [Paper.from_fields(one["paper"]) for one in shown.get("cancelled", ())]
    rules.assert_the_convened(paper, digest=digest, cancelled=cancelled)
    wish = Wish(**notes.save(f"{poll_id}.wish", asdict(_new_wish(paper))))
    who = {"principal_id": member_id, "holder_id": holder_id} if holder_id else {"member_id": member_id}
    answer = ask("issue_proxy_credential" if holder_id else "issue_credential", poll_id=poll_id, blinded=wish.blinded,
                 request_id=request_id, **who, **_signed(notes, holder_id or member_id, wish))
    credential = rules.unblind(wish, answer["blind_signature"])
    return Credential(**notes.save(f"{poll_id}.credential", asdict(credential)))


def _new_wish(paper: Paper) -> Wish:
    voter = SigningKey.fresh()
    chance = Chance(randomizer=secrets.token_bytes(blind.RANDOMIZER_BYTES), salt=secrets.token_bytes(blind.SALT_BYTES),
                    factor=secrets.randbelow(int(paper.modulus, 16) - 1) + 1)
    return rules.make_wish(paper, chance, secret_key=voter.secret, voter_key=voter.public)


def _signed(notes: Notes, member_id: str, wish: Wish) -> dict[str, str]:
    """The member's own signature on the request, where they bound a voting key to themselves."""
    known = notes.find(f"{member_id}.voting-key")
    if known is None:
        return {}
    words = mark_message(wish.digest, hashlib.sha256(bytes.fromhex(wish.blinded)).hexdigest())
    return {"signature": SigningKey(known["secret"]).sign(words)}


def cast(box: Box, credential: Credential, choices: Sequence[str], *, turn: int = 1, notes: Notes | None = None) -> str:
    """Cast a ballot; its receipt, under which it stands on the board after the close, signed by the ballot box.

    The ballot is written down before it is sent. When no reply comes the same ballot is sent again: the box takes it
    once however often it arrives. Refuses other choices under a turn that was filled in before.
    """
    notes = notes or NotesInMemory()
    if notes.save(f"{credential.poll_id}.choices-{turn}", {"choices": list(choices)})["choices"] != list(choices):
        raise BallotFilledIn(turn=turn)
    fresh = _fill_in(credential, choices, turn)
    ballot = Ballot.from_fields(notes.save(f"{credential.poll_id}.ballot-{turn}", fresh.fields))
    if not ballot.sealed and ballot.choices != tuple(choices):
        raise BallotFilledIn(turn=turn)
    reply = _ask_again(box, ballot)
    signed = ed25519_verifies(credential.receipt_key, receipt_message(credential.digest, ballot.leaf),
                              str(reply["signature"]))
    if reply["receipt"] != ballot.leaf or not signed:
        raise ReceiptWrong(poll_id=credential.poll_id)
    return str(notes.save(f"{credential.poll_id}.receipt-{turn}", reply)["receipt"])


def make_closing_key(notes: Notes) -> str:
    """Make the key with which a closer signs the end of polls, and write it down; its public half."""
    return SigningKey(notes.save(CLOSING_KEY, {"secret": SigningKey.fresh().secret})["secret"]).public


def sign_consent(notes: Notes, *, ending: Ending, digest: str, reason: str, lapses_on: str) -> dict[str, str]:
    """A closer's signed word that the poll on this paper is to end, as it is carried to whoever hands it in.

    It counts until (and without) the day of its lapse.
    """
    known = notes.find(CLOSING_KEY)
    if known is None:
        raise ClosingKeyMissing
    key = SigningKey(known["secret"])
    return {"ending": ending, "digest": digest, "reason": reason, "lapses_on": lapses_on,
            "key": key.public, "signature": key.sign(consent_message(ending, digest, reason, lapses_on=lapses_on))}


def sign_papers(notes: Notes, *, digest: str, marks_digest: str, sheet: PaperSheet) -> dict[str, str]:
    """A teller's signature, with the key of a closer, on what they counted of the ballots on paper."""
    known = notes.find(CLOSING_KEY)
    if known is None:
        raise ClosingKeyMissing
    key = SigningKey(known["secret"])
    return {"key": key.public, "signature": key.sign(sheet_message(digest, marks_digest, sheet))}


def hand_in_consent(ask: Ask, *, poll_id: str, consent: Mapping[str, str], request_id: str) -> str:
    """Tell governance what was signed, under the account of who asks; the state of the poll then.

    Refuses another poll than the one that was signed for. Where the paper names no closers, the account is the word,
    and no signature is sent.
    """
    paper = Paper.from_fields(ask("get_poll", poll_id=poll_id)["paper"])
    if paper.digest != consent["digest"]:
        raise PaperChanged(poll_id=poll_id)
    signed = {name: consent[name] for name in ("key", "signature", "lapses_on")} if paper.closers else {}
    if consent["ending"] == Ending.CLOSE:
        return str(ask("close_poll", poll_id=poll_id, request_id=request_id, **signed)["state"])
    return str(ask("cancel_poll", poll_id=poll_id, request_id=request_id, reason=consent["reason"], **signed)["state"])


def _fill_in(credential: Credential, choices: Sequence[str], turn: int) -> Ballot:
    """The ballot, sealed to the scrutineers' key where the paper names one."""
    ballot_id, sealed = uuid4().hex, ""
    if credential.sealing_key:
        place = Place(digest=credential.digest, ballot_id=ballot_id, voter_key=credential.voter_key)
        sealed = seal_choices(credential.sealing_key, choices, place, room=credential.room)
    return rules.fill_in(credential, choices, turn=turn, ballot_id=ballot_id,
                         sign=SigningKey(credential.secret_key).sign, sealed=sealed)


def _ask_again(box: Box, ballot: Ballot) -> dict[str, Any]:
    for _ in range(TRIES - 1):
        try:
            return box.ask("cast_ballot", **ballot.fields)
        except Refusal as refusal:
            if not refusal.retryable:
                raise
    return box.ask("cast_ballot", **ballot.fields)
