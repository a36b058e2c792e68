"""Contracts of orders: written by a job as they are ordered, signed by both, printed."""

from datetime import date
from typing import Any

import structlog

from services.payroll.countries.protocol import law
from services.payroll.employment_contracts.rules import Party
from services.payroll.order_contracts import rules, store
from services.payroll.order_contracts.errors import OrderContractChanged
from services.payroll.order_contracts.rules import OrderContract, OrderTerms
from services.payroll.wages.rules.budget import divide
from services.payroll.workers.reads import parties_on
from shared.definitions import Advance
from shared.errors import Refusal
from shared.money import Money
from shared.papers import print_paper
from shared.postgres import Database, Tx

PRINTER, BATCH = "job:print_order_contracts", 20
log = structlog.get_logger()


def print_order_contracts(database: Database, on: date, advance: Advance) -> str:
    """Write the contract of every order that has none of what is agreed now, then print what has no paper yet.

    One that fails stops no other and is tried again. Where the partner's own payroll works wages out, it knows the
    gross wage that both sign: the contract is the partner's.
    """
    with database.reading(on=on, actor=PRINTER) as tx:
        if law(tx).outside_lines:
            return "Contracts of orders are written by the partner whose payroll works the wages out."
    written, failed, after = 0, 0, ""
    while True:
        with database.transaction(on=on, actor=PRINTER) as tx:
            batch = store.lock_to_write(tx, after=after, limit=BATCH)
            made = sum(_write(tx, row) for row in batch)
        if not batch:
            break
        written, failed, after = written + made, failed + len(batch) - made, batch[-1]["order_id"]
        advance(written + failed, written + failed)
    return f"{written} contracts of orders were written, {failed} not, {_print_all(database, on, advance)} printed"


def _write(tx: Tx, row: dict[str, Any]) -> bool:
    try:
        terms = _terms(tx, row)
    except Refusal as refusal:  # the next run tries it again
        log.warning("order_contract_not_written", order=row["order_id"], code=refusal.code)
        return False
    store.add_contract(tx, row["order_id"], row["before"] + 1, terms, row["written_for"])
    return True


def _terms(tx: Tx, row: dict[str, Any]) -> OrderTerms:
    """What both are to sign: the wage that the order's budget pays, after the cooperative's fee."""
    amount = Money.from_row(row)
    budget = amount - amount.times(tx.tables.decimal("fixed_contribution", tx.on))
    rule = law(tx).budget_rule(tx.tables, contract=row["contract"], on=row["ends_on"])
    employer, worker = parties_on(tx, row["member_id"], tx.on, entity=row["entity"])
    return OrderTerms(
        number=f"{row['order_id'][-8:]}/{row['before'] + 1}", employer=employer, worker=worker,
        contract=row["contract"], starts_on=row["starts_on"], ends_on=row["ends_on"], hours=row["hours"],
        budget=budget, gross=divide(budget, rule).gross, is_change=row["before"] > 0, written_on=tx.on)


def sign_contract(tx: Tx, order_id: str, place: int, party: Party) -> OrderContract:
    """One party signs what they read, before the first hour."""
    contract = store.lock_contract(tx, order_id)
    if contract.place != place:
        raise OrderContractChanged(number=contract.number)
    signed = rules.sign(contract, party, by=tx.actor, on=tx.on, at=tx.at)
    store.save_contract(tx, signed)
    return signed


def settle_contract(tx: Tx, order_id: str, because: str) -> OrderContract:
    """What becomes of work whose contract was not signed before its first hour."""
    settled = rules.settle(store.lock_contract(tx, order_id), because, on=tx.on)
    store.save_contract(tx, settled)
    return settled


def _print_all(database: Database, on: date, advance: Advance) -> int:
    made, after = 0, ("", 0)
    while True:
        with database.transaction(on=on, actor=PRINTER) as tx:
            batch = store.list_to_print(tx, after=after, limit=BATCH)
            made += sum(_print(tx, **row) for row in batch)
        if not batch:
            return made
        after = (batch[-1]["order_id"], batch[-1]["place"])
        advance(made, made)


def _print(tx: Tx, *, order_id: str, place: int, content: str) -> bool:
    try:
        pdf = print_paper(law(tx).order_contract(OrderTerms.from_text(content)))
    except Refusal as refusal:  # the next run tries it again
        log.warning("order_contract_not_printed", order=order_id, code=refusal.code)
        return False
    store.add_paper(tx, order_id, place, pdf)
    return True


