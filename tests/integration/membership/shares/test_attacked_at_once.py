"""The bank takes a payment back while the desk says whose it was: the share is there or gone, never both."""

from datetime import date
from threading import Thread
from time import sleep

import pytest

from services.membership.shares.use_cases.payments import place_payment
from shared.identifiers import new_id
from tests.integration.membership.conftest import Desk, Refused

DAY = date(2026, 1, 6)
ENOUGH = 0.5  # seconds in which a thread reaches the row that is held from it


def take_back(desk: Desk, movement: str) -> None:
    desk.call("reverse_payment", roles=("accountant",), movement=new_id("mov"), refers_to=movement,
              booked_on=DAY.isoformat(), on=DAY)


def test_a_payment_taken_back_while_it_is_placed_brings_no_share(desk: Desk) -> None:
    candidate = desk.candidate()
    movement = desk.pay("199999999913", "30.00")
    [waiting] = desk.call("list_unplaced_payments")
    with desk.database.transaction(on=DAY, actor="test") as tx:
        place_payment(tx, payment_id=waiting["payment_id"], call_id=candidate["call_id"])
        back = Thread(target=take_back, args=(desk, movement))
        back.start()
        sleep(ENOUGH)
    back.join()
    assert desk.get(candidate["member_id"])["shares"] == 0
    assert (desk.balance("5500"), desk.balance("4990")) == (0, 0)
    assert desk.verify() == []


def test_a_payment_that_was_taken_back_is_placed_no_more(desk: Desk) -> None:
    candidate = desk.candidate()
    movement = desk.pay("199999999913", "30.00")
    [waiting] = desk.call("list_unplaced_payments")
    take_back(desk, movement)
    with pytest.raises(Refused, match="payment_placed_before"):
        desk.call("place_payment", payment_id=waiting["payment_id"], call_id=candidate["call_id"])
    assert desk.verify() == []
