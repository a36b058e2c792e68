"""The client answers behind the link: asks for a code, accepts, asks for a change, declines."""

from services.invoicing.countries.protocol import law
from services.invoicing.orders import use_cases as orders
from services.invoicing.signing import reads, rules, store
from services.invoicing.signing.documents.mails import code_mail, receipt_mail, sender_of
from services.invoicing.signing.rules import Acceptance, CodeOutcome, DeclineReason, FormState, SentForm
from shared.mail import send_mail
from shared.postgres import Tx


def send_signing_code(tx: Tx, *, token: str, digest: str) -> SentForm:
    """A one-time code goes to the invited mailbox, made when the mail leaves; the one before holds no more."""
    form = _lock_shown(tx, token, digest)
    rules.assert_codes_left(form)
    place, content = store.count_code(tx, form.form_id), reads.content_of(form)
    store.witness(tx, form.form_id, "code_asked", place=place)
    send_mail(tx, code_mail(content, form, place, law(tx).paper_words(form.language)), sender_of(content))
    return reads.get_form(tx, form.form_id)


def accept_order_form(
    tx: Tx, *, token: str, digest: str, name: str, role: str, code: str, entitled: bool,
) -> Acceptance:
    """The client accepts. A wrong code is counted and answered; a right one signs the order."""
    form = _lock_shown(tx, token, digest)
    outcome = rules.try_code(form, reads.find_code(tx, form.form_id), code, at=tx.at)
    if outcome == CodeOutcome.ACCEPTED:
        return _accept(tx, form, name=name, role=role, entitled=entitled)
    if outcome != CodeOutcome.CODE_EXPIRED:
        store.save_wrong_code(tx, form, outcome)
        store.witness(tx, form.form_id, outcome.value)
    return Acceptance(outcome=outcome, tries_left=reads.get_form(tx, form.form_id).tries_left, number=form.number)


def _accept(tx: Tx, form: SentForm, *, name: str, role: str, entitled: bool) -> Acceptance:
    orders.sign_order(tx, order_id=form.order_id,
                      signature=rules.signature_of(form, name=name, role=role, on=tx.on))
    store.save_state(tx, form.form_id, FormState.ACCEPTED)
    end = store.witness(tx, form.form_id, "accepted", form=form.digest, paper=form.paper_digest, name=name, role=role,
                        entitled=entitled, mailbox=form.mailbox)
    content, evidence = reads.content_of(form), reads.list_evidence(tx, form.form_id)
    receipt = receipt_mail(content, form, reads.paper_of(tx, form.form_id), rules.published_evidence(form, evidence),
                           law(tx).paper_words(form.language))
    send_mail(tx, receipt, sender_of(content))
    return Acceptance(outcome=CodeOutcome.ACCEPTED, tries_left=form.tries_left, number=form.number, accepted_at=tx.at,
                   end=end)


def ask_order_change(tx: Tx, *, token: str, digest: str, name: str, text: str) -> SentForm:
    """The client would sign something else; the form may still be signed as it is."""
    form = _lock_shown(tx, token, digest)
    store.save_state(tx, form.form_id, FormState.CHANGE_ASKED, answer=text)
    store.witness(tx, form.form_id, "change_asked", name=name, text=text)
    return reads.get_form(tx, form.form_id)


def decline_order_form(
    tx: Tx, *, token: str, digest: str, name: str, reason: DeclineReason, note: str,
) -> SentForm:
    """The client does not order; the order is a draft again, with the reason, for who works it."""
    form = _lock_shown(tx, token, digest)
    orders.take_back(tx, order_id=form.order_id)
    store.save_state(tx, form.form_id, FormState.DECLINED, answer=f"{reason}: {note}" if note else reason)
    store.witness(tx, form.form_id, "declined", name=name, reason=reason, note=note)
    return reads.get_form(tx, form.form_id)


def _lock_shown(tx: Tx, token: str, digest: str) -> SentForm:
    form_id, order_id = store.form_behind(tx, token)
    orders.order_for_work(tx, order_id)
    store.lock_form(tx, form_id)
    form = reads.get_form(tx, form_id)
    rules.assert_shown(form, digest=digest)
    rules.assert_open(form)
    return form
