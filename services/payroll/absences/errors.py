"""What is refused about absences."""

from shared.errors import Refusal


class AbsencePeriodWrong(Refusal):
    """An absence has a first and a last day, at most a year apart."""

    sentence = "An absence from {starts_on} to {ends_on} is none: name a last day within a year of the first."


class AbsenceOverlaps(Refusal):
    """Somebody is absent once on a day."""

    sentence = (
        "Absence {absence_id} has days from {starts_on} to {ends_on}: end or withdraw it first, or name other days."
    )


class NothingToBeAbsentFrom(Refusal):
    """Only who is employed on a day can be absent on it."""

    sentence = "No employment has a day from {starts_on} to {ends_on}: there is nothing to be absent from."


class SicknessToCome(Refusal):
    """Sickness is reported once it is there; a doctor certifies how long it will last."""

    sentence = "Sickness from {starts_on} on has not begun: report it on its first day."


class CertificateMissing(Refusal):
    """Sickness is shown by a certificate, but for a day of it a few times a year."""

    sentence = (
        "There is no certificate: add its digest. Without one a single day is accepted, {allowed} times a year; "
        "{used} were."
    )


class AbsenceNotInState(Refusal):
    """Each step follows on the one before it."""

    sentence = "The absence is {state}; this needs {needed}."


class AbsenceReasonMissing(Refusal):
    """A refusal names its reason."""

    sentence = "Say why the absence is refused: the worker reads it."


class OwnAbsenceDecided(Refusal):
    """Nobody decides about their own absence."""

    sentence = "It is your own absence: somebody else decides about it."


class LeaveBeyondRight(Refusal):
    """Paid leave was earned in the year before."""

    sentence = (
        "{asked} days of leave are asked for, {left} of {right} are left in {year}: ask for unpaid leave, or name the "
        "days on the holiday certificate of an earlier employer."
    )


class LeaveCrossesYears(Refusal):
    """Leave is taken from the right of one year."""

    sentence = "The leave lies in {first} and in {last}: ask for it year by year."


class ReturnOutsideAbsence(Refusal):
    """Whoever returns was absent the day before and has days of absence left."""

    sentence = "A return on {back_on} is not within the absence from {starts_on} to {ends_on}."


class ReturnTypedLate(Refusal):
    """A return of an earlier day is written down by somebody else than the worker."""

    sentence = "{back_on} is past: a payroll clerk writes down a return that was not told on its day."


class NothingOpenInAbsence(Refusal):
    """What is not open needs no decision."""

    sentence = "Nothing about absence {absence_id} is open: no guaranteed wage is undecided, no work lies in it."
