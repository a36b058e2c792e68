"""What convening refuses."""

from shared.errors import Refusal


class NoticeTooShort(Refusal):
    """The notice reaches the members too late (CSA art. 6:70)."""

    sentence = "The assembly would be held {days} days after its notice; at least {least} days are required."


class RecordDayAfterAssembly(Refusal):
    """The roll is frozen as of a day on or before the assembly."""

    sentence = "The record day {record_on} lies after the assembly of {held_on}."


class RecordDayNotReached(Refusal):
    """A roll as of a day that has not come cannot be frozen."""

    sentence = "The roll is frozen as of {record_on}; today is {on}."


class EarlyVotingNotAllowed(Refusal):
    """Votes before the meeting need a clause of the statutes (CSA art. 6:75 par. 4)."""

    sentence = "A poll may open on {earliest} at the earliest; this one would open at {opens_at}."


class CollegeWithoutMembers(Refusal):
    """A college votes apart when members belong to it, and once on an item (CSA art. 6:87)."""

    sentence = "College {college} cannot vote apart: on {on} there are {known}, and each votes once on an item."


class CollegeEmptied(Refusal):
    """A college that votes apart by the convening has members on the roll, or its item is set aside first."""

    sentence = ("Nobody belongs to college {college} on {on}, which votes apart on item {place}: note its members, or "
                "set the item aside and say why.")


class NothingToCallAgain(Refusal):
    """A second call is convened for resolutions that missed their quorum (CSA art. 6:85)."""

    sentence = "No resolution of assembly {assembly_id} missed its quorum."


class AlreadyCalledAgain(Refusal):
    """An assembly has one second call."""

    sentence = "The second call of this assembly was convened before ({constraint})."


class ItemSettled(Refusal):
    """An item is withdrawn, adjourned or annulled once."""

    sentence = "This item was settled before ({constraint})."


class ItemRequested(Refusal):
    """An item for which members asked by a petition is voted on: nobody withdraws, adjourns or merely notes it."""

    sentence = "Members asked for this item by a petition: it is put to the vote ({constraint})."


class SettledOtherwise(Refusal):
    """What was voted on can be annulled; what was not can be withdrawn or adjourned."""

    sentence = "Item {resolution_id} is {outcome}; it cannot be {how}."


class SealingKeysMixed(Refusal):
    """Each vote has a sealing key of its own: opening one must not open another."""

    sentence = "{items} items cannot be sealed with {keys} different keys: each has one of its own, or none has."
