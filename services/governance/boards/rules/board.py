"""The board: ballots in batches, each with its Merkle root, chained; and the proof that a ballot is on it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.governance.ballots.rules.ballots import Ballot, ballot_of, canonical, leaf_of


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Ballots that were sealed together, each in its one spelling, in the order of their leaves, under one root."""

    number: int
    root: str
    texts: tuple[str, ...]

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> "Batch":
        """A batch as the ballot box gives it and as it is published."""
        return cls(number=fields["number"], root=fields["root"], texts=tuple(map(canonical, fields["ballots"])))

    @cached_property
    def ballots(self) -> tuple[Ballot, ...]:
        """The ballots."""
        return tuple(ballot_of(text) for text in self.texts)

    @cached_property
    def leaves(self) -> list[str]:
        """What stands for each ballot in the tree."""
        return [leaf_of(text) for text in self.texts]


def merkle_root(leaves: Sequence[str]) -> str:
    """The root over leaves in the given order (RFC 6962 section 2.1)."""
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    return _node(merkle_root(leaves[:middle]), merkle_root(leaves[middle:]))


def inclusion_path(leaves: Sequence[str], index: int) -> list[tuple[str, str]]:
    """The siblings from leaf to root, each with its side: what shows that one leaf lies below the root."""
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*inclusion_path(leaves[:middle], index), ("right", merkle_root(leaves[middle:]))]
    return [*inclusion_path(leaves[middle:], index - middle), ("left", merkle_root(leaves[:middle]))]


def root_from(leaf: str, path: Sequence[tuple[str, str]]) -> str:
    """The root to which a leaf and its path lead."""
    for side, sibling in path:
        leaf = _node(leaf, sibling) if side == "right" else _node(sibling, leaf)
    return leaf


def chained_root(previous: str, number: int, root: str) -> str:
    """The end of the chain of batches after one more batch."""
    return hashlib.sha256(canonical([previous, number, root]).encode()).hexdigest()


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()
