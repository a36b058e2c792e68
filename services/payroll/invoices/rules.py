"""What a client was to pay of an invoice, and which part of a cost that settles."""

from dataclasses import dataclass
from datetime import date

from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What the client is to pay for a part, VAT included, by its invoice and, `prepaid`, by deposits before it."""

    invoice_id: str
    client_id: str
    total: Money
    prepaid: Money
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the client was to pay of an invoice, VAT included, and what became of it so far.

    `recovered` is what came in of what was `written_off`; it is not `paid`.
    """

    total: Money
    paid: Money
    credited: Money
    written_off: Money
    recovered: Money

    def uncovered(self, cost: Money) -> Money:
        """The part of a cost that may still be carried: neither paid for nor given up."""
        return cost - covered(cost, self.paid + self.written_off, self.total - self.credited)


def covered(cost: Money, settled: Money, claimed: Money) -> Money:
    """The part of the cost that is settled with the claim, rounded half up; all of it once the whole claim is."""
    if settled >= claimed:
        return cost
    return Money.rounded(cost.amount * settled.amount / claimed.amount, cost.currency)
