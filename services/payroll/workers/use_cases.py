"""Recording who employs and who works. A worker's account may change; the one before is kept, with who changed it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from services.payroll.countries.protocol import law
from services.payroll.workers import reads, store
from services.payroll.workers.errors import PayslipLanguageUnknown, WorkerNotRegistered
from services.payroll.workers.rules import Employer, Household, Worker
from shared.fields import ShapeNotMet
from shared.papers import LANGUAGES
from shared.postgres import Tx

WANTED = {
    "iban": "No payment reaches this account: give an IBAN, with its check digits, of a country in the SEPA area.",
    "national_number": "Its check digits or its form are wrong: copy it from the identity card.",
}


def record_employer(tx: Tx, employer: Employer) -> None:
    """Write the cooperative's data as an employer; nobody decides on them until commit."""
    checked = replace(
        employer, iban=_checked("iban", law(tx).account_number(employer.iban)),
        enterprise_number=_checked("enterprise_number", law(tx).company_number(employer.enterprise_number)),
        onss_number=_checked("onss_number", law(tx).employer_number(employer.onss_number)))
    store.lock_employer_exclusively(tx)
    store.add_employer(tx, checked)


def record_worker(tx: Tx, worker: Worker) -> None:
    """Write a worker's own data; nobody decides on them until commit.

    Without a language of its own, the payslip is in the one in which membership writes to them.
    """
    language = worker.language or reads.language_of_member(tx, worker.member_id)
    if language not in LANGUAGES:
        raise PayslipLanguageUnknown(member_id=worker.member_id, languages=", ".join(LANGUAGES))
    number = _checked("national_number", law(tx).person_number(worker.national_number))
    store.lock_member_exclusively(tx, worker.member_id)
    iban = _checked("iban", law(tx).account_number(worker.iban))
    store.add_worker(tx, replace(worker, language=language, national_number=number, iban=iban))


def _checked(field: str, found: str | None) -> str:
    """A number as the country's scheme writes it, or the refusal that names the form's field."""
    if found is None:
        raise ShapeNotMet(problems={field: WANTED.get(field, "Its form is not that of the country's scheme.")})
    return found


def record_member(tx: Tx, *, member_id: str, admitted_on: date, language: str) -> None:
    """Membership admitted somebody: write down in which language they are written to."""
    store.save_member(tx, member_id=member_id, admitted_on=admitted_on, language=language)


def record_household(tx: Tx, member_id: str, household: Household, valid_from: date) -> None:
    """From a day on somebody else lives from the wage; wages that are worked out from now on count it."""
    lock_worker(tx, member_id)
    store.add_household(tx, member_id, household, valid_from)


def replace_national_number(tx: Tx, member_id: str, national_number: str) -> None:
    """A worker's number was wrong; the one before is kept, with who corrected it."""
    number = _checked("national_number", law(tx).person_number(national_number))
    store.lock_member_exclusively(tx, member_id)
    store.replace_national_number(tx, lock_worker(tx, member_id), number)


def change_account(tx: Tx, *, member_id: str, iban: str) -> None:
    """From now on the worker's wages go to another account, those that are not sent yet included."""
    store.change_account(tx, member_id, _checked("iban", law(tx).account_number(iban)))


def lock_worker(tx: Tx, member_id: str) -> Worker:
    """A worker's own data, locked until commit (one of their wages at a time is worked out), or a refusal."""
    worker = store.lock_worker(tx, member_id)
    if worker is None:
        raise WorkerNotRegistered(member_id=member_id)
    return worker


def lock_workers_on(tx: Tx, days: Mapping[str, date]) -> dict[str, Worker]:
    """Workers with the household of a day; one of their wages at a time is worked out until commit."""
    store.lock_workers(tx, days)
    return reads.workers_on(tx, days)


def lock_deciding(tx: Tx, member_id: str) -> bool:
    """Whether employer and worker are known: who registers them at this moment waits, then finds what was decided."""
    store.lock_employer_shared(tx)
    store.lock_member_exclusively(tx, member_id)
    return reads.are_known(tx, member_id)
