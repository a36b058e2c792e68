"""Invoicing's jobs, one line each."""

import os
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

from services.invoicing.bank.use_cases import statements as bank
from services.invoicing.deposits import use_cases as deposits
from services.invoicing.erasures import use_cases as erasures
from services.invoicing.expenses import use_cases as expenses
from services.invoicing.papers import use_cases as papers
from services.invoicing.receivables import use_cases as receivables
from services.invoicing.reminders import use_cases as reminders
from services.invoicing.signing.use_cases import leaving
from shared.definitions import Advance, Job
from shared.errors import Refusal
from shared.files import write_atomically
from shared.mail import transport_from
from shared.postgres import Database, Tx
from shared.schedule import Schedule
from shared.settings import read, require


def _in_batches(step: Callable[[Tx], int], to_do: Callable[[Tx], int], sentence: str) -> Callable[..., str]:
    """A job that commits batch after batch until nothing is left."""

    def run(database: Database, on: date, advance: Advance) -> str:
        with database.reading(on=on, actor="job") as tx:
            whole = to_do(tx)
        done = 0
        while batch := _one_batch(database, on, step):
            done += batch
            advance(done, max(whole, done))
        return sentence.format(done=done)

    return run


def _one_batch(database: Database, on: date, step: Callable[[Tx], int]) -> int:
    with database.transaction(on=on, actor="job") as tx:
        return step(tx)


def _deliver_mail(database: Database, on: date, advance: Advance) -> str:
    done = leaving.deliver(database, transport_from(os.environ), on=on, portal=read(os.environ, "PORTAL_ORIGIN"))
    advance(done.sent, done.sent)
    return f"{done.sent} mails were sent, {done.put_off} are tried again, {done.failed} failed."


def _take_in_bank_files(database: Database, on: date, advance: Advance) -> str:
    """What was taken in goes into `taken` beside the files, what cannot be read into `refused` with the reason."""
    folder = Path(require(os.environ, "BANK_FOLDER"))
    files = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    bank.give_waiting(database, on=on)
    refused = 0
    for place, file in enumerate(files, start=1):
        target = folder / "taken"
        try:
            bank.take_in_file(database, file, on=on)
        except Refusal as refusal:
            target, refused = folder / "refused", refused + 1
            write_atomically(target / f"{file.name}.why", f"{refusal.message}\n".encode())
        target.mkdir(exist_ok=True)
        file.replace(target / file.name)
        advance(place, len(files))
    return f"{len(files) - refused} bank files were taken in, {refused} were refused."


def _telling(run: Callable[[Database, date], tuple[int, int]], sentence: str) -> Callable[..., str]:
    """A job that commits as it goes and counts two things."""

    def job(database: Database, on: date, advance: Advance) -> str:
        counted = run(database, on)
        advance(sum(counted), sum(counted))
        return sentence.format(*counted)

    return job


JOBS = {
    "take_in_bank_files": Job("take_in_bank_files", "Take in the bank's files that lie in BANK_FOLDER.",
                              _take_in_bank_files),
    "mark_overdue": Job("mark_overdue", "Tell of each open invoice that its due day has passed.", _in_batches(
        receivables.mark_overdue, receivables.count_overdue, "{done} invoices are overdue."), Schedule(at=time(6, 0))),
    "remind_clients": Job("remind_clients", "Ask clients for what is late, step by step.", _telling(
        reminders.remind_clients, "{} steps were taken about late invoices, {} clients could not be reminded."),
        Schedule(at=time(8, 0), after=("mark_overdue",))),
    "give_deposits_back": Job("give_deposits_back", "Credit deposits on work that nobody will do.", _telling(
        deposits.give_deposits_back, "{} deposits were given back, {} could not be."), Schedule(at=time(5, 0))),
    "erase_due": Job("erase_due", "Erase what need not be kept any more.", _telling(
        erasures.erase_due, "{} erasures were completed, {} files and movements of old books emptied."),
        Schedule(at=time(3, 0))),
    "refund_expenses": Job("refund_expenses", "Refund approved expenses from what was received.", _in_batches(
        expenses.pay_claims, expenses.count_payable, "{done} claims were refunded."), Schedule(at=time(7, 0))),
    "render_invoices": Job("render_invoices", "Make, judge and send the papers of issued documents.", _in_batches(
        papers.render_invoices, papers.count_unprinted, "{done} papers were made."),
        Schedule(at=time(0, 0), every_minutes=1)),
    "send_order_forms": Job("send_order_forms", "Print order forms and mail them to their clients.", _in_batches(
        leaving.send_order_forms, leaving.count_unprinted, "{done} order forms were printed."),
        Schedule(at=time(0, 0), every_minutes=1)),
    "deliver_mail": Job("deliver_mail", "Send the mail that waits, by SMTP or into a folder.", _deliver_mail,
                        Schedule(at=time(0, 0), every_minutes=1)),
}
