"""Comparisons: each that says something new is kept."""

from dataclasses import asdict

from services.membership.comparison.rules import ThreeWays
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_comparison(tx: Tx, found: ThreeWays) -> None:
    """Keep a day's comparison."""
    tx.run(Q.add_comparison, on=tx.on, at=tx.at, **asdict(found))
