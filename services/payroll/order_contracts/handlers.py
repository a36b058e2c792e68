"""The contracts of orders: read, signed by both, settled where they were not."""

from typing import Any

from services.payroll.employment_contracts.rules import Party
from services.payroll.order_contracts import reads, schemas, use_cases
from services.payroll.orders.reads import owner_of_order
from shared.bus import allow, command, query
from shared.postgres import Tx


class OrderContractHandlers:
    """What is asked about the contracts of orders."""

    @query(schemas.GetOrderContract, response=schemas.OrderContractDetail,
           allow=allow("payroll_clerk", "advisor", "auditor", self_by=owner_of_order))
    def get_order_contract(self, tx: Tx, *, order_id: str) -> dict[str, Any]:
        """The contract of an order that counts: where it stands, until when both sign, who signed."""
        return reads.summary(tx, reads.get_contract(tx, order_id))

    @query(schemas.ListOrderContracts, response=schemas.OrderContractDetail, many=True,
           allow=allow("payroll_clerk", "advisor", "auditor", self_by="member_id"))
    def list_order_contracts(self, tx: Tx, *, member_id: str, after: str, limit: int) -> list[dict[str, Any]]:
        """A page of the contracts of orders, of one worker or of all."""
        found = reads.list_contracts(tx, member_id=member_id, after=after, limit=limit)
        return [reads.summary(tx, one) for one in found]

    @query(schemas.SignOrderContract, response=schemas.OrderContractPaper,
           allow=allow("payroll_clerk", "auditor", self_by=owner_of_order))
    def get_order_contract_paper(self, tx: Tx, *, order_id: str, place: int) -> dict[str, Any]:
        """A contract of an order as PDF, once the job `print_order_contracts` has made it."""
        return reads.get_paper(tx, order_id, place)

    @command(schemas.SignOrderContract, response=schemas.OrderContractDetail, allow=allow(self_by=owner_of_order))
    def sign_order_contract(self, tx: Tx, *, order_id: str, place: int) -> dict[str, Any]:
        """The worker signs the contract that they read, before its first hour."""
        return reads.summary(tx, use_cases.sign_contract(tx, order_id, place, Party.MEMBER))

    @command(schemas.SignOrderContract, response=schemas.OrderContractDetail, allow=allow("payroll_clerk", "board"))
    def countersign_order_contract(self, tx: Tx, *, order_id: str, place: int) -> dict[str, Any]:
        """The cooperative signs the contract, before its first hour."""
        return reads.summary(tx, use_cases.sign_contract(tx, order_id, place, Party.COOPERATIVE))

    @command(schemas.SettleOrderContract, response=schemas.OrderContractDetail, allow=allow("payroll_clerk", "board"))
    def settle_order_contract(self, tx: Tx, *, order_id: str, because: str) -> dict[str, Any]:
        """Say what becomes of work whose contract was not signed before its first hour."""
        return reads.summary(tx, use_cases.settle_contract(tx, order_id, because))
