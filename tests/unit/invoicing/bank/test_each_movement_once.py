"""Which movements are booked already, in which order statements stand, and whose money is whose."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.invoicing.bank.rules import Movement, Report, gaps_in, in_order, ordinals, recognise
from shared.money import Money

DAY = date(2026, 10, 2)


def moved(cents: int = 700, bank_reference: str = "", structured: str = "") -> Movement:
    return Movement(seq=1, booked_on=DAY, value_on=DAY, amount=Money(cents), structured_communication=structured,
                    end_to_end_id="", communication="", counterparty_iban="", counterparty_bic="",
                    counterparty_name="", bank_reference=bank_reference)


@given(st.lists(st.tuples(st.sampled_from([100, -100, 250]), st.sampled_from(["", "A", "B"]),
                          st.sampled_from(["", "S"])), max_size=6),
       st.lists(st.sampled_from(["camt053", "coda"]), min_size=1, max_size=4))
def test_however_often_and_in_whatever_format_a_day_comes_it_is_booked_as_often_as_the_bank_told_it_once(
    day: list[tuple[int, str, str]], files: list[str],
) -> None:
    """Where the bank gives its own references, or where a format tells the day once."""
    movements = [moved(cents, f"{reference}{place}", structured)
                 for place, (cents, reference, structured) in enumerate(day)]
    ids, reports = (f"mov{number}" for number in itertools.count()), list[Report]()
    for file_format in files:
        found = [known or next(ids) for known in recognise(movements, reports, file_format)]
        reports += [Report(movement_id=movement_id, booked_on=DAY, amount=one.amount, file_format=file_format,
                           structured_communication=one.structured_communication, bank_reference=one.bank_reference,
                           ordinal=ordinal)
                    for movement_id, one, ordinal in zip(found, movements, ordinals(movements), strict=True)]
    assert len({one.movement_id for one in reports}) == len(movements)


def test_equal_movements_in_two_statements_of_one_format_are_two() -> None:
    told = Report(movement_id="mov", booked_on=DAY, amount=Money(700), structured_communication="",
                  file_format="coda", bank_reference="", ordinal=1)
    assert recognise([moved()], [told], "coda") == [None]
    assert recognise([moved()], [told], "camt053") == ["mov"]
    assert recognise([moved(), moved()], [told], "camt053") == ["mov", None]
    assert recognise([moved(structured="S")], [told], "camt053") == [None]
    assert recognise([moved(bank_reference="B")], [replace(told, bank_reference="A")], "coda") == [None]
    assert recognise([moved(bank_reference="A")], [replace(told, bank_reference="A")], "coda") == ["mov"]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-500, 500)), min_size=1, max_size=7), st.randoms())
def test_statements_stand_in_the_order_of_their_days_and_balances_however_they_came(
    steps: list[tuple[int, int]], chance: Random,
) -> None:
    day, at, chain = DAY, 10_000, []
    for place, (later, change) in enumerate(steps):
        day, then = day + timedelta(days=later), at + change + place * 1_000 + 1
        chain.append((day, Money(at), Money(then)))
        at = then
    mixed = list(chain)
    chance.shuffle(mixed)
    assert in_order(mixed) == chain
    assert gaps_in("a", in_order(mixed)) == []


def test_a_gap_is_between_two_statements_that_do_not_follow() -> None:
    one, two = (DAY, Money(0), Money(5)), (DAY + timedelta(days=1), Money(6), Money(9))
    (gap,) = gaps_in("a", in_order([two, one]))
    assert (gap.closing, gap.opening, gap.before_on) == (Money(5), Money(6), DAY + timedelta(days=1))
    assert in_order([]) == []
