"""Shapes of a member's own data."""

from marshmallow import fields

from services.membership.members.rules import LANGUAGES
from shared.fields import Count, Day, Id, Instant, OneOf, Shape, Text


class AboutMember(Shape):
    """One member."""

    member_id = Id("mbr", required=True)


class MemberParticulars(AboutMember):
    """Name, domicile and contact of today; empty where they were erased."""

    given_name = Text(required=True)
    family_name = Text(required=True)
    street = Text(required=True)
    postcode = Text(required=True)
    town = Text(required=True)
    country = Text(required=True)
    email = Text(required=True)
    phone = Text(required=True)
    language = OneOf(*LANGUAGES, required=True)


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


class ChangeHistory(Shape):
    """Every version there was."""

    member_id = Id("mbr", required=True)
    holders = fields.List(fields.Nested(HolderVersion), required=True)
    contacts = fields.List(fields.Nested(ContactVersion), required=True)


class Export(Shape):
    """Everything, as canonical JSON text, with its SHA-256, an Ed25519 signature and the public key (base64)."""

    member_id = Id("mbr", required=True)
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


class Erasure(Shape):
    """What was removed, what is kept, by which law and until when."""

    member_id = Id("mbr", required=True)
    erasure_id = Id("ers", required=True)
    requested_on = Day(required=True)
    kept_until = Day(required=True)
    completed_on = Day(required=True, allow_none=True)
    lines = fields.List(fields.Nested(ErasureLine), required=True)
