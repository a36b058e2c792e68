"""The states of a declaration of employment, and the document in which it leaves."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from services.payroll.countries.be.dimona import dimona_cancel, dimona_in, reference_of
from services.payroll.declarations.errors import (
    DeclarationAnsweredBefore,
    DeclarationNotLate,
    DeclarationNotSent,
    ReasonNeeded,
    ReferenceNeeded,
)
from services.payroll.declarations.rules import Declaration, Form, State, answer, cancel, decide_late, declare
from services.payroll.events import WorkDeclarationRefused, WorkDeclared
from tests.unit.payroll.builders import EMPLOYER

START = date(2026, 9, 1)
WAITING = Declaration(declaration_id="dec_" + "1" * 32, order_id="ord_1", member_id="mbr_1", starts_on=START,
                      ends_on=date(2026, 9, 30), state=State.WAITING)
SENT = declare(WAITING, complete=True, on=START)
ACCEPTED, _ = answer(SENT, accepted=True, reference="123", reason="")
SCHEMAS = Path(os.environ.get("SHAREDCO_SCHEMAS", Path(__file__).resolve().parents[5] / "shared" / "data"))
AT = datetime(2026, 8, 22, 10, 0, 0, 123_000, tzinfo=UTC)


@pytest.mark.parametrize(("on", "state"), [(date(2026, 8, 31), "sent"), (START, "sent"), (date(2026, 9, 2), "late")])
def test_work_is_declared_at_the_latest_on_the_day_it_begins(on: date, state: State) -> None:
    declared = declare(WAITING, complete=True, on=on)
    assert (declared.state, declared.late) == (state, state == "late")


def test_a_declaration_without_its_data_waits_even_when_it_will_be_late() -> None:
    assert declare(WAITING, complete=False, on=date(2026, 9, 20)) == WAITING


def test_a_late_declaration_is_made_or_refused_by_somebody_who_decides() -> None:
    late = declare(WAITING, complete=True, on=date(2026, 9, 2))
    made, published = decide_late(late, declare_anyway=True, reason="the client confirmed", on=date(2026, 9, 3))
    assert (made.state, made.late, made.sent_on, published) == ("sent", True, date(2026, 9, 3), [])
    refused, (event,) = decide_late(late, declare_anyway=False, reason="no", on=date(2026, 9, 3))
    assert (refused.state, event.reason) == ("refused", "declared_after_start")
    with pytest.raises(DeclarationNotLate):
        decide_late(SENT, declare_anyway=True, reason="x", on=START)


def test_an_accepted_answer_says_since_when_the_work_is_declared() -> None:
    accepted, (event,) = answer(SENT, accepted=True, reference="123456789012", reason="")
    assert isinstance(event, WorkDeclared)
    assert (event.declared_on, event.reference, accepted.state) == (START, "123456789012", "accepted")


def test_a_refused_answer_says_why() -> None:
    refused, (event,) = answer(SENT, accepted=False, reference="", reason="unknown worker")
    assert isinstance(event, WorkDeclarationRefused)
    assert (event.reason, refused.reason, refused.state) == ("refused_by_authority", "unknown worker", "refused")


def test_the_same_answer_again_changes_nothing_and_another_one_is_refused() -> None:
    assert answer(ACCEPTED, accepted=True, reference="123", reason="") == (ACCEPTED, [])
    with pytest.raises(DeclarationAnsweredBefore):
        answer(ACCEPTED, accepted=True, reference="124", reason="")
    with pytest.raises(DeclarationAnsweredBefore):
        answer(ACCEPTED, accepted=False, reference="", reason="no")


@pytest.mark.parametrize("state", ["waiting", "late", "withdrawn"])
def test_what_never_left_cannot_be_answered(state: State) -> None:
    with pytest.raises(DeclarationNotSent):
        answer(replace(WAITING, state=state), accepted=True, reference="1", reason="")


@pytest.mark.parametrize("reference", ["", "1234567890123", "12a"])
def test_an_accepted_answer_needs_a_period_number_of_at_most_twelve_digits(reference: str) -> None:
    with pytest.raises(ReferenceNeeded):
        answer(SENT, accepted=True, reference=reference, reason="")


def test_a_refused_answer_needs_its_reason() -> None:
    with pytest.raises(ReasonNeeded):
        answer(SENT, accepted=False, reference="", reason="")


@pytest.mark.parametrize(("before", "then"), [
    ("waiting", "withdrawn"), ("late", "withdrawn"), ("sent", "cancel_wanted"), ("accepted", "cancelled"),
    ("refused", "refused"), ("withdrawn", "withdrawn"), ("cancelled", "cancelled"), ("cancel_wanted", "cancel_wanted"),
])
def test_a_cancelled_order_takes_its_declaration_back_as_far_as_it_went(before: State, then: State) -> None:
    assert cancel(replace(ACCEPTED, state=before)).state == then


def test_an_answer_that_comes_after_the_cancellation_cancels_and_declares_nothing() -> None:
    cancelled, published = answer(cancel(SENT), accepted=True, reference="77", reason="")
    assert (cancelled.state, cancelled.reference, published) == ("cancelled", "77", [])


def schema() -> etree.XMLSchema:
    path = SCHEMAS / "onss" / "Dimona_20231.xsd"
    if not path.exists():
        pytest.skip(f"the authority's schema is not at {path}; name its folder in SHAREDCO_SCHEMAS")
    text = path.read_bytes().lstrip(b"\xef\xbb\xbf")
    return etree.XMLSchema(etree.fromstring(text))


def form(declaration: Declaration, on: date = date(2026, 8, 22)) -> Form:
    return Form(declaration=declaration, employer=EMPLOYER, on=on, at=AT, national_number="85073003328")


def written_in(declaration: Declaration = SENT) -> bytes:
    return dimona_in(form(declaration), joint_committee="XXX", worker_type="OTH")


def test_the_declaration_is_valid_by_the_schema_of_the_authority() -> None:
    schema().assertValid(etree.fromstring(written_in()))


def test_the_cancellation_is_valid_by_the_schema_of_the_authority() -> None:
    content = dimona_cancel(form(ACCEPTED, START))
    schema().assertValid(etree.fromstring(content))
    assert etree.fromstring(content).findtext(".//DimonaPeriodId") == "123"


def test_the_declaration_carries_the_days_and_the_time_of_the_country() -> None:
    written = etree.fromstring(written_in())
    assert written.findtext(".//StartingDate") == "2026-09-01"
    assert written.findtext(".//EndingDate") == "2026-09-30"
    assert written.findtext(".//FormCreationHour") == "12:00:00.123"
    assert written.findtext(".//ReferenceNbr") == reference_of(SENT)
    assert len(reference_of(SENT)) <= 20
