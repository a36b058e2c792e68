"""What is refused about erasures."""

from shared.errors import Refusal


class NotAPerson(Refusal):
    """Only natural persons have a right to be erased."""

    sentence = "Client {client_id} is no natural person: what is known of it is kept."


class NotSettled(Refusal):
    """Who owes or is owed something, or has ordered, is needed until that is settled."""

    sentence = "Client {client_id} still has {open} orders, invoices or sums open: settle them first."


class ErasureAskedBefore(Refusal):
    """Erasure is asked for once."""

    sentence = "Erasure was asked for before."
