"""A payment goes where it belongs: to the right call, to several members, back to the worklist, back to its payer."""

from datetime import date
from typing import Any

import pytest

from services.membership.comparison.use_cases import compare_register
from services.membership.payouts.use_cases import pay_claims
from services.membership.register.use_cases import seal_register
from shared.identifiers import new_id
from tests.integration.membership.conftest import Desk, Refused, euro
from tests.integration.membership.register.checker import faults

DAY, LATER = date(2026, 2, 1), date(2026, 3, 1)
IBAN = "BE68539007547034"
NOBODYS = "199999999946"


def nothing(done: int, total: int) -> None:
    """No progress is shown."""


def payments(desk: Desk) -> list[str]:
    return [row["id"] for row in desk.rows("select id from share_payments where cents > 0 order by id")]


def correct(desk: Desk, payment: str, *parts: tuple[str, str]) -> Any:
    return desk.call("correct_payment", payment_id=payment, reason="for another", evidence="their mail", on=LATER,
                     assurance="high", parts=[{"call_id": call, "amount": euro(amount)} for call, amount in parts])


def call_of(desk: Desk, member: str) -> str:
    return str(desk.get(member)["calls"][0]["call_id"])


def waiting(desk: Desk) -> list[str]:
    return [row["amount"]["amount"] for row in desk.call("list_unplaced_payments", on=LATER)]


def all_is_well(desk: Desk) -> None:
    seal_register(desk.database)
    assert (desk.verify(), faults(desk.url)) == ([], [])


def test_a_payment_for_the_wrong_person_makes_the_right_one_a_member_from_the_day_of_the_bank(desk: Desk) -> None:
    wrong, right = desk.candidate(), desk.candidate()
    desk.pay(wrong["structured_communication"], "30.00", on=DAY)
    correct(desk, payments(desk)[0], (call_of(desk, right["member_id"]), "30.00"))
    assert desk.get(right["member_id"], on=LATER)["admitted_on"] == "2026-02-01"
    assert [desk.get(one["member_id"], on=LATER)["shares"] for one in (wrong, right)] == [0, 1]
    assert desk.get(wrong["member_id"], on=LATER)["voting"] is False
    all_is_well(desk)


def test_one_payment_for_several_members_is_split(desk: Desk) -> None:
    people = [desk.candidate()["member_id"] for _ in range(3)]
    desk.pay(NOBODYS, "90.00", on=DAY)
    assert waiting(desk) == ["90.00"]
    correct(desk, payments(desk)[0], *((call_of(desk, member), "30.00") for member in people))
    assert [desk.get(member, on=LATER)["admitted_on"] for member in people] == ["2026-02-01"] * 3
    assert waiting(desk) == []
    all_is_well(desk)


def test_what_no_part_names_waits_and_can_be_placed_or_sent_back(desk: Desk) -> None:
    member = desk.candidate()["member_id"]
    desk.pay(NOBODYS, "50.00", on=DAY)
    [payment] = payments(desk)
    correct(desk, payment, (call_of(desk, member), "30.00"))
    assert waiting(desk) == ["20.00"]
    desk.send_back(payment, reason="too much", on=LATER)
    assert waiting(desk) == []
    assert pay_claims(desk.database, LATER, nothing).startswith("1 payments sent, 20.00 EUR")
    with pytest.raises(Refused, match="payment_sent_back"):
        correct(desk, payment)
    [claim] = desk.call("list_claims", on=LATER)
    assert (claim["kind"], claim["member_id"], claim["state"]) == ("returned", None, "sent")
    desk.call("record_payout", roles=("bank",), claim_id=claim["claim_id"], movement="m1", booked_on=LATER.isoformat(),
              on=LATER)
    assert (desk.balance("4990"), desk.balance("5500")) == (0, 3000)
    all_is_well(desk)


def test_money_sent_back_that_comes_home_goes_to_another_account_or_to_a_call(desk: Desk) -> None:
    member = desk.candidate()["member_id"]
    desk.pay(NOBODYS, "30.00", on=DAY)
    [payment] = payments(desk)
    back = {"payment_id": payment, "name": "Payer", "reason": "nobody's", "on": LATER}
    claim = desk.send_back(payment, on=LATER)
    pay_claims(desk.database, LATER, nothing)
    desk.call("return_payout", roles=("bank",), claim_id=claim, movement="m1", booked_on=LATER.isoformat(), on=LATER)
    assert desk.call("send_payment_back", iban="BE71096123456769", **back)["claim_id"] == claim
    correct(desk, payment, (call_of(desk, member), "30.00"))
    assert desk.get(member, on=LATER)["shares"] == 1
    all_is_well(desk)


def test_a_wrong_placement_goes_back_to_the_worklist_and_to_the_right_call(desk: Desk) -> None:
    wrong, right = desk.candidate()["member_id"], desk.candidate()["member_id"]
    desk.pay(NOBODYS, "30.00", on=DAY)
    [payment] = payments(desk)
    desk.call("place_payment", payment_id=payment, call_id=call_of(desk, wrong), on=LATER)
    correct(desk, payment)
    assert waiting(desk) == ["30.00"]
    desk.call("place_payment", payment_id=payment, call_id=call_of(desk, right), on=LATER)
    correct(desk, payment)
    desk.call("place_payment", payment_id=payment, call_id=call_of(desk, right), on=LATER)
    assert [desk.get(member, on=LATER)["shares"] for member in (wrong, right)] == [0, 1]
    all_is_well(desk)


def claim(desk: Desk, amount: str, *, claimed_for: str = "membership", movement: str = "") -> str:
    """What invoicing tells: received, without any reference, and recognised by the accountant on a later day."""
    known = movement or new_id("mov")
    desk.pay("", amount, on=DAY, movement=known)
    desk.hear("invoicing.movement_claimed", on=LATER, movement_id=known, claimed_for=claimed_for,
              booked_on=DAY.isoformat(), amount=euro(amount))
    return known


def test_money_without_a_reference_waits_for_the_desk_and_makes_a_member_from_the_day_of_the_bank(desk: Desk) -> None:
    members = [desk.candidate()["member_id"] for _ in range(2)]
    claim(desk, "80.00")
    assert (waiting(desk), desk.balance("5500"), desk.balance("4990")) == (["80.00"], 8000, -8000)
    all_is_well(desk)
    [payment] = payments(desk)
    correct(desk, payment, *((call_of(desk, member), "30.00") for member in members))
    assert [desk.get(member, on=LATER)["admitted_on"] for member in members] == ["2026-02-01"] * 2
    assert waiting(desk) == ["20.00"]
    desk.send_back(payment, reason="too much", on=LATER)
    pay_claims(desk.database, LATER, nothing)
    [sent] = desk.call("list_claims", on=LATER)
    desk.call("record_payout", roles=("bank",), claim_id=sent["claim_id"], movement="m1", booked_on=LATER.isoformat(),
              on=LATER)
    assert (waiting(desk), desk.balance("5500"), desk.balance("11090")) == ([], 6000, -6000)
    assert compare_register(desk.database, LATER, nothing).endswith("bank 6000 cents agree.")
    all_is_well(desk)


def test_what_is_claimed_for_another_or_twice_is_no_second_payment(desk: Desk) -> None:
    movement = claim(desk, "30.00", claimed_for="payroll")
    assert waiting(desk) == []
    claim(desk, "30.00", movement=movement)
    claim(desk, "30.00", movement=movement)
    assert (waiting(desk), desk.balance("5500")) == (["30.00"], 3000)


def test_a_claimed_movement_that_the_bank_takes_back_leaves_the_worklist(desk: Desk) -> None:
    movement = claim(desk, "30.00")
    desk.hear("invoicing.bank_movement_returned", on=LATER, movement_id=new_id("mov"), refers_to=movement,
              booked_on=LATER.isoformat(), end_to_end_id="")
    assert (waiting(desk), desk.balance("5500"), desk.balance("4990")) == ([], 0, 0)
    all_is_well(desk)


@pytest.mark.parametrize(("amount", "refused"), [("30.00", False), ("30.01", True)])
def test_the_parts_are_not_more_than_the_payment_brought(desk: Desk, amount: str, *, refused: bool) -> None:
    wrong, right = desk.candidate(), desk.candidate()
    desk.pay(wrong["structured_communication"], "30.00", on=DAY)
    to = (call_of(desk, right["member_id"]), amount)
    if refused:
        with pytest.raises(Refused, match="parts_too_much"):
            correct(desk, payments(desk)[0], to)
    else:
        correct(desk, payments(desk)[0], to)
    all_is_well(desk)


def test_what_the_bank_took_back_is_corrected_no_more_and_nothing_placed_is_sent_back(desk: Desk) -> None:
    first = desk.candidate()
    movement = desk.pay(first["structured_communication"], "30.00", on=DAY)
    [payment] = payments(desk)
    with pytest.raises(Refused, match="nothing_to_send_back"):
        desk.call("send_payment_back", payment_id=payment, name="P", iban=IBAN, reason="r", on=LATER)
    desk.call("reverse_payment", roles=("bank",), movement="back", refers_to=movement, booked_on=LATER.isoformat(),
              on=LATER)
    with pytest.raises(Refused, match="payment_taken_back"):
        correct(desk, payment)


def test_a_bank_that_takes_back_what_was_sent_back_leaves_a_debt_of_the_payer(desk: Desk) -> None:
    movement = desk.pay(NOBODYS, "30.00", on=DAY)
    desk.send_back(payments(desk)[0], on=LATER)
    pay_claims(desk.database, LATER, nothing)
    desk.call("reverse_payment", roles=("bank",), movement="back", refers_to=movement, booked_on=LATER.isoformat(),
              on=LATER)
    assert (desk.balance("416"), desk.balance("4990")) == (3000, 0)
    all_is_well(desk)


def test_correcting_a_payment_enters_the_register_and_asks_for_a_strong_identification(desk: Desk) -> None:
    desk.member()
    with pytest.raises(Refused, match="assurance_too_low"):
        desk.call("correct_payment", payment_id=payments(desk)[0], reason="r", evidence="e")


def test_a_share_stood_until_its_payment_came_back_whatever_an_exit_released_later(desk: Desk) -> None:
    member = desk.member()
    call = desk.call("call_voluntary_shares", member_id=member, shares=1, on=DAY)["structured_communication"]
    desk.pay(call, "11.00", on=date(2026, 2, 2))
    rest = desk.pay(call, "19.00", on=date(2026, 2, 3))
    desk.call("reverse_payment", roles=("bank",), movement="back", refers_to=rest, booked_on="2026-02-20",
              on=date(2026, 2, 20))
    desk.call("end_membership", member_id=member, cause="death", happened_on="2026-02-25", evidence="act", on=LATER,
              assurance="high")
    strong: dict[str, Any] = {"assurance": "high", "purpose": "test", "roles": ("auditor",), "on": LATER}
    assert [desk.call("get_holding", member_id=member, as_of=day, **strong)["shares"]
            for day in ("2026-02-02", "2026-02-03", "2026-02-19", "2026-02-20", "2026-02-25")] == [1, 2, 2, 1, 0]
    all_is_well(desk)
