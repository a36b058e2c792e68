"""A calendar year of one legal entity in one ledger: closed once, its result told, and the next year begun with none.

The chart says of an account whether it counts as `result` or as `equity` (`counts_as`). What stands on accounts of
results at the year's end goes, on the first open day after it, to the account of results that wait for a decision:
nothing is booked in the closed year, which reads for ever as it ended. Ledgers of one entity add up by account number.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from shared.errors import Refusal
from shared.ledger.book import EQUITY, RESULT, YEAR_CLOSE, PeriodClosedBefore, close_period, post
from shared.ledger.entries import Entry, signed
from shared.ledger.events import YearEndBalance
from shared.ledger.trial import trial_balance_on
from shared.money import Money, total
from shared.parameters import Tables
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("shared.ledger")
TO_APPROPRIATE = "result_to_appropriate"


class YearNotOver(Refusal):
    """A year is closed at the earliest on the day after its last."""

    sentence = "The year {year} is not over."


class YearClosedBefore(Refusal):
    """Each year is closed once."""

    sentence = "The year {year} was closed already."


class YearBeforeOpen(Refusal):
    """Years are closed one after the other, so that each one's result is its own."""

    sentence = "The year {year} has results and is not closed: close it first."


class ResultInOtherCurrency(Refusal):
    """A result is told in the currency of the country."""

    sentence = "Results stand in {currency}: exchange them first, the year is closed in the country's currency."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedYear:
    """What a year earned in one ledger (negative: lost), what of the net assets stands in it, and on which accounts."""

    entity: str
    year: int
    result: Money
    net_assets: Money
    balances: Sequence[YearEndBalance]


def close_year(tx: Tx, *, entity: str, year: int) -> ClosedYear:
    """Shut the days of a year, and begin the next one without results."""
    last = date(year, 12, 31)
    if tx.on <= last:
        raise YearNotOver(year=str(year))
    tx.run(Q.hold_new_entries)
    if _is_closed(tx, entity, year):
        raise YearClosedBefore(year=str(year))
    if not _is_closed(tx, entity, year - 1) and _counted(tx, _balances(tx, entity, date(year - 1, 12, 31)), RESULT):
        raise YearBeforeOpen(year=str(year - 1))
    with suppress(PeriodClosedBefore):  # its last month was declared before: its days are shut already
        close_period(tx, last, entity=entity)
    closed = year_in_ledger(tx, entity=entity, year=year)
    if results := _counted(tx, closed.balances, RESULT):
        roles = _roles(tx.tables)
        moved = [signed(roles[one.account], -one.amount) for one in results]
        post(tx, Entry(journal=YEAR_CLOSE, document=f"{entity}/{year}", text=f"Result of {year}", entity=entity,
                       event_on=date(year + 1, 1, 1), postings=(*moved, signed(TO_APPROPRIATE, -closed.result))))
    return closed


def year_in_ledger(tx: Tx, *, entity: str, year: int) -> ClosedYear:
    """What a year earned so far, and the net assets at its end, as far as this ledger has them."""
    last, currency = date(year, 12, 31), str(tx.tables.value("currency", date(year, 12, 31)))
    balances = _balances(tx, entity, last)
    results = _counted(tx, balances, RESULT)
    if others := {one.amount.currency for one in results} - {currency}:
        raise ResultInOtherCurrency(currency=", ".join(sorted(others)))
    result = -_sum(results, currency)
    return ClosedYear(entity=entity, year=year, result=result, balances=balances,
                      net_assets=result - _sum(_counted(tx, balances, EQUITY), currency))


def _balances(tx: Tx, entity: str, until: date) -> list[YearEndBalance]:
    return [YearEndBalance(account=one.account, name=one.name, mirror=one.mirror, amount=one.amount)
            for one in trial_balance_on(tx, as_of=until, entity=entity) if one.amount]


def _counted(tx: Tx, balances: Iterable[YearEndBalance], counts_as: str) -> list[YearEndBalance]:
    counted = {str(row["number"]) for _, row in _accounts(tx.tables) if row.get("counts_as") == counts_as}
    return [one for one in balances if one.account in counted]


def _sum(balances: Iterable[YearEndBalance], currency: str) -> Money:
    return total((one.amount for one in balances if one.amount.currency == currency), currency)


def _roles(tables: Tables) -> Mapping[str, str]:
    """The role under which each account number is booked."""
    return {str(row["number"]): role for role, row in _accounts(tables)}


def _accounts(tables: Tables) -> Iterable[tuple[str, Mapping[str, object]]]:
    return ((key, row.fields) for name, key in tables.names() if name == "account"
            for row in tables.history("account", key))


def _is_closed(tx: Tx, entity: str, year: int) -> bool:
    return bool(tx.single(Q.is_booked, journal=YEAR_CLOSE, document=f"{entity}/{year}")["booked"])
