"""What is refused about invoices that are late."""

from shared.errors import Refusal


class NotLate(Refusal):
    """Only of an invoice that is open after its due day something is told, and a day to wait for is within a year."""

    sentence = "Invoice {invoice_id} is not late, or the day to wait for is not within a year."


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
