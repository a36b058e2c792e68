"""Quorum and majority at their boundaries, in whole numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.governance.countries.be import LAW
from services.governance.elections.rules.majority import (
    DecisionKind,
    Presence,
    Rule,
    Secrecy,
    Votes,
    majority_reached,
    quorum_reached,
    secrecy_of,
    why_rejected,
)
from services.governance.events import RejectionReason
from shared.countries import load_tables
from tests.builders import DAY

TABLES = load_tables("services.governance", "BE")
ALL = Presence(present=10, entitled=10)


def rule(decision: str) -> Rule:
    return LAW.rule_of(TABLES, decision=DecisionKind(decision), convened_on=DAY, call=1)


def votes(votes_for: int, votes_against: int, abstentions: int = 0) -> Votes:
    return Votes(votes_for=votes_for, votes_against=votes_against, abstentions=abstentions)


@pytest.mark.parametrize(("decision", "enough", "too_few"), [
    ("ordinary", (6, 5), (5, 5)), ("statutes", (75, 25), (74, 26)), ("object", (80, 20), (79, 21)),
    ("statutes", (3, 1), (2, 1)), ("object", (4, 1), (3, 1)), ("ordinary", (1, 0), (0, 1)),
])
def test_a_majority_is_reached_at_its_boundary_and_not_below(
    decision: str, enough: tuple[int, int], too_few: tuple[int, int],
) -> None:
    assert why_rejected(rule(decision), ALL, votes(*enough)) is None
    assert why_rejected(rule(decision), ALL, votes(*too_few)) == RejectionReason.MAJORITY_NOT_REACHED


@pytest.mark.parametrize(("present", "entitled", "reached"), [
    (5, 10, True), (4, 10, False), (6, 11, True), (5, 11, False), (0, 0, True), (0, 1, False),
])
def test_exactly_half_reaches_a_quorum_of_one_half(present: int, entitled: int, reached: bool) -> None:
    assert quorum_reached(rule("statutes"), Presence(present=present, entitled=entitled)) is reached
    reason = why_rejected(rule("statutes"), Presence(present=present, entitled=entitled), votes(4, 1))
    assert reason == (None if reached else RejectionReason.QUORUM_NOT_REACHED)


def test_an_ordinary_decision_has_no_quorum() -> None:
    assert why_rejected(rule("ordinary"), Presence(present=1, entitled=20_000), votes(1, 0)) is None


@pytest.mark.parametrize("decision", ["ordinary", "statutes", "object"])
def test_nothing_is_adopted_when_no_vote_was_cast(decision: str) -> None:
    assert why_rejected(rule(decision), ALL, votes(0, 0)) == RejectionReason.NO_VOTES_CAST
    assert why_rejected(rule(decision), ALL, votes(0, 0, 10)) == RejectionReason.NO_VOTES_CAST


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6),
       st.sampled_from(["ordinary", "statutes", "object"]))
def test_abstentions_change_no_majority_and_one_more_vote_for_never_harms(
    for_: int, against: int, abstentions: int, decision: str,
) -> None:
    reached = majority_reached(rule(decision), votes(for_, against))
    assert majority_reached(rule(decision), votes(for_, against, abstentions)) == reached
    assert not reached or majority_reached(rule(decision), votes(for_ + 1, against))
    assert not reached or against == 0 or majority_reached(rule(decision), votes(for_, against - 1))


@pytest.mark.parametrize(("counted", "ballots", "secrecy"), [
    (votes(6, 4), 10, Secrecy.KEPT), (votes(5, 4), 9, Secrecy.FEW_VOTERS), (votes(20, 0), 20, Secrecy.UNANIMOUS),
    (votes(0, 0, 20), 20, Secrecy.UNANIMOUS), (votes(19, 0), 20, Secrecy.KEPT), (votes(0, 0), 0, Secrecy.FEW_VOTERS),
])
def test_a_count_that_tells_how_somebody_voted_is_flagged(counted: Votes, ballots: int, secrecy: Secrecy) -> None:
    assert secrecy_of(counted, ballots=ballots) is secrecy
