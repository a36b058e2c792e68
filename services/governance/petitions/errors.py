"""What petitions refuse."""

from shared.errors import Refusal


class NotOnTheRegister(Refusal):
    """Only a member with a share asks an assembly to be convened."""

    sentence = "Member {member_id} holds no share on {on}: only who does signs a petition."


class SignedBefore(Refusal):
    """Each member signs a petition once."""

    sentence = "Member {member_id} signed petition {petition_id} already."


class NotSigned(Refusal):
    """Only who signed takes a signature back, or convenes in the end."""

    sentence = "Member {member_id} did not sign petition {petition_id}."


class PetitionReached(Refusal):
    """Once enough signed, the board's time runs: nobody signs more, and nobody takes it back."""

    sentence = "Petition {petition_id} was signed by enough on {reached_on}: the board convenes by {due_on}."


class PetitionNotReached(Refusal):
    """Too few signed: nothing is to be convened yet."""

    sentence = "Petition {petition_id} is not signed by enough members yet."


class PetitionAnswered(Refusal):
    """A petition leads to one assembly."""

    sentence = "An assembly was convened for this petition before ({constraint})."


class AgendaLacksItem(Refusal):
    """The agenda has every item that was asked for, word by word, with the same kind of decision."""

    sentence = "Assembly {assembly_id} does not ask: {question} Put it on an agenda, word by word."


class ConvenedBefore(Refusal):
    """An assembly that was convened before enough had signed does not answer them."""

    sentence = "Assembly {assembly_id} was convened on {convened_on}, before the petition was signed by enough."


class BoardHasTime(Refusal):
    """While the board has time to convene, nobody else does."""

    sentence = "The board has until {due_on} to convene for petition {petition_id}; then its signers may."
