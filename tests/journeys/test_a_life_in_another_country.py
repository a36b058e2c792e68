"""One working life in a country that is a package of its own: found by its entry points, nothing outside it changed.

The country is invented (`tests/countries/xx`): another currency, another chart of accounts, other numbers and
references, ten per cent of VAT, one flat tax, wages on the tenth of the next month, exits at the end of the year, and a
bank with a file of its own for what it is asked to pay.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any, get_type_hints

import psycopg
import pytest

from deploy.local.postgres import PostgresServer, fresh_name
from shared.countries import CountryUnknown, countries_of, load_country
from shared.definitions import installed_definitions
from tests.contracts.lifecycle import DirectPhone, Life, lived_in
from tests.contracts.stand import Stand

PACKAGE = Path(__file__).resolve().parents[1] / "countries" / "xx"
SERVICES = ("membership", "invoicing", "payroll", "governance")
STATEMENT = """<Document><BkToCstmrStmt><Stmt><Id>{number}</Id><Acct><Id><IBAN>{account}</IBAN></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>{opening}<Dt><Dt>{day}</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>{closing}<Dt><Dt>{day}</Dt></Dt></Bal>
{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry>{money}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>
<NtryDtls><TxDtls><Refs><EndToEndId>{ours}</EndToEndId></Refs><RmtInf><Ustrd>{theirs}</Ustrd></RmtInf></TxDtls></NtryDtls>
</Ntry>"""
SEAT = "NZ"  # where the invented country would lie: authorities know no XX
ACCOUNT, PERSON, COMPANY = "A00000206", "P0000123-5", "C0000077-2"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The country as `pip install` would leave it: its package, and its entry points beside it."""
    told = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = tmp_path_factory.mktemp("site")
    info = site / f"{told['name'].replace('-', '_')}-{told['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {told['name']}\nVersion: {told['version']}\n")
    (info / "entry_points.txt").write_text("".join(
        f"[{group}]\n" + "".join(f"{name} = {where}\n" for name, where in points.items())
        for group, points in told["entry-points"].items()))
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(site))
        patch.syspath_prepend(str(PACKAGE))
        yield


def money_of(amount: Decimal) -> str:
    """An amount as CAMT.053 has it: unsigned, and whether it came in."""
    return f'<Amt Ccy="XTS">{abs(amount):.2f}</Amt><CdtDbtInd>{"CRDT" if amount > 0 else "DBIT"}</CdtDbtInd>'


@dataclass
class Bank:
    """The country's bank: carries out what it is asked to pay, and writes down what moved."""

    balance: Decimal = Decimal(100_000)
    statements: int = 0
    asked: set[Path] = field(default_factory=set)

    def statement(self, on: date, *movements: tuple[Decimal, str, str]) -> str:
        """A statement of amounts, our references, and what people wrote."""
        self.statements += 1
        opening, self.balance = self.balance, self.balance + sum(amount for amount, _, _ in movements)
        entries = [ENTRY.format(money=money_of(amount), day=on, ours=ours, theirs=theirs)
                   for amount, ours, theirs in movements]
        return STATEMENT.format(number=self.statements, account=ACCOUNT, day=on, opening=money_of(opening),
                                closing=money_of(self.balance), entries="".join(entries))

    def carry_out(self, folder: Path) -> list[tuple[Decimal, str, str]]:
        """Every payment of the files that came since."""
        new = sorted(set(folder.glob("bank/*.pay")) - self.asked)
        self.asked |= set(new)
        lines = [line.split("|") for file in new for line in file.read_text().splitlines()[1:]]
        return [(-Decimal(amount), ours, "") for ours, _, _, amount, _ in lines]


@dataclass
class Country:
    """A life in the country, and what is left of it."""

    places: dict[str, Stand]
    phone: DirectPhone
    folder: Path
    bank: Bank = field(default_factory=Bank)

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        """What a service's database holds."""
        return self.places[service].ask(query)

    def tell(self, target: str, on: date, by: str, **fields: Any) -> Any:
        """Call as somebody, and let everybody hear of it."""
        told = self.phone.tell(target, on=on, by=by, **fields)
        self.phone.bring_post()
        return told

    def move(self, on: date, *movements: tuple[Decimal, str, str]) -> None:
        """The bank tells what moved."""
        self.tell("invoicing.ingest_bank_statement", on, "bank", file_format="camt053",
                  content=self.bank.statement(on, *movements))

    def run(self, service: str, job: str, on: date) -> str:
        """Long work of a day; then what it sent is carried out by the bank."""
        place = self.places[service]
        sentence = place.definition.jobs[job].run(place.database, on, lambda _done, _all: None)
        self.phone.bring_post()
        if paid := self.bank.carry_out(self.folder):
            self.move(on, *paid)
        return sentence


def amount(text: str) -> dict[str, str]:
    return {"amount": text, "currency": "XTS"}


def join(country: Country) -> str:
    """An information session, a registration, the first share."""
    on, tell = date(2026, 3, 2), country.tell
    session = tell("membership.schedule_info_session", on, "desk", title="Working together", place="Capital",
                   language="en", capacity=3, starts_at=f"{on}T18:00:00+13:00", ends_at=f"{on}T19:00:00+13:00")
    seat = tell("membership.book_seat", on, "applicant", who="ines", session_id=session["session_id"],
                name="Ines Okoro", email="ines@okoro.example")
    tell("membership.record_attendance", on, "desk", session_id=session["session_id"], present=[seat["seat_id"]],
         absent=[])
    drafted = tell("membership.draft_registration", on, "applicant", who="ines", given_name="Ines",
                   family_name="Okoro", street="2 First Street", postcode="1", town="Capital", country="XX",
                   email="ines@okoro.example", language="en", national_number=PERSON,
                   activity="translation", city="Capital")
    which = {"registration_id": drafted["registration_id"]}
    tell("membership.submit_registration", on, "applicant", who="ines", **which)
    tell("membership.verify_identity", on, "desk", means="document_seen", **which)
    accepted = tell("membership.accept_registration", on, "desk", **which)
    country.move(date(2026, 3, 5), (Decimal("500.00"), "", accepted["structured_communication"]))
    return str(accepted["member_id"])


def be_employed(country: Country, member_id: str) -> None:
    """The cooperative as employer, the member as worker."""
    on = date(2026, 3, 6)
    country.tell("payroll.register_employer", on, "payroll_clerk", valid_from="2020-01-01", name="Cooperative of XX",
                 street="First Street", building_number="1", postcode="1", town="Capital", country=SEAT,
                 enterprise_number="C00000103", onss_number="E0000005X", iban=ACCOUNT, bic="XXBKXXXX",
                 accident_insurer="Mutual of XX", accident_policy="1")
    country.tell("payroll.register_worker", on, "payroll_clerk", member_id=member_id, first_name="Ines",
                 last_name="Okoro", national_number=PERSON, iban="A0000021-8", household="single", language="en")


def order(country: Country, member_id: str) -> str:
    """A client, an activity, an order form that is signed, declared and insured."""
    on, tell, own = date(2026, 3, 9), country.tell, {"by": "member", "who": member_id}
    client = tell("invoicing.register_client", on, "advisor", name="Harbour Board", country="XX",
                  enterprise_number=COMPANY, street="3 First Street", postcode="1", city="Capital", language="en")
    activity = tell("invoicing.open_activity", on, **own, member_id=member_id, name="Translation")
    part = {"description": "Translation", "starts_on": "2026-04-01", "ends_on": "2026-04-20", "days": 10,
            "hours": "80", "amount": amount("10000.00")}
    drafted = tell("invoicing.draft_order", on, **own, activity_id=activity["activity_id"],
                   client_id=client["client_id"], title="Harbour rules", client_reference="H1",
                   contract="white_collar", parts=[part])
    tell("invoicing.send_order", on, **own, order_id=drafted["order_id"])
    tell("invoicing.sign_order", on, "advisor", order_id=drafted["order_id"], signed_by="R. Master",
         signed_on=on.isoformat(), reference="signed:1")
    declared = tell("payroll.get_declaration", on, "payroll_clerk", order_id=drafted["order_id"])
    tell("payroll.record_declaration_answer", on, "payroll_clerk", result="accepted", reference="17",
         declaration_id=declared["declaration_id"])
    return str(drafted["order_id"])


def work(country: Country, member_id: str, order_id: str) -> dict[str, Any]:
    """Ten days; completion issues the invoice."""
    on = date(2026, 4, 20)
    days = [{"on": (date(2026, 4, 1) + timedelta(days=n)).isoformat(), "hours": "8"} for n in range(10)]
    done = country.tell("invoicing.complete_work", on, "member", who=member_id, order_id=order_id, part=1,
                        completed_on=on.isoformat(), days=days)
    invoice: dict[str, Any] = country.tell("invoicing.get_invoice", on, "accountant", invoice_id=done["invoice_id"])
    return invoice


def leave(country: Country, member_id: str) -> None:
    """The member resigns in summer and leaves with the year; what the share was worth is paid in January."""
    country.tell("membership.record_payee", date(2026, 8, 1), "member", who=member_id, member_id=member_id,
                 name="Ines Okoro", iban="A0000021-8")
    [waiting] = country.tell("membership.list_waiting_payees", date(2026, 8, 1), "desk", member_id=member_id)
    country.tell("membership.confirm_payee_identity", date(2026, 8, 1), "desk", member_id=member_id,
                 payee_id=waiting["payee_id"])
    country.tell("membership.resign", date(2026, 8, 1), "member", who=member_id, member_id=member_id)
    country.run("membership", "settle_exits", date(2027, 1, 1))
    country.run("membership", "pay_claims", date(2027, 1, 31))


@pytest.fixture(scope="module")
def lived(installed: None, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    definitions = {name: installed_definitions()[name] for name in SERVICES}
    life, folder = Life(templates={name: fresh_name(f"xx_{name}") for name in SERVICES}), tmp_path_factory.mktemp("xx")
    with lived_in(postgres, definitions, life, country="XX") as places:
        country = Country(places, DirectPhone(places, life, folder, country="XX"), folder)
        member_id = join(country)
        be_employed(country, member_id)
        invoice = work(country, member_id, order(country, member_id))
        country.run("payroll", "pay_wages", date(2026, 5, 8))  # the tenth is a Sunday
        country.move(date(2026, 5, 20), (Decimal("11000.00"), "", invoice["structured_communication"]))
        leave(country, member_id)
        yield country
    for name in life.templates.values():
        postgres.drop(name)


def test_the_country_is_found_by_its_entry_points_and_by_nothing_else(installed: None) -> None:
    for service in SERVICES:
        assert {"BE", "XX"} <= set(countries_of(f"services.{service}"))
        assert load_country(f"services.{service}", "xx").law.__class__.__module__.startswith("cooperative_of_xx.")
        with pytest.raises(CountryUnknown):
            load_country(f"services.{service}", "YY")


@pytest.mark.parametrize("service", SERVICES)
def test_the_country_answers_everything_that_a_service_asks_as_it_is_asked(installed: None, service: str) -> None:
    protocol = import_module(f"services.{service}.countries.protocol")
    asked = get_type_hints(protocol.law)["return"]
    law = load_country(f"services.{service}", "XX").law
    for name, method in vars(asked).items():
        if callable(method) and not name.startswith("_"):
            answered = getattr(law, name, None)
            assert answered, f"{service} asks for {name}"
            assert [*signature(answered).parameters] == [*signature(method).parameters][1:], f"{service}: {name}"


def test_the_share_made_a_member_and_the_exit_came_at_the_end_of_the_year(lived: Country) -> None:
    assert lived.rows("membership", "select admitted_on::text, left_on::text, shares from members") == [
        ("2026-03-05", "2026-12-31", 0)]
    assert lived.rows("membership", "select state, cents, currency from claims") == [("paid", 50_000, "XTS")]


def test_the_work_was_declared_to_the_country_and_insured_before_it_began(lived: Country) -> None:
    assert lived.rows("payroll", "select state, sent_on < starts_on from declarations") == [("accepted", True)]
    (told,) = (lived.folder / "work_office").iterdir()
    assert told.read_text() == "IN|P00001235|2026-04-01|2026-04-20\n"


def test_the_invoice_bears_the_countrys_tax_and_reference(lived: Country) -> None:
    assert lived.rows("invoicing", "select net_cents, vat_cents, total_cents, currency from invoices") == [
        (1_000_000, 100_000, 1_100_000, "XTS")]
    assert lived.rows("invoicing", "select paid_cents, settled_on is not null from receivables") == [(1_100_000, True)]


def test_the_wage_is_taxed_flat_and_paid_on_the_tenth_of_the_next_month(lived: Country) -> None:
    """9,000 of budget after the fee of 10 %; 5 % variable share; 10 % contribution; 20 % tax; the bank day before."""
    found = lived.rows("payroll", """
        select w.gross_cents, w.net_cents, w.pay_on::text, p.state from wages w join wage_payments p using (wage_id)""")
    assert found == [(777_273, 621_818, "2026-05-08", "paid")]
    assert lived.rows("payroll", "select amount_cents, recovered_cents, lost_cents from advances") == [
        (855_000, 855_000, 0)]


def test_what_the_bank_was_asked_to_pay_stands_in_its_own_lines(lived: Country) -> None:
    files = sorted(lived.bank.asked)
    assert [file.read_text().splitlines()[1].split("|")[1:] for file in files] == [
        ["A00000218", "Ines Okoro", "6218.18", "XTS"], ["A00000218", "Ines Okoro", "500.00", "XTS"]]


def test_every_ledger_balances_in_the_countrys_chart_and_currency_and_every_proof_holds(lived: Country) -> None:
    for service, first in (("membership", "3"), ("invoicing", "1"), ("payroll", "2")):
        booked = lived.rows(service, "select sum(cents), min(left(account, 1)), max(left(account, 1)), min(currency), "
                                     "max(currency) from ledger_postings")
        assert booked == [(0, first, first, "XTS", "XTS")]
    for place in lived.places.values():
        for check in place.definition.checks:
            assert list(check.run(place.database)) == [], check.name


def test_nobody_was_parked_and_nothing_waits(lived: Country) -> None:
    for service in SERVICES:
        with psycopg.connect(lived.places[service].url) as conn:
            assert conn.execute("select count(*) from parked").fetchone() == (0,)
            assert conn.execute("select count(*) from outbox_pending").fetchone() == (0,)
