"""Paying out: one payee with odd data stops nobody, and the bank's word is taken for the sum that is owed only."""

from datetime import date

import pytest

from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.payouts.errors import PayoutAmountDiffers
from services.membership.payouts.rules import end_to_end_id
from services.membership.payouts.use_cases import pay_claims
from shared.identifiers import new_id
from tests.integration.membership.conftest import Desk, Refused, euro
from tests.integration.membership.exits.test_leaving import DUE, IBAN, JUNE_30, approve, find, leaver, nothing


@pytest.mark.parametrize(("name", "taken"), [("😀", False), ("☃ ☃", False), ("李王", True), ("Ada <&> Peeters", True)])
def test_a_name_that_no_bank_can_write_is_refused_before_it_spoils_the_payment_file(
    desk: Desk, name: str, *, taken: bool,
) -> None:
    """The file is valid as a whole or not at all: with an empty name in it, nobody would be paid."""
    odd = leaver(desk)
    leaver(desk)
    if taken:
        desk.payee(odd, by=odd, roles=("member",), name=name, iban=IBAN)
    else:
        with pytest.raises(Refused, match="shape_not_met"):
            desk.payee(odd, by=odd, roles=("member",), name=name, iban=IBAN)
    approve(desk)
    find(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    assert "2 payments sent" in pay_claims(desk.database, DUE, nothing)


def test_a_movement_of_another_sum_does_not_settle_a_claim(desk: Desk) -> None:
    member = leaver(desk)
    approve(desk)
    find(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    pay_claims(desk.database, DUE, nothing)
    [claim] = desk.call("list_claims", member_id=member)
    moved = {"statement_id": "x", "booked_on": "2027-08-02", "structured_communication": "",
             "end_to_end_id": end_to_end_id(claim["claim_id"])}
    with pytest.raises(PayoutAmountDiffers):
        desk.hear("invoicing.bank_movement_received", on=date(2027, 8, 2), movement_id=new_id("mov"),
                  amount=euro("-1.00"), **moved)
    assert desk.call("list_claims", member_id=member)[0]["state"] == "sent"
    desk.hear("invoicing.bank_movement_received", on=date(2027, 8, 2), movement_id=new_id("mov"),
              amount=euro("-30.00"), **moved)
    assert desk.call("list_claims", member_id=member)[0]["state"] == "paid"
    assert desk.verify() == []


def test_a_surplus_that_came_back_from_the_bank_falls_away_with_its_payment_and_stops_nobodys_payout(
    desk: Desk,
) -> None:
    taken_back, claim_id = overpaid(desk)
    desk.call("return_payout", roles=("bank",), claim_id=claim_id, movement="mov_returned", booked_on="2026-01-08",
              on=date(2026, 1, 8))
    desk.call("reverse_payment", roles=("accountant",), movement=new_id("mov"), refers_to=taken_back,
              booked_on="2026-01-09", on=date(2026, 1, 9))
    overpaid(desk, on=date(2026, 1, 10))
    assert [row["state"] for row in desk.rows("select state from claims order by id")] == ["withdrawn", "sent"]
    assert desk.balance("4896") == 0
    assert desk.verify() == []


def test_a_surplus_that_came_back_from_the_bank_is_sent_again_when_its_payment_stands(desk: Desk) -> None:
    _, claim_id = overpaid(desk)
    desk.call("return_payout", roles=("bank",), claim_id=claim_id, movement="mov_returned", booked_on="2026-01-08",
              on=date(2026, 1, 8))
    overpaid(desk, on=date(2026, 1, 10))
    assert [row["state"] for row in desk.rows("select state from claims order by id")] == ["sent", "sent"]
    assert desk.verify() == []


def overpaid(desk: Desk, on: date = date(2026, 1, 6)) -> tuple[str, str]:
    """Somebody paid 65.00 EUR too much and it was sent back to him: the payment's movement, the claim."""
    accepted = desk.candidate(on)
    movement = desk.pay(accepted["structured_communication"], "95.00", on=on)
    desk.payee(accepted["member_id"], name="Ada", iban="BE68539007547034", on=on)
    pay_claims(desk.database, on, nothing)
    [claim] = desk.rows("select id from claims where member_id = %s", accepted["member_id"])
    return movement, claim["id"]
