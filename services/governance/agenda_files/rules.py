"""Which file may be attached to an agenda."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.governance.agenda_files.errors import FileNotConvened
from services.governance.assemblies.rules import AssemblyDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaFile:
    """A document of the convening: since when members can read it (none: it is missing)."""

    name: str
    digest: str
    attached_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContent:
    """A document to read: its bytes in base64."""

    name: str
    digest: str
    content: str


def digest_convened(documents: Sequence[AssemblyDocument], content: bytes, *, assembly_id: str) -> str:
    """The SHA-256 of a file; refused where the convening names no document that has it."""
    digest = hashlib.sha256(content).hexdigest()
    if digest not in {one.digest for one in documents}:
        raise FileNotConvened(assembly_id=assembly_id, digest=digest)
    return digest
