"""Returns to social security and what they state, as rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb

from services.payroll.dues.rules import ReturnPeriod, ReturnState
from services.payroll.social_returns.errors import SocialPeriodClosed
from services.payroll.social_returns.rules import Closing, LeftOut, SocialReturn, StatedWorker
from shared.errors import NotFound, Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "social_returns_one_per_period": SocialPeriodClosed, "social_returns_one_closing": SocialPeriodClosed,
}


def add_return(tx: Tx, closed: SocialReturn, state: ReturnState, *, leaving_out: int | None = 0) -> None:
    """A person closes a period, or corrects what was declared of one."""
    tx.run(Q.add_return, return_id=closed.return_id, entity=closed.entity, starts_on=closed.period.starts_on,
           ends_before=closed.period.ends_before, due_on=closed.due_on, on=tx.on, by=tx.actor,
           currency=closed.figures.gross.currency, refers_to=closed.refers_to,
           state=state, leaving_out=leaving_out)


def lock_closing(tx: Tx, return_id: str) -> Closing | None:
    """A return that is being stated, locked until the transaction ends; nothing where it is closed, or held."""
    row = tx.one(Q.lock_closing, return_id=return_id)
    return None if row is None else Closing(
        period=ReturnPeriod(starts_on=row["starts_on"], ends_before=row["ends_before"]),
        **{name: row[name] for name in ("return_id", "entity", "leaving_out", "round", "stated_until", "workers")})


def save_stated(tx: Tx, return_id: str, member_id: str) -> None:
    """Workers are stated up to this one."""
    tx.run(Q.save_stated, return_id=return_id, member_id=member_id)


def save_held(tx: Tx, return_id: str, why: str) -> None:
    """Somebody has to settle something before the return goes on."""
    tx.run(Q.save_held, return_id=return_id, why=why, on=tx.on)


def save_going_on(tx: Tx, return_id: str, leaving_out: int | None) -> None:
    """So many workers may be left out; what was held goes round again over those who could not be declared."""
    tx.run(Q.save_going_on, return_id=return_id, leaving_out=leaving_out)


def save_closed(tx: Tx, return_id: str) -> None:
    """A return is stated whole: what stands in it is declared."""
    tx.run(Q.save_closed, return_id=return_id)


def add_workers(tx: Tx, return_id: str, page: Sequence[StatedWorker]) -> None:
    """What a return states of workers; their wages are declared by it, each once for ever."""
    tx.run_many(Q.add_worker, [{
        "return_id": return_id, "member_id": one.worker.member_id, "place": one.place,
        "record": Jsonb(one.statement.record), "gross": one.statement.gross.cents,
        "contributions": one.statement.contributions.cents, "reductions": one.statement.reductions.cents,
        "special": one.statement.special.cents, "withheld": one.statement.withheld.cents,
        "owed": one.statement.owed.cents, "before": one.before.cents, "booked": one.booked.cents} for one in page])
    tx.run(Q.add_wages, return_id=return_id, wage_ids=[wage_id for one in page for wage_id in one.undeclared])


def add_left_out(tx: Tx, return_id: str, found: Sequence[LeftOut], *, number: int = 1) -> None:
    """Whom a round over the workers leaves out, and why."""
    tx.run_many(Q.add_left_out, [
        {"return_id": return_id, "member_id": one.member_id, "code": one.code, "why": one.why, "round": number}
        for one in found])


def lock_state(tx: Tx, return_id: str) -> ReturnState:
    """What has become of a return, which is locked; unknown ids are refused."""
    row = tx.require(Q.lock_state, NotFound(kind="social return", id=return_id), return_id=return_id)
    return ReturnState(row["state"])


def save_answer(tx: Tx, return_id: str, *, state: ReturnState, reference: str, reason: str) -> None:
    """What the authority answered."""
    tx.run(Q.save_answer, return_id=return_id, state=state, on=tx.on, reference=reference, reason=reason)


def save_attempt(tx: Tx, return_id: str) -> None:
    """A refused return is to leave again."""
    tx.run(Q.save_attempt, return_id=return_id)


def save_sent_again(tx: Tx, return_id: str) -> bool:
    """A return leaves again; whether it was still to."""
    return bool(tx.run(Q.save_sent_again, return_id=return_id))


def add_anomalies(tx: Tx, return_id: str, found: Sequence[Mapping[str, Any]]) -> None:
    """What the authority found wrong with workers in their places of the file, or with the whole."""
    tx.run(Q.add_anomalies, return_id=return_id, on=tx.on, workers=[one["worker"] for one in found],
           codes=[one["code"] for one in found], texts=[one["text"] for one in found])


def save_settled(tx: Tx, return_id: str, place: int, note: str) -> dict[str, Any]:
    """Somebody settled an anomaly; the anomaly then, or a refusal when none is open there."""
    return tx.require(Q.settle_anomaly, NotFound(kind="open anomaly", id=f"{return_id}/{place}"), return_id=return_id,
                      place=place, note=note, on=tx.on, by=tx.actor)
