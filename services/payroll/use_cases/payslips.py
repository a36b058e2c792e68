"""Issuing payslips: numbered without a gap per year, chained, never changed."""

import os
from datetime import date
from decimal import Decimal
from typing import Any

from services.payroll import store
from services.payroll.documents.payslip import Slip, payslip_pdf
from services.payroll.domain.pay import Pay
from services.payroll.domain.payslip import printed_number
from services.payroll.use_cases.people import employer_on
from shared.postgres import Tx

SALT_BYTES = 16


def issue(
    tx: Tx, *, wage_id: str, worker: dict[str, Any], hours: dict[date, Decimal], days: int, pay: Pay, pay_on: date,
    late: bool,
) -> str:
    """Issue the payslip of a wage under the next number of the year; the number as printed."""
    employer = employer_on(tx)
    number, previous = store.next_payslip(tx, tx.on.year)
    printed = printed_number(tx.on.year, number)
    pdf = payslip_pdf(Slip(
        number=printed, employer=employer, worker=worker, first=min(hours), last=max(hours), days=days,
        hours=sum(hours.values(), Decimal(0)), pay=pay, pay_on=pay_on, late=late, issued_on=tx.on))
    salt = os.urandom(SALT_BYTES)
    content = store.content_digest(salt, pdf)
    store.add_payslip(tx, {
        "wage_id": wage_id, "year": tx.on.year, "number": number, "pdf": pdf, "salt": salt, "content_digest": content,
        "digest": store.link(previous, printed, wage_id, content)})
    return printed
