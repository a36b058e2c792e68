"""Shapes of a member's own data."""

from marshmallow import fields

from services.membership.schemas.registrations import NameAndDomicile, Particulars
from services.membership.schemas.sessions import LANGUAGES, Email
from services.membership.schemas.shares import WhichMember
from shared.fields import Count, Day, Flag, Id, Instant, OneOf, Shape, Text


class RecordHolder(WhichMember, NameAndDomicile):
    """A name and domicile for the register, from a day on."""

    effective_on = Day(required=True)
    reason = Text(required=True, longest=200)


class HolderRecorded(WhichMember):
    """The new version."""

    version_id = Id("hol", required=True)


class ChangeContact(WhichMember):
    """How to reach a member; no address for mail means post."""

    email = Email(load_default="", allow_none=False)
    phone = Text(load_default="", shortest=0, longest=30)
    language = OneOf(*LANGUAGES, required=True)


class ContactChanged(WhichMember):
    """Whether everything goes by post from now on."""

    by_post = Flag(required=True)


class MemberParticulars(WhichMember, Particulars):
    """Name, domicile and contact of today; empty where they were erased."""


class HolderVersion(Shape):
    """A version of name and domicile."""

    given_name = Text(required=True, allow_none=True)
    family_name = Text(required=True, allow_none=True)
    street = Text(required=True, allow_none=True)
    postcode = Text(required=True, allow_none=True)
    town = Text(required=True, allow_none=True)
    country = Text(required=True, allow_none=True)
    effective_on = Day(required=True)
    recorded_at = Instant(required=True)
    actor = Text(required=True)
    reason = Text(required=True)
    erased_at = Instant(required=True, allow_none=True)


class ContactVersion(Shape):
    """A version of how to reach a member."""

    email = Text(required=True)
    phone = Text(required=True)
    language = Text(required=True)
    recorded_on = Day(required=True)
    recorded_at = Instant(required=True)
    actor = Text(required=True)


class ChangeHistory(WhichMember):
    """Every version there was."""

    holders = fields.List(fields.Nested(HolderVersion), required=True)
    contacts = fields.List(fields.Nested(ContactVersion), required=True)


class Export(WhichMember):
    """Everything, as canonical JSON text, with its SHA-256, an Ed25519 signature and the public key (base64)."""

    content = fields.String(required=True)
    digest = Text(required=True)
    signature = Text(required=True)
    public_key = Text(required=True)


class ErasureLine(Shape):
    """What was done at one place."""

    place = Text(required=True)
    done = Text(required=True)
    on_day = Day(required=True)
    rows_found = Count(required=True)
    law = Text(required=True)
    kept_until = Day(required=True, allow_none=True)


class Erasure(WhichMember):
    """What was removed, what is kept, by which law and until when."""

    erasure_id = Id("ers", required=True)
    requested_on = Day(required=True)
    kept_until = Day(required=True)
    completed_on = Day(required=True, allow_none=True)
    lines = fields.List(fields.Nested(ErasureLine), required=True)
