"""What is refused about employments without an end."""

from shared.errors import Refusal


class EmploymentRunning(Refusal):
    """A worker has one open-ended employment at a time in one legal entity."""

    sentence = "There is an open-ended employment already ({employment_id}): change it, or end it first."


class TermsNotInState(Refusal):
    """Terms are approved when asked for, signed when approved."""

    sentence = "The terms from {from_on} are {state}; this needs {needed}."


class ChangeAskedBefore(Refusal):
    """One change at a time waits for its decision and its signatures."""

    sentence = "Another change of this employment waits: decide or withdraw it first ({constraint})."


class FirstHourPassed(Refusal):
    """A contract, and each change of it, is signed by both before the first hour that it holds for."""

    sentence = "The terms begin on {from_on}: they are signed by both before that day. Ask for a later one."


class MonthWorkedOut(Refusal):
    """What was worked out and paid is not changed: other terms hold from a later day."""

    sentence = "The wages until {until} are worked out: name a day after it."


class WeeklyHoursOutOfRange(Refusal):
    """Part time has a least, full time is the most."""

    sentence = "{hours} hours a week are not possible: from {least} to {full}, or none for unpaid leave."


class WageBelowLeast(Refusal):
    """Nobody is employed for less than the guaranteed minimum."""

    sentence = "{gross} a month is less than the guaranteed minimum for {hours} hours a week, {least}."


class HoursWithoutWage(Refusal):
    """Hours and wage go together: without hours it is unpaid leave, and a first contract has both."""

    sentence = "Hours and wage go together: give both, or neither for unpaid leave of an employment that has begun."


class NotRunning(Refusal):
    """Only an employment that was agreed and has no last day is changed or ended."""

    sentence = "Employment {employment_id} is {state}: it has no terms to change and no end to set."


class EndBeforeThat(Refusal):
    """An end is not set before a day until which the wages are worked out, nor before the employment began."""

    sentence = "The employment ends on {first} at the earliest."


class DeathToCome(Refusal):
    """A death is recorded once it happened."""

    sentence = "{died_on} is still to come."


class LastWageWorkedOut(Refusal):
    """What is left is paid out with the last wage, or stays."""

    sentence = "The last wage is worked out: what is left stays, and feeds the next employment that is agreed."


class CooperativeSignsItself(Refusal):
    """Nobody signs for the other party."""

    sentence = "The cooperative's signature is not the member's to give."


class ContractNotPrinted(Refusal):
    """The paper of a contract is made by a job, within minutes of the approval."""

    sentence = "The contract is not printed yet: try again in some minutes."


class EmploymentRefused(Refusal):
    """A refusal names its reason."""

    sentence = "Say why the terms are refused: the worker reads it."
