"""What is refused about papers."""

from shared.errors import Refusal


class PaperNotReady(Refusal):
    """The printed form is made by the job `render_invoices`, never by a service."""

    sentence = "The paper of {invoice_id} is not made yet."
    retryable = True


class NotAnEInvoice(Refusal):
    """What was given is no UBL invoice and no UBL credit note."""

    sentence = "This is not an e-invoice (UBL 2.1): {why}."


class EInvoiceFaulty(Refusal):
    """A document that breaks an official rule does not leave the house."""

    sentence = "The e-invoice breaks official rules: {faults}"


class NotSetAside(Refusal):
    """Only a document that was set aside is tried again."""

    sentence = "Document {invoice_id} is not set aside."
