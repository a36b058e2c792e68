"""The declaration of employment (Dimona): made at the latest when the work begins, cancelled when it never does.

States: waiting (for the worker's or the employer's data), late (the work had begun: somebody decides), sent, accepted,
refused, withdrawn (the order was cancelled before anything left), cancel_wanted (cancelled before the authority
answered), cancelled.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from services.payroll.domain.errors import (
    DeclarationAnsweredBefore,
    DeclarationNotLate,
    DeclarationNotSent,
    ReasonNeeded,
    ReferenceNeeded,
)
from services.payroll.domain.events import WorkDeclarationRefused, WorkDeclared

State = Literal["waiting", "late", "sent", "accepted", "refused", "withdrawn", "cancel_wanted", "cancelled"]
STATES: tuple[State, ...] = get_args(State)
TOO_LATE, BY_AUTHORITY = REFUSED_BECAUSE = ("declared_after_start", "refused_by_authority")
ORDER_CANCELLED, ORDER_AMENDED = COVER_CLOSED_BECAUSE = ("order_cancelled", "order_amended")


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


def declare(declaration: Declaration, *, complete: bool, on: date) -> Declaration:
    """Send it when the data are complete and the work has not begun; a declaration after that day waits for a decision.

    The day on which the work begins is in time: the declaration is due at the latest when work starts.
    """
    if not complete:
        return declaration
    if on > declaration.starts_on:
        return replace(declaration, state="late", late=True)
    return replace(declaration, state="sent", sent_on=on)


def decide_late(
    declaration: Declaration, *, declare_anyway: bool, reason: str, on: date,
) -> tuple[Declaration, list[WorkDeclarationRefused]]:
    """Somebody answerable decides: declare late (flagged for ever), or refuse the work."""
    if declaration.state != "late":
        raise DeclarationNotLate(declaration_id=declaration.declaration_id, state=declaration.state)
    if declare_anyway:
        return replace(declaration, state="sent", sent_on=on, reason=reason), []
    return replace(declaration, state="refused", reason=reason), [_refused(declaration, TOO_LATE)]


def answer(
    declaration: Declaration, *, accepted: bool, reference: str, reason: str,
) -> tuple[Declaration, list[WorkDeclared | WorkDeclarationRefused]]:
    """Record what the authority answered; its own words stay here. The same answer again changes nothing."""
    _assert_complete(accepted=accepted, reference=reference, reason=reason)
    if declaration.state in {"accepted", "cancelled"} and accepted and declaration.reference == reference:
        return declaration, []
    if declaration.state in {"accepted", "cancelled", "refused"}:
        raise DeclarationAnsweredBefore(declaration_id=declaration.declaration_id)
    if declaration.state not in {"sent", "cancel_wanted"} or declaration.sent_on is None:
        raise DeclarationNotSent(declaration_id=declaration.declaration_id, state=declaration.state)
    if not accepted:
        return replace(declaration, state="refused", reason=reason), [_refused(declaration, BY_AUTHORITY)]
    if declaration.state == "cancel_wanted":
        return replace(declaration, state="cancelled", reference=reference), []
    return replace(declaration, state="accepted", reference=reference), [
        WorkDeclared(
            order_id=declaration.order_id, member_id=declaration.member_id,
            declaration_id=declaration.declaration_id, starts_on=declaration.starts_on, ends_on=declaration.ends_on,
            declared_on=declaration.sent_on, reference=reference)]


def cancel(declaration: Declaration) -> Declaration:
    """The order was cancelled: withdraw what never left, cancel what was accepted, wait for an answer under way."""
    if declaration.state in {"waiting", "late"}:
        return replace(declaration, state="withdrawn")
    if declaration.state == "sent":
        return replace(declaration, state="cancel_wanted")
    if declaration.state == "accepted":
        return replace(declaration, state="cancelled")
    return declaration


def holds(declaration: Declaration, starts_on: date, ends_on: date) -> bool:
    """Whether the declaration is for these days: else what was declared is cancelled and declared anew."""
    return (declaration.starts_on, declaration.ends_on) == (starts_on, ends_on)


def _assert_complete(*, accepted: bool, reference: str, reason: str) -> None:
    if accepted and not re.fullmatch(r"[0-9]{1,12}", reference):
        raise ReferenceNeeded
    if not accepted and not reason:
        raise ReasonNeeded


def _refused(declaration: Declaration, reason: str) -> WorkDeclarationRefused:
    return WorkDeclarationRefused(
        order_id=declaration.order_id, member_id=declaration.member_id, declaration_id=declaration.declaration_id,
        reason=reason)
