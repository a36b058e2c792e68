"""Signing: methods. The client comes as a visitor, without login: the token of the link is their authority."""

from datetime import date
from typing import Any

from services.invoicing.orders.reads import owner_of_order
from services.invoicing.orders.rules.order import Order
from services.invoicing.papers.rules import NamedFile
from services.invoicing.signing import reads, schemas
from services.invoicing.signing.rules import Acceptance, Contact, DeclineReason, SentForm, SentOrder
from services.invoicing.signing.use_cases import answers, forms
from shared.bus import allow, command, query
from shared.postgres import Tx

_OWN = allow("advisor", self_by=owner_of_order)
_CLIENT = allow("visitor")


class SigningHandlers:
    """How a client signs, and what proves it."""

    @command(schemas.SendOrder, response=schemas.OrderSent, allow=_OWN)
    def send_order(
        self, tx: Tx, *, order_id: str, valid_until: date | None, contact: Contact | None,
    ) -> SentOrder:
        """The form goes to the client to be signed: frozen, by a link where a mailbox is known."""
        return forms.send_order(tx, order_id=order_id, valid_until=valid_until, contact=contact)

    @command(schemas.BeginUnsignedOrder, response=schemas.OrderSent, allow=_OWN)
    def begin_unsigned_order(self, tx: Tx, *, order_id: str) -> SentOrder:
        """Agree the work without the client's signature: lawful, and its wage waits for the client's money."""
        return forms.begin_unsigned_order(tx, order_id=order_id)

    @command(schemas.RevokeOrderForm, response=schemas.OrderStanding, allow=_OWN)
    def revoke_order_form(self, tx: Tx, *, order_id: str) -> Order:
        """The form is taken back before its client has answered."""
        return forms.revoke_order_form(tx, order_id=order_id)

    @query(schemas.ListOrderForms, response=schemas.OrderFormSummary, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_order_forms(
        self, tx: Tx, *, member_id: str | None, order_id: str | None, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """The newest form of each order, with what its client answered."""
        return reads.list_order_forms(tx, member_id=member_id, order_id=order_id, after=after, limit=limit)

    @query(schemas.GetOrderEvidence, response=schemas.SigningFile,
           allow=allow("advisor", "accountant", "auditor", self_by=owner_of_order))
    def get_order_evidence(self, tx: Tx, *, order_id: str) -> NamedFile:
        """What proves the client's answer: a chain that a stranger verifies."""
        return reads.get_order_evidence(tx, order_id=order_id)

    @query(schemas.BehindLink, response=schemas.OrderFormDetail, allow=_CLIENT)
    def get_order_form(self, tx: Tx, *, token: str) -> dict[str, Any]:
        """The form behind a link; looking at it changes nothing, however often and by whom."""
        return reads.get_order_form(tx, token=token)

    @query(schemas.BehindLink, response=schemas.SigningFile, allow=_CLIENT)
    def get_order_form_pdf(self, tx: Tx, *, token: str) -> NamedFile:
        """The paper of the form behind a link."""
        return reads.get_order_form_pdf(tx, token=token)

    @query(schemas.BehindLink, response=schemas.SigningFile, allow=_CLIENT)
    def get_signing_evidence(self, tx: Tx, *, token: str) -> NamedFile:
        """The evidence of the form behind a link."""
        return reads.get_signing_evidence(tx, token=token)

    @command(schemas.OfShownForm, response=schemas.CodeSent, allow=_CLIENT)
    def send_signing_code(self, tx: Tx, *, token: str, digest: str) -> SentForm:
        """A one-time code goes to the mailbox that was invited."""
        return answers.send_signing_code(tx, token=token, digest=digest)

    @command(schemas.AcceptOrderForm, response=schemas.AcceptanceTried, allow=_CLIENT)
    def accept_order_form(
        self, tx: Tx, *, token: str, digest: str, name: str, role: str, code: str, entitled: bool,
    ) -> Acceptance:
        """The client accepts; a wrong code is answered, not refused, for it is counted: the fifth locks the form."""
        return answers.accept_order_form(tx, token=token, digest=digest, name=name, role=role, code=code,
                                         entitled=entitled)

    @command(schemas.AskOrderChange, response=schemas.FormAnswered, allow=_CLIENT)
    def ask_order_change(self, tx: Tx, *, token: str, digest: str, name: str, text: str) -> SentForm:
        """The client wishes for something else."""
        return answers.ask_order_change(tx, token=token, digest=digest, name=name, text=text)

    @command(schemas.DeclineOrderForm, response=schemas.FormAnswered, allow=_CLIENT)
    def decline_order_form(self, tx: Tx, *, token: str, digest: str, name: str, reason: str, note: str) -> SentForm:
        """The client does not order; the form is a draft again."""
        return answers.decline_order_form(tx, token=token, digest=digest, name=name, reason=DeclineReason(reason),
                                          note=note)
