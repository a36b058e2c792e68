"""Questions about proxies."""

from dataclasses import dataclass
from datetime import date

from services.governance.proxies.errors import NotRepresented
from services.governance.proxies.rules import Proxy
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """When an assembly is held, and the first call of it: proxies given for that stand for both."""

    held_on: date
    series: str


def get_series(tx: Tx, assembly_id: str) -> Series:
    """The day of an assembly and its first call, or a refusal."""
    refusal = NotFound(kind="assembly", id=assembly_id)
    return Series(**tx.require(Q.assembly_of_proxies, refusal, assembly_id=assembly_id))


def list_standing(tx: Tx, assembly_id: str) -> list[Proxy]:
    """The proxies that stand for an assembly, those of its first call included."""
    return [Proxy(**row) for row in tx.all(Q.standing, assembly_id=assembly_id)]


def get_proxy(tx: Tx, proxy_id: str) -> Proxy:
    """A proxy that was given, or a refusal."""
    return Proxy(**tx.require(Q.get_proxy, NotFound(kind="proxy", id=proxy_id), proxy_id=proxy_id))


def get_standing(tx: Tx, *, assembly_id: str, principal_id: str, holder_id: str) -> Proxy:
    """The standing proxy of a principal to a holder, or a refusal."""
    for one in list_standing(tx, assembly_id):
        if (one.principal_id, one.holder_id) == (principal_id, holder_id):
            return one
    raise NotRepresented(principal_id=principal_id, holder_id=holder_id, assembly_id=assembly_id)


def find_manner(tx: Tx, assembly_id: str, member_id: str) -> str:
    """How a member takes part now: in person, remotely, represented; empty where they do not."""
    row = tx.one(Q.manner_of, assembly_id=assembly_id, member_id=member_id)
    return str(row["manner"]) if row else ""
