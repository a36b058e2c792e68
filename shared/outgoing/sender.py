"""The sender: hands pending documents to their channel's folder by rename, each exactly once.

A channel may take a file away as soon as it is there, so that its absence says nothing. Therefore a document is first
written whole below `.leaving`, beside the channels' folders and on the same disk; then "leaving" is committed; then
it is renamed to its name; then "left" is committed. After a crash anywhere in between, a file that is still in
`.leaving` has not left, and one that is not has.

Channels that speak to somebody (an access point, a bank) read that folder, or replace this sender for their channel.
"""

import hashlib
import os
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
LEAVING = ".leaving"


def send_pending(database: Database, folder: Path, on: date) -> list[Path]:
    """Hand every pending document over as `<folder>/<channel>/<name>` and record that it left; the files.

    A channel whose folder cannot be written is told in the log and left for the next time: it holds up no other.
    """
    left: list[Path] = []
    stuck: set[str] = set()
    while True:
        left += _let_leave(database, folder, on, stuck)
        if not _prepare(database, folder, on, stuck):
            return left


def _prepare(database: Database, folder: Path, on: date, stuck: set[str]) -> bool:
    """Write the next documents whole and commit that they are leaving; whether there were any."""
    with database.transaction(on=on, actor="sender") as tx:
        rows = tx.all(Q.pending_documents, limit=BATCH, stuck=list(stuck))
        written = [row["id"] for row in rows if _write(folder, row, stuck)]
        tx.run(Q.mark_leaving, ids=written)
    return bool(rows)


def _write(folder: Path, row: dict[str, Any], stuck: set[str]) -> bool:
    if row["channel"] in stuck:
        return False
    try:
        write_atomically(folder / LEAVING / row["channel"] / row["name"], row["content"])
    except OSError:
        log.exception("channel_stuck", channel=row["channel"], document=row["id"])
        stuck.add(row["channel"])
        return False
    return True


def _let_leave(database: Database, folder: Path, on: date, stuck: set[str]) -> list[Path]:
    """Give what is leaving its name, and commit that it left; also what a sender that ended left behind."""
    with database.transaction(on=on, actor="sender") as tx:
        rows = tx.all(Q.leaving_documents, limit=BATCH, stuck=list(stuck))
        return [path for row in rows if (path := _leave(tx, folder, row, stuck))]


def _leave(tx: Tx, folder: Path, row: dict[str, Any], stuck: set[str]) -> Path | None:
    if row["channel"] in stuck:
        return None
    path: Path = folder / row["channel"] / row["name"]
    try:
        if (whole := folder / LEAVING / row["channel"] / row["name"]).exists():  # else it was before a crash
            path.parent.mkdir(parents=True, exist_ok=True)
            whole.rename(path)
            _sync(path.parent)
    except OSError:
        log.exception("channel_stuck", channel=row["channel"], document=row["id"])
        stuck.add(row["channel"])
        return None
    tx.run(Q.drop_pending, id=row["id"])
    tx.run(Q.add_answer, id=row["id"], kind="sent", text="", on=tx.on, at=tx.at)
    return path


def _sync(folder: Path) -> None:
    """Have the folder's names survive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def verify_documents(database: Database) -> Iterator[str]:
    """One sentence per document whose content no longer has the digest with which it left."""
    with database.connection() as conn, conn.cursor("document_contents") as cursor:
        for row in cursor.execute(Q.document_contents):
            if hashlib.sha256(row["content"]).hexdigest() != row["digest"]:
                yield f"outgoing: document {row['id']} ({row['channel']}/{row['name']}) was changed"


CHECK = Check("outgoing documents", verify_documents)
