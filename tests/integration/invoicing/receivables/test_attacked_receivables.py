"""What clients owe when everything happens to one invoice: paid, given up, taken back, credited in pieces."""

import pytest

from tests.integration.invoicing.bank_files import Moved, coda
from tests.integration.invoicing.driver import Host, euro


def test_what_is_taken_back_after_a_write_off_can_be_given_up_too(host: Host) -> None:
    """A liquidator may have what was paid before the bankruptcy returned: then that is lost as well."""
    done = host.invoiced()
    paid = Moved(amount="210.00", structured=done["structured_communication"], reference="E1")
    back = Moved(amount="-210.00", structured=done["structured_communication"], reference="E1", returns=True)
    host.call("ingest_bank_statement", file_format="coda", content=coda(paid))
    host.call("write_off_invoice", invoice_id=done["invoice_id"], reason="bankruptcy")
    host.call("ingest_bank_statement", file_format="coda", content=coda(back, opening="210.00", sequence=2))
    assert host.call("get_invoice", invoice_id=done["invoice_id"])["open"] == euro("210.00")
    host.call("write_off_invoice", invoice_id=done["invoice_id"], reason="bankruptcy")
    assert [event["open"] for event in host.published("invoice_written_off")] == [euro("1000.00"), euro("210.00")]
    assert (host.balance("400"), host.balance("642"), host.balance("4119")) == (0, 100_000, 21_000)
    assert host.faults() == []


def credit(host: Host, invoice_id: str, net: str) -> dict[str, object]:
    return host.ask("issue_credit_note", invoice_id=invoice_id, net=euro(net), reason="mistake", description="less")


@pytest.mark.parametrize(("amount", "pieces"), [
    ("0.06", ["0.03", "0.03"]), ("10.00", ["5.00", "5.00"]), ("10.03", ["5.01", "5.02"]),
    ("100.00", ["33.33", "33.33", "33.34"]), ("0.05", ["0.01"] * 5)])
def test_an_invoice_credited_in_pieces_gives_back_its_tax_and_its_fee_to_the_cent(
    host: Host, amount: str, pieces: list[str],
) -> None:
    """Rounded piece by piece, the state, the fee or the client would be a cent short, or the last piece refused."""
    invoice_id = host.invoiced(amount)["invoice_id"]
    for piece in pieces:
        assert credit(host, invoice_id, piece)["error"] is None
    assert {account: host.balance(account) for account in ("400", "451", "705", "6190", "7400")} == dict.fromkeys(
        ("400", "451", "705", "6190", "7400"), 0)
    assert host.call("get_invoice", invoice_id=invoice_id)["state"] == "settled"
    assert host.faults() == []


def test_credit_notes_give_back_no_more_than_the_invoice_claimed_without_tax(host: Host) -> None:
    invoice_id = host.invoiced("10.03")["invoice_id"]
    credit(host, invoice_id, "10.00")
    refused = host.refusal("issue_credit_note", invoice_id=invoice_id, net=euro("0.04"), reason="mistake",
                            description="less")
    assert (refused["exc_type"], refused["details"]["limit"]) == ("credit_above_invoice", euro("0.03"))
