"""Late payers: the daily run, what members and clients say, plans, and the collector."""

from collections.abc import Sequence
from datetime import date, timedelta

import structlog

from services.invoicing.clients.reads import get_client
from services.invoicing.clients.rules import Client
from services.invoicing.clients.use_cases import change_client_standing
from services.invoicing.countries.protocol import law
from services.invoicing.events import ClientStanding
from services.invoicing.invoices.reads import get_issued
from services.invoicing.reminders import reads, rules, store
from services.invoicing.reminders.documents.claims import write_claims
from services.invoicing.reminders.documents.letters import write_letter
from services.invoicing.reminders.errors import NothingToHandOver, NotLate
from services.invoicing.reminders.rules import Answer, Asked, Charges, Instalment, Late, Step, StepName
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.mail import Enclosure, Mail, MailSender, send_mail
from shared.money import Money
from shared.outgoing import Document, send_out
from shared.postgres import Database, Tx, is_away

log = structlog.get_logger()
DUE_SOON = timedelta(days=365)  # the longest that a member may have a client waited for


def remind_clients(database: Database, on: date) -> tuple[int, int]:
    """Take every step that is due on a day, client by client, each in a transaction of its own: taken, and failed.

    A second run of a day finds nothing to do; one after missed days takes one step, and the next ones wait for it.
    """
    with database.reading(on=on, actor="job") as tx:
        clients = store.list_late_clients(tx)
    reminded = [_remind(database, client_id, tuple(StepName), on) for client_id in clients]
    return sum(taken for taken, _ in reminded), sum(failed for _, failed in reminded)


def _remind(database: Database, client_id: str, names: Sequence[StepName], on: date) -> tuple[int, bool]:
    """Take a client's steps together; where that fails, each kind alone: it stops no other letter, to nobody."""
    try:
        with database.transaction(on=on, actor="job") as tx:
            return _remind_client(tx, client_id=client_id, names=names), False
    except Exception as error:
        if is_away(error):
            raise
        if len(names) == 1:
            log.warning("reminder_failed", client=client_id, step=names[0],
                        why=error.code if isinstance(error, Refusal) else type(error).__name__)
            return 0, True
    alone = [_remind(database, client_id, (name,), on) for name in names]
    return sum(taken for taken, _ in alone), True


def _remind_client(tx: Tx, *, client_id: str, names: Sequence[StepName]) -> int:
    """Take the steps that are due about one client's invoices: one letter for all of a kind; how many were taken."""
    client = get_client(tx, client_id=client_id)
    steps = reads.ladder(tx.tables, tx.on, client.kind)
    store.lock_late(tx, client_id)
    due = [(late, step) for late in reads.list_late(tx, client_id=client_id)
           if (step := rules.due_step(late, steps, on=tx.on)) and step.name in names]
    for name in names:
        asked = [_asked(tx, late, step) for late, step in due if step.name == name]
        if asked:
            _take(tx, client, name, asked)
    return len(due)


def _take(tx: Tx, client: Client, name: StepName, asked: Sequence[Asked]) -> None:
    letter_id = None
    if name in {StepName.REMINDER, StepName.FORMAL_DEMAND}:
        letter_id = _send_letter(tx, client, name, asked)
    for one in asked:
        store.add_step(tx, one, name, letter_id=letter_id)
        if name == StepName.MEMBER_ASKED:
            store.add_question(tx, one.late.invoice_id, one.late.member_id)
    if name == StepName.FORMAL_DEMAND and client.standing == ClientStanding.OPEN:
        change_client_standing(tx, client_id=client.client_id, standing=ClientStanding.PREPAID_ONLY,
                               reason="A formal demand was sent")


def _asked(tx: Tx, late: Late, step: Step) -> Asked:
    """What is asked for an invoice by a step: what is open, and what the law lets be asked on top of it."""
    if step.charges == Charges.LAW:
        lines = rules.interest(late.open, late.due_on, tx.on, reads.rates(tx.tables, late.due_on, tx.on))
        return Asked(late=late, lines=lines, lump_sum=reads.lump_sum(tx.tables, tx.on))
    charged_from = _charged_from(tx, late) if step.charges == Charges.AGREED else None
    if charged_from is None or tx.on < charged_from:
        return Asked(late=late, lines=(), lump_sum=Money.zero(late.open.currency))
    slices, limit = reads.consumer_slices(tx.tables, tx.on)
    return rules.asked_of_consumer(late, charged_from=charged_from, on=tx.on, cap=rules.consumer_cap(
        late.open, slices, limit), rates=reads.rates(tx.tables, charged_from - timedelta(days=1), tx.on))


def _charged_from(tx: Tx, late: Late) -> date | None:
    """From when on a consumer bears interest and a lump sum: when the time after the first, free reminder is over.

    Never, where it was not agreed. Small undertakings might reckon interest from the reminder on; this is none.
    """
    first = late.done.get(StepName.REMINDER)
    if first is None or not reads.charges_agreed(tx.tables, tx.on):
        return None
    return law(tx).charges_from(tx.tables, reminded_on=first, by_mail=late.first_letter_by_mail)


def _send_letter(tx: Tx, client: Client, name: StepName, asked: Sequence[Asked]) -> str:
    seller, letter_id = get_issued(tx, asked[0].late.invoice_id).invoice.seller, new_id("ltr")
    words, file = law(tx).paper_words(client.language), f"{letter_id}.pdf"
    pdf = write_letter(name, seller, client, asked, words, on=tx.on, number=asked[0].late.number)
    store.add_letter(tx, client.client_id, name, pdf, letter_id=letter_id, by_mail=bool(client.email))
    if client.email:
        send_mail(tx, Mail(
            to=client.email, subject=f"{words[name]} - {seller.party.name}", language=client.language,
            text=words[f"{name}_text"].format(seller=seller.party.name), reference=f"reminder-{letter_id}",
            about=client.client_id,
            enclosures=(Enclosure(name=file, media_type="application/pdf", content=pdf),),
        ), MailSender(name=seller.party.name, address=seller.email))
    else:
        send_out(tx, Document(channel="post", name=file, media_type="application/pdf", content=pdf,
                              about=client.client_id))
    return letter_id


def answer_late_question(tx: Tx, *, invoice_id: str, answer: Answer, wait_until: date | None, note: str) -> None:
    """What the member knows: go on, wait until a day, or the client disputes the work."""
    store.lock_open(tx, invoice_id)
    if (answer == Answer.WAIT) != (wait_until is not None) or (wait_until and not (
            tx.on <= wait_until <= tx.on + DUE_SOON)):
        raise NotLate(invoice_id=invoice_id)
    store.save_answer(tx, invoice_id, answer, until=wait_until, note=note)
    if answer == Answer.DISPUTED:
        store.add_dispute(tx, invoice_id, note or str(answer))


def open_dispute(tx: Tx, *, invoice_id: str, reason: str) -> None:
    """The client contests an invoice: nothing is asked until the dispute is closed."""
    store.lock_open(tx, invoice_id)
    store.add_dispute(tx, invoice_id, reason)


def close_dispute(tx: Tx, *, invoice_id: str, outcome: str) -> None:
    """The dispute is over, and how; a credit note or a write-off is an act of its own."""
    store.close_dispute(tx, invoice_id, outcome)


def agree_payment_plan(tx: Tx, *, invoice_id: str, instalments: Sequence[Instalment]) -> str:
    """The client pays what is open in parts: nothing is asked as long as each comes in time; the plan's id."""
    still_open, paid, _ = store.lock_open(tx, invoice_id)
    rules.assert_whole(invoice_id, still_open, instalments, on=tx.on)
    return store.add_plan(tx, invoice_id, instalments, paid=paid)


def end_payment_plan(tx: Tx, *, invoice_id: str, reason: str) -> None:
    """The plan is given up, or another one is to follow."""
    store.end_plan(tx, invoice_id, reason)


def hand_over_to_collector(tx: Tx, *, client_id: str, collector: str) -> list[Asked]:
    """A collector gets a client's invoices that are ready for it, as a file; the client is trusted no more."""
    client = get_client(tx, client_id=client_id)
    step = next((one for one in reads.ladder(tx.tables, tx.on, client.kind) if one.name == StepName.COLLECTOR), None)
    asked = [_asked(tx, late, step) for late in reads.list_late(tx, client_id=client_id)
             if step and StepName.COLLECTOR in late.done and rules.hold_on(late, on=tx.on) is None]
    if not asked:
        raise NothingToHandOver(client_id=client_id)
    for one in asked:
        store.lock_open(tx, one.late.invoice_id)
        store.add_handed_over(tx, one, collector)
    send_out(tx, Document(channel="collector", name=f"claims-{new_id('clx')}.csv", media_type="text/csv",
                          content=write_claims(client, asked), about=client_id))
    if client.standing != ClientStanding.BLOCKED:
        change_client_standing(tx, client_id=client_id, standing=ClientStanding.BLOCKED,
                               reason="What is owed was handed to a collector")
    return asked
