"""What is owed for a closed period is paid once, by two persons, to the account that the cooperative entered.

What the bank pays all the same, or gives back, is counted from the bank's side alone in the histories; `HISTORIES`
draws more of them (`make histories`).
"""

import itertools
import os
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services.payroll.dues.use_cases import owe
from services.payroll.wages.rules.pay import Creditor
from shared.money import Money
from shared.outgoing import send_pending
from shared.parameters import Row, Tables
from tests.builders import as_owner
from tests.integration.payroll.driver import ANNA, Host, Job, amount, asked_for, money, some_id
from tests.integration.payroll.payments.test_what_the_bank_answers import report

PAID, CLOSED = date(2026, 10, 6), date(2026, 11, 3)
SEED, HISTORIES = int(os.environ.get("DUES_SEED", "20261126")), int(os.environ.get("HISTORIES", "12"))
NEVER_LEFT = """select payment_id from due_payments p
where not exists (select from outgoing_pending o where o.document_id = p.document_id)"""
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
    host.close_quarter(CLOSED)
    return host


def dues(host: Host) -> dict[str, Any]:
    return {one["creditor"]: one for one in host.call("list_dues", paid=True)}


def payments(host: Host) -> list[str]:
    """The end-to-end ids of the payments of dues that left for the bank, in their order."""
    return [named for _, content in host.documents("bank") for named in asked_for(content) if named.startswith("due")]


def test_a_due_is_proposed_by_one_approved_by_another_and_paid_by_the_bank_once(owed: Host) -> None:
    due = dues(owed)["tax_authority"]
    assert waits(owed, due["due_id"]) == [("due_waiting", "payroll_clerk", due["amount"])]
    proposed = owed.call("propose_due", on=CLOSED, due_id=due["due_id"], reference="+++190/2123/45678+++")
    assert (proposed["state"], proposed["waits_for"], proposed["execute_on"]) == (
        "proposed", "second_person", "2026-11-12")
    assert waits(owed, due["due_id"]) == [("due_proposed", "second_person", due["amount"])]
    assert owed.refused("approve_due", on=CLOSED, due_id=due["due_id"]) == "second_person_needed"
    owed.call("approve_due", on=CLOSED, due_id=due["due_id"], subject="chair")
    name, content = next(one for one in owed.documents("bank") if one[0].startswith("DUE-"))
    refused = report(name.removesuffix(".xml"), *asked_for(content))
    assert [owed.call("record_payment_report", on=CLOSED, report=refused)["rejected"] for _ in range(2)] == [1, 0]
    (waiting,) = [one for one in owed.call("list_waiting", on=CLOSED) if one["about"] == due["due_id"]]
    assert (waiting["matter"], waiting["why"]) == ("due_waiting", "AC04")
    owed.call("propose_due", on=CLOSED, due_id=due["due_id"], reference="+++190/2123/45678+++")
    owed.call("approve_due", on=CLOSED, due_id=due["due_id"], subject="chair")
    cents = due["amount"]["amount"]
    (first, named) = payments(owed)
    assert (first, named != first) == (due["due_id"].replace("_", ""), True)
    owed.bank_moves(7, f"-{cents}", named, date(2026, 11, 12))
    assert dues(owed)["tax_authority"]["state"] == "paid"
    assert not owed.balance("withholding_tax_to_pay")
    assert owed.faults() == []
    short = str(Decimal(cents) - 5)
    owed.bank_moves(8, short, named, date(2026, 11, 13))
    owed.bank_moves(8, short, named, date(2026, 11, 13), kind="bank_movement_returned")
    back = dues(owed)["tax_authority"]
    assert (back["state"], back["waits_for"], back["paid_on"]) == ("waiting", "payroll_clerk", None)
    assert (-owed.balance("withholding_tax_to_pay").amount, owed.balance("bank_costs").amount) == (
        Decimal(cents), Decimal("5.00"))
    assert owed.faults() == []
    owed.call("propose_due", on=date(2026, 11, 16), due_id=due["due_id"], reference="+++190/2123/45678+++")
    owed.call("approve_due", on=date(2026, 11, 16), due_id=due["due_id"], subject="chair")
    owed.bank_moves(9, f"-{cents}", payments(owed)[-1], date(2026, 11, 17))
    assert (dues(owed)["tax_authority"]["state"], owed.balance("withholding_tax_to_pay").amount) == ("paid", 0)


def test_a_proposal_given_up_waits_again_and_nothing_is_paid_to_an_account_that_nobody_entered(owed: Host) -> None:
    tax, social = (dues(owed)[creditor]["due_id"] for creditor in ("tax_authority", "social_security"))
    owed.call("propose_due", on=CLOSED, due_id=tax, reference="1")
    assert owed.refused("propose_due", on=CLOSED, due_id=tax, reference="1") == "due_not_in_state"
    assert owed.call("withdraw_due", on=CLOSED, due_id=tax)["waits_for"] == "payroll_clerk"
    assert owed.refused("approve_due", on=CLOSED, due_id=tax, subject="chair") == "due_not_in_state"
    assert owed.refused("propose_due", on=CLOSED, due_id=social, reference="2") == "parameter_missing"


def owe_more(host: Host, *amounts: str) -> list[str]:
    """Dues to the tax authority, as so many closed months would leave them, each due a day later."""
    with host.database.transaction(on=CLOSED, actor="test") as tx:
        for number, amount in enumerate(amounts):
            return_id = f"wht_{number:032x}"
            owe(tx, creditor=Creditor.TAX_AUTHORITY, return_id=return_id, entity="main", amount=Money.of(amount),
                due_on=date(2026, 12, 15) + timedelta(days=number))
        rows = tx.all("select due_id from dues where return_id like 'wht_0000%%' order by return_id")
    return [row["due_id"] for row in rows]


def waits(host: Host, about: str, on: date = date(2026, 11, 20)) -> list[tuple[str, str, Any]]:
    """What waits about something, for whom, and how much of it is open."""
    return [(one["matter"], one["leads_on"], one["amount"]) for one in host.call("list_waiting", on=on)
            if one["about"] == about]


def sent(host: Host, due_id: str, on: date = CLOSED) -> str:
    """The due's payment leaves for the bank; its end-to-end id."""
    host.call("propose_due", on=on, due_id=due_id, reference="1")
    host.call("approve_due", on=on, due_id=due_id, subject="chair")
    return payments(host)[-1]


def hand_over(host: Host, tmp_path: Path) -> None:
    send_pending(host.database, tmp_path, CLOSED)


def test_a_payment_that_was_written_off_as_rejected_and_is_paid_all_the_same_pays_the_due(
    owed: Host, tmp_path: Path,
) -> None:
    waiting, proposed, unsent, gone = owe_more(owed, *["100.00"] * 4)
    first = {due_id: sent(owed, due_id) for due_id in (waiting, proposed, unsent, gone)}
    for due_id in first:
        owed.call("reject_due", on=CLOSED, due_id=due_id)
    owed.call("propose_due", on=CLOSED, due_id=proposed, reference="1")
    again = sent(owed, gone)
    hand_over(owed, tmp_path)
    sent(owed, unsent)
    for number, named in enumerate(first.values(), start=1):
        owed.bank_moves(number, "-100.00", named, date(2026, 11, 5))
    found = {one["due_id"]: one for one in owed.call("list_dues", paid=True)}
    assert [(found[one]["state"], found[one]["under_way"], found[one]["waits_for"]) for one in first] == [
        ("paid", False, "nobody")] * 3 + [("paid", True, "payroll_clerk")]
    assert waits(owed, gone) == [("due_to_stop", "payroll_clerk", money("0.00"))]
    assert owed.refused("propose_due", on=CLOSED, due_id=waiting, reference="1") == "due_not_in_state"
    assert owed.refused("approve_due", on=CLOSED, due_id=proposed, subject="chair") == "due_not_in_state"
    hand_over(owed, tmp_path)
    assert len(list((tmp_path / "bank").glob("DUE-*"))) == 5, "what was paid before it left never leaves"
    owed.bank_moves(9, "-100.00", again, date(2026, 11, 6))
    (twice,) = [one for one in owed.call("list_dues") if one["because"] == "paid_twice"]
    assert (twice["open"], twice["refers_to"], twice["since"], twice["waits_for"]) == (
        money("-100.00"), gone, "2026-11-06", "authority")
    assert waits(owed, twice["due_id"]) == [("due_claimed", "authority", money("-100.00"))]
    assert owed.refused("offset_claim", on=CLOSED, claim_id=twice["due_id"], due_id=gone) == "due_not_in_state"
    owed.bank_moves(10, "99.00", again, date(2026, 11, 9), kind="bank_movement_returned")
    settled = {one["due_id"]: one["state"] for one in owed.call("list_dues", paid=True)}
    assert (settled[twice["due_id"]], settled[gone]) == ("paid", "paid")
    assert [one for one in owed.faults() if "dues" in one or "due " in one] == []


def test_what_an_authority_owes_back_is_set_off_where_its_law_lets_it_or_waits_for_its_money(
    owed: Host, monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim, debt = owe_more(owed, "-300.00", "100.00")
    assert owed.refused("offset_claim", on=CLOSED, claim_id=claim, due_id=debt) == "parameter_missing"
    allow_set_off(monkeypatch)
    assert owed.call("offset_claim", on=CLOSED, claim_id=claim, due_id=debt)["state"] == "paid"
    before = owed.balance("withholding_tax_to_pay")
    for number, service in enumerate(("payroll", "membership"), start=1):
        owed.hear("movement_claimed", date(2026, 11, 20), movement_id=some_id("mov", number), claimed_for=service,
                  booked_on="2026-11-20", amount=money("250.00"))
    (incoming,) = owed.call("list_incoming_payments")
    assert waits(owed, incoming["movement_id"]) == [("incoming_unassigned", "payroll_clerk", money("250.00"))]
    assert owed.balance("received_unassigned") == Money.of("-250.00")
    refused = {"movement_id": incoming["movement_id"], "due_id": claim}
    assert owed.refused("assign_incoming_payment", on=CLOSED, **refused) == "more_than_settled"
    assert owed.call("assign_incoming_payment", on=CLOSED, amount=money("200.00"), **refused)["waits_for"] == "nobody"
    assert owed.refused("assign_incoming_payment", on=CLOSED, amount=money("50.01"), **refused) == "more_than_settled"
    assert (owed.call("list_incoming_payments")[0]["unassigned"], owed.balance("received_unassigned")) == (
        money("50.00"), Money.of("-50.00"))
    assert before - owed.balance("withholding_tax_to_pay") == Money.of("200.00")


def allow_set_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cooperative entered that the tax authority's law lets it set off."""
    known = Tables.row

    def row(tables: Tables, name: str, on: date, key: str = "") -> Row:
        if name == "authority_set_off":
            return Row(name=name, valid_from=date(2026, 1, 1), valid_until=None, source="Its letter", fields={})
        return known(tables, name, on, key)

    monkeypatch.setattr(Tables, "row", row)


class Bank:
    """The bank's own count of one due: what it was asked for, what it carried out, what it gave back; cents alone."""

    numbers = itertools.count(100)

    def __init__(self, host: Host, due_id: str, cents: int, chance: random.Random, before: str) -> None:
        self.host, self.due_id, self.cents, self.chance, self.before = host, due_id, cents, chance, before
        self.today, self.moved, self.got_back = CLOSED, 0, 0
        self.asked: list[str] = []
        self.out: list[str] = []
        self.forgotten: set[str] = set()

    def step(self) -> None:
        self.chance.choice([self.clerk, self.clerk, self.reject, self.pay, self.pay, self.give_back, self.refund])()
        self.today += timedelta(days=self.chance.choice((0, 1, 1, -2)))

    def clerk(self) -> None:
        before = len(payments(self.host))
        self.host.reply("propose_due", on=self.today, due_id=self.due_id, reference="1")
        self.host.reply("approve_due", on=self.today, due_id=self.due_id, subject="chair")
        if new := payments(self.host)[before:]:
            self.forgotten |= {row["payment_id"].replace("_", "") for row in self.host.rows(NEVER_LEFT)}
            assert self.moved - self.got_back < self.cents, "what is paid was sent once more"
            assert not set(self.asked) - set(self.out) - self.forgotten, "two payments are under way"
            self.asked += new

    def reject(self) -> None:
        if self.host.reply("reject_due", on=self.today, due_id=self.due_id)["error"] is None:
            self.forgotten |= set(self.asked) - set(self.out)

    def pay(self) -> None:
        """The bank pays what it was asked: in time, after it was written off, or once more."""
        if self.asked:
            named = self.chance.choice(self.asked)
            self._moves(-self.cents, named, "bank_movement_received")
            self.moved += self.cents
            self.out.append(named)

    def give_back(self) -> None:
        if self.out:
            named = self.out.pop(self.chance.randrange(len(self.out)))
            self.forgotten.add(named)
            self._moves(self.cents, named, "bank_movement_returned")
            self.moved -= self.cents

    def refund(self) -> None:
        """The authority pays back what it was paid too much."""
        for claim in self.claims():
            cents = -int(amount(claim["open"]) * 100)
            movement = some_id("mov", self._number())
            self.host.hear("movement_claimed", self.today, movement_id=movement, claimed_for="payroll",
                           booked_on=self.today.isoformat(), amount=money(str(Money(cents).amount)))
            self.host.call("assign_incoming_payment", on=self.today, movement_id=movement, due_id=claim["due_id"])
            self.got_back += cents

    def claims(self) -> list[dict[str, Any]]:
        return [one for one in self.dues() if one["refers_to"] == self.due_id and one["state"] != "paid"]

    def dues(self) -> list[dict[str, Any]]:
        """All dues after the one of the day before: this one, what was paid beyond it, and those of later days."""
        found: list[dict[str, Any]] = self.host.call("list_dues", paid=True, after=self.before)
        return found

    def assert_counted(self) -> None:
        """Cent by cent: what is still owed, or to be got back, is what the bank's own count leaves."""
        (due,) = [one for one in self.dues() if one["due_id"] == self.due_id]
        stands = self.moved - self.got_back
        assert int(amount(due["open"]) * 100) == max(self.cents - stands, 0)
        assert -sum(int(amount(one["open"]) * 100) for one in self.claims()) == max(stands - self.cents, 0)
        assert (due["state"] == "paid") == (stands >= self.cents)

    def _moves(self, cents: int, named: str, kind: str) -> None:
        self.host.bank_moves(self._number(), str(Money(cents).amount), named, self.today, kind)

    def _number(self) -> int:
        return next(self.numbers)


def test_whatever_the_bank_does_each_due_is_paid_once_to_the_cent_and_the_rest_is_claimed_back(owed: Host) -> None:
    chance = random.Random(SEED)  # noqa: S311 - histories to be told again
    account = owed.balance("withholding_tax_to_pay")
    drawn = [chance.randint(1, 999_999) for _ in range(HISTORIES)]
    dues_drawn = owe_more(owed, *(str(Money(cents).amount) for cents in drawn))
    banks = [Bank(owed, due_id, cents, chance, before) for due_id, cents, before in zip(
        dues_drawn, drawn, ["", *dues_drawn], strict=False)]
    for bank in banks:
        for _ in range(12):
            bank.step()
            bank.assert_counted()
    left = sum(bank.moved - bank.got_back for bank in banks)
    assert owed.balance("withholding_tax_to_pay") - account == Money(left)
    assert [fault for fault in owed.faults() if "due" in fault.split()[1:4]] == []
    with psycopg.connect(as_owner(owed.database.url)) as conn:
        conn.execute("update due_payments set times = times + 1 where times > 0")
    assert any("the bank moved" in fault for fault in owed.faults())
