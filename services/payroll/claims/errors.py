"""What is refused about claims."""

from shared.errors import Refusal


class NotInsuredThen(Refusal):
    """A claim leaves for the insurer who covers the day."""

    sentence = (
        "No cover of order {order_id} holds on {day}: declare its work, late if need be; the claim is sent once that "
        "is accepted."
    )


class AccidentReportedBefore(Refusal):
    """An accident is reported once, or the insurer answers it twice."""

    sentence = (
        "An accident of {day} at this order's work is claim {claim_id} already: say that this is another one, or add "
        "to that claim."
    )


class ClaimOutOfStep(Refusal):
    """Each step follows on the one before it."""

    sentence = "Claim {claim_id} is {state}: this step follows on {needs}."


class ClaimNotReported(Refusal):
    """What has not happened yet is not reported."""

    sentence = "The accident is said to happen on {day}, which is not past yet."


class PaymentBeyondIncapacity(Refusal):
    """The insurer pays days of incapacity, after the accident and up to the last day that is known."""

    sentence = "Days from {starts_on} to {ends_on} are not within the incapacity, from {first} to {last}."


class IncapacityUnpaid(Refusal):
    """An accepted claim is settled once every day of incapacity is paid."""

    sentence = "The insurer has paid {paid} of {days} days of incapacity: claim {claim_id} is not settled yet."


class DaysPaidBefore(Refusal):
    """The insurer pays a day of incapacity once."""

    sentence = "Some of these days of incapacity of claim {claim_id} were paid before."
