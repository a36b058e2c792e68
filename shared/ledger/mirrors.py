"""Mirror accounts: where money passes between two services, each ledger keeps accounts for what the other one books.

An account of the chart names the other service in its field `mirror`. Once each has heard all that the other said, what
the one keeps for the other is the opposite of what the other keeps for it.
"""

from collections import Counter
from collections.abc import Mapping

from shared.parameters import Tables
from shared.postgres import Database
from shared.sql import load_queries

Q = load_queries("shared.ledger")


def mirrored_services(tables: Tables) -> set[str]:
    """The services for which the chart has mirror accounts."""
    return {service for service in _mirrors(tables).values() if service}


def kept_for(database: Database, service: str) -> Mapping[str, int]:
    """What all mirror accounts for a service come to, in cents per currency (debit positive)."""
    mirrors = _mirrors(database.tables)
    kept: Counter[str] = Counter()
    with database.connection() as conn:
        for row in conn.execute(Q.trial_balance):
            if mirrors.get(row["account"]) == service:
                kept[row["currency"]] += row["cents"]
    return {currency: cents for currency, cents in kept.items() if cents}


def _mirrors(tables: Tables) -> dict[str, str]:
    return {str(row["number"]): str(row.fields.get("mirror", ""))
            for name, key in tables.names() if name == "account" for row in tables.history(name, key)}
