"""Whether the bank's account stands where its movements lead."""

from collections.abc import Iterable, Iterator

from services.invoicing.bank import postings, reads, store
from services.invoicing.bank.errors import StatementOutOfLine
from shared.ledger import balance
from shared.money import Money, total
from shared.postgres import Tx


def prove_balance(tx: Tx) -> Iterator[str]:
    """The bank's account stands where its movements lead, every statement follows the one before it, none waits."""
    currency, chains = str(tx.tables.value("currency", tx.on)), reads.list_chains(tx)
    opening = total((chain[0][1] for chain in chains.values()), currency)
    closing = total((chain[-1][2] for chain in chains.values()), currency)
    expected, found = opening + store.sum_movements(tx, currency), balance(tx, postings.BANK, currency=currency)
    if found != expected:
        yield f"invoicing: account {postings.BANK} stands at {found}, what it keeps adds up to {expected}"
    yield from _prove_chain(tx, closing, expected + store.sum_staged(tx, currency))
    for movement_id, fault in store.list_stuck(tx):
        yield f"invoicing: movement {movement_id} of a bank statement could not be booked: {fault}"


def prove_refunds(tx: Tx) -> Iterator[str]:
    """What is on its way back to clients and members is what left and no movement has carried out."""
    currency = str(tx.tables.value("currency", tx.on))
    expected, found = -store.sum_refunds(tx, currency), balance(tx, postings.REFUNDS, currency=currency)
    if found != expected:
        yield f"invoicing: account {postings.REFUNDS} stands at {found}, what it keeps adds up to {expected}"


def _prove_chain(tx: Tx, closing: Money, expected: Money) -> Iterable[str]:
    gaps = reads.list_bank_gaps(tx)
    if not gaps and expected != closing:
        yield f"invoicing: the last statements end at {closing}, their movements lead to {expected}"
    for gap in gaps:
        refusal = StatementOutOfLine(statement=f"of {gap.before_on}", opening=gap.opening, expected=gap.closing)
        yield f"invoicing: {refusal.message}"
