"""Shapes of the files of agendas."""

from shared.fields import Day, FileBytes, Hex, Id, Shape, Text

LONGEST_FILE = 7_000_000  # letters of base64: five megabytes


class AttachFile(Shape):
    """A document of the convening (base64, five megabytes at most); which one follows from its bytes."""

    assembly_id = Id("asm", required=True)
    content = FileBytes(required=True, longest=LONGEST_FILE)


class ListAgendaFiles(Shape):
    """Name the assembly."""

    assembly_id = Id("asm", required=True)


class GetAgendaFile(ListAgendaFiles):
    """Name a document by its digest."""

    digest = Hex(32, required=True)


class AgendaFileShape(Shape):
    """A document of the convening, and since when members can read it (none: it is missing)."""

    name = Text(required=True)
    digest = Hex(32, required=True)
    attached_on = Day(required=True, allow_none=True)


class FileContentShape(Shape):
    """A document to read: its bytes in base64."""

    name = Text(required=True)
    digest = Hex(32, required=True)
    content = Text(required=True)
