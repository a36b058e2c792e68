"""What is refused about members."""

from shared.errors import Refusal


class NotMember(Refusal):
    """Only somebody who is a member on that day may do this."""

    sentence = "{member_id} is not a member on {day}."


class PersonKnown(Refusal):
    """The person is registered or a member already; the answer tells nothing more."""

    sentence = "This registration cannot go on as it is; please speak with the membership desk."
