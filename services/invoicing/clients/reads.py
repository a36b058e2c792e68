"""Questions about clients."""

from typing import Any

from services.invoicing.clients.rules import Address, Client, ClientKind
from services.invoicing.events import ClientStanding
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
SIMILAR = 10


def get_client(tx: Tx, *, client_id: str) -> Client:
    """One client, or a refusal."""
    return _client(tx.require(Q.get_client, NotFound(kind="client", id=client_id), client_id=client_id))


def whoever_knows_client(tx: Tx, *, client_id: str, **_: Any) -> str | None:
    """The caller, when they registered the client or have an order form with them."""
    return tx.actor if tx.single(Q.is_known_to, client_id=client_id, person=tx.actor)["known"] else None


def list_clients(tx: Tx, *, after: str, limit: int) -> list[Client]:
    """A page of clients."""
    return [_client(row) for row in tx.all(Q.list_clients, after=after, limit=limit)]


def list_similar_clients(tx: Tx, *, name: str) -> list[Client]:
    """Clients whose name holds what was typed, so that none is registered twice."""
    pattern = "".join(f"\\{letter}" if letter in "%_\\" else letter for letter in name.strip())
    return [_client(row) for row in tx.all(Q.list_similar, pattern=f"%{pattern}%", limit=SIMILAR)]


def list_standing_changes(tx: Tx, *, client_id: str) -> list[dict[str, Any]]:
    """How far a client was trusted, change by change."""
    return tx.all(Q.list_standing_changes, client_id=client_id)


def list_client_versions(tx: Tx, *, client_id: str) -> list[dict[str, Any]]:
    """What was known of a client, version by version."""
    return tx.all(Q.list_versions, client_id=client_id)


def _client(row: dict[str, Any]) -> Client:
    address = Address(street=row["street"], postcode=row["postcode"], city=row["city"], country=row["country"])
    return Client(client_id=row["client_id"], kind=ClientKind(row["kind"]), name=row["name"], address=address,
                  email=row["email"],
                  enterprise_number=row["enterprise_number"], vat_number=row["vat_number"], language=row["language"],
                  version=row["version"], standing=ClientStanding(row["standing"]))
