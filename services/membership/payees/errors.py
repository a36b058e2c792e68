"""What is refused about payees."""

from shared.errors import Refusal


class IbanWrong(Refusal):
    """The account number does not exist."""

    sentence = "The account number is not a valid IBAN."


class PayeeNotWaiting(Refusal):
    """An account is confirmed once, and only the newest: a newer one, or its withdrawal, ends the older one's turn."""

    sentence = "The account {payee_id} waits for no confirmation any more; record it again if money is to go there."


class CodeNotInForce(Refusal):
    """A code counts for some days and some attempts after it was sent."""

    sentence = "No code for the account {payee_id} is in force ({why}): record the account again, or see the desk."


class AnotherPersonConfirms(Refusal):
    """Who named an account does not confirm it: another person looks at it, and at who stands before them."""

    sentence = "Somebody else than who recorded this account must confirm it."
