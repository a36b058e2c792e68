"""What a member lets the others read of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """City, trade, what somebody offers, and how they want to be reached: their own words, all of them."""

    city: str
    trade: str
    offers: str
    reached_by: str
