"""A file in sets comes out as movement by movement; what cannot be booked stops nothing; a killed file goes on."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.invoicing.bank.use_cases.statements import give_waiting, take_in_file
from shared.postgres import Database
from tests.builders import FreshDatabase
from tests.integration.invoicing.bank_files import Moved, camt, coda
from tests.integration.invoicing.driver import GERMAN, Host, part

NEEDED = ("shared.bus", "shared.ledger", "shared.outgoing", "shared.mail", "services.invoicing")
PAYERS = ("BE75001012345651", "BE71096123456769", "")
TEXTS = ("", "merci", "2026/000001", "2026/000002 et 2026/000003", "facture 2026/000004")
MONEY = st.tuples(st.sampled_from(("121.00", "60.50", "242.00", "12.00")), st.integers(-1, 3), st.sampled_from(TEXTS),
                  st.sampled_from(PAYERS), st.sampled_from((0, 0, 0, 0, 1, 2)), st.integers(1, 3))
FILES = st.lists(st.tuples(st.lists(MONEY, min_size=1, max_size=8), st.sampled_from(("camt", "coda")),
                           st.sampled_from((2, 5, 1)), st.booleans()), min_size=1, max_size=3)
OUTCOME = """
select i.number, p.matched_by, p.applied_cents, p.recovered_cents, p.credit_cents, p.paid_on::text as day,
       m.communication, m.seq, r.payment_id is not null as back
from payments p join invoices i using (invoice_id) join bank_movements m using (movement_id)
     left join payment_reversals r using (payment_id)
order by m.statement_id, m.seq, i.number
"""
SUSPENSE = """
select m.seq, m.cents, m.communication, u.reason from unmatched_movements u join bank_movements m using (movement_id)
order by m.statement_id, m.seq
"""
BOOKS = "select account, sum(cents)::bigint as cents from ledger_postings group by account order by account"
OWED = """
select i.number, r.paid_cents, r.settled_on::text as settled from receivables r join invoices i using (invoice_id)
order by i.number
"""
TOLD = """
select e.type, e.event_on::text as day, l.place from event_log e
join (select order_id, row_number() over (order by number) as place from orders) l on l.order_id = e.aggregate
order by l.place, e.version
"""


@pytest.fixture
def hosts(fresh_database: FreshDatabase) -> Iterator[list[Host]]:
    """Three services with the same four invoices of two clients."""
    found = [Host(fresh_database(*NEEDED)) for _ in range(3)]
    for host in found:
        clients, activity = [host.client(), host.client(**GERMAN)], host.activity()
        for place in range(4):
            host.on = date(2026, 9, 1)
            order = host.order(part("100.00"), client_id=clients[place % 2], activity_id=activity)
            host.employ(order)
            host.on = date(2026, 9, 12)
            host.complete(order)
    yield found
    for host in found:
        host.close()


class Bank:
    """Files of one account, as a bank would write them, whatever day they are of."""

    def __init__(self, host: Host) -> None:
        self.references = [row["structured_communication"] for row in host.rows(
            "select structured_communication from invoices order by number")]
        self.statements, self.at, self.sent = 0, 0, list[Moved]()

    def file(self, moved: list[Any], file_format: str, day: int) -> str:
        """A statement; a movement may repeat or take back one that was sent before."""
        movements = []
        for amount, which, text, payer, kind, place in moved:
            one = Moved(amount=amount, free=text, iban=payer or PAYERS[0], reference=f"E{self.statements}-{place}",
                        structured=self.references[which] if which >= 0 else "")
            if kind and self.sent:
                before = self.sent[place % len(self.sent)]
                one = Moved(amount=f"-{before.amount}", structured=before.structured, reference=before.reference,
                            returns=True) if kind == 1 else Moved(amount=f"-{amount}", free="frais")
            elif not kind:
                self.sent.append(one)
            movements.append(one)
        self.statements += 1
        opening, cents = f"{self.at / 100:.2f}", sum(round(float(one.amount) * 100) for one in movements)
        self.at += cents
        if file_format == "camt":
            return camt(*movements, identity=f"2026/{self.statements}", opening=opening, day=f"2026-10-0{day}")
        return coda(*movements, sequence=self.statements % 999 + 1, opening=opening, day=f"0{day}1026")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=FILES)
def test_together_or_one_by_one_or_by_a_call_every_movement_ends_at_the_same_place(
    hosts: list[Host], tmp_path: Path, files: list[Any],
) -> None:
    if not hasattr(hosts[0], "bank"):
        hosts[0].bank = Bank(hosts[0])  # type: ignore[attr-defined]
    bank: Bank = hosts[0].bank  # type: ignore[attr-defined]
    texts = [(bank.file(moved, file_format, day), file_format, twice) for moved, file_format, day, twice in files]
    for text, file_format, twice in texts[::-1] if len(texts) > 2 else texts:
        (tmp_path / "file").write_text(text, encoding="utf-8")
        for _ in range(1 + twice):
            by_call, *in_files = hosts
            taken = by_call.call("ingest_bank_statement", content=text, on="2026-10-06",
                                 file_format="camt053" if file_format == "camt" else "coda")["statements"]
            for together, host in zip((1, 3), in_files, strict=True):
                again = take_in_file(host.database, tmp_path / "file", on=date(2026, 10, 6), together=together)
                assert [(one.applied, one.passed_on, one.unmatched, one.known, one.repeated) for one in again] == [
                    tuple(one[name] for name in ("applied", "passed_on", "unmatched", "known", "repeated"))
                    for one in taken]
    for question in (OUTCOME, SUSPENSE, BOOKS, OWED, TOLD):
        first, *others = [host.rows(question) for host in hosts]
        assert others == [first, first], question
    assert [fault for host in hosts for fault in host.faults() if "begins at" not in fault] == []


def test_a_movement_that_cannot_be_booked_stops_no_other_is_named_and_tried_again(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = host.invoiced()
    file = tmp_path / "file"
    file.write_text(camt(Moved(amount="10.00", structured=done["structured_communication"]),
                         Moved(amount="5.00", free="poison"), Moved(amount="7.00", free="x")), encoding="utf-8")
    flush = Database.flush

    def failing(self: Database, tx: Any) -> None:
        if tx.one("select 1 as one from bank_movements where communication = 'poison'"):
            raise ValueError("a defect")
        flush(self, tx)

    monkeypatch.setattr(Database, "flush", failing)
    (taken,) = take_in_file(host.database, file, on=host.on)
    assert (taken.applied, taken.unmatched, host.balance("550")) == (1, 1, 1_700)
    (fault,) = host.faults()
    assert "could not be booked: ValueError" in fault
    other = coda(Moved(amount="5.00", free="poison"), sequence=9, opening="22.00")
    refused = host.refusal("ingest_bank_statement", content=other, file_format="coda")
    assert refused["exc_type"] == "movement_stuck"
    monkeypatch.setattr(Database, "flush", flush)
    assert give_waiting(host.database, on=host.on) == 1
    assert (host.balance("550"), host.faults()) == (2_200, [])


def test_a_file_whose_process_was_killed_between_two_sets_is_whole_after_the_next_try(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, flush, left = tmp_path / "file", Database.flush, [4]
    file.write_text(camt(*[Moved(amount=f"{n}.00", free="x") for n in range(1, 8)]), encoding="utf-8")

    def killed(self: Database, tx: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        flush(self, tx)

    monkeypatch.setattr(Database, "flush", killed)
    with pytest.raises(KeyboardInterrupt):
        take_in_file(host.database, file, on=host.on, together=2)
    monkeypatch.setattr(Database, "flush", flush)
    assert 0 < host.balance("550") < 2_800
    (taken,) = take_in_file(host.database, file, on=host.on, together=2)
    assert (taken.repeated, host.balance("550"), host.faults()) == (True, 2_800, [])
    assert len(host.published("bank_movement_received")) == 7
