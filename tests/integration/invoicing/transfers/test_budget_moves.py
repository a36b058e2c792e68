"""Budget moves between activities and members: only what was received, on both statements, and back once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import psycopg

from tests.integration.invoicing.bank_files import Moved
from tests.integration.invoicing.driver import MEMBER, OTHER_MEMBER, Host, euro
from tests.integration.invoicing.expenses.test_expenses import approved, bank, invoiced, kept

LATER = date(2026, 10, 2)


def free_money(host: Host) -> tuple[str, str]:
    """An activity with 100.00 received that nothing is to be paid from any more, and another member's activity."""
    giving = host.activity()
    host.member(OTHER_MEMBER)
    receiving = host.call("open_activity", member_id=OTHER_MEMBER, name="Atelier")["activity_id"]
    host.on = date(2026, 9, 5)
    claim_id = approved(host, giving, kept(host))
    done = invoiced(host, giving)
    assert refused(host, giving, receiving, "0.01") == "not_enough_to_move"  # the client has not paid
    bank(host, Moved(amount="1210.00", structured=done["structured_communication"]), sequence=1, opening="0.00")
    assert refused(host, giving, receiving, "0.01") == "not_enough_to_move"  # an approved claim is paid from it
    host.call("withdraw_expense_claim", claim_id=claim_id)
    host.on = LATER
    return giving, receiving


def move(host: Host, giving: str, receiving: str, amount: str, **how: Any) -> Any:
    return host.call("transfer_budget", from_activity=giving, to_activity=receiving, amount=euro(amount), **how)


def refused(host: Host, giving: str, receiving: str, amount: str, **how: Any) -> str:
    code: str = host.refusal("transfer_budget", from_activity=giving, to_activity=receiving, amount=euro(amount),
                             **how)["exc_type"]
    return code


def figures(host: Host, activity_id: str) -> tuple[str, str]:
    shown = host.call("get_activity_statement", activity_id=activity_id)
    cents = {name: int(shown[name]["amount"].replace(".", "")) for name in (
        "turnover", "transferred", "fee", "budget", "expenses", "balance", "owed")}
    assert cents["turnover"] + cents["transferred"] == (
        cents["fee"] + cents["budget"] + cents["expenses"] + cents["balance"] - cents["owed"])
    return shown["transferred"]["amount"], shown["balance"]["amount"]


def test_budget_moves_to_another_member_and_stands_on_both_statements(host: Host) -> None:
    giving, receiving = free_money(host)
    moved = move(host, giving, receiving, "60.00", by=(), subject=MEMBER)
    assert (moved["amount"], moved["moved_on"], moved["reverses"]) == (euro("60.00"), "2026-10-02", None)
    assert (figures(host, giving), figures(host, receiving)) == (("-60.00", "40.00"), ("60.00", "60.00"))
    for activity_id in (giving, receiving):
        (line,) = [entry for entry in host.call("get_activity_statement", activity_id=activity_id)["entries"]
                   if entry["journal"] == "transfers"]
        assert line["document"] == moved["transfer_id"]
        assert [one["transfer_id"] for one in host.call("list_transfers", activity_id=activity_id)] == [
            moved["transfer_id"]]
    assert [one for one in host.published() if "transfer" in one["type"]] == []
    assert host.faults() == []


def test_what_moved_cannot_move_again_though_the_activity_still_holds_unpaid_work(host: Host) -> None:
    giving, receiving = free_money(host)
    move(host, giving, receiving, "100.00")
    approved(host, giving, kept(host, bought_on="2026-09-04"))
    invoiced(host, giving)  # keeps something back, which its client has not paid
    host.on = LATER
    assert refused(host, giving, receiving, "0.01") == "not_enough_to_move"


def test_what_was_received_from_another_activity_can_be_spent_and_passed_on(host: Host) -> None:
    giving, receiving = free_money(host)
    move(host, giving, receiving, "100.00")
    third = host.call("open_activity", member_id=OTHER_MEMBER, name="Second")["activity_id"]
    move(host, receiving, third, "30.00", by=(), subject=OTHER_MEMBER)
    assert refused(host, receiving, third, "70.01") == "not_enough_to_move"
    move(host, receiving, third, "70.00")
    assert figures(host, third) == ("100.00", "100.00")
    assert host.faults() == []


def test_a_transfer_is_given_back_by_a_second_one_once(host: Host) -> None:
    giving, receiving = free_money(host)
    moved = move(host, giving, receiving, "60.00")
    transfer_id = moved["transfer_id"]
    assert host.refusal("reverse_transfer", transfer_id=transfer_id, by=(), subject=MEMBER)["exc_type"] == "not_allowed"
    back = host.call("reverse_transfer", transfer_id=transfer_id, by=(), subject=OTHER_MEMBER)
    assert (back["from_activity"], back["to_activity"], back["reverses"]) == (receiving, giving, transfer_id)
    assert (figures(host, giving), figures(host, receiving)) == (("0.00", "100.00"), ("0.00", "0.00"))
    for again in (transfer_id, back["transfer_id"]):
        assert host.refusal("reverse_transfer", transfer_id=again)["exc_type"] == "transfer_reversed"
    assert [one["reversed_by"] for one in host.call("list_transfers", activity_id=giving)] == [
        back["transfer_id"], None]
    assert host.faults() == []


def test_what_was_spent_meanwhile_cannot_be_given_back(host: Host) -> None:
    giving, receiving = free_money(host)
    moved = move(host, giving, receiving, "60.00")
    third = host.call("open_activity", member_id=OTHER_MEMBER, name="Second")["activity_id"]
    move(host, receiving, third, "0.01")
    refusal = host.refusal("reverse_transfer", transfer_id=moved["transfer_id"])
    assert (refusal["exc_type"], "59.99" in refusal["value"]) == ("not_enough_to_move", True)


def test_two_transfers_at_once_never_move_the_same_money(host: Host) -> None:
    giving, receiving = free_money(host)
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda _: host.ask(
            "transfer_budget", from_activity=giving, to_activity=receiving, amount=euro("60.00")), range(2)))
    assert sorted(bool(reply["error"]) for reply in replies) == [False, True]
    assert figures(host, receiving) == ("60.00", "60.00")


def test_only_the_giving_member_moves_budget_and_never_to_the_same_activity(host: Host) -> None:
    giving, receiving = free_money(host)
    assert refused(host, giving, receiving, "1.00", by=(), subject=OTHER_MEMBER) == "not_allowed"
    assert refused(host, giving, giving, "1.00") == "budget_stays"
    assert refused(host, giving, receiving, "0.00") == "shape_not_met"
    assert refused(host, giving, "act_" + "9" * 32, "1.00") == "not_found"


def test_no_new_money_enters_an_activity_whose_member_s_share_does_not_hold(host: Host) -> None:
    giving, receiving = free_money(host)
    told = {"member_id": OTHER_MEMBER, "call_id": "shc_" + "5" * 32, "shares": 1, "amount": euro("30.00")}
    host.hear("membership.share_paid", **told, paid_on="2026-01-05", holding=1, holds_until="2026-10-01")
    assert refused(host, giving, receiving, "1.00") == "share_needed"
    host.hear("membership.share_paid", **told, paid_on="2026-10-02", holding=2, holds_until="2026-10-02")
    moved = move(host, giving, receiving, "60.00")  # the last day on which it holds
    host.hear("membership.shares_redeemed", member_id=OTHER_MEMBER, shares=2, amount=euro("60.00"),
              effective_on="2026-10-02", holding=0, holds_until=None)
    assert refused(host, giving, receiving, "1.00") == "share_needed"
    host.call("reverse_transfer", transfer_id=moved["transfer_id"])  # nothing new comes in: it goes back
    assert figures(host, giving) == ("0.00", "100.00")


def test_a_share_that_was_handed_on_no_longer_lets_money_in(host: Host) -> None:
    giving, receiving = free_money(host)
    host.hear("membership.shares_transferred", member_id=OTHER_MEMBER, transfer_id="trf_" + "6" * 32, shares=1,
              effective_on="2026-10-02", holding=1)
    move(host, giving, receiving, "1.00")
    host.hear("membership.shares_transferred", member_id=OTHER_MEMBER, transfer_id="trf_" + "7" * 32, shares=-1,
              effective_on="2026-10-02", holding=0)
    assert refused(host, giving, receiving, "1.00") == "share_needed"


def test_a_transfer_that_the_books_do_not_bear_out_is_found(host: Host) -> None:
    giving, receiving = free_money(host)
    transfer_id = move(host, giving, receiving, "60.00")["transfer_id"]
    with psycopg.connect(host.url) as conn:
        conn.execute("alter table budget_transfers disable trigger user")
        conn.execute("update budget_transfers set cents = 6100")
    assert f"invoicing: the books of both activities do not bear out transfer {transfer_id}" in host.faults()
