"""What others may ask of the files of agendas."""

from services.governance.agenda_files import reads, schemas, use_cases
from services.governance.agenda_files.rules import AgendaFile, FileContent
from shared.bus import allow, command, query
from shared.postgres import Tx

READERS = allow("member", "returning_officer", "board", "auditor")


class AgendaFileHandlers:
    """Documents that members read before they vote."""

    @command(schemas.AttachFile, response=schemas.AgendaFileShape,
             allow=allow("board", "returning_officer"))
    def attach_file(self, tx: Tx, *, assembly_id: str, content: bytes) -> AgendaFile:
        """Attach a document that the convening names by its digest (CSA art. 6:82)."""
        return use_cases.attach_file(tx, assembly_id=assembly_id, content=content)

    @query(schemas.ListAgendaFiles, response=schemas.AgendaFileShape, allow=READERS, many=True)
    def list_agenda_files(self, tx: Tx, *, assembly_id: str) -> list[AgendaFile]:
        """The documents of a convening; those that are missing stand in it too."""
        return reads.list_agenda_files(tx, assembly_id=assembly_id)

    @query(schemas.GetAgendaFile, response=schemas.FileContentShape, allow=READERS)
    def get_agenda_file(self, tx: Tx, *, assembly_id: str, digest: str) -> FileContent:
        """A document to read."""
        return reads.get_agenda_file(tx, assembly_id=assembly_id, digest=digest)
