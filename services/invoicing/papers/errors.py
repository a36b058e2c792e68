"""What is refused about papers."""

from shared.errors import Refusal


class PaperNotReady(Refusal):
    """The printed form is made by the job `render_invoices`, never by a service."""

    sentence = "The paper of {invoice_id} is not made yet."
    retryable = True
