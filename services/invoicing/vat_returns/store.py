"""Returns and what they declare, as rows."""

from collections.abc import Sequence
from datetime import date

from services.invoicing.vat_returns.rules import Fact, Grids, Period, Scope, State
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_return(
    tx: Tx, scope: Scope, period: Period, *, return_id: str, due_on: date, refund: bool, balance: Money,
) -> None:
    """A person closed a period; what is due for it (negative: claimed back)."""
    tx.run(Q.add_return, return_id=return_id, entity=scope.entity, starts_on=period.starts_on, due_on=due_on,
           ends_before=period.ends_before, on=tx.on, by=tx.actor, currency=scope.currency, refund=refund,
           cents=balance.cents)


def add_entries(
    tx: Tx, scope: Scope, period: Period, *, return_id: str, placed: Sequence[tuple[Fact, Grids]],
) -> None:
    """Declare every document that is due by the end of the period and never was, in the grids of its kind."""
    facts, grids = [fact for fact, _ in placed], [grids for _, grids in placed]
    tx.run(Q.add_entries, **scope.params, return_id=return_id, starts_on=period.starts_on,
           ends_before=period.ends_before, kind=[fact.kind for fact in facts],
           category=[fact.category for fact in facts], rate=[fact.rate for fact in facts],
           country=[fact.country for fact in facts], base=[one.base for one in grids], tax=[one.tax for one in grids])


def lock_state(tx: Tx, return_id: str) -> State:
    """What has become of a return, which is locked; unknown ids are refused."""
    row = tx.require(Q.lock_state, NotFound(kind="VAT return", id=return_id), return_id=return_id)
    return State(row["state"])


def save_answer(tx: Tx, return_id: str, *, state: State, reference: str, reason: str) -> None:
    """What the State answered."""
    tx.run(Q.save_answer, return_id=return_id, state=state, on=tx.on, reference=reference, reason=reason)


def save_attempt(tx: Tx, return_id: str) -> None:
    """A refused return leaves again."""
    tx.run(Q.save_attempt, return_id=return_id)
