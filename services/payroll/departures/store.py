"""What was settled as holiday pay: rows and values."""

from collections.abc import Sequence

from services.payroll.departures.rules import ExerciseOwed
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_settled(tx: Tx, order_id: str, part: int, owed: Sequence[ExerciseOwed]) -> None:
    """Write what is owed of each year, and in which part it is paid."""
    tx.run_many(Q.add_settled, [{
        "order_id": order_id, "part": part, "year": one.exercise.year, "earned": one.exercise.earned.cents,
        "leave_days": one.exercise.leave_days, "taken_days": one.exercise.taken_days, "simple": one.pay.simple.cents,
        "double": one.pay.double.cents, "beyond": one.pay.beyond.cents, "normal": one.pay.normal.cents,
        "currency": one.exercise.earned.currency, "on": tx.on} for one in owed])
