"""Reading the register: every read leaves its trace; certificates, the dated print, the daily comparison."""

import base64
import hashlib
from datetime import date
from typing import Any

from services.membership.documents import certificate_pdf, register_pdf
from services.membership.domain.errors import NotMember
from services.membership.reads import register as reads
from services.membership.store import register as store
from services.membership.store.members import lock_member
from services.membership.store.reading import open_register
from services.membership.store.sealing import seal_register
from shared.bus.event_log import canonical
from shared.outgoing import Document, send_out
from shared.postgres import Database, Tx


def consult_register(tx: Tx, *, on: date | None, known_on: date | None, after: str, limit: int) -> dict[str, Any]:
    """A page of the register; who holds a share may see all of it, whatever the statutes say (art. 6:24)."""
    day = on or tx.on
    if not tx.roles & {"desk", "board", "auditor", "accountant"} and not lock_member(tx, tx.actor).is_member_on(tx.on):
        raise NotMember(member_id=tx.actor, day=tx.on.isoformat())
    page = reads.get_register(tx, on=day, known_on=known_on, after=after, limit=limit)
    open_register(tx, what="register", rows_read=len(page["rows"]), on=day, known_on=known_on, after=after, limit=limit)
    return page


def consult_holding(tx: Tx, *, member_id: str, on: date | None, known_on: date | None) -> dict[str, Any]:
    """One member's holding and rights."""
    day = on or tx.on
    holding = reads.get_holding(tx, member_id=member_id, on=day, known_on=known_on)
    open_register(tx, what="holding", rows_read=len(holding["movements"]), about=member_id, on=day, known_on=known_on)
    return {**holding, **reads.get_name_and_domicile(tx, member_id=member_id, on=day, known_on=known_on)}


def consult_reads(tx: Tx, *, about: str, before: str, limit: int) -> list[dict[str, Any]]:
    """Who read the register; this read is noted as well."""
    found = reads.list_register_reads(tx, about=about, before=before, limit=limit)
    open_register(tx, what="reads", rows_read=len(found), about=about, before=before)
    return found


def issue_certificate(tx: Tx, *, member_id: str, on: date | None) -> dict[str, Any]:
    """An extract of the register as proof of ownership (art. 6:28), as PDF. It is delivered, no direct access."""
    day = on or tx.on
    member = lock_member(tx, member_id)
    holding = reads.get_holding(tx, member_id=member_id, on=day, known_on=None)
    holder = reads.get_name_and_domicile(tx, member_id=member_id, on=day, known_on=None)
    open_register(tx, what="certificate", rows_read=len(holding["movements"]), about=member_id, direct=False, on=day)
    content = certificate_pdf(_printed(tx, day, {**holding, **holder}), member.language)
    return {"member_id": member_id, "on": day, "media_type": "application/pdf",
            "content": base64.b64encode(content).decode(), "digest": hashlib.sha256(content).hexdigest()}


def _printed(tx: Tx, day: date, content: dict[str, Any]) -> dict[str, Any]:
    company, end = tx.tables.row("company", day), store.end_of_chain(tx)
    rights = tx.tables.row("share_rights", day, str(tx.tables.value("share_class", day)))
    return {
        **content, "company": {name: str(company[name]) for name in ("name", "form", "seat")}, "printed_on": tx.on,
        "share_class": str(tx.tables.value("share_class", day)), "place": end[0], "digest": end[1],
        "rights": {name: str(rights[name]) for name in ("vote", "profit", "liquidation", "transfer")},
    }


def print_register(database: Database, on: date, advance: Any) -> str:
    """The full dated print of the register (RD 29-4-2019 art. 7:15) as a document that leaves; sealed before."""
    seal_register(database)
    with database.transaction(on=on, actor="job:print_register", purpose="full dated print of the register") as tx:
        content = reads.get_register(tx, on=on, known_on=None)
        open_register(tx, what="print", rows_read=len(content["rows"]), direct=False, on=on)
        printed = _printed(tx, on, content)
        digest = hashlib.sha256(canonical(plain(printed)).encode()).hexdigest()
        advance(0, len(content["rows"]))
        pdf = register_pdf(printed)
        name = f"register_{printed['share_class']}_{on.isoformat()}_{digest[:16]}.pdf"
        send_out(tx, Document(channel="register", name=name, media_type="application/pdf", content=pdf,
                              about="register"))
    advance(len(content["rows"]), len(content["rows"]))
    return f"{len(content['rows'])} holders of {content['shares']} shares printed as {name}."


def plain(value: Any) -> Any:
    """A value as canonical text can hold it."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def compare_register(database: Database, on: date, advance: Any) -> str:
    """The daily comparison: register = bank = capital account; a difference is kept and named."""
    with database.transaction(on=on, actor="job:compare_register") as tx:
        found = store.three_ways(tx)
        store.add_comparison(tx, found)
    advance(1, 1)
    agree = found["register_cents"] == found["capital_cents"] == found["bank_cents"]
    figures = (f"register {found['register_cents']}, capital account {found['capital_cents']}, "
               f"bank {found['bank_cents']} cents")
    return f"{found['shares']} shares: {figures} {'agree' if agree else 'DIFFER'}."
