"""What is expected to come and go, document by document, as of any day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from services.invoicing.budgets.use_cases import quote_order
from services.invoicing.countries.protocol import law
from services.invoicing.receivables.postings import BANK, CLIENTS
from services.invoicing.treasury.rules import Expected, Flow, Habit, Treasury, forecast, habit_of, is_doubtful, pays_on
from services.invoicing.vat_returns.postings import LOSSES, PURCHASES, STATE, VAT
from services.invoicing.vat_returns.reads import scope_of
from services.invoicing.vat_returns.use_cases import next_period
from shared.ledger import balance, numbers_of
from shared.money import Money, total
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
Habits = Mapping[str | None, Habit]


def get_treasury(tx: Tx, *, entity: str, as_of: date, weeks: int) -> Treasury:
    """The bank and the weeks from a day on, as invoicing knows them."""
    currency = str(tx.tables.value("currency", as_of))
    nothing, habit = Money.zero(currency), _habits(tx, as_of).get(None, Habit())
    bank = balance(tx, BANK, entity=entity, currency=currency, until=as_of)
    start = Treasury(entity=entity, as_of=as_of, bank=bank, habit=habit, flows=(), doubtful=nothing, later=nothing)
    return forecast(list_expected(tx, entity=entity, as_of=as_of), start=start, weeks=weeks)


def list_expected(tx: Tx, *, entity: str, as_of: date) -> Iterator[Expected]:
    """Every document that lets money be expected from a day on."""
    scope = {"entity": entity, "as_of": as_of, "currency": str(tx.tables.value("currency", as_of))}
    habits = _habits(tx, as_of)
    yield from _claims(tx, scope, habits)
    yield from _ordered(tx, scope, habits)
    yield from _vat(tx, entity, as_of)
    for row in tx.all(Q.list_refunds, **scope):
        yield _now(Flow.EXPENSES, row["claim_id"], "", as_of, due_on=row["decided_on"], amount=-Money.from_row(row))
    for row in tx.all(Q.list_client_money, **scope):
        yield _now(Flow.CLIENT_MONEY, row["client_id"], row["client_id"], as_of, due_on=row["since"],
                   amount=-Money.from_row(row))


def list_expected_of(
    tx: Tx, *, entity: str, as_of: date, flow: str, doubtful: bool, first: date, last: date, after: int, limit: int,
) -> list[Expected]:
    """A page of the documents behind a figure: of one kind (or all), expected from a day to another."""
    found = [one for one in list_expected(tx, entity=entity, as_of=as_of)
             if flow in {"", one.flow} and one.doubtful is doubtful
             and (doubtful or first <= max(one.expected_on, as_of) <= last)]
    return sorted(found, key=lambda one: (one.expected_on, one.flow, one.document))[after:after + limit]


def _habits(tx: Tx, as_of: date) -> Habits:
    return {row["client_id"]: Habit(days=row["days"], known=row["known"])
            for row in tx.all(Q.list_habits, as_of=as_of) if row["known"]}


def _claims(tx: Tx, scope: dict[str, object], habits: Habits) -> Iterator[Expected]:
    as_of: date = scope["as_of"]  # type: ignore[assignment]
    limit = tx.tables.integer("client_late_days", as_of)
    for row in tx.all(Q.list_claims, **scope, accounts=numbers_of(tx, CLIENTS)):
        habit = habit_of(row["client_id"], habits)
        yield Expected(
            flow=Flow.INVOICES, document=row["invoice_id"], number=row["number"], client_id=row["client_id"],
            due_on=row["due_on"], expected_on=pays_on(row["due_on"], habit, as_of=as_of), amount=Money.from_row(row),
            doubtful=is_doubtful(row["due_on"], habit, as_of=as_of, limit=limit, contested=row["contested"]))


def _ordered(tx: Tx, scope: dict[str, object], habits: Habits) -> Iterator[Expected]:
    """Signed work brings its price once it is done and invoiced, and its wages take the budget before."""
    as_of: date = scope["as_of"]  # type: ignore[assignment]
    terms = timedelta(days=tx.tables.integer("payment_term_days", as_of))
    for row in tx.all(Q.list_ordered, **scope):
        done_on, price, habit = max(row["ends_on"], as_of), Money.from_row(row), habit_of(row["client_id"], habits)
        whose = {"document": row["order_id"], "number": row["number"], "client_id": row["client_id"]}
        yield Expected(flow=Flow.ORDERS, due_on=done_on + terms, amount=price, **whose,
                       expected_on=pays_on(done_on + terms, habit, as_of=as_of))
        yield Expected(flow=Flow.ORDERED_BUDGETS, due_on=done_on, expected_on=done_on, **whose,
                       amount=-quote_order(tx, amount=price, expenses=None).budget)


def _vat(tx: Tx, entity: str, as_of: date) -> Iterator[Expected]:
    """What was declared and not settled, by the day of the last return; and what is booked for the open period."""
    scope = scope_of(tx, entity)

    def stands(*roles: str) -> Money:
        return total((balance(tx, role, entity=entity, currency=scope.currency, until=as_of) for role in roles),
                     scope.currency)

    last = tx.one(Q.last_vat_return, entity=entity, as_of=as_of, currency=scope.currency)
    if last and (declared := stands(STATE)):
        yield _now(Flow.VAT, last["return_id"], "", as_of, due_on=last["due_on"], amount=declared)
    if booked := stands(VAT, LOSSES, PURCHASES):
        due_on = law(tx).vat_returns().due_on(tx.tables, next_period(tx, scope))
        yield _now(Flow.VAT, "", "", as_of, due_on=due_on, amount=booked)


def _now(flow: Flow, document: str, client_id: str, as_of: date, *, due_on: date, amount: Money) -> Expected:
    """Money that moves on its due day, or today when that has passed."""
    return Expected(flow=flow, document=document, number="", client_id=client_id, due_on=due_on,
                    expected_on=max(due_on, as_of), amount=amount)
