"""What is refused about the bank's files and movements. Nothing of a file is ever quoted."""

from shared.errors import Refusal


class BankFileNotRead(Refusal):
    """The file is not what its format says."""

    sentence = "The bank file cannot be read as {file_format}: {why}."


class BalanceBroken(Refusal):
    """Old balance and movements do not give the new balance."""

    sentence = "Statement {statement}: the old balance and its movements give {found}, not the new balance {stated}."


class StatementOutOfLine(Refusal):
    """A statement begins where the one before it on the account ended; else one is missing or doubled.

    It is taken in all the same: the gap is shown, in the list of gaps and by `verify`, until the missing one comes.
    """

    sentence = "Statement {statement} begins at {opening}, but the one before it ended at {expected}."


class StatementChanged(Refusal):
    """A statement was taken in before, with another content."""

    sentence = "Statement {statement} was taken in before with another content."


class MovementStuck(Refusal):
    """A file tells again a movement that could not be booked yet."""

    sentence = "Movement {movement_id} could not be booked yet; once `verify` names it no more, take the file in again."


class NotOurAccount(Refusal):
    """The statement is of an account that is not the cooperative's."""

    sentence = "The statement is of an account that is not among the cooperative's accounts."


class TakesNoPayments(Refusal):
    """Only a service that people pay by references of its own takes money that came without one."""

    sentence = "Nobody pays {service}: movement {movement_id} cannot be its money."
