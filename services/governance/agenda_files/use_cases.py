"""A document of a convening is attached."""

from services.governance.agenda_files import reads, rules, store
from services.governance.agenda_files.rules import AgendaFile
from services.governance.assemblies.reads import get_assembly_detail
from shared.postgres import Tx


def attach_file(tx: Tx, *, assembly_id: str, content: bytes) -> AgendaFile:
    """Attach a document; which one it is follows from its bytes. What is attached late says since when it is there."""
    documents = get_assembly_detail(tx, assembly_id=assembly_id).documents
    digest = rules.digest_convened(documents, content, assembly_id=assembly_id)
    store.add_file(tx, content, assembly_id=assembly_id, digest=digest)
    return next(one for one in reads.list_agenda_files(tx, assembly_id=assembly_id) if one.digest == digest)
