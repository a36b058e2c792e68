"""Rows of the files of agendas."""

from services.governance.agenda_files.errors import FileAttached
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"agenda_files_attached_once": FileAttached}


def add_file(tx: Tx, content: bytes, *, assembly_id: str, digest: str) -> None:
    """Write a document."""
    tx.run(Q.add_file, assembly_id=assembly_id, digest=digest, content=content, on=tx.on)
