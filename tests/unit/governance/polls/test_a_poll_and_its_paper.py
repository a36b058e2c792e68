"""A poll moves through its states in order, and its paper is read back as it was spelt."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from services.governance.ballots.rules.ballots import Ballot, ballot_of, canonical
from services.governance.ballots.rules.curve import P, is_point, is_signing_key
from services.governance.elections.rules.majority import Choice, DecisionKind, QuorumBase, Rule
from services.governance.events import RejectionReason, ResolutionAdopted, ResolutionRejected
from services.governance.polls.errors import (
    AlreadyVotedOn,
    BoxDisagrees,
    PollNotOpen,
    PollStateUnexpected,
    PollTooEarly,
)
from services.governance.polls.rules.paper import Paper, paper_of
from services.governance.polls.rules.poll import Poll, PollState, VoteCount, close, confirm_open, declare, open_on
from services.governance.polls.rules.signed_steps import Closing, Mark, closing_of
from services.governance.rolls.rules import RollEntry, totals_of
from shared.signatures import SigningKey, ed25519_verifies

ON = date(2026, 6, 20)
RULE = Rule(decision=DecisionKind.ORDINARY, majority_numerator=1, majority_denominator=2, more_than=True,
            quorum_base=QuorumBase.MEMBERS, quorum_numerator=0, quorum_denominator=1)
PAPER = Paper(poll_id="pol_1", assembly_id="asm_1", resolution_id="rsl_1", question="Approve?", choices=tuple(Choice),
              most_choices=1, rules=RULE, opens_at="2026-06-10T00:00:00+02:00",
              closes_at="2026-06-20T20:00:00+02:00", modulus="c5", exponent=65537, control_key="cd" * 32,
              receipt_key="ef" * 32)
POLL = Poll(paper=PAPER)
CLOSING = Closing(poll_id="p", digest="d", roll_digest="r", credentials=1, marks_digest="m", presence_digest="n",
                  closed_on="2026-06-20", signature="s")
ENTRIES = [RollEntry(member_id=f"mbr_{n}", shares=n, suspended_shares=0, voting=True) for n in range(1, 10)]
MARKS = [Mark(member_id=f"mbr_{n}", blinded_digest="b", signature="") for n in range(1, 4)]


def opened() -> Poll:
    return replace(open_on(POLL, roll_digest="ab" * 32, on=ON)[0], state=PollState.OPEN)


def test_paper_ballot_and_closing_are_read_back_as_they_were_spelt() -> None:
    ballot = Ballot(poll_id="pol_1", digest="d", ballot_id="b", voter_key="k", randomizer="00", credential="c", turn=1,
                    choices=("yes",), signature="s")
    assert paper_of(PAPER.text) == PAPER
    assert ballot_of(ballot.text) == ballot
    assert closing_of(canonical(asdict(CLOSING))) == closing_of(canonical(CLOSING.fields)) == CLOSING
    agreed = replace(CLOSING, consents=("key signature",))
    assert closing_of(canonical(agreed.fields)) == agreed
    assert paper_of(PAPER.text).digest != replace(PAPER, question="Refuse?").digest


def test_a_poll_opens_with_its_own_paper_only_and_a_repeat_changes_nothing() -> None:
    opening, _ = open_on(POLL, roll_digest="ab" * 32, on=ON)
    now_open, events = confirm_open(opening, digest=POLL.digest, on=ON)
    assert (now_open.state, len(events)) == (PollState.OPEN, 1)
    assert confirm_open(now_open, digest=POLL.digest, on=ON) == (now_open, [])
    with pytest.raises(AlreadyVotedOn):
        open_on(now_open, roll_digest="ab" * 32, on=ON)
    with pytest.raises(BoxDisagrees):
        confirm_open(POLL, digest="00" * 32, on=ON)


@pytest.mark.parametrize(("votes", "event", "reason"), [
    ((2, 1), ResolutionAdopted, ""), ((1, 1), ResolutionRejected, "majority_not_reached"),
])
def test_a_poll_is_closed_then_declared(votes: tuple[int, int], event: type, reason: str) -> None:
    with pytest.raises(PollNotOpen):
        close(POLL, marks=MARKS, present=ENTRIES[:3], entitled=totals_of(ENTRIES), consents=(), on=ON)
    closing, word = close(opened(), marks=MARKS, present=ENTRIES[:3], entitled=totals_of(ENTRIES), consents=(), on=ON)
    assert (word.credentials, word.roll_digest, closing.present, closing.entitled) == (3, "ab" * 32, 3, 9)
    assert closing.members_present == ("mbr_1", "mbr_2", "mbr_3")
    count = VoteCount(ballots=3, root="ef" * 32, tally={"yes": votes[0], "no": votes[1]})
    closed, result, events = declare(closing, count=count, closing="{}", on=ON)
    assert (closed.state, result.reason, type(events[1])) == (PollState.CLOSED, reason, event)
    assert result.rejected_for in (None, RejectionReason.MAJORITY_NOT_REACHED)
    with pytest.raises(PollStateUnexpected):
        declare(closed, count=count, closing="{}", on=ON)


def test_a_poll_opens_and_closes_on_the_days_of_its_paper_and_not_before() -> None:
    open_on(POLL, roll_digest="ab" * 32, on=date(2026, 6, 10))
    with pytest.raises(PollTooEarly, match="it opens at 2026-06-10"):
        open_on(POLL, roll_digest="ab" * 32, on=date(2026, 6, 9))
    with pytest.raises(PollTooEarly, match="it closes at 2026-06-20"):
        close(opened(), marks=(), present=(), entitled=totals_of(ENTRIES), consents=(), on=ON - timedelta(days=1))


def test_a_key_is_a_point_of_the_curve_in_its_one_spelling() -> None:
    base = (4 * pow(5, -1, 2**255 - 19) % (2**255 - 19)).to_bytes(32, "little")
    assert is_point(base)
    assert not is_point(base[:31])
    assert not is_point(b"\xff" * 32)
    assert not is_point((1).to_bytes(32, "little")[:31] + b"\x80")  # minus zero


def test_under_a_point_of_small_order_everybody_signs_so_it_is_no_ones_key() -> None:
    eighth = int("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", 16).to_bytes(32)
    small = [(0).to_bytes(32, "little"), (1).to_bytes(32, "little"), (P - 1).to_bytes(32, "little"), eighth]
    assert [(is_point(key), is_signing_key(key)) for key in small] == [(True, False)] * 4
    assert ed25519_verifies(small[1].hex(), b"anything", small[1].hex() + "00" * 32)  # nobody holds a secret half
    assert is_signing_key(bytes.fromhex(SigningKey.fresh().public))
