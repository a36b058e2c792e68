"""Questions about order forms and proofs; none of them changes anything, however often it is asked."""

import json
from typing import Any

from services.invoicing.orders.rules.order import OrderState
from services.invoicing.papers.rules import NamedFile
from services.invoicing.signing.errors import FormPaperNotReady, LinkUnknown, NoFormSent
from services.invoicing.signing.rules import (
    OPEN,
    Code,
    Evidence,
    FormState,
    OrderForm,
    SentForm,
    digest_of,
    published_evidence,
    standing,
)
from shared.content import from_content
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_form(tx: Tx, form_id: str) -> SentForm:
    """A form as it stands today, or a refusal."""
    row = tx.require(Q.get_form, NotFound(kind="order form", id=form_id), form_id=form_id)
    return SentForm(state=_state(tx, row), **{name: row[name] for name in (
        "form_id", "order_id", "number", "version", "content", "digest", "contact_name", "mailbox", "language",
        "valid_until", "wrong_codes", "codes_sent", "paper_digest")})


def _state(tx: Tx, row: dict[str, Any]) -> FormState:
    return standing(FormState(row["state"]), order=OrderState(row["order_state"]), latest=row["latest"],
                    valid_until=row["valid_until"], today=tx.on)


def find_code(tx: Tx, form_id: str) -> Code | None:
    """The code that was made last, if its mail has left."""
    row = tx.single(Q.get_form, form_id=form_id)
    return Code(salt=row["code_salt"], digest=row["code_digest"], until=row["code_until"]) if row["code_salt"] else None


def content_of(form: SentForm) -> OrderForm:
    """What the client signs, from its frozen text."""
    return from_content(OrderForm, json.loads(form.content))


def get_order_form(tx: Tx, *, token: str) -> dict[str, Any]:
    """A form as its client reads it, behind its link."""
    form = _behind(tx, token)
    content, evidence = content_of(form), list_evidence(tx, form.form_id)
    return {
        "form_id": form.form_id, "digest": form.digest, "number": form.number, "version": form.version,
        "state": form.state, "language": form.language, "valid_until": form.valid_until, "title": content.title,
        "client_reference": content.client_reference, "may_sign": form.state in OPEN,
        "seller": {**vars(content.seller.party), **vars(content.seller)}, "client": content.client,
        "parts": content.parts, "net": content.net, "total": content.total,
        "taxes": [{"category": tax.case.category, "rate": tax.case.rate, "base": tax.base, "vat": tax.vat,
                   "reason": tax.case.exemption_reason} for tax in content.taxes],
        "payment_term_days": content.payment_term_days, "mentions": content.mentions,
        "mailbox": form.masked_mailbox, "tries_left": form.tries_left, "signed": _signed(evidence)}


def _signed(evidence: list[Evidence]) -> dict[str, Any] | None:
    for entry in evidence:
        words = json.loads(entry.text)
        if words["what"] == "accepted":
            return {"name": words["name"], "role": words["role"], "accepted_at": words["at"], "end": entry.digest}
    return None


def get_order_form_pdf(tx: Tx, *, token: str) -> NamedFile:
    """The paper of a form, behind its link."""
    form = _behind(tx, token)
    return NamedFile(name=f"{form.number}-v{form.version}.pdf", media_type="application/pdf",
                     content=paper_of(tx, form.form_id))


def paper_of(tx: Tx, form_id: str) -> bytes:
    """The paper of a form, once the job has made it."""
    return bytes(tx.require(Q.get_form_paper, FormPaperNotReady(), form_id=form_id)["pdf"])


def get_signing_evidence(tx: Tx, *, token: str) -> NamedFile:
    """The evidence of a form, behind its link."""
    return _evidence_file(tx, _behind(tx, token))


def get_order_evidence(tx: Tx, *, order_id: str) -> NamedFile:
    """The evidence of an order's newest form."""
    latest = tx.require(Q.latest_form, NoFormSent(number=order_id), order_id=order_id)
    return _evidence_file(tx, get_form(tx, latest["form_id"]))


def list_evidence(tx: Tx, form_id: str) -> list[Evidence]:
    """The evidence of a form, in its order."""
    return [Evidence(**row) for row in tx.all(Q.list_evidence, form_id=form_id)]


def _evidence_file(tx: Tx, form: SentForm) -> NamedFile:
    return NamedFile(name=f"{form.number}-v{form.version}-evidence.json", media_type="application/json",
                     content=published_evidence(form, list_evidence(tx, form.form_id)).encode())


def _behind(tx: Tx, token: str) -> SentForm:
    link = tx.require(Q.form_behind_link, LinkUnknown(), link_digest=digest_of(token))
    return get_form(tx, link["form_id"])


def list_order_forms(
    tx: Tx, *, member_id: str | None, order_id: str | None, after: str, limit: int,
) -> list[dict[str, Any]]:
    """The newest form of each order, with what its client answered."""
    return [{**row, "state": _state(tx, row)}
            for row in tx.all(Q.list_forms, member_id=member_id, order_id=order_id, after=after, limit=limit)]
