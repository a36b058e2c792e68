"""Rows of keys that were made before a poll needs them."""

from dataclasses import dataclass

from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpareKeys:
    """Keys in stock, encrypted for their own row."""

    key_id: str
    sealed: bytes


def add_spare_keys(tx: Tx, spare: SpareKeys, *, bits: int) -> None:
    """Put keys into the stock."""
    tx.run(Q.add_spare_keys, key_id=spare.key_id, bits=bits, sealed=spare.sealed)


def draw_spare_keys(tx: Tx, *, bits: int) -> SpareKeys | None:
    """Take keys out of the stock, or nothing when it is empty."""
    row = tx.one(Q.take_spare_keys, bits=bits)
    return SpareKeys(key_id=row["key_id"], sealed=bytes(row["sealed"])) if row else None


def count_spare_keys(tx: Tx, *, bits: int) -> int:
    """How many keys are in stock."""
    return int(tx.single(Q.count_spare_keys, bits=bits)["keys"])
