"""Payroll in a house of its own: a real database, its door, and events told as invoicing would tell them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lxml import etree

from services.payroll.checks import CHECKS
from services.payroll.jobs import pay_wages
from services.payroll.service import Payroll
from services.payroll.social_returns.use_cases import close_social_returns
from shared import ledger
from shared.auth import Tokens, new_key, sign_token
from shared.bus import Event
from shared.bus.dispatch import Dispatcher, ReceivedCall
from shared.bus.event_log import canonical
from shared.bus.handling import handlers_of
from shared.clock import now
from shared.definitions import definition_of
from shared.fields import MoneyField, load_shape
from shared.money import Money
from tests.builders import as_worker

PRIVATE, PUBLIC = new_key()
ALL_ROLES = ("payroll_clerk", "accountant", "board", "advisor", "clock")
ANNA, BRAM = "mbr_" + "a" * 32, "mbr_" + "b" * 32
CLIENT = "cli_" + "c" * 32
FULL_DAY = Decimal("7.6")
EMPLOYER = {
    "valid_from": "2020-01-01", "name": "Shared Company SC", "street": "Rue Émile Féron", "building_number": "70",
    "postcode": "1060", "town": "Saint-Gilles", "country": "BE", "enterprise_number": "BE 0403.019.261",
    "onss_number": "100006", "iban": "BE71 0961 2345 6769", "bic": "GKCCBEBB", "accident_insurer": "Ethias",
    "accident_policy": "7001-2026",
}
WORKERS: Mapping[str, dict[str, Any]] = {
    ANNA: {"member_id": ANNA, "first_name": "Zoé", "last_name": "Vandenbroucke", "national_number": "85.07.30-033.28",
           "iban": "BE68 5390 0754 7034", "household": "single", "language": "fr",
           "address": {"street": "Chaussée de Waterloo", "building_number": "12", "postcode": "1060",
                       "town": "Saint-Gilles", "country": "BE"}},
    BRAM: {"member_id": BRAM, "first_name": "Bram", "last_name": "Peeters", "national_number": "17073003384",
           "iban": "BE43 0689 9999 9501", "household": "single", "language": "nl"},
}


def some_id(prefix: str, number: int) -> str:
    """An id that is easy to recognise in a failing test."""
    return f"{prefix}_{number:032x}"


def money(amount: str) -> dict[str, str]:
    """Money as it stands on the wire."""
    return {"amount": amount, "currency": "EUR"}


def weekdays(first: date, last: date) -> list[date]:
    """Mondays to Fridays of a period, both ends included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One order as invoicing would tell it: number, worker, period of its only part, budget and invoice total."""

    number: int = 1
    member_id: str = ANNA
    starts_on: date = date(2026, 9, 1)
    ends_on: date = date(2026, 9, 30)
    budget: str = "4781.20"
    invoice_total: str = "6187.43"
    prepaid: str = "0.00"
    completed_on: date | None = None
    registered_on: date | None = None
    hours: Decimal = FULL_DAY
    contract: str = "white_collar"

    @property
    def order_id(self) -> str:
        return some_id("ord", self.number)

    @property
    def invoice_id(self) -> str:
        return some_id("inv", self.number)

    @property
    def allocation_id(self) -> str:
        return some_id("alc", self.number)

    @property
    def done_on(self) -> date:
        return self.completed_on or self.ends_on


class Host:
    """One payroll service with everything that a test asks of it."""

    def __init__(self, url: str, country: str = "BE") -> None:
        self.country = country
        self.database = definition_of(Payroll).database(as_worker(url), country).open()
        self.dispatcher = Dispatcher(Payroll(), self.database, Tokens({"k": PUBLIC}, country), zone="Europe/Brussels")
        self._handlers = handlers_of(Payroll)
        self._calls = 0

    def close(self) -> None:
        self.database.close()

    # --- calls ---

    def reply(self, method: str, *, on: date | None = None, roles: tuple[str, ...] = ALL_ROLES, subject: str = "clerk",
              **kwargs: Any) -> dict[str, Any]:
        """The whole reply of a call, with a fresh request id for a command."""
        if self.dispatcher.methods[method].kind == "command":
            self._calls += 1
            kwargs.setdefault("request_id", f"r{self._calls}")
        if on is not None:
            kwargs["on"] = on.isoformat()
        token = sign_token(PRIVATE, key_id="k", subject=subject, roles=roles, country=self.country)
        return self.dispatcher.answer(ReceivedCall(method=method, kwargs=kwargs, token=token))

    def call(self, method: str, **kwargs: Any) -> Any:
        """The result of a call that must not be refused."""
        reply = self.reply(method, **kwargs)
        assert reply["error"] is None, reply["error"]
        return reply["result"]

    def refused(self, method: str, **kwargs: Any) -> str:
        """The code under which a call is refused."""
        reply = self.reply(method, **kwargs)
        assert reply["error"] is not None, reply["result"]
        return str(reply["error"]["exc_type"])

    # --- what invoicing says ---

    def hear(self, kind: str, on: date, **body: Any) -> None:
        """Tell an event as the inbox would: through its shape, in one transaction."""
        with self.hearing(kind, on, body):
            pass

    @contextmanager
    def hearing(self, kind: str, on: date, body: Mapping[str, Any]) -> Iterator[None]:
        """An event is being heard: its transaction commits at the end."""
        source = "membership" if kind.startswith("member_") else "invoicing"
        handler = self._handlers[source, kind]
        data = load_shape(handler.shape(), json.loads(canonical(body)))
        with self.database.transaction(on=on, actor=f"event:{source}") as tx:
            consumed = Event(id="0" * 32, source=source, type=kind, aggregate="x", version=1, event_on=on, at=now(),
                          data=data)
            getattr(self.dispatcher.service, handler.method)(tx, consumed)
            yield

    def sign(self, job: Job, on: date | None = None, kind: str = "order_signed") -> None:
        day = on or job.starts_on - timedelta(days=10)
        self.hear(kind, day, **self.order_form(job, day))

    def order_form(self, job: Job, day: date) -> dict[str, Any]:
        part = {"part": 1, "starts_on": job.starts_on.isoformat(), "ends_on": job.ends_on.isoformat(), "days": 22,
                "hours": "167.2", "amount": money("5113.58")}
        return {
            "order_id": job.order_id, "activity_id": some_id("act", 1), "member_id": job.member_id,
            "client_id": CLIENT, "client_country": "BE", "signed_on": day.isoformat(),
            "starts_on": job.starts_on.isoformat(), "ends_on": job.ends_on.isoformat(), "amount": money("5113.58"),
            "contract": job.contract, "parts": [part]}

    def complete(self, job: Job) -> None:
        self.complete_without_budget(job)
        self.allocate(job)

    def complete_without_budget(self, job: Job) -> None:
        registered = job.registered_on or job.done_on
        days = [{"on": day.isoformat(), "hours": str(job.hours)} for day in weekdays(job.starts_on, job.ends_on)]
        self.hear(
            "work_completed", registered, order_id=job.order_id, part=1, member_id=job.member_id,
            activity_id=some_id("act", 1), completed_on=job.done_on.isoformat(),
            registered_on=registered.isoformat(), days=days, last=True)

    def allocate(self, job: Job) -> None:
        self.hear(
            "employment_budget_allocated", job.registered_on or job.done_on, order_id=job.order_id, part=1,
            allocation_id=job.allocation_id, member_id=job.member_id, activity_id=some_id("act", 1), client_id=CLIENT,
            client_country="BE", amount=money(job.budget), invoice_id=job.invoice_id,
            invoice_total=money(job.invoice_total), prepaid=money(job.prepaid),
            due_on=(job.done_on + timedelta(days=30)).isoformat(), completed_on=job.done_on.isoformat())

    def book_fee(self, job: Job, fee: str = "332.38", on: date | None = None) -> None:
        self.hear("fee_booked", on or job.done_on, order_id=job.order_id, part=1, activity_id=some_id("act", 1),
                  member_id=job.member_id, base=money("5113.58"), rate="0.065", fee=money(fee))

    def client_pays(self, job: Job, so_far: str, on: date, kind: str = "payment_applied", **other: Any) -> None:
        self.hear(kind, on, order_id=job.order_id, invoice_id=job.invoice_id, member_id=job.member_id,
                  payment_id=some_id("pay", 1), amount=money("1.00"), paid_so_far=money(so_far),
                  invoice_total=money(job.invoice_total), paid_on=on.isoformat(), **other)

    def write_off(self, job: Job, on: date, still_open: str = "") -> None:
        self.hear("invoice_written_off", on, order_id=job.order_id, invoice_id=job.invoice_id, member_id=job.member_id,
                  client_id=CLIENT, open=money(still_open or job.invoice_total), reason="bankruptcy",
                  written_off_on=on.isoformat())

    def recover(self, job: Job, came_in: str, on: date) -> None:
        self.hear("written_off_recovered", on, order_id=job.order_id, invoice_id=job.invoice_id,
                  member_id=job.member_id, client_id=CLIENT, amount=money(came_in), recovered_on=on.isoformat())

    def credit(self, job: Job, credited: str, on: date) -> None:
        self.hear("invoice_credited", on, order_id=job.order_id, invoice_id=job.invoice_id, member_id=job.member_id,
                  credit_note_id=some_id("crn", 1), amount=money(credited), reason="less_work",
                  credited_on=on.isoformat())

    def bank_moves(self, number: int, amount: str, end_to_end: str, on: date,
                   kind: str = "bank_movement_received") -> None:
        self.hear(kind, on, movement_id=some_id("mov", number), statement_id="s", booked_on=on.isoformat(),
                  amount=money(amount), structured_communication="", end_to_end_id=end_to_end)

    # --- short cuts ---

    def staff(self, *members: str) -> None:
        """Register the employer and some workers."""
        self.call("register_employer", on=date(2026, 8, 1), **EMPLOYER)
        for member in members:
            self.call("register_worker", on=date(2026, 8, 1), **WORKERS[member])

    def declare(self, job: Job, on: date | None = None) -> None:
        """The authority accepts the order's declaration."""
        declaration = self.call("get_declaration", order_id=job.order_id)
        self.call("record_declaration_answer", on=on or job.starts_on - timedelta(days=5), result="accepted",
                  declaration_id=declaration["declaration_id"], reference=f"{job.number:012d}")

    def work(self, job: Job) -> None:
        """An order from its signature to its completed work."""
        self.sign(job)
        self.declare(job)
        self.complete(job)

    def pay_day(self, on: date) -> str:
        return pay_wages(self.database, on, lambda done, of: None)

    def close_quarter(self, on: date, **choice: Any) -> dict[str, Any]:
        """Close the next period of social security and run the job that does it; the return then."""
        begun = self.call("close_social_return", on=on, **choice)
        close_social_returns(self.database, on, lambda done, of: None)
        found: dict[str, Any] = self.call("get_social_return", return_id=begun["return_id"])
        return found

    def september(self) -> list[dict[str, str]]:
        """Every weekday of September 2026, worked in full."""
        return [{"on": day.isoformat(), "hours": "7.6"} for day in weekdays(date(2026, 9, 1), date(2026, 9, 30))]

    def wage_of(self, job: Job) -> dict[str, Any]:
        (wage,) = self.call("list_wages", order_id=job.order_id, member_id=job.member_id)
        found: dict[str, Any] = wage
        return found

    def last_payment(self) -> str:
        """The name under which the bank knows the last payment that left for it."""
        return list(asked_for(self.documents("bank")[-1][1]))[-1]

    # --- what was written ---

    def published(self, *kinds: str) -> list[tuple[str, dict[str, Any]]]:
        """The events said, in their order; of some types, or all."""
        with self.database.connection() as conn:
            rows = conn.execute("select type, body from event_log order by id").fetchall()
        return [(row["type"], json.loads(row["body"])) for row in rows if not kinds or row["type"] in kinds]

    def documents(self, channel: str) -> list[tuple[str, bytes]]:
        with self.database.connection() as conn:
            rows = conn.execute(
                "select name, content from outgoing_documents where channel = %s order by id", [channel]).fetchall()
        return [(row["name"], row["content"]) for row in rows]

    def balance(self, account: str, job: Job | None = None) -> Money:
        with self.database.reading(on=date(2026, 12, 31), actor="test") as tx:
            return ledger.balance(tx, account, order=job.order_id if job else "")

    def faults(self) -> list[str]:
        """What `sharedco verify` would say."""
        return [fault for check in CHECKS for fault in check.run(self.database)]

    def rows(self, query: str) -> list[dict[str, Any]]:
        with self.database.connection() as conn:
            return conn.execute(query).fetchall()  # type: ignore[arg-type]


def amount(found: Mapping[str, str]) -> Decimal:
    """An amount from the wire."""
    loaded: Money = MoneyField(signed=True).deserialize(found)
    return loaded.amount


def asked_for(content: bytes) -> dict[str, Decimal]:
    """What a payment file asks the bank to pay, by end-to-end id."""
    root = etree.fromstring(content)
    found = {}
    for transaction in root.findall(".//{*}CdtTrfTxInf"):
        found[str(transaction.findtext(".//{*}EndToEndId"))] = Decimal(str(transaction.findtext(".//{*}InstdAmt")))
    return found


__all__ = ["ANNA", "BRAM", "CLIENT", "EMPLOYER", "WORKERS", "Host", "Job", "amount", "asked_for", "money", "replace",
           "some_id", "weekdays"]
