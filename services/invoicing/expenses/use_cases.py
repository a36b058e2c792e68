"""Receipts kept, claimed, approved; refunds that leave from what was received, arrive, or come back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.invoicing.activities.reads import get_activity
from services.invoicing.activities.use_cases import assert_member
from services.invoicing.expenses import postings, rules, store
from services.invoicing.expenses.errors import ExpenseCategoryUnknown, ReceiptNotFree
from services.invoicing.expenses.rules import MILEAGE, CategoryRule, ClaimState, ExpenseClaim, Receipt, Scan
from services.invoicing.proofs.rules import assert_a_proof
from shared.chain import canonical
from shared.errors import ParameterMissing
from shared.identifiers import new_id
from shared.ledger import MAIN_ENTITY, balance
from shared.money import Money, total
from shared.outgoing import Document, send_out
from shared.parameters import Tables
from shared.postgres import Tx
from shared.sepa import CreditTransfer, Payer, TransferBatch, payable_iban, transfer_file

BATCH = 500


def keep_receipt(tx: Tx, receipt: Receipt, scan: Scan) -> Receipt:
    """Keep what a member bought, before anything is claimed; the same document is kept once in the cooperative."""
    assert_a_proof(scan.media_type, scan.content)
    rules.assert_in_currency(receipt, str(tx.tables.value("currency", tx.on)))
    rules.assert_named(receipt, named_from=tx.tables.money("entity_named_from", receipt.bought_on),
                       home=tx.tables.country)
    return _keep(tx, replace(receipt, digest=scan.digest, number=rules.number_in(receipt.number),
                             supplier_number=rules.number_in(receipt.supplier_number)), scan)


def keep_trip(
    tx: Tx, *, member_id: str, driven_on: date, kilometres: Decimal, starts_at: str, ends_at: str, purpose: str,
) -> Receipt:
    """Keep a journey with the member's own car; the same journey is kept once."""
    currency = str(tx.tables.value("currency", tx.on))
    log = {"member": member_id, "on": driven_on.isoformat(), "from": starts_at, "to": ends_at, "purpose": purpose,
           "kilometres": format(kilometres.normalize(), "f")}
    scan = Scan(media_type="application/json", content=canonical(log).encode())
    gross = rules.mileage(kilometres, tx.tables.decimal("mileage_rate", driven_on), currency)
    return _keep(tx, Receipt(
        receipt_id=new_id("rec"), member_id=member_id, bought_on=driven_on, supplier="", supplier_number="", number="",
        country=tx.tables.country, category=MILEAGE, names_entity=False, gross=gross, taxes=(), digest=scan.digest,
        kilometres=kilometres), scan)


def _keep(tx: Tx, receipt: Receipt, scan: Scan) -> Receipt:
    assert_member(tx, receipt.member_id)
    _rule_of(tx.tables, receipt)
    rates = tx.tables.row("vat_rates_of", receipt.bought_on, receipt.country)["values"] if receipt.taxes else ()
    rules.assert_possible(receipt, today=tx.on, rates=[Decimal(rate) for rate in rates])
    rules.assert_in_time(receipt.bought_on, today=tx.on,
                         closing_day=str(tx.tables.value("expense_closing_day", receipt.bought_on)))
    store.add_receipt(tx, receipt, media_type=scan.media_type, content=scan.content)
    return receipt


def _rule_of(tables: Tables, receipt: Receipt) -> CategoryRule:
    """How the country refunds such a purchase on its day; a category that it does not name is refused."""
    try:
        row = tables.row("expense_category", receipt.bought_on, receipt.category)
    except ParameterMissing:
        raise ExpenseCategoryUnknown(category=receipt.category, day=receipt.bought_on.isoformat()) from None
    limit = Money.of(row["limit"], receipt.gross.currency) if row["limit"] else None
    return CategoryRule(category=receipt.category, vat_share=row.decimal("vat_share"), purchase=row["purchase"],
                        limit=limit, per=row["per"], source=row.source)


def drop_receipt(tx: Tx, *, receipt_id: str) -> None:
    """A receipt was kept by mistake, and nothing was claimed of it; it can be kept anew, as it is right."""
    store.drop_receipt(tx, receipt_id)


def claim_expenses(
    tx: Tx, *, activity_id: str, receipt_ids: Sequence[str], payee_name: str, iban: str,
) -> ExpenseClaim:
    """Claim receipts for an activity, each once; what is refunded follows from the rules of each receipt's day."""
    activity = get_activity(tx, activity_id)
    store.lock_member(tx, activity.member_id)
    receipts = store.list_receipts(tx, activity.member_id, receipt_ids)
    if len(receipts) != len(receipt_ids):
        raise ReceiptNotFree
    for receipt in receipts:
        rules.assert_in_time(receipt.bought_on, today=tx.on,
                             closing_day=str(tx.tables.value("expense_closing_day", receipt.bought_on)))
    by_receipt = {receipt.receipt_id: _rule_of(tx.tables, receipt) for receipt in receipts}
    periods = {receipt.category: by_receipt[receipt.receipt_id].per for receipt in receipts}
    lines = rules.claim_lines(receipts, by_receipt, claimed=rules.by_period(
        store.list_claimed(tx, activity.member_id, since=receipts[0].bought_on.replace(day=1)), periods))
    currency = receipts[0].gross.currency
    claim = ExpenseClaim(
        claim_id=new_id("exp"), activity_id=activity_id, member_id=activity.member_id, entity=MAIN_ENTITY,
        state=ClaimState.ASKED, asked_on=tx.on, asked_by=tx.actor, payee_name=payee_name, iban=payable_iban(iban),
        lines=lines,
        refunded=total((line.refunded for line in lines), currency),
        deductible=total((line.deductible for line in lines), currency))
    _transfer(claim, new_id("rfd").replace("_", ""))  # an account that no bank would pay is refused now, not later
    store.add_claim(tx, claim)
    return claim


def withdraw_claim(tx: Tx, *, claim_id: str) -> ExpenseClaim:
    """Give a claim up before its money has left; its receipts can be claimed anew."""
    claim = rules.withdraw(store.lock_claim(tx, claim_id))
    store.save_claim(tx, claim)
    store.free_receipts(tx, claim_id)
    return claim


def approve_claim(tx: Tx, *, claim_id: str) -> ExpenseClaim:
    """A second person approves; the money leaves once the activity has received it."""
    claim = rules.decide(store.lock_claim(tx, claim_id), approved=True, actor=tx.actor)
    store.save_claim(tx, claim)
    return claim


def refuse_claim(tx: Tx, *, claim_id: str, reason: str) -> ExpenseClaim:
    """A second person refuses, with the reason; its receipts can be dropped, or claimed otherwise."""
    claim = replace(rules.decide(store.lock_claim(tx, claim_id), approved=False, actor=tx.actor), reason=reason)
    store.save_claim(tx, claim)
    store.free_receipts(tx, claim_id)
    return claim


def pay_claim(tx: Tx, *, claim_id: str) -> ExpenseClaim:
    """Refund one approved claim now, if its activity has received what it costs."""
    claim = store.lock_claim(tx, claim_id)
    money = store.lock_money(tx, [claim.activity_id])
    sent = rules.send(claim, on=tx.on, reference=new_id("rfd").replace("_", ""),
                      available=money.get(claim.activity_id, Money.zero(claim.cost.currency)))
    _send(tx, [sent], booked=True)
    return sent


def pay_claims(tx: Tx) -> int:
    """Refund approved claims, oldest first, as far as their activities have received money; at most a batch."""
    waiting = store.lock_payable(tx, limit=BATCH)
    money = store.lock_money(tx, {claim.activity_id for claim in waiting}) if waiting else {}
    paid = []
    for claim in waiting:
        left = money.get(claim.activity_id, Money.zero(claim.cost.currency))
        if claim.cost <= left:
            paid.append(rules.send(claim, available=left, reference=new_id("rfd").replace("_", ""), on=tx.on))
            money[claim.activity_id] = left - claim.cost
    if paid:
        _send(tx, paid, booked=True)
    return len(paid)


def count_payable(tx: Tx) -> int:
    """How many approved claims could be refunded today, each alone."""
    return store.count_payable(tx)


def reject_claim(tx: Tx, *, claim_id: str) -> ExpenseClaim:
    """The bank refused the transfer of a claim before any money moved: it is owed again, and can be sent again."""
    claim = rules.reject(store.lock_claim(tx, claim_id))
    store.save_claim(tx, claim)
    postings.book_returned(tx, claim, document=f"{claim.reference}/rejected", on=tx.on)
    return claim


def send_claim_again(tx: Tx, *, claim_id: str, payee_name: str, iban: str) -> ExpenseClaim:
    """A refund that the bank gave back leaves once more, to an account that takes it."""
    again = rules.send_again(store.lock_claim(tx, claim_id), payee_name=payee_name, iban=payable_iban(iban),
                             reference=new_id("rfd").replace("_", ""), actor=tx.actor)
    _send(tx, [again], booked=False)
    return again


def _send(tx: Tx, claims: Sequence[ExpenseClaim], *, booked: bool) -> None:
    """One file for the bank, with a transfer for each claim; `booked`: its costs are booked too."""
    seller = tx.tables.row("cooperative", tx.on, MAIN_ENTITY)
    batch = TransferBatch(message_id=claims[0].reference, execute_on=tx.on, written_at=tx.at,
                          payer=Payer(name=seller["name"], iban=seller["iban"], bic=seller["bic"]))
    for claim in claims:
        store.save_claim(tx, claim)
    if booked:
        postings.book_expenses(tx, claims)
    postings.book_refunds(tx, claims)
    send_out(tx, Document(
        channel="bank", name=f"{batch.message_id}.xml", media_type="application/xml", about=claims[0].claim_id,
        content=transfer_file(batch, [_transfer(claim, claim.reference) for claim in claims])))


def _transfer(claim: ExpenseClaim, reference: str) -> CreditTransfer:
    return CreditTransfer(end_to_end_id=reference, name=claim.payee_name, iban=claim.iban, amount=claim.refunded)


def record_refunds(tx: Tx, transfers: Sequence[tuple[str, date]], *, came_back_by: str = "") -> bool:
    """The bank carried transfers out, or one came back by a movement, each with its day; whether one refunds a claim.

    What went out is paid; what came back is owed again.
    """
    if not came_back_by:
        return store.save_paid(tx, transfers)
    (reference, on), = transfers
    claim = store.find_sent(tx, reference)
    if claim is None:
        return False
    store.save_claim(tx, replace(claim, state=ClaimState.RETURNED))
    postings.book_returned(tx, claim, document=came_back_by, on=on)
    return True


def prove_expenses(tx: Tx) -> Iterator[str]:
    """The accounts of expenses stand at what claims were booked at, and at what the bank gave back."""
    currency = str(tx.tables.value("currency", tx.on))
    cost, owed = store.sum_booked(tx, currency)
    for account, expected in ((postings.COST, cost), (postings.OWED, -owed)):
        found = balance(tx, account, currency=currency)
        if found != expected:
            yield f"invoicing: account {account} stands at {found}, what it keeps adds up to {expected}"
