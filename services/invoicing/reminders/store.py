"""Steps, letters, questions, disputes and plans, as rows."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.invoicing.reminders.errors import DisputeOpen, NoDispute, NoPlan, NotLate, PlanRunning
from services.invoicing.reminders.rules import Answer, Asked, Instalment, StepName
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx, column
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: Mapping[str, type[Refusal]] = {"disputes_one_open": DisputeOpen, "payment_plans_one_runs": PlanRunning}


def lock_open(tx: Tx, invoice_id: str) -> tuple[Money, Money, str]:
    """What is open on an invoice, what was paid of it, and its member; locked. One that is settled is refused."""
    row = tx.require(Q.lock_open, NotLate(invoice_id=invoice_id), invoice_id=invoice_id)
    return Money.from_row(row), Money.from_row(row, "paid"), row["member_id"]


def lock_late(tx: Tx, client_id: str) -> None:
    """Lock what a client owes too late, until the transaction ends."""
    tx.all(Q.lock_late, client_id=client_id, on=tx.on)


def list_late_clients(tx: Tx) -> list[str]:
    """Clients with something open after its due day."""
    return [row["client_id"] for row in tx.all(Q.list_late_clients, on=tx.on)]


def add_step(tx: Tx, asked: Asked, step: StepName, *, letter_id: str | None = None) -> None:
    """A step was taken about an invoice, and what was asked."""
    tx.run(Q.add_step, invoice_id=asked.late.invoice_id, step=step, on=tx.on, letter_id=letter_id,
           currency=asked.late.open.currency, open_cents=asked.late.open.cents, interest_cents=asked.interest.cents,
           lump_cents=asked.lump_sum.cents)


def add_letter(tx: Tx, client_id: str, step: StepName, pdf: bytes, *, letter_id: str, by_mail: bool) -> None:
    """Keep a letter as it left."""
    tx.run(Q.add_letter, letter_id=letter_id, client_id=client_id, step=step, on=tx.on, by_mail=by_mail, pdf=pdf)


def add_question(tx: Tx, invoice_id: str, member_id: str) -> None:
    """Ask the member what they know."""
    tx.run(Q.add_question, invoice_id=invoice_id, member_id=member_id, on=tx.on)


def save_answer(tx: Tx, invoice_id: str, answer: Answer, *, until: date | None, note: str) -> None:
    """What the member answered; the last answer counts."""
    if not tx.run(Q.save_answer, invoice_id=invoice_id, answer=answer, until=until, note=note, on=tx.on,
                  actor=tx.actor):
        raise NotLate(invoice_id=invoice_id)


def add_dispute(tx: Tx, invoice_id: str, reason: str) -> None:
    """The client contests an invoice."""
    tx.run(Q.add_dispute, dispute_id=new_id("dsp"), invoice_id=invoice_id, on=tx.on, actor=tx.actor, reason=reason)


def close_dispute(tx: Tx, invoice_id: str, outcome: str) -> None:
    """The dispute is over."""
    if not tx.run(Q.close_dispute, invoice_id=invoice_id, on=tx.on, actor=tx.actor, outcome=outcome):
        raise NoDispute(invoice_id=invoice_id)


def add_plan(tx: Tx, invoice_id: str, plan: Sequence[Instalment], *, paid: Money) -> str:
    """The client pays in parts; the plan's id."""
    plan_id = new_id("pln")
    tx.run(Q.add_plan, plan_id=plan_id, invoice_id=invoice_id, on=tx.on, actor=tx.actor, currency=paid.currency,
           paid_before_cents=paid.cents)
    tx.run(Q.add_instalments, plan_id=plan_id, due_on=column(one.due_on for one in plan),
           cents=column(one.amount.cents for one in plan))
    return plan_id


def end_plan(tx: Tx, invoice_id: str, reason: str) -> None:
    """The plan runs no longer."""
    if not tx.run(Q.end_plan, invoice_id=invoice_id, on=tx.on, reason=reason):
        raise NoPlan(invoice_id=invoice_id)


def add_handed_over(tx: Tx, asked: Asked, collector: str) -> None:
    """A collector asks for it from now on."""
    tx.run(Q.add_handed_over, invoice_id=asked.late.invoice_id, collector=collector, on=tx.on, actor=tx.actor,
           currency=asked.whole.currency, cents=asked.whole.cents)
