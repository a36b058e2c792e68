"""What moves between budgets: an order's budget feeds an employment, the mutual fund lends and gets back."""

from collections.abc import Mapping
from datetime import date

from services.payroll.employment_budgets.rules import Lent, Slice
from services.payroll.employment_contracts.rules import OpenEndedEmployment
from shared.ledger import Entry, credit, debit
from shared.money import Money

BUDGETS, FUND, JOURNAL = "employment_budgets", "mutual_fund", "employments"


def fed(feed_id: str, amount: Money, *, from_keys: Mapping[str, str], to: OpenEndedEmployment, on: date) -> Entry:
    """A budget leaves its order, or an earlier employment, for the employment in which the work was done."""
    return Entry(journal=JOURNAL, document=feed_id, text="Feeds an employment", event_on=on,
                 postings=(debit(BUDGETS, amount, **from_keys), credit(BUDGETS, amount, **to.keys)))


def lent(employment: OpenEndedEmployment, need: Lent, on: date) -> Entry:
    """The mutual fund lends what nothing brings yet of a month's budget."""
    return Entry(journal=JOURNAL, document=f"{employment.order_id}/{need.part}/lent",
                 text=f"Lent for month {need.part}", event_on=on,
                 postings=(debit(FUND, need.amount, **employment.keys),
                           credit(BUDGETS, need.amount, **employment.keys)))


def given_back(employment: OpenEndedEmployment, one: Slice, on: date) -> Entry:
    """What came in later gives back what the mutual fund lent."""
    return Entry(journal=JOURNAL, document=f"{employment.order_id}/{one.part}/{one.starts_at}",
                 text=f"Given back for month {one.part}", event_on=on,
                 postings=(debit(BUDGETS, one.amount, **employment.keys), credit(FUND, one.amount, **employment.keys)))
