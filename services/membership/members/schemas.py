"""Shapes of members and how they are reached."""


from services.membership.members.rules import LANGUAGES
from shared.fields import Email, Flag, Id, OneOf, Shape, Text


class ChangeContact(Shape):
    """How to reach a member; no address for mail means post."""

    member_id = Id("mbr", required=True)
    email = Email(load_default="", allow_none=False)
    phone = Text(load_default="", shortest=0, longest=30)
    language = OneOf(*LANGUAGES, required=True)


class ContactChanged(Shape):
    """Whether everything goes by post from now on."""

    member_id = Id("mbr", required=True)
    by_post = Flag(required=True)
