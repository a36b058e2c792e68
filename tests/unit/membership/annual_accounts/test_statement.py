"""Every account of every ledger stands in one rubric: the two sides of the sheet are equal, nothing is set off."""

from dataclasses import replace
from importlib.resources import files

import pytest

from services.membership.annual_accounts.errors import (
    BalancesDisagree,
    BalancesUnknown,
    RubricUnknown,
    StatementDisagrees,
)
from services.membership.annual_accounts.rules import (
    Balance,
    LedgerYear,
    accounts_of,
    assert_balanced,
    assert_balances_told,
)
from services.membership.annual_accounts.rules.statement import OWED, RubricRule, Side, Statement, draw_up, joined
from shared.money import Money
from shared.parameters import read_tables


def stood(account: str, amount: str, mirror: str = "") -> Balance:
    return Balance(account=account, name=f"Account {account}", mirror=mirror, amount=Money.of(amount))


def ledger(name: str, result: str, *balances: Balance) -> LedgerYear:
    return LedgerYear(ledger=name, entity="main", year=2026, result=Money.of(result), net_assets=Money.of(result),
                      balances=balances)


INVOICING = ledger(  # services of 1,000.00 sold, 65.00 of it fees; the client paid, and 30.00 for a share came in
    "invoicing", "65.00", stood("550", "1240.00"), stood("49901", "-30.00", "membership"), stood("451", "-210.00"),
    stood("4890", "-935.00"), stood("705", "-1000.00"), stood("6190", "1000.00"), stood("7400", "-65.00"))
MEMBERSHIP = ledger("membership", "0.00", stood("5500", "30.00", "invoicing"), stood("11090", "-30.00"))
PAYROLL = ledger(  # a supplier of wages' tax was paid 5.00 too much
    "payroll", "0.00", stood("453", "5.00"), stood("4891", "-5.00"))
RULES = [
    RubricRule(rubric="40", side=Side.ASSETS, accounts=("40",), names={}, otherwise="44"),
    RubricRule(rubric="41", side=Side.ASSETS, accounts=("41",), names={}, otherwise="48"),
    RubricRule(rubric="54", side=Side.ASSETS, accounts=("55",), names={}),
    RubricRule(rubric="10", side=Side.EQUITY, accounts=("11",), names={}),
    RubricRule(rubric="14", side=Side.EQUITY, accounts=("14",), names={}, takes_result=True),
    RubricRule(rubric="45", side=Side.DEBTS, accounts=("45",), names={}, otherwise="41"),
    RubricRule(rubric="48", side=Side.DEBTS, accounts=("48",), names={}, otherwise="41"),
    RubricRule(rubric="49", side=Side.DEBTS, accounts=("49", "mirror"), names={}),
    RubricRule(rubric="70", side=Side.INCOME, accounts=("70",), names={}),
    RubricRule(rubric="74", side=Side.INCOME, accounts=("74",), names={}),
    RubricRule(rubric="61", side=Side.CHARGES, accounts=("61",), names={}),
]


def drawn(*ledgers: LedgerYear, before: Statement | None = None) -> Statement:
    return draw_up(accounts_of("main", 2026, ledgers, "EUR"), RULES, before)


def amounts(statement: Statement) -> dict[str, str]:
    return {one.rubric: str(one.amount.amount) for one in statement.rubrics}


def test_the_sheet_balances_and_what_stands_on_the_other_side_is_not_set_off() -> None:
    statement = drawn(INVOICING, MEMBERSHIP, PAYROLL)
    assert amounts(statement) == {"54": "1240.00", "41": "5.00", "10": "30.00", "14": "65.00", "45": "210.00",
                                  "48": "940.00", "70": "1000.00", "74": "65.00", "61": "1000.00"}
    assert statement.sum_of(Side.ASSETS) == statement.sum_of(*OWED) == Money.of("1245.00")
    assert {one.account for rubric in statement.rubrics for one in rubric.balances if rubric.rubric == "41"} == {"453"}


def test_money_under_way_between_two_ledgers_stands_in_a_rubric_of_its_own() -> None:
    late = replace(MEMBERSHIP, balances=())
    statement = drawn(INVOICING, late, PAYROLL)
    assert amounts(statement)["49"] == "30.00"
    assert statement.sum_of(Side.ASSETS) == statement.sum_of(*OWED)


def test_a_year_ago_stands_beside_and_a_rubric_that_is_gone_is_still_seen() -> None:
    before = drawn(INVOICING, MEMBERSHIP, PAYROLL)
    now = drawn(INVOICING, MEMBERSHIP, replace(PAYROLL, balances=()), before=before)
    beside = {one.rubric: (str(one.amount.amount), one.before) for one in now.rubrics}
    assert beside["41"] == ("0.00", Money.of("5.00"))
    assert beside["54"] == ("1240.00", Money.of("1240.00"))


def test_the_longest_beginning_of_a_number_decides() -> None:
    fine = [*RULES, RubricRule(rubric="4890", side=Side.DEBTS, accounts=("4890",), names={})]
    found = draw_up(accounts_of("main", 2026, [INVOICING, MEMBERSHIP, PAYROLL], "EUR"), fine)
    assert (amounts(found)["4890"], amounts(found)["48"]) == ("935.00", "5.00")


def test_an_account_without_a_rubric_is_refused_by_its_number() -> None:
    with pytest.raises(RubricUnknown, match="2400"):
        drawn(INVOICING, replace(MEMBERSHIP, balances=(stood("2400", "30.00"), stood("11090", "-30.00"))))


@pytest.mark.parametrize("planted", [
    replace(MEMBERSHIP, balances=MEMBERSHIP.balances[1:]),  # a part of a trial balance
    replace(MEMBERSHIP, result=Money.of("0.01")),  # another result than the accounts show
])
def test_a_sheet_that_does_not_balance_or_shows_another_result_is_refused(planted: LedgerYear) -> None:
    with pytest.raises(StatementDisagrees):
        drawn(INVOICING, planted, PAYROLL)


def test_balances_are_needed_of_every_ledger_that_had_any_and_sum_to_nothing() -> None:
    silent, idle = replace(INVOICING, balances=()), replace(PAYROLL, balances=())
    with pytest.raises(BalancesUnknown, match="invoicing"):
        assert_balances_told(accounts_of("main", 2026, [silent, idle], "EUR"))
    assert_balanced(INVOICING.balances)
    with pytest.raises(BalancesDisagree, match=r"30\.00"):
        assert_balanced(MEMBERSHIP.balances[:1])


def test_what_comes_to_nothing_over_all_ledgers_is_left_out() -> None:
    assert [one.account for one in joined([ledger("payroll", "0.00", stood("455", "7.00")),
                                           ledger("invoicing", "0.00", stood("455", "-7.00"))])] == []


@pytest.mark.parametrize("service", ["invoicing", "membership", "payroll"])
def test_every_account_of_the_belgian_chart_has_its_rubric(service: str) -> None:
    tables = read_tables(files("services.membership.countries.be"), "BE")
    starts = [start for name, key in tables.names() if name == "annual_rubric"
              for row in tables.history(name, key) for start in str(row["accounts"]).split()]
    chart = read_tables(files(f"services.{service}.countries.be"), "BE")
    numbers = [str(row["number"]) for name, key in chart.names() if name == "account"
               for row in chart.history(name, key)]
    assert [number for number in numbers if not any(number.startswith(start) for start in starts)] == []
