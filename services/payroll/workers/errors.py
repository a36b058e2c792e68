"""What is refused about employers and workers."""

from shared.errors import Refusal


class WorkerKnownBefore(Refusal):
    """A worker is registered once; what changes is corrected, not registered again."""

    sentence = "This member, or this national number, is registered as a worker already ({constraint})."


class PayslipLanguageUnknown(Refusal):
    """A payslip is written in a language that its reader understands."""

    named = "language_unknown"
    sentence = "The language of member {member_id} is not known: give one of {languages}."


class WorkerNotRegistered(Refusal):
    """The worker's own data (name, national number, account, household) are not known yet."""

    sentence = "Member {member_id} is not registered as a worker."


class EmployerNotRegistered(Refusal):
    """The data of a legal entity as an employer are not known on that day."""

    sentence = "Legal entity {entity} is not registered as an employer on {day}: register_employer enters its numbers."


class EmployerKnownBefore(Refusal):
    """One set of employer's data begins on a day."""

    sentence = "Other data of the employer begin on that day already ({constraint})."
