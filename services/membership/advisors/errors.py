"""What is refused about advisors."""

from shared.errors import Refusal


class AdvisorKnown(Refusal):
    """One advisor per person."""

    sentence = "This person is an advisor already ({constraint})."


class AdvisorNotActive(Refusal):
    """Members go to advisors who work here on that day."""

    sentence = "{advisor_id} is not an advisor on {day}."


class AbsencesOverlap(Refusal):
    """One absence at a time."""

    sentence = "This advisor is absent in a part of that time already ({constraint})."


class CoverAbsent(Refusal):
    """Who covers must be there, and be somebody else."""

    sentence = "{cover_id} cannot cover from {from_on}: absent, gone, or the same person."
