"""Quoting pay."""

from datetime import date
from typing import Any

from services.payroll.wages import schemas, use_cases
from shared.auth import NotAllowed
from shared.bus import allow, query
from shared.money import Money
from shared.postgres import Tx

QUOTE_FOR_OTHERS = frozenset({"payroll_clerk", "desk", "advisor"})


class WageHandlers:
    """What is asked about pay that is not worked out yet."""

    @query(schemas.QuotePay, response=schemas.QuoteDetail,
           allow=allow("payroll_clerk", "desk", "advisor", "member", "visitor"))
    def quote_pay(
        self, tx: Tx, *, contract: str, ends_on: date, days: list[dict[str, Any]], member_id: str,
        budget: Money | None = None, gross: Money | None = None, **household: Any,
    ) -> Any:
        """What a budget pays, or what budget a gross wage needs: every line explained."""
        if member_id not in {"", tx.actor} and not tx.roles & QUOTE_FOR_OTHERS:
            raise NotAllowed(subject=tx.actor, method="quote_pay")
        hours = {day["on"]: day["hours"] for day in days}
        return use_cases.quote_pay(tx, contract=contract, ends_on=ends_on, hours=hours, budget=budget, gross=gross,
                                   household=schemas.household(household), member_id=member_id)
