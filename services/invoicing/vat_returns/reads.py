"""Questions about VAT: what is not declared yet, what was, and in which grid each document stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.invoicing.countries.protocol import law
from services.invoicing.vat_returns.rules import Fact, ListedClient, Period, Scope, State, VatReturn
from shared.errors import NotFound
from shared.ledger import numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
LOSSES = "vat_on_losses"


def scope_of(tx: Tx, entity: str) -> Scope:
    """Whose facts a return of this entity declares."""
    return Scope(entity=entity, currency=str(tx.tables.value("currency", tx.on)),
                 latest_invoice_day=law(tx).vat_returns().latest_invoice_day(tx.tables, tx.on),
                 accounts=tuple(numbers_of(tx, LOSSES)))


def find_last_closed(tx: Tx, entity: str) -> date | None:
    """The day after an entity's last closed period."""
    found: date | None = tx.single(Q.last_closed, entity=entity)["ends_before"]
    return found


def find_first_tax_day(tx: Tx, scope: Scope) -> date | None:
    """The first day on which tax of the entity fell due."""
    found: date | None = tx.single(Q.first_fact, **scope.params)["tax_on"]
    return found


def list_facts(tx: Tx, scope: Scope, period: Period) -> list[Fact]:
    """What is due by the end of a period and was never declared, by kind and VAT case."""
    rows = tx.all(Q.list_facts, **scope.params, ends_before=period.ends_before)
    return [Fact(kind=row["kind"], category=row["category"], rate=row["rate"], country=row["country"],
                 documents=row["documents"], base=Money.from_row(row, "base"), vat=Money.from_row(row, "vat"),
                 example=row["example"]) for row in rows]


def count_late(tx: Tx, scope: Scope, period: Period) -> int:
    """How many documents, due before the period, were never declared."""
    return int(tx.single(Q.count_late, **scope.params, starts_on=period.starts_on)["late"])


def get_return(tx: Tx, return_id: str) -> VatReturn:
    """One return, or a refusal."""
    return _return_of(tx, tx.require(Q.get_return, NotFound(kind="VAT return", id=return_id), return_id=return_id))


def _return_of(tx: Tx, row: Mapping[str, Any]) -> VatReturn:
    grids = {one["grid"]: Money(one["cents"], row["currency"])
             for one in tx.all(Q.list_grids, return_id=row["return_id"])}
    counted = tx.single(Q.count_documents, return_id=row["return_id"])
    return VatReturn(
        return_id=row["return_id"], entity=row["entity"], due_on=row["due_on"], grids=grids, refund=row["refund"],
        period=Period(starts_on=row["starts_on"], ends_before=row["ends_before"]), state=State(row["state"]),
        balance=Money.from_row(row, "balance"), documents=counted["documents"], late=counted["late"],
        controls=law(tx).vat_returns().controls(grids), attempt=row["attempt"], reference=row["reference"],
        refused_because=row["refused_because"])


def list_returns(tx: Tx, *, entity: str, before: date, limit: int) -> list[VatReturn]:
    """Returns of an entity, latest first, for periods that began before a day."""
    return [_return_of(tx, row) for row in tx.all(Q.list_returns, entity=entity, before=before, limit=limit)]


def list_grid_documents(tx: Tx, *, return_id: str, grid: str, after: str, limit: int) -> list[dict[str, Any]]:
    """The documents that stand in a grid of a return, with what each put into it."""
    get_return(tx, return_id)
    return [{**row, "amount": Money.from_row(row)}
            for row in tx.all(Q.list_entries, return_id=return_id, grid=grid, after=after, limit=limit)]


def list_liable_abroad(tx: Tx, return_id: str, *, grids: Sequence[str], home: str) -> list[ListedClient]:
    """Clients liable to VAT in another country whose documents stand in these grids of a return."""
    return [_listed(row) for row in
            tx.all(Q.list_liable_clients, return_id=return_id, grids=list(grids), home=home)]


def list_liable_at_home(tx: Tx, scope: Scope, *, year: int, home: str, above: Money) -> list[ListedClient]:
    """Clients at home liable to VAT to whom more than an amount without VAT was invoiced in a calendar year."""
    rows = tx.all(Q.list_clients_of_year, entity=scope.entity, currency=scope.currency, home=home,
                  latest_invoice_day=scope.latest_invoice_day, first=date(year, 1, 1), after=date(year + 1, 1, 1),
                  above=above.cents)
    return [_listed(row) for row in rows]


def _listed(row: Mapping[str, Any]) -> ListedClient:
    return ListedClient(vat_number=row["vat_number"], base=Money.from_row(row, "base"), vat=Money.from_row(row, "vat"))


def get_undeclared_tax(tx: Tx, currency: str) -> Money:
    """The tax of documents that no return has declared yet."""
    return Money(tx.single(Q.undeclared_tax, currency=currency)["cents"], currency)


def get_undeclared_purchases(tx: Tx, currency: str) -> Money:
    """The tax on purchases that no return has claimed back yet."""
    return Money(tx.single(Q.undeclared_purchases, currency=currency)["cents"], currency)


def list_return_ids(tx: Tx) -> list[str]:
    """Every return."""
    return [row["return_id"] for row in tx.all(Q.list_all_returns)]
