"""After any history, days forwards and backwards: each day register = lots = capital = bank, and nothing is stuck."""

import contextlib
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from tests.integration.membership.conftest import Desk, Refused, euro

START = date(2027, 1, 2)
OPERATIONS = ("pay", "pay_part", "pay_too_much", "reverse", "more", "order", "cancel", "resign", "transfer", "die",
              "withdraw", "sweep", "crash", "later", "approve", "rejoin", "be_paid")
STEPS = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 3), st.integers(0, 25), st.integers(0, 60)),
                 max_size=16)
IBAN = "BE68539007547034"


class Play:
    """Four people and what happens to them; what is refused is refused, and the sums hold all the same."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.day = START
        self.ago = timedelta(0)
        two_nominals(desk)
        self.people = [desk.member(on=date(2026, 3, 1)) for _ in range(3)] + [desk.candidate()["member_id"]]
        self.everybody = list(self.people)
        self.movements: list[str] = []
        self.orders: list[str] = []

    def step(self, operation: str, who: int, days: int, ago: int) -> None:
        self.day += timedelta(days=days)
        self.ago = timedelta(days=ago)
        try:
            getattr(self, operation)(self.people[who])
        except Refused as refused:
            if refused.code == "internal_error":
                raise

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
        self._pay(member, "30.00")

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
        self.desk.call("resign", member_id=member, on=self.day)

    def die(self, member: str) -> None:
        self.desk.call("end_membership", member_id=member, cause="death", happened_on=self.booked_on,
                       evidence="act", assurance="high", on=self.day)

    def transfer(self, member: str) -> None:
        self.desk.call("transfer_shares", giver_id=member, receiver_id=self.people[0], shares=1, declaration="d",
                       consent="c", assurance="high", on=self.day)

    def withdraw(self, member: str) -> None:
        for call in self.desk.get(member)["calls"]:
            self.desk.call("withdraw_share_call", call_id=call["call_id"], reason="x", on=self.day)

    def sweep(self, member: str) -> None:
        for job in (call_yearly_shares, suspend_arrears, settle_exits, pay_claims, compare_register):
            job(self.desk.database, self.day, lambda done, total: None)

    def later(self, member: str) -> None:
        self.day += timedelta(days=40)

    def approve(self, member: str) -> None:
        self.desk.call("record_net_assets", roles=("accountant",), balance_on="2026-12-31", approved_on="2027-01-01",
                       kind="approved_accounts", net_assets=euro("90000.00"), unavailable_equity=euro("0.00"),
                       on=self.day)

    def rejoin(self, member: str) -> None:
        """Somebody who left comes back as another member."""
        if self.desk.get(member)["state"] == "left":
            self.people[self.people.index(member)] = back = self.desk.candidate(on=self.day)["member_id"]
            self.everybody.append(back)

    def be_paid(self, member: str) -> None:
        self.desk.call("record_payee", member_id=member, name="Ada", iban=IBAN, on=self.day)
        self.desk.call("record_liquidity_finding", roles=("board",), decided_on=self.day.isoformat(),
                       covers_until=(self.day + timedelta(days=800)).isoformat(), most=euro("50.00"), on=self.day)

    def end(self) -> None:
        """Accounts are approved, everybody says where they are paid: then nothing may be left waiting."""
        self.day += timedelta(days=400)
        with contextlib.suppress(Refused):
            self.approve("")
        for member in self.everybody:
            self.desk.call("record_payee", member_id=member, name="Ada", iban=IBAN, on=self.day)
        self.desk.call("record_liquidity_finding", roles=("board",), decided_on=self.day.isoformat(),
                       covers_until=(self.day + timedelta(days=800)).isoformat(), most=euro("5000.00"), on=self.day)
        for _ in range(2):
            self.sweep("")


def two_nominals(desk: Desk) -> None:
    rows = dict(desk.database.tables._rows)
    [*_, first] = rows["share_nominal", ""][:1]
    dear = Row("share_nominal", date(2027, 3, 1), None, "the board", {"value": "40.00"})
    rows["share_nominal", ""] = [first, dear]
    desk.database.country = replace(desk.database.country, tables=Tables("BE", rows))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_history_every_day_is_right_and_nothing_is_stuck(
    desk: Desk, steps: list[tuple[str, int, int, int]],
) -> None:
    play = Play(desk)
    for step in steps:
        play.step(*step)
    seal_register(desk.database)
    assert desk.verify() == []
    for member in play.everybody:
        the_lots_are_the_holding(desk, member, play.day)
    play.end()
    seal_register(desk.database)
    assert desk.verify() == []
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
    assert {lot.paid_in.cents // lot.shares for lot in lots} <= {3000, 4000}
