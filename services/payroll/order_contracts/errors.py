"""What is refused about the contracts of orders."""

from shared.errors import Refusal


class OrderContractNotWritten(Refusal):
    """The contract is written by a job, within minutes of the order."""

    sentence = "The contract of order {order_id} is not written yet: try again in some minutes."


class OrderContractChanged(Refusal):
    """What is signed is what was read."""

    sentence = "The contract was written anew as the order was amended: read and sign number {number}."


class OrderContractOver(Refusal):
    """Nobody signs for work that does not take place."""

    sentence = "The order was cancelled on {cancelled_on}: there is nothing to sign."


class OrderContractSigned(Refusal):
    """Only a contract that was not signed in time needs a word about it."""

    sentence = "Contract {number} is {state}: nothing about it is open."
