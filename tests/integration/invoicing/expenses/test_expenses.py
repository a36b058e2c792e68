"""Expenses: kept, claimed, approved by a second person, refunded from what was received, returned and sent again."""

import base64
import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from lxml import etree

from tests.integration.invoicing.bank_files import Moved, coda
from tests.integration.invoicing.driver import MEMBER, OTHER_MEMBER, Host, euro, part

IBAN = "BE71096123456769"
DOCUMENTS = itertools.count(1)


def keep(host: Host, gross: str = "121.00", base: str = "100.00", vat: str = "21.00", **other: Any) -> dict[str, Any]:
    """What is asked to keep a receipt; each with a document and a number of its own."""
    number = next(DOCUMENTS)
    document = base64.b64encode(b"%PDF-1.7 receipt " + str(number).encode()).decode()
    return {"member_id": MEMBER, "bought_on": "2026-09-03", "supplier": "Lumière & Son SRL", "number": f"F-{number}",
            "supplier_number": "BE0878065378", "country": "BE", "category": "supplies", "names_entity": True,
            "gross": euro(gross), "taxes": [{"rate": "0.21", "base": euro(base), "vat": euro(vat)}],
            "media_type": "application/pdf", "content_base64": document} | other


def kept(host: Host, *amounts: str, **other: Any) -> str:
    receipt_id: str = host.call("keep_receipt", **keep(host, *amounts, **other))["receipt_id"]
    return receipt_id


def claimed(host: Host, activity_id: str, *receipt_ids: str) -> Any:
    return host.call("claim_expenses", by=(), subject=MEMBER, activity_id=activity_id, receipt_ids=list(receipt_ids),
                     payee_name="Zoë Lambert", iban=IBAN)


def approved(host: Host, activity_id: str, *receipt_ids: str) -> str:
    claim_id: str = claimed(host, activity_id, *receipt_ids)["claim_id"]
    host.call("approve_expense_claim", claim_id=claim_id)
    return claim_id


def invoiced(host: Host, activity_id: str, net: str = "1000.00") -> Any:
    """Work of the activity, completed and invoiced on the 12th."""
    host.on = date(2026, 9, 1)
    known = host.call("list_clients")
    order_id = host.order(part(net), activity_id=activity_id, client_id=known[0]["client_id"] if known else "")
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    return host.complete(order_id)


def bank(host: Host, *moved: Moved, sequence: int, opening: str) -> None:
    host.call("ingest_bank_statement", file_format="coda", content=coda(*moved, sequence=sequence, opening=opening))


def job(host: Host, on: date) -> str:
    return host.definition.jobs["refund_expenses"].run(host.database, on, lambda *_: None)


def transfers(host: Host) -> list[tuple[str, str]]:
    files = host.rows("select content from outgoing_documents where channel = 'bank' order by name")
    trees = [etree.fromstring(bytes(file["content"])) for file in files]
    return [(one.findtext(".//{*}EndToEndId"), one.findtext(".//{*}InstdAmt")) for tree in trees
            for one in tree.iter("{*}CdtTrfTxInf")]


def grids(found: Any) -> dict[str, str]:
    return {one["grid"]: one["amount"]["amount"] for one in found["grids"]}


def test_a_receipt_becomes_a_refund_with_its_tax_and_its_line_of_the_budget(host: Host) -> None:
    activity_id = host.activity()
    host.on = date(2026, 9, 5)
    lamps, petrol = kept(host), kept(host, "60.50", "50.00", "10.50", category="car", supplier="Pump")
    claim = claimed(host, activity_id, lamps, petrol)
    assert (claim["refunded"], claim["deductible"], claim["cost"]) == (euro("181.50"), euro("24.68"), euro("156.82"))
    host.call("approve_expense_claim", claim_id=claim["claim_id"])
    assert host.refusal("pay_expense_claim", claim_id=claim["claim_id"])["exc_type"] == "not_enough_received"

    done = invoiced(host, activity_id)
    (budget,) = host.rows("select fee_cents, expenses_cents, budget_cents from budgets")
    assert budget == {"fee_cents": 6_500, "expenses_cents": 15_682, "budget_cents": 77_818}
    assert host.published("employment_budget_allocated")[-1]["amount"] == euro("778.18")
    assert job(host, host.on) == "0 claims were refunded."  # the client has not paid yet

    bank(host, Moved(amount="1210.00", structured=done["structured_communication"]), sequence=1, opening="0.00")
    assert job(host, date(2026, 10, 2)) == "1 claims were refunded."
    ((reference, amount),) = transfers(host)
    assert amount == "181.50"
    assert [host.balance(account) for account in ("4110", "6130", "4890", "4894", "5802")] == [
        2_468, 15_682, 0, 0, -18_150]
    bank(host, Moved(amount="-181.50", reference=reference), sequence=2, opening="1210.00")
    found = host.call("get_expense_claim", claim_id=claim["claim_id"])
    assert (found["state"], found["paid_on"], host.balance("5802")) == ("paid", "2026-10-02", 0)
    assert [(line["vat_share"], line["deductible"], line["cost"]) for line in found["lines"]] == [
        ("1", euro("21.00"), euro("100.00")), ("0.35", euro("3.68"), euro("56.82"))]

    shown = host.call("get_activity_statement", activity_id=activity_id)
    assert [shown[name] for name in ("turnover", "fee", "budget", "expenses", "balance", "owed")] == [
        euro(text) for text in ("1000.00", "65.00", "778.18", "156.82", "0.00", "0.00")]
    host.on = date(2026, 10, 3)
    assert grids(host.call("close_vat_return")) == {"03": "1000.00", "54": "210.00"}
    host.on = date(2026, 11, 2)
    october = host.call("close_vat_return")
    assert grids(october) == {"59": "24.68", "81": "100.00", "82": "56.82"}
    assert (october["balance"], host.balance("4110"), host.balance("4512")) == (euro("-24.68"), 0, -18_532)
    assert all(one["agrees"] for one in october["controls"])
    assert host.faults() == []


def test_two_claims_at_once_never_spend_the_same_money(host: Host) -> None:
    activity_id = host.activity()
    host.on = date(2026, 9, 5)
    claims = [approved(host, activity_id, kept(host)) for _ in range(2)]
    done = invoiced(host, activity_id, "300.00")  # half of what is left after the fee is 140.25
    bank(host, Moved(amount="363.00", structured=done["structured_communication"]), sequence=1, opening="0.00")
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda claim_id: host.ask("pay_expense_claim", claim_id=claim_id), claims))
    assert sorted(reply["error"]["exc_type"] if reply["error"] else "done" for reply in replies) == [
        "done", "not_enough_received"]
    (left,) = host.call("list_expense_claims", state="approved")
    page = host.call("get_expenses", member_id=MEMBER, year=2026)
    assert [(one["available"], one["approved"]) for one in page["activities"]] == [(euro("40.25"), euro("100.00"))]
    host.call("withdraw_expense_claim", claim_id=left["claim_id"])
    assert host.call("list_expense_claims", state="approved") == []
    assert host.faults() == []


def test_the_same_document_or_the_same_number_of_a_supplier_is_kept_once_in_the_house(host: Host) -> None:
    host.member()
    host.member(OTHER_MEMBER)
    host.on = date(2026, 9, 5)
    first = keep(host)
    receipt_id = host.call("keep_receipt", **first)["receipt_id"]
    again = keep(host)
    for same in ({"content_base64": first["content_base64"]}, {"number": first["number"].lower()},
                 {"number": first["number"], "supplier": "Lumiere", "supplier_number": "BE 0878.065.378",
                  "member_id": OTHER_MEMBER},
                 {"number": first["number"], "supplier": "lumière & son s.r.l.", "supplier_number": "BE0403019261"}):
        assert host.refusal("keep_receipt", **again | same)["exc_type"] == "receipt_kept_before"
    host.call("drop_receipt", by=(), subject=MEMBER, receipt_id=receipt_id)
    host.call("keep_receipt", **first)
    assert host.refusal("keep_receipt", **keep(host, category="yachts"))["exc_type"] == "expense_category_unknown"
    trip = {"member_id": MEMBER, "driven_on": "2026-06-15", "kilometres": "100", "starts_at": "Liège",
            "ends_at": "Gent", "purpose": "Setting up"}
    assert host.call("keep_trip", **trip)["gross"] == euro("44.49")
    assert host.refusal("keep_trip", **trip)["exc_type"] == "receipt_kept_before"
    late = host.refusal("keep_trip", **trip | {"driven_on": "2026-07-01"})  # no rate is known from that day on
    assert (late["exc_type"], late["details"]["parameter"]) == ("parameter_missing", "mileage_rate")


def test_a_receipt_stands_in_one_claim_and_a_refused_one_frees_it(host: Host) -> None:
    activity_id = host.activity()
    host.on = date(2026, 9, 5)
    receipt_id = kept(host)
    ask = {"activity_id": activity_id, "receipt_ids": [receipt_id], "payee_name": "Zoë", "iban": IBAN}
    assert host.refusal("claim_expenses", **ask | {"receipt_ids": [receipt_id] * 2})["exc_type"] == "receipt_not_free"
    assert host.refusal("claim_expenses", **ask | {"iban": "BE00"})["exc_type"] == "account_not_reachable"
    claim_id = claimed(host, activity_id, receipt_id)["claim_id"]
    assert host.refusal("claim_expenses", **ask)["exc_type"] == "receipt_not_free"
    assert host.refusal("drop_receipt", receipt_id=receipt_id)["exc_type"] == "receipt_not_free"
    own = host.refusal("approve_expense_claim", subject=MEMBER, by=("advisor",), claim_id=claim_id)
    assert own["exc_type"] == "second_person_approves"
    assert host.refusal("approve_expense_claim", subject=MEMBER, by=(), claim_id=claim_id)["exc_type"] == "not_allowed"
    host.call("refuse_expense_claim", claim_id=claim_id, reason="A private purchase")
    page = host.call("get_expenses", by=(), subject=MEMBER, member_id=MEMBER, year=2026)
    assert [one["state"] for one in page["receipts"]] == ["saved"]
    assert page["claims"][0]["reason"] == "A private purchase"
    assert host.refusal("approve_expense_claim", claim_id=claim_id)["exc_type"] == "claim_not_in_state"
    assert claimed(host, activity_id, receipt_id)["state"] == "asked"
    host.on = date(2027, 1, 16)
    late = kept(host, bought_on="2027-01-02")
    assert host.refusal("keep_receipt", **keep(host, bought_on="2026-12-31"))["exc_type"] == "closing_day_passed"
    assert claimed(host, activity_id, late)["state"] == "asked"
    assert host.faults() == []


def test_a_refund_that_came_back_is_owed_and_leaves_again_to_another_account(host: Host) -> None:
    activity_id = host.activity()
    host.on = date(2026, 9, 5)
    claim_id = approved(host, activity_id, kept(host))
    done = invoiced(host, activity_id)
    bank(host, Moved(amount="1210.00", structured=done["structured_communication"]), sequence=1, opening="0.00")
    host.call("pay_expense_claim", claim_id=claim_id)
    ((reference, _),) = transfers(host)
    bank(host, Moved(amount="-121.00", reference=reference), sequence=2, opening="1210.00")
    assert host.refusal("reject_expense_claim", claim_id=claim_id)["exc_type"] == "claim_not_in_state"
    bank(host, Moved(amount="111.00", reference=reference, returns=True), sequence=3, opening="1089.00")
    assert host.call("get_expense_claim", claim_id=claim_id)["state"] == "returned"
    assert (host.balance("4894"), host.balance("5802"), host.balance("499")) == (-12_100, 0, 0)
    bank(host, Moved(amount="121.00", reference=reference, returns=True), sequence=4, opening="1200.00")
    assert (host.balance("4894"), host.balance("5802"), host.balance("499")) == (-12_100, 0, -12_100)
    assert host.faults() == []
    other = {"claim_id": claim_id, "payee_name": "Zoë Lambert", "iban": "BE75001012345651"}
    assert host.refusal("send_expense_claim_again", **other)["exc_type"] == "approver_keeps_account"
    host.call("send_expense_claim_again", subject=MEMBER, by=(), **other)
    again = next(one for one, _ in transfers(host) if one != reference)
    bank(host, Moved(amount="-121.00", reference=again), sequence=5, opening="1321.00")
    assert host.call("get_expense_claim", claim_id=claim_id)["state"] == "paid"
    assert (host.balance("4894"), host.balance("5802")) == (0, 0)
    assert host.faults() == []


def test_a_refund_that_the_bank_refused_leaves_again_and_only_its_own_transfer_pays_it(host: Host) -> None:
    activity_id = host.activity()
    host.on = date(2026, 9, 5)
    claim_id = approved(host, activity_id, kept(host))
    done = invoiced(host, activity_id)
    bank(host, Moved(amount="1210.00", structured=done["structured_communication"]), sequence=1, opening="0.00")
    host.call("pay_expense_claim", claim_id=claim_id)
    ((refused, _),) = transfers(host)
    assert host.call("reject_expense_claim", claim_id=claim_id)["state"] == "returned"
    assert (host.balance("4894"), host.balance("5802")) == (-12_100, 0)
    host.call("send_expense_claim_again", claim_id=claim_id, payee_name="Zoë", iban="be71 0961 2345 6769")
    sent = next(one for one, _ in transfers(host) if one != refused)
    bank(host, Moved(amount="-121.00", reference=refused), Moved(amount="-120.00", reference=sent),
         Moved(amount="-1.00", reference="rfd" + "0" * 32), sequence=2, opening="1210.00")
    assert [one["amount"]["amount"] for one in host.call("list_unmatched_movements")] == ["-121.00", "-120.00", "-1.00"]
    assert host.call("get_expense_claim", claim_id=claim_id)["state"] == "sent"
    bank(host, *[Moved(amount="-121.00", reference=sent)] * 2, sequence=3, opening="968.00")
    assert host.call("get_expense_claim", claim_id=claim_id)["state"] == "paid"
    assert (len(host.call("list_unmatched_movements")), host.balance("5802"), host.balance("4894")) == (4, 0, 0)
    assert host.faults() == []


def test_a_claim_whose_invoice_was_credited_in_full_spends_nothing_of_what_is_the_clients(host: Host) -> None:
    activity_id = host.activity()
    host.on = date(2026, 9, 5)
    claims = [approved(host, activity_id, kept(host)) for _ in range(2)]
    done = invoiced(host, activity_id)
    bank(host, Moved(amount="1210.00", structured=done["structured_communication"]), sequence=1, opening="0.00")
    host.call("pay_expense_claim", claim_id=claims[0])
    host.call("issue_credit_note", invoice_id=done["invoice_id"], net=euro("1000.00"), reason="less_work",
              description="Cancelled")
    assert host.refusal("pay_expense_claim", claim_id=claims[1])["exc_type"] == "not_enough_received"
    assert job(host, date(2026, 10, 2)) == "0 claims were refunded."
    assert host.faults() == []


def test_what_no_receipt_says_is_refused_and_a_number_that_is_none_is_not_one(host: Host) -> None:
    host.member()
    host.on = date(2026, 9, 5)
    twice = [{"rate": rate, "base": euro("50.00"), "vat": euro("10.50")} for rate in ("0.21", "0.210")]
    dollars = {"amount": "121.00", "currency": "USD"}
    for strange, refusal in (
            ({"taxes": twice}, "receipt_not_possible"), ({"category": "mileage"}, "receipt_not_possible"),
            ({"gross": dollars}, "currency_not_ours"), ({"gross": dollars, "taxes": []}, "currency_not_ours"),
            ({"gross": euro("0.00")}, "shape_not_met"), ({"gross": euro("-121.00")}, "shape_not_met"),
            ({"supplier": "Shop\x00"}, "shape_not_met"), ({"bought_on": "2026-09-06"}, "receipt_not_possible")):
        assert host.refusal("keep_receipt", **keep(host) | strange)["exc_type"] == refusal
    for supplier in ("🎪🤹", "🎪🤹", "Shop"):
        kept(host, supplier=supplier, number="-", supplier_number="n/a")
    assert {one["number"] for one in host.call("get_expenses", member_id=MEMBER, year=2026)["receipts"]} == {""}
