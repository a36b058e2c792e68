"""After any history, days forwards and backwards: each day register = lots = capital = bank, and nothing is stuck.

`make histories COUNT=2000` plays as many as one wants.
"""

import contextlib
import os
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from services.membership.comparison.use_cases import compare_register
from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.payouts.use_cases import pay_claims
from services.membership.register.reads import get_holding, holdings_of
from services.membership.register.rules import lots_of
from services.membership.register.use_cases import seal_register
from services.membership.shares.use_cases.calls import call_yearly_shares
from services.membership.shares.use_cases.payments import receive_payment
from services.membership.standing.use_cases import suspend_arrears
from shared.identifiers import new_id
from shared.money import Money
from shared.parameters import Row, Tables
from tests.integration.membership.conftest import Desk, Refused, empty, euro
from tests.integration.membership.register.checker import BELGIAN, faults, faults_seen

START = date(2027, 1, 2)
OPERATIONS = ("pay", "pay_part", "pay_too_much", "reverse", "more", "order", "cancel", "resign", "transfer", "die",
              "withdraw", "sweep", "crash", "later", "approve", "rejoin", "be_paid", "pay_unnamed", "place", "correct",
              "split", "unplace", "send_back", "annul_exit", "annul_transfer", "exclude", "bank_pays", "bank_returns")
STEPS = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 3), st.integers(0, 25), st.integers(0, 60)),
                 max_size=16)
DONE: Counter[str] = Counter()
REFUSED: Counter[tuple[str, str]] = Counter()


class Play:
    """Four people and what happens to them; what is refused is refused, and the sums hold all the same."""

    chart = BELGIAN
    mistyped = "199999999946"  # it begins as ours do
    balance_on = "2026-12-31"

    def __init__(self, desk: Desk) -> None:
        empty(desk.url)
        self.desk = desk
        self.day = START
        self.ago = timedelta(0)
        self.prepare()
        desk.member(on=date(2026, 3, 1))  # stays, so that at every balance day somebody holds a share
        [self.untouched] = [row["id"] for row in desk.rows("select id from share_payments")]
        self.people = [desk.member(on=date(2026, 3, 1)) for _ in range(3)] + [desk.candidate()["member_id"]]
        self.everybody = list(self.people)
        self.movements: list[str] = []
        self.orders: list[str] = []

    def step(self, operation: str, who: int, days: int, ago: int) -> None:
        self.day += timedelta(days=days)
        self.ago = timedelta(days=ago)
        try:
            getattr(self, operation)(self.people[who])
            DONE[operation] += 1
        except Refused as refused:
            REFUSED[operation, refused.code] += 1
            if refused.code in {"internal_error", "promise_broken"}:
                raise

    def prepare(self) -> None:
        """What the country's tables say during this life."""
        two_nominals(self.desk)

    @property
    def booked_on(self) -> str:
        """What the bank booked some time ago is heard today."""
        return (self.day - self.ago).isoformat()

    def _pay(self, member: str, amount: str) -> None:
        calls = self.desk.get(member)["calls"]
        if calls:
            self.movements.append(new_id("mov"))
            self.desk.hear("invoicing.bank_movement_received", on=self.day, movement_id=self.movements[-1],
                           booked_on=self.booked_on, amount=euro(amount), end_to_end_id="",
                           structured_communication=calls[self.ago.days % len(calls)]["structured_communication"])

    def pay(self, member: str) -> None:
        self._pay(member, self.desk.nominal)

    def pay_part(self, member: str) -> None:
        self._pay(member, "11.00")

    def pay_too_much(self, member: str) -> None:
        self._pay(member, "95.00")

    def crash(self, member: str) -> None:
        """The power fails after a payment was worked out and before it was committed."""
        calls = self.desk.get(member)["calls"]
        with contextlib.suppress(ConnectionAbortedError), \
                self.desk.database.transaction(on=self.day, actor="test") as tx:
            receive_payment(tx, movement=new_id("mov"), amount=Money.of("30.00"), booked_on=self.day,
                            communication=calls[0]["structured_communication"] if calls else "")
            raise ConnectionAbortedError

    def reverse(self, member: str) -> None:
        """Any of the payments, not only the last."""
        if self.movements:
            self.desk.hear("invoicing.bank_movement_returned", on=self.day, movement_id=new_id("mov"),
                           refers_to=self.movements.pop(self.ago.days % len(self.movements)),
                           booked_on=self.booked_on, end_to_end_id="")

    def more(self, member: str) -> None:
        self.desk.call("call_voluntary_shares", member_id=member, shares=2, on=self.day)

    def order(self, member: str) -> None:
        self.orders.append(self.desk.sign_order(member, self.day))

    def cancel(self, member: str) -> None:
        if self.orders:
            self.desk.hear("invoicing.order_cancelled", on=self.day, order_id=self.orders.pop(),
                           cancelled_on=self.day.isoformat())

    def resign(self, member: str) -> None:
        """The letter arrived some time ago."""
        self.desk.call("resign", member_id=member, known_on=self.booked_on, on=self.day)

    def die(self, member: str) -> None:
        self.desk.call("end_membership", member_id=member, cause="death", happened_on=self.booked_on,
                       evidence="act", assurance="high", on=self.day)

    def transfer(self, member: str) -> None:
        self.desk.call("transfer_shares", giver_id=member, receiver_id=self.people[0], shares=1, declaration="d",
                       consent="c", happened_on=self.booked_on, assurance="high", on=self.day)

    def withdraw(self, member: str) -> None:
        for call in self.desk.get(member)["calls"]:
            self.desk.call("withdraw_share_call", call_id=call["call_id"], reason="x", on=self.day)

    def sweep(self, member: str) -> None:
        for job in (call_yearly_shares, suspend_arrears, settle_exits, pay_claims, compare_register):
            job(self.desk.database, self.day, lambda done, total: None)

    def later(self, member: str) -> None:
        self.day += timedelta(days=40)

    def approve(self, member: str) -> None:
        self.desk.call("record_net_assets", roles=("accountant",), balance_on=self.balance_on, approved_on="2027-01-01",
                       kind="approved_accounts", net_assets=euro("90000.00"), unavailable_equity=euro("0.00"),
                       on=self.day)

    def rejoin(self, member: str) -> None:
        """Somebody who left comes back as another member."""
        if self.desk.get(member)["state"] == "left":
            self.people[self.people.index(member)] = back = self.desk.candidate(on=self.day)["member_id"]
            self.everybody.append(back)

    def be_paid(self, member: str) -> None:
        self.desk.payee(member, name="Ada", iban=self.desk.account, on=self.day)
        self.desk.call("record_liquidity_finding", roles=("board",), decided_on=self.day.isoformat(),
                       covers_until=(self.day + timedelta(days=800)).isoformat(), most=euro("50.00"), on=self.day)

    def pay_unnamed(self, member: str) -> None:
        """The payer mistyped the reference."""
        self.movements.append(new_id("mov"))
        self.desk.hear("invoicing.bank_movement_received", on=self.day, movement_id=self.movements[-1],
                       booked_on=self.booked_on, amount=euro("45.00"), end_to_end_id="",
                       structured_communication=self.mistyped)

    def _payments(self) -> list[str]:
        return [row["id"] for row in self.desk.rows(
            "select id from share_payments where cents > 0 and id <> %s order by id", self.untouched)]

    def _some(self, of: list[str]) -> str | None:
        return of[self.ago.days % len(of)] if of else None

    def _call_of(self, member: str) -> str | None:
        return self._some([call["call_id"] for call in self.desk.get(member)["calls"]])

    def place(self, member: str) -> None:
        waiting = [row["payment_id"] for row in self.desk.call("list_unplaced_payments", on=self.day)]
        if (payment := self._some(waiting)) and (call := self._call_of(member)):
            self.desk.call("place_payment", payment_id=payment, call_id=call, on=self.day)

    def _correct(self, parts: list[tuple[str, str]]) -> None:
        if payment := self._some(self._payments()):
            self.desk.call("correct_payment", payment_id=payment, reason="another's", evidence="their letter",
                           parts=[{"call_id": call, "amount": euro(amount)} for call, amount in parts],
                           assurance="high", on=self.day)

    def correct(self, member: str) -> None:
        if call := self._call_of(member):
            self._correct([(call, "11.00")])

    def split(self, member: str) -> None:
        calls = [call for one in (member, self.people[0]) if (call := self._call_of(one))]
        self._correct([(call, "15.00") for call in calls])

    def unplace(self, member: str) -> None:
        self._correct([])

    def send_back(self, member: str) -> None:
        if payment := self._some(self._payments()):
            self.desk.send_back(payment, on=self.day)

    def annul_exit(self, member: str) -> None:
        ended = "select id from exits where member_id = %s and state in ('ended', 'settled')"
        for row in self.desk.rows(ended, member):
            self.desk.call("annul_exit", exit_id=row["id"], reason="annulled", evidence="judgment", assurance="high",
                           on=self.day)

    def annul_transfer(self, member: str) -> None:
        rows = self.desk.rows("select id from transfers where giver_id = %s order by id", member)
        if transfer := self._some([row["id"] for row in rows]):
            self.desk.call("annul_transfer", transfer_id=transfer, reason="wrong person", evidence="their letter",
                           assurance="high", on=self.day)

    def exclude(self, member: str) -> None:
        """A whole procedure of some time ago, recorded today."""
        begun = self.day - timedelta(days=60)
        board = {"roles": ("board",), "on": self.day, "assurance": "high"}
        case = self.desk.call("propose_exclusion", member_id=member, reasons="r", happened_on=begun.isoformat(),
                              **board)["exclusion_id"]
        self.desk.call("notify_exclusion_proposal", exclusion_id=case, channel="registered_letter",
                       happened_on=begun.isoformat(), **board)
        decided = self.day - timedelta(days=self.ago.days % 20)
        self.desk.call("decide_exclusion", exclusion_id=case, outcome="excluded", grounds="they did it",
                       resolution="res", happened_on=decided.isoformat(), **board)

    def _claims(self, *states: str) -> str | None:
        return self._some([row["id"] for row in self.desk.rows(
            "select id from claims where state = any(%s) order by id", list(states))])

    def bank_pays(self, member: str) -> None:
        if claim := self._claims("sent"):
            self.desk.call("record_payout", roles=("bank",), claim_id=claim, movement=new_id("mov"),
                           booked_on=self.day.isoformat(), on=self.day)

    def bank_returns(self, member: str) -> None:
        if claim := self._claims("sent", "paid"):
            self.desk.call("return_payout", roles=("bank",), claim_id=claim, movement=new_id("mov"),
                           booked_on=self.day.isoformat(), on=self.day)

    def end(self) -> None:
        """Accounts are approved, everybody says where they are paid: then nothing may be left waiting."""
        self.day += timedelta(days=400)
        with contextlib.suppress(Refused):
            self.approve("")
        for member in self.everybody:
            self.desk.payee(member, name="Ada", iban=self.desk.account, on=self.day)
        self.desk.call("record_liquidity_finding", roles=("board",), decided_on=self.day.isoformat(),
                       covers_until=(self.day + timedelta(days=800)).isoformat(), most=euro("5000.00"), on=self.day)
        for row in self.desk.call("list_unplaced_payments", on=self.day):
            self.desk.send_back(row["payment_id"], on=self.day)
        for _ in range(2):
            self.sweep("")


def two_nominals(desk: Desk) -> None:
    first = desk.database.tables.history("share_nominal")[0]
    decide(desk, first, Row("share_nominal", date(2027, 3, 1), None, "the board", {"value": "40.00"}))


def decide(desk: Desk, *decided: Row) -> None:
    """What the country's tables do not say, as the partner would decide it."""
    rows = dict(desk.database.tables._rows)
    for name in {row.name for row in decided}:
        rows[name, ""] = [row for row in decided if row.name == name]
    desk.database.country = replace(desk.database.country, tables=Tables(desk.country, rows))


@settings(max_examples=int(os.environ.get("HISTORIES", "20")),
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_history_every_day_is_right_and_nothing_is_stuck(
    desk: Desk, steps: list[tuple[str, int, int, int]],
) -> None:
    play = Play(desk)
    for step in steps:
        play.step(*step)
    everything_agrees_and_nothing_is_stuck(play)


@pytest.mark.parametrize("seed", range(int(os.environ.get("LIVES", "2"))))
def test_a_long_life_of_corrections_is_right_every_day(desk: Desk, seed: int) -> None:
    dice, play = random.Random(seed), Play(desk)  # noqa: S311 - a history, no secret
    for _ in range(100):
        play.step(dice.choice(OPERATIONS), dice.randrange(4), dice.randrange(6), dice.choice((0, 0, 1, 5, 30, 60)))
    everything_agrees_and_nothing_is_stuck(play)


def everything_agrees_and_nothing_is_stuck(play: "Play") -> None:
    desk = play.desk
    seal_register(desk.database)
    assert faults(desk.url, play.chart) == []
    assert desk.verify() == []
    for member in play.everybody:
        the_lots_are_the_holding(desk, member, play.day)
    play.end()
    seal_register(desk.database)
    assert faults(desk.url, play.chart) == []
    assert desk.verify() == []
    assert desk.call("list_unplaced_payments", on=play.day) == []
    assert desk.rows("select id from exits where state = 'ended' or (state = 'requested' and effective_on <= %s)",
                     play.day) == []
    assert desk.rows("select id, state from claims where state in ('due', 'suspended') and due_on <= %s",
                     play.day) == []


def the_lots_are_the_holding(desk: Desk, member: str, today: date) -> None:
    with desk.database.reading(on=today, actor="test") as tx:
        lots = lots_of(holdings_of(tx, member))
        held = get_holding(tx, member_id=member, on=today, known_on=None)
    assert sum(lot.shares for lot in lots) == held["shares"]
    assert sum(lot.paid_in.cents for lot in lots) == held["paid"].cents
    assert {lot.paid_in.cents // lot.shares for lot in lots} <= {3000, 4000, 5000}


def a_life(desk: Desk) -> None:
    """Two members, one of whom leaves; a payment that waits; a transfer."""
    play = Play(desk)
    for step in ("approve", "pay", "more", "pay_too_much", "transfer", "pay_unnamed", "die"):
        play.step(step, 1, 1, 0)
    seal_register(desk.database)
    assert faults(desk.url) == []


BREACHES = (
    "update share_movements set cents = cents - 1 where id = (select min(id) from share_movements)",
    "update share_movements set effective_on = effective_on + 1 where id = (select min(id) from share_movements)",
    "update share_movements set effective_on = effective_on - 300 where kind = 'redeemed'",
    "update share_movements set cause = cause || 'x' where kind = 'transferred_in'",
    "update members set shares = shares + 1 where id = (select min(id) from members)",
    "update members set left_on = left_on - 1 where left_on is not null",
    "update share_payments set booked_on = booked_on - 1 where id = (select max(id) from share_payments)",
    "delete from payment_uses where use = 'unplaced'",
    "update payment_uses set cents = cents - 1 where use = 'call'",
    "update ledger_entries set event_on = event_on - 1, booked_on = booked_on - 1 where journal = 'exits'",
    "delete from claims where kind = 'exit'",
    "update share_calls set paid_cents = 0, settled_on = null where settled_on is not null",
)


def test_the_checker_finds_each_planted_breach(desk: Desk) -> None:
    """Each is planted in one life, found, and taken back."""
    a_life(desk)
    for breach in BREACHES:
        with psycopg.connect(desk.url, row_factory=dict_row) as conn:
            conn.execute("set local session_replication_role = replica")
            assert conn.execute(breach).rowcount > 0, breach
            assert faults_seen(conn) != [], breach
            conn.rollback()
