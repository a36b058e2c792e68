"""The sender: hands pending documents to their channel's folder by atomic rename.

A crash between rename and commit writes the same bytes under the same name again: the receiver sees one document.
Channels that speak to somebody (an access point, a bank) read that folder, or replace this sender for their channel.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from shared.definitions import Check
from shared.files import write_atomically
from shared.outgoing.documents import Q
from shared.postgres import Database, Tx

log = structlog.get_logger()

BATCH = 100


def send_pending(database: Database, folder: Path, on: date) -> list[Path]:
    """Write every pending document to `<folder>/<channel>/<name>` and record that it was sent; the files written.

    A channel whose folder cannot be written is told in the log and left for the next time: it holds up no other.
    """
    written: list[Path] = []
    stuck: set[str] = set()
    while batch := _send_batch(database, folder, on, stuck):
        written += [path for path in batch if path]
    return written


def _send_batch(database: Database, folder: Path, on: date, stuck: set[str]) -> list[Path | None]:
    with database.transaction(on=on, actor="sender") as tx:
        rows = tx.all(Q.pending_documents, limit=BATCH, stuck=list(stuck))
        return [_send(tx, folder, row, stuck) for row in rows]


def _send(tx: Tx, folder: Path, row: dict[str, Any], stuck: set[str]) -> Path | None:
    if row["channel"] in stuck:
        return None
    path: Path = folder / row["channel"] / row["name"]
    try:
        write_atomically(path, row["content"])
    except OSError:
        log.exception("channel_stuck", channel=row["channel"], document=row["id"])
        stuck.add(row["channel"])
        return None
    tx.run(Q.drop_pending, id=row["id"])
    tx.run(Q.add_answer, id=row["id"], kind="sent", text="", on=tx.on, at=tx.at)
    return path


def verify_documents(database: Database) -> Iterator[str]:
    """One sentence per document whose content no longer has the digest with which it left."""
    with database.connection() as conn, conn.cursor("document_contents") as cursor:
        for row in cursor.execute(Q.document_contents):
            if hashlib.sha256(row["content"]).hexdigest() != row["digest"]:
                yield f"outgoing: document {row['id']} ({row['channel']}/{row['name']}) was changed"


CHECK = Check("outgoing documents", verify_documents)
