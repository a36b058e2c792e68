"""What a movement in suspense may be."""

from enum import StrEnum


class OwnAccount(StrEnum):
    """What a movement is that is neither a client's nor another service's: the role of its account."""

    BANK_COSTS = "bank_costs"
    INTEREST_RECEIVED = "interest_received"
