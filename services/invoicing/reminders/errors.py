"""What is refused about invoices that are late."""

from shared.errors import Refusal


class NotLate(Refusal):
    """Only an invoice that is open after its due day is asked about, and only one of the member's clients."""

    sentence = "Invoice {invoice_id} waits for no answer of its member."


class DisputeOpen(Refusal):
    """An invoice is disputed once at a time; the dispute that is open has to be closed first."""

    sentence = "The invoice is disputed already: close that dispute first."


class NoDispute(Refusal):
    """Only a dispute that is open can be closed."""

    sentence = "No dispute is open on invoice {invoice_id}."


class PlanNotWhole(Refusal):
    """A plan pays exactly what is open, in days that follow one another."""

    sentence = "A plan for invoice {invoice_id} pays {open} in all, on days that follow one another from {on} on."


class PlanRunning(Refusal):
    """An invoice is paid by one plan at a time."""

    sentence = "The invoice has a payment plan already: end it first."


class NoPlan(Refusal):
    """Only a plan that runs can be ended."""

    sentence = "Invoice {invoice_id} has no payment plan."


class NothingToHandOver(Refusal):
    """A collector gets what the last reminder asked for in vain, and nothing that is held back."""

    sentence = "Client {client_id} has no invoice that is ready for a collector."
