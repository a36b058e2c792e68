"""Advances: what the guarantee fund carries between the wage and the client's payment.

The fund carries, of the employment cost paid out, the share of the claim (the invoice with VAT, less what was credited)
that the client has neither paid nor was let off. Each payment covers cost x (paid so far / claim), so that full payment
covers exactly all. The share covered when the wage is paid is never advanced; a payment taken back is carried again.
Of what it lost, the fund gets back the share of what was given up that comes in after all: a liquidator may pay.
What is credited is no client's debt any more: the activity owes it (invoicing keeps that), so the fund carries it not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.payroll.events import AdvanceCharged, AdvanceLost, AdvanceOpened, AdvanceRecovered, AdvanceRegained
from services.payroll.invoices.rules import Claim, covered
from services.payroll.wages.rules.pay import DuePart
from shared.money import Money, total

AdvanceEvent = AdvanceOpened | AdvanceRecovered | AdvanceLost | AdvanceRegained | AdvanceCharged


class Step(StrEnum):
    """The steps of an advance."""

    OPENED = "opened"
    RECOVERED = "recovered"
    LOST = "lost"
    REGAINED = "regained"
    CHARGED = "charged"


def step_of(event: AdvanceEvent) -> Step:
    """The step that an event tells of."""
    match event:
        case AdvanceOpened():
            return Step.OPENED
        case AdvanceRecovered():
            return Step.RECOVERED
        case AdvanceLost():
            return Step.LOST
        case AdvanceRegained():
            return Step.REGAINED
        case AdvanceCharged():
            return Step.CHARGED


class AgeOfDebt(StrEnum):
    """How many days ago the invoice behind an advance fell due, the last day named included."""

    NOT_DUE = "not_due"
    TO_30 = "to_30"
    TO_60 = "to_60"
    TO_90 = "to_90"
    OVER_90 = "over_90"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """What the fund carries of one age, and the share of it that the cooperative expects to lose, if it has set one."""

    age: AgeOfDebt
    exposure: Money
    loss_rate: Decimal | None


def expected_loss(ages: Sequence[Aged], currency: str) -> Money | None:
    """What the fund expects to lose of what it carries; nothing is said while a rate that matters is not set."""
    carried = [aged for aged in ages if aged.exposure]
    losses = [aged.exposure.times(aged.loss_rate) for aged in carried if aged.loss_rate is not None]
    return total(losses, currency) if len(losses) == len(carried) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """The fund's claim for one wage: advanced in all, recovered so far, lost, regained of that, charged elsewhere."""

    advance_id: str
    activity_id: str
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
    regained: Money
    charged: Money
    steps: int = 0  # how many there were

    @property
    def keys(self) -> dict[str, str]:
        """Whose money moves, as the ledger asks for it."""
        return {"activity": self.activity_id, "order": self.order_id, "member": self.member_id}

    @property
    def open(self) -> Money:
        """What the fund still carries."""
        return self.amount - self.recovered - self.lost - self.charged

    def wanted(self, claim: Claim) -> Money:
        """What the fund should carry, by what became of the claim: never again what was lost or charged."""
        return min(claim.uncovered(self.cost), self.cost - self.lost - self.charged)


class InflowKind(StrEnum):
    """What feeds the fund."""

    FEE = "fee"
    FEE_BACK = "fee_back"  # the fee of what was credited went back, and with it the fund's share of it
    MUTUAL = "mutual"  # of the variable contribution of a wage


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The work whose fee or contribution feeds the fund."""

    activity_id: str
    order_id: str
    part: int
    member_id: str

    @classmethod
    def of(cls, due: DuePart) -> "Source":
        """The work of a part whose wage is due."""
        return cls(activity_id=due.activity_id, order_id=due.order_id, part=due.part, member_id=due.member_id)

    @property
    def keys(self) -> dict[str, str]:
        """Whose money moves, as the ledger asks for it."""
        return {"activity": self.activity_id, "order": self.order_id, "member": self.member_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflow:
    """What flows into the fund: the share `rate` of a base; out of it again where a fee went back."""

    source: Source
    kind: InflowKind
    base: Money
    rate: Decimal
    amount: Money


def inflow(source: Source, kind: InflowKind, base: Money, rate: Decimal) -> Inflow:
    """The share of a fee, or of a variable contribution, that feeds the fund; rounded half up."""
    return Inflow(source=source, kind=kind, base=base, rate=rate, amount=base.times(rate))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeFed:
    """What the fee of a part fed so far, and what of it was given back (positive)."""

    source: Source
    base: Money
    rate: Decimal
    fed: Money
    back: Money


def fee_given_back(fed: FeeFed, *, claim: Claim) -> Inflow | None:
    """Of what the fee fed, the share of the claim that was credited flows out again; all of it with the whole claim."""
    more = covered(fed.fed, claim.credited, claim.total) - fed.back
    if more.cents <= 0:
        return None
    return Inflow(source=fed.source, kind=InflowKind.FEE_BACK, base=fed.base, rate=fed.rate, amount=-more)


def paid_for(borne: Money, *, before: Money, paid_in: Money, all_paid_in: Money) -> Money:
    """What of the fund's losses one member's payments bore: their share of all payments, to the cent.

    `before` is what members before them paid in, in a fixed order: so all shares together are exactly what was borne.
    """
    if not all_paid_in:
        return Money.zero(borne.currency)
    return covered(borne, before + paid_in, all_paid_in) - covered(borne, before, all_paid_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenStep:
    """A step that an advance took, and its place among them."""

    advance_id: str
    place: int
    kind: Step
    amount: Money


def settle(advance: Advance, *, claim: Claim, on: date) -> tuple[Advance, list[AdvanceEvent]]:
    """Bring the advance in line with what became of the claim: open it, recover it, or carry it again."""
    wanted = advance.wanted(claim)
    if wanted > advance.open:
        return _carry_again(advance, wanted - advance.open, on)
    if wanted < advance.open:
        return _recover(advance, advance.open - wanted, on)
    return advance, []


def charge(advance: Advance, *, claim: Claim, on: date) -> tuple[Advance, list[AdvanceEvent]]:
    """A part of the claim was credited: what no client owes any more is the activity's debt, not a recovery."""
    gone = advance.open - advance.wanted(claim)
    if gone.cents <= 0:
        return advance, []
    charged = AdvanceCharged(order_id=advance.order_id, advance_id=advance.advance_id, invoice_id=advance.invoice_id,
                             member_id=advance.member_id, amount=gone, charged_on=on)
    return replace(advance, charged=advance.charged + gone), [charged]


def lose(advance: Advance, *, claim: Claim, on: date) -> tuple[Advance, list[AdvanceEvent]]:
    """The client defaulted: the fund bears what the claim no longer brings, `claim.written_off` included."""
    gone = advance.open - claim.uncovered(advance.cost)
    if gone.cents <= 0:
        return advance, []
    lost = AdvanceLost(order_id=advance.order_id, advance_id=advance.advance_id, invoice_id=advance.invoice_id,
                       member_id=advance.member_id, amount=gone, lost_on=on)
    return replace(advance, lost=advance.lost + gone), [lost]


def regain(advance: Advance, *, claim: Claim, on: date) -> tuple[Advance, list[AdvanceEvent]]:
    """Of what was given up, money came in after all, or was taken back: the fund's loss is less, or whole again."""
    back = covered(advance.lost, claim.recovered, claim.written_off) - advance.regained
    if not back:
        return advance, []
    regained = AdvanceRegained(order_id=advance.order_id, advance_id=advance.advance_id, invoice_id=advance.invoice_id,
                               member_id=advance.member_id, amount=back, regained_on=on)
    return replace(advance, regained=advance.regained + back), [regained]


def give_up(advance: Advance, *, claim: Claim, on: date) -> tuple[Advance, list[AdvanceEvent]]:
    """Bear what the claim no longer brings, less the share of it that came in after all."""
    advance, lost = lose(advance, claim=claim, on=on)
    advance, back = regain(advance, claim=claim, on=on)
    return advance, [*lost, *back]


def open_after(advance: Advance, *, claim: Claim, on: date) -> tuple[Advance, list[AdvanceEvent]]:
    """A wage was worked out: carry what the client has not paid, and bear at once what was given up before."""
    before = replace(claim, written_off=Money.zero(claim.total.currency))
    advance, opened = settle(advance, claim=before, on=on)
    advance, given_up = give_up(advance, claim=claim, on=on)
    return advance, [*opened, *given_up]


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
