"""The three figures, each counted from its own rows, and the proof that they agree on every day."""

from collections.abc import Iterator
from datetime import date

from services.membership.comparison.rules import ThreeWays
from shared.ledger import numbers_of
from shared.postgres import Database, Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def compare_three_ways(tx: Tx) -> ThreeWays:
    """Register, capital account and bank."""
    return ThreeWays(**tx.single(Q.three_ways, capital=numbers_of(tx, "share_capital"),
                                 bank=numbers_of(tx, "share_bank")))


def verify_three_ways(database: Database) -> Iterator[str]:
    """Register, bank and capital account are one figure; the receivable is what the open calls say."""
    with database.proving(on=date.max) as tx:
        found = compare_three_ways(tx)
        days = tx.all(Q.days_that_differ, capital=numbers_of(tx, "share_capital"))
        sums = tx.single(Q.three_balances, receivable=numbers_of(tx, "share_calls_unpaid"),
                         called=numbers_of(tx, "share_capital_called"))
        wrong = tx.all(Q.bank_days_that_differ, bank=numbers_of(tx, "share_bank"))
    if not found.register_cents == found.capital_cents == found.bank_cents:
        yield (f"capital: register {found.register_cents}, capital account {found.capital_cents} and bank "
               f"{found.bank_cents} cents differ")
    if found.account_cents != found.moved_cents:
        yield (f"capital: the bank account has {found.account_cents} cents in the ledger, payments moved "
               f"{found.moved_cents}")
    for day in days:
        yield (f"capital: on {day['day']} the register has {day['register_cents']} cents, the capital account "
               f"{day['capital_cents']}")
    for day in wrong:
        yield (f"capital: on {day['day']} the bank account has {day['account_cents']} cents in the ledger, payments "
               f"moved {day['moved_cents']}")
    if sums["receivable"] != sums["open_calls"]:
        yield f"capital: calls not paid are {sums['receivable']} cents in the ledger, {sums['open_calls']} in the calls"
    if sums["called"] != sums["unsettled"]:
        yield f"capital: shares called are {sums['called']} cents in the ledger, {sums['unsettled']} in the calls"
