"""Rows and values: the only room that writes. Use cases ask it to lock, find, save and add."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from psycopg.types.json import Jsonb

from services.payroll.domain.advance import Advance
from services.payroll.domain.declaration import Declaration
from services.payroll.domain.errors import (
    BudgetReceivedBefore,
    EmployerKnownBefore,
    OrderKnownBefore,
    WagePaidBefore,
    WorkerKnownBefore,
)
from services.payroll.domain.gross_to_net import COUNTED, MonthSoFar
from services.payroll.domain.household import Household
from services.payroll.domain.lines import Line, Rule
from services.payroll.domain.occupation import Occupation
from services.payroll.domain.pay_day import PayDay
from shared import ledger
from shared.bus.event_log import GENESIS, chained
from shared.errors import NotFound, Refusal
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    **ledger.CONSTRAINTS,
    "employers_one_per_day": EmployerKnownBefore,
    "workers_registered_once": WorkerKnownBefore,
    "workers_national_number_unique": WorkerKnownBefore,
    "wages_one_per_part": WagePaidBefore,
    "orders_known_once": OrderKnownBefore,
    "allocations_one_per_part": BudgetReceivedBefore,
}

Row = dict[str, Any]


def add_employer(tx: Tx, employer: Mapping[str, Any]) -> None:
    """Write the employer's data that begin on a day."""
    tx.run(Q.add_employer, **employer, at=tx.at)


def find_employer(tx: Tx, day: date) -> Row | None:
    """The employer's data in force on a day."""
    return tx.one(Q.employer_on, day=day)


def stand_in_line_for_employer(tx: Tx) -> None:
    """Wait until no declaration is being decided on the employer's data, and let none be until commit."""
    tx.one(Q.stand_in_line, line="employer")


def pass_by_employer(tx: Tx) -> None:
    """Decide on the employer's data beside others who do, while nobody changes them until commit."""
    tx.one(Q.pass_by, line="employer")


def stand_in_line_for_member(tx: Tx, member_id: str) -> None:
    """Decide on one member's data alone until commit."""
    tx.one(Q.stand_in_line, line=member_id)


def save_member(tx: Tx, *, member_id: str, admitted_on: date, language: str) -> None:
    """Write a member as membership admitted him."""
    tx.run(Q.save_member, member_id=member_id, admitted_on=admitted_on, language=language)


def language_of_member(tx: Tx, member_id: str) -> str:
    """The language in which membership writes to a member; empty when it was never heard."""
    row = tx.one(Q.member, member_id=member_id)
    return str(row["language"]) if row else ""


def add_worker(tx: Tx, worker: Mapping[str, Any]) -> None:
    """Write a worker's own data."""
    address = Jsonb(worker["address"]) if worker["address"] else None
    tx.run(Q.add_worker, **{**worker, "address": address}, registered_on=tx.on)


def change_account(tx: Tx, member_id: str, iban: str) -> None:
    """Put another account in the place of a worker's, and keep the one before; or a refusal."""
    worker = lock_worker(tx, member_id)
    if worker is None:
        raise NotFound(kind="worker", id=member_id)
    if worker["iban"] != iban:
        tx.run(Q.change_account, member_id=member_id, iban=iban, on=tx.on, by=tx.actor)


def find_worker(tx: Tx, member_id: str) -> Row | None:
    """A worker's own data."""
    return tx.one(Q.worker, member_id=member_id)


def lock_worker(tx: Tx, member_id: str) -> Row | None:
    """A worker's own data, locked until commit: one wage of a worker at a time is worked out."""
    return tx.one(Q.lock_worker, member_id=member_id)


def household_of(worker: Row) -> Household:
    """The worker's household."""
    return Household(kind=worker["household"], children=worker["children"],
                     disabled_children=worker["disabled_children"], dependants_over_65=worker["dependants_over_65"])


def add_order(tx: Tx, consumed: Mapping[str, Any]) -> None:
    """Write a signed order and its parts."""
    plain = {name: consumed[name] for name in (
        "order_id", "activity_id", "member_id", "client_id", "client_country", "contract", "signed_on", "starts_on",
        "ends_on")}
    tx.run(Q.add_order, **plain, cents=consumed["amount"].cents, currency=consumed["amount"].currency)
    _add_parts(tx, consumed)


def save_amended_order(tx: Tx, consumed: Mapping[str, Any]) -> None:
    """Write what was agreed anew: other days, another amount, other parts; no part of it was completed yet."""
    tx.run(Q.save_amended_order, order_id=consumed["order_id"], signed_on=consumed["signed_on"],
           starts_on=consumed["starts_on"], ends_on=consumed["ends_on"], cents=consumed["amount"].cents,
           currency=consumed["amount"].currency)
    tx.run(Q.drop_open_parts, order_id=consumed["order_id"])
    _add_parts(tx, consumed)


def _add_parts(tx: Tx, consumed: Mapping[str, Any]) -> None:
    tx.run_many(Q.add_part, [
        {"order_id": consumed["order_id"], "part": part["part"], "starts_on": part["starts_on"],
         "ends_on": part["ends_on"]} for part in consumed["parts"]])


def find_order(tx: Tx, order_id: str) -> Row | None:
    """A signed order."""
    return tx.one(Q.order, order_id=order_id)


def note_order_cancelled(tx: Tx, order_id: str, on: date) -> None:
    """Note the day on which an order was cancelled."""
    tx.run(Q.note_order_cancelled, order_id=order_id, on=on)


def note_part_completed(
    tx: Tx, order_id: str, part: int, *, completed_on: date, registered_on: date, day: PayDay,
    hours: Mapping[date, Decimal],
) -> bool:
    """Note a completed part with its worked days and its pay day; whether the part was there and still open."""
    noted = tx.run(Q.note_part_completed, order_id=order_id, part=part, completed_on=completed_on,
                   registered_on=registered_on, **asdict(day))
    if noted:
        tx.run_many(Q.add_worked_day, [
            {"order_id": order_id, "part": part, "day": one, "hours": spent} for one, spent in hours.items() if spent])
    return noted == 1


def worked_days(tx: Tx, order_id: str, part: int) -> dict[date, Decimal]:
    """The hours worked on each day of a part."""
    return {row["day"]: row["hours"] for row in tx.all(Q.worked_days, order_id=order_id, part=part)}


def add_declaration(tx: Tx, declaration: Declaration) -> None:
    """Write the declaration of an order."""
    tx.run(Q.add_declaration, **asdict(declaration))


def save_declaration(tx: Tx, declaration: Declaration) -> None:
    """Write the new state of a declaration."""
    state = asdict(declaration)
    tx.run(Q.save_declaration, **{name: state[name] for name in (
        "declaration_id", "state", "late", "sent_on", "reference", "reason")})


def lock_declaration(tx: Tx, declaration_id: str) -> Declaration:
    """A declaration, locked until commit, or a refusal."""
    row = tx.one(Q.lock_declaration, declaration_id=declaration_id)
    if row is None:
        raise NotFound(kind="declaration", id=declaration_id)
    return Declaration(**row)


def lock_open_declaration(tx: Tx, order_id: str) -> Declaration | None:
    """The declaration of an order that still stands or may stand, locked until commit."""
    row = tx.one(Q.lock_open_declaration, order_id=order_id)
    return Declaration(**row) if row else None


def lock_waiting_declarations(tx: Tx, member_id: str = "") -> list[Declaration]:
    """The declarations that wait for data: one member's, or all."""
    return [Declaration(**row) for row in tx.all(Q.lock_waiting_declarations, member_id=member_id)]


def add_cover(tx: Tx, cover: Mapping[str, Any]) -> None:
    """Write the cover of an order."""
    tx.run(Q.add_cover, **cover)


def close_cover(tx: Tx, order_id: str, on: date) -> str | None:
    """Close the open cover of an order; its id."""
    row = tx.one(Q.close_cover, order_id=order_id, on=on)
    return str(row["cover_id"]) if row else None


def add_allocation(tx: Tx, consumed: Mapping[str, Any]) -> None:
    """Write an allocated budget and the invoice behind it."""
    total = consumed["invoice_total"]
    tx.run(Q.add_invoice, invoice_id=consumed["invoice_id"], client_id=consumed["client_id"], total_cents=total.cents,
           currency=total.currency, due_on=consumed["due_on"])
    tx.run(Q.add_allocation, allocation_id=consumed["allocation_id"], order_id=consumed["order_id"],
           part=consumed["part"],
           invoice_id=consumed["invoice_id"], cents=consumed["amount"].cents, currency=consumed["amount"].currency,
           on=tx.on)


def note_paid_so_far(tx: Tx, invoice_id: str, paid: Money) -> bool:
    """Note what the client has paid of an invoice; whether a budget stands on it."""
    return tx.one(Q.note_paid_so_far, invoice_id=invoice_id, paid_cents=paid.cents) is not None


def note_credited(tx: Tx, invoice_id: str, amount: Money) -> bool:
    """Note what was credited on an invoice, VAT included; whether a budget stands on it."""
    return tx.one(Q.note_credited, invoice_id=invoice_id, cents=amount.cents) is not None


def note_written_off(tx: Tx, invoice_id: str, amount: Money) -> bool:
    """Note what the client will not pay of an invoice; whether a budget stands on it."""
    return tx.one(Q.note_written_off, invoice_id=invoice_id, cents=amount.cents) is not None


def note_recovered(tx: Tx, invoice_id: str, amount: Money) -> bool:
    """Note what came in of what was given up, or (negative) was taken back; whether a budget stands behind it."""
    return tx.one(Q.note_recovered, invoice_id=invoice_id, cents=amount.cents) is not None


def invoice_of_part(tx: Tx, order_id: str, part: int) -> Row:
    """The invoice that is to bring a part's money, locked until commit; a part with a budget has one."""
    row = tx.one(Q.invoice_of_part, order_id=order_id, part=part)
    if row is None:
        raise NotFound(kind="invoice of part", id=f"{order_id}/{part}")
    return row


def lock_invoice(tx: Tx, invoice_id: str) -> Row | None:
    """An invoice behind a budget, locked until commit."""
    return tx.one(Q.lock_invoice, invoice_id=invoice_id)


def parts_to_pay(tx: Tx, day: date) -> list[tuple[str, int]]:
    """Completed parts whose wage is to be paid by a day and was not worked out yet."""
    return [(row["order_id"], row["part"]) for row in tx.all(Q.parts_to_pay, day=day)]


def lock_part_to_pay(tx: Tx, order_id: str, part: int) -> Row | None:
    """A part whose wage was not worked out yet, locked; nothing when another run has it or had it."""
    return tx.one(Q.lock_part_to_pay, order_id=order_id, part=part)


def note_blocked(tx: Tx, order_id: str, part: int, code: str, why: str) -> None:
    """Note why the wage of a part could not be worked out (empty: nothing stops it any more)."""
    tx.run(Q.note_blocked, order_id=order_id, part=part, code=code, why=why)


def count_contracts_in_month(tx: Tx, member_id: str, first: date, last: date) -> int:
    """How many parts of a member's orders lie in a calendar month."""
    row = tx.one(Q.count_contracts_in_month, member_id=member_id, first=first, last=last)
    return int(row["count"]) if row else 0


def month_so_far(tx: Tx, member_id: str, month: str, rule: Rule) -> MonthSoFar | None:
    """What was paid to a member for a calendar month before, or nothing."""
    sums = tx.all(Q.month_so_far, member_id=member_id, month=month, codes=list(COUNTED))
    time = tx.one(Q.worked_so_far, member_id=member_id, month=month)
    if not sums or time is None:
        return None
    lines = tuple(Line(code=row["code"], label=row["code"], amount=Money(row["cents"], row["currency"]), rule=rule)
                  for row in sums)
    return MonthSoFar(lines=lines, occupation=Occupation(worked=time["share"], full=Decimal(1), days=time["days"]))


def add_wage(tx: Tx, wage: Mapping[str, Any], lines: Iterable[tuple[str, Line]]) -> None:
    """Write a wage with its explained lines, each in its section."""
    tx.run(Q.add_wage, **wage, on=tx.on)
    tx.run_many(Q.add_wage_line, [
        {"wage_id": wage["wage_id"], "place": place, "section": section, **_line_columns(line)}
        for place, (section, line) in enumerate(lines, start=1)])
    state = "to_send" if wage["net_cents"] else "nothing_to_pay"
    tx.run(Q.add_wage_payment, wage_id=wage["wage_id"], state=state)


def _line_columns(line: Line) -> Row:
    return {
        "code": line.code, "label": line.label, "base_cents": line.base.cents if line.base is not None else None,
        "rate": line.rate, "cents": line.amount.cents, "currency": line.amount.currency, "effect": line.effect,
        "rule": line.rule.id, "source": line.rule.source, "provisional": line.rule.provisional,
    }


def next_payslip(tx: Tx, year: int) -> tuple[int, str]:
    """The next number of the year's payslips and the digest before it; the series stays locked until commit."""
    row = tx.one(Q.next_payslip, year=year, genesis=GENESIS)
    if row is None:
        raise LookupError("the payslip series gave no number")
    return row["number"], row["previous"]


def add_payslip(tx: Tx, payslip: Mapping[str, Any]) -> None:
    """Write a payslip and move the end of its year's chain."""
    tx.run(Q.add_payslip, **payslip, on=tx.on)
    tx.run(Q.end_payslip_chain, year=payslip["year"], digest=payslip["digest"])


def lock_wages_to_send(tx: Tx, day: date) -> list[Row]:
    """Wages to be paid by a day that are in no batch yet; those of another run are skipped."""
    return tx.all(Q.lock_wages_to_send, day=day)


def next_batch(tx: Tx, execute_on: date) -> int:
    """The next batch number of an execution day."""
    row = tx.one(Q.next_batch, execute_on=execute_on)
    if row is None:
        raise LookupError("the batch series gave no number")
    return int(row["number"])


def add_batch(tx: Tx, batch: Mapping[str, Any], wage_ids: Sequence[str]) -> None:
    """Write a payment batch and note its wages as sent."""
    tx.run(Q.add_batch, **batch, on=tx.on)
    tx.run(Q.add_batch_wages, batch_id=batch["batch_id"], wage_ids=list(wage_ids))
    tx.run(Q.note_sent, batch_id=batch["batch_id"], wage_ids=list(wage_ids))


def lock_wage_payment(tx: Tx, wage_id: str) -> Row:
    """A wage and where its payment stands, locked until commit, or a refusal."""
    row = tx.one(Q.lock_wage_payment, wage_id=wage_id)
    if row is None:
        raise NotFound(kind="wage", id=wage_id)
    return row


def note_wage_paid(tx: Tx, wage_id: str, movement_id: str, on: date) -> None:
    """Note the bank movement that paid a wage."""
    tx.run(Q.note_wage_paid, wage_id=wage_id, movement_id=movement_id, on=on)


def note_wage_returned(tx: Tx, wage_id: str, on: date) -> None:
    """Note that the bank gave a wage back."""
    tx.run(Q.note_wage_returned, wage_id=wage_id, on=on)


def note_to_send_again(tx: Tx, wage_id: str) -> None:
    """Note that a wage which the bank gave back goes to the bank with the next run."""
    tx.run(Q.note_to_send_again, wage_id=wage_id)


def lock_advances_of_invoice(tx: Tx, invoice_id: str) -> list[Row]:
    """The wages whose cost an invoice is to bring, with their advances; locked through the invoice."""
    return tx.all(Q.lock_advances_of_invoice, invoice_id=invoice_id)


def save_advance(tx: Tx, advance: Advance) -> None:
    """Write an advance as it stands now."""
    tx.run(Q.save_advance, advance_id=advance.advance_id, wage_id=advance.wage_id, order_id=advance.order_id,
           part=advance.part, invoice_id=advance.invoice_id, member_id=advance.member_id, client_id=advance.client_id,
           cost_cents=advance.cost.cents, amount_cents=advance.amount.cents, recovered_cents=advance.recovered.cents,
           lost_cents=advance.lost.cents, regained_cents=advance.regained.cents, currency=advance.cost.currency,
           on=tx.on)


def add_advance_step(tx: Tx, advance_id: str, kind: str, amount: Money) -> int:
    """Write a step of an advance; its place."""
    row = tx.one(Q.add_advance_step, advance_id=advance_id, kind=kind, cents=amount.cents, currency=amount.currency,
                 on=tx.on)
    if row is None:
        raise LookupError("the step was not written")
    return int(row["place"])


def content_digest(salt: bytes, pdf: bytes) -> str:
    """The salted digest of the document: without the salt it says nothing about the person."""
    return hashlib.sha256(salt + pdf).hexdigest()


def link(previous: str, printed: str, wage_id: str, content: str) -> str:
    """The next digest of a year's chain."""
    return chained(previous, printed, wage_id, content)
