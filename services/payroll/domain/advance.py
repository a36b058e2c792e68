"""Advances: what the guarantee fund carries between the wage and the client's payment.

The fund carries, of the employment cost paid out, the share that the client has not paid of the invoice (VAT
included). Each payment covers cost x (paid so far / invoice total), so that full payment covers exactly all. The
share covered when the wage is paid is never advanced; a payment taken back is carried again.
"""

from dataclasses import dataclass, replace
from datetime import date

from services.payroll.domain.events import AdvanceLost, AdvanceOpened, AdvanceRecovered
from shared.money import Money

AdvanceEvent = AdvanceOpened | AdvanceRecovered | AdvanceLost


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """The fund's claim for one wage: advanced in all, recovered so far, lost."""

    advance_id: str
    order_id: str
    part: int
    wage_id: str
    invoice_id: str
    member_id: str
    client_id: str
    cost: Money
    amount: Money
    recovered: Money
    lost: Money

    @property
    def open(self) -> Money:
        """What the fund still carries."""
        return self.amount - self.recovered - self.lost

    @property
    def is_lost(self) -> bool:
        """Whether the client's default was booked: nothing is carried for this wage any more."""
        return bool(self.lost)


def covered(cost: Money, paid_so_far: Money, invoice_total: Money) -> Money:
    """The part of the cost that the client's payments cover, rounded half up; all of it once he has paid in full."""
    if paid_so_far >= invoice_total:
        return cost
    return Money.rounded(cost.amount * paid_so_far.amount / invoice_total.amount, cost.currency)


def settle(
    advance: Advance, *, paid_so_far: Money, invoice_total: Money, on: date,
) -> tuple[Advance, list[AdvanceEvent]]:
    """Bring the advance in line with what the client has paid: open it, recover it, or carry it again."""
    if advance.is_lost:
        return advance, []
    wanted = advance.cost - covered(advance.cost, paid_so_far, invoice_total)
    if wanted > advance.open:
        return _carry_again(advance, wanted - advance.open, on)
    if wanted < advance.open:
        return _recover(advance, advance.open - wanted, on)
    return advance, []


def lose(advance: Advance, *, on: date) -> tuple[Advance, list[AdvanceEvent]]:
    """The client defaulted: the fund bears what is still open."""
    if not advance.open:
        return advance, []
    gone = advance.open
    lost = AdvanceLost(order_id=advance.order_id, advance_id=advance.advance_id, invoice_id=advance.invoice_id,
                       member_id=advance.member_id, amount=gone, lost_on=on)
    return replace(advance, lost=advance.lost + gone), [lost]


def _carry_again(advance: Advance, more: Money, on: date) -> tuple[Advance, list[AdvanceEvent]]:
    """Take back what was recovered first; what was never advanced is advanced now."""
    back = min(more, advance.recovered)
    events: list[AdvanceEvent] = []
    if back:
        advance, taken_back = _recover(advance, -back, on)
        events += taken_back
    fresh = more - back
    if fresh:
        advance = replace(advance, amount=advance.amount + fresh)
        events.append(AdvanceOpened(
            order_id=advance.order_id, part=advance.part, advance_id=advance.advance_id, wage_id=advance.wage_id,
            invoice_id=advance.invoice_id, member_id=advance.member_id, client_id=advance.client_id, amount=fresh,
            opened_on=on))
    return advance, events


def _recover(advance: Advance, amount: Money, on: date) -> tuple[Advance, list[AdvanceEvent]]:
    advance = replace(advance, recovered=advance.recovered + amount)
    return advance, [AdvanceRecovered(
        order_id=advance.order_id, advance_id=advance.advance_id, invoice_id=advance.invoice_id,
        member_id=advance.member_id, amount=amount, recovered_so_far=advance.recovered, open=advance.open,
        recovered_on=on)]
