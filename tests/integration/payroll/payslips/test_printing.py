"""Payslips are issued with the wage and printed afterwards: each once, and one that cannot be stops no other."""

import io
from base64 import b64decode
from datetime import date
from typing import Any

import psycopg
import pytest
from pypdf import PdfReader

from services.payroll.jobs import JOBS
from services.payroll.payslips import use_cases
from services.payroll.payslips.reads import payslips_are_whole
from shared.chain import GENESIS, next_digest, salted_digest_of_bytes
from shared.papers import PrintedPaper, print_paper
from tests.builders import as_owner
from tests.integration.payroll.driver import ANNA, BRAM, Host, Job

PAY_DAY = date(2026, 10, 6)
ANNAS, BRAMS = Job(), Job(number=2, member_id=BRAM)


def printed(host: Host) -> str:
    return JOBS["print_payslips"].run(host.database, PAY_DAY, lambda done, of: None)


def paid(host: Host) -> None:
    host.staff(ANNA, BRAM)
    for job in (ANNAS, BRAMS):
        host.work(job)
    host.pay_day(PAY_DAY)


def paper_of(host: Host, job: Job) -> str:
    pdf = b64decode(host.call("get_payslip", wage_id=host.wage_of(job)["wage_id"])["pdf"])
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_payslip_is_issued_with_its_wage_and_its_paper_follows_once(host: Host) -> None:
    paid(host)
    asked = {"wage_id": host.wage_of(ANNAS)["wage_id"]}
    waiting = host.reply("get_payslip", **asked)["error"]
    assert (waiting["exc_type"], waiting["retryable"]) == ("paper_not_ready", True)
    assert printed(host) == "2 payslips were printed, 0 set aside."
    assert printed(host) == "0 payslips were printed, 0 set aside."
    assert "Vandenbroucke" in paper_of(host, ANNAS)
    assert "Peeters" in paper_of(host, BRAMS)
    assert host.faults() == []


def test_a_paper_that_cannot_be_made_is_set_aside_named_in_the_list_and_tried_again(
    host: Host, monkeypatch: pytest.MonkeyPatch,
) -> None:
    paid(host)
    which = {"wage_id": host.wage_of(ANNAS)["wage_id"]}

    def jammed(paper: PrintedPaper) -> bytes:
        if "Vandenbroucke" in paper.parties[0].name:
            raise MemoryError
        return print_paper(paper)

    monkeypatch.setattr(use_cases, "print_paper", jammed)
    assert printed(host) == "1 payslips were printed, 1 set aside."
    assert printed(host) == "0 payslips were printed, 0 set aside."
    assert "Peeters" in paper_of(host, BRAMS)
    assert host.refused("get_payslip", **which) == "payslip_set_aside"
    (waits,) = host.call("list_waiting", on=PAY_DAY)
    assert (waits["matter"], waits["wage_id"], waits["leads_on"]) == (
        "payslip_set_aside", which["wage_id"], "payroll_clerk")
    assert "MemoryError" in waits["why"]
    monkeypatch.undo()
    host.call("print_payslip_again", **which)
    assert host.refused("print_payslip_again", **which) == "not_set_aside"
    assert printed(host) == "1 payslips were printed, 0 set aside."
    assert host.call("list_waiting", on=PAY_DAY) == []


def test_a_payslip_that_was_chained_by_its_paper_is_still_shown_and_still_proven(host: Host) -> None:
    host.staff(ANNA)
    host.work(ANNAS)
    host.pay_day(PAY_DAY)
    wage_id, salt, pdf = host.wage_of(ANNAS)["wage_id"], b"salt", b"%PDF-as issued then"
    inner = salted_digest_of_bytes(salt, pdf)
    outer = next_digest(GENESIS, "2026/000001", wage_id, inner)
    with psycopg.connect(as_owner(host.database.url)) as conn:
        conn.execute("alter table payslips disable trigger user")
        conn.execute("delete from payslips_to_print")
        conn.execute("update payslips set content = null, pdf = %s, salt = %s, content_digest = %s, digest = %s",
                     [pdf, salt, inner, outer])
        conn.execute("update payslip_series set digest = %s", [outer])
    assert b64decode(host.call("get_payslip", wage_id=wage_id)["pdf"]) == pdf
    assert host.faults() == []


def test_a_paper_that_was_changed_is_found(host: Host) -> None:
    paid(host)
    printed(host)
    with psycopg.connect(as_owner(host.database.url)) as conn:
        conn.execute("alter table payslip_papers disable trigger user")
        conn.execute("update payslip_papers set pdf = 'other' where wage_id = %s", [host.wage_of(BRAMS)["wage_id"]])
    assert faults(host) == ["payroll: the paper of payslip 2026/000002 was changed"]


def faults(host: Host) -> list[Any]:
    with host.database.reading(on=PAY_DAY, actor="test") as tx:
        return list(payslips_are_whole(tx))
