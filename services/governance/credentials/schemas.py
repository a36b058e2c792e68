"""Shapes of credentials."""

from services.governance.credentials.rules import HandedOut
from shared.fields import Flag, Hex, Id, OneOf, Shape, Text


class ListOpenPolls(Shape):
    """Name the member who may vote."""

    member_id = Id("mbr", required=True)


class IssueCredential(Shape):
    """Take the credential of a roll entry: the voter's library blinded what is to be signed.

    `signature` is made with the voting key that stands on the roll; who has none there leaves it out.
    """

    poll_id = Id("pol", required=True)
    member_id = Id("mbr", required=True)
    blinded = Hex(required=True)
    signature = Hex(64, load_default="")


class IssueProxyCredential(Shape):
    """Take the credential of a principal; `signature` is made with the holder's key on the proxy, if there is one."""

    poll_id = Id("pol", required=True)
    principal_id = Id("mbr", required=True)
    holder_id = Text(required=True, longest=60)
    blinded = Hex(required=True)
    signature = Hex(64, load_default="")


class HandOutBallot(Shape):
    """A ballot on paper: `paper` in the room, to the member or who holds their proxy; `post` by their own letter.

    `document_digest` is that of the signed envelope of a letter.
    """

    poll_id = Id("pol", required=True)
    member_id = Id("mbr", required=True)
    how = OneOf(HandedOut.PAPER, HandedOut.POST, required=True)
    holder_id = Text(load_default="", shortest=0, longest=60)
    document_digest = Hex(32, load_default="")


class IssueAtTheDesk(Shape):
    """Take the credential of a member in the room at the house's own device, which blinded what is to be signed."""

    poll_id = Id("pol", required=True)
    member_id = Id("mbr", required=True)
    blinded = Hex(required=True)


class OpenPollSummary(Shape):
    """A poll in which a member may vote now."""

    poll_id = Id("pol", required=True)
    assembly_id = Id("asm", required=True)
    resolution_id = Id("rsl", required=True)
    digest = Hex(32, required=True)
    credential_taken = Flag(required=True)


class BlindSignature(Shape):
    """What the voter's library unblinds."""

    poll_id = Id("pol", required=True)
    blind_signature = Hex(required=True)
