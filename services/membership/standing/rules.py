"""The right to vote, as a line over time.

CSA art. 6:41: the votes of shares are suspended while called and due payments on them are not made; art. 6:78: they
are left out of the quorum. The statutes say how far that goes (`arrears_suspend`):
- `vote`: a member in arrears does not vote, and all their shares are left out;
- `share`: only the called shares are touched; they do not exist before they are paid, so nothing else is suspended;
- `nothing`: arrears have no effect on votes.

The line is computed from calls and holdings, so that a payment that is heard late restores the vote from the day on
which it was booked, and a suspension that was wrong is corrected from its first day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from services.membership.events import StandingReason
from services.membership.register.rules import Holding
from shared.money import Money

Flow = tuple[date, Money]  # paid on a call on a day; negative when it was taken back
Suspends = Literal["vote", "share", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A time in which a call was overdue: from the day after its due day until the day it was settled or withdrawn."""

    late_from: date
    ended_on: date | None

    def is_late_on(self, day: date) -> bool:
        """Late on the first day, not late any more on the day of payment."""
        return self.late_from <= day and (self.ended_on is None or day < self.ended_on)


def debts_of(
    *, due_on: date, amount: Money, flows: Sequence[Flow], withdrawn_on: date | None,
) -> list[Debt]:
    """The times in which a call was overdue, from what was paid on it (and taken back) on which day."""
    paid = Money.zero(amount.currency)
    late_from: date | None = due_on + timedelta(days=1)
    debts: list[Debt] = []
    for day, flow in sorted(flows):
        paid += flow
        if paid >= amount and late_from:
            debts.append(Debt(late_from=late_from, ended_on=day))
            late_from = None
        elif paid < amount and late_from is None:
            late_from = max(day, due_on + timedelta(days=1))
    if late_from:
        debts.append(Debt(late_from=late_from, ended_on=withdrawn_on))
    return [debt for debt in debts if debt.ended_on is None or debt.late_from < debt.ended_on]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """From a day on: whether the member votes, and how many of their shares are left out of the quorum."""

    effective_on: date
    voting: bool
    suspended_shares: int
    reason: StandingReason

    def same_right(self, other: "Standing") -> bool:
        """Whether the right itself is the same, whatever the day and the reason."""
        return (self.voting, self.suspended_shares) == (other.voting, other.suspended_shares)


def standing_on(
    day: date, *, debts: Iterable[Debt], holdings: Sequence[Holding], suspends: Suspends,
    barred_from: date | None = None,
) -> Standing:
    """The right to vote on a day. Without a share there is no vote; with arrears the statutes decide.

    barred_from: when somebody was told that they are excluded; they do not vote for the time that is left to them.
    """
    shares = sum(movement.shares for movement in holdings if movement.effective_on <= day)
    late = any(debt.is_late_on(day) for debt in debts)
    if shares <= 0:
        return Standing(effective_on=day, voting=False, suspended_shares=0, reason=StandingReason.NO_SHARE)
    if barred_from and barred_from <= day:
        return Standing(effective_on=day, voting=False, suspended_shares=shares, reason=StandingReason.EXCLUDED)
    if late and suspends == "vote":
        return Standing(effective_on=day, voting=False, suspended_shares=shares,
                        reason=StandingReason.SHARE_IN_ARREARS)
    return Standing(effective_on=day, voting=True, suspended_shares=0, reason=StandingReason.IN_ORDER)


def corrections(
    known: Sequence[Standing], *, debts: Sequence[Debt], holdings: Sequence[Holding], suspends: Suspends, until: date,
    barred_from: date | None = None, taken_over_on: date | None = None,
) -> list[Standing]:
    """What must be added to the known line so that it is right on every day up to `until`.

    `known` is in the order of its effective days, the last recorded of each day last. A member who votes from the day
    of admission needs no row; everything else has one. taken_over_on: before that day another register was kept, and
    its line stands; on that day ours says what is right.
    """
    days = {debt.late_from for debt in debts} | {debt.ended_on for debt in debts if debt.ended_on}
    days |= {movement.effective_on for movement in holdings} | {row.effective_on for row in known}
    days |= {day for day in (barred_from, taken_over_on) if day}
    line = {row.effective_on: row for row in known}
    start = min((movement.effective_on for movement in holdings), default=until + timedelta(days=1))
    start = max(start, taken_over_on or start)
    added: list[Standing] = []
    for day in sorted(day for day in days if start <= day <= until):
        right = standing_on(day, debts=debts, holdings=holdings, suspends=suspends, barred_from=barred_from)
        if not right.same_right(_known_on(line, day)):
            line[day] = right
            added.append(right)
    return added


def _known_on(line: dict[date, Standing], day: date) -> Standing:
    earlier = [effective_on for effective_on in line if effective_on <= day]
    if not earlier:
        return Standing(effective_on=day, voting=True, suspended_shares=0, reason=StandingReason.IN_ORDER)
    return line[max(earlier)]
