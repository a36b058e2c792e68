"""The chain of the register: sealed in batches after commit, so that no row is hot; proved from rendered rows.

Each entry is rendered from its columns (never from stored bytes). A name and domicile enter the chain through their
salted digest: after a lawful erasure the chain is still whole.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from psycopg.rows import tuple_row

from services.membership.store.members import HOLDER_FIELDS, holder_digest
from services.membership.store.register import Q
from shared.bus.event_log import GENESIS
from shared.definitions import Check
from shared.postgres import Database

BATCH = 5_000


def seal_register(database: Database) -> int:
    """Add every committed entry to the chain; how many were added."""
    sealed = 0
    while added := _seal_batch(database):
        sealed += added
    return sealed


def _seal_batch(database: Database) -> int:
    with database.connection() as conn:
        mine: Any = conn.execute(Q.one_sealer).fetchone()
        if not mine["mine"]:
            return 0
        end: Any = conn.execute(Q.end_of_chain).fetchone() or {"place": 0, "digest": GENESIS}
        place, digest = end["place"], end["digest"]
        links: dict[str, list[Any]] = {"place": [], "kind": [], "entry_id": [], "digest": []}
        for row in conn.execute(Q.unsealed_entries, {"limit": BATCH}):
            place, digest = place + 1, link(digest, row["movement"] + row["holder"])
            for name, value in zip(links, (place, row["kind"], row["entry_id"], digest), strict=True):
                links[name].append(value)
        if links["place"]:
            conn.execute(Q.seal, links)
        return len(links["place"])


def link(previous: str, rendered: str) -> str:
    """The next digest of the register's chain."""
    return hashlib.sha256(f"{previous}\x1f{rendered}".encode()).hexdigest()


def verify_register(database: Database) -> Iterator[str]:
    """One sentence per fault: a broken chain, forged names, entries outside it, holdings that do not add up."""
    with database.connection() as conn:
        yield from broken_chain(conn)
        for row in conn.execute(Q.holders_to_prove):
            if holder_digest(row["salt"], [row[name] for name in HOLDER_FIELDS]) != row["digest"]:
                yield f"register: the name and domicile {row['id']} are not those that were recorded"
        for row in conn.execute(Q.outside_chain):
            yield f"register: entry {row['id']} is neither in the chain nor waiting for it"
        for row in conn.execute(Q.wrong_holdings):
            yield f"register: member {row['id']} holds {row['shares']} shares, the movements say {row['summed']}"


def broken_chain(conn: Any) -> Iterator[str]:
    """The first place at which the chain, rendered again from the rows, differs from what was sealed."""
    digest, expected = GENESIS, 0
    with conn.cursor("sealed_register", row_factory=tuple_row) as cursor:
        cursor.itersize = 20_000
        for place, sealed, entry_id, rendered in cursor.execute(Q.sealed_entries):
            expected, digest = expected + 1, link(digest, rendered)
            if place != expected or sealed != digest:
                yield f"register: the chain breaks at place {expected}, entry {entry_id}"
                return


def verify_three_ways(database: Database) -> Iterator[str]:
    """Register, bank and capital account are one figure; the receivable is what the open calls say."""
    with database.connection() as conn:
        found: Any = conn.execute(Q.three_ways).fetchone()
        if not found["register_cents"] == found["capital_cents"] == found["bank_cents"]:
            yield (f"capital: register {found['register_cents']}, capital account {found['capital_cents']} and bank "
                   f"{found['bank_cents']} cents differ")
        sums: Any = conn.execute(Q.three_balances).fetchone()
        if sums["receivable"] != sums["open_calls"]:
            yield f"capital: account 410 says {sums['receivable']} cents, the open calls {sums['open_calls']}"
        if sums["called"] != sums["unsettled"]:
            yield f"capital: account 11091 says {sums['called']} cents, the calls {sums['unsettled']}"


def seal_register_job(database: Database, on: date, advance: Any) -> str:
    """The sealer as a job."""
    sealed = seal_register(database)
    advance(sealed, sealed)
    return f"{sealed} entries of the register sealed by {on.isoformat()}."


CHECKS = [Check("register", verify_register), Check("capital", verify_three_ways)]
