"""What clients owe, what came in for it, what was given up, as rows."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from services.invoicing.receivables.rules import AccountEntry, Allocation, Deducting, IncomingPayment, Receivable
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx, column
from shared.sql import load_queries

Q = load_queries(__package__)
FACTS = ("invoice_id", "order_id", "member_id", "activity_id", "client_id", "entity", "due_on", "overdue_on",
         "settled_on", "in_advance")
AMOUNTS = ("total", "paid", "credited", "written_off", "recovered", "written_off_vat",
           "recovered_vat")


def add_receivable(tx: Tx, *, invoice_id: str, due_on: date, total: Money) -> None:
    """The client owes the total from now on."""
    tx.run(Q.add_receivable, invoice_id=invoice_id, due_on=due_on, currency=total.currency, total_cents=total.cents)


def lock_receivable(tx: Tx, invoice_id: str) -> Receivable:
    """What is owed on an invoice, locked; credit notes and unknown ids are refused."""
    return lock_receivables(tx, {invoice_id})[invoice_id]


def lock_receivables(tx: Tx, invoice_ids: AbstractSet[str]) -> dict[str, Receivable]:
    """What is owed on invoices, locked in one order; credit notes and unknown ids are refused."""
    found: dict[str, Receivable] = {}
    for row in tx.all(Q.lock_receivables, ids=sorted(invoice_ids)):
        facts: dict[str, Any] = {name: row[name] for name in FACTS}
        for name in AMOUNTS:
            facts[name] = Money(row[f"{name}_cents"], row["currency"])
        found[row["invoice_id"]] = Receivable(**facts)
    for missing in sorted(invoice_ids - found.keys()):
        raise NotFound(kind="invoice", id=missing)
    return found


def list_deducting(tx: Tx, deposit_ids: Collection[str]) -> dict[str, Deducting]:
    """The invoices that took these deposits off, by deposit."""
    return {row["deposit_id"]: Deducting(invoice_id=row["invoice_id"], **{
        name: Money.from_row(row, name) for name in ("total", "paid", "prepaid")})
        for row in tx.all(Q.list_deducting, ids=list(deposit_ids))}


def save_receivable(tx: Tx, receivable: Receivable) -> None:
    """What is owed from now on."""
    save_receivables(tx, [receivable])


def save_receivables(tx: Tx, receivables: Sequence[Receivable]) -> None:
    """What is owed on each invoice from now on."""
    columns: dict[str, Any] = {f"{name}_cents": column(getattr(one, name).cents for one in receivables)
                               for name in AMOUNTS[1:]}
    tx.run(Q.save_receivables, invoice_id=column(one.invoice_id for one in receivables),
           overdue_on=[one.overdue_on for one in receivables], settled_on=[one.settled_on for one in receivables],
           **columns)


def hold_deposit(tx: Tx, invoice_id: str) -> None:
    """Whoever gives a deposit back and whoever completes its work wait for each other; nothing for other invoices."""
    tx.run(Q.hold_deposit, invoice_id=invoice_id)


def lock_overdue(tx: Tx, *, limit: int) -> list[str]:
    """Invoices open after their due day about which nothing was told yet, locked."""
    return [row["invoice_id"] for row in tx.all(Q.lock_overdue, on=tx.on, limit=limit)]


def count_overdue(tx: Tx) -> int:
    """How many invoices would be marked overdue today."""
    return int(tx.single(Q.count_overdue, on=tx.on)["count"])


def add_write_off(tx: Tx, *, write_off_id: str, invoice_id: str, amount: Money, vat: Money, reason: str) -> None:
    """Keep why an invoice was given up."""
    tx.run(Q.add_write_off, write_off_id=write_off_id, invoice_id=invoice_id, written_off_on=tx.on,
           currency=amount.currency, cents=amount.cents, vat_cents=vat.cents, reason=reason)


def add_payments(tx: Tx, payments: Sequence[tuple[str, IncomingPayment, Allocation]]) -> None:
    """Keep how money that came in was used, each payment under its id."""
    tx.run(Q.add_payments, payment_id=column(payment_id for payment_id, _, _ in payments),
           movement_id=column(one.movement_id for _, one, _ in payments),
           invoice_id=column(one.invoice_id for _, one, _ in payments),
           paid_on=column(one.on for _, one, _ in payments),
           matched_by=column(one.matched_by for _, one, _ in payments),
           currency=column(one.amount.currency for _, one, _ in payments),
           applied=column(used.applied.cents for _, _, used in payments),
           recovered=column(used.recovered.cents for _, _, used in payments),
           credit=column(used.credit.cents for _, _, used in payments),
           place=column(one.place for _, one, _ in payments))


def add_overpaid(tx: Tx, given: Sequence[tuple[Receivable, str, Money]]) -> None:
    """What was paid above what was owed is the client's own: by which payment, and how much."""
    if given:
        owed = [one for one, _, _ in given]
        tx.run(Q.add_overpaid, entry_id=[new_id("cae") for _ in given], client_id=[one.client_id for one in owed],
               document=[payment_id for _, payment_id, _ in given], invoice_id=[one.invoice_id for one in owed],
               entity=[one.entity for one in owed], currency=[rest.currency for _, _, rest in given],
               cents=[rest.cents for _, _, rest in given], on=tx.on)


def find_payments(tx: Tx, movement_id: str) -> list[tuple[str, str, Allocation]]:
    """What a movement paid and that was not taken back: each payment, its invoice, how it was used."""
    return [(row["payment_id"], row["invoice_id"],
             Allocation(**{name: Money.from_row(row, name) for name in ("applied", "recovered", "credit")}))
            for row in tx.all(Q.find_payments, movement_id=movement_id)]


def add_reversal(tx: Tx, *, payment_id: str, movement_id: str, on: date) -> None:
    """The bank took a payment back."""
    tx.run(Q.add_reversal, payment_id=payment_id, movement_id=movement_id, on=on)


def sum_open(tx: Tx, currency: str) -> Money:
    """What clients owe, over all invoices."""
    return Money(tx.single(Q.sum_open, currency=currency)["cents"], currency)


def lock_client_account(tx: Tx, client_id: str, currency: str) -> Money:
    """What a client has with the house; who holds it alone uses it, until the transaction ends."""
    tx.require(Q.lock_client, NotFound(kind="client", id=client_id), client_id=client_id)
    return Money(tx.single(Q.sum_of_client, client_id=client_id, currency=currency)["cents"], currency)


def add_account_entry(  # noqa: PLR0917 - the columns of one row
    tx: Tx, client_id: str, kind: AccountEntry, document: str, amount: Money, entity: str, *, invoice_id: str | None,
) -> None:
    """A client's account goes up, or down when negative."""
    tx.run(Q.add_account_entry, entry_id=new_id("cae"), client_id=client_id, kind=kind, document=document,
           invoice_id=invoice_id, entity=entity, currency=amount.currency, cents=amount.cents, on=tx.on)


def find_refund(tx: Tx, document: str) -> tuple[str, Money, str] | None:
    """Whose refund that is, how much was given back, and by which legal entity."""
    row = tx.one(Q.find_refund, document=document)
    return (row["client_id"], -Money.from_row(row), row["entity"]) if row else None


def find_received(tx: Tx, movement_id: str) -> tuple[str, Money, str] | None:
    """On whose account a movement stands, how much it brought, and with which legal entity."""
    row = tx.one(Q.find_received, document=movement_id)
    return (row["client_id"], Money.from_row(row), row["entity"]) if row else None


def list_clients_of(tx: Tx, movement_id: str) -> list[str]:
    """The clients whose accounts a movement has moved."""
    return [row["client_id"] for row in tx.all(Q.clients_of_movement, movement_id=movement_id)]


def find_refund_under_way(tx: Tx, document: str) -> tuple[str, Money, str] | None:
    """Whose refund has left and was neither carried out nor refused, how much it is, and of which legal entity."""
    row = tx.one(Q.find_refund_under_way, document=document)
    return (row["client_id"], -Money.from_row(row), row["entity"]) if row else None


def sum_accounts(tx: Tx, currency: str) -> Money:
    """What all clients together have with the house."""
    return Money(tx.single(Q.sum_accounts, currency=currency)["cents"], currency)
