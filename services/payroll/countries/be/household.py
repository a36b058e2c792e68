"""The household, as Belgian tax and the special contribution see it."""

from collections.abc import Mapping

from services.payroll.wages.errors import HouseholdNotSupported
from services.payroll.workers.rules import Household, HouseholdKind

SPECIAL_CONTRIBUTION_TABLES: Mapping[str, str] = {
    HouseholdKind.SINGLE: "individual", HouseholdKind.LONE_PARENT: "individual",
    HouseholdKind.COUPLE_ONE_INCOME: "couple_one_income", HouseholdKind.COUPLE_TWO_INCOMES: "couple_two_incomes",
}
WITHOUT_RULE: Mapping[str, str] = {
    HouseholdKind.COUPLE_LOW_INCOME: "which special contribution goes with a spouse of low income is not certain",
    HouseholdKind.COUPLE_LOW_PENSION: "which special contribution goes with a spouse of low pension is not certain",
}


def counted_children(household: Household) -> int:
    """Children as the tax reductions count them: a disabled child counts twice."""
    return household.children + household.disabled_children


def special_contribution_table(household: Household) -> str:
    """Which table of the special contribution applies; refuses a household whose rules are not known for certain."""
    if household.kind not in SPECIAL_CONTRIBUTION_TABLES:
        raise HouseholdNotSupported(kind=household.kind, why=WITHOUT_RULE[household.kind])
    if household.dependants_over_65:
        raise HouseholdNotSupported(kind=household.kind, why="the reduction for dependants over 65 was not found")
    if household.disabled_children > household.children:
        raise HouseholdNotSupported(kind=household.kind, why="more disabled children than children are given")
    if household.kind == HouseholdKind.LONE_PARENT and not household.children:
        raise HouseholdNotSupported(kind=household.kind, why="a lone parent has at least one dependent child")
    return SPECIAL_CONTRIBUTION_TABLES[household.kind]
