"""The worker's household, as far as it decides what is withheld."""

from dataclasses import dataclass

from services.payroll.domain.errors import HouseholdNotSupported

SPECIAL_CONTRIBUTION_TABLES = {
    "single": "individual", "lone_parent": "individual", "couple_one_income": "couple_one_income",
    "couple_two_incomes": "couple_two_incomes",
}
WITHOUT_RULE = {
    "couple_low_income": "which special contribution goes with a spouse of low income is not certain",
    "couple_low_pension": "which special contribution goes with a spouse of low pension is not certain",
}
KINDS = (*SPECIAL_CONTRIBUTION_TABLES, *WITHOUT_RULE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Who lives from the wage. `children` counts all dependent children, `disabled_children` those among them."""

    kind: str = "single"
    children: int = 0
    disabled_children: int = 0
    dependants_over_65: int = 0

    @property
    def counted_children(self) -> int:
        """Children as the tax reductions count them: a disabled child counts twice."""
        return self.children + self.disabled_children

    @property
    def one_income(self) -> bool:
        """Whether scale II applies: the spouse has no income of his own."""
        return self.kind == "couple_one_income"


def special_contribution_table(household: Household) -> str:
    """Which table of the special contribution applies; refuses a household whose rules are not known for certain."""
    if household.kind not in SPECIAL_CONTRIBUTION_TABLES:
        raise HouseholdNotSupported(kind=household.kind, why=WITHOUT_RULE[household.kind])
    if household.dependants_over_65:
        raise HouseholdNotSupported(kind=household.kind, why="the reduction for dependants over 65 was not found")
    if household.disabled_children > household.children:
        raise HouseholdNotSupported(kind=household.kind, why="more disabled children than children are given")
    if household.kind == "lone_parent" and not household.children:
        raise HouseholdNotSupported(kind=household.kind, why="a lone parent has at least one dependent child")
    return SPECIAL_CONTRIBUTION_TABLES[household.kind]
