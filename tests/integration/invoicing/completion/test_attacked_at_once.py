"""The same thing done by several people at the same moment: one effect, no number lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.integration.invoicing.bank_files import Moved, camt
from tests.integration.invoicing.driver import WORKED, Host, euro, part

AT_ONCE = 6


def at_once(host: Host, *calls: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The replies to calls that are all made at the same moment, each with a request of its own."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(lambda call: host.ask(call[0], **call[1]), calls))


def outcomes(replies: list[dict[str, Any]]) -> Counter[str]:
    return Counter(reply["error"]["exc_type"] if reply["error"] else "done" for reply in replies)


def employed(host: Host, *parts: dict[str, Any]) -> str:
    known = host.rows("select client_id from clients")
    order_id = host.order(*parts, client_id=known[0]["client_id"] if known else "")
    host.employ(order_id)
    return order_id


def completion(order_id: str, number: int = 1, **other: Any) -> tuple[str, dict[str, Any]]:
    return "complete_work", {"order_id": order_id, "part": number, "completed_on": "2026-09-11", "days": WORKED,
                             "on": "2026-09-12", **other}


def test_a_part_completed_by_several_at_once_is_invoiced_once(host: Host) -> None:
    order_id = employed(host)
    assert outcomes(at_once(host, *[completion(order_id)] * AT_ONCE)) == {"done": 1, "part_completed": AT_ONCE - 1}
    assert len(host.published("invoice_issued")) == 1
    assert host.faults() == []


def test_the_same_request_sent_several_times_at_once_is_answered_alike(host: Host) -> None:
    order_id = employed(host)
    replies = at_once(host, *[completion(order_id, request_id="r-same")] * AT_ONCE)
    assert {reply["result"]["number"] for reply in replies} == {"2026/000001"}
    assert host.faults() == []


def test_numbers_have_no_gap_when_some_of_many_at_once_are_refused(host: Host) -> None:
    parts = [part("10.00"), part("20.00")]
    orders = [employed(host, *parts) for _ in range(AT_ONCE)]
    calls = [completion(order_id, number) for order_id in orders for number in (1, 2, 1, 3)]
    assert outcomes(at_once(host, *calls)) == {
        "done": 2 * AT_ONCE, "part_completed": AT_ONCE, "no_such_part": AT_ONCE}
    numbers = [row["number"] for row in host.rows("select number from invoices order by place")]
    assert numbers == [f"2026/{n:06d}" for n in range(1, 2 * AT_ONCE + 1)]
    assert host.faults() == []


def test_an_order_is_cancelled_or_completed_never_both(host: Host) -> None:
    order_id = employed(host)
    cancel = ("cancel_order", {"order_id": order_id, "reason": "client_withdrew", "note": "", "on": "2026-09-12"})
    found = outcomes(at_once(host, completion(order_id), cancel))
    assert found in ({"done": 1, "work_begun": 1}, {"done": 1, "order_not_in_state": 1}), found
    assert len(host.published("invoice_issued")) + len(host.published("order_cancelled")) == 1


def test_credit_notes_issued_at_once_give_back_no_more_than_was_claimed(host: Host) -> None:
    invoice_id = host.invoiced("100.00")["invoice_id"]
    note = ("issue_credit_note", {"invoice_id": invoice_id, "net": euro("40.00"), "reason": "mistake",
                                  "description": "less"})
    assert outcomes(at_once(host, *[note] * AT_ONCE)) == {"done": 2, "credit_above_invoice": AT_ONCE - 2}
    assert host.call("get_invoice", invoice_id=invoice_id)["credited"] == euro("96.80")
    assert host.faults() == []


def test_a_loss_is_booked_once_when_several_give_up(host: Host) -> None:
    invoice_id = host.invoiced("100.00")["invoice_id"]
    give_up = ("write_off_invoice", {"invoice_id": invoice_id, "reason": "bankruptcy"})
    assert outcomes(at_once(host, *[give_up] * AT_ONCE)) == {"done": 1, "invoice_settled": AT_ONCE - 1}
    assert (host.balance("642"), host.balance("4119")) == (10_000, 2_100)
    assert host.faults() == []


def test_a_statement_taken_in_by_several_at_once_pays_once(host: Host) -> None:
    done = host.invoiced("100.00")
    file = camt(Moved(amount="121.00", structured=done["structured_communication"]))
    replies = at_once(host, *[("ingest_bank_statement", {"file_format": "camt053", "content": file})] * AT_ONCE)
    assert sorted(reply["result"]["statements"][0]["repeated"] for reply in replies) == [False] + [True] * (AT_ONCE - 1)
    assert (host.balance("550"), host.balance("400")) == (12_100, 0)
    assert host.faults() == []


def test_money_in_suspense_matched_to_two_invoices_at_once_pays_one(host: Host) -> None:
    orders = [employed(host) for _ in range(2)]
    invoices = [host.call(*call[:1], **call[1])["invoice_id"] for call in map(completion, orders)]
    host.call("ingest_bank_statement", file_format="camt053", content=camt(Moved(amount="1210.00")))
    [waiting] = host.call("list_unmatched_movements")
    matches = [("match_movement", {"movement_id": waiting["movement_id"], "invoice_id": invoice_id})
               for invoice_id in invoices * (AT_ONCE // 2)]
    assert outcomes(at_once(host, *matches)) == {"done": 1, "movement_matched": AT_ONCE - 1}
    assert (host.balance("499"), host.balance("400")) == (0, 121_000)
    assert host.faults() == []
