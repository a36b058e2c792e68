"""Accounts of members and how they were confirmed."""

from services.membership.payees.rules import Means, Payee
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_payee(tx: Tx, *, member_id: str, name: str, iban: str) -> str:
    """An account that a member's money is to go to; its id."""
    payee_id = new_id("pye")
    tx.run(Q.add_payee, id=payee_id, member_id=member_id, name=name, iban=iban, on=tx.on, at=tx.at, actor=tx.actor)
    return payee_id


def lock_newest(tx: Tx, member_id: str) -> Payee:
    """The newest account of a member, locked; or a refusal."""
    row = tx.require(Q.lock_payee, NotFound(kind="payee", id=member_id), member_id=member_id)
    return Payee(**row)


def save_code(tx: Tx, payee_id: str, digest: str) -> None:
    """A code is on its way; only its digest stays here."""
    tx.run(Q.save_code, payee_id=payee_id, digest=digest, on=tx.on)


def save_try(tx: Tx, payee_id: str) -> int:
    """A wrong code was typed; how many were by now."""
    return int(tx.single(Q.save_try, payee_id=payee_id)["tries"])


def save_confirmed(tx: Tx, payee_id: str, means: Means) -> None:
    """Money goes there from now on."""
    tx.run(Q.confirm_payee, payee_id=payee_id, on=tx.on, actor=tx.actor, means=means)


def save_withdrawn(tx: Tx, payee_id: str) -> None:
    """It is not meant any more."""
    tx.run(Q.withdraw_payee, payee_id=payee_id, on=tx.on)
