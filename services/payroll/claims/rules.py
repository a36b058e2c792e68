"""A claim on the accident insurance (law of 10/4/1971): its steps, its deadlines, and what the insurer owes a day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from services.payroll.claims.errors import ClaimOutOfStep, IncapacityUnpaid, NotInsuredThen, PaymentBeyondIncapacity
from shared.money import Money

DAYS_OF_A_YEAR = 365


class ClaimState(StrEnum):
    """Where a claim stands."""

    REPORTED = "reported"  # to the cooperative
    SENT = "sent"  # to the insurer
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SETTLED = "settled"


class ClaimLeader(StrEnum):
    """Whose step leads on."""

    CLERK = "payroll_clerk"
    INSURER = "insurer"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class InsuranceClaim:
    """An accident at work that the insurer is to answer for. `report_by` is the last day on which it hears in time.

    Without a cover its work was not declared, or the authority has not answered: it is sent once there is one.
    """

    claim_id: str
    member_id: str
    order_id: str
    cover_id: str | None
    insurer: str
    policy: str
    happened_on: date
    report_by: date
    what: str
    state: ClaimState = ClaimState.REPORTED
    sent_on: date | None = None
    decided_on: date | None = None
    reason: str = ""
    incapable_until: date | None = None
    settled_on: date | None = None
    accepted: bool | None = None  # what the insurer decided last

    @property
    def late(self) -> bool:
        """Whether the insurer heard too late."""
        return self.sent_on is not None and self.sent_on > self.report_by

    @property
    def first_day(self) -> date:
        """The first day of incapacity that the insurer pays: the day after the accident."""
        return self.happened_on + timedelta(days=1)

    def days(self) -> int:
        """How many days of incapacity are known; Sundays and holidays count, as the base is divided by 365."""
        return 0 if self.incapable_until is None else max((self.incapable_until - self.happened_on).days, 0)

    def leads_on(self, paid_days: int) -> ClaimLeader:
        """Whose step leads on."""
        if self.state is ClaimState.SETTLED:
            return ClaimLeader.NOBODY
        waits_for_payment = self.state is ClaimState.ACCEPTED and paid_days < self.days()
        return ClaimLeader.INSURER if self.state is ClaimState.SENT or waits_for_payment else ClaimLeader.CLERK

    def follows(self, *states: ClaimState) -> None:
        """Refuse a step that does not follow on where the claim stands."""
        if self.state not in states:
            raise ClaimOutOfStep(claim_id=self.claim_id, state=self.state, needs=" or ".join(states))


def send(claim: InsuranceClaim, *, on: date) -> InsuranceClaim:
    """The report leaves for the insurer of the day; late is better than never, and is seen."""
    claim.follows(ClaimState.REPORTED)
    if claim.cover_id is None:
        raise NotInsuredThen(order_id=claim.order_id, day=claim.happened_on.isoformat())
    return replace(claim, state=ClaimState.SENT, sent_on=on)


def decide(claim: InsuranceClaim, *, accepted: bool, reason: str, on: date) -> InsuranceClaim:
    """The insurer accepts or refuses; a refusal may be taken back, also one with which the claim was settled."""
    taken_back = claim.state is ClaimState.SETTLED and claim.accepted is False and accepted
    if not taken_back:
        claim.follows(ClaimState.SENT, ClaimState.REFUSED)
    state = ClaimState.ACCEPTED if accepted else ClaimState.REFUSED
    return replace(claim, state=state, decided_on=on, reason=reason, accepted=accepted, settled_on=None)


def record_incapacity(claim: InsuranceClaim, *, until: date) -> InsuranceClaim:
    """A doctor names the last day of incapacity, perhaps another one than before; a relapse opens a claim again."""
    until = max(until, claim.happened_on)
    if claim.state is ClaimState.SETTLED and claim.accepted and until > (claim.incapable_until or claim.happened_on):
        return replace(claim, incapable_until=until, state=ClaimState.ACCEPTED, settled_on=None)
    claim.follows(ClaimState.REPORTED, ClaimState.SENT, ClaimState.ACCEPTED, ClaimState.REFUSED)
    return replace(claim, incapable_until=until)


def assert_pays_incapacity(claim: InsuranceClaim, *, starts_on: date, ends_on: date) -> None:
    """The insurer pays days of the incapacity of an accepted claim."""
    claim.follows(ClaimState.ACCEPTED)
    last = claim.incapable_until or claim.happened_on
    if not claim.first_day <= starts_on <= ends_on <= last:
        raise PaymentBeyondIncapacity(
            starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat(), first=claim.first_day.isoformat(),
            last=last.isoformat())


def settle(claim: InsuranceClaim, *, paid_days: int, on: date) -> InsuranceClaim:
    """Nothing is owed any more: a refusal that stands, or every day of incapacity paid."""
    claim.follows(ClaimState.ACCEPTED, ClaimState.REFUSED)
    if claim.state is ClaimState.ACCEPTED and paid_days < claim.days():
        raise IncapacityUnpaid(claim_id=claim.claim_id, paid=str(paid_days), days=str(claim.days()))
    return replace(claim, state=ClaimState.SETTLED, settled_on=on)


def owed_for(days: int, *, base: Money, share: Decimal, uncapped_to: Money) -> Money | None:
    """What temporary incapacity is worth: a share of the pay of the 365 days before, divided by 365, for each day.

    Nothing is told of a base above `uncapped_to`: the law caps it, and the cap of the day is not known.
    """
    if base > uncapped_to:
        return None
    return Money.rounded(base.amount * share * days / DAYS_OF_A_YEAR, base.currency)
