"""Taking in bank statements: each once, each following the one before, each movement told and given to its owner."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from lxml import etree

from services.invoicing.bank import postings, reads, store
from services.invoicing.bank.documents.camt import read_camt
from services.invoicing.bank.errors import BankFileNotRead, MovementMatched, NotOurAccount, StatementOutOfLine
from services.invoicing.bank.rules import (
    OURS,
    BankStatement,
    KnownMovement,
    Match,
    MatchedBy,
    Movement,
    Outcome,
    OwnAccount,
    ReferenceRange,
    StatementRead,
    Taken,
    Unmatched,
    assert_adds_up,
    assert_in_currency,
    carried_out,
    invoice_numbers_in,
    is_the_same,
    match_claims,
    ordinals,
    owner_of,
    range_for,
    read_before,
    recognise,
)
from services.invoicing.countries.protocol import BankFileReader, Law, law
from services.invoicing.events import BankMovementReceived, BankMovementReturned, MovementClaimed
from services.invoicing.expenses.use_cases import record_refunds
from services.invoicing.receivables.rules import IncomingPayment
from services.invoicing.receivables.use_cases import (
    apply_payments,
    receive_on_account,
    take_payment_back,
    take_refund_back,
)
from shared.errors import ParameterMissing
from shared.identifiers import new_id
from shared.ledger import MAIN_ENTITY, balance
from shared.money import Money, total
from shared.parameters import Tables
from shared.postgres import Database, Tx

CAMT = "camt053"
Fresh = tuple[str, Movement]
Waiting = tuple[str, Movement, ReferenceRange | None, MatchedBy | Unmatched]


@dataclass(frozen=True, kw_only=True)
class _Account:
    """One of the cooperative's accounts, while a statement of it is taken in."""

    iban: str
    entity: str
    ranges: tuple[ReferenceRange, ...]


def ingest_bank_statement(tx: Tx, *, file_format: str, content: str) -> list[Taken]:
    """Take in every statement of a file. One taken in before is named again and changes nothing."""
    return [_take_in(tx, statement, file_format, content)
            for statement in read_statements(law(tx), file_format, content)]


def preview_bank_statement(tx: Tx, *, file_format: str, content: str) -> list[StatementRead]:
    """What a bank file holds, refused for what it would be refused for when it is taken in; nothing is written."""
    found = []
    for statement in read_statements(law(tx), file_format, content):
        _account(tx, statement)
        assert_in_currency(statement, str(tx.tables.value("currency", tx.on)))
        assert_adds_up(statement)
        repeated = any(is_the_same(statement, known) for known in store.find_statements(tx, statement))
        found.append(read_before(statement, repeated=repeated))
    return found


def read_statements(country: Law, file_format: str, content: str) -> list[BankStatement]:
    """Every statement of a file, in its order; or a refusal that quotes nothing of it."""
    readers: dict[str, BankFileReader] = {
        **country.bank_file_readers(), CAMT: partial(read_camt, read_reference=country.read_payment_reference)}
    if file_format not in readers:
        raise BankFileNotRead(file_format=file_format, why="this country has no such format")
    statements = list(readers[file_format](content))
    if not statements:
        raise BankFileNotRead(file_format=file_format, why="it holds no statement")
    return statements


def take_in_file(database: Database, file: Path, *, on: date) -> list[Taken]:
    """Take in a file of any size, as the bank wrote it: each statement in a transaction of its own.

    A file that was interrupted is taken in again from its beginning; what is booked already is only named.
    """
    with database.reading(on=on, actor="job") as tx:
        country = law(tx)
        content, file_format = text_of(file.read_bytes(), national=next(iter(country.bank_file_readers()), CAMT))
        statements = read_statements(country, file_format, content)
    taken = []
    for statement in statements:
        with database.transaction(on=on, actor="job") as tx:
            taken.append(_take_in(tx, statement, file_format, content))
    return taken


def text_of(content: bytes, *, national: str) -> tuple[str, str]:
    """The text of a bank file and what it looks like: XML in any encoding, else lines in UTF-8 or Latin-1."""
    try:
        safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return str(etree.tostring(etree.fromstring(content, safe), encoding="unicode")), CAMT
    except (etree.XMLSyntaxError, ValueError, LookupError):
        pass
    try:
        return content.decode("utf-8-sig"), national
    except UnicodeDecodeError:
        return content.decode("latin-1"), national


def _take_in(tx: Tx, statement: BankStatement, file_format: str, content: str) -> Taken:
    account, currency = _account(tx, statement), str(tx.tables.value("currency", tx.on))
    assert_in_currency(statement, currency)
    assert_adds_up(statement)
    store.lock_account(tx, iban=account.iban, entity=account.entity)
    before = store.find_statements(tx, statement)
    for known in before:
        if is_the_same(statement, known):
            return Taken(statement_id=known.statement_id, identity=statement.identity, closing=statement.closing,
                         movements=len(known.amounts), repeated=True)
    if before:  # banks begin to count anew each year
        statement = replace(statement, identity=f"{statement.identity} of {statement.closing_on.isoformat()}")
    return _take_in_new(tx, account, statement, file_format, content)


def _take_in_new(tx: Tx, account: _Account, statement: BankStatement, file_format: str, content: str) -> Taken:
    statement_id, file_digest, before = new_id("stm"), _digest(content), _first_opening(tx, account)
    store.add_file(tx, content, file_digest)
    store.add_statement(tx, statement, statement_id=statement_id, file_format=file_format, file_digest=file_digest,
                        digest=_digest(repr(statement)))
    fresh, known = _tell_apart(tx, statement_id, statement, file_format)
    outcomes = [outcome for run in _runs(fresh) for outcome in _receive(tx, account, statement_id, run)]
    _report(tx, file_format, statement, {**known, **{one.seq: movement_id for movement_id, one in fresh}})
    first = _first_opening(tx, account)
    unbooked = first - before if first is not None and before is not None else statement.opening
    postings.book_opening(tx, statement_id, unbooked, statement.closing_on, account.entity)
    return Taken(statement_id=statement_id, identity=statement.identity, closing=statement.closing,
                 movements=len(statement.movements), applied=outcomes.count(Outcome.APPLIED), known=len(known),
                 passed_on=outcomes.count(Outcome.PASSED_ON), unmatched=outcomes.count(Outcome.UNMATCHED))


def _first_opening(tx: Tx, account: _Account) -> Money | None:
    chain = reads.list_chains(tx, account.iban).get(account.iban, [])
    return chain[0][1] if chain else None


def _tell_apart(
    tx: Tx, statement_id: str, statement: BankStatement, file_format: str,
) -> tuple[list[Fresh], dict[int, str]]:
    """What is new, each under its new id, and what is booked already (by its place in the statement)."""
    reports = store.list_reports(tx, statement)
    found = list(zip(statement.movements, recognise(statement.movements, reports, file_format), strict=True))
    known = [(one, movement_id) for one, movement_id in found if movement_id]
    store.add_known(tx, statement_id, known)
    return ([(new_id("mov"), one) for one, movement_id in found if movement_id is None],
            {one.seq: movement_id for one, movement_id in known})


def _runs(fresh: Sequence[Fresh]) -> Iterator[list[Fresh]]:
    """Movements that are received together; a return stands alone, for what it returns must be known."""
    run: list[Fresh] = []
    for movement_id, movement in fresh:
        if movement.is_return:
            yield from ([run] if run else [])
            yield [(movement_id, movement)]
            run = []
        else:
            run.append((movement_id, movement))
    yield from ([run] if run else [])


def _account(tx: Tx, statement: BankStatement) -> _Account:
    try:
        row = tx.tables.row("bank_account", tx.on, statement.account)
    except ParameterMissing:
        raise NotOurAccount from None
    return _Account(iban=statement.account, entity=row["entity"], ranges=reference_ranges(tx.tables, tx.on))


def reference_ranges(tables: Tables, on: date) -> tuple[ReferenceRange, ...]:
    """Whose each reference is on a day, by the country's table `reference_range`."""
    rows = [(key, tables.row("reference_range", on, key)) for name, key in tables.names() if name == "reference_range"]
    return tuple(ReferenceRange(owner=owner, paid_by=row["paid_by"], transfers=tuple(row["transfers"]),
                                clearing=row["clearing"]) for owner, row in rows)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _report(tx: Tx, file_format: str, statement: BankStatement, ids: Mapping[int, str]) -> None:
    """Note as what this format told each movement, so that no file books it again."""
    told = [(ids[one.seq], one.bank_reference, ordinal)
            for one, ordinal in zip(statement.movements, ordinals(statement.movements), strict=True)]
    if told:
        store.add_reports(tx, file_format, told)


def _receive(tx: Tx, account: _Account, statement_id: str, run: Sequence[Fresh]) -> list[Outcome]:
    first_id, first = run[0]
    refunds = _refunds_in(tx, account, run)
    returned = store.find_returned(tx, account.iban, first) if first.is_return else None
    store.add_movements(tx, [one for _, one in run], ids=[movement_id for movement_id, _ in run],
                        statement_id=statement_id, refers_to=returned.movement_id if returned else None)
    for movement_id, one in run:
        tx.announce(BankMovementReceived(
            movement_id=movement_id, statement_id=statement_id, booked_on=one.booked_on, amount=one.amount,
            structured_communication=one.structured_communication, end_to_end_id=one.end_to_end_id))
    record_refunds(tx, [(one.end_to_end_id, one.booked_on) for movement_id, one in run
                        if movement_id in refunds])
    if returned is None:
        return _give_to_owners(tx, account, run, refunds)
    tx.announce(BankMovementReturned(
        movement_id=first_id, refers_to=returned.movement_id, booked_on=first.booked_on, amount=first.amount,
        end_to_end_id=first.end_to_end_id))
    return [_give_back(tx, account, first_id, first, returned)]


def _refunds_in(tx: Tx, account: _Account, run: Sequence[Fresh]) -> set[str]:
    """The movements that carry out refunds of ours."""
    (ours,) = (one for one in account.ranges if one.owner == OURS)
    out = [(movement_id, one.end_to_end_id, one.amount) for movement_id, one in run
           if one.amount.cents < 0 and not one.is_return and ours.has_transfer(one.end_to_end_id)]
    return carried_out(store.list_refunds(tx, [end_to_end_id for _, end_to_end_id, _ in out]), out)


def _give_back(
    tx: Tx, account: _Account, movement_id: str, movement: Movement, returned: KnownMovement,
) -> Outcome:
    """A return concerns whoever the returned movement concerned: suspense, an invoice, or another service."""
    whole = -returned.amount == movement.amount
    if whole and store.remove_unmatched(tx, returned.movement_id):
        postings.book_movements(tx, [(movement_id, movement, postings.SUSPENSE)], account.entity)
        return Outcome.APPLIED
    if whole and take_payment_back(tx, returned=returned.movement_id, movement_id=movement_id, on=movement.booked_on):
        return Outcome.APPLIED
    owner = _owner_of_returned(tx, account, returned)
    reference, on = returned.end_to_end_id, movement.booked_on
    if owner and owner.owner == OURS and (
            take_refund_back(tx, reference=reference, movement_id=movement_id, on=on)
            or record_refunds(tx, [(reference, on)], came_back_by=movement_id)):
        postings.book_movements(tx, [(movement_id, movement, owner.clearing)], account.entity)
        if not whole:
            postings.book_short(tx, movement_id, -returned.amount - movement.amount, owner.clearing,
                                on=movement.booked_on, entity=account.entity)
        return Outcome.APPLIED
    other = owner if owner and owner.owner != OURS else None
    return _pass_on(tx, account, [(movement_id, movement, other, Unmatched.NOTHING_KNOWN)])[0]


def _owner_of_returned(tx: Tx, account: _Account, returned: KnownMovement) -> ReferenceRange | None:
    if service := store.claimed_for(tx, returned.movement_id):
        return range_for(account.ranges, service, movement_id=returned.movement_id)
    return owner_of(account.ranges, came_in=returned.amount.cents > 0, end_to_end_id=returned.end_to_end_id,
                    structured_communication=returned.structured_communication)


def _give_to_owners(tx: Tx, account: _Account, run: Sequence[Fresh], refunds: AbstractSet[str]) -> list[Outcome]:
    """Clients' money to their invoices, other services' to their clearing accounts, the rest to suspense.

    What left under an id that could be ours carries out a refund of ours, or waits for somebody who knows.
    """
    owners = [owner_of(account.ranges, came_in=one.amount.cents > 0, end_to_end_id=one.end_to_end_id,
                       structured_communication=one.structured_communication) for _, one in run]
    ours = [(movement_id, one) for (movement_id, one), owner in zip(run, owners, strict=True)
            if one.amount.cents > 0 and (owner is None or owner.owner == OURS)]
    matches = _match(tx, ours)
    apply_payments(tx, [
        IncomingPayment(invoice_id=invoice_id, movement_id=movement_id, amount=amount, on=one.booked_on,
                        matched_by=matches[movement_id][1])
        for movement_id, one in ours for invoice_id, amount in matches[movement_id][0]], source=postings.BANK)
    rest = [(movement_id, one, owner if owner and (owner.owner != OURS or movement_id in refunds) else None,
             matches.get(movement_id, ([], Unmatched.WENT_OUT))[1])
            for (movement_id, one), owner in zip(run, owners, strict=True) if not matches.get(movement_id, ([], 0))[0]]
    return [Outcome.APPLIED] * (len(run) - len(rest)) + _pass_on(tx, account, rest)


def _match(tx: Tx, ours: Sequence[Fresh]) -> dict[str, Match]:
    """By movement which invoices it pays, or why it waits: asked once for all of them."""
    if not ours:
        return {}
    by_reference = store.find_by_references(tx, {one.structured_communication for _, one in ours})
    unsure = [one for _, one in ours if not one.structured_communication]
    claims = store.list_claims(
        tx, numbers={number for one in unsure for number in invoice_numbers_in(one.communication)},
        payers={one.counterparty_iban for one in unsure if one.counterparty_iban},
        currency=ours[0][1].amount.currency) if unsure else []
    return {movement_id: match_claims(one, by_reference=by_reference, claims=claims) for movement_id, one in ours}


def _pass_on(tx: Tx, account: _Account, rest: Sequence[Waiting]) -> list[Outcome]:
    """Another service books it, having been told; or it waits in suspense for somebody who knows whose it is."""
    owned = [owner is not None and bool(owner.clearing) for _, _, owner, _ in rest]
    postings.book_movements(tx, [
        (movement_id, one, owner.clearing if owner and owner.clearing else postings.SUSPENSE)
        for movement_id, one, owner, _ in rest], account.entity)
    store.add_unmatched(tx, [(movement_id, Unmatched(why)) for (movement_id, _, _, why), known in
                             zip(rest, owned, strict=True) if not known])
    return [Outcome.PASSED_ON if known else Outcome.UNMATCHED for known in owned]


def match_movement(tx: Tx, *, movement_id: str, invoice_id: str) -> str:
    """Somebody recognised whose money waits in suspense."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents < 0:
        raise MovementMatched(movement_id=movement_id)
    (payment_id,) = apply_payments(tx, [IncomingPayment(
        invoice_id=invoice_id, movement_id=movement_id, amount=waiting.amount, on=waiting.booked_on,
        matched_by=MatchedBy.PERSON)], source=postings.SUSPENSE)
    store.save_matched(tx, movement_id, invoice_id)
    return payment_id


def credit_movement(tx: Tx, *, movement_id: str, client_id: str) -> None:
    """Somebody recognised whose money waits in suspense, though it is for no invoice: it is the client's."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents < 0:
        raise MovementMatched(movement_id=movement_id)
    receive_on_account(tx, client_id=client_id, movement_id=movement_id, amount=waiting.amount, on=waiting.booked_on)
    store.save_credited(tx, movement_id, client_id)


def book_own_movement(tx: Tx, *, movement_id: str, account: OwnAccount) -> None:
    """Somebody recognised the house's own cost or income, in or out, in suspense."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None:
        raise MovementMatched(movement_id=movement_id)
    postings.book_own(tx, movement_id, waiting.amount, account, on=waiting.booked_on, entity=MAIN_ENTITY)
    store.save_booked(tx, movement_id, account)


def claim_movement(tx: Tx, *, movement_id: str, service: str) -> None:
    """Somebody recognised money in suspense as another service's, which hears of it and finds out whose it is there."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents < 0:
        raise MovementMatched(movement_id=movement_id)
    owner = range_for(reference_ranges(tx.tables, tx.on), service, movement_id=movement_id)
    postings.book_claimed(tx, movement_id, waiting.amount, owner.clearing, on=waiting.booked_on, entity=MAIN_ENTITY)
    store.save_claimed(tx, movement_id, service)
    tx.announce(MovementClaimed(movement_id=movement_id, claimed_for=service, booked_on=waiting.booked_on,
                                amount=waiting.amount))


def prove_balance(tx: Tx) -> Iterator[str]:
    """The bank's account stands where its movements lead, and every statement follows the one before it."""
    currency, chains = str(tx.tables.value("currency", tx.on)), reads.list_chains(tx)
    opening = total((chain[0][1] for chain in chains.values()), currency)
    closing = total((chain[-1][2] for chain in chains.values()), currency)
    expected, found = opening + store.sum_movements(tx, currency), balance(tx, postings.BANK, currency=currency)
    if found != expected:
        yield f"invoicing: account {postings.BANK} stands at {found}, what it keeps adds up to {expected}"
    gaps = reads.list_bank_gaps(tx)
    if not gaps and expected != closing:
        yield f"invoicing: the last statements end at {closing}, their movements lead to {expected}"
    for gap in gaps:
        refusal = StatementOutOfLine(statement=f"of {gap.before_on}", opening=gap.opening, expected=gap.closing)
        yield f"invoicing: {refusal.message}"
