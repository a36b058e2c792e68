"""Shapes of registrations."""

from marshmallow import fields, validate

from services.membership.admission.rules import IdentityMeans, RegistrationState
from services.membership.members.rules import LANGUAGES
from shared.fields import Count, Day, Email, Flag, Id, MoneyField, OneOf, Shape, Text


class Particulars(Shape):
    """Who somebody is, where they live (what the register must show, art. 6:25, 2), how they are reached."""

    given_name = Text(required=True, longest=100)
    family_name = Text(required=True, longest=100)
    street = Text(required=True, longest=140)
    postcode = Text(required=True, longest=16)
    town = Text(required=True, longest=70)
    country = Text(required=True, longest=2, shortest=2)
    email = Email(required=True)
    phone = Text(load_default="", shortest=0, longest=30)
    language = OneOf(*LANGUAGES, required=True)


class DraftRegistration(Particulars):
    """A registration: the person, the activity they want to exercise, the city whose office suits them.

    A company or association has a legal_name and an enterprise_number; the person named then represents it.
    """

    national_number = Text(load_default="", shortest=0, longest=20)
    activity = Text(required=True, longest=60)
    city = Text(required=True, longest=60)
    legal_name = Text(load_default="", shortest=0, longest=70)
    enterprise_number = Text(load_default="", shortest=0, longest=20)


class OneRegistration(Shape):
    """One registration."""

    registration_id = Id("reg", required=True)


class RewriteRegistration(DraftRegistration):
    """A draft written anew."""

    registration_id = Id("reg", required=True)


class VerifyIdentity(OneRegistration):
    """How the identity was verified; assertion: what the provider of an electronic identity signed."""

    means = OneOf(*IdentityMeans, required=True)
    assertion = Text(load_default="", shortest=0, longest=4_000)


class WaiveSession(OneRegistration):
    """Why no information session is needed."""

    reason = Text(required=True, longest=500)


class RecordAdmissionStep(OneRegistration):
    """Which step, when (today, if nothing is said), and what shows it: the name of a paper, who held the talk."""

    step = Text(required=True, longest=40)
    happened_on = Day(load_default=None, allow_none=True)
    evidence = Text(required=True, longest=300)


class AcceptRegistration(OneRegistration):
    """Accept; an excluded activity needs the reason for its exception."""

    exception_reason = Text(load_default="", shortest=0, longest=500)
    founder = Flag(load_default=False)
    share_class = Text(load_default="", shortest=0, longest=10)


class RefuseRegistration(OneRegistration):
    """Refuse, with reasons."""

    reasons = fields.List(Text(longest=500), required=True, validate=validate.Length(max=10))


class RegistrationStep(Shape):
    """Where a registration stands."""

    registration_id = Id("reg", required=True)
    state = Text(required=True)


class RegistrationAccepted(RegistrationStep):
    """The candidate, and the call of the first share."""

    member_id = Id("mbr", required=True)
    call_id = Id("shc", required=True)
    structured_communication = Text(required=True)
    amount = MoneyField(required=True)
    due_on = Day(required=True)


class RegistrationDetail(RegistrationStep, Particulars):
    """A registration as the applicant and the desk see it; `session_met`: no information session is to come first.

    steps_missing: what else the country asks before acceptance.
    """

    activity = Text(required=True)
    city = Text(required=True)
    legal_name = Text(required=True)
    enterprise_number = Text(required=True)
    session_waiver = Text(required=True)
    session_met = Flag(required=True)
    steps_missing = fields.List(Text(), required=True)
    reasons = fields.List(Text(), required=True)
    member_id = Text(required=True)
    drafted_on = Day(required=True)
    submitted_on = Day(required=True, allow_none=True)
    verified_on = Day(required=True, allow_none=True)
    decided_on = Day(required=True, allow_none=True)


class ListRegistrations(Shape):
    """Registrations in a state, a page at a time."""

    state = OneOf(*RegistrationState, required=True)
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=50, least=1, limit=200)


class RegistrationSummary(RegistrationStep):
    """A registration in a list: no personal data."""

    activity = Text(required=True)
    city = Text(required=True)
    language = Text(required=True)
    submitted_on = Day(required=True, allow_none=True)
    verified_on = Day(required=True, allow_none=True)
    member_id = Text(required=True)
