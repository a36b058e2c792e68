"""Shapes of entry passes."""

from shared.fields import Count, Flag, Id, Matching, OneOf, Shape, Text
from shared.papers import LANGUAGES

CODE = "ENTRY1[0-9A-F]{32}"


class MakeEntryPass(Shape):
    """Name the assembly and the member, and in which of the four languages the pass is printed."""

    assembly_id = Id("asm", required=True)
    member_id = Id("mbr", required=True)
    language = OneOf(*LANGUAGES, load_default="fr")


class EntryPassShape(Shape):
    """The code of a pass, and the pass (PDF in base64) under the name of its file."""

    code = Matching(CODE, required=True)
    name = Text(required=True)
    content = Text(required=True)


class ScanEntryPass(Shape):
    """What the scanner read at the entrance; `leaves` at the exit."""

    assembly_id = Id("asm", required=True)
    code = Matching(CODE, required=True)
    leaves = Flag(load_default=False)


class ScanShape(Shape):
    """Whom the pass let in, or out, and the quorum of the moment."""

    member_id = Id("mbr", required=True)
    is_there = Flag(required=True)
    members_present = Count(required=True)
    members_entitled = Count(required=True)
