"""From the signed order form to the invoice, its fee and its employment budget, in one transaction."""

from datetime import date

from tests.integration.invoicing.house import GERMAN, MEMBER, WORKED, House, euro, part


def test_completed_work_is_invoiced_its_fee_booked_and_its_budget_allocated_in_that_order(house: House) -> None:
    done = house.invoiced("1000.00")
    assert done | {"order_id": "", "invoice_id": "", "allocation_id": "", "structured_communication": ""} == {
        "order_id": "", "part": 1, "state": "completed", "invoice_id": "", "number": "2026/000001",
        "net": euro("1000.00"), "vat": euro("210.00"), "total": euro("1210.00"), "due_on": "2026-10-12",
        "structured_communication": "", "allocation_id": "", "late": False}
    said = house.said()
    assert [event["type"] for event in said] == [
        "order_signed", "work_completed", "invoice_issued", "fee_booked", "employment_budget_allocated"]
    fee, allocated = said[3], said[4]
    assert (fee["base"], fee["rate"], fee["fee"]) == (euro("1000.00"), "0.065", euro("65.00"))
    assert (allocated["amount"], allocated["invoice_total"]) == (euro("935.00"), euro("1210.00"))
    assert (allocated["member_id"], allocated["client_country"], allocated["completed_on"]) == (MEMBER, "BE", "2026-09-11")
    assert house.faults() == []


def test_a_german_company_owes_the_tax_itself(house: House) -> None:
    done = house.invoiced("1000.00", **GERMAN, enterprise_number="")
    assert (done["vat"], done["total"]) == (euro("0.00"), euro("1000.00"))
    assert house.balance("451") == 0
    assert house.faults() == []
