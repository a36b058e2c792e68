"""A payment plan comes to the cent and to the day, a seed to the digest that governance verifies."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.governance.directors.rules.election import digest_of_seed
from services.portal.board.seeds import digest_of
from services.portal.late.plans import instalments, month_after
from tests.portal_driver import money

CENTS = st.integers(min_value=100, max_value=10**9)


@given(CENTS, st.integers(min_value=1, max_value=36), st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1)))
def test_the_parts_of_a_plan_come_to_what_is_open_on_days_that_follow(cents: int, count: int, first: date) -> None:
    parts = instalments(money(str(Decimal(cents) / 100)), count, first)
    amounts = [Decimal(part["amount"]["amount"]) for part in parts]
    assert (sum(amounts), len(parts)) == (Decimal(cents) / 100, count)
    assert max(amounts) - min(amounts) <= Decimal("0.01")
    days = [part["due_on"] for part in parts]
    assert days == sorted(set(days))
    assert days[0] == first.isoformat()


def test_a_month_later_is_the_same_day_or_the_last_one() -> None:
    assert month_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert month_after(date(2026, 11, 30), 1) == date(2026, 12, 30)


def test_the_digest_of_a_seed_is_the_one_that_governance_verifies() -> None:
    assert digest_of("a secret on paper") == digest_of_seed("a secret on paper")
