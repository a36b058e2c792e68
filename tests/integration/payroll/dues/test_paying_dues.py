"""What is owed for a closed period is paid once, by two persons, to the account that the cooperative entered."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.parameters import Row, Tables
from tests.integration.payroll.driver import ANNA, Host, Job, asked_for

PAID, CLOSED = date(2026, 10, 6), date(2026, 11, 3)
ACCOUNT = {"payee": "Tax authority", "account": "BE71096123456769"}


@pytest.fixture
def owed(host: Host, monkeypatch: pytest.MonkeyPatch) -> Host:
    """A month of one wage is closed; the cooperative entered the account of the tax authority."""
    known = Tables.row

    def row(tables: Tables, name: str, on: date, key: str = "") -> Row:
        if (name, key) != ("authority_account", "tax_authority"):
            return known(tables, name, on, key)
        return Row(name=name, valid_from=date(2026, 1, 1), valid_until=None, source="Set", fields=ACCOUNT)

    monkeypatch.setattr(Tables, "row", row)
    host.staff(ANNA)
    host.work(Job())
    host.pay_day(PAID)
    host.call("close_withholding_return", on=CLOSED)
    host.call("close_social_return", on=CLOSED)
    return host


def dues(host: Host) -> dict[str, Any]:
    return {one["creditor"]: one for one in host.call("list_dues", paid=True)}


def test_a_due_is_proposed_by_one_approved_by_another_and_paid_by_the_bank_once(owed: Host) -> None:
    due = dues(owed)["tax_authority"]
    proposed = owed.call("propose_due", on=CLOSED, due_id=due["due_id"], reference="+++190/2123/45678+++")
    assert (proposed["state"], proposed["waits_for"], proposed["execute_on"]) == (
        "proposed", "second_person", "2026-11-12")
    assert owed.refused("approve_due", on=CLOSED, due_id=due["due_id"]) == "second_person_needed"
    owed.call("approve_due", on=CLOSED, due_id=due["due_id"], subject="chair")
    assert owed.call("reject_due", on=CLOSED, due_id=due["due_id"])["waits_for"] == "payroll_clerk"
    owed.call("propose_due", on=CLOSED, due_id=due["due_id"], reference="+++190/2123/45678+++")
    owed.call("approve_due", on=CLOSED, due_id=due["due_id"], subject="chair")
    named, amount = due["due_id"].replace("_", ""), due["amount"]["amount"]
    assert [asked_for(content)[named] for _, content in owed.documents("bank") if named in asked_for(content)] == [
        -owed.balance("withholding_tax_to_pay").amount] * 2
    owed.bank_moves(7, f"-{amount}", named, date(2026, 11, 12))
    assert dues(owed)["tax_authority"]["state"] == "paid"
    assert not owed.balance("withholding_tax_to_pay")
    assert owed.faults() == []
    short = str(Decimal(amount) - 5)
    owed.bank_moves(8, short, named, date(2026, 11, 13))
    owed.bank_moves(8, short, named, date(2026, 11, 13), kind="bank_movement_returned")
    back = dues(owed)["tax_authority"]
    assert (back["state"], back["waits_for"], back["paid_on"]) == ("waiting", "payroll_clerk", None)
    assert (-owed.balance("withholding_tax_to_pay").amount, owed.balance("bank_costs").amount) == (
        Decimal(amount), Decimal("5.00"))
    assert owed.faults() == []
    owed.call("propose_due", on=date(2026, 11, 16), due_id=due["due_id"], reference="+++190/2123/45678+++")
    owed.call("approve_due", on=date(2026, 11, 16), due_id=due["due_id"], subject="chair")
    owed.bank_moves(9, f"-{amount}", named, date(2026, 11, 17))
    assert (dues(owed)["tax_authority"]["state"], owed.balance("withholding_tax_to_pay").amount) == ("paid", 0)


def test_a_proposal_given_up_waits_again_and_nothing_is_paid_to_an_account_that_nobody_entered(owed: Host) -> None:
    tax, social = (dues(owed)[creditor]["due_id"] for creditor in ("tax_authority", "social_security"))
    owed.call("propose_due", on=CLOSED, due_id=tax, reference="1")
    assert owed.refused("propose_due", on=CLOSED, due_id=tax, reference="1") == "due_not_in_state"
    assert owed.call("withdraw_due", on=CLOSED, due_id=tax)["waits_for"] == "payroll_clerk"
    assert owed.refused("approve_due", on=CLOSED, due_id=tax, subject="chair") == "due_not_in_state"
    assert owed.refused("propose_due", on=CLOSED, due_id=social, reference="2") == "parameter_missing"
