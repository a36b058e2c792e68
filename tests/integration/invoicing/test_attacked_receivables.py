"""What clients owe when everything happens to one invoice: paid, given up, taken back, credited in pieces."""

from tests.integration.invoicing.bank import Moved, coda
from tests.integration.invoicing.house import House, euro


def test_what_is_taken_back_after_a_write_off_can_be_given_up_too(house: House) -> None:
    """A liquidator may have what was paid before the bankruptcy returned: then that is lost as well."""
    done = house.invoiced()
    paid = Moved(amount="210.00", structured=done["structured_communication"], reference="E1")
    back = Moved(amount="-210.00", structured=done["structured_communication"], reference="E1", returns=True)
    house.call("ingest_bank_statement", file_format="coda", content=coda(paid))
    house.call("write_off_invoice", invoice_id=done["invoice_id"], reason="bankruptcy")
    house.call("ingest_bank_statement", file_format="coda", content=coda(back, opening="210.00", sequence=2))
    assert house.call("get_invoice", invoice_id=done["invoice_id"])["open"] == euro("210.00")
    house.call("write_off_invoice", invoice_id=done["invoice_id"], reason="bankruptcy")
    assert [event["open"] for event in house.said("invoice_written_off")] == [euro("1000.00"), euro("210.00")]
    assert (house.balance("400"), house.balance("642")) == (0, 121_000)
    assert house.faults() == []
