"""The order form: what may follow what."""

from dataclasses import replace
from datetime import date

import pytest

from services.invoicing.events import CancelReason, CancelStage, ClientStanding, SignedHow
from services.invoicing.orders.errors import (
    ClientSigns,
    CurrencyNotOurs,
    NoSuchPart,
    NothingToStop,
    OrderEmpty,
    OrderNotInState,
    PartCrossesMonths,
    PeriodNotValid,
    SignedInTheFuture,
    WorkBegun,
)
from services.invoicing.orders.rules.order import (
    Employment,
    Every,
    Order,
    OrderState,
    Span,
    agree_unsigned,
    amend,
    assert_not_the_worker,
    assert_parts_agreeable,
    cancel,
    numbered,
    order_number,
    repeated,
    send,
    sign,
    stop,
)
from tests.unit.invoicing.orders.orders import SIGNATURE, TODAY, order, terms

LATER = replace(SIGNATURE, signed_on=date(2026, 9, 2))
OPEN = ClientStanding.OPEN


def month(day: date) -> date:
    return day.replace(day=1)


def test_an_order_form_is_drafted_sent_and_signed_in_that_order() -> None:
    sent = send(order(state=OrderState.DRAFTED))
    assert send(sent) == sent
    signed, (told,) = sign(sent, signature=SIGNATURE, standing=OPEN, today=TODAY)
    assert (signed.state, told.amount, told.entity, len(told.parts)) == (OrderState.SIGNED, sent.amount, "main", 1)
    with pytest.raises(OrderNotInState):
        sign(signed, signature=SIGNATURE, standing=OPEN, today=TODAY)
    with pytest.raises(OrderNotInState):
        send(signed)


def test_nobody_signs_on_a_day_to_come() -> None:
    with pytest.raises(SignedInTheFuture):
        sign(order(state=OrderState.SENT), signature=LATER, standing=OPEN, today=TODAY)


def test_an_unsigned_form_is_amended_silently_and_a_signed_one_with_a_new_signature() -> None:
    other = [terms(amount="500.00")]
    drafted, silent = amend(order(state=OrderState.SENT), terms=other, signature=None, standing=OPEN, today=TODAY)
    assert (drafted.state, silent) == (OrderState.DRAFTED, [])
    _, (told,) = amend(order(), terms=other, signature=SIGNATURE, standing=OPEN, today=TODAY)
    assert told.amount == other[0].amount
    with pytest.raises(OrderNotInState):
        amend(order(), terms=other, signature=None, standing=OPEN, today=TODAY)
    with pytest.raises(SignedInTheFuture):
        amend(order(), terms=other, signature=LATER, standing=OPEN, today=TODAY)


def test_only_a_signed_orders_end_is_told() -> None:
    drafted = order(state=OrderState.DRAFTED)
    assert cancel(drafted, reason=CancelReason.MISTAKE, employment=Employment(), on=TODAY)[1] == []
    _, (told,) = cancel(order(), reason=CancelReason.CLIENT_WITHDREW, employment=Employment(), on=TODAY)
    assert told.reason == CancelReason.CLIENT_WITHDREW


def half_done() -> Order:
    both = order(terms(), terms())
    return replace(both, parts=(replace(both.parts[0], completed_on=date(2026, 9, 11)), both.parts[1]))


def test_what_was_worked_is_not_cancelled_but_what_is_open_is_stopped() -> None:
    with pytest.raises(WorkBegun):
        cancel(half_done(), reason=CancelReason.MISTAKE, employment=Employment(), on=TODAY)
    stopped, (told,) = stop(half_done(), reason=CancelReason.CLIENT_WITHDREW, on=date(2026, 9, 12))
    assert (stopped.state, [part.part for part in stopped.parts]) == (OrderState.COMPLETED, [1])
    assert (told.parts, told.last_worked_on, told.amount) == ((1,), date(2026, 9, 11), terms().amount)
    with pytest.raises(NothingToStop):
        stop(order(), reason=CancelReason.MISTAKE, on=TODAY)
    with pytest.raises(OrderNotInState):
        stop(stopped, reason=CancelReason.MISTAKE, on=TODAY)


def test_an_amendment_of_an_order_half_done_keeps_what_was_worked_and_its_number() -> None:
    amended, (told,) = amend(half_done(), terms=[terms(amount="7.00"), terms(amount="8.00")],
                             signature=SIGNATURE, standing=OPEN, today=TODAY)
    assert [(part.part, part.amount.cents) for part in amended.parts] == [(1, 100_000), (2, 700), (3, 800)]
    assert [part.part for part in told.parts] == [1, 2, 3]


def test_who_works_an_order_does_not_sign_it_for_the_client() -> None:
    assert_not_the_worker(order(), actor="cli")
    with pytest.raises(ClientSigns):
        assert_not_the_worker(order(), actor="mbr")


def test_people_name_an_order_by_year_and_place() -> None:
    assert order_number(2026, 17) == "2026-00017"


def test_parts_are_possible_each_within_one_wage_period_in_the_currency_of_the_books() -> None:
    assert_parts_agreeable(numbered([terms()]), currency="EUR", wage_period=month)
    for parts, currency, refusal in (
        ([], "EUR", OrderEmpty), ([terms()], "SEK", CurrencyNotOurs),
        ([terms(date(2026, 9, 11), date(2026, 9, 10))], "EUR", PeriodNotValid),
        ([terms(date(2026, 9, 30), date(2026, 10, 1))], "EUR", PartCrossesMonths),
    ):
        with pytest.raises(refusal):
            assert_parts_agreeable(numbered(parts), currency=currency, wage_period=month)


def test_a_part_is_found_by_its_number() -> None:
    assert order().part(1).part == 1
    with pytest.raises(NoSuchPart):
        order().part(2)


@pytest.mark.parametrize("state", [OrderState.DRAFTED, OrderState.SENT])
def test_work_is_agreed_without_a_signature_and_told_as_such(state: OrderState) -> None:
    agreed, (told,) = agree_unsigned(order(state=state), standing=ClientStanding.PREPAID_ONLY, today=TODAY)
    assert (agreed.state, agreed.is_binding, told.signed_how, told.client_standing) == (
        OrderState.AGREED, True, SignedHow.NONE, ClientStanding.PREPAID_ONLY)
    with pytest.raises(OrderNotInState):
        agree_unsigned(agreed, standing=OPEN, today=TODAY)


def test_what_is_agreed_without_a_signature_is_amended_and_cancelled_without_one_and_told() -> None:
    agreed, _ = agree_unsigned(order(state=OrderState.SENT), standing=OPEN, today=TODAY)
    amended, (told,) = amend(agreed, terms=[terms(amount="5.00")], signature=None, standing=OPEN, today=TODAY)
    assert (amended.state, told.signed_how) == (OrderState.AGREED, SignedHow.NONE)
    assert len(cancel(amended, reason=CancelReason.MISTAKE, employment=Employment(), on=TODAY)[1]) == 1


@pytest.mark.parametrize(("employment", "on", "stage"), [
    (Employment(), date(2026, 9, 9), CancelStage.SIGNED),
    (Employment(declared=Span(known_on=TODAY, starts_on=TODAY, ends_on=TODAY)), date(2026, 9, 9), CancelStage.DECLARED),
    (Employment(), date(2026, 9, 10), CancelStage.BEGUN),
])
def test_what_is_cancelled_tells_how_far_it_had_come(employment: Employment, on: date, stage: CancelStage) -> None:
    _, (told,) = cancel(order(), reason=CancelReason.CLIENT_WITHDREW, employment=employment, on=on)
    assert told.stage == stage


@pytest.mark.parametrize(("every", "starts", "days"), [
    (Every.WEEK, date(2026, 12, 24), ["2026-12-24", "2026-12-31", "2027-01-07"]),
    (Every.MONTH, date(2026, 12, 31), ["2026-12-31", "2027-01-31", "2027-02-28"]),
    (Every.MONTH, date(2027, 12, 31), ["2027-12-31", "2028-01-31", "2028-02-29"]),
])
def test_a_recurring_order_has_a_part_for_each_time(every: Every, starts: date, days: list[str]) -> None:
    parts = repeated(terms(starts, starts), every, 3)
    assert [part.starts_on.isoformat() for part in parts] == days
    assert {part.amount for part in parts} == {parts[0].amount}
