"""Shapes of proxies."""

from shared.fields import Day, Flag, Hex, Id, Shape, Text


class GiveProxy(Shape):
    """Have a member represented. `signature` is made with the principal's voting key, to the `holder_key`.

    Who enters it for somebody else gives the digest of the paper.
    """

    assembly_id = Id("asm", required=True)
    principal_id = Id("mbr", required=True)
    holder_id = Text(required=True, longest=60)
    holder_key = Hex(32, load_default="")
    signature = Hex(64, load_default="")
    document_digest = Hex(32, load_default="")


class EndProxy(Shape):
    """Revoke a proxy (its principal) or hand it back (its holder): `member_id` is who does."""

    proxy_id = Id("prx", required=True)
    member_id = Text(required=True, longest=60)


class RegisterHolder(Shape):
    """Note that a holder who is no member came, or left."""

    assembly_id = Id("asm", required=True)
    holder_id = Text(required=True, longest=60)
    is_there = Flag(required=True)


class ListProxies(Shape):
    """Name the assembly."""

    assembly_id = Id("asm", required=True)


class ProxyShape(Shape):
    """A proxy that stands. `given_for` is the assembly for which it was given: this one, or the first call of it."""

    proxy_id = Id("prx", required=True)
    assembly_id = Id("asm", required=True)
    principal_id = Id("mbr", required=True)
    holder_id = Text(required=True)
    given_on = Day(required=True)
    given_for = Id("asm", required=True)
