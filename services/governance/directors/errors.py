"""What the board of directors refuses."""

from shared.errors import Refusal


class CollegeUnknown(Refusal):
    """Seats belong to the colleges that the statutes name."""

    sentence = "The statutes know no college {college} on {on}; there are: {known}."


class NotEligible(Refusal):
    """A director is a member with a share that has its vote."""

    sentence = "Member {member_id} cannot be a director on {on}: a member with at least one share that votes can."


class StandsBefore(Refusal):
    """Each member stands once for an election; who would change the candidacy withdraws it first."""

    sentence = "Member {member_id} stands already: candidacy {candidacy_id} is withdrawn first."


class CandidacyOver(Refusal):
    """A candidacy is withdrawn once, and before it is decided."""

    sentence = "Candidacy {candidacy_id} was withdrawn or decided before."


class CallOutOfTime(Refusal):
    """A call leaves the members time to stand, and keeps no later call waiting: it closes within a year."""

    sentence = "Candidacies cannot close on {closes_on}: name a day from {first} to {last}."


class CandidateNotPut(Refusal):
    """Who stands in time is put to the vote: nobody leaves a candidate off the agenda."""

    sentence = "Candidacy {candidacy_id} was not put to assembly {assembly_id}: put it to the vote, word by word."


class ElectionUndecided(Refusal):
    """An election is declared once every vote of it has its result."""

    sentence = "The vote {resolution_id} has no result yet: close it, or settle the item, before the board is declared."


class BoardUndecided(Refusal):
    """What an assembly decided about the board is declared whole: a dismissal or confirmation is not passed by."""

    sentence = "A vote of assembly {assembly_id} about a director has no result yet: close it, or settle the item."


class ElectionUndeclared(Refusal):
    """What an assembly decided about seats stands before what comes after it: it is declared first."""

    sentence = "Candidates were put to assembly {assembly_id} of {held_on}: declare the board of that day first."


class AssemblyNotHeld(Refusal):
    """What an assembly decided is declared from the day on which it is held."""

    sentence = "Assembly {assembly_id} is held on {held_on}; its decisions are declared from that day."


class DeclaredBefore(Refusal):
    """What an assembly decided about the board is declared once."""

    sentence = "What this assembly decided about the board was declared before ({constraint})."


class SeedNeeded(Refusal):
    """Equal candidates are ordered by the lot whose seed was fixed with the call."""

    sentence = "Candidates are equal at the last seat: the seed whose digest stood in the call decides between them."


class NotInOffice(Refusal):
    """Only who sits on the board on a day acts as its member."""

    sentence = "Mandate {mandate_id} is not in office on {on}."


class ResignedBefore(Refusal):
    """A director resigns once, from a day that is not past."""

    sentence = "Mandate {mandate_id} cannot end on {on}: it ended before, or that day is past."


class SeatTaken(Refusal):
    """A seat has one holder, nobody sits on two, and a reserved one is for whom it is reserved."""

    sentence = "Seat {number} of {college} is not free for this person on {on}: name a vacant seat that is for them."


class BoardMoved(Refusal):
    """The same was asked of the board twice at once: what came first stands."""

    sentence = "This was done before ({constraint}): ask who sits on the board now."
