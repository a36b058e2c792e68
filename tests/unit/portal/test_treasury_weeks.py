"""What comes and goes, week by week, and what it leaves at the bank."""

from datetime import date, timedelta
from decimal import Decimal

from services.invoicing.treasury.rules import MoneyFlow
from services.payroll.books.rules import OwedFor
from services.portal.books.treasury import FLOWS, OWED, SHARES, WEEKS, Line, expected, owed, weeks_from

START = date(2026, 10, 1)


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def test_nothing_that_moves_is_without_its_words() -> None:
    assert (set(FLOWS), set(OWED)) == (set(MoneyFlow), set(OwedFor))


def test_every_week_leaves_what_the_one_before_left_and_what_moved_in_it() -> None:
    flows = [{"starts_on": "2026-10-08", "flow": "invoices", "amount": money("242.00")},
             {"starts_on": "2026-10-01", "flow": "vat", "amount": money("-21.00")}]
    obligations = [{"due_on": "2026-09-20", "owed_for": "wages", "amount": money("100.00")},
                   {"due_on": "2026-10-07", "owed_for": "wages", "amount": money("50.00")},
                   {"due_on": (START + timedelta(days=7 * WEEKS)).isoformat(), "owed_for": "withholding",
                    "amount": money("9.00")}]
    weeks = weeks_from(START, Decimal("80.00"), [
        *expected(flows), *owed(obligations, [{"due_on": "2026-10-14", "amount": money("30.00")}])])
    assert (len(weeks), weeks[0].ends_on, weeks[-1].starts_on) == (13, date(2026, 10, 7), date(2026, 12, 24))
    assert weeks[0].lines == [Line(words=FLOWS["vat"], flow="vat", amount=Decimal("-21.00")),
                              Line(words=OWED["wages"], amount=Decimal("-150.00"))]
    assert weeks[1].lines[1] == Line(words=SHARES, amount=Decimal("-30.00"))
    assert [str(week.leaves) for week in (*weeks[:3], weeks[-1])] == ["-91.00", "121.00", "121.00", "121.00"]
