"""A membership desk over a real database: `desk.call(...)` as somebody on some day, and what was said and booked."""

import itertools
import json
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from services.membership.service import Membership
from shared.auth import Tokens, new_key, sign_token
from shared.bus import Event
from shared.bus.dispatch import Dispatcher, ReceivedCall
from shared.bus.handling import handlers_of
from shared.clock import now
from shared.definitions import definition_of
from shared.fields import load_shape
from shared.identifiers import new_id
from tests.builders import FreshDatabase, as_worker

PRIVATE, PUBLIC = new_key()
NUMBERS = itertools.count(1)
HOME = definition_of(Membership)
EURO = "EUR"
STRONG = {"accept_registration", "change_person_number", "record_payee", "confirm_payee_identity", "send_payment_back",
          "confirm_return_account"}


def national_number(serial: int) -> str:
    """A Belgian national number that can exist: born on 1 January 1980 and later, check digits right."""
    day, order = divmod(serial, 997)
    base = f"80{day // 28 % 12 + 1:02d}{day % 28 + 1:02d}{order + 1:03d}"
    return f"{base}{97 - int(base) % 97:02d}"


def euro(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": EURO}


class Refused(Exception):
    def __init__(self, error: dict[str, Any]) -> None:
        self.code, self.details = error["exc_type"], error["details"]
        super().__init__(f"{self.code}: {error['value']}")


class Desk:
    """Calls the door in-process, as any role on any day."""

    nominal = "30.00"
    account = "BE68539007547034"

    def __init__(self, url: str, country: str = "BE") -> None:
        self.url, self.country = url, country
        self.database = HOME.database(as_worker(url), country).open()
        self.dispatcher = Dispatcher(Membership(), self.database, Tokens({"k1": PUBLIC}, country),
                                     zone=self.database.country.law.zone)
        self.on = date(2026, 1, 5)
        self._heard: set[str] = set()
        self._hearing = threading.Lock()

    def token(self, subject: str, *roles: str, assurance: str = "", purpose: str = "") -> str:
        return sign_token(PRIVATE, key_id="k1", subject=subject, roles=[*roles, "clock"], country=self.country,
                          assurance=assurance, purpose=purpose)

    def call(self, method: str, *, by: str = "clerk", roles: tuple[str, ...] = ("desk",), on: date | None = None,
             assurance: str | None = None, purpose: str = "", **kwargs: Any) -> Any:
        if assurance is None:  # whoever works here logs in with a card, where the register asks for it
            assurance = "high" if method in STRONG else ""
        if self.dispatcher.methods[method].kind == "command":
            kwargs.setdefault("request_id", new_id("req"))
        if not self.dispatcher.methods[method].allow.public:
            kwargs["on"] = (on or self.on).isoformat()
        answer = self.dispatcher.answer(ReceivedCall(
            method=method, kwargs=kwargs,
            token=self.token(by, *roles, assurance=assurance, purpose=purpose)))
        if answer["error"]:
            raise Refused(answer["error"])
        self._hear_own(on)
        return answer["result"]

    def hear(self, event: str, on: date | None = None, **data: Any) -> None:
        """What the inbox does with an event: load what is relied upon, call the handler, commit."""
        self._consume(event, on, data)
        self._hear_own(on)

    def _consume(self, event: str, on: date | None, data: dict[str, Any]) -> None:
        source, _, kind = event.partition(".")
        handler = handlers_of(Membership)[source, kind]
        consumed = Event(id=new_id("evt"), source=source, type=kind, aggregate="x", version=1, event_on=on or self.on,
                      at=now(), data=load_shape(handler.shape(), data))
        with self.database.transaction(on=on or self.on, actor=event) as tx:
            getattr(Membership(), handler.method)(tx, consumed)

    def _hear_own(self, on: date | None) -> None:
        """The support capabilities hear what the register publishes, as they do through the bus."""
        with self._hearing:
            for row in self.rows(
                    "select e.id, e.type, e.body from event_log e join outbox_pending p on p.event_id = e.id "
                    "where e.type in ('member_admitted', 'member_left') order by p.seq"):
                if row["id"] not in self._heard:
                    self._heard.add(row["id"])
                    self._consume(f"membership.{row['type']}", on, json.loads(row["body"]))

    def rows(self, sql: str, *params: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row) as conn:
            return conn.execute(sql, params).fetchall()

    def published(self, *kinds: str, about: str = "") -> list[tuple[str, dict[str, Any]]]:
        rows = self.rows("select e.type, e.body from event_log e left join outbox_pending p on p.event_id = e.id "
                         "where (%s = '' or e.aggregate = %s) order by p.seq", about, about)
        return [(row["type"], json.loads(row["body"])) for row in rows if not kinds or row["type"] in kinds]

    def balance(self, account: str) -> int:
        [row] = self.rows("select coalesce(sum(cents), 0)::int as cents from ledger_postings where account = %s",
                          account)
        return row["cents"]

    def verify(self) -> list[str]:
        return [fault for check in HOME.checks for fault in check.run(self.database)]

    def particulars(self, **changes: Any) -> dict[str, Any]:
        serial = next(NUMBERS)
        return {
            "given_name": "Ada", "family_name": f"Peeters{serial}", "street": "Rue Coenraets 72", "postcode": "1060",
            "town": "Saint-Gilles", "country": "BE", "email": f"ada{serial}@example.org", "language": "fr",
            "national_number": national_number(serial), "activity": "stage_design", "city": "Bruxelles", **changes}

    def register(self, on: date | None = None, **changes: Any) -> str:
        """A registration, submitted and verified, with a waiver of the session."""
        draft = self.call("draft_registration", by="applicant", roles=("applicant",), on=on,
                          **self.particulars(**changes))["registration_id"]
        self.call("waive_session", roles=("advisor",), registration_id=draft, reason="known from a project", on=on)
        self.call("submit_registration", registration_id=draft, on=on)
        self.call("verify_identity", registration_id=draft, means="document_seen", on=on)
        return draft

    def candidate(self, on: date | None = None, **changes: Any) -> dict[str, Any]:
        """Accepted, first share called, not paid."""
        return self.call("accept_registration", registration_id=self.register(on, **changes), on=on)

    def pay(self, communication: str, amount: str, on: date | None = None, movement: str | None = None) -> str:
        movement = movement or new_id("mov")
        self.hear("invoicing.bank_movement_received", on=on, movement_id=movement,
                  booked_on=(on or self.on).isoformat(), amount=euro(amount), structured_communication=communication,
                  end_to_end_id="", statement_id="x")
        return movement

    def member(self, on: date | None = None, **changes: Any) -> str:
        """Admitted on a day, with one share."""
        accepted = self.candidate(on, **changes)
        self.pay(accepted["structured_communication"], self.nominal, on=on)
        return accepted["member_id"]

    def payee(self, member_id: str, name: str = "Ada", iban: str = "", on: date | None = None, **who: Any) -> None:
        """An account that counts: named, and confirmed by somebody else who saw the document."""
        self.call("record_payee", member_id=member_id, name=name, iban=iban or self.account, on=on, **who)
        for waiting in self.call("list_waiting_payees", member_id=member_id, on=on):
            self.call("confirm_payee_identity", by="second_clerk", member_id=member_id, payee_id=waiting["payee_id"],
                      on=on)

    def send_back(self, payment_id: str, *, on: date, name: str = "Payer", iban: str = "", reason: str = "") -> str:
        """Money of nobody's share goes back, to an account at which a second person looked; the claim."""
        claim: str = self.call("send_payment_back", payment_id=payment_id, name=name, iban=iban or self.account,
                               reason=reason or "no share", on=on)["claim_id"]
        self.call("confirm_return_account", by="second_clerk", claim_id=claim, on=on)
        return claim

    def sign_order(self, member_id: str, on: date, order_id: str | None = None) -> str:
        order_id = order_id or new_id("ord")
        self.hear("invoicing.order_signed", on=on, order_id=order_id, member_id=member_id, signed_on=on.isoformat())
        return order_id

    def get(self, member_id: str, on: date | None = None) -> dict[str, Any]:
        return self.call("get_member", member_id=member_id, on=on)


EMPTY = """
do $$ declare found text; begin
    set local session_replication_role = replica;  -- the guards of append-only tables sleep while a test is swept away
    for found in select tablename from pg_tables
                 where schemaname = 'public' and tablename not in ('migrations', 'epochs') loop
        execute format('delete from %I', found);
    end loop;
end $$
"""


def empty(url: str) -> None:
    with psycopg.connect(url) as conn:
        conn.execute(EMPTY)


@pytest.fixture(scope="module")
def shared_url(database_of_the_file: FreshDatabase) -> str:
    """One database per file of tests: making one takes longer than most of them."""
    return database_of_the_file(*HOME.migrations)


@pytest.fixture
def desk(shared_url: str) -> Iterator[Desk]:
    """A desk over an empty database."""
    empty(shared_url)
    opened = Desk(shared_url)
    yield opened
    opened.database.close()
