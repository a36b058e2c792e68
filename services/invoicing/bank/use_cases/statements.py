"""Taking in bank statements: each once, its movements kept until they were given to their owners."""

import gc
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from lxml import etree

from services.invoicing.bank import postings, reads, store
from services.invoicing.bank.documents.camt import read_camt
from services.invoicing.bank.errors import BankFileNotRead, MovementStuck, StatementOutOfLine
from services.invoicing.bank.rules import (
    BankStatement,
    Outcome,
    Staged,
    StatementRead,
    Taken,
    assert_adds_up,
    assert_in_currency,
    is_the_same,
    ordinals,
    read_before,
    recognise,
)
from services.invoicing.bank.use_cases.owners import Account, Given, account_of, give_next
from services.invoicing.countries.protocol import BankFileReader, Law, law
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.ledger import balance
from shared.money import Money, total
from shared.postgres import Database, Tx, is_away

CAMT = "camt053"
A_SET = 500  # movements that are booked in one transaction


def ingest_bank_statement(tx: Tx, *, file_format: str, content: str) -> list[Taken]:
    """Take in every statement of a file. One taken in before is named again and changes nothing."""
    file = store.add_file(tx, content)
    return [_take_in(tx, statement, file_format, file) for statement in read_statements(law(tx), file_format, content)]


def preview_bank_statement(tx: Tx, *, file_format: str, content: str) -> list[StatementRead]:
    """What a bank file holds, refused for what it would be refused for when it is taken in; nothing is written."""
    found = []
    for statement in read_statements(law(tx), file_format, content):
        _judge(tx, statement)
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


def take_in_file(database: Database, file: Path, *, on: date, together: int = A_SET) -> list[Taken]:
    """Take in a file of any size, as the bank wrote it: each statement, then each set of movements, in a transaction.

    A file that was interrupted is taken in again from its beginning: what is booked already is only named, and
    movements that were left waiting are booked first. One that cannot be booked is set aside and stops no other.
    """
    with database.reading(on=on, actor="job") as tx:
        country = law(tx)
        content, file_format = text_of(file.read_bytes(), national=next(iter(country.bank_file_readers()), CAMT))
        statements = read_statements(country, file_format, content)
        for statement in statements:
            _judge(tx, statement)
    with database.transaction(on=on, actor="job") as tx:
        digest = store.add_file(tx, content)
    gc.freeze()  # a large file is many values that live until its end: none of them is garbage before
    taken = []
    for statement in statements:
        _give_all(database, statement.account, on=on, together=together)
        with database.transaction(on=on, actor="job") as tx:
            registered = _register(tx, statement, file_format, digest)
        taken.append(registered.with_outcomes(_give_all(database, statement.account, on=on, together=together)))
    gc.unfreeze()
    return taken


def give_waiting(database: Database, *, on: date) -> int:
    """Book movements that an interruption left waiting, and try again those that could not be booked; how many."""
    with database.transaction(on=on, actor="job") as tx:
        accounts = store.retry_staged(tx)
    return sum(_give_all(database, iban, on=on, together=A_SET).total() for iban in accounts)


def _give_all(database: Database, iban: str, *, on: date, together: int) -> Counter[Given]:
    """Give what waits on an account to its owners, set after set."""
    found = Counter[Given]()
    while given := _give_set(database, iban, on=on, together=together):
        found.update(one for one in given if one[0])
    return found


def _give_set(database: Database, iban: str, *, on: date, together: int, only: str = "") -> list[Given]:
    """Book one set; one that cannot be booked whole is booked movement by movement."""
    try:
        with database.transaction(on=on, actor="job") as tx:
            return give_next(tx, _locked(tx, iban), limit=together, only=only)
    except Exception as error:
        if is_away(error):
            raise
        return [_set_aside(database, only, error, on=on)] if only else [
            given for movement_id in _waiting_ids(database, iban, on=on, together=together)
            for given in _give_set(database, iban, on=on, together=1, only=movement_id)]


def _waiting_ids(database: Database, iban: str, *, on: date, together: int) -> list[str]:
    with database.reading(on=on, actor="job") as tx:
        return [one.movement_id for one in store.list_staged(tx, iban, limit=together)]


def _set_aside(database: Database, movement_id: str, error: Exception, *, on: date) -> Given:
    with database.transaction(on=on, actor="job") as tx:
        store.save_fault(tx, movement_id, error.code if isinstance(error, Refusal) else type(error).__name__)
    return "", Outcome.UNMATCHED


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


def _take_in(tx: Tx, statement: BankStatement, file_format: str, file: str) -> Taken:
    registered = _register(tx, statement, file_format, file)
    account, found = account_of(tx, statement.account), Counter[Given]()
    while given := give_next(tx, account, limit=A_SET):
        found.update(given)
    return registered.with_outcomes(found)


def _judge(tx: Tx, statement: BankStatement) -> Account:
    """The account of a statement; one that does not add up, or is not ours, is refused."""
    account = account_of(tx, statement.account)
    assert_in_currency(statement, str(tx.tables.value("currency", tx.on)))
    assert_adds_up(statement)
    return account


def _locked(tx: Tx, iban: str) -> Account:
    account = account_of(tx, iban)
    store.lock_account(tx, iban=iban, entity=account.entity)
    return account


def _register(tx: Tx, statement: BankStatement, file_format: str, file: str) -> Taken:
    """Keep a statement whole; its new movements wait to be given to their owners."""
    account = _judge(tx, statement)
    store.lock_account(tx, iban=account.iban, entity=account.entity)
    while give_next(tx, account, limit=A_SET):  # what an interruption left comes first
        pass
    before = store.find_statements(tx, statement)
    for known in before:
        if is_the_same(statement, known):
            return Taken(statement_id=known.statement_id, identity=statement.identity, closing=statement.closing,
                         movements=len(known.amounts), repeated=True)
    if before:  # banks begin to count anew each year
        statement = replace(statement, identity=f"{statement.identity} of {statement.closing_on.isoformat()}")
    return _register_new(tx, account, statement, file_format, file)


def _register_new(tx: Tx, account: Account, statement: BankStatement, file_format: str, file: str) -> Taken:
    statement_id, before = new_id("stm"), reads.first_opening(tx, account.iban)
    store.add_statement(tx, statement, statement_id=statement_id, file_format=file_format, file_digest=file,
                        digest=hashlib.sha256(repr(statement).encode()).hexdigest())
    known = _stage(tx, statement_id, statement, file_format)
    first = reads.first_opening(tx, account.iban)
    unbooked = first - before if first is not None and before is not None else statement.opening
    postings.book_opening(tx, statement_id, unbooked, statement.closing_on, account.entity)
    return Taken(statement_id=statement_id, identity=statement.identity, closing=statement.closing,
                 movements=len(statement.movements), known=known)


def _stage(tx: Tx, statement_id: str, statement: BankStatement, file_format: str) -> int:
    """Keep what is new until it is booked; how many are booked already.

    Either way it is noted as what this format told each movement, so that no file books it again.
    """
    told, reports = statement.movements, store.list_reports(tx, statement)
    stuck = {one.movement_id for one in reports if not one.booked}
    fresh, known = [], []
    for one, ordinal, movement_id in zip(told, ordinals(told), recognise(told, reports, file_format), strict=True):
        if movement_id in stuck:
            raise MovementStuck(movement_id=movement_id)
        if movement_id:
            known.append((one, movement_id, ordinal))
        else:
            fresh.append((Staged(movement_id=new_id("mov"), statement_id=statement_id, movement=one), ordinal))
    store.add_staged(tx, statement.account, file_format, fresh)
    store.add_known(tx, statement_id, file_format, known)
    return len(known)


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


def _prove_chain(tx: Tx, closing: Money, expected: Money) -> Iterable[str]:
    gaps = reads.list_bank_gaps(tx)
    if not gaps and expected != closing:
        yield f"invoicing: the last statements end at {closing}, their movements lead to {expected}"
    for gap in gaps:
        refusal = StatementOutOfLine(statement=f"of {gap.before_on}", opening=gap.opening, expected=gap.closing)
        yield f"invoicing: {refusal.message}"
