"""Money on its way back, as nobody wishes it: refused, returned without a word, erased on the way. Nothing is stuck."""

from datetime import date

import pytest

from tests.integration.invoicing.bank_files import Moved
from tests.integration.invoicing.driver import MEMBER, Host, euro, part
from tests.integration.invoicing.erasures.test_erasures import PERSON, found_in
from tests.integration.invoicing.expenses.test_expenses import approved, bank, invoiced, job, kept, transfers

IBAN = "BE71096123456769"


def overpaid(host: Host, **client: str) -> str:
    """A client whose invoice is paid, and 100.00 beside it."""
    done = host.invoiced(**client)
    bank(host, Moved(amount="1310.00", structured=done["structured_communication"]), sequence=1, opening="0.00")
    return str(host.call("list_client_accounts")[0]["client_id"])


def waiting(host: Host) -> list[str]:
    return [one["movement_id"] for one in host.call("list_unmatched_movements")]


def accounts(host: Host) -> list[dict[str, str]]:
    return [one["balance"] for one in host.call("list_client_accounts")]


def test_a_refund_that_the_bank_refused_before_any_money_moved_is_the_clients_again_and_once(host: Host) -> None:
    client_id = overpaid(host)
    reference = host.call("refund_client", client_id=client_id, amount=euro("100.00"), iban=IBAN)["reference"]
    host.call("reject_refund", reference=reference)
    assert (accounts(host), host.balance("5802"), host.faults()) == ([euro("100.00")], 0, [])
    assert host.refusal("reject_refund", reference=reference)["exc_type"] == "refund_not_under_way"
    bank(host, Moved(amount="-100.00", reference=reference), sequence=2, opening="1310.00")
    assert (len(waiting(host)), host.balance("5802"), host.faults()) == (1, 0, []), "the bank paid it all the same"
    again = host.call("refund_client", client_id=client_id, amount=euro("100.00"), iban=IBAN)["reference"]
    host.call("settle_refund", movement_id=waiting(host)[0], reference=again)
    assert host.refusal("reject_refund", reference=again)["exc_type"] == "refund_not_under_way"
    assert (waiting(host), host.balance("5802"), host.balance("499"), host.faults()) == ([], 0, 0, [])


def test_money_on_a_clients_account_that_the_bank_takes_back_goes_off_it(host: Host) -> None:
    client_id = overpaid(host)
    bank(host, Moved(amount="50.00", reference="E5", free="?"), sequence=2, opening="1310.00")
    host.call("credit_movement", movement_id=waiting(host)[0], client_id=client_id)
    bank(host, Moved(amount="-50.00", reference="E5", returns=True), sequence=3, opening="1360.00")
    assert (accounts(host), waiting(host), host.balance("499"), host.faults()) == ([euro("100.00")], [], 0, [])


def test_a_return_of_which_the_bank_says_nothing_finds_what_it_returns_and_each_once(host: Host) -> None:
    """A payment, money on an account, a refund, another service's money, and two that cancel each other."""
    client_id = overpaid(host)
    reference = host.call("refund_client", client_id=client_id, amount=euro("100.00"), iban=IBAN)["reference"]
    bank(host, Moved(amount="-100.00"), Moved(amount="50.00"), Moved(amount="-7.00"), Moved(amount="7.00"),
         Moved(amount="30.00", structured="100000000135"), sequence=2, opening="1310.00")
    debit, credit, out, back = waiting(host)
    host.call("settle_refund", movement_id=debit, reference=reference)
    host.call("credit_movement", movement_id=credit, client_id=client_id)
    (payment, share) = [row["movement_id"] for row in host.rows(
        "select movement_id from bank_movements where structured_communication <> '' order by movement_id")]
    bank(host, *[Moved(amount=amount) for amount in ("-1310.00", "-50.00", "100.00", "-30.00", "-50.00")], sequence=3,
         opening="1290.00")
    *_, of_payment, of_credit, of_refund, of_share, again = waiting(host)
    for movement, returns in ((back, out), (of_payment, payment), (of_credit, credit), (of_refund, debit),
                              (of_share, share)):
        assert host.refusal("return_movement", movement_id=again, returns=movement)["exc_type"] == "returns_nothing"
        host.call("return_movement", movement_id=movement, returns=returns)
        assert host.refusal("return_movement", movement_id=movement, returns=returns)["exc_type"] == "movement_matched"
    assert host.refusal("return_movement", movement_id=again, returns=credit)["exc_type"] == "returns_nothing"
    assert waiting(host) == [again]
    (invoice,) = host.call("list_invoices")
    assert (invoice["open"], accounts(host), host.balance("5802"), host.balance("499"), host.balance("49901")) == (
        euro("1210.00"), [], 0, 5_000, 0)
    assert host.published("payment_reversed")[-1]["amount"] == euro("1210.00")
    assert host.published("bank_movement_returned")[-1]["refers_to"] == share
    assert host.faults() == []


def test_who_is_erased_while_their_refund_has_not_left_gets_it_all_the_same(host: Host) -> None:
    client_id = overpaid(host, **PERSON)
    reference = host.call("refund_client", client_id=client_id, amount=euro("100.00"), iban=IBAN)["reference"]
    erased = host.call("erase_client", client_id=client_id)
    assert [transfer for transfer, _ in transfers(host)] == [reference]
    assert {one["place"] for one in erased["lines"] if one["done"] == "kept"} >= {"outgoing_documents"}
    pending = host.rows("select d.name from outgoing_pending p join outgoing_documents d on d.id = p.document_id")
    assert [row["name"] for row in pending if row["name"].startswith(reference)] == [f"{reference}.xml"]
    assert host.call("get_client", client_id=client_id)["standing"] == "blocked"
    bank(host, Moved(amount="-100.00", reference=reference), sequence=2, opening="1310.00")
    host.definition.jobs["erase_due"].run(host.database, date(2037, 1, 1), lambda *_: None)
    assert (found_in(host), host.faults()) == ({}, [])


def test_an_erasure_waits_for_what_was_booked_since_it_was_asked(host: Host) -> None:
    """Somebody who was erased comes back: their new invoice is kept its whole time."""
    host.call("erase_client", client_id=(client_id := host.client(**PERSON)))
    host.call("change_client_standing", client_id=client_id, standing="open", reason="They are back")
    order = host.order(part(), client_id=client_id)
    host.employ(order)
    host.on = date(2026, 9, 12)
    host.complete(order)
    erase = host.definition.jobs["erase_due"]
    assert erase.run(host.database, date(2026, 9, 13), lambda *_: None).startswith("0 erasures")
    assert host.call("get_erasure", kind="client", about=client_id)["kept_until"] == "2036-12-31"
    assert (erase.run(host.database, date(2037, 1, 1), lambda *_: None)[:10], host.faults()) == ("1 erasures", [])


def test_a_member_who_is_erased_keeps_the_refund_that_is_owed_and_stops_nobody_elses(host: Host) -> None:
    activity = host.activity()
    host.on = date(2026, 9, 5)
    claim = approved(host, activity, kept(host))
    done = invoiced(host, activity)
    bank(host, Moved(amount="1210.00", structured=done["structured_communication"]), sequence=1, opening="0.00")
    host.hear("membership.erasure_requested", member_id=MEMBER, requested_on="2026-09-12")
    assert job(host, date(2026, 10, 2)) == "1 claims were refunded."
    assert host.call("get_expense_claim", claim_id=claim)["state"] == "sent"
    assert host.faults() == []


@pytest.mark.parametrize("paid", ["1210.00", "0.00"])
def test_what_was_lost_and_came_in_after_all_is_received_once(host: Host, paid: str) -> None:
    """Else the money that another client has not paid yet would be spent on expenses."""
    activity = host.activity()
    host.on = date(2026, 9, 5)
    claims = [approved(host, activity, kept(host)) for _ in range(2)]
    lost = invoiced(host, activity, "212.00")
    invoiced(host, activity, "1000.00")
    host.call("write_off_invoice", invoice_id=lost["invoice_id"], reason="bankruptcy")
    if paid != "0.00":
        bank(host, Moved(amount="256.52", structured=lost["structured_communication"]), sequence=1, opening="0.00")
    (found,) = host.call("get_expenses", member_id=MEMBER, year=2026)["activities"]
    assert found["available"] == euro("99.11")
    assert {host.ask("pay_expense_claim", claim_id=one)["error"]["exc_type"] for one in claims} == {
        "not_enough_received"}
