"""Paying out: surpluses at once; leavers through both tests, in the order of their queue (art. 6:115, 6:116, 6:120)."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.membership.documents.payout_file import Transfer, payout_file
from services.membership.domain import leaving as rules
from services.membership.domain.errors import ClaimStateWrong
from services.membership.store import leaving as store
from services.membership.use_cases.bookings import book_payout_back, book_payout_done, book_payouts
from shared.identifiers import new_id
from shared.money import Money, total
from shared.outgoing import Document, send_out
from shared.postgres import Database, Tx

MOST_SURPLUSES = 1_000
_CLAIM = re.compile(r"clm_?([0-9a-f]{32})")


def end_to_end_id(claim_id: str) -> str:
    """A claim's id as banks carry it: at most 35 characters, so without its underscore."""
    return claim_id.replace("_", "")


def claim_named(end_to_end: str) -> str | None:
    """The claim that a bank movement names, or nothing."""
    named = _CLAIM.fullmatch(end_to_end)
    return f"clm_{named[1]}" if named else None


def room_today(tx: Tx) -> rules.Room:
    """How much may be distributed today."""
    currency = str(tx.tables.value("currency", tx.on))
    statement, finding = store.last_statement(tx), store.last_finding(tx)
    zero = Money.zero(currency)
    return rules.room_for_distribution(
        on=tx.on, statement=statement, finding=finding, months=tx.tables.integer("liquidity_months", tx.on),
        paid_since_statement=store.distributed_since(tx, statement.as_of, from_day=False, currency=currency)
        if statement else zero,
        paid_since_finding=store.distributed_since(tx, finding.decided_on, from_day=True, currency=currency)
        if finding else zero)


def pay_claims(database: Database, on: date, advance: Any) -> str:
    """The payment run: one file for surpluses and for the leavers whom both tests let be paid."""
    with database.transaction(on=on, actor="job:pay_claims") as tx:
        leavers = {row["id"]: {**row, "kind": "exit"} for row in store.lock_queue(tx, "exit")}
        store.claim_surpluses(tx, MOST_SURPLUSES)
        surpluses = [{**row, "kind": "surplus"} for row in store.lock_queue(tx, "surplus") if row["iban"]]
        plan = rules.plan_payments([store.as_claim(row) for row in leavers.values()], room=room_today(tx))
        store.suspend_claims(tx, plan.suspend, plan.bound_by)
        paid = [*surpluses, *(leavers[claim.id] for claim in plan.pay)]
        sent = _send(tx, paid) if paid else ""
    advance(len(paid), len(paid))
    return (f"{len(paid)} payments sent{sent}; {len(plan.suspend)} leavers suspended"
            f"{f' by {plan.bound_by}' if plan.suspend else ''}; {len(plan.waiting)} have no known account.")


def _send(tx: Tx, rows: Sequence[dict[str, Any]]) -> str:
    batch_id = new_id("bat")
    content = payout_file(
        [Transfer(end_to_end_id=end_to_end_id(row["id"]), name=row["name"], iban=row["iban"], amount=row["amount"],
                  text="Shares" if row["kind"] == "exit" else "Paid too much for shares") for row in rows],
        message_id=end_to_end_id(batch_id), payer=tx.tables.row("payer_account", tx.on).fields, execute_on=tx.on,
        at=tx.at)
    document_id = send_out(tx, Document(channel="bank", name=f"payouts_{batch_id}.xml", media_type="application/xml",
                                        content=content, about=batch_id))
    store.send_claims(tx, batch_id, rows, document_id)
    book_payouts(tx, batch_id, rows)
    return f", {total([row['amount'] for row in rows], rows[0]['currency'])} in batch {batch_id}"


def note_payout_booked(tx: Tx, *, movement: str, end_to_end: str, paid: Money, booked_on: date) -> None:
    """A debit of the bank statement names a claim: it is paid, if that is what was owed."""
    claim_id = claim_named(end_to_end)
    if claim_id:
        rules.assert_paid_as_owed(claim_id, owed=store.lock_claim(tx, claim_id)["amount"], paid=paid)
        record_payout(tx, movement=movement, claim_id=claim_id, booked_on=booked_on)


def record_payout(tx: Tx, *, movement: str, claim_id: str, booked_on: date) -> dict[str, Any]:
    """The bank carried a payment out; the same movement again changes nothing."""
    claim = store.lock_claim(tx, claim_id)
    if not store.note_payout(tx, movement=movement, claim_id=claim_id, kind="paid", booked_on=booked_on):
        return {"claim_id": claim_id, "state": claim["state"]}
    if claim["state"] != "sent":
        raise ClaimStateWrong(claim_id=claim_id, state=claim["state"], needed="sent")
    store.claim_paid(tx, claim_id, booked_on)
    book_payout_done(tx, movement, claim["amount"], booked_on)
    return {"claim_id": claim_id, "state": "paid"}


def note_payout_returned(tx: Tx, *, movement: str, end_to_end: str, booked_on: date) -> None:
    """The bank sent a payment back (a closed account): the claim is due again."""
    claim_id = claim_named(end_to_end)
    if claim_id:
        return_payout(tx, movement=movement, claim_id=claim_id, booked_on=booked_on)


def return_payout(tx: Tx, *, movement: str, claim_id: str, booked_on: date) -> dict[str, Any]:
    """A payment came back; the same movement again changes nothing."""
    claim = store.lock_claim(tx, claim_id)
    if not store.note_payout(tx, movement=movement, claim_id=claim_id, kind="returned", booked_on=booked_on):
        return {"claim_id": claim_id, "state": claim["state"]}
    if claim["state"] not in {"sent", "paid"}:
        raise ClaimStateWrong(claim_id=claim_id, state=claim["state"], needed="sent or paid")
    book_payout_back(tx, movement, claim, on=booked_on)
    store.claim_back(tx, claim_id)
    return {"claim_id": claim_id, "state": "due"}
