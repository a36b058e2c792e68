"""Whatever the bank does, and in whatever order that is heard: nobody is paid twice unseen.

The checker is the bank. It knows the files that it was given, what it answered, what it moved and what came back to the
account; whom a payment is for it reads from the file. `HISTORIES` draws longer ones (`make histories`).
"""

import os
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import psycopg
import pytest

from shared.money import Money
from tests.builders import as_owner
from tests.integration.payroll.driver import ANNA, BRAM, WORKERS, Host, Job, amount, asked_for, money, some_id
from tests.integration.payroll.payments.test_what_the_bank_answers import report

STEPS = 5 * int(os.environ.get("HISTORIES", "12"))
SEED = int(os.environ.get("WAGES_SEED", "20261127"))
START = date(2026, 11, 3)
MONTHS = (7, 8, 9, 10)
NOTHING, CENT = Decimal(0), Decimal("0.01")


@dataclass(eq=False)
class Asked:
    """A payment as the bank was asked for it, and what the bank did and said."""

    name: str
    file: str
    payee: str
    amount: Decimal
    times: int = 0
    moved: bool = False
    verdict: str = ""
    said_at: int = 0

    @property
    def under_way(self) -> bool:
        return self.verdict != "RJCT" and (not self.moved or self.times < 0)

    @property
    def paid(self) -> Decimal:
        return self.amount * self.times


@dataclass
class Bank:
    """The cooperative's bank: it carries out, rejects, accepts after all, gives back whole or short, or errs."""

    host: Host
    chance: random.Random
    nets: dict[str, Decimal]
    wages: dict[str, str] = field(default_factory=dict)
    today: date = START
    asked: list[Asked] = field(default_factory=list)
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    reports: list[tuple[Asked, str, int]] = field(default_factory=list)
    to_tell: list[tuple[Asked, int]] = field(default_factory=list)
    repaid: dict[str, Decimal] = field(default_factory=dict)
    number: int = 0
    files: int = 0

    def read_files(self) -> None:
        """What it is newly asked; asked twice for a wage it must have been told why."""
        documents = self.host.documents("bank")
        for _, content in documents[self.files:]:
            root = ET.fromstring(content)  # noqa: S314 - our own file
            file = str(root.findtext(".//{*}MsgId"))
            for one in root.iterfind(".//{*}CdtTrfTxInf"):
                payee = f"{one.findtext('.//{*}CdtrAcct//{*}IBAN')} {one.findtext('.//{*}Ustrd')}"
                name, asked = one.findtext(".//{*}EndToEndId"), one.findtext(".//{*}InstdAmt")
                new = Asked(str(name), file, payee, Decimal(str(asked)))
                before = self.of(payee)
                assert not [old for old in before if old.under_way], f"{payee} is asked for twice"
                assert self.stands(payee) + new.amount <= self.nets[payee], f"{payee} is sent what was paid"
                assert new.name not in {old.name for old in self.asked}
                self.asked.append(new)
        self.files = len(documents)

    def of(self, payee: str) -> list[Asked]:
        return [one for one in self.asked if one.payee == payee]

    def stands(self, payee: str) -> Decimal:
        """What the payee has for good: carried out less given back, less what they gave back themselves.

        A return that was told before its debit counts once the debit is told.
        """
        paid = sum((max(one.paid, NOTHING) for one in self.of(payee)), NOTHING)
        return paid - self.repaid.get(payee, NOTHING)

    def step(self) -> None:
        self.chance.choice([self.carry_out, self.carry_out, self.give_back, self.say, self.say, self.say_again,
                            self.tell_again, self.tell_late, self.by_hand, self.ask_again, self.ask_again, self.run,
                            self.pay_back])()
        self.today += timedelta(days=self.chance.choice((0, 0, 1, 1, -2)))

    def run(self) -> None:
        self.host.pay_day(self.today)
        self.read_files()

    def carry_out(self) -> None:
        """In time, after it was rejected, after another one was sent; once in a while twice."""
        one = self.chance.choice(self.asked)
        if one.times < 1 or self.chance.random() < 0.1:
            self._move(one, 1)

    def give_back(self) -> None:
        """Whole or short of costs; sometimes the return is told before its debit is."""
        done = [one for one in self.asked if one.times > 0]
        if done and self.chance.random() < 0.8:
            self._move(self.chance.choice(done), -1)
        elif waiting := [one for one in self.asked if not one.moved]:
            one = self.chance.choice(waiting)
            self._move(one, -1)
            self.to_tell.append((one, 1))

    def tell_late(self) -> None:
        if self.to_tell:
            one, times = self.to_tell.pop(0)
            self._move(one, times)

    def _move(self, one: Asked, times: int) -> None:
        self.number += 1
        short = times < 0 and self.chance.random() < 0.3
        cents = one.amount - 5 if short else one.amount
        kind = "bank_movement_received" if times > 0 else "bank_movement_returned"
        told: dict[str, Any] = {"number": self.number, "amount": str(cents * -times), "end_to_end": one.name,
                                "on": self.today}
        one.times, one.moved = one.times + times, True
        self.told.append((kind, told))
        self.host.bank_moves(**told, kind=kind)

    def tell_again(self) -> None:
        """A statement comes a second time."""
        if self.told:
            kind, told = self.chance.choice(self.told)
            self.host.bank_moves(**told, kind=kind)

    def say(self) -> None:
        """A report on one payment: accepted or rejected, perhaps unlike the one before."""
        one = self.chance.choice(self.asked)
        if not one.moved:
            self._report(one, self.chance.choice(("RJCT", "RJCT", "ACSP")), len(self.reports) + 1)

    def say_again(self) -> None:
        """A report comes again, late."""
        if self.reports:
            self._report(*self.chance.choice(self.reports))

    def _report(self, one: Asked, status: str, said_at: int) -> None:
        self.reports.append((one, status, said_at))
        at = (datetime(2026, 11, 3, tzinfo=UTC) + said_at * timedelta(minutes=1)).isoformat()
        self.host.call("record_payment_report", on=self.today,
                       report=report(one.file, one.name, status=status, written=at))
        if (said_at > one.said_at) and (not one.moved or one.times < 0):
            one.verdict, one.said_at = status, said_at

    def by_hand(self) -> None:
        """Somebody writes that the bank rejected or stopped a payment."""
        payee = self.chance.choice(sorted(self.nets))
        reply = self.host.reply("reject_wage", on=self.today, wage_id=self.wages[payee])
        under_way = [one for one in self.of(payee) if one.under_way]
        assert (reply["error"] is None) == bool(under_way)
        if under_way:
            under_way[-1].verdict = "RJCT"

    def ask_again(self) -> None:
        for payee in sorted(self.nets):
            if self.chance.random() < 0.4:
                self.host.reply("send_wage_again", on=self.today, wage_id=self.wages[payee])

    def pay_back(self) -> None:
        """A worker gives back what they were paid twice, or a part of it."""
        for payee, net in self.nets.items():
            if (over := self.stands(payee) - net) > 0 and self.chance.random() < 0.7:
                self._pay_back(payee, over if self.chance.random() < 0.6 else CENT)

    def _pay_back(self, payee: str, piece: Decimal) -> None:
        self.number += 1
        movement = some_id("mov", 10**6 + self.number)
        self.host.hear("movement_claimed", self.today, movement_id=movement, claimed_for="payroll",
                       booked_on=self.today.isoformat(), amount=money(str(piece)))
        which = {"movement_id": movement, "wage_id": self.wages[payee]}
        beyond = self.stands(payee) - self.nets[payee] + CENT
        assert self.host.refused("assign_repayment", amount=money(str(beyond)), **which) == (
            "more_than_settled" if beyond > piece else "more_than_overpaid")
        self.host.call("assign_repayment", on=self.today, **which)
        self.repaid[payee] = self.repaid.get(payee, NOTHING) + piece

    def assert_seen(self) -> None:
        """To the cent, wage by wage: what is open is what the bank's own count leaves, and what is beyond is listed."""
        found = {one["wage_id"]: one for one in self.host.call("list_wages")}
        waits = [(one["matter"], one["wage_id"], one["leads_on"], one["amount"]) for one in
                 self.host.call("list_waiting", on=self.today, limit=500)]
        for payee, net in self.nets.items():
            wage_id, left = self.wages[payee], net - self.stands(payee)
            assert amount(found[wage_id]["open"]) == left
            assert (found[wage_id]["state"] == "paid") == (left <= 0)
            claimed = ("payment_claimed", wage_id, "worker", money(f"{left:.2f}"))
            assert (claimed in waits) == (left < 0), f"{payee} was paid twice unseen"
            coming = sum((one.amount for one in self.of(payee) if one.under_way), NOTHING)
            to_stop = [one for one in waits if one[:2] == ("payment_to_stop", wage_id)]
            assert bool(to_stop) == (coming > 0 and coming > left), f"{payee} is about to be paid twice unseen"

    def lead_on(self) -> None:
        """Everybody does what the list asks for, until nothing waits."""
        while self.to_tell:
            self.tell_late()
        for _ in range(40):
            for waits in self.host.call("list_waiting", on=self.today, limit=500):
                self._lead(waits)
            self.run()
            self.today += timedelta(days=5)

    def _lead(self, waits: dict[str, Any]) -> None:
        payee = next((payee for payee, wage_id in self.wages.items() if wage_id == waits["wage_id"]), "")
        match waits["matter"]:
            case "payment_rejected" | "payment_returned":
                self.host.call("send_wage_again", on=self.today, wage_id=waits["wage_id"])
            case "payment_unanswered":
                for one in self.of(payee):
                    if one.under_way:
                        self._move(one, 1)
            case "payment_to_stop":
                self.host.call("reject_wage", on=self.today, wage_id=waits["wage_id"])
                [one for one in self.of(payee) if one.under_way][-1].verdict = "RJCT"
            case "payment_claimed":
                self._pay_back(payee, self.stands(payee) - self.nets[payee])


def bank(host: Host, chance: random.Random) -> Bank:
    """Two workers, four months each, one wage a month: all in one file."""
    host.staff(ANNA, BRAM)
    nets, wages = {}, {}
    for number, (member_id, month) in enumerate(((one, month) for one in (ANNA, BRAM) for month in MONTHS), start=1):
        job = Job(number=number, member_id=member_id, starts_on=date(2026, month, 6), ends_on=date(2026, month, 10))
        host.sign(job)
        host.complete(job)
    host.pay_day(START)
    for one in host.call("list_wages"):
        payee = f"{str(WORKERS[one['member_id']]['iban']).replace(' ', '')} Wage {one['month']}"
        nets[payee], wages[payee] = amount(one["net"]), one["wage_id"]
    assert len(nets) == 8
    found = Bank(host, chance, nets, wages)
    found.read_files()
    return found


def test_whatever_the_bank_does_nobody_is_paid_twice_unseen(host: Host) -> None:
    one = bank(host, random.Random(SEED))  # noqa: S311 - a history to be told again
    for _ in range(STEPS):
        one.step()
        one.assert_seen()
    one.lead_on()
    one.assert_seen()
    assert {payee: one.stands(payee) for payee in one.nets} == one.nets
    assert not [waits for waits in host.call("list_waiting", on=one.today, limit=500)
                if waits["matter"].startswith(("payment", "incoming"))]
    assert host.faults() == []
    with psycopg.connect(as_owner(host.database.url)) as conn:
        conn.execute("update wage_payments set open_cents = 1 where wage_id = (select min(wage_id) from wage_payments)")
    assert any("cents open" in fault for fault in host.faults())


SEPTEMBER, OCTOBER = Job(), Job(number=2, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 30))
PAY_DAY, LATER = date(2026, 10, 6), date(2026, 10, 8)
FILE = "WAGES-2026-10-06-0001"


def asked_again(host: Host) -> tuple[str, str]:
    """A wage that the bank rejected and that somebody asked to be sent again; the wage and its first payment."""
    host.staff(ANNA)
    host.work(SEPTEMBER)
    host.pay_day(PAY_DAY)
    wage_id, first = host.wage_of(SEPTEMBER)["wage_id"], host.last_payment()
    host.call("record_payment_report", on=PAY_DAY, report=report(FILE, first, written="2026-10-06T10:00:00+02:00"))
    host.call("send_wage_again", on=PAY_DAY, wage_id=wage_id)
    return wage_id, first


@pytest.mark.parametrize("word", ["carried out", "accepted"])
def test_a_payment_that_the_bank_takes_up_after_all_is_not_sent_once_more(host: Host, word: str) -> None:
    wage_id, first = asked_again(host)
    if word == "accepted":
        host.call("record_payment_report", on=PAY_DAY, report=report(
            FILE, first, status="ACSP", written="2026-10-06T11:00:00+02:00"))
    else:
        host.bank_moves(1, "-2261.32", first, PAY_DAY)
    host.pay_day(LATER)
    assert len(host.documents("bank")) == 1
    assert host.call("list_wages", member_id=ANNA)[0]["state"] == {"accepted": "accepted", "carried out": "paid"}[word]
    assert host.call("list_waiting", on=LATER) == []
    assert host.refused("send_wage_again", wage_id=wage_id) == "wage_not_returned"
    assert host.faults() == []


def test_two_payments_at_the_bank_are_seen_before_the_second_moves_and_one_is_stopped(host: Host) -> None:
    wage_id, first = asked_again(host)
    host.pay_day(LATER)
    host.bank_moves(1, "-2261.32", first, LATER)
    (waits,) = host.call("list_waiting", on=LATER)
    assert (waits["matter"], waits["wage_id"], waits["leads_on"], waits["amount"], waits["since"]) == (
        "payment_to_stop", wage_id, "payroll_clerk", money("2261.32"), "2026-10-08")
    stopped = host.call("reject_wage", on=LATER, wage_id=wage_id)
    assert (stopped["state"], stopped["open"]) == ("paid", money("0.00"))
    assert host.call("list_waiting", on=LATER) == []
    assert host.refused("reject_wage", wage_id=wage_id) == "wage_not_sent"


def test_a_worker_who_was_paid_twice_agrees_that_a_fifth_of_their_next_net_is_kept_back(host: Host) -> None:
    """Law of 12/4/1965 art. 23: only what they agreed to, and a fifth at most, of 2,261.32 it is 452.26."""
    wage_id, first = asked_again(host)
    host.pay_day(LATER)
    assert host.refused("agree_to_set_off", wage_id=wage_id, subject=ANNA, roles=("member",)) == "not_overpaid"
    for number, named in enumerate((first, host.last_payment()), start=1):
        host.bank_moves(number, "-2261.32", named, LATER)
    assert host.refused("agree_to_set_off", wage_id=wage_id) == "not_allowed", "nobody agrees for another"
    host.call("agree_to_set_off", on=LATER, wage_id=wage_id, subject=ANNA, roles=("member", "clock"))
    assert host.call("list_waiting", on=LATER)[0]["why"] == "set_off_agreed"
    host.work(OCTOBER)
    host.pay_day(date(2026, 11, 5))
    (next_wage,) = (one for one in host.call("list_wages") if one["order_id"] == OCTOBER.order_id)
    assert [next_wage[name]["amount"] for name in ("net", "set_off", "open")] == ["2261.32", "452.26", "1809.06"]
    assert asked_for(host.documents("bank")[-1][1]) == {host.last_payment(): Decimal("1809.06")}
    (waits,) = host.call("list_waiting", on=date(2026, 11, 5))
    assert (waits["wage_id"], waits["amount"]) == (wage_id, money("-1809.06"))
    (slip,) = host.rows("select content from payslips order by number desc limit 1")
    assert '"set_off":["452.26","EUR"]' in slip["content"]
    host.bank_moves(3, "-1809.06", host.last_payment(), date(2026, 11, 6))
    assert (host.wage_of(OCTOBER)["state"], host.balance("wages_to_pay")) == ("paid", Money.of("1809.06"))
    host.bank_moves(4, "2261.32", first, date(2026, 11, 9), kind="bank_movement_returned")
    (owed,) = host.call("list_waiting", on=date(2026, 11, 9))
    assert (owed["matter"], host.wage_of(SEPTEMBER)["open"]) == ("payment_returned", money("452.26"))
    assert host.faults() == []
