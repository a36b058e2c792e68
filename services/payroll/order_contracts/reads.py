"""Questions about the contracts of orders, and the proof that what was signed is what was written."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from services.payroll.employment_contracts.errors import ContractNotPrinted
from services.payroll.order_contracts.errors import OrderContractNotWritten
from services.payroll.order_contracts.rules import OrderContract
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
SHOWN = ("order_id", "member_id", "place", "number", "starts_on", "ends_on", "written_on", "digest", "signed_until",
         "member_signed_at", "cooperative_signed_at", "settled")


def get_contract(tx: Tx, order_id: str) -> OrderContract:
    """The contract of an order that counts, or a refusal."""
    return OrderContract.from_fields(tx.require(Q.contract, OrderContractNotWritten(order_id=order_id),
                                                order_id=order_id))


def list_contracts(tx: Tx, *, member_id: str, after: str, limit: int) -> list[OrderContract]:
    """A page of the contracts that count, of one worker or of all."""
    return [OrderContract.from_fields(row)
            for row in tx.all(Q.list_contracts, member_id=member_id, after=after, limit=limit)]


def summary(tx: Tx, contract: OrderContract) -> dict[str, Any]:
    """A contract as people see it on the day."""
    return {**{name: getattr(contract, name) for name in SHOWN}, "state": contract.state_on(tx.on)}


def get_paper(tx: Tx, order_id: str, place: int) -> dict[str, Any]:
    """A contract as PDF in base 64, or the refusal that says when there will be one."""
    row = tx.require(Q.get_paper, NotFound(kind="contract", id=f"{order_id}/{place}"), order_id=order_id, place=place)
    if row["pdf"] is None:
        raise ContractNotPrinted
    return {**row, "pdf": b64encode(row["pdf"]).decode()}


def prove_order_contracts(tx: Tx) -> Iterator[str]:
    """What was signed is what was written, and by its first day."""
    for row in tx.all(Q.changed):
        yield f"payroll: contract {row['number']} is not what was signed"
