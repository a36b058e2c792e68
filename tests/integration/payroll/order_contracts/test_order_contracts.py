"""The contract of an order as it is lived: written by the job, read, signed by both, amended, cancelled, settled."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import psycopg
import pytest

from services.payroll.order_contracts.use_cases import print_order_contracts
from services.payroll.service import Payroll
from shared.definitions import definition_of
from tests.builders import FreshDatabase, as_owner
from tests.integration.payroll.driver import Host, Job, replace
from tests.integration.payroll.employment_budgets.worker import EmployedWorker, hire

NUMBERS = count(1)
DAY, WRITTEN = timedelta(days=1), date(2026, 9, 3)
WEEK = date(2026, 9, 7), date(2026, 9, 11)


@pytest.fixture(scope="module")
def shared_host(database_of_the_file: FreshDatabase) -> Iterator[Host]:
    """One payroll for all tests of the file: each has a worker of its own."""
    opened = Host(database_of_the_file(*definition_of(Payroll).migrations))
    opened.staff()
    yield opened
    opened.close()


@pytest.fixture
def anna(shared_host: Host) -> Iterator[EmployedWorker]:
    """A worker; whatever a test does, all proofs hold after it."""
    yield hire(shared_host, next(NUMBERS))
    assert shared_host.faults() == []


def write(anna: EmployedWorker, on: date = WRITTEN) -> str:
    return print_order_contracts(anna.host.database, on, lambda done, of: None)


def contract(anna: EmployedWorker, job: Job, on: date = WRITTEN) -> dict[str, Any]:
    found: dict[str, Any] = anna.host.call("get_order_contract", on=on, order_id=job.order_id)
    return found


def sign(anna: EmployedWorker, job: Job, place: int = 1, on: date = WRITTEN) -> dict[str, Any]:
    """Both sign."""
    anna.host.call("sign_order_contract", on=on, order_id=job.order_id, place=place, subject=anna.member_id,
                   roles=("member", "clock"))
    found: dict[str, Any] = anna.host.call("countersign_order_contract", on=on, order_id=job.order_id, place=place)
    return found


def unsigned(anna: EmployedWorker, on: date) -> list[tuple[str, str]]:
    return [(one["why"], one["leads_on"]) for one in anna.host.call("list_waiting", on=on, member_id=anna.member_id)
            if one["matter"] == "order_contract_unsigned"]


def test_a_contract_is_written_printed_and_signed_by_both_before_the_first_hour(anna: EmployedWorker) -> None:
    job = anna.order("900.00", *WEEK, signed_on=date(2026, 9, 2))
    assert anna.host.refused("get_order_contract", order_id=job.order_id) == "order_contract_not_written"
    write(anna)
    assert unsigned(anna, WRITTEN) == [("member cooperative", "both_parties")]
    assert sign(anna, job)["state"] == "agreed"
    assert unsigned(anna, WRITTEN) == []
    paper = anna.host.call("get_order_contract_paper", order_id=job.order_id, place=1, subject=anna.member_id,
                           roles=("member",))
    assert b64decode(paper["pdf"]).startswith(b"%PDF")
    assert paper["digest"] == contract(anna, job)["digest"]
    assert contract(anna, job, WEEK[1] + DAY)["state"] == "ended"
    before = anna.host.rows("select count(*) as n from order_contracts")
    write(anna)
    assert anna.host.rows("select count(*) as n from order_contracts") == before, "nothing is written twice"


def test_an_amended_order_has_a_new_contract_and_the_old_one_is_signed_no_more(anna: EmployedWorker) -> None:
    job = anna.order("900.00", *WEEK, signed_on=date(2026, 9, 2))
    write(anna)
    sign(anna, job)
    longer = replace(job, ends_on=date(2026, 9, 14))
    anna.host.sign(longer, date(2026, 9, 9), kind="order_amended")
    write(anna, date(2026, 9, 9))
    found = contract(anna, job, date(2026, 9, 9))
    assert (found["place"], found["state"], found["signed_until"]) == (2, "to_sign", "2026-09-09")
    assert anna.host.refused("countersign_order_contract", on=date(2026, 9, 9), order_id=job.order_id,
                             place=1) == "order_contract_changed"
    assert sign(anna, job, 2, date(2026, 9, 9))["state"] == "agreed"
    papers = anna.host.rows(f"select place from order_contract_papers where order_id = '{job.order_id}' order by place")
    assert [row["place"] for row in papers] == [1, 2]


def test_work_whose_contract_nobody_signed_is_paid_and_seen_until_it_is_settled(anna: EmployedWorker) -> None:
    job = anna.work("900.00", *WEEK, signed_on=date(2026, 9, 2))
    write(anna)
    anna.host.call("countersign_order_contract", on=WRITTEN, order_id=job.order_id, place=1)
    assert anna.host.refused("sign_order_contract", on=WEEK[0] + DAY, order_id=job.order_id, place=1,
                             subject=anna.member_id, roles=("member", "clock")) == "first_hour_passed"
    assert unsigned(anna, WEEK[1]) == [("member", "both_parties")]
    anna.host.pay_day(date(2026, 9, 17))
    assert len(anna.host.call("list_wages", order_id=job.order_id)) == 1
    anna.host.call("settle_order_contract", on=WEEK[1], order_id=job.order_id, because="Signed on paper that morning")
    assert unsigned(anna, WEEK[1]) == []


def test_a_cancelled_order_ends_its_contract_and_work_inside_an_employment_has_none(anna: EmployedWorker) -> None:
    job = anna.order("900.00", *WEEK, signed_on=date(2026, 8, 12))
    write(anna, date(2026, 8, 13))
    anna.host.hear("order_cancelled", date(2026, 8, 14), order_id=job.order_id, member_id=anna.member_id,
                   cancelled_on="2026-08-14")
    assert (contract(anna, job, date(2026, 8, 14))["state"], unsigned(anna, date(2026, 8, 14))) == ("ended", [])
    assert anna.host.refused("countersign_order_contract", on=date(2026, 8, 14), order_id=job.order_id,
                             place=1) == "order_contract_over"
    anna.agree()
    inside = anna.order("900.00", date(2026, 9, 14), date(2026, 9, 18), signed_on=date(2026, 9, 2))
    write(anna)
    assert anna.host.refused("get_order_contract", order_id=inside.order_id) == "order_contract_not_written"


def test_a_contract_that_is_not_the_one_signed_is_found(anna: EmployedWorker) -> None:
    job = anna.order("900.00", *WEEK, signed_on=date(2026, 9, 2))
    write(anna)
    with psycopg.connect(as_owner(anna.host.database.url)) as owner:
        owner.execute("update order_contracts set content = content || ' ' where order_id = %s", [job.order_id])
    assert [fault for fault in anna.host.faults() if contract(anna, job)["number"] in fault]
    with psycopg.connect(as_owner(anna.host.database.url)) as owner:
        owner.execute("update order_contracts set content = rtrim(content) where order_id = %s", [job.order_id])
