"""Order forms, their links, papers and evidence, and other proofs, as rows."""

from datetime import date

from services.invoicing.signing.errors import LinkUnknown
from services.invoicing.signing.rules import (
    Code,
    CodeOutcome,
    Contact,
    Evidence,
    FormState,
    SentForm,
    digest_of,
    entry_after,
)
from shared.chain import new_salt
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
MOST_NAMED = 1_000


def next_version(tx: Tx, order_id: str) -> int:
    """The version that the next form of an order bears."""
    return int(tx.single(Q.next_version, order_id=order_id)["version"])


def add_form(
    tx: Tx, *, form_id: str, order_id: str, version: int, content: str, contact: Contact, valid_until: date,
) -> None:
    """Freeze a form; it waits for its client."""
    tx.run(Q.add_form, form_id=form_id, order_id=order_id, version=version, content=content, digest=digest_of(content),
           language=contact.language, contact_name=contact.name, mailbox=contact.email, valid_until=valid_until,
           on=tx.on, actor=tx.actor)
    tx.run(Q.add_standing, form_id=form_id)


def find_latest(tx: Tx, order_id: str) -> str | None:
    """The newest form of an order, if any was sent."""
    row = tx.one(Q.latest_form, order_id=order_id)
    return str(row["form_id"]) if row else None


def form_behind(tx: Tx, token: str) -> tuple[str, str]:
    """The form that a link opens, and its order; or a refusal that says nothing."""
    row = tx.require(Q.form_behind_link, LinkUnknown(), link_digest=digest_of(token))
    return row["form_id"], row["order_id"]


def lock_form(tx: Tx, form_id: str) -> None:
    """Lock one form until the transaction ends. Its order is locked before."""
    tx.require(Q.lock_form, NotFound(kind="order form", id=form_id), form_id=form_id)


def save_state(tx: Tx, form_id: str, state: FormState, *, answer: str = "") -> None:
    """The form was answered or taken back."""
    tx.run(Q.save_state, form_id=form_id, state=state, answer=answer)


def count_code(tx: Tx, form_id: str) -> int:
    """One more code goes out; how many that makes."""
    return int(tx.single(Q.count_code, form_id=form_id)["codes_sent"])


def save_code(tx: Tx, form_id: str, code: Code) -> None:
    """The code that was made when its mail left."""
    tx.run(Q.save_code, form_id=form_id, salt=code.salt, digest=code.digest, until=code.until)


def save_wrong_code(tx: Tx, form: SentForm, outcome: CodeOutcome) -> None:
    """One more wrong code."""
    state = FormState.LOCKED if outcome == CodeOutcome.LOCKED else form.state
    tx.run(Q.count_wrong_code, form_id=form.form_id, state=state)


def add_link(tx: Tx, form_id: str, token: str) -> None:
    """A link was made; only the digest of its token is kept."""
    tx.run(Q.add_link, link_digest=digest_of(token), form_id=form_id, at=tx.at)


def witness(tx: Tx, form_id: str, what: str, **facts: str | int) -> str:
    """One more entry of a form's evidence, which is locked; the digest in which the chain then ends."""
    row = tx.one(Q.last_evidence, form_id=form_id)
    entry = entry_after(Evidence(**row) if row else None, salt=new_salt(), what=what, at=tx.at, **facts)
    tx.run(Q.add_evidence, form_id=form_id, place=entry.place, salt=entry.salt, text=entry.text, digest=entry.digest)
    return entry.digest


def lock_unprinted(tx: Tx, *, limit: int) -> list[str]:
    """The oldest forms without their paper."""
    return [row["form_id"] for row in tx.all(Q.lock_unprinted_forms, limit=limit)]


def count_unprinted(tx: Tx) -> int:
    """How many forms have no paper yet."""
    return int(tx.single(Q.count_unprinted_forms)["count"])


def add_paper(tx: Tx, form_id: str, pdf: bytes, digest: str) -> None:
    """Keep the paper of a form."""
    tx.run(Q.add_form_paper, form_id=form_id, pdf=pdf, digest=digest, on=tx.on)


def set_aside(tx: Tx, form_id: str, reason: str) -> None:
    """The form waits for somebody who mends what stops it."""
    tx.run(Q.set_form_aside, form_id=form_id, reason=reason[:2_000])


def list_set_aside(tx: Tx) -> list[tuple[str, str]]:
    """Forms that could not be printed or sent: order and reason."""
    return [(row["number"], row["set_aside"]) for row in tx.all(Q.list_forms_set_aside, limit=MOST_NAMED)]


def list_texts(tx: Tx) -> list[tuple[str, str, str]]:
    """Every form: its id, its text, its digest."""
    return [(row["form_id"], row["content"], row["digest"]) for row in tx.all(Q.list_wrong_forms)]
