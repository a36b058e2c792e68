"""Registering the employer and the workers; whoever waited for these data is declared in the same transaction.

A worker's account may change; the one before is kept, with who changed it.
"""

from datetime import date
from typing import Any

from services.payroll import store
from services.payroll.documents.payslip import LANGUAGES
from services.payroll.domain.errors import LanguageUnknown
from services.payroll.use_cases.declarations import declare_waiting
from shared.postgres import Tx


def register_employer(tx: Tx, employer: dict[str, Any]) -> dict[str, Any]:
    """Write the cooperative's data as an employer, in force from a day."""
    store.stand_in_line_for_employer(tx)
    store.add_employer(tx, employer)
    declare_waiting(tx)
    return {"valid_from": employer["valid_from"]}


def note_member(tx: Tx, *, member_id: str, admitted_on: date, language: str) -> None:
    """Membership admitted somebody: note in which language he is written to."""
    store.save_member(tx, member_id=member_id, admitted_on=admitted_on, language=language)


def register_worker(tx: Tx, worker: dict[str, Any]) -> dict[str, Any]:
    """Write a worker's own data; his orders that waited for them are declared now.

    Without a language of its own, the payslip is in the one in which membership writes to him.
    """
    language = worker["language"] or store.language_of_member(tx, worker["member_id"])
    if language not in LANGUAGES:
        raise LanguageUnknown(member_id=worker["member_id"], languages=", ".join(LANGUAGES))
    store.stand_in_line_for_member(tx, worker["member_id"])
    store.add_worker(tx, {**worker, "language": language})
    declared = declare_waiting(tx, worker["member_id"])
    return {"member_id": worker["member_id"], "declarations": declared}


def change_account(tx: Tx, *, member_id: str, iban: str) -> dict[str, Any]:
    """From now on the worker's wages go to another account, those that are not sent yet included."""
    store.change_account(tx, member_id, iban)
    return {"member_id": member_id}
