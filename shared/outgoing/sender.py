"""The sender: hands pending documents to their channel's folder by atomic rename.

A crash between rename and commit writes the same bytes under the same name again: the receiver sees one document.
Channels that speak to somebody (an access point, a bank) read that folder, or replace this sender for their channel.
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from shared.homes import Check
from shared.outgoing.documents import Q
from shared.postgres import Database, Tx

BATCH = 100


def send_pending(database: Database, folder: Path, on: date) -> list[Path]:
    """Write every pending document to `<folder>/<channel>/<name>` and record that it was sent; the files written."""
    written: list[Path] = []
    while batch := _send_batch(database, folder, on):
        written += batch
    return written


def _send_batch(database: Database, folder: Path, on: date) -> list[Path]:
    with database.transaction(on=on, actor="sender") as tx:
        return [_send(tx, folder, row) for row in tx.all(Q.pending_documents, most=BATCH)]


def _send(tx: Tx, folder: Path, row: dict[str, Any]) -> Path:
    path: Path = folder / row["channel"] / row["name"]
    write_atomically(path, row["content"])
    tx.run(Q.drop_pending, id=row["id"])
    tx.run(Q.add_answer, id=row["id"], kind="sent", text="", on=tx.on, at=tx.at)
    return path


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing, and a power cut loses nothing that was said."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def verify_documents(database: Database) -> Iterator[str]:
    """One sentence per document whose content no longer has the digest with which it left."""
    with database.connection() as conn, conn.cursor("document_contents") as cursor:
        for row in cursor.execute(Q.document_contents):
            if hashlib.sha256(row["content"]).hexdigest() != row["digest"]:
                yield f"outgoing: document {row['id']} ({row['channel']}/{row['name']}) was changed"


CHECK = Check("outgoing documents", verify_documents)
