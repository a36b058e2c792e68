"""Rows of proxies."""

from dataclasses import asdict

from services.governance.proxies.errors import ProxyEnded
from services.governance.proxies.rules import Proxy
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"proxies_ended_once": ProxyEnded}


def lock_proxies(tx: Tx, series: str) -> None:
    """The proxies of an assembly and its second call change one after the other, until commit."""
    tx.single(Q.lock_proxies, assembly_id=series)


def add_proxy(tx: Tx, proxy: Proxy, *, document_digest: str) -> None:
    """Write that somebody is represented."""
    tx.run(Q.add_proxy, document_digest=document_digest, **asdict(proxy))


def end_proxy(tx: Tx, proxy_id: str) -> None:
    """Write that a proxy is revoked or handed back."""
    tx.run(Q.end_proxy, proxy_id=proxy_id, on=tx.on, by=tx.actor)


def add_holder_move(tx: Tx, assembly_id: str, holder_id: str, *, is_there: bool) -> None:
    """Write that a holder who is no member came, or left."""
    tx.run(Q.move_holder, assembly_id=assembly_id, holder_id=holder_id, is_there=is_there)
