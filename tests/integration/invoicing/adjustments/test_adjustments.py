"""An accrual by hand: proposed by one, booked by another, taken back on its day, never into closed days."""

from typing import Any

import pytest

from tests.integration.invoicing.driver import Host, euro

ACCRUAL = {"text": "Audit of 2026, not invoiced yet", "event_on": "2026-12-31", "taken_back_on": "2027-01-01",
           "lines": [{"account": "6110", "amount": euro("1200.00")}, {"account": "492", "amount": euro("-1200.00")}]}


def propose(host: Host, subject: str = "ann", **other: Any) -> str:
    return str(host.call("propose_adjustment", subject=subject, **{**ACCRUAL, **other})["adjustment_id"])


def stands(host: Host, day: str) -> dict[str, str]:
    return {one["account"]: one["amount"]["amount"] for one in host.call("get_trial_balance", as_of=day)}


def test_an_accrual_counts_in_its_year_and_is_taken_back_in_the_next(host: Host) -> None:
    adjustment_id = propose(host)
    assert stands(host, "2026-12-31") == {}
    (waiting,) = host.call("list_adjustments")
    assert (waiting["proposed_by"], waiting["proposed_on"], waiting["decided_on"]) == ("ann", "2026-09-01", None)
    assert host.refusal("book_adjustment", subject="ann", adjustment_id=adjustment_id)["exc_type"] == (
        "second_accountant_needed")
    booked = host.call("book_adjustment", subject="ben", adjustment_id=adjustment_id)
    assert (booked["state"], booked["decided_by"], booked["lines"]) == ("booked", "ben", ACCRUAL["lines"])
    assert stands(host, "2026-12-31") == {"492": "-1200.00", "6110": "1200.00"}
    assert stands(host, "2027-01-01") == {"492": "0.00", "6110": "0.00"}
    assert host.call("list_adjustments") == []
    closed = host.call("close_books_year", on="2027-01-15", year=2026)
    assert closed["result"] == euro("-1200.00")
    assert host.faults() == []


def test_an_adjustment_is_booked_once_or_withdrawn(host: Host) -> None:
    first, second = propose(host), propose(host, text="Rent of December")
    host.call("book_adjustment", subject="ben", adjustment_id=first)
    withdrawn = host.call("withdraw_adjustment", subject="ben", adjustment_id=second, reason="Invoiced already")
    assert (withdrawn["state"], withdrawn["reason"]) == ("withdrawn", "Invoiced already")
    for method, more in (("book_adjustment", {}), ("withdraw_adjustment", {"reason": "No"})):
        for adjustment_id in (first, second):
            refused = host.refusal(method, subject="cy", adjustment_id=adjustment_id, **more)
            assert refused["exc_type"] == "adjustment_not_proposed"
    assert host.balance("492") == 0
    assert len(host.rows("select from ledger_entries")) == 2


def test_the_database_itself_refuses_the_second_person_who_is_the_first(host: Host) -> None:
    propose(host)
    with pytest.raises(Exception, match="adjustments_by_two"):
        host.rows("update adjustments set state = 'booked', decided_by = 'ann', decided_on = '2026-09-01' returning 1")


def test_what_was_closed_in_the_meantime_stays_closed(host: Host) -> None:
    adjustment_id = propose(host, event_on="2026-08-31", taken_back_on=None)
    host.call("close_books_year", on="2027-01-15", year=2026)
    for refused in (host.refusal("book_adjustment", subject="ben", adjustment_id=adjustment_id),
                    host.refusal("propose_adjustment", **ACCRUAL)):
        assert (refused["exc_type"], refused["details"]["closed_until"]) == ("period_is_closed", "2026-12-31")


@pytest.mark.parametrize(("wrong", "code"), [
    ({"lines": [*ACCRUAL["lines"][:1], {"account": "492", "amount": euro("-1199.99")}]}, "adjustment_unbalanced"),
    ({"lines": [{"account": "400", "amount": euro("1.00")}, {"account": "492", "amount": euro("-1.00")}]},
     "account_not_by_hand"),
    ({"taken_back_on": "2026-12-31"}, "taken_back_too_early"),
])
def test_an_entry_that_does_not_balance_or_moves_what_events_move_is_refused(
    host: Host, wrong: dict[str, Any], code: str,
) -> None:
    assert host.refusal("propose_adjustment", **{**ACCRUAL, **wrong})["exc_type"] == code
