"""Screenings as rows."""

from services.invoicing.screening.rules import Risk, Screening, ScreeningState
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_screening(tx: Tx, *, order_id: str, digest: str, risks: tuple[Risk, ...]) -> None:
    """Somebody is asked to look; asked already, it is the same question."""
    tx.run(Q.add_screening, screening_id=new_id("scr"), order_id=order_id, digest=digest, risks=list(risks), on=tx.on,
           actor=tx.actor)


def lock_screening(tx: Tx, screening_id: str) -> None:
    """Lock one question until the transaction ends, or refuse."""
    tx.require(Q.lock_screening, NotFound(kind="screening", id=screening_id), screening_id=screening_id)


def save_decision(tx: Tx, screening: Screening, state: ScreeningState, *, decision: str) -> None:
    """Decided, by whom and why."""
    tx.run(Q.save_decision, screening_id=screening.screening_id, state=state, actor=tx.actor, on=tx.on,
           decision=decision)


def save_appeal(tx: Tx, screening: Screening, appeal: str) -> None:
    """Asked again, of another person."""
    tx.run(Q.save_appeal, screening_id=screening.screening_id, appeal=appeal)
