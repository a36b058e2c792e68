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


class MandateOtherwise(Refusal):
    """The assembly votes on deliverable and term: nobody gives a group others afterwards."""

    sentence = ("What was voted on as {resolution_id} does not say, word by word, the deliverable ({deliverable}) and "
                "the term ({ends_on}).")


class NotInTheGroup(Refusal):
    """Members of a group choose its facilitator among themselves."""

    sentence = "{member_id} is no member of work group {group_id}."


class NotNominated(Refusal):
    """Who is proposed as facilitator was named by somebody."""

    sentence = "Nobody named {nominee_id}: propose somebody who was named."


class ConsentMissing(Refusal):
    """A facilitator is elected by consent: no objection stands, and nobody who took part is left out."""

    sentence = ("Proposal {proposal_id} has {objections} objections, and {silent} who took part said nothing to it: "
                "listen to them, or propose somebody else.")


class FacilitatorElected(Refusal):
    """A proposal is declared once."""

    sentence = "Who was proposed is the facilitator already ({constraint})."


class ObjectionUnexplained(Refusal):
    """An objection has its reason, so that the group can answer it."""

    sentence = "Say why member {member_id} objects."


class GroupCallOutOfTime(Refusal):
    """A call for volunteers leaves time to read it, and closes before the term of the group ends."""

    sentence = "The call would close on {closes_on}: between {first} and {last} is possible."


class DrawnTooEarly(Refusal):
    """The lot is drawn behind the closing day: nobody draws when those who came so far suit them."""

    sentence = "Members volunteer for work group {group_id} until and with {closes_on}: draw the lot after it."


class TooFewNamed(Refusal):
    """At least half of a group names whom it would have as facilitator."""

    sentence = "{took_part} of {members} members named somebody: at least half of them do, before one is proposed."
