"""Questions about accounts of members."""

from typing import Any

from services.membership.payees.rules import CodeTerms, Payee, why_waiting
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
RULED = ("member_id", "recorded_by", "confirmed_on", "code_digest", "code_sent_on", "tries")


def code_terms(tx: Tx) -> CodeTerms:
    """For how many days and attempts a code counts today."""
    return CodeTerms(days=tx.tables.integer("payee_code_days", tx.on),
                     tries=tx.tables.integer("payee_code_tries", tx.on))


def is_in_use(tx: Tx, *, member_id: str, name: str, iban: str) -> bool:
    """Whether a member's money goes to this very account already."""
    row = tx.one(Q.same_payee, member_id=member_id, name=name, iban=iban)
    return bool(row and row["same"])


def list_waiting(tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
    """Accounts to which no money goes yet: why, since when, and who named them."""
    terms = code_terms(tx)
    return [{**row, "waits_for": why_waiting(
        Payee(id=row["payee_id"], **{name: row[name] for name in RULED}), terms=terms, on=tx.on,
        letter_stopped=row["letter_stopped"])} for row in tx.all(Q.list_waiting, member_id=member_id, limit=limit)]
