"""What is refused about signing. Nothing here repeats a token, a code, a name or a mailbox."""

from shared.errors import Refusal


class LinkUnknown(Refusal):
    """The link opens nothing: whoever tries some learns no more."""

    sentence = "This link opens no order form."


class FormChanged(Refusal):
    """What was shown is not what would be signed."""

    sentence = "Order form {number} is not the one that was shown; open it again."


class FormNotOpen(Refusal):
    """The form was answered, taken back, replaced or locked, or its last day is over."""

    sentence = "Order form {number} cannot be answered: it is {state}."


class TooManyCodes(Refusal):
    """Each form has a limited number of codes, so that nobody floods a mailbox."""

    sentence = "No more codes are sent for order form {number}; ask for the form to be sent again."


class ValidityNotPossible(Refusal):
    """A form can be accepted for some days at least, and not for ever."""

    sentence = "A form sent on {today} cannot be valid until {valid_until}: until that day at least, at most {most}."


class FormPaperNotReady(Refusal):
    """The printed form is made by the job `send_order_forms`, never by a service."""

    sentence = "The paper of this order form is not made yet."
    retryable = True
    named = "paper_not_ready"


class NoFormSent(Refusal):
    """An order that was never sent has no form."""

    sentence = "No form of order {number} was sent."
