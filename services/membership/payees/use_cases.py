"""Naming an account and confirming it over another channel: a code to a known address, or a second person's eyes."""

import secrets
from typing import Any

from services.membership.countries.protocol import law
from services.membership.members.reads import lock_member
from services.membership.payees import reads, rules, store
from services.membership.payees.errors import IbanWrong
from services.membership.payees.rules import Means
from services.membership.register.reads import assert_entry
from shared.postgres import Tx


def record_payee(tx: Tx, *, member_id: str, name: str, iban: str) -> dict[str, Any]:
    """Where money for a member is to go: their own account, or that of their heirs or trustee; it waits for a code."""
    assert_entry(tx)
    account = law(tx).account_number(iban)
    if account is None:
        raise IbanWrong
    lock_member(tx, member_id)
    in_use = reads.is_in_use(tx, member_id=member_id, name=name, iban=account)
    if not in_use:
        store.add_payee(tx, member_id=member_id, name=name, iban=account)
    return {"member_id": member_id, "ends_with": account[-4:], "confirmed": in_use}


def confirm_payee(tx: Tx, *, member_id: str, code: str) -> dict[str, Any]:
    """The member types the code that came to an address known before; a wrong one is counted, and not refused."""
    lock_member(tx, member_id)
    payee, terms = store.lock_newest(tx, member_id), reads.code_terms(tx)
    if rules.is_code_of(payee, code, terms=terms, on=tx.on):
        store.save_confirmed(tx, payee.id, Means.CODE)
        return {"member_id": member_id, "confirmed": True, "tries_left": terms.tries - payee.tries}
    return {"member_id": member_id, "confirmed": False, "tries_left": terms.tries - store.save_try(tx, payee.id)}


def confirm_payee_identity(tx: Tx, *, member_id: str, payee_id: str) -> dict[str, Any]:
    """The desk saw who the member (heir, trustee) is and that the account is meant; another desk than named it."""
    assert_entry(tx)
    lock_member(tx, member_id)
    payee = store.lock_newest(tx, member_id)
    rules.assert_waits(payee, named=payee_id)
    rules.assert_second_person(tx.actor, payee.recorded_by, member_id)
    store.save_confirmed(tx, payee.id, Means.IDENTITY)
    return {"member_id": member_id, "confirmed": True, "tries_left": 0}


def withdraw_payee(tx: Tx, *, member_id: str, payee_id: str) -> dict[str, Any]:
    """An account that waits is not meant any more (the member never named it): the one before it counts again."""
    lock_member(tx, member_id)
    payee = store.lock_newest(tx, member_id)
    rules.assert_waits(payee, named=payee_id)
    store.save_withdrawn(tx, payee.id)
    return {"member_id": member_id, "confirmed": False, "tries_left": 0}


def issue_code(tx: Tx, payee_id: str) -> str:
    """The code for an account, to be sent at once; only its digest stays."""
    code = rules.new_code(secrets.choice)
    store.save_code(tx, payee_id, rules.digest_of(payee_id, code))
    return f"{code[:5]}-{code[5:]}"
