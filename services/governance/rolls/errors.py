"""What rolls refuse."""

from shared.errors import Refusal


class RollAlreadyFrozen(Refusal):
    """A frozen roll is never edited nor frozen again."""

    sentence = "The roll of this assembly was frozen before ({constraint})."


class RollNotFrozen(Refusal):
    """Nobody can vote before the roll of the assembly is frozen."""

    sentence = "The roll of assembly {assembly_id} is not frozen yet."


class RollEmpty(Refusal):
    """An assembly without a single voting member cannot decide."""

    sentence = "Nobody may vote at assembly {assembly_id} as of {record_on}."


class NotOnTheRoll(Refusal):
    """The member is not on the frozen roll."""

    sentence = "Member {member_id} is not on the roll of assembly {assembly_id}."


class ControlTotalsDiffer(Refusal):
    """A whole register has as many members and shares as whoever sent it says."""

    sentence = ("The parts of this import have {members} members with {shares} shares; {total_members} with "
                "{total_shares} were announced: nothing of this part was kept.")


class MembersDoubled(Refusal):
    """A roll names each member once."""

    sentence = "The roll names {count} members more than once."


class NotPresent(Refusal):
    """Who never came cannot leave."""

    sentence = "Member {member_id} did not come to assembly {assembly_id}."


class SeenByNobody(Refusal):
    """Who is in the room is checked in at the desk; oneself, one takes part from a distance."""

    sentence = "Member {member_id} cannot say alone that they are in the room: the desk checks them in."
