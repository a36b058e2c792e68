"""What money is expected: put together from claims, orders, VAT and what is owed at once."""

from collections.abc import Iterator
from datetime import date, timedelta

from services.invoicing.budgets.use_cases import quote_order
from services.invoicing.countries.protocol import law
from services.invoicing.treasury import reads
from services.invoicing.treasury.reads import Habits
from services.invoicing.treasury.rules import Expected, Habit, MoneyFlow, Treasury, forecast, habit_of, pays_on
from services.invoicing.vat_returns.reads import scope_of
from services.invoicing.vat_returns.use_cases import next_period
from shared.ledger import balance
from shared.money import Money, total
from shared.postgres import Tx

BANK, DECLARED = "bank", "vat_current_account"
UNDECLARED = ("vat_payable", "vat_on_losses", "vat_deductible")


def get_treasury(tx: Tx, *, entity: str, as_of: date, weeks: int) -> Treasury:
    """The bank and the weeks from a day on, as invoicing knows them."""
    currency = str(tx.tables.value("currency", as_of))
    nothing, habit = Money.zero(currency), reads.habits_on(tx, as_of).get(None, Habit())
    bank = balance(tx, BANK, entity=entity, currency=currency, until=as_of)
    start = Treasury(entity=entity, as_of=as_of, bank=bank, habit=habit, flows=(), doubtful=nothing, later=nothing)
    return forecast(_expected(tx, entity, as_of), start=start, weeks=weeks)


def list_expected_money(
    tx: Tx, *, entity: str, as_of: date, flow: str, doubtful: bool, first: date, last: date, after: int, limit: int,
) -> list[Expected]:
    """A page of the documents behind a figure: of one kind (or all), expected from a day to another."""
    found = [one for one in _expected(tx, entity, as_of)
             if flow in {"", one.flow} and one.doubtful is doubtful
             and (doubtful or first <= max(one.expected_on, as_of) <= last)]
    return sorted(found, key=lambda one: (one.expected_on, one.flow, one.document))[after:after + limit]


def _expected(tx: Tx, entity: str, as_of: date) -> Iterator[Expected]:
    """Every document that lets money be expected from a day on."""
    currency, habits = str(tx.tables.value("currency", as_of)), reads.habits_on(tx, as_of)
    yield from reads.list_claims(tx, habits, entity=entity, as_of=as_of, currency=currency)
    yield from _ordered(tx, habits, entity=entity, as_of=as_of, currency=currency)
    yield from _vat(tx, entity, as_of)
    yield from reads.list_owed_at_once(tx, entity=entity, as_of=as_of, currency=currency)


def _ordered(tx: Tx, habits: Habits, *, entity: str, as_of: date, currency: str) -> Iterator[Expected]:
    """Signed work brings its price once it is done and invoiced, and its wages take the budget before."""
    terms = timedelta(days=tx.tables.integer("payment_term_days", as_of))
    for row in reads.list_ordered(tx, entity=entity, as_of=as_of, currency=currency):
        done_on, price, habit = max(row["ends_on"], as_of), row["price"], habit_of(row["client_id"], habits)
        whose = {"document": row["order_id"], "number": row["number"], "client_id": row["client_id"]}
        yield Expected(flow=MoneyFlow.ORDERS, due_on=done_on + terms, amount=price, **whose,
                       expected_on=pays_on(done_on + terms, habit, as_of=as_of))
        yield Expected(flow=MoneyFlow.ORDERED_BUDGETS, due_on=done_on, expected_on=done_on, **whose,
                       amount=-quote_order(tx, amount=price, expenses=None).budget)


def _vat(tx: Tx, entity: str, as_of: date) -> Iterator[Expected]:
    """What was declared and not settled, by the day of the last return; and what is booked for the open period."""
    scope = scope_of(tx, entity)

    def stands(*roles: str) -> Money:
        return total((balance(tx, role, entity=entity, currency=scope.currency, until=as_of) for role in roles),
                     scope.currency)

    last = reads.find_last_return(tx, entity=entity, as_of=as_of, currency=scope.currency)
    due = [(*last, stands(DECLARED))] if last else []
    due.append(("", law(tx).vat_returns().due_on(tx.tables, next_period(tx, scope)), stands(*UNDECLARED)))
    for document, due_on, amount in due:
        if amount:
            yield Expected(flow=MoneyFlow.VAT, document=document, number="", client_id="", due_on=due_on,
                           expected_on=max(due_on, as_of), amount=amount)
