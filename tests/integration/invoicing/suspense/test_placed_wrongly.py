"""Money that was placed wrongly goes back to suspense, and is placed again: nobody is stuck, no cent is doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.integration.invoicing.bank_files import Moved, coda
from tests.integration.invoicing.driver import Host, euro, part
from tests.integration.invoicing.receivables.test_client_accounts import IBAN, account

WRONG = "It was another client's"


def came_in(
    host: Host, amount: str = "1210.00", structured: str = "", *, sequence: int = 1, opening: str = "0.00",
) -> str:
    """A movement that came in; its id."""
    known = {row["movement_id"] for row in host.rows("select movement_id from bank_movements")}
    host.call("ingest_bank_statement", file_format="coda",
              content=coda(Moved(amount=amount, structured=structured), sequence=sequence, opening=opening))
    (found,) = {row["movement_id"] for row in host.rows("select movement_id from bank_movements")} - known
    return str(found)


def undo(host: Host, movement_id: str) -> None:
    host.call("undo_placement", movement_id=movement_id, because=WRONG)


def second_invoice(host: Host) -> dict[str, Any]:
    host.on = host.on.replace(day=1)
    activity_id = host.rows("select activity_id from activities")[0]["activity_id"]
    order_id = host.order(part("1000.00"), client_id=host.call("list_clients")[0]["client_id"], activity_id=activity_id)
    host.employ(order_id)
    host.on = host.on.replace(day=12)
    done: dict[str, Any] = host.complete(order_id)
    return done


def test_what_a_reference_placed_on_the_wrong_invoice_waits_again_and_pays_the_right_one(host: Host) -> None:
    wrong, right = host.invoiced("1000.00"), second_invoice(host)
    movement_id = came_in(host, structured=wrong["structured_communication"])
    undo(host, movement_id)
    (waiting,) = host.call("list_unmatched_movements")
    assert (waiting["movement_id"], waiting["reason"]) == (movement_id, "placed_wrongly")
    assert (host.balance("400"), host.balance("499")) == (242_000, -121_000)
    (told,) = host.published("payment_reversed")
    assert (told["invoice_id"], told["amount"], told["paid_so_far"]) == (
        wrong["invoice_id"], euro("1210.00"), euro("0.00"))
    host.call("match_movement", movement_id=movement_id, invoice_id=right["invoice_id"])
    assert [one["invoice_id"] for one in host.published("invoice_paid")] == [wrong["invoice_id"], right["invoice_id"]]
    assert (host.balance("400"), host.balance("499")) == (121_000, 0)
    assert host.faults() == []


def test_money_is_placed_on_the_same_invoice_as_often_as_it_was_taken_off(host: Host) -> None:
    invoice_id = host.invoiced("1000.00")["invoice_id"]
    movement_id = came_in(host)
    for times in range(3):
        host.call("match_movement", movement_id=movement_id, invoice_id=invoice_id)
        assert host.call("get_invoice", invoice_id=invoice_id)["open"] == euro("0.00")
        undo(host, movement_id)
        assert host.call("get_invoice", invoice_id=invoice_id)["open"] == euro("1210.00")
        assert len(host.rows("select 1 from placements_undone")) == times + 1
    assert [row["place"] for row in host.rows("select place from payments order by place")] == [0, 1, 2]
    assert host.faults() == []


Place = Callable[[Host, str], object]


def on_account(host: Host, movement_id: str) -> object:
    return host.call("credit_movement", movement_id=movement_id, client_id=host.call("list_clients")[0]["client_id"])


def as_interest(host: Host, movement_id: str) -> object:
    return host.call("book_own_movement", movement_id=movement_id, account="interest_received")


def as_grant(host: Host, movement_id: str) -> object:
    activity_id = host.rows("select activity_id from activities")[0]["activity_id"]
    return host.call("book_grant", movement_id=movement_id, activity_id=activity_id, kind="grant")


@pytest.mark.parametrize(("place", "called"), [(on_account, "on_account"), (as_interest, "own"), (as_grant, "grant")])
def test_whatever_it_was_placed_as_it_is_taken_back_and_placed_as_anything_again(
    host: Host, place: Place, called: str,
) -> None:
    invoice_id = host.invoiced("1000.00")["invoice_id"]
    movement_id = came_in(host)
    before = {row["account"]: row["cents"] for row in balances(host)}
    for again in (as_interest, on_account, place, place):
        place(host, movement_id)
        (shown,) = host.call("list_placements")
        assert (shown["movement_id"], shown["placed_as"], shown["amount"]) == (movement_id, called, euro("1210.00"))
        undo(host, movement_id)
        assert {row["account"]: row["cents"] for row in balances(host)} == before
        again(host, movement_id)
        undo(host, movement_id)
    assert host.call("list_placements") == []
    host.call("match_movement", movement_id=movement_id, invoice_id=invoice_id)
    assert host.balance("499") == 0
    assert host.faults() == []


def balances(host: Host) -> list[dict[str, Any]]:
    return host.rows("select account, sum(cents)::bigint as cents from ledger_postings group by account "
                     "having sum(cents) <> 0")


def test_what_was_refunded_or_set_off_since_is_had_back_before_it_is_taken_off(host: Host) -> None:
    host.invoiced("1000.00")
    movement_id = came_in(host)
    on_account(host, movement_id)
    client_id = host.call("list_clients")[0]["client_id"]
    reference = host.call("refund_client", client_id=client_id, amount=euro("200.00"), iban=IBAN)["reference"]
    refused = host.refusal("undo_placement", movement_id=movement_id, because=WRONG)
    assert (refused["exc_type"], refused["details"]["lacking"]) == ("client_account_used", euro("200.00"))
    host.call("reject_refund", reference=reference)
    undo(host, movement_id)
    assert (account(host), host.faults()) == ([], [])


def test_what_is_above_the_invoice_goes_off_the_clients_account_with_it(host: Host) -> None:
    invoice_id = host.invoiced("1000.00")["invoice_id"]
    movement_id = came_in(host, "1300.00")
    host.call("match_movement", movement_id=movement_id, invoice_id=invoice_id)
    assert account(host) == [euro("90.00")]
    undo(host, movement_id)
    assert (account(host), host.balance("460"), host.balance("499")) == ([], 0, -130_000)
    assert host.faults() == []


def test_what_waits_or_has_gone_on_is_not_taken_back(host: Host) -> None:
    done = host.invoiced("1000.00")
    movement_id = came_in(host)
    assert host.refusal("undo_placement", movement_id=movement_id, because=WRONG)["exc_type"] == "nothing_placed"
    host.call("claim_movement", movement_id=movement_id, service="membership")
    assert host.refusal("undo_placement", movement_id=movement_id, because=WRONG)["exc_type"] == "placed_beyond_undoing"
    paid = came_in(host, structured=done["structured_communication"], sequence=2, opening="1210.00")
    returned = Moved(amount="-1210.00", structured=done["structured_communication"], returns=True)
    host.call("ingest_bank_statement", file_format="coda", content=coda(returned, sequence=3, opening="2420.00"))
    assert host.refusal("undo_placement", movement_id=paid, because=WRONG)["exc_type"] == "placed_beyond_undoing"
    unknown = "mov_" + "0" * 32
    assert host.refusal("undo_placement", movement_id=unknown, because=WRONG)["exc_type"] == "not_found"
    assert host.refusal("undo_placement", movement_id=paid, because=" ")["exc_type"] == "shape_not_met"
    assert host.faults() == []


def test_what_the_bank_takes_back_while_it_waits_again_is_gone(host: Host) -> None:
    done = host.invoiced("1000.00")
    movement_id = came_in(host, structured=done["structured_communication"])
    undo(host, movement_id)
    returned = Moved(amount="-1210.00", structured=done["structured_communication"], returns=True)
    host.call("ingest_bank_statement", file_format="coda", content=coda(returned, sequence=2, opening="1210.00"))
    assert (host.call("list_unmatched_movements"), host.balance("499"), host.balance("550")) == ([], 0, 0)
    assert host.faults() == []


def test_what_was_placed_wrongly_teaches_nothing_about_its_payer(host: Host) -> None:
    invoice_id = host.invoiced("1000.00")["invoice_id"]
    movement_id = came_in(host, "7.00")
    host.call("match_movement", movement_id=movement_id, invoice_id=invoice_id)
    undo(host, movement_id)
    came_in(host, "1210.00", sequence=2, opening="7.00")  # the same account pays exactly what is open
    assert host.call("get_invoice", invoice_id=invoice_id)["open"] == euro("1210.00")
    assert len(host.call("list_unmatched_movements")) == 2


def test_of_two_accountants_who_take_the_same_money_back_one_does(host: Host) -> None:
    invoice_id = host.invoiced("1000.00")["invoice_id"]
    movement_id = came_in(host, "1300.00")
    host.call("match_movement", movement_id=movement_id, invoice_id=invoice_id)
    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(lambda _: host.ask("undo_placement", movement_id=movement_id, because=WRONG), range(6)))
    outcomes = sorted((reply["error"] or {"exc_type": ""})["exc_type"] for reply in replies)
    assert outcomes == ["", *["nothing_placed"] * 5]
    assert (len(host.rows("select 1 from placements_undone")), host.balance("499")) == (1, -130_000)
    assert host.faults() == []


def test_an_accountant_who_takes_back_and_one_who_sets_off_leave_every_cent_somewhere(host: Host) -> None:
    wrong = host.invoiced("1000.00")
    movement_id = came_in(host, "2420.00", structured=wrong["structured_communication"])
    other = second_invoice(host)
    with ThreadPoolExecutor(2) as pool:
        taken, used = (pool.submit(host.ask, "undo_placement", movement_id=movement_id, because=WRONG),
                       pool.submit(host.ask, "settle_from_account", invoice_id=other["invoice_id"]))
    refused = {(one.result()["error"] or {"exc_type": ""})["exc_type"] for one in (taken, used)}
    assert refused in ({"", "client_account_used"}, {"", "client_account_too_small"})
    assert host.faults() == []


def test_only_an_accountant_takes_money_back_to_suspense(host: Host) -> None:
    movement_id = came_in(host)
    for role in ("advisor", "bank", "auditor", "member"):
        assert host.refusal("undo_placement", movement_id=movement_id, because=WRONG,
                            by=(role,))["exc_type"] == "not_allowed"
