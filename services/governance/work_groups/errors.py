"""What work groups refuse."""

from shared.errors import Refusal


class MandateMissing(Refusal):
    """A work group has its mandate from a resolution that the assembly adopted."""

    sentence = "Resolution {resolution_id} is {outcome}: it gives no mandate."


class MandatedBefore(Refusal):
    """One resolution mandates one work group."""

    sentence = "This resolution mandated a work group before ({constraint})."


class CallOver(Refusal):
    """After the lot nobody volunteers any more, and it is not drawn again."""

    sentence = "The members of work group {group_id} were drawn before."


class CallStillOpen(Refusal):
    """A work group works once its members are drawn."""

    sentence = "The members of work group {group_id} are not drawn yet."


class StratumUnknown(Refusal):
    """Who volunteers belongs to one of the strata of the call."""

    sentence = "Work group {group_id} has no stratum {stratum}; there are: {known}."


class VolunteeredBefore(Refusal):
    """Each member volunteers once."""

    sentence = "This member volunteered before ({constraint})."


class SeedWrong(Refusal):
    """The seed is the one whose digest was published with the call: nobody chooses it after seeing the volunteers."""

    sentence = "The digest of this seed is not the one that was published with the call of work group {group_id}."


class TermOver(Refusal):
    """A work group works until the end of its term."""

    sentence = "The term of work group {group_id} ended on {ends_on}."
