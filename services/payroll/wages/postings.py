"""What is booked when a wage is worked out."""

from collections.abc import Mapping
from datetime import date

from services.payroll.wages.rules.pay import Creditor, Wage
from shared.ledger import Entry, signed


def wage_worked_out(wage: Wage, owed_by_code: Mapping[str, Creditor], on: date) -> Entry:
    """Spend the budget: the wage and its charges are owed, the variable share goes to the mutual fund."""
    shares, pay, due = wage.pay.shares, wage.pay.wage, wage.due
    to_social_security = pay.owed_to(Creditor.SOCIAL_SECURITY, owed_by_code) + shares.contributions
    amounts = {
        "employment_budgets": shares.budget, "gross_wages": shares.gross,
        "employer_social_security": shares.contributions, "holiday_pay": shares.holiday,
        "other_charges": shares.other,
        "wages_to_pay": -pay.net,
        "withholding_tax_to_pay": -pay.owed_to(Creditor.TAX_AUTHORITY, owed_by_code),
        "social_security_to_pay": -to_social_security, "holiday_pay_provision": -shares.holiday,
        "other_charges_to_pay": -shares.other, "mutual_fund": -shares.variable, "employment_budgets_used": -shares.cost,
    }
    return Entry(journal="wages", document=wage.wage_id, text=f"Wage of part {due.part}", event_on=on,
                 postings=tuple(signed(role, amount, **due.keys) for role, amount in amounts.items()))
