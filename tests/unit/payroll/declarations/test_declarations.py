"""The states of a declaration of employment, and the document in which it leaves."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from services.payroll.countries.be import LAW
from services.payroll.countries.be.dimona import dimona_cancel, dimona_end, dimona_in, reference_of
from services.payroll.declarations.errors import (
    DeclarationAnsweredBefore,
    DeclarationNotLate,
    DeclarationNotSent,
    ReasonNeeded,
    ReferenceNeeded,
)
from services.payroll.declarations.rules import (
    Act,
    Declaration,
    Form,
    State,
    amend,
    answer,
    cancel,
    catch_up,
    decide_late,
    declare,
)
from services.payroll.events import WorkDeclarationRefused, WorkDeclared
from tests.unit.payroll.builders import EMPLOYER

START = date(2026, 9, 1)
AT = datetime(2026, 8, 22, 10, 0, 0, 123_000, tzinfo=UTC)
WAITING = Declaration(declaration_id="dec_" + "1" * 32, order_id="ord_1", member_id="mbr_1", starts_on=START,
                      ends_on=date(2026, 9, 30), state=State.WAITING)
SENT = declare(WAITING, complete=True, until=START, on=START, at=AT)
ACCEPTED, _ = answer(SENT, accepted=True, reference="123", reason="")
SCHEMAS = Path(os.environ.get("SHAREDCO_SCHEMAS", Path(__file__).resolve().parents[5] / "shared" / "data"))


@pytest.mark.parametrize(("on", "state"), [(date(2026, 8, 31), "sent"), (START, "sent"), (date(2026, 9, 2), "late")])
def test_work_is_declared_at_the_latest_on_the_day_it_begins(on: date, state: State) -> None:
    declared = declare(WAITING, complete=True, until=START, on=on, at=AT)
    assert (declared.state, declared.late) == (state, state == "late")


def test_a_declaration_without_its_data_waits_even_when_it_will_be_late() -> None:
    assert declare(WAITING, complete=False, until=START, on=date(2026, 9, 20), at=AT) == WAITING


def test_a_late_declaration_is_made_or_refused_by_somebody_who_decides() -> None:
    late = declare(WAITING, complete=True, until=START, on=date(2026, 9, 2), at=AT)
    made, published = decide_late(late, declare_anyway=True, reason="the client confirmed", on=date(2026, 9, 3), at=AT)
    assert (made.state, made.late, made.sent_on, published) == ("sent", True, date(2026, 9, 3), [])
    refused, (event,) = decide_late(late, declare_anyway=False, reason="no", on=date(2026, 9, 3), at=AT)
    assert (refused.state, event.reason) == ("refused", "declared_after_start")
    with pytest.raises(DeclarationNotLate):
        decide_late(SENT, declare_anyway=True, reason="x", on=START, at=AT)


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


def test_an_accepted_answer_needs_the_number_that_the_authority_gave() -> None:
    with pytest.raises(ReferenceNeeded):
        answer(SENT, accepted=True, reference="", reason="")


@pytest.mark.parametrize(("text", "number"), [
    ("1", "1"), ("123456789012", "123456789012"), ("", None), ("1234567890123", None), ("12a", None)])
def test_a_period_number_has_at_most_twelve_digits(text: str, number: str | None) -> None:
    assert LAW.declaration_number(text) == number


def test_a_refused_answer_needs_its_reason() -> None:
    with pytest.raises(ReasonNeeded):
        answer(SENT, accepted=False, reference="", reason="")


@pytest.mark.parametrize(("before", "then"), [
    ("waiting", "withdrawn"), ("late", "withdrawn"), ("sent", "cancel_wanted"), ("accepted", "cancelled"),
    ("refused", "refused"), ("withdrawn", "withdrawn"), ("cancelled", "cancelled"), ("cancel_wanted", "cancel_wanted"),
])
def test_a_cancelled_order_takes_its_declaration_back_as_far_as_it_went(before: State, then: State) -> None:
    assert cancel(replace(ACCEPTED, state=before), on=START)[0].state == then


def test_an_answer_that_comes_after_the_cancellation_cancels_and_declares_nothing() -> None:
    cancelled, published = answer(cancel(SENT, on=START)[0], accepted=True, reference="77", reason="")
    assert (cancelled.state, cancelled.reference, published) == ("cancelled", "77", [])


def schema() -> etree.XMLSchema:
    path = SCHEMAS / "onss" / "Dimona_20231.xsd"
    if not path.exists():
        pytest.skip(f"the authority's schema is not at {path}; name its folder in SHAREDCO_SCHEMAS")
    text = path.read_bytes().lstrip(b"\xef\xbb\xbf")
    return etree.XMLSchema(etree.fromstring(text))


END, ON_THE_SECOND_DAY = date(2026, 9, 30), date(2026, 9, 2)


@pytest.mark.parametrize(("ends_on", "act"), [
    (date(2026, 10, 1), Act.UPDATE), (date(2026, 9, 20), Act.UPDATE), (ON_THE_SECOND_DAY, Act.END), (END, None)])
def test_an_end_that_moves_while_the_work_is_under_way_never_takes_the_declaration_back(
        ends_on: date, act: Act | None) -> None:
    after, told = amend(ACCEPTED, starts_on=START, ends_on=ends_on, on=ON_THE_SECOND_DAY)
    assert (after.state, after.ends_on, told) == (State.ACCEPTED, ends_on, act)


def test_work_that_has_not_begun_is_taken_back_when_its_first_day_moves() -> None:
    after, told = amend(ACCEPTED, starts_on=date(2026, 9, 8), ends_on=END, on=START)
    assert (after.state, told) == (State.CANCELLED, Act.CANCEL)


def test_work_that_has_begun_is_ended_by_a_cancelled_order_and_never_cancelled() -> None:
    after, told = cancel(ACCEPTED, on=ON_THE_SECOND_DAY)
    assert (after.state, after.ends_on, told) == (State.ACCEPTED, ON_THE_SECOND_DAY, Act.END)


def test_an_order_that_is_cancelled_after_its_end_changes_nothing() -> None:
    assert cancel(ACCEPTED, on=date(2026, 10, 5)) == (ACCEPTED, None)


@pytest.mark.parametrize(("change", "act"), [
    (lambda sent: amend(sent, starts_on=START, ends_on=date(2026, 10, 9), on=ON_THE_SECOND_DAY), Act.UPDATE),
    (lambda sent: cancel(sent, on=ON_THE_SECOND_DAY), Act.END)])
def test_what_changes_before_the_answer_is_told_after_it(change: Callable[..., Any], act: Act) -> None:
    waiting, told = change(SENT)
    assert (waiting.state, told) == (State.SENT, None)
    accepted, _ = answer(waiting, accepted=True, reference="7", reason="")
    after, told = catch_up(accepted, on=date(2026, 9, 4))
    assert (after.ends_on, after.wanted_ends_on, told) == (waiting.wanted_ends_on, None, act)


def form(declaration: Declaration, on: date = date(2026, 8, 22), act: Act = Act.BEGIN) -> Form:
    return Form(act=act, declaration=declaration, employer=EMPLOYER, on=on, at=AT, national_number="85073003328",
                contract="white_collar")


def written_in(declaration: Declaration = SENT) -> bytes:
    return dimona_in(form(declaration), joint_committee="XXX", worker_type="OTH")


def test_the_declaration_is_valid_by_the_schema_of_the_authority() -> None:
    schema().assertValid(etree.fromstring(written_in()))


@pytest.mark.parametrize(("act", "element"), [(Act.UPDATE, "DimonaUpdate"), (Act.END, "DimonaOut")])
def test_another_end_is_valid_by_the_schema_of_the_authority(act: Act, element: str) -> None:
    root = etree.fromstring(dimona_end(form(ACCEPTED, act=act), element))
    schema().assertValid(root)
    assert root.findtext(f".//{element}/EndingDate") == "2026-09-30"


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
