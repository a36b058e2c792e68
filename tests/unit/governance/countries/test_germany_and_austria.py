"""Assemblies in Germany by the Cooperatives Act; in Austria every question is refused until the statutes are known."""

from datetime import UTC, date, datetime

import pytest

from services.governance.countries.at import LAW as AUSTRIA
from services.governance.countries.de import LAW as GERMANY
from services.governance.elections.rules.majority import DecisionKind
from shared.countries import load_tables
from shared.errors import ParameterMissing

DAY = date(2026, 6, 1)
GERMAN, AUSTRIAN = (load_tables("services.governance", code) for code in ("DE", "AT"))


def test_an_assembly_is_held_two_weeks_after_its_notice_at_the_earliest() -> None:
    assert GERMANY.first_day_to_meet(GERMAN, notified_on=DAY) == date(2026, 6, 15)


@pytest.mark.parametrize(("decision", "majority", "more_than"), [
    (DecisionKind.ORDINARY, (1, 2), True), (DecisionKind.STATUTES, (3, 4), False), (DecisionKind.OBJECT, (3, 4), False),
])
def test_half_decides_and_three_quarters_change_the_statutes(
    decision: DecisionKind, majority: tuple[int, int], *, more_than: bool,
) -> None:
    for call in (1, 2):
        rule = GERMANY.rule_of(GERMAN, decision=decision, convened_on=DAY, call=call)
        assert ((rule.majority_numerator, rule.majority_denominator), rule.more_than, rule.quorum_numerator) == (
            majority, more_than, 0)


def test_a_proxy_represents_two_members_at_most_and_nobody_votes_before_the_day() -> None:
    assert GERMANY.proxies_of(GERMAN, on=DAY).most == 2
    assert GERMANY.first_day_to_vote(GERMAN, held_on=DAY, convened_on=DAY) == DAY
    assert not GERMANY.may_vote_by_post(GERMAN, on=DAY)
    window = GERMANY.window_of(GERMAN, first_day=DAY, held_on=DAY, convened_on=DAY)
    assert window.closes_at == datetime(2026, 6, 1, 18, 0, tzinfo=UTC)


def test_what_the_statutes_decide_is_refused_by_name() -> None:
    with pytest.raises(ParameterMissing, match="board"):
        GERMANY.board_of(GERMAN, on=DAY)
    with pytest.raises(ParameterMissing, match="notice_days"):
        AUSTRIA.first_day_to_meet(AUSTRIAN, notified_on=DAY)
    with pytest.raises(ParameterMissing, match="decision"):
        AUSTRIA.rule_of(AUSTRIAN, decision=DecisionKind.ORDINARY, convened_on=DAY, call=1)
