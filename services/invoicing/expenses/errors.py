"""What is refused about expenses."""

from shared.errors import Refusal


class ReceiptKeptBefore(Refusal):
    """A receipt is kept once in the whole cooperative: the same file, or the same number of the same supplier."""

    sentence = "This receipt is kept already: the same document, or the same number of the same supplier."


class ReceiptNotPossible(Refusal):
    """A receipt says what was bought, on a day that was, with tax that adds up at rates that there were."""

    sentence = "The receipt cannot be right: {reason}."


class ExpenseCategoryUnknown(Refusal):
    """What no table of the country names is not refunded: nobody guesses its tax."""

    sentence = "No rule of {day} says how {category} is refunded."


class EntityNotNamed(Refusal):
    """From an amount on, the document must name the cooperative."""

    sentence = "A receipt of {limit} or more must be made out to the cooperative; this one is of {gross}."


class PurchaseNotCovered(Refusal):
    """An invoice from abroad in the cooperative's name owes tax at home."""

    sentence = "An invoice from {country} in the cooperative's name is the accountant's: its tax is owed at home."


class ClosingDayPassed(Refusal):
    """The expenses of a year are claimed until its closing day."""

    sentence = "Expenses of {year} could be claimed until {closed_on}."


class ReceiptNotFree(Refusal):
    """A receipt stands in one claim, and one that was dropped in none."""

    sentence = "Of these receipts one is claimed or dropped already, or is not of the member whose activity it is."


class NothingLeftToClaim(Refusal):
    """Up to the limit of its category everything was claimed."""

    sentence = "Of receipt {receipt_id} nothing is left to claim: {limit} per {per} is the limit for {category}."


class ClaimNotInState(Refusal):
    """A claim goes one way."""

    sentence = "Claim {claim_id} is {state}."


class SecondPersonApproves(Refusal):
    """Neither who claimed nor whose money it is decides about a claim."""

    sentence = "A claim is decided by somebody else than the member and than who claimed it."


class ApproverKeepsAccount(Refusal):
    """Who approved a claim never says alone to which other account its money leaves."""

    sentence = "Claim {claim_id} leaves to another account only when the member or a second person names it."


class NotEnoughReceived(Refusal):
    """Expenses are refunded from what clients have paid, beyond the fee and the wages planned."""

    sentence = "The claim costs {cost}; the activity has received {available} beyond its fee and the wages planned."
