"""Receipts and claims as rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.invoicing.expenses.errors import ReceiptKeptBefore, ReceiptNotFree, SecondPersonApproves
from services.invoicing.expenses.rules import ClaimState, ExpenseClaim, Receipt, ReceiptTax
from shared.errors import NotFound, Refusal
from shared.ledger import numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "receipts_one_per_file": ReceiptKeptBefore,
    "receipts_one_per_name_and_number": ReceiptKeptBefore,
    "receipts_one_per_supplier_and_number": ReceiptKeptBefore,
    "expense_claims_four_eyes": SecondPersonApproves,
}
FACTS = ("receipt_id", "member_id", "bought_on", "supplier", "supplier_number", "number", "country", "category",
         "names_entity", "digest", "kilometres")
OF_A_CLAIM = ("claim_id", "activity_id", "member_id", "entity", "asked_on", "asked_by", "payee_name", "iban",
              "decided_by", "reason", "booked_on", "reference")


def add_receipt(tx: Tx, receipt: Receipt, *, media_type: str, content: bytes) -> None:
    """Keep a receipt; the same one is refused by its constraints, whoever keeps it."""
    tx.run(Q.add_receipt, **{name: getattr(receipt, name) for name in FACTS}, currency=receipt.gross.currency,
           gross_cents=receipt.gross.cents, media_type=media_type, content=content, on=tx.on, actor=tx.actor,
           rates=[tax.rate for tax in receipt.taxes], bases=[tax.base.cents for tax in receipt.taxes],
           vats=[tax.vat.cents for tax in receipt.taxes])


def drop_receipt(tx: Tx, receipt_id: str) -> None:
    """A receipt was kept by mistake."""
    if tx.run(Q.drop_receipt, receipt_id=receipt_id, on=tx.on) == 0:
        raise ReceiptNotFree


def list_receipts(tx: Tx, member_id: str, receipt_ids: Sequence[str]) -> list[Receipt]:
    """Receipts of a member in the order of their days; unknown ids are left out."""
    return [_receipt(row) for row in tx.all(Q.list_receipts, ids=list(receipt_ids), member_id=member_id)]


def _receipt(row: Mapping[str, Any]) -> Receipt:
    facts: dict[str, Any] = {name: row[name] for name in FACTS}
    taxes = tuple(ReceiptTax(rate=Decimal(tax["rate"]), base=Money(tax["base"], row["currency"]),
                             vat=Money(tax["vat"], row["currency"])) for tax in row["taxes"])
    return Receipt(**facts, gross=Money.from_row(row, "gross"), taxes=taxes)


def lock_member(tx: Tx, member_id: str) -> None:
    """Who holds it claims for the member alone, until the transaction ends."""
    tx.require(Q.lock_member, NotFound(kind="member", id=member_id), member_id=member_id)


def list_claimed(tx: Tx, member_id: str, *, since: date) -> list[tuple[str, date, Money]]:
    """What living claims of a member were refunded since a day: category, day, amount."""
    return [(row["category"], row["bought_on"], Money.from_row(row))
            for row in tx.all(Q.sum_claimed, member_id=member_id, since=since)]


def add_claim(tx: Tx, claim: ExpenseClaim) -> None:
    """A member claims; receipts that stand in another claim, or were dropped, are refused."""
    tx.run(Q.add_claim, **{name: getattr(claim, name) for name in OF_A_CLAIM[:4]}, payee_name=claim.payee_name,
           iban=claim.iban, currency=claim.refunded.currency, refunded_cents=claim.refunded.cents,
           deductible_cents=claim.deductible.cents, on=tx.on, actor=tx.actor)
    receipt_ids = [line.receipt_id for line in claim.lines]
    if tx.run(Q.take_receipts, claim_id=claim.claim_id, member_id=claim.member_id, ids=receipt_ids) != len(receipt_ids):
        raise ReceiptNotFree
    tx.run(Q.add_lines, claim_id=claim.claim_id, receipt_id=receipt_ids, line=list(range(1, len(receipt_ids) + 1)),
           refunded=[line.refunded.cents for line in claim.lines], vat=[line.vat.cents for line in claim.lines],
           vat_share=[line.vat_share for line in claim.lines],
           deductible=[line.deductible.cents for line in claim.lines],
           purchase=[line.purchase for line in claim.lines], source=[line.source for line in claim.lines])


def free_receipts(tx: Tx, claim_id: str) -> None:
    """The receipts of a claim that came to nothing can be claimed anew."""
    tx.run(Q.free_receipts, claim_id=claim_id)


def lock_claim(tx: Tx, claim_id: str) -> ExpenseClaim:
    """One claim, locked, or a refusal."""
    return _claim(tx.require(Q.lock_claim, NotFound(kind="claim", id=claim_id), claim_id=claim_id))


def find_sent(tx: Tx, reference: str) -> ExpenseClaim | None:
    """The claim whose transfer bore this id and did not come back, locked."""
    row = tx.one(Q.lock_by_reference, reference=reference)
    return _claim(row) if row else None


def lock_payable(tx: Tx, *, limit: int) -> list[ExpenseClaim]:
    """Approved claims whose activity received enough for one of them, locked."""
    return [_claim(row) for row in tx.all(Q.list_payable, **_accounts(tx), limit=limit)]


def count_payable(tx: Tx) -> int:
    """How many approved claims could be refunded, each alone."""
    return int(tx.single(Q.count_payable, **_accounts(tx))["count"])


def _claim(row: Mapping[str, Any]) -> ExpenseClaim:
    facts: dict[str, Any] = {name: row[name] for name in OF_A_CLAIM}
    return ExpenseClaim(**facts, state=ClaimState(row["state"]), refunded=Money.from_row(row, "refunded"),
                        deductible=Money.from_row(row, "deductible"))


def save_claim(tx: Tx, claim: ExpenseClaim) -> None:
    """Where a claim is."""
    tx.run(Q.save_claim, **{name: getattr(claim, name) for name in (
        "claim_id", "state", "decided_by", "reason", "payee_name", "iban", "booked_on", "reference")}, on=tx.on)


def save_paid(tx: Tx, transfers: Sequence[tuple[str, date]]) -> bool:
    """The bank carried transfers out: those of them that were claims are paid; whether any was."""
    return bool(transfers) and tx.run(Q.save_paid, reference=[reference for reference, _ in transfers],
                                      paid_on=[day for _, day in transfers]) > 0


def lock_money(tx: Tx, activity_ids: Iterable[str]) -> dict[str, Money]:
    """What activities may spend on expenses; who holds them spends alone, until the transaction ends."""
    ids = sorted(set(activity_ids))
    tx.run(Q.lock_activities, activity_ids=ids)
    return {row["activity_id"]: Money.from_row(row) for row in tx.all(Q.list_money, activity_ids=ids, **_accounts(tx))}


def _accounts(tx: Tx) -> dict[str, list[str]]:
    return {"accounts": numbers_of(tx, "activity_accounts"), "owed": numbers_of(tx, "owed_by_activities")}


def sum_booked(tx: Tx, currency: str) -> tuple[Money, Money]:
    """What all claims were booked at, and what of them is owed because the bank gave it back."""
    row = tx.single(Q.sum_booked, currency=currency)
    return Money(row["cost_cents"], currency), Money(row["owed_cents"], currency)
