"""What the dispatcher itself refuses, before or after a method is asked."""

from shared.errors import Refusal


class MethodNotFound(Refusal):
    """The service has no such method."""

    sentence = "{service} has no method {method}."


class PositionalArguments(Refusal):
    """Arguments must be named."""

    sentence = "Arguments must be named; {count} came without a name."


class RequestIdMissing(Refusal):
    """A command needs a request_id, so that it can be sent again safely."""

    sentence = "A command needs a request_id (1 to 100 printable characters) so that it can be sent again safely."


class RequestIdReused(Refusal):
    """The same request_id came with another request."""

    sentence = "This request_id was used for another request of the same method."


class AnswerNotKept(Refusal):
    """The command was carried out before; its answer is a secret that is never stored, or was forgotten since."""

    sentence = "This request was carried out before; its answer was a secret, or is too old, and is not kept."


class DeadlinePassed(Refusal):
    """The caller has stopped waiting, so the call is not begun."""

    sentence = "The deadline of the call had passed before it was begun."
    retryable = True


class NotYourClock(Refusal):
    """Only jobs, tests and the demo (role `clock`) may say which business day it is."""

    sentence = "Only the role clock may pass another business day."


class DatabaseIsAway(Refusal):
    """The database cannot be asked, or went away meanwhile; a command may have been carried out."""

    sentence = "The database of {service} is away; send the request again, a command with the same request_id."
    retryable = True


class InternalError(Refusal):
    """A fault of ours. Its text stays in the log under the correlation."""

    sentence = "Something failed on our side and nothing was changed; quote {correlation}."
    retryable = True
