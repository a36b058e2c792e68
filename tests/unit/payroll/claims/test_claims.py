"""A claim's steps, its days, and what they are worth."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from services.payroll.claims.errors import ClaimOutOfStep, IncapacityUnpaid, NotInsuredThen, PaymentBeyondIncapacity
from services.payroll.claims.rules import (
    ClaimLeader,
    ClaimState,
    InsuranceClaim,
    assert_pays_incapacity,
    decide,
    owed_for,
    record_incapacity,
    send,
    settle,
)
from shared.errors import Refusal
from shared.money import Money

ACCIDENT, LAST = date(2026, 9, 15), date(2026, 9, 25)
CLAIM = InsuranceClaim(claim_id="c", member_id="m", order_id="o", cover_id="v", insurer="I", policy="P",
                       happened_on=ACCIDENT, report_by=date(2026, 9, 23), what="a fall")
CAP, SHARE = Money.of("42608.24"), Decimal("0.90")


@pytest.mark.parametrize(("sent_on", "late"), [(date(2026, 9, 23), False), (date(2026, 9, 24), True)])
def test_the_insurer_is_told_in_time_up_to_the_eighth_day(sent_on: date, late: bool) -> None:
    assert send(CLAIM, on=sent_on).late is late


def test_ten_days_of_a_year_of_36500_are_worth_900() -> None:
    """36,500.00 / 365 = 100.00 a day, 90 % of it for ten days."""
    assert owed_for(10, base=Money.of("36500.00"), share=SHARE, uncapped_to=CAP) == Money.of("900.00")
    assert owed_for(1, base=CAP, share=SHARE, uncapped_to=CAP) == Money.of("105.06")  # 105.0614...
    assert owed_for(1, base=CAP + Money(1), share=SHARE, uncapped_to=CAP) is None


@pytest.mark.parametrize(("starts_on", "ends_on", "pays"), [
    (date(2026, 9, 16), LAST, True), (ACCIDENT, LAST, False), (date(2026, 9, 16), date(2026, 9, 26), False)])
def test_the_insurer_pays_from_the_day_after_the_accident_to_the_last_day_of_incapacity(
    starts_on: date, ends_on: date, pays: bool,
) -> None:
    accepted = record_incapacity(decide(send(CLAIM, on=ACCIDENT), accepted=True, reason="", on=LAST), until=LAST)
    assert accepted.days() == 10
    if pays:
        assert_pays_incapacity(accepted, starts_on=starts_on, ends_on=ends_on)
    else:
        with pytest.raises(PaymentBeyondIncapacity):
            assert_pays_incapacity(accepted, starts_on=starts_on, ends_on=ends_on)


def test_an_accepted_claim_is_settled_with_its_last_day_and_a_refusal_at_once() -> None:
    sent = record_incapacity(send(CLAIM, on=ACCIDENT), until=LAST)
    accepted, refused = (decide(sent, accepted=yes, reason="", on=LAST) for yes in (True, False))
    with pytest.raises(IncapacityUnpaid):
        settle(accepted, paid_days=9, on=LAST)
    assert settle(accepted, paid_days=10, on=LAST).state == settle(refused, paid_days=0, on=LAST).state == "settled"
    with pytest.raises(ClaimOutOfStep):
        settle(sent, paid_days=10, on=LAST)


def test_a_claim_leaves_once_somebody_insures_its_day() -> None:
    with pytest.raises(NotInsuredThen):
        send(replace(CLAIM, cover_id=None), on=LAST)
    assert send(CLAIM, on=LAST).state is ClaimState.SENT


def test_a_relapse_and_a_refusal_that_is_taken_back_open_a_settled_claim_again() -> None:
    sent = record_incapacity(send(CLAIM, on=ACCIDENT), until=LAST)
    paid = settle(decide(sent, accepted=True, reason="", on=LAST), paid_days=10, on=LAST)
    with pytest.raises(ClaimOutOfStep):
        record_incapacity(paid, until=LAST)
    relapse = record_incapacity(paid, until=date(2026, 9, 27))
    assert (relapse.state, relapse.settled_on, relapse.leads_on(10)) == (
        ClaimState.ACCEPTED, None, ClaimLeader.INSURER)
    refused = settle(decide(sent, accepted=False, reason="no", on=LAST), paid_days=0, on=LAST)
    with pytest.raises(ClaimOutOfStep):
        record_incapacity(refused, until=date(2026, 9, 27))
    assert decide(refused, accepted=True, reason="", on=LAST).state is ClaimState.ACCEPTED
    for settled, accepted in ((refused, False), (paid, True), (paid, False)):
        with pytest.raises(ClaimOutOfStep):
            decide(settled, accepted=accepted, reason="", on=LAST)


STEPS: tuple[Callable[[InsuranceClaim], InsuranceClaim], ...] = (
    lambda claim: send(claim, on=LAST), lambda claim: decide(claim, accepted=True, reason="", on=LAST),
    lambda claim: decide(claim, accepted=False, reason="no", on=LAST),
    lambda claim: record_incapacity(claim, until=LAST),
    lambda claim: settle(claim, paid_days=claim.days(), on=LAST))


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_somebody_leads_on_until_a_claim_is_settled(seed: int) -> None:
    chance, claim = Random(seed), CLAIM  # noqa: S311 - to be repeated, not to be secret
    for _ in range(chance.randrange(12)):
        try:
            claim = chance.choice(STEPS)(claim)
        except Refusal:
            continue
    for _ in range(4):
        settled = claim.state is ClaimState.SETTLED
        assert (claim.leads_on(claim.days()) is ClaimLeader.NOBODY) is settled
        step = {ClaimState.REPORTED: 0, ClaimState.SENT: 1, ClaimState.ACCEPTED: 4, ClaimState.REFUSED: 4}
        claim = claim if settled else STEPS[step[claim.state]](claim)
    assert claim.state is ClaimState.SETTLED
    assert replace(claim, settled_on=None) != CLAIM
