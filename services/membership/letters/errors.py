"""What is refused about letters."""

from shared.errors import Refusal


class NoAddress(Refusal):
    """A letter needs a mailbox or a postal address."""

    sentence = "Nobody knows an address to which this letter could go."
