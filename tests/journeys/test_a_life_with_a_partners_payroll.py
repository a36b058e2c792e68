"""One working life in Germany and one in Austria, from the first session to the paid wage, its statement and the books.

No rules from gross to net of theirs are here. A foreign process with AMQP alone (the example of `docs/partners.md`)
plays the partner's payroll: it notifies the employment, hears which wage is asked for, and answers. The other services
live in this process; payroll's events pass the broker, too, and its calls are answered by a process of its own.
"""

import json
import subprocess
import sys
import uuid
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pika
import psycopg
import pytest
from lxml import etree

from deploy.local.postgres import PostgresServer, fresh_name
from services.invoicing.papers.documents.official_rules import judge
from shared.auth import sign_token
from shared.bus.calling import RemoteRefusal
from shared.bus.relay_senders import AmqpSender
from shared.definitions import installed_definitions
from shared.parameters import Row
from tests.contracts.lifecycle import DirectPhone, Life, lived_in
from tests.contracts.stand import Stand
from tests.faults.clusters import PRIVATE, ROOT, service, settings_of
from tests.journeys.test_a_life_in_another_country import ENTRY, STATEMENT
from tests.patience import PATIENT, wait_until

SERVICES = ("membership", "invoicing", "payroll")
EXAMPLE = ROOT / "deploy" / "client" / "examples" / "payroll_partner.py"
ASKED, LATE = date(2026, 4, 21), date(2026, 6, 2)


@dataclass(frozen=True, kw_only=True)
class Where:
    """What is different in a country; its figures are those of the two laws and of the cooperatives' own pages."""

    code: str
    city: str
    account: str
    employer: dict[str, str]
    person: str
    client_vat: str
    total: str  # what the client owes for 10,000.00
    budget: str  # less the fee
    pay_on: tuple[date, date]
    own: tuple[tuple[str, str, str], ...]  # what the partner who deploys sets: service, parameter, value


GERMANY = Where(
    code="DE", city="Berlin", account="DE23100000001234567890", person="36574261809", client_vat="DE129273398",
    total="11900.00", budget="9100.00", pay_on=(date(2026, 4, 27), date(2026, 5, 27)),
    own=(("payroll", "pay_run", "by_itself"),),
    employer={"enterprise_number": "DE136695976", "onss_number": "12345678", "bic": "MARKDEFF"})
AUSTRIA = Where(
    code="AT", city="Wien", account="AT941999901234567890", person="1237010180", client_vat="ATU37675002",
    total="12000.00", budget="9000.00", pay_on=(date(2026, 4, 29), date(2026, 5, 28)),
    own=(("payroll", "pay_run", "by_itself"), ("membership", "share_nominal", "50.00")),
    employer={"enterprise_number": "ATU13585627", "onss_number": "123456789", "bic": "RLNWATWW"})


class Refused(Exception):
    pass


def euros(text: str) -> dict[str, str]:
    return {"amount": text, "currency": "EUR"}


class PhoneWithBroker(DirectPhone):
    """Calls in this process; what payroll publishes passes the broker, too."""

    def __init__(self, places: dict[str, Stand], life: Life, outgoing: Path, *, country: str, uri: str) -> None:
        super().__init__(places, life, outgoing, country=country)
        self._life, self._sender = life, AmqpSender(uri, "payroll")

    def _relay(self, place: Stand) -> int:
        before = {kind: len(told) for kind, told in self._life.published.items()}
        count = super()._relay(place)
        new = [event for kind, told in self._life.published.items() if kind.startswith("payroll.")
               for event in told[before.get(kind, 0):]]
        if new:
            self._sender.send(sorted(new, key=lambda event: event["seq"]))
            confirmed: list[int] = []
            wait_until(lambda: confirmed.extend(self._sender.answers(0.1).confirmed) or len(confirmed) == len(new),
                       lambda: f"{len(confirmed)} of {len(new)} confirmed")
        return count


@dataclass
class Country:
    """A life in a country, what is left of it, and the partner's payroll beside it."""

    where: Where
    places: dict[str, Stand]
    phone: DirectPhone
    folder: Path
    uri: str
    asked: set[Path] = field(default_factory=set)
    statements: int = 0
    balance: Decimal = Decimal(100_000)
    found: dict[str, Any] = field(default_factory=dict)

    def rows(self, place: str, query: str) -> list[tuple[Any, ...]]:
        return self.places[place].ask(query)

    def tell(self, target: str, on: date, by: str, **fields: Any) -> Any:
        told = self.phone.tell(target, on=on, by=by, **fields)
        self.phone.bring_post()
        return told

    def move(self, on: date, *movements: tuple[Decimal, str, str]) -> None:
        """The bank tells what moved: amounts, our references, and what people wrote."""
        self.statements, opening = self.statements + 1, self.balance
        self.balance += sum(amount for amount, _, _ in movements)
        entries = [ENTRY.format(money=_signed(amount), day=on, ours=ours, theirs=theirs)
                   for amount, ours, theirs in movements]
        self.tell("invoicing.ingest_bank_statement", on, "bank", file_format="camt053", content=STATEMENT.format(
            number=self.statements, account=self.where.account, day=on, opening=_signed(opening),
            closing=_signed(self.balance), entries="".join(entries)))

    def run(self, job: str, on: date) -> str:
        """Long work of payroll; then the bank carries out what it was asked to pay."""
        place = self.places["payroll"]
        sentence = place.definition.jobs[job].run(place.database, on, lambda _done, _all: None)
        self.phone.bring_post()
        new = sorted(set(self.folder.glob("bank/*.xml")) - self.asked)
        self.asked |= set(new)
        paid = [(-Decimal(str(one.findtext(".//{*}InstdAmt"))), str(one.findtext(".//{*}EndToEndId")), "")
                for file in new for one in etree.parse(file).iterfind(".//{*}CdtTrfTxInf")]
        if paid:
            self.move(on, *paid)
        return sentence

    def partner(self, on: date) -> list[str]:
        """The partner's payroll does what there is to do, as a process of its own; what it says."""
        ran = subprocess.run(
            [sys.executable, EXAMPLE, "0.5", on.isoformat()], env={"AMQP_URI": self.uri, "TOKEN": self.token},
            capture_output=True, text=True, timeout=PATIENT, check=False)
        assert ran.returncode == 0, ran.stderr
        self.phone.bring_post()
        return [line.split()[1] for line in ran.stdout.splitlines()]

    @property
    def token(self) -> str:
        return sign_token(PRIVATE, key_id="k1", subject="payroll of the partner", roles=("payroll_partner", "clock"),
                          country=self.where.code, seconds=600)

    def by_amqp(self, method: str, on: date, **fields: Any) -> Any:
        """A single call of the partner's payroll."""
        channel, reply_to = pika.BlockingConnection(pika.URLParameters(self.uri)).channel(), f"r.{uuid.uuid4().hex}"
        channel.queue_declare(f"rpc.{reply_to}", exclusive=True, auto_delete=True)
        channel.queue_bind(f"rpc.{reply_to}", "nameko-rpc", reply_to)
        channel.basic_publish(
            "nameko-rpc", f"payroll.{method}",
            json.dumps({"args": [], "kwargs": {**fields, "on": on.isoformat()}}).encode(),
            pika.BasicProperties(content_type="application/json", content_encoding="utf-8", reply_to=reply_to,
                                 correlation_id=uuid.uuid4().hex, headers={"nameko.auth_token": self.token}))
        _, _, body = next(channel.consume(f"rpc.{reply_to}", auto_ack=True, inactivity_timeout=PATIENT))
        channel.connection.close()
        reply = json.loads(body)
        if reply["error"]:
            raise Refused(f"{reply['error']['exc_type']}: {reply['error']['details']}")
        return reply["result"]

    def answer(self, on: date, request: dict[str, Any], *, net: str, pay_on: str = "") -> Any:
        """An answer whose whole budget is gross, of which the rest to `net` is tax."""
        budget = request["budget"]["amount"]
        lines = {"gross": budget, "wage_tax": f"{Decimal(budget) - Decimal(net):.2f}"}
        return self.by_amqp("answer_pay_request", on, request_id=uuid.uuid4().hex, reference="by hand", net=euros(net),
                            pay_request_id=request["pay_request_id"], pay_on=pay_on or request["pay_on"],
                            lines=[{"code": code, "amount": euros(amount)} for code, amount in lines.items()])


def _signed(amount: Decimal) -> str:
    return f'<Amt Ccy="EUR">{abs(amount):.2f}</Amt><CdtDbtInd>{"CRDT" if amount > 0 else "DBIT"}</CdtDbtInd>'


def join(country: Country) -> str:
    """An information session, the steps that the country asks, the share."""
    on, tell, where = date(2026, 3, 2), country.tell, country.where
    session = tell("membership.schedule_info_session", on, "desk", title="Working together", place=where.city,
                   language="de", capacity=3, starts_at=f"{on}T18:00:00+01:00", ends_at=f"{on}T19:00:00+01:00")
    seat = tell("membership.book_seat", on, "applicant", who="ines", session_id=session["session_id"],
                name="Ines Okoro", email="ines@okoro.example")
    tell("membership.record_attendance", on, "desk", session_id=session["session_id"], present=[seat["seat_id"]],
         absent=[])
    drafted = tell("membership.draft_registration", on, "applicant", who="ines", given_name="Ines",
                   family_name="Okoro", street="Zweite Strasse 2", postcode="10115", town="Berlin", country=where.code,
                   email="ines@okoro.example", language="de", national_number="", activity="translation",
                   city=where.city)
    which = {"registration_id": drafted["registration_id"]}
    tell("membership.submit_registration", on, "applicant", who="ines", **which)
    tell("membership.verify_identity", on, "desk", means="document_seen", **which)
    for step in ("consultation", "declaration") if where is GERMANY else ("declaration",):
        tell("membership.record_admission_step", on, "desk", step=step, evidence="on file", **which)
    accepted = tell("membership.accept_registration", on, "desk", **which)
    country.move(date(2026, 3, 5), (Decimal("50.00"), "", accepted["structured_communication"]))
    return str(accepted["member_id"])


def be_employed(country: Country, member_id: str) -> None:
    on, where = date(2026, 3, 6), country.where
    country.tell("payroll.register_employer", on, "payroll_clerk", valid_from="2020-01-01", name="Shared Company",
                 street="Erste Strasse", building_number="1", postcode="10115", town="Berlin", country=where.code,
                 iban=where.account, accident_insurer="Unfallkasse", accident_policy="7", **where.employer)
    country.tell("payroll.register_worker", on, "payroll_clerk", member_id=member_id, first_name="Ines",
                 last_name="Okoro", national_number=where.person, iban=where.account, household="single", language="de")


def order(country: Country, member_id: str) -> str:
    """A client, an activity, an order of two parts, signed; the partner's payroll notifies the employment."""
    on, tell, own = date(2026, 3, 9), country.tell, {"by": "member", "who": member_id}
    client = tell("invoicing.register_client", on, "advisor", name="Hafenamt", country=country.where.code,
                  vat_number=country.where.client_vat, street="Dritte Strasse 3", postcode="20095", city="Hamburg",
                  language="de")
    activity = tell("invoicing.open_activity", on, **own, member_id=member_id, name="Translation")
    parts = [{"description": "Uebersetzung", "starts_on": first, "ends_on": last, "days": 10, "hours": "80",
              "amount": euros("10000.00")}
             for first, last in (("2026-04-01", "2026-04-20"), ("2026-05-04", "2026-05-20"))]
    drafted = tell("invoicing.draft_order", on, **own, activity_id=activity["activity_id"],
                   client_id=client["client_id"], title="Hafenordnung", client_reference="H1",
                   contract="white_collar", parts=parts)
    tell("invoicing.send_order", on, **own, order_id=drafted["order_id"])
    tell("invoicing.sign_order", on, "advisor", order_id=drafted["order_id"], signed_by="R. Meister",
         signed_on=on.isoformat(), reference="signed:1")
    assert country.partner(on) == ["accepted"]
    return str(drafted["order_id"])


def work(country: Country, member_id: str, order_id: str, part: int, first: date) -> dict[str, Any]:
    """Ten days; completion issues the invoice."""
    on = first + timedelta(days=16)
    days = [{"on": (first + timedelta(days=n)).isoformat(), "hours": "8"} for n in range(10)]
    done = country.tell("invoicing.complete_work", on, "member", who=member_id, order_id=order_id, part=part,
                        completed_on=on.isoformat(), days=days)
    invoice: dict[str, Any] = country.tell("invoicing.get_invoice", on, "accountant", invoice_id=done["invoice_id"])
    return invoice


def ask(country: Country, on: date) -> dict[str, Any]:
    assert country.run("ask_outside_payroll", on).startswith("1 wages asked for")
    [request] = country.by_amqp("list_pay_requests", on)
    return dict(request)


def first_wage(country: Country, member_id: str, order_id: str) -> None:
    """The partner's payroll answers wrongly, rightly, and once more."""
    country.found["invoice"] = work(country, member_id, order_id, 1, date(2026, 4, 1))
    request = ask(country, ASKED)
    with pytest.raises(Refused, match="pay_lines_miss_budget"):
        country.answer(ASKED, {**request, "budget": euros("8999.99")}, net="7000.00")
    assert country.partner(ASKED) == ["answered"]
    with pytest.raises(Refused, match="pay_answered_before"):
        country.answer(ASKED, request, net="7000.00")
    country.found["first"] = country.run("pay_wages", country.where.pay_on[0])


def second_wage(country: Country, member_id: str, order_id: str) -> None:
    """The partner's payroll is silent until the pay day has passed."""
    work(country, member_id, order_id, 2, date(2026, 5, 4))
    request = ask(country, date(2026, 5, 21))
    country.found["silent"] = country.run("pay_wages", country.where.pay_on[1])
    country.found["waiting"] = country.tell("payroll.list_waiting", LATE, "payroll_clerk")
    with pytest.raises(Refused, match=rf"pay_answer_for_other_day.*{LATE}"):
        country.answer(LATE, request, net="7000.00")
    country.answer(LATE, request, net="7000.00", pay_on=LATE.isoformat())
    country.found["late"] = country.run("pay_wages", LATE)


@pytest.fixture(scope="module", params=[GERMANY, AUSTRIA], ids=lambda where: where.code)
def lived(request: pytest.FixtureRequest, postgres: PostgresServer, broker: Any,
          tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    where: Where = request.param
    definitions = {name: installed_definitions()[name] for name in SERVICES}
    life = Life(templates={name: fresh_name(f"{where.code.lower()}_{name}") for name in SERVICES})
    folder, vhost = tmp_path_factory.mktemp(where.code), fresh_name("partner")
    uri = broker.open_vhost(vhost)
    with lived_in(postgres, definitions, life, country=where.code) as places:
        for name, parameter, value in where.own:
            places[name].database.tables._rows[parameter, ""] = [Row(
                name=parameter, valid_from=date(2017, 1, 1), valid_until=None, source="The partner's own",
                fields={"value": value})]
        url = places["payroll"].database.url
        settings = {**settings_of(folder, uri, payroll=url), "COUNTRY": where.code}
        payroll = service(settings, folder, "services.payroll.service:Payroll").start()
        wait_until(lambda: "rpc_consuming" in payroll.published(), payroll.published)
        try:
            country = Country(where, places, PhoneWithBroker(places, life, folder, country=where.code, uri=uri), folder,
                              uri)
            member_id = join(country)
            be_employed(country, member_id)
            order_id = order(country, member_id)
            first_wage(country, member_id, order_id)
            country.move(date(2026, 5, 15), (
                Decimal(where.total), "", country.found["invoice"]["structured_communication"]))
            second_wage(country, member_id, order_id)
            yield country
        finally:
            payroll.kill()
    broker.close_vhost(vhost)
    for name in life.templates.values():
        postgres.drop(name)


def test_the_share_of_fifty_made_a_member_and_the_partner_notified_the_employment(lived: Country) -> None:
    assert lived.rows("membership", "select admitted_on::text, shares from members") == [("2026-03-05", 1)]
    assert lived.rows("payroll", "select state, late, sent_on < starts_on from declarations") == [
        ("accepted", False, True)]
    assert lived.rows("payroll", "select count(*) from covers") == [(1,)]


def test_the_invoice_bears_the_countrys_tax_and_fee_and_the_official_rules_find_nothing(lived: Country) -> None:
    assert lived.rows("invoicing", "select total_cents from invoices order by issued_on limit 1") == [
        (int(Decimal(lived.where.total) * 100),)]
    assert lived.rows("payroll", "select cents from allocations order by part limit 1") == [
        (int(Decimal(lived.where.budget) * 100),)]
    ubl = lived.tell("invoicing.get_invoice_ubl", ASKED, "accountant", invoice_id=lived.found["invoice"]["invoice_id"])
    assert [fault for fault in judge(b64decode(ubl["content_base64"])) if fault.fatal] == []


def test_the_wage_was_paid_on_its_day_before_the_client_paid(lived: Country) -> None:
    gross = int(Decimal(lived.where.budget) * 80)
    [first, second] = lived.rows("payroll", """
        select w.gross_cents, w.net_cents, w.pay_on, w.late, p.state from wages w join wage_payments p using (wage_id)
        order by w.part""")
    assert first == (gross, gross * 75 // 100, lived.where.pay_on[0], False, "paid")
    assert second[2:] == (LATE, True, "paid")
    assert lived.rows("payroll", "select amount_cents, recovered_cents from advances order by opened_on limit 1") == [
        (int(Decimal(lived.where.budget) * 100),) * 2]


def test_a_wage_without_an_answer_was_blocked_with_its_reason_until_the_late_answer_came(lived: Country) -> None:
    assert lived.found["silent"].startswith("0 wages worked out, 1 not")
    assert [(one["matter"], one["why"], one["leads_on"]) for one in lived.found["waiting"]] == [
        ("wage_blocked", "wage_awaits_outside_payroll", "payroll_partner")]
    assert lived.found["late"].startswith("1 wages worked out, 0 not")


def test_the_statement_shows_every_line_of_the_partner(lived: Country) -> None:
    [(wage_id, member_id)] = lived.rows("payroll", "select wage_id, member_id from wages where part = 1")
    wage = lived.tell("payroll.get_wage", LATE, "member", who=member_id, wage_id=wage_id)
    shown = {line["code"] for line in wage["lines"]}
    assert {"budget", "gross", "wage_tax", "employer_contributions"} <= shown
    lived.run("print_payslips", LATE)
    slip = lived.tell("payroll.get_payslip", LATE, "member", who=member_id, wage_id=wage_id)
    assert slip["number"] == "2026/000001"
    with pytest.raises(RemoteRefusal, match="partner's own payroll works pay out"):
        lived.tell("payroll.quote_pay", LATE, "member", who=member_id, member_id=member_id, contract="white_collar",
                   budget=euros("100.00"), ends_on="2026-06-01", days=[{"on": "2026-06-01", "hours": "8"}])


def test_every_ledger_balances_every_proof_holds_and_nobody_was_parked(lived: Country) -> None:
    for name, place in lived.places.items():
        assert lived.rows(name, "select sum(cents), min(currency), max(currency) from ledger_postings") == [
            (0, "EUR", "EUR")]
        for check in place.definition.checks:
            assert list(check.run(place.database)) == [], check.name
        with psycopg.connect(place.url) as conn:
            assert conn.execute("select count(*) from parked").fetchone() == (0,)
