"""What nobody owes: more shares that were wished for, and a candidate's first one. They lapse, and can be given up."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from services.membership.own_data.use_cases import erase_due
from services.membership.payouts.use_cases import pay_claims
from services.membership.shares.use_cases.calls import lapse_calls
from services.membership.standing.use_cases import suspend_arrears
from tests.integration.membership.conftest import Desk, Refused
from tests.integration.membership.shares.test_corrected_payments import IBAN, NOBODYS, all_is_well, payments

DAY = date(2026, 2, 1)


def nothing(done: int, total: int) -> None:
    """No progress is shown."""


def last_day(call: dict[str, Any]) -> date:
    """The last day on which an unpaid call stands: its due day, and two weeks."""
    return date.fromisoformat(call["due_on"]) + timedelta(days=14)


def lapse(desk: Desk, on: date) -> str:
    return lapse_calls(desk.database, on, nothing)


def withdrawn(desk: Desk) -> list[str]:
    return [body["reason"] for _, body in desk.published("share_call_withdrawn")]


def test_a_wish_for_more_shares_that_is_not_paid_lapses_and_never_touches_the_vote(desk: Desk) -> None:
    member = desk.member()
    call = desk.call("call_voluntary_shares", member_id=member, shares=2, on=DAY)
    last = last_day(call)
    assert suspend_arrears(desk.database, last, nothing).startswith("0 rights to vote changed among 0 members")
    assert desk.get(member, on=last)["voting"] is True
    assert lapse(desk, last) == "0 calls lapsed."
    assert lapse(desk, last + timedelta(days=1)) == "1 calls lapsed."
    assert (desk.get(member)["shares"], desk.get(member)["calls"][0]["state"]) == (1, "withdrawn")
    assert withdrawn(desk) == ["lapsed"]
    all_is_well(desk)


def test_a_candidate_who_does_not_pay_lapses_and_may_come_again(desk: Desk) -> None:
    number = desk.particulars()["national_number"]
    accepted = desk.candidate(national_number=number)
    lapse(desk, last_day(accepted) + timedelta(days=1))
    assert desk.get(accepted["member_id"])["state"] == "left"
    assert desk.candidate(national_number=number)["member_id"] != accepted["member_id"]
    all_is_well(desk)


def test_what_was_paid_in_part_is_owed_back_and_what_comes_later_too(desk: Desk) -> None:
    accepted = desk.candidate()
    desk.pay(accepted["structured_communication"], "10.00")
    late = last_day(accepted) + timedelta(days=1)
    assert lapse(desk, late) == "1 calls lapsed."
    assert (desk.balance("4896"), desk.balance("410"), desk.balance("11091")) == (-1000, 0, 0)
    desk.pay(accepted["structured_communication"], "20.00", on=late)
    assert (desk.balance("4896"), desk.get(accepted["member_id"])["shares"]) == (-3000, 0)
    all_is_well(desk)


def test_a_yearly_share_and_a_first_share_of_a_member_are_owed_and_never_lapse(desk: Desk) -> None:
    accepted = desk.candidate()
    paid = desk.pay(accepted["structured_communication"], "30.00")
    desk.call("reverse_payment", roles=("bank",), movement="back", refers_to=paid, booked_on=DAY.isoformat(), on=DAY)
    spring = date(2027, 3, 1)
    desk.sign_order(accepted["member_id"], spring)
    assert lapse(desk, date(2028, 1, 1)) == "0 calls lapsed."
    for call in desk.get(accepted["member_id"])["calls"]:
        with pytest.raises(Refused, match="share_owed"):
            desk.call("step_back_from_call", call_id=call["call_id"], on=spring)


def test_a_member_and_a_candidate_step_back_themselves_and_nobody_else_does(desk: Desk) -> None:
    member, candidate = desk.member(), desk.candidate()
    call = desk.call("call_voluntary_shares", member_id=member, shares=1, on=DAY)
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("step_back_from_call", by=candidate["member_id"], roles=("member",), call_id=call["call_id"])
    for person, call_id in ((member, call["call_id"]), (candidate["member_id"], candidate["call_id"])):
        back = {"by": person, "roles": ("member",), "call_id": call_id, "on": DAY}
        assert desk.call("step_back_from_call", **back)["state"] == "withdrawn"
        with pytest.raises(Refused, match="call_state_wrong"):
            desk.call("step_back_from_call", **back)
    assert (withdrawn(desk), desk.get(candidate["member_id"])["state"]) == (["stepped_back"] * 2, "left")
    all_is_well(desk)


def test_whom_money_was_sent_back_to_is_forgotten_with_the_books_of_the_year(desk: Desk) -> None:
    """Looked for in the bytes: a bank file lies packed in a column that no text of the table shows."""
    desk.pay(NOBODYS, "30.00", on=DAY)
    claim = desk.send_back(payments(desk)[0], name="Quirine Zwaan", iban=IBAN, on=DAY)
    pay_claims(desk.database, DAY, nothing)
    desk.call("record_payout", roles=("bank",), claim_id=claim, movement="m1", booked_on=DAY.isoformat(), on=DAY)
    erase_due(desk.database, date(2033, 12, 31), nothing)
    assert bytes_with(desk, b"Quirine Zwaan") == {"claims", "outgoing_documents"}
    erase_due(desk.database, date(2034, 1, 1), nothing)
    assert (bytes_with(desk, b"Quirine Zwaan"), bytes_with(desk, IBAN.encode())) == (set(), set())
    all_is_well(desk)


def bytes_with(desk: Desk, secret: bytes) -> set[str]:
    """The tables in which these bytes lie, in any column of any type."""
    tables = [row["name"] for row in desk.rows("select tablename as name from pg_tables where schemaname = 'public'")]
    found = set()
    with psycopg.connect(desk.url) as conn:
        for table in tables:
            for row in conn.execute(f"select * from {table}"):  # type: ignore[call-overload]
                if any(secret in (bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode())
                       for value in row):
                    found.add(table)
    return found
