"""Declared by an instant, insured on its day; a certificate is made from its content alone, in four languages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.payroll.certificates.rules import (
    Certificate,
    CoveredDays,
    Employment,
    Evidence,
    was_covered,
    was_declared,
)
from services.payroll.countries.be.cover_certificate import cover_certificate
from services.payroll.countries.be.payslip import words_in
from shared.papers import LANGUAGES, print_paper
from tests.unit.payroll.builders import EMPLOYER, WORKER

SENT = datetime(2026, 9, 1, 6, tzinfo=UTC)
WORK = Employment(order_id="o", reference="1", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30), declared_at=SENT,
                  cover_id="c", insurer="I", policy="P", hours=None)
CERTIFICATE = Certificate(
    number="1/1", employer=EMPLOYER, worker=WORKER, reference="1", issued_on=date(2026, 9, 2),
    covers=(CoveredDays(insurer="I", policy="P", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30)),),
    documents=(Evidence(name="in.xml", digest="a" * 64),))


def test_work_is_declared_from_the_instant_at_which_it_was_told_and_insured_without_regard_to_it() -> None:
    second = timedelta(seconds=1)
    assert [was_declared([WORK], at) for at in (SENT - second, SENT)] == [False, True]
    assert [was_covered(found) for found in ([], [replace(WORK, cover_id=None)], [WORK])] == [False, False, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_is_the_same_from_its_content_and_every_language_has_its_words(language: str) -> None:
    issued = replace(CERTIFICATE, worker=replace(WORKER, language=language))
    again = Certificate.from_text(issued.content)
    assert again == issued
    assert print_paper(cover_certificate(again)) == print_paper(cover_certificate(issued))
    assert set(words_in(language, "cover")) == set(words_in("en", "cover"))
