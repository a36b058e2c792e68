"""Questions about the guarantee fund, and the proofs that it is whole."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from services.payroll.fund.rules import Aged, AgeOfDebt, expected_loss, paid_for
from shared.ledger import balance, numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_guarantee_fund(tx: Tx, debtors: int) -> dict[str, Any]:
    """The fund's balance, exposure and losses as of the day, in the country's currency; for whom it carries most."""
    currency = str(tx.tables.value("currency", tx.on))
    row = tx.single(Q.fund_totals, currency=currency, day=tx.on)
    sums = {name: Money(row[name], currency) for name in ("advanced", "recovered", "lost", "regained", "charged")}
    exposure = sums["advanced"] - sums["recovered"] - sums["lost"] - sums["charged"]
    flowed_in = tx.single(Q.fund_inflow_totals, currency=currency, day=tx.on, member_id="")
    own = -balance(tx, "guarantee_fund", currency=currency, until=tx.on)
    owing = tx.all(Q.fund_debtors, currency=currency, day=tx.on)
    ratio = (own.amount / exposure.amount).quantize(Decimal("0.0001")) if exposure else None
    ages = _ageing(tx, currency)
    return {
        **sums, "inflow": Money(flowed_in["all_cents"], currency), "balance": own, "exposure": exposure,
        "reserve_ratio": ratio, "ageing": ages, "expected_loss": expected_loss(ages, currency),
        "open_advances": sum(one["advances"] for one in owing),
        "debtors": [{**one, "exposure": Money(one["cents"], currency)}
                    for one in owing[:debtors]],
    }


def get_fund_share(tx: Tx, member_id: str) -> dict[str, Any]:
    """What a member's work paid into the fund as of the day, and what of the fund's losses that bore."""
    currency = str(tx.tables.value("currency", tx.on))
    asked = {"currency": currency, "day": tx.on, "member_id": member_id}
    flows, own = tx.single(Q.fund_inflow_totals, **asked), tx.single(Q.fund_for_member, **asked)
    all_paid_in, paid_in, before = (Money(flows[f"{of}_cents"], currency) for of in ("all", "own", "before"))
    lost = tx.single(Q.fund_totals, currency=currency, day=tx.on)
    borne = Money(lost["lost"] - lost["regained"], currency)
    bore = paid_for(borne, before=before, paid_in=paid_in, all_paid_in=all_paid_in)
    return {
        "member_id": member_id, "paid_in": paid_in, "paid_for": bore, "in_reserve": paid_in - bore,
        "all_paid_in": all_paid_in, "all_borne": borne, "carried_for_member": Money(own["carried_cents"], currency),
        "borne_for_member": Money(own["borne_cents"], currency),
    }


def inflow_rate(tx: Tx, key: str, day: date) -> Decimal | None:
    """The share that feeds the fund as the cooperative set it for a day; nothing where it has set none."""
    rows = [row for row in tx.tables.history("fund_inflow", key) if row.holds_on(day)]
    return rows[-1].decimal() / rows[-1].decimal("of") if rows else None


def _ageing(tx: Tx, currency: str) -> list[Aged]:
    """What is carried, by age, each with the share that the cooperative expects to lose, where it has set one."""
    found = {row["age"]: row["cents"] for row in tx.all(Q.fund_ageing, currency=currency, day=tx.on)}
    rates = {age: [row.decimal() for row in tx.tables.history("expected_loss", age) if row.holds_on(tx.on)]
             for age in AgeOfDebt}
    return [Aged(age=age, exposure=Money(found.get(age, 0), currency), loss_rate=rates[age][-1] if rates[age] else None)
            for age in AgeOfDebt]


def list_advances(tx: Tx, *, only_open: bool, after: str, limit: int, day: date) -> list[dict[str, Any]]:
    """A page of advances and where each invoice stands on a day."""
    rows = tx.all(Q.list_advances, only_open=only_open, after=after, limit=limit, day=day)
    return [{**row, **_sums(row)} for row in rows]


def _sums(row: dict[str, Any]) -> dict[str, Money]:
    sums = {name: Money.from_row(row, name) for name in ("amount", "recovered", "lost", "regained", "charged")}
    return {**sums, "open": sums["amount"] - sums["recovered"] - sums["lost"] - sums["charged"]}


def advances_agree(tx: Tx) -> Iterator[str]:
    """What is open, lost for good and flowed in is on its account, order by order, and follows from the steps."""
    for row in tx.all(Q.advances_beside_ledger, accounts=numbers_of(tx, "advances")):
        yield f"payroll: order {row['order_id']} has {row['carried']} cents advanced, its account {row['booked']}"
    for row in tx.all(Q.fund_beside_ledger, accounts=numbers_of(tx, "guarantee_fund")):
        yield (f"payroll: order {row['order_id']} cost the fund {row['borne']} cents after its inflow, its account has "
               f"{row['booked']}")
    for row in tx.all(Q.advances_beside_steps):
        yield f"payroll: advance {row['advance_id']} differs from its steps"
