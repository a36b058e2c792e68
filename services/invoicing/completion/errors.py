"""What is refused about work that is reported."""

from shared.errors import Refusal


class PartCompleted(Refusal):
    """A part is completed, and so invoiced, once."""

    sentence = "Part {part} of order {number} was completed on {completed_on}."


class WorkOutsideItsPeriod(Refusal):
    """A day of work lies outside the period that was ordered, or after the completion."""

    sentence = "Work on {day} lies outside {starts_on} to {ends_on}."


class WorkInTheFuture(Refusal):
    """Work is completed when it is done, not before."""

    sentence = "Work cannot be completed on {completed_on}: that day is after {today}."


class DayDoubled(Refusal):
    """A day of work is named once, with all its hours."""

    sentence = "The day {day} is named twice."


class HoursNotValid(Refusal):
    """A day holds more than no hours and at most twenty-four."""

    sentence = "{hours} hours on {day} are not possible."


class EmploymentNotDeclared(Refusal):
    """No longer given: undeclared work is completed and flagged, and payroll has it regularised (RD of 5/11/2002)."""

    sentence = "Order {number}: the employment was not declared before its first day of work {first_day}."


class EmploymentNotInsured(Refusal):
    """No longer given: uninsured work is completed and flagged; who is covered, payroll judges (law of 10/4/1971)."""

    sentence = "Order {number}: no insurance stood before the first day of work {first_day}."
