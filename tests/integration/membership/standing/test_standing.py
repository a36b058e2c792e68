"""The right to vote: suspended the day after the due day, restored on the day of payment, corrected backwards."""

from dataclasses import replace
from datetime import date

from services.membership.standing.use_cases import suspend_arrears
from shared.identifiers import new_id
from shared.parameters import Tables
from tests.integration.membership.conftest import Desk, euro

CALLED = date(2027, 3, 1)
DUE = date(2027, 3, 31)
LATE = date(2027, 4, 1)


def sweep(desk: Desk, on: date) -> str:
    return suspend_arrears(desk.database, on, lambda done, total: None)


def in_arrears(desk: Desk) -> tuple[str, str]:
    """A member whose yearly share was called on 1 March and is due on the 31st; his communication."""
    member = desk.member()
    desk.sign_order(member, CALLED)
    call = desk.get(member)["calls"][0]
    assert call["due_on"] == DUE.isoformat()
    return member, call["structured_communication"]


def changes(desk: Desk, member: str) -> list[tuple[str, bool, int, str]]:
    return [(body["effective_on"], body["voting"], body["suspended_shares"], body["reason"])
            for _, body in desk.published("standing_changed", about=member)]


def test_on_the_due_day_the_member_votes_and_on_the_day_after_he_does_not(desk: Desk) -> None:
    member, _ = in_arrears(desk)
    sweep(desk, DUE)
    assert desk.get(member, on=DUE)["voting"] is True
    sweep(desk, LATE)
    late = desk.get(member, on=LATE)
    assert (late["voting"], late["suspended_shares"], late["overdue_calls"]) == (False, 1, 1)
    assert changes(desk, member) == [("2027-04-01", False, 1, "share_in_arrears")]


def test_a_sweep_that_runs_late_or_twice_suspends_from_the_first_late_day_once(desk: Desk) -> None:
    member, _ = in_arrears(desk)
    sweep(desk, date(2027, 4, 20))
    sweep(desk, date(2027, 4, 21))
    assert changes(desk, member) == [("2027-04-01", False, 1, "share_in_arrears")]


def test_payment_restores_the_vote_on_the_same_day(desk: Desk) -> None:
    member, communication = in_arrears(desk)
    sweep(desk, LATE)
    desk.pay(communication, "30.00", on=date(2027, 4, 9))
    assert desk.get(member, on=date(2027, 4, 9))["voting"] is True
    assert changes(desk, member)[-1] == ("2027-04-09", True, 0, "in_order")


def test_a_part_payment_restores_nothing(desk: Desk) -> None:
    member, communication = in_arrears(desk)
    sweep(desk, LATE)
    desk.pay(communication, "29.99", on=date(2027, 4, 9))
    assert desk.get(member, on=date(2027, 4, 9))["voting"] is False


def test_a_payment_booked_in_time_and_heard_late_takes_the_suspension_away_from_its_first_day(desk: Desk) -> None:
    member, communication = in_arrears(desk)
    sweep(desk, LATE)
    desk.hear("invoicing.bank_movement_received", on=date(2027, 4, 3), movement_id=new_id("mov"),
              booked_on=DUE.isoformat(), amount=euro("30.00"), structured_communication=communication,
              end_to_end_id="")
    assert changes(desk, member) == [("2027-04-01", False, 1, "share_in_arrears"), ("2027-04-01", True, 0, "in_order")]
    assert desk.get(member, on=LATE)["voting"] is True


def test_a_withdrawn_call_suspends_nobody_any_more(desk: Desk) -> None:
    member, _ = in_arrears(desk)
    sweep(desk, LATE)
    call = desk.get(member)["calls"][0]["call_id"]
    desk.call("withdraw_share_call", call_id=call, reason="called by mistake", on=date(2027, 4, 9))
    assert changes(desk, member)[-1] == ("2027-04-09", True, 0, "in_order")


def test_where_the_statutes_suspend_only_the_unpaid_share_the_member_goes_on_voting(desk: Desk) -> None:
    for rule in ("share", "nothing"):
        desk.database.country = replace(desk.database.country, tables=with_rule(desk.database.tables, rule))
        member, _ = in_arrears(desk)
        sweep(desk, LATE)
        assert desk.get(member, on=LATE)["voting"] is True
        assert changes(desk, member) == []


def with_rule(tables: Tables, rule: str) -> Tables:
    rows = dict(tables._rows)
    rows["arrears_suspend", ""] = [replace(row, fields={"value": rule}) for row in rows["arrears_suspend", ""]]
    return Tables(tables.country, rows)
