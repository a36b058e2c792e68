"""What is a client's own: overpaid, credited after it was paid, received; set off, refunded, taken back."""

from tests.integration.invoicing.bank_files import Moved, coda
from tests.integration.invoicing.driver import Host, euro, part

IBAN = "BE71096123456769"


def paid_invoice(host: Host, amount: str = "1210.00") -> dict[str, str]:
    done: dict[str, str] = host.invoiced("1000.00")
    host.call("ingest_bank_statement", file_format="coda",
              content=coda(Moved(amount=amount, structured=done["structured_communication"])))
    return done


def credit(host: Host, invoice_id: str, net: str) -> None:
    host.call("issue_credit_note", invoice_id=invoice_id, net=euro(net), reason="less_work", description="Less")


def account(host: Host) -> list[dict[str, str]]:
    return [one["balance"] for one in host.call("list_client_accounts")]


def test_a_credit_note_on_a_paid_invoice_leaves_the_client_what_they_paid(host: Host) -> None:
    done = paid_invoice(host)
    credit(host, done["invoice_id"], "100.00")
    invoice = host.call("get_invoice", invoice_id=done["invoice_id"])
    assert (invoice["state"], invoice["open"], invoice["paid"], invoice["credited"]) == (
        "settled", euro("0.00"), euro("1089.00"), euro("121.00"))
    assert account(host) == [euro("121.00")]
    assert (host.balance("400"), host.balance("460")) == (0, -12_100)
    assert host.faults() == []


def test_what_a_client_has_is_refunded_by_a_transfer_and_is_theirs_again_when_it_comes_back(host: Host) -> None:
    done = paid_invoice(host)
    credit(host, done["invoice_id"], "1000.00")
    (one,) = host.call("list_client_accounts")
    asked = {"client_id": one["client_id"], "iban": IBAN}
    assert host.refusal("refund_client", amount=euro("1210.01"), **asked)["exc_type"] == "client_account_too_small"
    reference = host.call("refund_client", amount=euro("1210.00"), **asked)["reference"]
    (file,) = host.rows("select name, content from outgoing_documents where channel = 'bank'")
    assert reference.encode() in bytes(file["content"])
    assert (account(host), host.balance("5802")) == ([], -121_000)
    assert host.refusal("refund_client", amount=euro("0.01"), **asked)["exc_type"] == "client_account_too_small"
    gone = Moved(amount="-1210.00", reference=reference)
    host.call("ingest_bank_statement", file_format="coda", content=coda(gone, opening="1210.00", sequence=2))
    assert host.balance("5802") == 0
    came_back = Moved(amount="1210.00", reference=reference, returns=True)
    host.call("ingest_bank_statement", file_format="coda", content=coda(came_back, opening="0.00", sequence=3))
    assert (account(host), host.balance("5802")) == ([euro("1210.00")], 0)
    assert host.faults() == []


def test_what_a_client_has_pays_another_invoice_as_far_as_it_goes(host: Host) -> None:
    done = paid_invoice(host, "1310.00")
    host.on = host.on.replace(day=1)
    client_id = host.call("list_clients")[0]["client_id"]
    activity_id = host.rows("select activity_id from activities")[0]["activity_id"]
    order_id = host.order(part("500.00"), client_id=client_id, activity_id=activity_id)
    host.employ(order_id)
    host.on = host.on.replace(day=12)
    other = host.complete(order_id)
    set_off = host.call("settle_from_account", invoice_id=other["invoice_id"])
    assert (set_off["paid"], set_off["open"]) == (euro("100.00"), euro("505.00"))
    assert host.refusal("settle_from_account", invoice_id=other["invoice_id"])["exc_type"] == "client_account_too_small"
    assert host.refusal("settle_from_account", invoice_id=done["invoice_id"])["exc_type"] == "client_account_too_small"
    assert host.published("payment_applied")[-1]["paid_so_far"] == euro("100.00")
    assert (account(host), host.balance("460")) == ([], 0)
    assert host.faults() == []


def test_a_payment_taken_back_after_its_refund_leaves_the_client_owing_and_money_received_settles_it(
    host: Host,
) -> None:
    done = paid_invoice(host)
    credit(host, done["invoice_id"], "100.00")
    (one,) = host.call("list_client_accounts")
    host.call("refund_client", client_id=one["client_id"], amount=euro("121.00"), iban=IBAN)
    back = Moved(amount="-1210.00", structured=done["structured_communication"], returns=True)
    host.call("ingest_bank_statement", file_format="coda", content=coda(back, opening="1210.00", sequence=2))
    assert host.call("get_invoice", invoice_id=done["invoice_id"])["open"] == euro("1089.00")
    assert host.published("payment_reversed")[-1]["amount"] == euro("1089.00")
    assert account(host) == [euro("-121.00")]
    host.call("ingest_bank_statement", file_format="coda", content=coda(Moved(amount="121.00", free="sorry"),
                                                                        sequence=3))
    (waiting,) = host.call("list_unmatched_movements")
    host.call("credit_movement", movement_id=waiting["movement_id"], client_id=one["client_id"])
    assert host.refusal("credit_movement", movement_id=waiting["movement_id"],
                        client_id=one["client_id"])["exc_type"] == "movement_matched"
    assert (account(host), host.balance("499"), host.call("list_unmatched_movements")) == ([], 0, [])
    assert host.faults() == []
