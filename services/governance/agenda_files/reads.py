"""Questions about the files of agendas."""

from base64 import b64encode

from services.governance.agenda_files.rules import AgendaFile, FileContent
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_agenda_files(tx: Tx, *, assembly_id: str) -> list[AgendaFile]:
    """The documents of a convening; those that are missing stand in it too."""
    return [AgendaFile(**row) for row in tx.all(Q.files_of, assembly_id=assembly_id)]


def get_agenda_file(tx: Tx, *, assembly_id: str, digest: str) -> FileContent:
    """A document to read, or a refusal while it is not attached."""
    row = tx.require(Q.content_of, NotFound(kind="document", id=digest), assembly_id=assembly_id, digest=digest)
    return FileContent(name=row["name"], digest=row["digest"], content=b64encode(row["content"]).decode())
