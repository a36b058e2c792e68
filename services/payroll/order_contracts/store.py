"""Contracts of orders: rows and values."""

from typing import Any

from services.payroll.order_contracts.errors import OrderContractNotWritten
from services.payroll.order_contracts.rules import OrderContract, OrderTerms, digest_of
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_to_write(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """Orders to come, or under way, without a contract of what is agreed now; locked, others' are left to them."""
    return tx.all(Q.lock_to_write, day=tx.on, after=after, limit=limit)


def add_contract(tx: Tx, order_id: str, place: int, terms: OrderTerms, written_for: str) -> None:
    """Write a contract as both are to sign it."""
    tx.run(Q.add_contract, order_id=order_id, place=place, number=terms.number, starts_on=terms.starts_on,
           ends_on=terms.ends_on, content=terms.text, digest=digest_of(terms.text), written_for=written_for, on=tx.on)


def lock_contract(tx: Tx, order_id: str) -> OrderContract:
    """The contract of an order that counts, locked until commit, or a refusal."""
    row = tx.require(Q.lock_contract, OrderContractNotWritten(order_id=order_id), order_id=order_id)
    return OrderContract.from_fields(row)


def save_contract(tx: Tx, contract: OrderContract) -> None:
    """Write who signed it, or what was said of it."""
    tx.run(Q.save_contract, order_id=contract.order_id, place=contract.place,
           member_signed_at=contract.member_signed_at, cooperative_signed_at=contract.cooperative_signed_at,
           cooperative_signed_by=contract.cooperative_signed_by, settled=contract.settled)


def list_to_print(tx: Tx, *, after: tuple[str, int], limit: int) -> list[dict[str, Any]]:
    """The next contracts without a paper."""
    return tx.all(Q.list_to_print, after=after[0], place=after[1], limit=limit)


def add_paper(tx: Tx, order_id: str, place: int, pdf: bytes) -> None:
    """Keep the paper of a contract."""
    tx.run(Q.add_paper, order_id=order_id, place=place, pdf=pdf, on=tx.on)
