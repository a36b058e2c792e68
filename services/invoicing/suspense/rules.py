"""What a movement in suspense may be."""

from dataclasses import dataclass
from enum import StrEnum

from services.invoicing.bank.rules import KnownMovement


class OwnAccount(StrEnum):
    """What a movement is that is neither a client's nor another service's: the role of its account."""

    BANK_COSTS = "bank_costs"
    INTEREST_RECEIVED = "interest_received"


@dataclass(frozen=True, kw_only=True)
class SuspendedMovement(KnownMovement):
    """A movement that waits for its owner, again when it was placed wrongly before."""

    undone: int = 0

    @property
    def document(self) -> str:
        """The name under which its next placing is booked: each placing has its own."""
        return f"{self.movement_id}/{self.undone}" if self.undone else self.movement_id


@dataclass(frozen=True, kw_only=True)
class PlacedMovement(SuspendedMovement):
    """A movement that somebody, or its reference, gave an owner."""

    waits: bool
    booked_as: str
    gone_on: bool  # another service has it, it carries out a refund or returns another, or was returned itself
