"""What is refused about registrations."""

from services.membership.members.errors import PersonKnown
from shared.errors import Refusal


class PlaceUnknown(Refusal):
    """Sessions and spaces are in one of the cooperative's cities, or online."""

    sentence = "{place} is not a city of the cooperative on {day}."


class RegistrationStateWrong(Refusal):
    """A registration goes one step at a time: draft, submitted, verified, accepted or refused."""

    sentence = "The registration {registration_id} is {state}; this needs it to be {needed}."


class IdentityNumberWrong(Refusal):
    """The national number does not exist: its check digits or its date do not fit."""

    sentence = "The national number is not a valid one."


class EnterpriseNumberWrong(Refusal):
    """A company or association joins under its name and the number that its country gave it."""

    sentence = "A legal person needs its name and its valid enterprise number."


class ShareClassUnknown(Refusal):
    """Shares are of a class that the statutes know."""

    sentence = "{share_class} is no class of shares on {day}."


class IdentityAssuranceTooLow(Refusal):
    """Identity is verified with a strong electronic identity, or by a person who saw the document."""

    sentence = "An identity cannot be verified with {means} on {day}."


class IdentityNotProven(Refusal):
    """Who somebody is, is said by a provider of identities that is believed, now, of the person who asks."""

    sentence = "The identity is not proven: {why}."


class IdentityDiffers(Refusal):
    """The registration names the person who was identified; which part differs is told to nobody else."""

    sentence = "The registration does not name the person who was identified: {differs}."


class SessionNotAttended(Refusal):
    """A registration needs an attended information session, or a waiver by an advisor with its reason."""

    sentence = "The registration {registration_id} needs an attended information session, or an advisor's waiver."


class AdmissionStepMissing(Refusal):
    """What the country asks of candidates (a signed declaration, a consultation) happens before they are accepted."""

    sentence = "The registration {registration_id} needs {steps} first."


class AdmissionStepUnknown(Refusal):
    """Only steps that the country asks are recorded."""

    sentence = "{step} is no step of admission on {day}."


class LivesElsewhere(Refusal):
    """Where the country asks it, members live in it; who does not joins the partner of their own."""

    sentence = "Members live in {country}; the registration names a domicile elsewhere."


class ActivityExcluded(Refusal):
    """The activity is on the list of those that the cooperative does not take in."""

    sentence = "The activity {activity} is excluded on {day} and no exception was given."


class ExceptionNotPossible(Refusal):
    """Some exclusions know exceptions, others do not."""

    sentence = "The excluded activity {activity} knows no exception on {day}."


class ReasonsMissing(Refusal):
    """A refusal must be reasoned (art. 6:106)."""

    sentence = "A refusal needs at least one reason."


class PersonRegistered(PersonKnown):
    """One verified registration per person; the answer tells nothing more."""

    named = "person_known"
