"""Where the money goes: every cent once, and a bar as long as the whole."""

from decimal import Decimal
from typing import Any

from services.portal.books.ageing import ageing
from services.portal.quote.explained import BAR, destinations, explained
from tests.builders import DAY


def _money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def _line(section: str, code: str, amount: str, effect: str) -> dict[str, Any]:
    return {"section": section, "code": code, "amount": _money(amount), "effect": effect, "base": None, "rate": None,
            "rule": f"{code}@2026-01-01", "provisional": False}


WAGE = {  # the wage of 4,628.25 EUR that the demo tells line by line
    "net": _money("2240.04"), "lines": [
        _line("budget", "budget", "4628.25", "adds"), _line("budget", "variable_share", "370.25", "takes"),
        _line("budget", "employer_contributions", "789.88", "takes"),
        _line("budget", "holiday_provision", "506.06", "takes"), _line("budget", "other_charges", "58.08", "takes"),
        _line("wage", "gross", "2903.98", "adds"), _line("wage", "onss_employee", "379.55", "takes"),
        _line("wage", "work_bonus_a", "127.54", "adds"), _line("wage", "work_bonus_b", "9.14", "adds"),
        _line("wage", "withholding", "402.89", "takes"), _line("wage", "special_contribution", "18.18", "takes"),
    ],
}


def test_every_cent_of_the_budget_has_one_destination() -> None:
    shares = destinations(WAGE)
    assert sum(Decimal(share.amount["amount"]) for share in shares) == Decimal("4628.25")
    assert {share.code: share.amount["amount"] for share in shares}["employee_social_security"] == "261.05"


def test_with_the_fee_it_is_every_cent_of_the_order() -> None:
    shares = destinations(WAGE, _money("321.75"))
    assert sum(Decimal(share.amount["amount"]) for share in shares) == Decimal("4950.00")


def test_the_bar_is_as_long_as_the_whole() -> None:
    shares = destinations(WAGE)
    assert abs(shares[-1].x + shares[-1].width - BAR) < Decimal("0.1")
    assert [share.x for share in shares] == sorted(share.x for share in shares)


def test_a_destination_of_nothing_is_left_out() -> None:
    lines = [line for line in WAGE["lines"] if line["code"] != "withholding"]  # type: ignore[index,attr-defined]
    assert "withholding" not in {share.code for share in destinations({**WAGE, "lines": lines})}


def test_a_line_says_since_when_its_rule_is_in_force() -> None:
    line = explained(WAGE["lines"], "wage")[0]  # type: ignore[arg-type]
    assert (line.code, str(line.since)) == ("gross", "2026-01-01")


def test_ageing_puts_every_invoice_into_one_column() -> None:
    due = ["2026-09-01", "2026-08-31", "2026-08-02", "2026-08-01", "2026-07-03", "2026-06-03", "2026-06-02"]
    ages = ageing([{"due_on": day, "open": _money("10.00")} for day in due], DAY, "EUR")
    assert [age.count for age in ages] == [1, 2, 2, 1, 1]
    assert sum(Decimal(age.amount["amount"]) for age in ages) == Decimal("70.00")
