"""Deciding that a document leaves, and recording what became of it."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Literal

from shared.errors import NotFound, Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("shared.outgoing")
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
Answer = Literal["sent", "accepted", "refused"]


class DocumentNameUnsafe(Refusal):
    """A channel or a name would not be a plain file name."""

    sentence = "The document's channel and name must be plain file names (letters, digits, dot, dash, underscore)."


class DocumentDiffers(Refusal):
    """A document of this name left with another content; what is issued is never replaced."""

    sentence = "A document named {name} left channel {channel} with another content."


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something that leaves: through which channel, under which name, about which order, invoice or member."""

    channel: str
    name: str
    media_type: str
    content: bytes
    about: str

    def __post_init__(self) -> None:
        if not _SAFE.fullmatch(self.channel) or not _SAFE.fullmatch(self.name):
            raise DocumentNameUnsafe


def send_out(tx: Tx, document: Document) -> str:
    """Decide in this transaction that the document leaves; its id. The same name and content again is the same one."""
    new = new_id("doc")
    digest = hashlib.sha256(document.content).hexdigest()
    if tx.one(Q.add_document, id=new, channel=document.channel, name=document.name, media_type=document.media_type,
              about=document.about, content=document.content, digest=digest, on=tx.on, at=tx.at):
        tx.run(Q.add_pending, id=new)
        return new
    known = tx.one(Q.named_document, channel=document.channel, name=document.name)
    if known is None or known["digest"] != digest:
        raise DocumentDiffers(channel=document.channel, name=document.name)
    return str(known["id"])


def record_answer(tx: Tx, document_id: str, kind: Answer, text: str = "") -> bool:
    """Record what became of a document; whether this answer is new."""
    if tx.one(Q.document, id=document_id) is None:
        raise NotFound(kind="document", id=document_id)
    return tx.one(Q.add_answer, id=document_id, kind=kind, text=text, on=tx.on, at=tx.at) is not None


def take_back(tx: Tx, document_id: str, *, why: str) -> bool:
    """Keep a document from leaving, if it is not on its way yet; whether it stays. It is answered as refused."""
    if not tx.run(Q.take_back, id=document_id):
        return False
    return record_answer(tx, document_id, "refused", why)


def get_document(tx: Tx, document_id: str) -> dict[str, Any]:
    """One document whole, or a refusal."""
    found = tx.one(Q.document, id=document_id)
    if found is None:
        raise NotFound(kind="document", id=document_id)
    return found


def documents_about(tx: Tx, about: str) -> list[dict[str, Any]]:
    """The documents that concern one thing, oldest first, without their content."""
    return tx.all(Q.documents_about, about=about)


def answers_to(tx: Tx, document_id: str) -> list[dict[str, Any]]:
    """What became of a document, oldest first."""
    return tx.all(Q.answers, id=document_id)
