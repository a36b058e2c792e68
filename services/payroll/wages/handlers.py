"""Quoting pay, and the household that decides it."""

from datetime import date
from typing import Any

from services.payroll.wages import schemas, use_cases
from services.payroll.workers.rules import Household, HouseholdKind
from shared.auth import NotAllowed
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx

QUOTE_FOR_OTHERS = frozenset({"payroll_clerk", "desk", "advisor"})


class WageHandlers:
    """What is asked about pay and what decides it."""

    @command(schemas.ChangeHousehold, response=schemas.HouseholdChanged,
             allow=allow("payroll_clerk", self_by="member_id"))
    def change_household(
        self, tx: Tx, *, member_id: str, valid_from: date, household: str, children: int, disabled_children: int,
        dependants_over_65: int,
    ) -> dict[str, Any]:
        """Who lives from the wage, from a day on; which payslips are to be corrected."""
        named = Household(kind=HouseholdKind(household), children=children, disabled_children=disabled_children,
                          dependants_over_65=dependants_over_65)
        to_correct = use_cases.change_household(tx, member_id, named, valid_from)
        return {"member_id": member_id, "to_correct": to_correct}

    @query(schemas.QuotePay, response=schemas.QuoteDetail,
           allow=allow("payroll_clerk", "desk", "advisor", "member", "visitor"))
    def quote_pay(
        self, tx: Tx, *, contract: str, ends_on: date, days: list[dict[str, Any]], member_id: str,
        household: str | None, children: int, disabled_children: int, dependants_over_65: int,
        budget: Money | None = None, gross: Money | None = None,
    ) -> Any:
        """What a budget pays, or what budget a gross wage needs: every line explained."""
        if member_id not in {"", tx.actor} and not tx.roles & QUOTE_FOR_OTHERS:
            raise NotAllowed(subject=tx.actor, method="quote_pay")
        hours = {day["on"]: day["hours"] for day in days}
        named = Household(kind=HouseholdKind(household), children=children, disabled_children=disabled_children,
                          dependants_over_65=dependants_over_65) if household else None
        return use_cases.quote_pay(tx, contract=contract, ends_on=ends_on, hours=hours, budget=budget, gross=gross,
                                   household=named, member_id=member_id)
