"""Where every cent of an activity went, out of the ledger and nothing else."""

from dataclasses import dataclass
from datetime import date

from services.invoicing.budgets.rules import FeeRule
from shared.ledger import balance, statement
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

# What each figure of the statement is: the role of its account, and the side on which it grows.
FIGURES = {"turnover": ("services_sold", -1), "grants": ("grants_received", -1), "deposits": ("deposits_invoiced", -1),
           "vat": ("vat_payable", -1), "fee": ("fees", -1),
           "budget": ("clearing_with_payroll", -1), "expenses": ("expenses_of_activities", 1),
           "balance": ("activity_accounts", -1), "owed": ("owed_by_activities", 1), "open": ("clients", 1),
           "lost": ("losses_on_clients", 1), "vat_back": ("vat_on_losses", 1)}


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One line of a booking that concerns an activity, debit positive; `document` is named so in its `journal`."""

    on: date
    account: str
    journal: str
    document: str
    text: str
    order_id: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class ActivityStatement:
    """Where the money is: invoiced = turnover + deposits + vat = paid + open + written off.

    turnover + grants + transferred = fee + budget + expenses + balance - owed; `transferred` came from other
    activities, less what went to them.
    """

    activity_id: str
    order_id: str
    turnover: Money
    grants: Money
    deposits: Money
    vat: Money
    fee: Money
    budget: Money
    transferred: Money
    expenses: Money
    balance: Money
    owed: Money
    open: Money
    lost: Money
    vat_back: Money
    entries: list[StatementLine]

    @property
    def invoiced(self) -> Money:
        """What clients were asked for, with VAT."""
        return self.turnover + self.deposits + self.vat

    @property
    def written_off(self) -> Money:
        """What was given up, with VAT."""
        return self.lost + self.vat_back

    @property
    def paid(self) -> Money:
        """What they paid."""
        return self.invoiced - self.open - self.written_off


def get_activity_statement(tx: Tx, *, activity_id: str, order_id: str) -> ActivityStatement:
    """The statement of an activity, or of one of its orders."""
    currency = str(tx.tables.value("currency", tx.on))
    figures = {name: balance(tx, role, activity=activity_id, order=order_id, currency=currency).times(side)
               for name, (role, side) in FIGURES.items()}
    lines = [StatementLine(on=row["booked_on"], order_id=row["order_ref"], **{
        name: row[name] for name in ("account", "journal", "document", "text", "amount")})
        for row in statement(tx, activity=activity_id, order=order_id)]
    moved = Money(0 if order_id else tx.single(Q.sum_transferred, activity_id=activity_id, currency=currency)["cents"],
                  currency)
    return ActivityStatement(activity_id=activity_id, order_id=order_id, entries=lines, transferred=moved, **figures)


def get_fee_rule(tx: Tx) -> FeeRule:
    """The share that every activity contributes of the money that enters it, as of today."""
    row = tx.tables.row("fee_rate", tx.on)
    return FeeRule(rate=row.decimal(), source=row.source)
