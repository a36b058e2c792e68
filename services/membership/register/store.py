"""Writing the register: movements, names, the trace of each read, the next links of its chain."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from services.membership.register.errors import AnnulledBefore, HoldingTooSmall
from services.membership.register.rules import ActDays, Holder, Movement
from shared.chain import GENESIS, SEPARATOR, new_salt, next_digest
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Database, Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "members_shares_not_negative": HoldingTooSmall,
    "legal_acts_annulled_once": AnnulledBefore,
}
BATCH = 5_000


def add_movement(tx: Tx, movement: Movement) -> int:
    """Write a movement; how many shares the member holds after it."""
    tx.run(Q.add_movement, id=new_id("shm"), member_id=movement.member_id, kind=movement.kind, shares=movement.shares,
           share_class=str(tx.tables.value("share_class", movement.effective_on)), cents=movement.amount.cents,
           currency=movement.amount.currency, effective_on=movement.effective_on, recorded_at=tx.at,
           cause=f"{movement.cause}/{movement.lot}", counterpart=movement.counterpart, actor=tx.actor,
           refers_to=movement.refers_to)
    return int(tx.single(Q.move_shares, member_id=movement.member_id, by=movement.shares)["shares"])


def add_act(tx: Tx, act: str, *, refers_to: str, days: ActDays, reason: str, evidence: str) -> str:
    """A legal act with its days; its id."""
    act_id = new_id("act")
    tx.run(Q.add_act, id=act_id, act=act, refers_to=refers_to, happened_on=days.happened_on, known_on=days.known_on,
           on=tx.on, at=tx.at, reason=reason, evidence=evidence, actor=tx.actor)
    return act_id


def add_holder(tx: Tx, member_id: str, holder: Holder, *, effective_on: date, reason: str) -> str:
    """A version of name and domicile, with a salted digest that outlives its erasure; the version's id."""
    salt, holder_id = new_salt(), new_id("hol")
    tx.run(Q.add_holder, id=holder_id, member_id=member_id, effective_on=effective_on, recorded_at=tx.at,
           actor=tx.actor, reason=reason, salt=salt, digest=holder.digest(salt), **asdict(holder))
    return holder_id


def add_read(tx: Tx, *, what: str, about: str, rows_read: int) -> None:
    """Who read the register, when, what and for which purpose."""
    tx.run(Q.add_read, id=new_id("rrd"), at=tx.at, on=tx.on, actor=tx.actor, roles=" ".join(sorted(tx.roles)),
           assurance=tx.assurance, purpose=tx.purpose, what=what, about=about, rows_read=rows_read)


def add_anchor(tx: Tx, *, place: int, digest: str, document_id: str, public_key: str, signature: str) -> None:
    """The end of the chain as it was signed and sent out."""
    tx.run(Q.add_anchor, on=tx.on, at=tx.at, place=place, digest=digest, document_id=document_id,
           public_key=public_key, signature=signature)


def is_anchored(tx: Tx) -> bool:
    """Whether the chain was anchored today."""
    return tx.one(Q.anchor_of, on=tx.on) is not None


def seal_batch(database: Database) -> int:
    """Add committed entries to the chain; how many. One sealer at a time: whoever comes second adds none."""
    with database.connection() as conn:
        mine: Any = conn.execute(Q.one_sealer).fetchone()
        if not mine["mine"]:
            return 0
        end: Any = conn.execute(Q.end_of_chain).fetchone() or {"place": 0, "digest": GENESIS}
        place, digest = end["place"], end["digest"]
        links: dict[str, list[Any]] = {"place": [], "kind": [], "entry_id": [], "digest": []}
        for row in conn.execute(Q.unsealed_entries, {"limit": BATCH}):
            place, digest = place + 1, next_digest(digest, *row["rendered"].split(SEPARATOR))
            for name, value in zip(links, (place, row["kind"], row["entry_id"], digest), strict=True):
                links[name].append(value)
        if links["place"]:
            conn.execute(Q.seal, links)
        return len(links["place"])
