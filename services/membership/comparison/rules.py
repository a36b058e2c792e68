"""Three figures that are one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeWays:
    """Register, capital account and bank, each counted from its own rows, in cents.

    account: what the ledger has on the bank account; moved: what payments and payouts, as the bank said, moved on it.
    """

    shares: int
    register_cents: int
    capital_cents: int
    bank_cents: int
    account_cents: int
    moved_cents: int

    @property
    def difference(self) -> int:
        """The largest difference between figures that are one, in cents."""
        three = (self.register_cents, self.capital_cents, self.bank_cents)
        return max(max(three) - min(three), abs(self.account_cents - self.moved_cents))

    @property
    def agree(self) -> bool:
        """Whether the three are one figure, and the bank account in the books is what payments moved on it."""
        return self.difference == 0
