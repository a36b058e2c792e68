"""The order form: what may follow what."""

from dataclasses import replace
from datetime import date

import pytest

from services.invoicing.events import CancelReason
from services.invoicing.orders.errors import (
    CurrencyNotOurs,
    NoSuchPart,
    OrderEmpty,
    OrderNotInState,
    PartCrossesMonths,
    PeriodNotValid,
    SignedInTheFuture,
    WorkBegun,
)
from services.invoicing.orders.rules import (
    OrderState,
    Span,
    amend,
    assert_parts_agreeable,
    cancel,
    numbered,
    send,
    sign,
)
from tests.unit.invoicing.orders.orders import SIGNATURE, TODAY, order, terms

LATER = replace(SIGNATURE, signed_on=date(2026, 9, 2))


def month(day: date) -> date:
    return day.replace(day=1)


def test_an_order_form_is_drafted_sent_and_signed_in_that_order() -> None:
    sent = send(order(state=OrderState.DRAFTED))
    assert send(sent) == sent
    signed, (told,) = sign(sent, signature=SIGNATURE, today=TODAY)
    assert (signed.state, told.amount, told.entity, len(told.parts)) == (OrderState.SIGNED, sent.amount, "main", 1)
    with pytest.raises(OrderNotInState):
        sign(signed, signature=SIGNATURE, today=TODAY)
    with pytest.raises(OrderNotInState):
        send(signed)


def test_nobody_signs_on_a_day_to_come() -> None:
    with pytest.raises(SignedInTheFuture):
        sign(order(state=OrderState.SENT), signature=LATER, today=TODAY)


def test_an_unsigned_form_is_amended_silently_and_a_signed_one_with_a_new_signature() -> None:
    other = numbered([terms(amount="500.00")])
    drafted, silent = amend(order(state=OrderState.SENT), parts=other, signature=None, today=TODAY)
    assert (drafted.state, silent) == (OrderState.DRAFTED, [])
    _, (told,) = amend(order(), parts=other, signature=SIGNATURE, today=TODAY)
    assert told.amount == other[0].amount
    with pytest.raises(OrderNotInState):
        amend(order(), parts=other, signature=None, today=TODAY)
    with pytest.raises(SignedInTheFuture):
        amend(order(), parts=other, signature=LATER, today=TODAY)


def test_only_a_signed_orders_end_is_told() -> None:
    assert cancel(order(state=OrderState.DRAFTED), reason=CancelReason.MISTAKE, on=TODAY)[1] == []
    _, (told,) = cancel(order(), reason=CancelReason.CLIENT_WITHDREW, on=TODAY)
    assert told.reason == CancelReason.CLIENT_WITHDREW


def test_what_was_worked_is_neither_amended_nor_cancelled() -> None:
    worked = order()
    worked = replace(worked, parts=(replace(worked.parts[0], completed_on=TODAY),))
    with pytest.raises(WorkBegun):
        cancel(worked, reason=CancelReason.MISTAKE, on=TODAY)
    with pytest.raises(WorkBegun):
        amend(worked, parts=worked.parts, signature=SIGNATURE, today=TODAY)


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


@pytest.mark.parametrize(("known_on", "starts_on", "ends_on", "stood"), [
    (9, 10, 11, True), (10, 10, 11, False), (9, 11, 11, False), (9, 10, 10, False)])
def test_a_span_stands_for_days_that_it_holds_and_preceded(
    known_on: int, starts_on: int, ends_on: int, stood: bool,
) -> None:
    span = Span(known_on=date(2026, 9, known_on), starts_on=date(2026, 9, starts_on), ends_on=date(2026, 9, ends_on))
    assert span.stood_for([date(2026, 9, 10), date(2026, 9, 11)]) is stood
