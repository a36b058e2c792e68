"""What the count of ballots on paper refuses."""

from shared.errors import Refusal


class NoPaperHandedOut(Refusal):
    """Where no ballot was handed out on paper there is nothing to count."""

    sentence = "No ballot was handed out on paper in poll {poll_id}."


class PapersTooMany(Refusal):
    """The urn holds no more ballots than were handed out: each is one mark on the roll."""

    sentence = "The sheet has {papers} ballots, {handed_out} were handed out: count again, or adjourn the item."


class CountAgreed(Refusal):
    """Two tellers agreed: the count stands."""

    sentence = "Two tellers agreed about the ballots on paper of poll {poll_id}; their count stands."


class SheetNotSigned(Refusal):
    """Where the paper names keys, a teller signs the sheet with one of them, and each with their own."""

    sentence = "The sheet of poll {poll_id} needs the signature of a closer on its paper, another than the first."


class PapersUncounted(Refusal):
    """A result is that of both urns: two tellers count the ballots on paper before it is declared."""

    sentence = "{handed_out} ballots of poll {poll_id} were handed out on paper: two tellers count them first."


class TwoTellersNeeded(Refusal):
    """No ballot on paper is counted by the word of one."""

    sentence = "Two tellers must have counted the same before ballots on paper are in a result ({constraint})."


class HandsTooEarly(Refusal):
    """Hands are shown at the meeting."""

    sentence = "Poll {poll_id} belongs to the meeting of {held_on}: hands are counted there."


class HandsTooLate(Refusal):
    """What the room decided by hands is told on its day; later nobody who was there would see it."""

    sentence = "The meeting of poll {poll_id} was on {held_on}: adjourn its item, and put it to the next assembly."


class HandsTooMany(Refusal):
    """Each member who is there has one hand to show, for themselves and for each whom they represent."""

    sentence = "The sheet tells of {hands} hands, but {present} members who may vote are present or represented."
