"""What moves when holiday pay that was set aside is paid: the provision becomes a budget, and its charge is undone."""

from datetime import date

from services.payroll.employment_contracts.rules import OpenEndedEmployment
from shared.ledger import Entry, credit, debit
from shared.money import Money

JOURNAL = "departures"


def provision_used(employment: OpenEndedEmployment, part: int, budget: Money, on: date) -> Entry:
    """What each wage set aside pays the holiday pay now: as wage and contributions, no longer as a provision."""
    keys = employment.keys
    return Entry(
        journal=JOURNAL, document=f"{employment.order_id}/{part}", text=f"Holiday pay at the end, part {part}",
        event_on=on, postings=(
            debit("holiday_pay_provision", budget, **keys), credit("employment_budgets", budget, **keys),
            debit("employment_budgets_used", budget, **keys), credit("holiday_pay", budget, **keys)))
