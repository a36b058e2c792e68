"""Which invoices could be meant, asked once for many movements."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from services.invoicing.matching.rules import Claim, Incoming, Match, invoice_numbers_in, match_in_order
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def match(tx: Tx, came_in: Sequence[tuple[str, Incoming]]) -> dict[str, Match]:
    """By movement which invoices it pays, or why it waits: each as if those before it had been booked already."""
    if not came_in:
        return {}
    money = [one for _, one in came_in]
    currency, unsure = money[0].amount.currency, [one for one in money if not one.structured_communication]
    numbers = {number for one in unsure for number in invoice_numbers_in(one.communication)}
    claims = _list_claims(tx, currency, references={one.structured_communication for one in money} - {""},
                          numbers=numbers)
    wanted = {one.counterparty_iban for one in unsure} - {""}
    payers = [(row["payer"], row["client_id"]) for row in tx.all(Q.list_payers, payers=sorted(wanted))]
    clients = {client_id for _, client_id in payers} | _clients_of(money, claims, wanted)
    claims += _list_claims(tx, currency, clients=clients) if clients else []
    return match_in_order(came_in, claims, payers)


def _clients_of(money: Sequence[Incoming], claims: Sequence[Claim], payers: AbstractSet[str]) -> set[str]:
    """The clients for whom these accounts could pay here, before they send money that names nothing."""
    named = {name: one.client_id for one in claims for name in (one.reference, one.number)}
    return {named[name] for one in money if one.counterparty_iban in payers
            for name in (one.structured_communication, *invoice_numbers_in(one.communication)) if name in named}


def _list_claims(
    tx: Tx, currency: str, *, references: AbstractSet[str] = frozenset(), numbers: AbstractSet[str] = frozenset(),
    clients: AbstractSet[str] = frozenset(),
) -> list[Claim]:
    rows = tx.all(Q.list_claims, currency=currency, references=sorted(references), numbers=sorted(numbers),
                  clients=sorted(clients))
    return [Claim(open=Money.from_row(row), **{name: row[name] for name in (
        "invoice_id", "number", "reference", "client_id")}) for row in rows]
