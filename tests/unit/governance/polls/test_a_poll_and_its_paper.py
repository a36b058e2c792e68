"""A poll moves through its states in order, and its paper is read back as it was spelt."""

from dataclasses import replace
from datetime import date

import pytest

from services.governance.assemblies.rules import DecisionKind
from services.governance.events import RejectionReason, ResolutionAdopted, ResolutionRejected
from services.governance.polls.errors import BoxDisagrees, PollNotOpen, PollStateUnexpected
from services.governance.polls.rules.ballots import Ballot, Closing, ballot_of, closing_of
from services.governance.polls.rules.curve import is_point
from services.governance.polls.rules.decision import Choice, Presence, QuorumBase, Rule, Votes
from services.governance.polls.rules.paper import Paper, paper_of
from services.governance.polls.rules.poll import Count, Poll, PollState, close, confirm_open, declare

ON = date(2026, 6, 20)
RULE = Rule(decision=DecisionKind.ORDINARY, majority_numerator=1, majority_denominator=2, more_than=True,
            quorum_base=QuorumBase.MEMBERS, quorum_numerator=0, quorum_denominator=1)
PAPER = Paper(poll_id="pol_1", assembly_id="asm_1", resolution_id="rsl_1", question="Approve?", choices=tuple(Choice),
              most_choices=1, rules=RULE, roll_digest="ab" * 32, modulus="c5", exponent=65537, control_key="cd" * 32)
POLL = Poll(paper=PAPER)


def test_paper_ballot_and_closing_are_read_back_as_they_were_spelt() -> None:
    ballot = Ballot(poll_id="pol_1", ballot_id="b", voter_key="k", randomizer="00", credential="c", turn=1,
                    choices=("yes",), signature="s")
    assert paper_of(PAPER.text) == PAPER
    assert ballot_of(ballot.text) == ballot
    assert closing_of('{"poll_id":"p","digest":"d","credentials":1,"signature":"s"}') == Closing(
        poll_id="p", digest="d", credentials=1, signature="s")
    assert paper_of(PAPER.text).digest != replace(PAPER, question="Refuse?").digest


def test_a_poll_opens_with_its_own_paper_only_and_a_repeat_changes_nothing() -> None:
    opened, events = confirm_open(POLL, digest=POLL.digest, on=ON)
    assert (opened.state, len(events)) == (PollState.OPEN, 1)
    assert confirm_open(opened, digest=POLL.digest, on=ON) == (opened, [])
    with pytest.raises(BoxDisagrees):
        confirm_open(POLL, digest="00" * 32, on=ON)


@pytest.mark.parametrize(("votes", "event", "reason"), [
    ((2, 1), ResolutionAdopted, ""), ((1, 1), ResolutionRejected, "majority_not_reached"),
])
def test_a_poll_is_closed_then_declared(votes: tuple[int, int], event: type, reason: str) -> None:
    with pytest.raises(PollNotOpen):
        close(POLL, credentials=3, presence=Presence(present=3, entitled=9))
    closing = close(replace(POLL, state=PollState.OPEN), credentials=3, presence=Presence(present=3, entitled=9))
    count = Count(ballots=3, root="ef" * 32, votes=Votes(votes_for=votes[0], votes_against=votes[1], abstentions=0))
    closed, result, events = declare(closing, count=count, closing="{}", on=ON)
    assert (closed.state, result.reason, type(events[1])) == (PollState.CLOSED, reason, event)
    assert result.rejected_for in (None, RejectionReason.MAJORITY_NOT_REACHED)
    with pytest.raises(PollStateUnexpected):
        declare(closed, count=count, closing="{}", on=ON)


def test_a_key_is_a_point_of_the_curve_in_its_one_spelling() -> None:
    base = (4 * pow(5, -1, 2**255 - 19) % (2**255 - 19)).to_bytes(32, "little")
    assert is_point(base)
    assert not is_point(base[:31])
    assert not is_point(b"\xff" * 32)
    assert not is_point((1).to_bytes(32, "little")[:31] + b"\x80")  # minus zero
