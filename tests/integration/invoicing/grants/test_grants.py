"""Grants and sponsoring: out of suspense into an activity, less the fee, and back when they are taken back."""

from datetime import date
from typing import Any

import psycopg
import pytest

from tests.integration.invoicing.bank_files import Moved, coda
from tests.integration.invoicing.driver import MEMBER, OTHER_MEMBER, Host, euro
from tests.integration.invoicing.expenses.test_expenses import approved, job, kept, transfers
from tests.integration.invoicing.transfers.test_budget_moves import move, refused

FIGURES = ("turnover", "grants", "transferred", "fee", "budget", "expenses", "balance", "owed")


def take_in(host: Host, *moved: Moved, sequence: int = 1, opening: str = "0.00") -> None:
    host.call("ingest_bank_statement", file_format="coda", content=coda(*moved, sequence=sequence, opening=opening))


def granted(host: Host, amount: str = "1000.00", kind: str = "grant", **how: Any) -> tuple[str, Any]:
    """An activity, and the grant that came in for it."""
    activity_id = host.activity()
    take_in(host, Moved(amount=amount, free="subside", reference="G1"))
    host.on = date(2026, 10, 3)
    (waiting,) = host.call("list_unmatched_movements")
    return activity_id, host.call("book_grant", movement_id=waiting["movement_id"], activity_id=activity_id, kind=kind,
                                  **how)


def statement(host: Host, activity_id: str) -> list[str]:
    shown = host.call("get_activity_statement", activity_id=activity_id)
    cents = {name: int(shown[name]["amount"].replace(".", "")) for name in FIGURES}
    assert cents["turnover"] + cents["grants"] + cents["transferred"] == (
        cents["fee"] + cents["budget"] + cents["expenses"] + cents["balance"] - cents["owed"])
    return [shown[name]["amount"] for name in ("grants", "fee", "balance", "owed")]


@pytest.mark.parametrize("kind", ["grant", "sponsoring"])
def test_a_grant_enters_an_activity_without_an_order_and_bears_the_fee(host: Host, kind: str) -> None:
    activity_id, grant = granted(host, kind=kind)
    assert (grant["amount"], grant["fee"], grant["left"]) == (euro("1000.00"), euro("65.00"), euro("935.00"))
    assert [host.balance(account) for account in ("499", "7405", "6190", "4890", "7400")] == [
        0, -100_000, 100_000, -93_500, -6_500]
    assert statement(host, activity_id) == ["1000.00", "65.00", "935.00", "0.00"]
    assert host.call("list_unmatched_movements") == []
    assert [one["kind"] for one in host.call("list_grants", activity_id=activity_id, by=(), subject=MEMBER)] == [kind]
    refusal = host.refusal("list_grants", activity_id=activity_id, by=(), subject=OTHER_MEMBER)
    assert refusal["exc_type"] == "not_allowed"
    assert host.faults() == []


def test_a_grant_pays_expenses_and_moves_to_another_activity_to_the_cent(host: Host) -> None:
    activity_id, _ = granted(host, "150.00")  # 140.25 after the fee
    host.on = date(2026, 10, 3)
    approved(host, activity_id, kept(host))
    assert job(host, host.on) == "1 claims were refunded."
    assert [amount for _, amount in transfers(host)] == ["121.00"]
    other = host.call("open_activity", member_id=host.member(OTHER_MEMBER), name="Atelier")["activity_id"]
    assert refused(host, activity_id, other, "40.26") == "not_enough_to_move"
    move(host, activity_id, other, "40.25")
    assert statement(host, activity_id) == ["150.00", "9.75", "0.00", "0.00"]
    assert host.faults() == []


def test_a_movement_is_a_grant_once_and_what_went_out_never(host: Host) -> None:
    activity_id, grant = granted(host)
    again = {"movement_id": grant["movement_id"], "activity_id": activity_id, "kind": "grant"}
    assert host.refusal("book_grant", **again)["exc_type"] == "movement_matched"
    take_in(host, Moved(amount="-12.00", free="frais"), sequence=2, opening="1000.00")
    (out,) = host.call("list_unmatched_movements")
    assert host.refusal("book_grant", **again | {"movement_id": out["movement_id"]})["exc_type"] == "movement_matched"
    assert host.refusal("book_grant", **again, by=("advisor",))["exc_type"] == "not_allowed"
    assert host.refusal("book_grant", **again | {"kind": "present"})["exc_type"] == "shape_not_met"


def test_no_grant_enters_where_the_share_does_not_hold_and_its_money_waits_in_the_list(host: Host) -> None:
    activity_id = host.activity()
    host.hear("membership.share_paid", member_id=MEMBER, call_id="shc_" + "5" * 32, shares=1, amount=euro("30.00"),
              paid_on="2026-01-05", holding=1, holds_until="2026-10-02")
    take_in(host, Moved(amount="100.00", free="subside"))
    host.on = date(2026, 10, 3)
    (waiting,) = host.call("list_unmatched_movements")
    asked = {"movement_id": waiting["movement_id"], "activity_id": activity_id, "kind": "grant"}
    assert host.refusal("book_grant", **asked)["exc_type"] == "share_needed"
    assert [one["movement_id"] for one in host.call("list_unmatched_movements")] == [waiting["movement_id"]]
    host.on = date(2026, 10, 2)
    host.call("book_grant", **asked)


def test_a_grant_that_the_bank_takes_back_gives_its_fee_back_and_leaves_nothing(host: Host) -> None:
    activity_id, _ = granted(host)
    take_in(host, Moved(amount="-1000.00", free="subside", reference="G1", returns=True), sequence=2, opening="1000.00")
    assert statement(host, activity_id) == ["0.00", "0.00", "0.00", "0.00"]
    assert [host.balance(account) for account in ("499", "7405", "6190", "4890", "7400", "550")] == [0] * 6
    assert [one["returned_on"] for one in host.call("list_grants", activity_id=activity_id)] == ["2026-10-02"]
    assert host.call("list_unmatched_movements") == []
    assert host.faults() == []


def test_a_grant_taken_back_after_it_was_spent_is_owed_and_nothing_of_it_moves(host: Host) -> None:
    activity_id, grant = granted(host)
    approved(host, activity_id, kept(host))
    assert job(host, host.on) == "1 claims were refunded."
    take_in(host, Moved(amount="-1000.00", free="trop"), sequence=2, opening="1000.00")
    (out,) = host.call("list_unmatched_movements")
    host.call("return_movement", movement_id=out["movement_id"], returns=grant["movement_id"])
    assert statement(host, activity_id) == ["0.00", "0.00", "0.00", "100.00"]  # the lamps were 100.00 without VAT
    other = host.call("open_activity", member_id=host.member(OTHER_MEMBER), name="Atelier")["activity_id"]
    assert refused(host, activity_id, other, "0.01") == "not_enough_to_move"
    assert host.faults() == []


def test_a_grant_that_the_books_do_not_hold_is_found(host: Host) -> None:
    granted(host)
    with psycopg.connect(host.url) as conn:
        conn.execute("alter table grants disable trigger user")
        conn.execute("update grants set cents = cents + 1")
    assert "invoicing: account grants_received stands at -1000.00 EUR, grants add up to -1000.01 EUR" in host.faults()
