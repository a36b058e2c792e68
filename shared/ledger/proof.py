"""Sealing and proving the ledger: a chain over rendered rows, made after commit so that no row is hot.

`seal` adds committed entries to the chain in batches. `verify_ledger` renders every row again from its columns,
recomputes everything and names the first wrong row.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from psycopg import Connection

from shared.bus.event_log import GENESIS, canonical, chained
from shared.definitions import Check
from shared.postgres import Database
from shared.sql import load_queries

Q = load_queries("shared.ledger")
BATCH = 2_000


def rendered(lines: list[dict[str, Any]]) -> str:
    """One entry and its lines in their only spelling."""
    head = lines[0]
    return canonical([
        str(head["id"]), head["entity"], head["journal"], head["document"], head["text"], head["event_on"].isoformat(),
        head["booked_on"].isoformat(), head["recorded_at"].isoformat(), head["actor"],
        [[line["line"], line["account"], line["cents"], line["currency"], line["activity"], line["order_ref"],
          line["member"]] for line in lines],
    ])


def seal(database: Database, limit: int = BATCH) -> int:
    """Add up to `most` committed entries to the chain; how many were added (0 also when another sealer works)."""
    with database.connection() as conn:
        if not _first(conn, Q.one_sealer)["mine"]:
            return 0
        end = _first(conn, Q.end_of_chain) or {"place": 0, "digest": GENESIS}
        links = list(_links(end["place"], end["digest"], conn.execute(Q.unsealed_lines, {"limit": limit})))
        if links:
            conn.execute(Q.seal, {name: [link[name] for link in links] for name in links[0]})
        return len(links)


def seal_all(database: Database) -> int:
    """Seal until nothing waits; how many entries were added."""
    sealed = 0
    while added := seal(database):
        sealed += added
    return sealed


def _links(place: int, digest: str, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry_id, lines in groupby(rows, key=lambda row: row["id"]):
        place, digest = place + 1, chained(digest, rendered(list(lines)))
        yield {"place": place, "entry_id": entry_id, "digest": digest}


def verify_ledger(database: Database) -> Iterator[str]:
    """One sentence per fault: entries out of balance, a broken chain, rows outside it, floors unlike their lines."""
    with database.connection() as conn:
        conn.execute(Q.take_your_time)
        for row in conn.execute(Q.unbalanced):
            yield f"ledger: entry {row['id']} ({row['journal']} {row['document']}) does not sum to zero"
        yield from _broken_chain(conn)
        for row in conn.execute(Q.unchained):
            yield f"ledger: entry {row['id']} is neither in the chain nor waiting for it"
        for row in conn.execute(Q.floor_sums):
            if row["cents"] != row["summed"]:
                yield f"ledger: the balance of {row['account']} {row['key']} differs from its lines"


def _broken_chain(conn: Connection[Any]) -> Iterator[str]:
    digest, expected = GENESIS, 1
    with conn.cursor("sealed_lines") as cursor:
        cursor.itersize = 10_000
        for place, lines in groupby(cursor.execute(Q.sealed_lines), key=lambda row: row["place"]):
            entry = list(lines)
            if place != expected or entry[0]["line"] is None or \
                    (digest := chained(digest, rendered(entry))) != entry[0]["digest"]:
                yield f"ledger: the chain breaks at place {expected}, entry {entry[0]['id']}"
                return
            expected += 1


def _first(conn: Connection[Any], query: str) -> Any:
    return conn.execute(query).fetchone()


CHECK = Check("ledger", verify_ledger)
