"""What is refused about what clients owe."""

from shared.errors import Refusal


class InvoiceSettled(Refusal):
    """Nothing is open on the invoice."""

    sentence = "Nothing is open on invoice {invoice_id}."


class NotYetWorked(Refusal):
    """A deposit is claimed before the work: one that is not paid is credited, for nothing is lost."""

    sentence = "Invoice {invoice_id} is a deposit on work to come: credit it instead."


class CreditAboveInvoice(Refusal):
    """All credit notes of an invoice together give back at most what it claimed without VAT."""

    sentence = "At most {limit} without VAT is left to credit on invoice {invoice_id}."


class CreditTooLarge(Refusal):
    """A credit note gives back at most what the invoice claims or was paid, not what was written off."""

    sentence = "At most {limit} can still be credited on invoice {invoice_id}."


class RefundNotUnderWay(Refusal):
    """Only a refund that left, and that no movement has carried out, can be refused by the bank."""

    sentence = "No refund {reference} is under way."


class ClientAccountUsed(Refusal):
    """Money that was placed wrongly is still where it was placed."""

    sentence = ("Client {client_id} has {there} with the house: {lacking} of this money was set off or refunded since. "
                "Have that back first.")


class ClientAccountTooSmall(Refusal):
    """What is set off or refunded stands on the client's account."""

    sentence = "Client {client_id} has {there} with the house: more than nothing, and no more than that, can be used."
