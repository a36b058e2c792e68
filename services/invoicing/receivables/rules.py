"""What a client owes on an invoice: paid in parts, credited, written off, recovered. Nothing is ever claimed twice."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.invoicing.events import (
    CreditReason,
    InvoiceCredited,
    InvoiceOverdue,
    InvoicePaid,
    InvoiceWrittenOff,
    PaymentApplied,
    PaymentReversed,
    WriteOffReason,
    WrittenOffRecovered,
)
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.receivables.errors import (
    ClientAccountTooSmall,
    ClientAccountUsed,
    CreditAboveInvoice,
    CreditTooLarge,
    InvoiceSettled,
    NotYetWorked,
)
from shared.money import Money


@dataclass(frozen=True, kw_only=True)
class Receivable:
    """The state of one invoice in the books."""

    invoice_id: str
    order_id: str
    member_id: str
    activity_id: str
    client_id: str
    entity: str
    due_on: date
    total: Money
    paid: Money
    credited: Money
    written_off: Money
    recovered: Money
    written_off_vat: Money
    recovered_vat: Money
    overdue_on: date | None = None
    settled_on: date | None = None
    in_advance: bool = False

    @property
    def open(self) -> Money:
        """What the client still owes and may still pay."""
        return self.total - self.paid - self.credited - self.written_off

    def with_recovered(self, recovered: Money) -> "Receivable":
        """The same after so much was recovered: net and VAT in the proportion in which they were written off."""
        net = self.written_off - self.written_off_vat
        vat = recovered.split([net.cents, self.written_off_vat.cents])[1] if recovered else recovered
        return replace(self, recovered=recovered, recovered_vat=vat)

    @property
    def lost(self) -> Money:
        """What was written off and has not come in after all."""
        return self.written_off - self.recovered


@dataclass(frozen=True, kw_only=True)
class IncomingPayment:
    """Money, or a part of it, that came in for an invoice, and how it was recognised."""

    invoice_id: str
    movement_id: str
    amount: Money
    on: date
    matched_by: str
    place: int = 0  # how often the movement went back to suspense before


@dataclass(frozen=True, kw_only=True)
class Deducting:
    """An invoice that took deposits off: what is paid of it, and, `prepaid`, of them."""

    invoice_id: str
    total: Money
    paid: Money
    prepaid: Money


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """How a sum that came in is used: for what is open, for what was given up, and the rest as the client's credit."""

    applied: Money
    recovered: Money
    credit: Money

    @property
    def whole(self) -> Money:
        """The sum that came in."""
        return self.applied + self.recovered + self.credit


def divide_payment(receivable: Receivable, amount: Money) -> Allocation:
    """First what is open, then what was written off; what remains stays the client's."""
    applied = min(amount, receivable.open)
    recovered = min(amount - applied, receivable.lost)
    return Allocation(applied=applied, recovered=recovered, credit=amount - applied - recovered)


def pay(
    receivable: Receivable, *, allocation: Allocation, payment_id: str, on: date,
) -> tuple[Receivable, list[PaymentApplied | InvoicePaid | WrittenOffRecovered]]:
    """Money came in for the invoice."""
    paid = replace(receivable, paid=receivable.paid + allocation.applied)
    if allocation.recovered:
        paid = paid.with_recovered(receivable.recovered + allocation.recovered)
    events: list[PaymentApplied | InvoicePaid | WrittenOffRecovered] = []
    if allocation.applied:
        events.append(PaymentApplied(
            order_id=paid.order_id, invoice_id=paid.invoice_id, member_id=paid.member_id, payment_id=payment_id,
            amount=allocation.applied, paid_so_far=paid.paid, invoice_total=paid.total, paid_on=on))
        if not paid.open:
            paid = replace(paid, settled_on=on)
            events.append(InvoicePaid(order_id=paid.order_id, invoice_id=paid.invoice_id, member_id=paid.member_id,
                                    paid_on=on))
    if allocation.recovered:
        events.append(_recovered(receivable, paid, on))
    return paid, events


def take_back(
    receivable: Receivable, *, allocation: Allocation, payment_id: str, on: date,
) -> tuple[Receivable, list[PaymentReversed | WrittenOffRecovered]]:
    """The bank took a payment back: what it had settled is owed, or lost, again.

    What a credit note had freed of it since is no longer the invoice's: it goes off the client's account.
    """
    reversed_ = min(allocation.applied, receivable.paid)
    back = replace(receivable, paid=receivable.paid - reversed_).with_recovered(
        receivable.recovered - allocation.recovered)
    if back.open:
        back = replace(back, settled_on=None)
    events: list[PaymentReversed | WrittenOffRecovered] = []
    if reversed_:
        events.append(PaymentReversed(
            order_id=back.order_id, invoice_id=back.invoice_id, member_id=back.member_id, payment_id=payment_id,
            amount=reversed_, paid_so_far=back.paid, invoice_total=back.total, reversed_on=on))
    if allocation.recovered:
        events.append(_recovered(receivable, back, on))
    return back, events


def of_deducting(
    event: PaymentApplied | PaymentReversed, taken_off_by: Deducting,
) -> PaymentApplied | PaymentReversed:
    """What became of a deposit after its work, told of the invoice that took it off: whoever bears that must know."""
    return replace(event, invoice_id=taken_off_by.invoice_id, paid_so_far=taken_off_by.paid,
                   invoice_total=taken_off_by.total, prepaid_so_far=taken_off_by.prepaid)


def _recovered(before: Receivable, after: Receivable, on: date) -> WrittenOffRecovered:
    amount, vat = after.recovered - before.recovered, after.recovered_vat - before.recovered_vat
    return WrittenOffRecovered(
        order_id=after.order_id, invoice_id=after.invoice_id, member_id=after.member_id, client_id=after.client_id,
        amount=amount, recovered_on=on, net=amount - vat, vat=vat)


def assert_net_left(invoice_id: str, *, invoiced: Money, credited: Money, net: Money) -> None:
    """All credit notes of an invoice together give back at most its amount without VAT."""
    if credited + net > invoiced:
        raise CreditAboveInvoice(invoice_id=invoice_id, limit=invoiced - credited)


def credit(
    receivable: Receivable, *, amount: Money, credit_note_id: str, reason: CreditReason, on: date,
) -> tuple[Receivable, list[InvoiceCredited]]:
    """Give back, with VAT: first what is still claimed, then what was paid, which becomes the client's own."""
    limit = receivable.open + receivable.paid
    if amount > limit:
        raise CreditTooLarge(invoice_id=receivable.invoice_id, limit=limit)
    freed = max(amount - receivable.open, Money.zero(amount.currency))
    credited = replace(receivable, credited=receivable.credited + amount, paid=receivable.paid - freed)
    credited = replace(credited, settled_on=None if credited.open else receivable.settled_on or on)
    return credited, [InvoiceCredited(
        order_id=credited.order_id, invoice_id=credited.invoice_id, credit_note_id=credit_note_id,
        member_id=credited.member_id, amount=amount, reason=reason, credited_on=on)]


class AccountEntry(StrEnum):
    """What moves a client's account: up what becomes theirs, down what is used or given back."""

    OVERPAID = "overpaid"
    TAKEN_BACK = "taken_back"
    CREDIT_NOTE = "credit_note"
    SET_OFF = "set_off"
    REFUND = "refund"
    REFUND_RETURNED = "refund_returned"
    RECEIVED = "received"


class Placed(StrEnum):
    """What money that came in was taken for."""

    PAYMENT = "payment"
    ON_ACCOUNT = "on_account"
    OWN = "own"
    GRANT = "grant"


def assert_not_used(client_id: str, *, before: Money, after: Money) -> None:
    """What goes off a client's account stood there: else it was set off or refunded, and that is undone first."""
    if after.cents < 0 and after < before:
        raise ClientAccountUsed(client_id=client_id, there=before, lacking=-after)


def assert_covers(client_id: str, *, there: Money, wanted: Money) -> None:
    """No more of a client's account is used than stands on it."""
    if wanted.cents <= 0 or wanted > there:
        raise ClientAccountTooSmall(client_id=client_id, there=there)


def assert_worked(issued: Issued) -> None:
    """What was not worked is no loss: a deposit that nobody pays is given back, not given up."""
    if issued.in_advance:
        raise NotYetWorked(invoice_id=issued.invoice_id)


def write_off(
    receivable: Receivable, *, claimed_net: Money, claimed_vat: Money, reason: WriteOffReason, on: date,
) -> tuple[Receivable, list[InvoiceWrittenOff]]:
    """Give up what is open: the client is bankrupt or cannot be found.

    It is lost in the proportion of what the invoice claims after its credit notes: the net is the house's loss, the VAT
    is the State's to give back (in Belgium art. 77 s. 1, 7° CTVA).
    """
    lost = receivable.open
    if not lost:
        raise InvoiceSettled(invoice_id=receivable.invoice_id)
    net, vat = lost.split([claimed_net.cents, claimed_vat.cents])
    written_off = replace(receivable, written_off=receivable.written_off + lost, settled_on=on,
                          written_off_vat=receivable.written_off_vat + vat)
    return written_off, [InvoiceWrittenOff(
        order_id=receivable.order_id, invoice_id=receivable.invoice_id, member_id=receivable.member_id,
        client_id=receivable.client_id, open=lost, net=net, vat=vat, reason=reason, written_off_on=on)]


def fall_overdue(receivable: Receivable, *, on: date) -> tuple[Receivable, list[InvoiceOverdue]]:
    """The due day has passed with something open; said once."""
    if receivable.overdue_on or not receivable.open or receivable.due_on >= on:
        return receivable, []
    return replace(receivable, overdue_on=on), [InvoiceOverdue(
        order_id=receivable.order_id, invoice_id=receivable.invoice_id, member_id=receivable.member_id,
        client_id=receivable.client_id, due_on=receivable.due_on, open=receivable.open)]
