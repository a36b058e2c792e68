"""The declaration of employment: made at the latest when the work begins; told what became of it.

A given end is corrected by an update, an early end told by an out; only an employment that never took place is
cancelled. What changes before the authority has answered is told as soon as it has.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.payroll.declarations.errors import (
    DeclarationAnsweredBefore,
    DeclarationNotLate,
    DeclarationNotSent,
    ReasonNeeded,
    ReferenceNeeded,
)
from services.payroll.events import DeclarationRefusedBecause, WorkDeclarationRefused, WorkDeclared
from services.payroll.workers.rules import Employer

NO_END = date.max  # of an employment for which no end was agreed


class State(StrEnum):
    """Where a declaration stands."""

    WAITING = "waiting"  # for the worker's or the employer's data
    LATE = "late"  # the work had begun, or was asked for too late: somebody decides
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the order was cancelled before anything left
    CANCEL_WANTED = "cancel_wanted"  # cancelled before the authority answered
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What the authority is told."""

    BEGIN = "in"
    UPDATE = "update"
    END = "out"
    CANCEL = "cancel"


OVER = frozenset({State.REFUSED, State.WITHDRAWN, State.CANCEL_WANTED, State.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One order's declaration of employment."""

    declaration_id: str
    order_id: str
    member_id: str
    starts_on: date
    ends_on: date
    state: State
    late: bool = False
    sent_on: date | None = None
    sent_at: datetime | None = None
    wanted_ends_on: date | None = None  # the order's end, when it changed while the authority had not answered
    reference: str = ""
    reason: str = ""
    open_ended: bool = False
    under: str = ""  # the employment whose declaration stands for it, by its order

    def has_begun(self, on: date) -> bool:
        """Whether the work has begun by a day: then it took place, and is never cancelled."""
        return on > self.starts_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What an authority is told about an employment: the country writes it as the authority reads it."""

    act: Act
    declaration: Declaration
    employer: Employer
    on: date
    at: datetime
    national_number: str
    contract: str
    planned_hours: int | None = None  # of a student


def declare(declaration: Declaration, *, complete: bool, until: date, on: date, at: datetime) -> Declaration:
    """Send it when the data are complete; a declaration after the last day that is in time waits for a decision.

    `until`: the day on which the work begins, or an earlier one where the country asks for more time.
    """
    if not complete:
        return declaration
    if on > until:
        return replace(declaration, state=State.LATE, late=True)
    return replace(declaration, state=State.SENT, sent_on=on, sent_at=at)


def stand_under(declaration: Declaration, employment: Declaration) -> Declaration:
    """Work inside an employment that the authority accepted is declared by it: nothing is told once more."""
    return replace(declaration, state=State.ACCEPTED, late=employment.late, sent_on=employment.sent_on,
                   sent_at=employment.sent_at, reference=employment.reference, under=employment.order_id)


def end(declaration: Declaration, last_on: date, *, on: date) -> tuple[Declaration, Act | None]:
    """An employment without an end gets one: the authority is told at once, whether the day has come or not."""
    return _with_end(declaration, max(last_on, declaration.starts_on), on)


def let_go(declaration: Declaration, last_on: date) -> tuple[Declaration, date]:
    """The employment under which work stands ends before it: what is left of it, and from when it stands alone."""
    if declaration.starts_on > last_on:
        return replace(declaration, state=State.WITHDRAWN), declaration.starts_on
    return replace(declaration, ends_on=last_on), last_on + timedelta(days=1)


def decide_late(
    declaration: Declaration, *, declare_anyway: bool, reason: str, on: date, at: datetime,
) -> tuple[Declaration, list[WorkDeclarationRefused]]:
    """Somebody answerable decides: declare late (flagged for ever), or refuse the work."""
    if declaration.state != State.LATE:
        raise DeclarationNotLate(declaration_id=declaration.declaration_id, state=declaration.state)
    if declare_anyway:
        return replace(declaration, state=State.SENT, sent_on=on, sent_at=at, reason=reason), []
    refused = replace(declaration, state=State.REFUSED, reason=reason)
    because = DeclarationRefusedBecause
    return refused, [_refused(declaration, because.DECLARED_AFTER_START if declaration.has_begun(on)
                              else because.ASKED_TOO_LATE)]


def answer(
    declaration: Declaration, *, accepted: bool, reference: str, reason: str,
) -> tuple[Declaration, list[WorkDeclared | WorkDeclarationRefused]]:
    """Record what the authority answered; its own words stay here. The same answer again changes nothing."""
    _assert_complete(accepted=accepted, reference=reference, reason=reason)
    if declaration.state in {State.ACCEPTED, State.CANCELLED} and accepted and declaration.reference == reference:
        return declaration, []
    if declaration.state in {State.ACCEPTED, State.CANCELLED, State.REFUSED}:
        raise DeclarationAnsweredBefore(declaration_id=declaration.declaration_id)
    if declaration.state not in {State.SENT, State.CANCEL_WANTED} or declaration.sent_on is None:
        raise DeclarationNotSent(declaration_id=declaration.declaration_id, state=declaration.state)
    if not accepted:
        refused = replace(declaration, state=State.REFUSED, reason=reason)
        return refused, [_refused(declaration, DeclarationRefusedBecause.REFUSED_BY_AUTHORITY)]
    if declaration.state == State.CANCEL_WANTED:
        return replace(declaration, state=State.CANCELLED, reference=reference), []
    accepted_now = replace(declaration, state=State.ACCEPTED, reference=reference)
    return accepted_now, [declared(accepted_now)]


def declared(declaration: Declaration) -> WorkDeclared:
    """What is told of work that is declared, for its days as they are now."""
    if declaration.sent_on is None or declaration.sent_at is None:
        raise DeclarationNotSent(declaration_id=declaration.declaration_id, state=declaration.state)
    return WorkDeclared(
        order_id=declaration.order_id, member_id=declaration.member_id, declaration_id=declaration.declaration_id,
        starts_on=declaration.starts_on, ends_on=declaration.ends_on, declared_on=declaration.sent_on,
        declared_at=declaration.sent_at, reference=declaration.reference)


def catch_up(declaration: Declaration, *, on: date) -> tuple[Declaration, Act | None]:
    """Once the authority has accepted: what changed of the end meanwhile, and how it is told."""
    if declaration.state != State.ACCEPTED or declaration.wanted_ends_on is None:
        return declaration, None
    return _with_end(replace(declaration, wanted_ends_on=None), declaration.wanted_ends_on, on)


def amend(
    declaration: Declaration, *, starts_on: date, ends_on: date, on: date, other_kind: bool = False,
) -> tuple[Declaration, Act | None]:
    """The client signed for other days. An end that moves is an update, or an out when it has passed.

    Work that did not begin on the days declared, or is of another kind, is taken back, to be declared anew; the days on
    which it had begun are never taken back.
    """
    if declaration.state in {State.WAITING, State.LATE} and not declaration.has_begun(on):
        return replace(declaration, state=State.WITHDRAWN), None
    if (other_kind or declaration.starts_on != starts_on) and not declaration.has_begun(on):
        return _take_back(declaration)
    return _with_end(declaration, max(ends_on, declaration.starts_on), on)


def cancel(declaration: Declaration, *, on: date) -> tuple[Declaration, Act | None]:
    """The order was cancelled: what had begun ends today, declared for the days worked; what had not is taken back."""
    if declaration.state in OVER:
        return declaration, None
    if declaration.has_begun(on):
        return _with_end(declaration, min(on, declaration.wanted_ends_on or declaration.ends_on), on)
    if declaration.state in {State.WAITING, State.LATE}:
        return replace(declaration, state=State.WITHDRAWN), None
    return _take_back(declaration)


def _take_back(declaration: Declaration) -> tuple[Declaration, Act | None]:
    """Cancel what was accepted; wait for an answer under way."""
    if declaration.state == State.SENT:
        return replace(declaration, state=State.CANCEL_WANTED), None
    return replace(declaration, state=State.CANCELLED), Act.CANCEL


def _with_end(declaration: Declaration, ends_on: date, on: date) -> tuple[Declaration, Act | None]:
    if declaration.state == State.SENT:
        return replace(declaration, wanted_ends_on=ends_on if ends_on != declaration.ends_on else None), None
    if declaration.state != State.ACCEPTED:
        return replace(declaration, ends_on=ends_on), None
    if ends_on == declaration.ends_on:
        return declaration, None
    early = ends_on < declaration.ends_on and (ends_on <= on or declaration.ends_on == NO_END)
    return replace(declaration, ends_on=ends_on), Act.END if early else Act.UPDATE


def _assert_complete(*, accepted: bool, reference: str, reason: str) -> None:
    if accepted and not reference:
        raise ReferenceNeeded
    if not accepted and not reason:
        raise ReasonNeeded


def _refused(declaration: Declaration, reason: DeclarationRefusedBecause) -> WorkDeclarationRefused:
    return WorkDeclarationRefused(
        order_id=declaration.order_id, member_id=declaration.member_id, declaration_id=declaration.declaration_id,
        reason=reason)
