"""What was withheld: payslips, ledger and return agree month by month, and a worker's year is the sum of its months."""

from base64 import b64decode
from datetime import date
from typing import Any

import psycopg
import pytest

from services.payroll.jobs import JOBS
from shared.money import Money
from tests.builders import as_owner
from tests.integration.payroll.driver import ANNA, BRAM, Host, Job, money

SEPTEMBER, AUGUST = Job(), Job(number=2, member_id=BRAM, starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 31))
PAID, CLOSED = date(2026, 10, 6), date(2026, 11, 3)


@pytest.fixture
def paid(host: Host) -> Host:
    """Two wages paid in October."""
    host.staff(ANNA, BRAM)
    host.work(AUGUST)
    host.work(SEPTEMBER)
    host.pay_day(PAID)
    return host


def close(host: Host, on: date = CLOSED) -> Any:
    return host.call("close_withholding_return", on=on)


def test_a_month_is_declared_as_payslips_and_ledger_have_it(paid: Host) -> None:
    withheld = -paid.balance("withholding_tax_to_pay")
    assert paid.refused("close_withholding_return", on=date(2026, 10, 31)) == "period_not_over"
    closed = close(paid)
    assert (closed["starts_on"], closed["ends_on"], closed["due_on"]) == ("2026-10-01", "2026-10-31", "2026-11-15")
    assert closed["withheld"] == closed["payslips"] == closed["ledger"] == money(str(withheld.amount))
    assert (closed["agrees"], closed["wages"]) == (True, 2)
    (due,) = paid.call("list_dues")
    assert (due["creditor"], due["amount"], due["waits_for"]) == ("tax_authority", closed["withheld"], "payroll_clerk")
    answered = paid.call("record_withholding_answer", return_id=closed["return_id"], reference="190/2/12345")
    assert answered["reference"] == "190/2/12345"
    nothing = close(paid, date(2026, 12, 1))
    assert (nothing["withheld"], nothing["wages"], paid.faults()) == (money("0.00"), 0, [])


def test_a_workers_year_is_stated_once_its_months_are_closed_and_adds_up_to_them(paid: Host) -> None:
    withheld = -paid.balance("withholding_tax_to_pay")
    close(paid)
    assert paid.refused("close_tax_year", on=CLOSED, year=2026) == "months_still_open"
    for on in (date(2026, 12, 1), date(2027, 1, 4)):
        close(paid, on)
    assert paid.call("close_tax_year", on=date(2027, 1, 5), year=2026) == {"workers": 2}
    assert paid.refused("close_tax_year", on=date(2027, 1, 5), year=2026) == "year_closed"
    stated = paid.call("list_yearly_statements", year=2026)
    sums = [Money.of(figure["amount"]["amount"]) for one in stated for figure in one["figures"]
            if figure["code"] == "withholding"]
    assert sums[0] + sums[1] == withheld
    mine = {"year": 2026, "member_id": BRAM, "subject": BRAM, "roles": ("member", "clock")}
    assert paid.refused("get_yearly_statement", **mine) == "paper_not_ready"
    done = JOBS["print_yearly_papers"].run(paid.database, date(2027, 1, 5), lambda done, of: None)
    assert done == "2 papers of workers' years were printed, 0 not"
    paper = paid.call("get_yearly_statement", **mine)
    assert b64decode(paper["pdf"]).startswith(b"%PDF")
    assert paid.refused("get_yearly_statement", year=2026, member_id=BRAM, subject=ANNA,
                        roles=("member", "clock")) == "not_allowed"
    assert paid.refused("preview_yearly_file", year=2026) == "yearly_file_not_known"
    assert paid.faults() == []


@pytest.mark.parametrize(("table", "change"), [
    ("withholding_returns", "update withholding_returns set withheld_cents = withheld_cents + 1"),
    ("withholding_return_wages", "delete from withholding_return_wages"),
])
def test_a_return_that_was_tampered_with_is_found(paid: Host, table: str, change: str) -> None:
    close(paid)
    with psycopg.connect(as_owner(paid.database.url)) as conn:
        conn.execute(f"alter table {table} disable trigger user")
        conn.execute(change)
        conn.execute(f"alter table {table} enable trigger user")
    assert any("withh" in fault for fault in paid.faults())
