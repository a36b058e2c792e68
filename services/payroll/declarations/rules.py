"""The declaration of employment: made at the latest when the work begins, cancelled when it never does."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
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


class State(StrEnum):
    """Where a declaration stands."""

    WAITING = "waiting"  # for the worker's or the employer's data
    LATE = "late"  # the work had begun: somebody decides
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the order was cancelled before anything left
    CANCEL_WANTED = "cancel_wanted"  # cancelled before the authority answered
    CANCELLED = "cancelled"


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
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What an authority is told about an employment: the country writes it as the authority reads it."""

    declaration: Declaration
    employer: Employer
    on: date
    at: datetime
    national_number: str = ""
    contract: str = ""


def declare(declaration: Declaration, *, complete: bool, on: date) -> Declaration:
    """Send it when the data are complete and the work has not begun; a declaration after that day waits for a decision.

    The day on which the work begins is in time: the declaration is due at the latest when work starts.
    """
    if not complete:
        return declaration
    if on > declaration.starts_on:
        return replace(declaration, state=State.LATE, late=True)
    return replace(declaration, state=State.SENT, sent_on=on)


def decide_late(
    declaration: Declaration, *, declare_anyway: bool, reason: str, on: date,
) -> tuple[Declaration, list[WorkDeclarationRefused]]:
    """Somebody answerable decides: declare late (flagged for ever), or refuse the work."""
    if declaration.state != State.LATE:
        raise DeclarationNotLate(declaration_id=declaration.declaration_id, state=declaration.state)
    if declare_anyway:
        return replace(declaration, state=State.SENT, sent_on=on, reason=reason), []
    refused = replace(declaration, state=State.REFUSED, reason=reason)
    return refused, [_refused(declaration, DeclarationRefusedBecause.DECLARED_AFTER_START)]


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
    return replace(declaration, state=State.ACCEPTED, reference=reference), [
        WorkDeclared(
            order_id=declaration.order_id, member_id=declaration.member_id,
            declaration_id=declaration.declaration_id, starts_on=declaration.starts_on, ends_on=declaration.ends_on,
            declared_on=declaration.sent_on, reference=reference)]


def cancel(declaration: Declaration) -> Declaration:
    """The order was cancelled: withdraw what never left, cancel what was accepted, wait for an answer under way."""
    if declaration.state in {State.WAITING, State.LATE}:
        return replace(declaration, state=State.WITHDRAWN)
    if declaration.state == State.SENT:
        return replace(declaration, state=State.CANCEL_WANTED)
    if declaration.state == State.ACCEPTED:
        return replace(declaration, state=State.CANCELLED)
    return declaration


def holds(declaration: Declaration, starts_on: date, ends_on: date) -> bool:
    """Whether the declaration is for these days: else what was declared is cancelled and declared anew."""
    return (declaration.starts_on, declaration.ends_on) == (starts_on, ends_on)


def _assert_complete(*, accepted: bool, reference: str, reason: str) -> None:
    if accepted and not re.fullmatch(r"[0-9]{1,12}", reference):
        raise ReferenceNeeded
    if not accepted and not reason:
        raise ReasonNeeded


def _refused(declaration: Declaration, reason: DeclarationRefusedBecause) -> WorkDeclarationRefused:
    return WorkDeclarationRefused(
        order_id=declaration.order_id, member_id=declaration.member_id, declaration_id=declaration.declaration_id,
        reason=reason)
