"""One working life, played in one process without a broker; what happened is read back from the databases."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from lxml import etree
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from pypdf import PdfReader

from deploy.local.databases import prepare
from deploy.local.keys import development_keys
from deploy.local.postgres import ROOT, PostgresServer, fresh_name
from shared.cli.books import books
from shared.cli.proving import Proof, prove
from shared.definitions import installed_definitions
from shared.settings import read_settings


@dataclass(frozen=True)
class Life:
    """A life that was played: the databases and documents that it left, and the story as it was told."""

    urls: dict[str, str]
    documents: Path
    story: str

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        """What a service's database holds."""
        with psycopg.connect(self.urls[f"MIGRATION_URL_{service.upper()}"]) as conn:
            return conn.execute(sql.SQL(query)).fetchall()  # type: ignore[arg-type]

    def balances(self, service: str) -> dict[str, Decimal]:
        """The balance of every account of a service's ledger, debit positive."""
        found = self.rows(service, "select account, sum(cents) from ledger_postings group by account order by account")
        return {account: Decimal(cents) / 100 for account, cents in found}

    @property
    def variables(self) -> dict[str, str]:
        """The settings by which a command finds the databases."""
        keys = development_keys(ROOT / ".local" / "keys")
        return self.urls | {
            "SHAREDCO_ENV": "test", "COUNTRY": "BE", "AMQP_URI": "memory://", "TOKEN_PUBLIC_KEYS": str(keys.public)}

    def prove(self) -> list[Proof]:
        """What `sharedco verify` would say of the databases."""
        return list(prove(read_settings(self.variables), installed_definitions()))

    def books(self, *arguments: str) -> list[str]:
        """What `sharedco books` says of the ledgers, which must balance."""
        ran = CliRunner().invoke(books, arguments, env=self.variables)
        assert ran.exit_code == 0, ran.output
        return ran.output.splitlines()

    def files(self, channel: str) -> list[Path]:
        """The documents of a channel, by name."""
        return sorted((self.documents / channel).iterdir())


def told(life: Life) -> str:
    """The story without the ends of its lines."""
    return " ".join(life.story.split())


@pytest.fixture(scope="module")
def life(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    folder, prefix = tmp_path_factory.mktemp("life"), fresh_name("life") + "_"
    urls = prepare(postgres, installed_definitions(), prefix=prefix)
    settings = {name: value for name, value in os.environ.items() if name != "AMQP_URI"}
    played = subprocess.run(
        [sys.executable, "-m", "deploy.local.demo", "story", "memory"], cwd=ROOT, text=True, capture_output=True,
        env=settings | urls | {"OUTGOING_FOLDER": str(folder / "documents")}, check=False)
    assert played.returncode == 0, played.stdout[-2_000:] + played.stderr[-2_000:]
    assert "Traceback" not in played.stderr
    yield Life(urls, folder / "documents", played.stdout)
    for service in installed_definitions():
        postgres.drop(f"{prefix}{service}")


def test_both_are_members_from_the_day_on_which_the_bank_brought_their_share(life: Life) -> None:
    members = life.rows("membership", "select admitted_on::text, shares from members")
    assert members == [("2026-08-24", 1), ("2026-08-24", 1)]
    calls = life.rows("membership", "select cents, paid_cents, settled_on::text, reason from share_calls")
    assert calls == [(3_000, 3_000, "2026-08-24", "first")] * 2


def test_employment_was_declared_and_insured_before_the_first_day_of_work(life: Life) -> None:
    found = life.rows("payroll", """
        select d.state, d.sent_on < d.starts_on, c.starts_on = d.starts_on and c.ends_on = d.ends_on
        from declarations d join covers c using (order_id)""")
    assert found == [("accepted", True, True)] * 4
    assert len(life.files("onss")) == 5  # four employments, and the quarter


def test_invoice_numbers_have_no_gap_and_their_totals_are_exact(life: Life) -> None:
    invoices = life.rows("invoicing", "select number, net_cents, vat_cents, total_cents from invoices order by place")
    assert invoices == [
        ("2026/000001", 495_000, 103_950, 598_950),
        ("2026/000002", 540_000, 0, 540_000),
        ("2026/000003", 510_000, 107_100, 617_100),
        ("2026/000004", 140_000, 29_400, 169_400),
    ]
    totals = ("5989.50", "5400.00", "6171.00", "1694.00")
    for file, total in zip(life.files("invoices")[1::2], totals, strict=True):
        assert etree.parse(file).findtext(".//{*}LegalMonetaryTotal/{*}PayableAmount") == total


def test_the_fee_is_booked_and_the_budget_allocated_with_the_invoice(life: Life) -> None:
    budgets = life.rows("invoicing", """
        select b.net_cents, fee_cents, budget_cents, i.issued_on = e.event_on
        from budgets b join invoices i using (invoice_id) join ledger_entries e on e.document = b.invoice_id
        where e.journal = 'sales' order by i.place""")
    assert budgets == [(495_000, 32_175, 462_825, True), (540_000, 35_100, 504_900, True),
                       (510_000, 33_150, 476_850, True), (140_000, 9_100, 122_900, True)]


def test_an_expense_goes_from_its_receipt_to_the_account_of_who_bought(life: Life) -> None:
    claims = life.rows("invoicing", """
        select c.state, c.refunded_cents, c.deductible_cents, r.bought_on::text from expense_claims c
        join receipts r using (claim_id)""")
    assert claims == [("paid", 9_680, 1_680, "2026-10-20")]
    assert life.files("receipts")[0].read_bytes().startswith(b"%PDF")
    assert "80.00 EUR is kept back for what Amina bought; 1,229.00 EUR is the employment budget" in told(life)


def test_wages_are_paid_on_the_seventh_day_while_the_client_has_not_paid(life: Life) -> None:
    wages = life.rows("payroll", """
        select w.gross_cents, w.net_cents, w.due_on - p.completed_on, w.pay_on <= w.due_on
        from wages w join parts p using (order_id, part) order by w.wage_id""")
    assert wages == [(290_398, 224_004, 7, True), (316_797, 230_144, 7, True), (299_197, 225_941, 7, True),
                     (77_113, 67_100, 7, True)]
    asked = [amount for file in life.files("bank")
             for amount in etree.parse(file).xpath("//*[local-name()='InstdAmt']/text()")]
    assert sorted(asked) == ["2240.04", "2259.41", "2301.44", "671.00", "96.80"]


def test_what_clients_paid_came_back_to_the_fund_and_what_one_did_not_pay_is_its_loss(life: Life) -> None:
    advances = life.rows("payroll", """
        select amount_cents, recovered_cents, lost_cents from advances order by opened_on, amount_cents""")
    assert advances == [(425_800, 425_800, 0), (464_508, 464_508, 0), (113_068, 113_068, 0), (438_701, 0, 438_701)]
    assert life.rows("payroll", "select sum(cents)::int from fund_inflows") == [(29_207,)]  # 2 of 7.5 of the fees
    assert life.balances("payroll")["1632"] == Decimal("4387.01") - Decimal("292.07")
    paid = life.rows("payroll", "select state, count(*) from wage_payments group by state")
    assert paid == [("paid", 4)]


def test_the_month_and_the_quarter_are_declared_as_the_ledgers_stand(life: Life) -> None:
    grids = life.rows("invoicing", "select grid, sum(cents)::int from vat_return_entries group by grid order by grid")
    assert grids == [("03", 495_000), ("44", 540_000), ("54", 103_950)]
    assert life.rows("payroll", "select state, count(*) from social_returns group by state") == [("accepted", 1)]
    owed = life.rows("payroll", "select amount_cents, due_on::text from dues where creditor = 'social_security'")
    assert owed == [(189_874, "2026-10-31")]


def test_the_years_tax_papers_say_what_was_paid_and_withheld_as_the_ledger_has_it(life: Life) -> None:
    """The oracle adds up the ledger's postings; the papers come from the statements of the year."""
    booked = dict(life.rows("payroll", """
        select account, sum(cents)::int from ledger_postings p join ledger_entries e on e.id = p.entry_id
        where e.journal = 'wages' group by account"""))
    months = life.rows("payroll", "select starts_on::text, withheld_cents::int from withholding_returns order by 1")
    assert [day for day, _ in months] == ["2026-10-01", "2026-11-01", "2026-12-01"]
    dues = life.rows("payroll", "select sum(amount_cents)::int from dues where creditor = 'tax_authority'")
    assert dues == [(sum(cents for _, cents in months),)] == [(-booked["453"],)]
    stated = life.rows("payroll", "select member_id, figures from yearly_statements order by number")
    sums = {code: sum(figures[code] for _, figures in stated) for code in stated[0][1]}
    assert (sums["gross"], sums["withholding"]) == (booked["620"], -booked["453"])
    bonus = sums["work_bonus_a"] + sums["work_bonus_b"]
    taken = sums["onss_employee"] - bonus + sums["special_contribution"] + sums["withholding"]
    assert sums["gross"] - taken == -booked["455"], "what was paid out is what the year leaves"
    for (member_id, figures), file in zip(stated, life.files("yearly"), strict=True):
        text = "".join(page.extract_text() for page in PdfReader(file).pages).replace("\u202f", "").replace("\xa0", "")
        security = figures["onss_employee"] - figures["work_bonus_a"] - figures["work_bonus_b"]
        for cents in (figures["gross"], figures["gross"] - security, figures["withholding"]):
            assert f"{cents // 100},{cents % 100:02d}" in text.replace(".", "").replace(" ", ""), (member_id, text)


def test_the_written_off_invoice_is_claimed_no_more(life: Life) -> None:
    owed = life.rows("invoicing", """
        select paid_cents, written_off_cents, settled_on is not null from receivables r join invoices i
        using (invoice_id) order by i.place""")
    assert owed == [(598_950, 0, True), (540_000, 0, True), (0, 617_100, True), (169_400, 0, True)]
    assert life.balances("invoicing")["400"] == 0


def test_every_ledger_balances_and_all_proofs_hold(life: Life) -> None:
    for service in ("membership", "invoicing", "payroll"):
        assert sum(life.balances(service).values()) == 0
    proofs = life.prove()
    assert [fault for proof in proofs for fault in proof.faults] == []
    assert {"mirror accounts agree with membership", "mirror accounts agree with payroll"} <= {
        proof.name for proof in proofs}


def test_one_trial_balance_joins_the_ledgers_and_documents_explain_what_they_keep_for_each_other(
    life: Life, tmp_path: Path,
) -> None:
    table = life.books("trial-balance", "--on", "2099-12-31")
    kept = {line.split()[0]: line.split() for line in table if line.split()[0].isdigit()}
    assert Decimal(kept["455"][1]) == life.balances("payroll")["455"]
    for mirrors in ("invoicing and payroll", "invoicing and membership"):
        assert any(line.startswith(mirrors) and "nothing" in line for line in table), table
    booked = life.rows("payroll", "select min(booked_on) from ledger_entries where journal = 'budgets'")
    assert booked, "the budgets are booked in payroll"
    life.books("export-journals", str(tmp_path), "payroll", "--since", "2000-01-01", "--until", "2099-12-31")
    lines = [line for path in tmp_path.glob("payroll_main_*.csv") for line in path.read_text().splitlines()[1:]]
    assert [(len(lines),)] == life.rows("payroll", "select count(*) from ledger_postings")


def test_the_years_result_is_that_of_all_ledgers_and_what_the_assembly_decided_is_booked(life: Life) -> None:
    """The oracle adds up classes 6 and 7, and 10 to 14, over the postings that count in the year."""
    result = equity = 0
    for service in ("membership", "invoicing", "payroll"):
        for account, cents in life.rows(service, """
                select account, sum(cents)::int from ledger_postings p join ledger_entries e on e.id = p.entry_id
                where e.booked_on <= '2026-12-31' group by account"""):
            result -= cents if account[0] in "67" else 0
            equity -= cents if account[:2] in {"10", "11", "12", "13", "14"} and account != "11091" else 0
    known = life.rows("membership", "select net_cents::int, unavailable_cents::int from net_asset_statements")
    told = life.rows("membership", "select sum(result_cents)::int, sum(net_cents)::int from ledger_years")
    ((kept,),) = life.rows("membership", "select to_reserve_cents::int from approved_accounts")
    assert (told, known) == ([(result, result + equity)], [(result + equity, kept)])
    assert kept == max(result, 0)
    waiting = sum(life.balances(service).get("1400", Decimal(0)) for service in ("membership", "invoicing", "payroll"))
    assert waiting == Decimal(kept - result) / 100
    assert life.balances("membership").get("13110", Decimal(0)) == Decimal(-kept) / 100


def test_a_cent_that_only_one_of_two_ledgers_knows_is_found(life: Life, postgres: PostgresServer) -> None:
    database = conninfo_to_dict(life.urls["DATABASE_URL_PAYROLL"])["dbname"]
    with psycopg.connect(postgres.url(database), autocommit=True) as conn:
        conn.execute("set session_replication_role = replica")
        conn.execute("update ledger_postings set cents = cents - 1 where account = '5501' and cents = -224004")
        found = {proof.name for proof in life.prove() if proof.faults}
        conn.execute("update ledger_postings set cents = cents + 1 where account = '5501' and cents = -224005")
    assert {"mirror accounts agree with payroll", "ledger"} <= found


def test_the_resolution_was_adopted_by_secret_ballots(life: Life) -> None:
    results = life.rows("governance", "select ballots, votes_for, votes_against, abstentions, reason from results")
    assert results == [(40, 26, 9, 5, "")]
    assert life.files("minutes")[0].read_bytes().startswith(b"%PDF")


def test_every_event_that_was_said_has_been_sent(life: Life) -> None:
    for service in ("membership", "invoicing", "payroll", "governance"):
        assert life.rows(service, "select count(*) from outbox_pending") == [(0,)]
        assert life.rows(service, "select count(*) from parked") == [(0,)]
    assert "FAULT" not in life.story


def test_the_wage_is_the_one_that_was_quoted_before_the_order_was_signed(life: Life) -> None:
    assert "line for line" in life.story
    assert "Payroll quotes 2,240.04 EUR net" in life.story


def test_the_readme_quotes_the_story_as_it_is_told(life: Life) -> None:
    quoted = (ROOT / "README.md").read_text(encoding="utf-8").partition("```text\n")[2].partition("```")[0]
    told = set(life.story.splitlines())
    assert [line for line in quoted.splitlines() if line not in told] == [], "quote the story again in README.md"
    assert len(quoted.splitlines()) > 50


def test_a_service_may_rewrite_nothing_of_what_it_booked(life: Life) -> None:
    with psycopg.connect(life.urls["DATABASE_URL_INVOICING"]) as conn, \
            pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("update ledger_postings set cents = 0")
