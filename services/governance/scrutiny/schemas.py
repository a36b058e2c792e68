"""Shapes of the scrutineers' work."""

from services.governance.polls.rules.poll import PollState
from shared.fields import Count, Hex, Id, OneOf, Shape


class HandInShare(Shape):
    """Hand in a share of the key to which the ballots of a poll are sealed."""

    poll_id = Id("pol", required=True)
    share = Hex(32, required=True)


class SharesHandedIn(Shape):
    """Where the opening of a poll stands: how many of the needed shares are here, and the poll's state."""

    poll_id = Id("pol", required=True)
    state = OneOf(*PollState, required=True)
    shares = Count(required=True)
    needed = Count(required=True)
