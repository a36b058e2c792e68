"""The register: entered, read with a trace, proved on paper, sealed.

The chain is sealed in batches after commit, so that no row is hot, and proved from rows rendered again. A name and
domicile enter it through their salted digest: after a lawful erasure the chain is still whole.
"""

import base64
import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from services.membership.countries.protocol import law
from services.membership.members.reads import lock_current_member, lock_member
from services.membership.register import reads, store
from services.membership.register.documents import PrintedRegister, certificate_pdf, register_pdf
from services.membership.register.documents.anchors import (
    Anchor,
    SignedAnchor,
    anchor_fault,
    anchor_file,
    read_anchor,
    sign_anchor,
    signing_key,
)
from services.membership.register.rules import (
    ActDays,
    CausedMovement,
    Holder,
    Holding,
    Lot,
    Movement,
    MovementKind,
    assert_may_read,
    assert_same_name,
    days_of_act,
)
from shared.chain import canonical
from shared.definitions import Advance
from shared.outgoing import Document, send_out
from shared.postgres import Database, Tx

SEES_ALL = frozenset(("desk", "board", "auditor", "accountant"))
RECORDS = frozenset(("desk", "board", "accountant"))  # who records what others did, on the day on which they did it


def enter_subscription(tx: Tx, member_id: str, held: Holding, *, cause: str) -> int:
    """Shares that were paid for come, or go because their payment was taken back; how many the member holds then."""
    return store.add_movement(tx, Movement(
        member_id=member_id, kind=MovementKind.PAID if held.amount.cents > 0 else MovementKind.REVERSED, lot=held.lot,
        shares=held.shares, amount=held.amount, effective_on=held.effective_on, cause=cause))


def enter_redemption(tx: Tx, member_id: str, lot: Lot, *, on: date, cause: str) -> int:
    """Shares of somebody who leaves end; how many they hold then."""
    return store.add_movement(tx, Movement(
        member_id=member_id, kind=MovementKind.REDEEMED, lot=lot.name, shares=-lot.shares, amount=-lot.paid_in,
        effective_on=on, cause=cause))


def enter_transfer(
    tx: Tx, giver_id: str, receiver_id: str, lots: Sequence[Lot], *, on: date, cause: str,
) -> tuple[int, int]:
    """Shares pass from one to another with what was paid in on them; how many giver and receiver hold then."""
    for lot in lots:
        given = store.add_movement(tx, Movement(
            member_id=giver_id, kind=MovementKind.TRANSFERRED_OUT, lot=lot.name, shares=-lot.shares,
            amount=-lot.paid_in, effective_on=on, cause=cause, counterpart=receiver_id))
        received = store.add_movement(tx, Movement(
            member_id=receiver_id, kind=MovementKind.TRANSFERRED_IN, lot=lot.name, shares=lot.shares,
            amount=lot.paid_in, effective_on=on, cause=cause, counterpart=giver_id))
    return given, received


def enter_correction(tx: Tx, wrong: CausedMovement, *, cause: str) -> int:
    """The opposite of a movement, on its day, with a reference to it; how many shares the member holds then."""
    kinds = {MovementKind.REDEEMED: MovementKind.RESTORED, MovementKind.TRANSFERRED_IN: MovementKind.TRANSFERRED_OUT,
             MovementKind.TRANSFERRED_OUT: MovementKind.TRANSFERRED_IN}
    return store.add_movement(tx, Movement(
        member_id=wrong.member_id, kind=kinds[wrong.kind], lot=wrong.lot, shares=-wrong.shares, amount=-wrong.amount,
        effective_on=wrong.effective_on, cause=cause, counterpart=wrong.counterpart, refers_to=wrong.id))


def act_days(tx: Tx, *, happened_on: date | None, known_on: date | None) -> ActDays:
    """The days of an act that is recorded now."""
    return days_of_act(happened_on=happened_on, known_on=known_on, today=tx.on,
                       records_for_others=bool(tx.roles & RECORDS))


def record_act(
    tx: Tx, act: str, *, refers_to: str, days: ActDays, reason: str = "", evidence: str = "",
) -> str:
    """Keep a legal act with the days on which it happened, was known and is recorded; its id."""
    return store.add_act(tx, act, refers_to=refers_to, days=days, reason=reason, evidence=evidence)


def enter_holder(tx: Tx, member_id: str, holder: Holder, *, effective_on: date, reason: str) -> str:
    """A name and domicile from a day on; the versions before stay known. The version's id."""
    return store.add_holder(tx, member_id, holder, effective_on=effective_on, reason=reason)


def record_name_and_domicile(
    tx: Tx, *, member_id: str, holder: Holder, effective_on: date, reason: str,
) -> dict[str, str]:
    """A new name or domicile for the register."""
    reads.assert_entry(tx)
    lock_member(tx, member_id)
    if not tx.roles & RECORDS:
        known = reads.get_holder(tx, member_id=member_id, on=tx.on, known_on=None)
        assert_same_name(holder, known)
    version_id = enter_holder(tx, member_id, holder, effective_on=effective_on, reason=reason)
    return {"member_id": member_id, "version_id": version_id}


def open_register(tx: Tx, *, what: str, rows_read: int, about: str = "", direct: bool = True, **asked: object) -> None:
    """Note who reads the register, when, what and for which purpose; direct access needs a strong identification."""
    needed = str(tx.tables.value("register_assurance", tx.on)) if direct else ""
    assert_may_read(assurance=tx.assurance, needed=needed, purpose=tx.purpose)
    question = canonical({"what": what, **{name: str(value) for name, value in asked.items()}})
    store.add_read(tx, what=question, about=about, rows_read=rows_read)


def keep_refused_read(tx: Tx, *, method: str, about: str, code: str) -> None:
    """Somebody was refused a reading: who, of what, and by which rule."""
    store.add_read(tx, what=canonical({"what": method, "refused": code}), about=about, rows_read=0)


def consult_register(
    tx: Tx, *, on: date | None, known_on: date | None, after: str, limit: int, share_class: str,
) -> dict[str, Any]:
    """A page of the register; who holds a share may see all of their class, whatever the statutes say (art. 6:24)."""
    day = on or tx.on
    if not tx.roles & SEES_ALL:
        share_class = lock_current_member(tx, tx.actor).share_class
    page = reads.get_register(tx, on=day, known_on=known_on, after=after, limit=limit, of_class=share_class)
    open_register(tx, what="register", rows_read=len(page["rows"]), on=day, known_on=known_on, after=after, limit=limit,
                  share_class=share_class)
    return page


def consult_holding(tx: Tx, *, member_id: str, on: date | None, known_on: date | None) -> dict[str, Any]:
    """One member's holding and rights."""
    day = on or tx.on
    holding = reads.get_holding(tx, member_id=member_id, on=day, known_on=known_on)
    holder = reads.get_holder(tx, member_id=member_id, on=day, known_on=known_on)
    open_register(tx, what="holding", rows_read=len(holding["movements"]), about=member_id, on=day, known_on=known_on)
    return {**holding, "name": holder.name, "domicile": holder.domicile}


def consult_reads(tx: Tx, *, about: str, before: str, limit: int) -> list[dict[str, Any]]:
    """Who read the register; this read is noted as well."""
    found = reads.list_register_reads(tx, about=about, before=before, limit=limit)
    open_register(tx, what="reads", rows_read=len(found), about=about, before=before)
    return found


def consult_acts(tx: Tx, *, refers_to: str, before: str, limit: int) -> list[dict[str, Any]]:
    """Legal acts with their days; this read is noted as well."""
    found = reads.list_acts(tx, refers_to=refers_to, before=before, limit=limit)
    open_register(tx, what="acts", rows_read=len(found), refers_to=refers_to, before=before)
    return found


def issue_certificate(tx: Tx, *, member_id: str, on: date | None) -> dict[str, Any]:
    """An extract of the register as proof of ownership (art. 6:28), as PDF. It is delivered, no direct access."""
    day = on or tx.on
    member = lock_member(tx, member_id)
    holding = reads.get_holding(tx, member_id=member_id, on=day, known_on=None)
    holder = reads.get_holder(tx, member_id=member_id, on=day, known_on=None)
    open_register(tx, what="certificate", rows_read=len(holding["movements"]), about=member_id, direct=False, on=day)
    content = certificate_pdf(_printed(tx, day, member.language, member.share_class), holder, holding)
    return {"member_id": member_id, "on": day, "media_type": "application/pdf",
            "content": base64.b64encode(content).decode(), "digest": hashlib.sha256(content).hexdigest()}


def _printed(tx: Tx, day: date, language: str, of_class: str = "") -> PrintedRegister:
    company, (place, digest) = tx.tables.row("company", day), reads.end_of_chain(tx)
    return PrintedRegister(
        language=language, country=tx.tables.country, company=str(company["name"]), form=str(company["form"]),
        seat=str(company["seat"]), basis=str(tx.tables.row("register_basis", day)[language]), as_of=day,
        printed_on=tx.on, share_class=of_class or reads.share_class(tx, day),
        rights=reads.share_rights(tx, day, of_class), place=place, digest=digest)


def print_register(database: Database, on: date, advance: Advance) -> str:
    """The full dated print of the register (RD 29-4-2019 art. 7:15) as a document that leaves; sealed before."""
    seal_register(database)
    with database.transaction(on=on, actor="job:print_register", purpose="full dated print of the register") as tx:
        content = reads.get_register(tx, on=on, known_on=None)
        holders = len(content["rows"])
        open_register(tx, what="print", rows_read=holders, direct=False, on=on)
        advance(0, holders)
        head = _printed(tx, on, law(tx).paper_language)
        name = f"register_{head.share_class}_{on.isoformat()}_{head.digest_with(content)[:16]}.pdf"
        send_out(tx, Document(channel="register", name=name, media_type="application/pdf",
                              content=register_pdf(head, content), about="register"))
    advance(holders, holders)
    return f"{holders} holders of {content['shares']} shares printed as {name}."


def seal_register(database: Database) -> int:
    """Add every committed entry to the chain; how many were added."""
    sealed = 0
    while added := store.seal_batch(database):
        sealed += added
    return sealed


def anchor_register(database: Database, on: date, advance: Advance) -> str:
    """The daily job: seal the chain, sign its end and send it out to be kept elsewhere; once a day."""
    seal_register(database)
    with database.transaction(on=on, actor="job:anchor_register") as tx:
        place, digest = reads.end_of_chain(tx)
        if store.is_anchored(tx):
            return f"The register was anchored on {on.isoformat()} before."
        signed = sign_anchor(Anchor(country=tx.tables.country, anchored_on=on, place=place, digest=digest),
                             signing_key(os.environ))
        document_id = send_out(tx, Document(channel="register", name=f"anchor_{on.isoformat()}.json", about="register",
                                            media_type="application/json", content=anchor_file(signed)))
        store.add_anchor(tx, place=place, digest=digest, document_id=document_id, public_key=signed.public_key,
                         signature=signed.signature)
    advance(1, 1)
    return f"The register is anchored at place {place}: {digest[:16]}."


def verify_anchors(database: Database) -> Iterator[str]:
    """One sentence per anchor that was sent out and is not whole, or at whose place another chain stands."""
    for row in reads.list_anchors(database):
        signed = SignedAnchor(
            anchor=Anchor(country=database.tables.country, anchored_on=row["anchored_on"], place=row["place"],
                          digest=row["digest"]), public_key=row["public_key"], signature=row["signature"])
        if fault := anchor_fault(signed, key=row["public_key"], found=row["found"]):
            yield f"register: {fault}"


def compare_anchor(database: Database, content: bytes, *, key: str, on: date) -> str:
    """What is wrong with an anchor that was kept outside, or nothing; key: the public key that is believed."""
    signed = read_anchor(content)
    with database.proving(on=on) as tx:
        found = reads.find_digest_at(tx, signed.anchor.place) if signed.anchor.place else signed.anchor.digest
    return anchor_fault(signed, key=key, found=found)


def seal_register_job(database: Database, on: date, advance: Advance) -> str:
    """The sealer as a job."""
    sealed = seal_register(database)
    advance(sealed, sealed)
    return f"{sealed} entries of the register sealed by {on.isoformat()}."
