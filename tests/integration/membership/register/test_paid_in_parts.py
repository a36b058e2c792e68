"""What France asks: a quarter at subscription, the rest within five years; the same register carries it every day."""

import os
import random
from dataclasses import replace
from datetime import date

import pytest

from services.membership.countries.be import BelgianMembership
from services.membership.letters.use_cases import write_letters
from services.membership.shares.use_cases.calls import lapse_calls
from services.membership.standing.use_cases import suspend_arrears
from shared.money import Money
from tests.integration.membership.conftest import Desk, Refused, empty, euro
from tests.integration.membership.register.checker import faults
from tests.integration.membership.register.test_any_sequence import (
    OPERATIONS,
    Play,
    everything_agrees_and_nothing_is_stuck,
)

DAY = date(2026, 3, 1)


class InParts(BelgianMembership):
    """Belgium's law, but for what must be paid before a share exists."""

    def first_part(self, amount: Money, *, on: date) -> tuple[Money, date] | None:
        return amount.split((1, 3))[0], date(on.year + 5, on.month, 1)


def in_parts(desk: Desk) -> Desk:
    desk.database.country = replace(desk.database.country, law=InParts())
    return desk


@pytest.fixture
def parts(desk: Desk) -> Desk:
    return in_parts(desk)


class PlayInParts(Play):
    """The same people and happenings; payments of 11.00 are now enough for a share of 30.00."""

    def prepare(self) -> None:
        super().prepare()
        in_parts(self.desk)


@pytest.mark.parametrize("seed", range(int(os.environ.get("LIVES", "1"))))
def test_a_long_life_of_shares_paid_in_parts_is_right_every_day(shared_url: str, seed: int) -> None:
    empty(shared_url)
    desk = Desk(shared_url)
    dice, play = random.Random(seed), PlayInParts(desk)  # noqa: S311 - a history, no secret
    for _ in range(100):
        play.step(dice.choice(OPERATIONS), dice.randrange(4), dice.randrange(6), dice.choice((0, 0, 1, 5, 30, 60)))
    everything_agrees_and_nothing_is_stuck(play)
    desk.database.close()


def register(desk: Desk, member: str, on: str) -> tuple[int, str]:
    held = desk.call("get_holding", member_id=member, as_of=on, roles=("auditor",), assurance="high", purpose="test",
                     on=date(2032, 1, 1))
    return held["shares"], held["paid"]["amount"]


def test_a_quarter_makes_a_member_and_what_follows_is_paid_in_on_the_same_share(parts: Desk) -> None:
    accepted = parts.candidate(on=DAY)
    pay = accepted["structured_communication"]
    parts.pay(pay, "7.49", on=DAY)
    assert parts.get(accepted["member_id"], on=DAY)["state"] == "candidate"
    parts.pay(pay, "0.01", on=date(2026, 3, 2))
    parts.pay(pay, "10.00", on=date(2027, 1, 1))
    back = parts.pay(pay, "12.50", on=date(2028, 1, 1))
    member = accepted["member_id"]
    assert [register(parts, member, on) for on in ("2026-03-01", "2026-03-02", "2027-01-01", "2028-01-01")] == [
        (0, "0.00"), (1, "7.50"), (1, "17.50"), (1, "30.00")]
    parts.hear("invoicing.bank_movement_returned", on=date(2028, 2, 1), movement_id=back.replace(back[-1], "f"),
               refers_to=back, booked_on="2028-02-01", end_to_end_id="")
    assert register(parts, member, "2028-02-01") == (1, "17.50")
    assert [kind for kind, _ in parts.published(about=member) if kind.startswith("share")] == [
        "share_called", "share_paid"]
    assert faults(parts.url) == []
    assert parts.verify() == []


def test_the_rest_is_due_after_five_years_and_then_suspends_the_vote(parts: Desk) -> None:
    accepted = parts.candidate(on=DAY)
    member, pay = accepted["member_id"], accepted["structured_communication"]
    parts.pay(pay, "7.50", on=DAY)
    assert lapse_calls(parts.database, date(2027, 1, 1), lambda done, total: None)[0] == "0"
    with pytest.raises(Refused, match="share_owed"):
        parts.call("step_back_from_call", call_id=accepted["call_id"], on=date(2027, 1, 1))
    [bill] = parts.call("list_share_bills", member_id=member, on=date(2027, 1, 1))
    assert (bill["amount"], bill["due_on"]) == (euro("22.50"), "2031-03-01")
    for day, voting in ((date(2031, 3, 1), True), (date(2031, 3, 2), False)):
        suspend_arrears(parts.database, day, lambda done, total: None)
        assert parts.get(member, on=day)["voting"] is voting
    parts.pay(pay, "22.50", on=date(2031, 4, 1))
    assert parts.get(member, on=date(2031, 4, 1))["voting"] is True


def test_the_letter_of_acceptance_asks_for_the_quarter(parts: Desk) -> None:
    accepted = parts.candidate(on=DAY)
    write_letters(parts.database, DAY, lambda done, total: None)
    [bill] = parts.call("list_share_bills", member_id=accepted["member_id"], on=DAY)
    assert (bill["amount"], bill["due_on"]) == (euro("7.50"), "2026-03-31")
    [mail] = parts.rows("select content from outgoing_documents where name like 'acceptance%%'")
    assert b"7,50" in bytes(mail["content"])


def test_who_leaves_owes_the_rest_no_more_and_is_owed_what_they_paid(parts: Desk) -> None:
    accepted = parts.candidate(on=DAY)
    parts.member(on=DAY)
    member = accepted["member_id"]
    parts.pay(accepted["structured_communication"], "20.00", on=DAY)
    parts.call("record_net_assets", roles=("accountant",), balance_on="2026-02-28", approved_on="2026-03-01",
               kind="approved_accounts", net_assets=euro("90000.00"), unavailable_equity=euro("0.00"), on=DAY)
    parts.call("record_net_assets", roles=("accountant",), balance_on="2026-03-01", approved_on="2026-03-02",
               kind="approved_accounts", net_assets=euro("90000.00"), unavailable_equity=euro("0.00"),
               on=date(2026, 3, 2))
    parts.call("end_membership", member_id=member, cause="death", happened_on="2026-06-01", evidence="act",
               assurance="high", on=date(2026, 6, 1))
    assert parts.rows("select cents, par_cents from claims") == [{"cents": 2000, "par_cents": 2000}]
    assert parts.get(member, on=date(2026, 6, 1))["open_calls"] == 0
    assert faults(parts.url) == []
    assert parts.verify() == []


def test_shares_that_are_not_paid_whole_pass_to_nobody(parts: Desk) -> None:
    accepted, other = parts.candidate(on=DAY), parts.member(on=DAY)
    parts.pay(accepted["structured_communication"], "7.50", on=DAY)
    with pytest.raises(Refused, match="transfer_in_arrears"):
        parts.call("transfer_shares", giver_id=accepted["member_id"], receiver_id=other, shares=1, declaration="d",
                   consent="c", assurance="high", on=date(2026, 4, 1))
