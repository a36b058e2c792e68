"""Questions about what is late: the desk's day, letters, ageing."""

from datetime import date
from typing import Any

from services.invoicing.clients.rules import ClientKind
from services.invoicing.papers.rules import NamedFile
from services.invoicing.reminders.rules import (
    Answer,
    Charges,
    Instalment,
    InterestRate,
    Late,
    Slice,
    Step,
    StepName,
    age_of,
    hold_on,
    next_step,
)
from shared.errors import NotFound, ParameterMissing
from shared.money import Money
from shared.parameters import Tables
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_late(
    tx: Tx, *, client_id: str | None = None, member_id: str | None = None, invoice_id: str | None = None,
) -> list[Late]:
    """Invoices open after their due day, of one client or member, by client and due day."""
    return [_late(row) for row in _rows(tx, client_id, member_id, invoice_id)]


def _rows(tx: Tx, client_id: str | None, member_id: str | None, invoice_id: str | None = None) -> list[dict[str, Any]]:
    return tx.all(Q.list_late, on=tx.on, client_id=client_id, member_id=member_id, invoice_id=invoice_id)


def _late(row: dict[str, Any]) -> Late:
    plan = tuple(Instalment(due_on=date.fromisoformat(day), amount=Money(cents, row["currency"]))
                 for day, cents in row["plan"] or ())
    return Late(
        open=Money.from_row(row), client_kind=ClientKind(row["client_kind"]), plan=plan,
        done={StepName(name): date.fromisoformat(day) for name, day in row["done"].items()},
        answer=Answer(row["answer"]) if row["answer"] else None, first_letter_by_mail=row["by_mail"],
        paid_since_plan=Money(row["paid_since_cents"], row["currency"]) if plan else None,
        **{name: row[name] for name in ("invoice_id", "number", "client_id", "member_id", "due_on", "wait_until",
                                        "disputed", "money_in_suspense", "handed_over")})


def ladder(tables: Tables, on: date, kind: ClientKind) -> list[Step]:
    """The steps for a kind of client on a day, by the country's table `reminder_step`; none where it has no rows."""
    keys = [key for name, key in tables.names() if name == "reminder_step" and key.rpartition("_")[0] == kind]
    rows = [tables.row("reminder_step", on, key) for key in keys]
    return [Step(name=StepName(row["step"]), days_late=row.integer("days_late"), wait_days=row.integer("wait_days"),
                 charges=Charges(row["charges"])) for row in rows]


def rates(tables: Tables, due_on: date, until: date) -> list[InterestRate]:
    """The rates of interest between undertakings in force from the day after a due day until a day; none is guessed."""
    first = tables.row("late_interest", due_on)
    tables.row("late_interest", until)
    return [InterestRate(valid_from=row.valid_from, rate=row.decimal(), source=row.source)
            for row in tables.history("late_interest") if first.valid_from <= row.valid_from <= until]


def lump_sum(tables: Tables, on: date) -> Money:
    """What the law gives an undertaking for its trouble."""
    return tables.money("late_lump_sum", on)


def consumer_slices(tables: Tables, on: date) -> tuple[list[Slice], Money]:
    """The slices of the cap of what a consumer pays, and the most of all."""
    currency = str(tables.value("currency", on))
    rows = [tables.row("consumer_cap", on, key) for name, key in tables.names() if name == "consumer_cap"]
    return [Slice(above=Money.of(row["above"], currency), plus=Money.of(row["plus"], currency),
                  share=row.decimal("share")) for row in rows], tables.money("consumer_cap_limit", on)


def charges_agreed(tables: Tables, on: date) -> bool:
    """Whether the order forms of the house let a consumer be charged at all."""
    try:
        return bool(tables.value("late_charges_agreed", on))
    except ParameterMissing:
        return False


def list_late_invoices(
    tx: Tx, *, client_id: str | None, member_id: str | None, due_today: bool, after: int, limit: int,
) -> list[dict[str, Any]]:
    """The desk's list: each late invoice, what comes next and when, or what holds it back."""
    found = []
    for row in _rows(tx, client_id, member_id):
        late = _late(row)
        following, hold = next_step(late, ladder(tx.tables, tx.on, late.client_kind)), hold_on(late, on=tx.on)
        ready = StepName.COLLECTOR in late.done or (following is not None and following[1] <= tx.on)
        if not due_today or (ready and hold is None):
            found.append({
                **row, "open": late.open, "days_late": (tx.on - late.due_on).days, "hold": hold,
                "last_step": max(late.done, key=lambda name: late.done[name], default=None),
                "next_step": following[0].name if following else None, "next_on": following[1] if following else None,
                "asked": row["asked_on"] is not None and late.answer is None, "plan": bool(late.plan)})
    return found[after:after + limit]


def list_reminders(tx: Tx, *, client_id: str) -> list[dict[str, Any]]:
    """The letters that went to a client, latest first."""
    return tx.all(Q.list_letters, client_id=client_id)


def get_reminder_pdf(tx: Tx, *, letter_id: str) -> NamedFile:
    """A letter as it left."""
    row = tx.require(Q.get_letter, NotFound(kind="letter", id=letter_id), letter_id=letter_id)
    return NamedFile(name=f"{letter_id}.pdf", media_type="application/pdf", content=bytes(row["pdf"]))


def get_ageing(tx: Tx, *, per: str) -> list[dict[str, Any]]:
    """What is open by client, member or sector, in classes of days late."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in tx.all(Q.list_ages, per=per, on=tx.on):
        line = found.setdefault((row["key"], row["currency"]), {
            "key": row["key"], "name": row["name"], "invoices": 0, "open": Money.zero(row["currency"]), "classes": {}})
        amount, age = Money.from_row(row), age_of(row["days_late"])
        line["invoices"] += row["invoices"]
        line["open"] += amount
        line["classes"][age] = line["classes"].get(age, Money.zero(row["currency"])) + amount
    return [{**line, "classes": [{"age": age, "open": amount} for age, amount in line["classes"].items()]}
            for line in found.values()]


def owner_of_invoice(tx: Tx, *, invoice_id: str, **_: Any) -> str | None:
    """The member whose work an invoice claims."""
    row = tx.one(Q.owner_of_invoice, invoice_id=invoice_id)
    return row["member_id"] if row else None
