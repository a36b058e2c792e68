"""Invoicing as its callers see it: a door without a broker, a clock in our hands, and the event log."""

import itertools
import json
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from services.invoicing.service import Invoicing
from shared.auth import Tokens, new_key, sign_token
from shared.bus import Event
from shared.bus.dispatch import Dispatcher, ReceivedCall
from shared.bus.handling import handlers_of
from shared.definitions import definition_of
from shared.fields import load_shape
from tests.builders import as_worker

PRIVATE, PUBLIC = new_key()
MEMBER = "mbr_" + "1" * 32
OTHER_MEMBER = "mbr_" + "2" * 32
BELGIAN = {"name": "Théâtre du Coin SRL", "country": "BE", "enterprise_number": "0403.019.261",
           "vat_number": "BE 0403.019.261", "street": "Rue Haute 1", "postcode": "4000", "city": "Liège",
           "email": "compta@coin.example", "language": "fr"}
GERMAN = {"name": "Müller & Söhne GmbH", "country": "DE", "vat_number": "DE136695976", "street": "Hauptstraße 1",
          "postcode": "10115", "city": "Berlin", "email": "", "language": "de"}


def euro(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def part(
    amount: str = "1000.00", starts_on: str = "2026-09-10", ends_on: str = "2026-09-11", **other: Any,
) -> dict[str, Any]:
    return {"description": "Direction technique", "starts_on": starts_on, "ends_on": ends_on, "days": 2,
            "hours": "15.20", "amount": euro(amount), **other}


WORKED = [{"on": "2026-09-10", "hours": "7.60"}, {"on": "2026-09-11", "hours": "7.60"}]


class Host:
    """One service, one database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.definition = definition_of(Invoicing)
        self.database = self.definition.database(as_worker(url), "BE").open()
        self.dispatcher = Dispatcher(Invoicing(), self.database, Tokens({"k": PUBLIC}, "BE"), zone="Europe/Brussels")
        self.on = date(2026, 9, 1)
        self._numbers = itertools.count(1)

    def close(self) -> None:
        self.database.close()

    def ask(self, method: str, *, by: tuple[str, ...] = ("advisor", "accountant", "bank", "payroll_clerk", "service"),
            subject: str = "clerk", **kwargs: Any) -> dict[str, Any]:
        """The reply's body."""
        token = sign_token(PRIVATE, key_id="k", subject=subject, roles=(*by, "clock"), country="BE")
        if self.dispatcher.methods[method].kind == "command":
            kwargs.setdefault("request_id", f"r{next(self._numbers)}")
        kwargs.setdefault("on", self.on.isoformat())
        return self.dispatcher.answer(ReceivedCall(method=method, kwargs=kwargs, token=token))

    def call(self, method: str, **kwargs: Any) -> Any:
        """The answer; a refusal fails the test."""
        reply = self.ask(method, **kwargs)
        assert reply["error"] is None, reply["error"]
        return reply["result"]

    def refusal(self, method: str, **kwargs: Any) -> dict[str, Any]:
        """The refusal; an answer fails the test."""
        reply = self.ask(method, **kwargs)
        assert reply["error"] is not None, reply["result"]
        return reply["error"]

    def hear(self, event: str, version: int = 1, **data: Any) -> None:
        """An event of another service arrives."""
        source, _, kind = event.partition(".")
        handler = handlers_of(Invoicing)[source, kind]
        with self.database.transaction(on=self.on, actor=source) as tx:
            getattr(self.dispatcher.service, handler.method)(tx, Event(
                id="e", source=source, type=kind, aggregate="a", version=version, event_on=self.on,
                at=datetime(2026, 9, 1, tzinfo=UTC), data=load_shape(handler.shape(), data)))

    def rows(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row) as conn:
            return conn.execute(statement, values).fetchall()

    def published(self, *kinds: str) -> list[dict[str, Any]]:
        """What was said, oldest first: type and body."""
        rows = self.rows(
            "select e.type, e.body from event_log e join outbox_pending o on o.event_id = e.id order by o.seq")
        return [{"type": row["type"], **json.loads(row["body"])} for row in rows if not kinds or row["type"] in kinds]

    def faults(self) -> list[str]:
        """What `verify` would find."""
        return [fault for check in self.definition.checks for fault in check.run(self.database)]

    def balance(self, account: str) -> int:
        return self.rows("select coalesce(sum(cents), 0)::bigint as cents from ledger_postings where account = %s",
                         account)[0]["cents"]

    def member(self, member_id: str = MEMBER) -> str:
        self.hear("membership.member_admitted", member_id=member_id, admitted_on="2026-01-05", language="fr")
        return member_id

    def activity(self) -> str:
        return self.call("open_activity", member_id=self.member(), name="Régie")["activity_id"]

    def client(self, **other: Any) -> str:
        return self.call("register_client", **{**BELGIAN, **other})["client_id"]

    def order(self, *parts: dict[str, Any], client_id: str = "", activity_id: str = "", signed: bool = True) -> str:
        order_id = self.call(
            "draft_order", activity_id=activity_id or self.activity(), client_id=client_id or self.client(),
            title="Festival", client_reference="PO 2026-17", contract="white_collar",
            parts=list(parts) or [part()])["order_id"]
        held = self.call("send_order", order_id=order_id)["screening"]
        if held:
            self.call("approve_screening", subject="another advisor", screening_id=held["screening_id"])
            self.call("send_order", order_id=order_id)
        if signed:
            self.sign(order_id)
        return order_id

    def sign(self, order_id: str) -> None:
        self.call("sign_order", order_id=order_id, signed_by="A. Lambert", signed_on=self.on.isoformat(),
                  reference="signed-17.pdf")

    def employ(self, order_id: str, starts_on: str = "2026-09-10", ends_on: str = "2026-09-30") -> None:
        """Payroll declares and insures."""
        self.hear("payroll.work_declared", order_id=order_id, member_id=MEMBER, declaration_id="dec_" + "3" * 32,
                  starts_on=starts_on, ends_on=ends_on, declared_on=self.on.isoformat(), reference="D1")
        self.hear("payroll.cover_opened", order_id=order_id, member_id=MEMBER, cover_id="cov_" + "4" * 32,
                  starts_on=starts_on, ends_on=ends_on)

    def complete(self, order_id: str, part: int = 1, completed_on: str = "2026-09-11", days: Any = None) -> Any:
        return self.call("complete_work", order_id=order_id, part=part, completed_on=completed_on, days=days or WORKED)

    def invoiced(self, amount: str = "1000.00", **client: Any) -> Any:
        """An order worked and invoiced on 12 September 2026."""
        order_id = self.order(part(amount), client_id=self.client(**client) if client else "")
        self.employ(order_id)
        self.on = date(2026, 9, 12)
        return self.complete(order_id)
