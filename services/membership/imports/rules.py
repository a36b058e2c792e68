"""A register that is taken over: what may stand in its rows, and what its control totals are compared with."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.membership.admission.rules import Application
from services.membership.events import CallReason, StandingReason
from services.membership.register.rules import Holding, MovementKind, is_negative_on_some_day
from shared.money import Money

COMING = {MovementKind.PAID, MovementKind.TRANSFERRED_IN}
PASSING = {MovementKind.TRANSFERRED_IN, MovementKind.TRANSFERRED_OUT}


@dataclass(frozen=True, slots=True, kw_only=True)
class OldMember:
    """A member, or somebody who was one, under the number that people know."""

    line: int
    number: int
    person: Application
    accepted_on: date
    admitted_on: date
    left_on: date | None
    left_reason: str
    holds_until: date | None
    founder: bool
    share_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldMovement:
    """A movement of the old register. lot: which subscription the shares came from, in its words."""

    line: int
    number: int
    lot: str
    kind: MovementKind
    shares: int
    amount: Money
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OldCall:
    """A call of which nothing was paid yet. communication: the reference that its payer knows, or nothing."""

    line: int
    number: int
    reason: CallReason
    year: int
    shares: int
    amount: Money
    called_on: date
    due_on: date
    communication: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OldStanding:
    """From a day on a member voted, or did not, and why."""

    line: int
    number: int
    effective_on: date
    voting: bool
    reason: StandingReason


@dataclass(frozen=True, slots=True, kw_only=True)
class OldRegister:
    """Everything that was read. standings: of those whose vote was ever suspended."""

    members: Sequence[OldMember]
    movements: Sequence[OldMovement]
    calls: Sequence[OldCall]
    standings: Sequence[OldStanding] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What somebody counted beforehand: current members, their shares and what is paid in on them, open calls."""

    members: int
    shares: int
    paid_in: Money
    calls: int
    called: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that cannot be taken over, and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


def totals_of(old: OldRegister, *, currency: str) -> Totals:
    """What was read comes to."""
    current = {member.number for member in old.members if member.left_on is None}
    held = [movement for movement in old.movements if movement.number in current]
    return Totals(
        members=len(current), shares=sum(movement.shares for movement in held),
        paid_in=Money(sum(movement.amount.cents for movement in held), currency), calls=len(old.calls),
        called=Money(sum(call.amount.cents for call in old.calls), currency))


def refused_rows(old: OldRegister, *, today: date) -> Iterator[RefusedRow]:
    """Every row that cannot be true, each with its reason."""
    known: dict[int, OldMember] = {}
    people: dict[str, int] = {}
    for member in old.members:
        if member.number in known:
            yield RefusedRow(file="members.csv", line=member.line, reason=f"member {member.number} comes twice")
        known.setdefault(member.number, member)
        if not member.accepted_on <= member.admitted_on <= (member.left_on or today) <= today:
            yield RefusedRow(file="members.csv", line=member.line,
                             reason="accepted, admitted, left and today are not in this order")
        number = "" if member.left_on else member.person.national_number
        if number and number in people:
            yield RefusedRow(file="members.csv", line=member.line,
                             reason=f"the same person as in line {people[number]}")
        people.setdefault(number, member.line)
    yield from _refused_movements(old.movements, known, today)
    yield from _refused_calls(old.calls, known)
    yield from _refused_standings(old, known, today)


def _refused_movements(
    movements: Sequence[OldMovement], known: Mapping[int, OldMember], today: date,
) -> Iterator[RefusedRow]:
    lots: defaultdict[tuple[int, str], list[OldMovement]] = defaultdict(list)
    for movement in movements:
        lots[movement.number, movement.lot].append(movement)
        if reason := _wrong_with(movement, known.get(movement.number), today):
            yield RefusedRow(file="movements.csv", line=movement.line, reason=reason)
    for (number, name), lot in lots.items():
        if reason := _wrong_with_lot(lot, known.get(number)):
            yield RefusedRow(file="movements.csv", line=lot[-1].line, reason=f"lot {name} of member {number}: {reason}")
    yield from _refused_transfers(movements)


def _refused_transfers(movements: Sequence[OldMovement]) -> Iterator[RefusedRow]:
    """On each day as many shares, with as much paid in on them, came by transfer as went."""
    days: defaultdict[date, list[OldMovement]] = defaultdict(list)
    for movement in movements:
        if movement.kind in PASSING:
            days[movement.effective_on].append(movement)
    for day, moved in days.items():
        if sum(one.shares for one in moved) or sum(one.amount.cents for one in moved):
            yield RefusedRow(file="movements.csv", line=moved[-1].line,
                             reason=f"what passed from one to another on {day} did not come where it went")


def _wrong_with(movement: OldMovement, member: OldMember | None, today: date) -> str:
    if member is None:
        return f"no member {movement.number}"
    if not member.admitted_on <= movement.effective_on <= today:
        return "its day lies before the admission, or after today"
    comes = movement.kind in COMING
    if not movement.shares or (movement.shares > 0) != comes or (movement.amount.cents > 0) != comes:
        return "shares and amount do not come and go as its kind says"
    return ""


def _wrong_with_lot(lot: Sequence[OldMovement], member: OldMember | None) -> str:
    shares, cents = sum(one.shares for one in lot), sum(one.amount.cents for one in lot)
    if is_negative_on_some_day(
            Holding(effective_on=one.effective_on, shares=one.shares, amount=one.amount) for one in lot):
        return "on some day fewer shares than none"
    if (shares == 0) != (cents == 0) or cents < 0:
        return "its shares and what is paid in on them do not end together"
    if shares and member and member.left_on:
        return "it is still held by somebody who left"
    return ""


def _refused_calls(calls: Sequence[OldCall], known: Mapping[int, OldMember]) -> Iterator[RefusedRow]:
    references: dict[str, int] = {}
    years: dict[tuple[int, int], int] = {}
    for call in calls:
        member = known.get(call.number)
        if call.communication and references.setdefault(call.communication, call.line) != call.line:
            yield RefusedRow(file="calls.csv", line=call.line,
                             reason=f"the same reference as in line {references[call.communication]}")
        if call.reason == CallReason.YEARLY and years.setdefault((call.number, call.year), call.line) != call.line:
            yield RefusedRow(file="calls.csv", line=call.line,
                             reason=f"the same yearly share as in line {years[call.number, call.year]}")
        if call.reason == CallReason.FIRST:
            yield RefusedRow(file="calls.csv", line=call.line, reason="whoever is a member has paid their first share")
        if member is None or member.left_on:
            yield RefusedRow(file="calls.csv", line=call.line, reason=f"no current member {call.number}")
        if call.shares <= 0 or call.amount.cents <= 0 or call.due_on < call.called_on:
            yield RefusedRow(file="calls.csv", line=call.line,
                             reason="a call has shares, an amount, and falls due after it was made")


def _refused_standings(old: OldRegister, known: Mapping[int, OldMember], today: date) -> Iterator[RefusedRow]:
    late = {call.number for call in old.calls if call.due_on < today}
    last: dict[int, OldStanding] = {}
    days: set[tuple[int, date]] = set()
    for one in old.standings:
        if reason := _wrong_with_standing(one, known.get(one.number), today):
            yield RefusedRow(file="standings.csv", line=one.line, reason=reason)
        if (one.number, one.effective_on) in days:
            yield RefusedRow(file="standings.csv", line=one.line,
                             reason="the right of one member on one day comes twice")
        days.add((one.number, one.effective_on))
        last[one.number] = max(one, last.get(one.number, one), key=lambda row: row.effective_on)
    for one in last.values():
        member = known.get(one.number)
        if member and not member.left_on and not one.voting and one.number not in late:
            yield RefusedRow(file="standings.csv", line=one.line,
                             reason=f"member {one.number} does not vote, and no call of theirs is overdue: "
                                    "nothing would ever give the vote back")


def _wrong_with_standing(one: OldStanding, member: OldMember | None, today: date) -> str:
    if member is None:
        return f"no member {one.number}"
    if not member.admitted_on <= one.effective_on <= (member.left_on or today):
        return "its day lies outside the membership"
    if one.voting != (one.reason == StandingReason.IN_ORDER) or one.reason == StandingReason.NO_SHARE:
        return "vote and reason do not go together: in_order votes, share_in_arrears and excluded do not"
    return ""


def left_out(held: Mapping[int, Sequence[OldMovement]], one: OldStanding) -> int:
    """How many shares a suspension leaves out of the quorum: all that the member held on its day."""
    return 0 if one.voting else sum(
        moved.shares for moved in held.get(one.number, ()) if moved.effective_on <= one.effective_on)
