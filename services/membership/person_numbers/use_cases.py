"""A person's number changes: checked, dated, and told to those who know them by it."""

from datetime import date
from typing import Any

from services.membership.admission.errors import IdentityNumberWrong
from services.membership.countries.protocol import law
from services.membership.members.reads import assert_person_is_new
from services.membership.person_numbers import reads, rules, store
from services.membership.person_numbers.errors import NothingToTell, NumberOfLegalPerson
from services.membership.register.reads import assert_entry
from services.membership.register.rules import assert_known_day
from shared.postgres import Tx


def change_person_number(
    tx: Tx, *, member_id: str, national_number: str, effective_on: date, reason: str,
) -> dict[str, Any]:
    """The same person under another number; the one before still finds them, so that nobody joins twice."""
    assert_entry(tx)
    assert_known_day(effective_on, today=tx.on)
    before, is_legal = reads.lock_number(tx, member_id)
    if is_legal:
        raise NumberOfLegalPerson
    number = law(tx).person_number(tx.tables, national_number, on=tx.on)
    if not number:
        raise IdentityNumberWrong
    rules.assert_changes(before, number)
    assert_person_is_new(tx, number, but=member_id)
    tell = [str(recipient) for recipient in tx.tables.value("told_of_number_changes", tx.on)]
    return {"member_id": member_id, "tell": tell, "change_id": store.save_change(
        tx, member_id=member_id, before=before, number=number, effective_on=effective_on, reason=reason, tell=tell)}


def record_told(tx: Tx, *, change_id: str, recipient: str) -> None:
    """Who knows the person by their number was told of the new one."""
    if not store.save_told(tx, change_id, recipient):
        raise NothingToTell(change_id=change_id, recipient=recipient)
