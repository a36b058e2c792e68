"""Order forms: methods and event handlers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.invoicing.activities.reads import owner_of_activity
from services.invoicing.events import CancelReason, Contract
from services.invoicing.orders import reads, schemas, use_cases
from services.invoicing.orders.rules.order import Order, Signature, Span, Terms
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx

_OWN = allow("advisor", self_by=reads.owner_of_order)


class OrderHandlers:
    """The order form, from its draft to its end."""

    @command(schemas.DraftOrder, response=schemas.OrderStep, allow=allow("advisor", self_by=owner_of_activity))
    def draft_order(
        self, tx: Tx, *, activity_id: str, client_id: str, title: str, client_reference: str, contract: str,
        parts: Sequence[Terms], trade: str, place: str, others: Sequence[tuple[str, Sequence[Terms]]],
    ) -> Order:
        """Write an order form, for one who works it or for several."""
        return use_cases.draft_order(
            tx, activity_id=activity_id, client_id=client_id, title=title, client_reference=client_reference,
            contract=Contract(contract), parts=parts, trade=trade, place=place, others=others)

    @command(schemas.SignOrder, response=schemas.OrderStep, allow=allow("advisor", self_by=reads.client_of_order))
    def sign_order(self, tx: Tx, *, order_id: str, signed_by: str, signed_on: date, reference: str) -> Order:
        """The client signs; or an advisor records the client's signature under somebody else's order."""
        return use_cases.sign_order(
            tx, order_id=order_id, signature=Signature(signed_by=signed_by, signed_on=signed_on, reference=reference))

    @command(schemas.AmendOrder, response=schemas.OrderStep, allow=_OWN)
    def amend_order(self, tx: Tx, *, order_id: str, parts: Sequence[Terms], signature: Signature | None) -> Order:
        """Agree other parts in the place of those that are open."""
        return use_cases.amend_order(tx, order_id=order_id, parts=parts, signature=signature)

    @command(schemas.CancelOrder, response=schemas.OrderGivenUp, allow=_OWN)
    def cancel_order(self, tx: Tx, *, order_id: str, reason: str, note: str) -> Order:
        """Give an order up before any work is completed."""
        return use_cases.cancel_order(tx, order_id=order_id, reason=CancelReason(reason), note=note)

    @command(schemas.StopOrder, response=schemas.OrderStep, allow=_OWN)
    def stop_order(self, tx: Tx, *, order_id: str, reason: str, note: str) -> Order:
        """Give up what is open of an order half done."""
        return use_cases.stop_order(tx, order_id=order_id, reason=CancelReason(reason), note=note)

    @query(schemas.GetOrder, response=schemas.OrderDetail,
           allow=allow("advisor", "accountant", "auditor", self_by=reads.owner_of_order))
    def get_order(self, tx: Tx, *, order_id: str) -> dict[str, Any]:
        """An order form whole."""
        return reads.get_order(tx, order_id=order_id)

    @query(schemas.GetOrder, response=schemas.ShareOfForm, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by=reads.owner_of_order))
    def list_form_shares(self, tx: Tx, *, order_id: str) -> list[dict[str, Any]]:
        """Who works what of the form by which an order is agreed: each one's order with its amount, days and hours."""
        return reads.list_form_shares(tx, order_id=order_id)

    @query(schemas.ListOrders, response=schemas.OrderSummary, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_orders(
        self, tx: Tx, *, member_id: str | None, activity_id: str | None, state: str | None, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """A page of order forms."""
        return reads.list_orders(tx, member_id=member_id, activity_id=activity_id, state=state, after=after,
                                 limit=limit)

    @command(schemas.RecordEmployment, allow=allow("payroll_clerk", "service"))
    def record_employment(
        self, tx: Tx, *, order_id: str, declaration_id: str, cover_id: str, declared_on: date, starts_on: date,
        ends_on: date,
    ) -> None:
        """Where payroll is not deployed: the work was declared and insured by another."""
        use_cases.record_employment(tx, order_id=order_id, declaration_id=declaration_id, cover_id=cover_id,
                                    declared_on=declared_on, starts_on=starts_on, ends_on=ends_on)

    @handles("payroll.work_declared", schemas.WorkDeclared, replaced_by=["record_employment"])
    def on_work_declared(self, tx: Tx, event: Event) -> None:
        """The employment is declared."""
        span = Span(known_on=event["declared_on"], starts_on=event["starts_on"], ends_on=event["ends_on"])
        use_cases.declared(tx, order_id=event["order_id"], declaration_id=event["declaration_id"], span=span)

    @handles("payroll.work_declaration_refused", schemas.WorkDeclarationRefused, replaced_by=["record_employment"])
    def on_work_declaration_refused(self, tx: Tx, event: Event) -> None:
        """The employment is not declared after all."""
        use_cases.declaration_refused(tx, order_id=event["order_id"], declaration_id=event["declaration_id"],
                                      reason=event["reason"])

    @handles("payroll.cover_opened", schemas.CoverOpened, replaced_by=["record_employment"])
    def on_cover_opened(self, tx: Tx, event: Event) -> None:
        """The work is insured, as of the day of the event."""
        span = Span(known_on=event.event_on, starts_on=event["starts_on"], ends_on=event["ends_on"])
        use_cases.insured(tx, order_id=event["order_id"], cover_id=event["cover_id"], span=span)

    @handles("payroll.cover_closed", schemas.CoverClosed, replaced_by=["record_employment"])
    def on_cover_closed(self, tx: Tx, event: Event) -> None:
        """The work is not insured any more."""
        use_cases.cover_closed(tx, order_id=event["order_id"], cover_id=event["cover_id"])
