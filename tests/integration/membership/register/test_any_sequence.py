"""After any sequence of operations: holdings are the sum of movements, the capital account is the register."""

import contextlib
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.payouts.use_cases import pay_claims
from services.membership.register.reads import get_holding
from services.membership.register.use_cases import seal_register
from services.membership.shares.use_cases.calls import call_yearly_shares
from services.membership.shares.use_cases.payments import receive_payment
from services.membership.standing.use_cases import suspend_arrears
from shared.identifiers import new_id
from shared.money import Money
from tests.integration.membership.conftest import Desk, Refused, euro

START = date(2027, 1, 2)
OPERATIONS = ("pay", "pay_part", "pay_too_much", "reverse", "more", "order", "cancel", "resign", "transfer", "die",
              "withdraw", "sweep", "crash", "nothing")
STEPS = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 3), st.integers(0, 25)), max_size=14)


class Play:
    """Four people and what happens to them; what is refused is refused, and the sums hold all the same."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.day = START
        self.people = [desk.member(on=date(2026, 3, 1)) for _ in range(3)] + [desk.candidate()["member_id"]]
        self.movements: list[str] = []
        self.orders: list[str] = []

    def step(self, operation: str, who: int, days: int) -> None:
        self.day += timedelta(days=days)
        try:
            getattr(self, operation)(self.people[who])
        except Refused as refused:
            if refused.code == "internal_error":
                raise

    def _pay(self, member: str, amount: str) -> None:
        calls = self.desk.get(member)["calls"]
        if calls:
            self.movements.append(self.desk.pay(calls[0]["structured_communication"], amount, on=self.day))

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
        if self.movements:
            self.desk.hear("invoicing.bank_movement_returned", on=self.day, movement_id=new_id("mov"),
                           refers_to=self.movements.pop(), booked_on=self.day.isoformat(), end_to_end_id="")

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
        self.desk.call("end_membership", member_id=member, cause="death", happened_on=self.day.isoformat(),
                       evidence="act", assurance="high", on=self.day)

    def transfer(self, member: str) -> None:
        self.desk.call("transfer_shares", giver_id=member, receiver_id=self.people[0], shares=1, declaration="d",
                       consent="c", assurance="high", on=self.day)

    def withdraw(self, member: str) -> None:
        for call in self.desk.get(member)["calls"]:
            self.desk.call("withdraw_share_call", call_id=call["call_id"], reason="x", on=self.day)

    def sweep(self, member: str) -> None:
        for job in (call_yearly_shares, suspend_arrears, settle_exits, pay_claims):
            job(self.desk.database, self.day, lambda done, total: None)

    def nothing(self, member: str) -> None:
        self.day += timedelta(days=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, days=st.tuples(st.integers(0, 400), st.integers(0, 400)))
def test_after_any_sequence_the_sums_hold_between_any_two_days(
    desk: Desk, steps: list[tuple[str, int, int]], days: tuple[int, int],
) -> None:
    if not desk.rows("select 1 from net_asset_statements"):
        desk.call("record_net_assets", roles=("accountant",), balance_on="2026-12-31", approved_on="2026-12-31",
                  kind="approved_accounts", net_assets=euro("90000.00"), unavailable_equity=euro("0.00"))
        desk.member(on=date(2026, 3, 1))
    play = Play(desk)
    for operation, who, later in steps:
        play.step(operation, who, later)
    seal_register(desk.database)
    assert desk.verify() == []
    first, last = (date(2026, 1, 1) + timedelta(days=n) for n in sorted(days))
    for member in play.people:
        _sums_hold(desk, member, first, last)


def _sums_hold(desk: Desk, member: str, first: date, last: date) -> None:
    with desk.database.reading(on=date(2030, 1, 1), actor="test") as tx:
        before: dict[str, Any] = get_holding(tx, member_id=member, on=first, known_on=None)
        after: dict[str, Any] = get_holding(tx, member_id=member, on=last, known_on=None)
    between = [row for row in after["movements"] if row["effective_on"] > first]
    assert after["shares"] == before["shares"] + sum(row["shares"] for row in between)
    assert after["paid"].cents == after["shares"] * 3000
    assert before["shares"] >= 0
    assert after["shares"] >= 0
