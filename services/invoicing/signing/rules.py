"""An order form as its client sees it: frozen when sent, answered once, proven by a chain of evidence."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from services.invoicing.events import SignedHow
from services.invoicing.invoices.rules.content import as_content
from services.invoicing.invoices.rules.invoice import Party, Seller
from services.invoicing.invoices.rules.vat import VatAmount
from services.invoicing.orders.rules.order import Order, OrderState, Signature
from services.invoicing.orders.rules.prices import Unit
from services.invoicing.screening.rules import Screening
from services.invoicing.signing.errors import FormChanged, FormNotOpen, TooManyCodes, ValidityNotPossible
from shared.chain import GENESIS, Link, canonical, first_fault, next_digest, salted_digest
from shared.money import Money, total

WRONG_CODES, CODES, CODE_DIGITS = 5, 10, 6
CODE_LASTS = timedelta(minutes=30)
LONGEST_VALIDITY = timedelta(days=365)


class FormState(StrEnum):
    """Where a form is, as whoever opens its link is told."""

    SENT = "sent"
    CHANGE_ASKED = "change_asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    LOCKED = "locked"


OPEN = frozenset({FormState.SENT, FormState.CHANGE_ASKED})


class DeclineReason(StrEnum):
    """Why a client does not order."""

    PRICE = "price"
    DATES = "dates"
    SCOPE = "scope"
    NOT_ORDERED = "not_ordered"
    OTHER = "other"


class CodeOutcome(StrEnum):
    """What a code came to."""

    ACCEPTED = "accepted"
    WRONG_CODE = "wrong_code"
    CODE_EXPIRED = "code_expired"
    LOCKED = "locked"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who is asked to sign for the client; belongs to this order and to who works it."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, kw_only=True)
class FormLine:
    """How a part of an amount is made up: so many of a unit at a price, less a discount (a share)."""

    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount: Decimal
    net: Money


@dataclass(frozen=True, kw_only=True)
class FormPart:
    """One part as the client reads it; the amounts are without VAT."""

    part: int
    description: str
    starts_on: date
    ends_on: date
    days: int
    hours: Decimal
    amount: Money
    lines: tuple[FormLine, ...] = ()  # none where the form was sent before there were any

    @property
    def is_lump_sum(self) -> bool:
        """Whether its price is not broken down."""
        return all(line.unit == Unit.LUMP_SUM for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class OrderForm:
    """All that the client signs, as it was on the day it was sent; its canonical text is what the digest is of."""

    number: str
    version: int
    language: str
    sent_on: date
    valid_until: date
    title: str
    client_reference: str
    member_id: str
    seller: Seller
    client: Party
    parts: tuple[FormPart, ...]
    taxes: tuple[VatAmount, ...]
    payment_term_days: int
    mentions: tuple[str, ...]

    @property
    def net(self) -> Money:
        """What is ordered, without VAT."""
        return total((part.amount for part in self.parts), self.parts[0].amount.currency)

    @property
    def total(self) -> Money:
        """What is ordered, with the VAT of the day on which the form was sent."""
        return self.net + total((tax.vat for tax in self.taxes), self.net.currency)


@dataclass(frozen=True, kw_only=True)
class SentForm:
    """A form that was sent, and how far it has come. `mailbox` is empty where it was not sent by link."""

    form_id: str
    order_id: str
    number: str
    version: int
    content: str
    digest: str
    contact_name: str
    mailbox: str
    language: str
    valid_until: date
    state: FormState
    wrong_codes: int
    codes_sent: int
    paper_digest: str

    @property
    def tries_left(self) -> int:
        """How many wrong codes are still borne."""
        return WRONG_CODES - self.wrong_codes

    @property
    def by_link(self) -> bool:
        """Whether a link goes, or went, to a mailbox."""
        return self.mailbox != ""

    @property
    def masked_mailbox(self) -> str:
        """`c***@coin.example`: enough for who knows the mailbox, and for nobody else."""
        local, _, domain = self.mailbox.rpartition("@")
        return f"{local[:1]}***@{domain}" if local else ""

    @property
    def codes_left(self) -> int:
        """How many codes are still sent."""
        return CODES - self.codes_sent


@dataclass(frozen=True, kw_only=True)
class SentOrder:
    """An order whose form was sent, or what keeps it from leaving."""

    order: Order
    form: SentForm | None = None
    screening: Screening | None = None


@dataclass(frozen=True, kw_only=True)
class Code:
    """A one-time code as it is kept: its salted digest, and until when it holds."""

    salt: str
    digest: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One entry of the chain: its canonical text, and the digest over it and all that came before."""

    place: int
    salt: str
    text: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """What an attempt to accept came to; a wrong code is counted, so it is an answer and no refusal."""

    outcome: CodeOutcome
    tries_left: int
    number: str
    accepted_at: datetime | None = None
    end: str | None = None


def text_of(form: OrderForm) -> str:
    """The canonical JSON of a form: whoever has it makes the same digest."""
    return canonical(as_content(form))


def digest_of(text: str) -> str:
    """SHA-256 of a text, in hexadecimal: of a form, or of the token in a link, which nobody keeps."""
    return hashlib.sha256(text.encode()).hexdigest()


def assert_validity(valid_until: date, *, today: date) -> None:
    """A form is valid on the day that it is sent, and at most for a year."""
    if not today <= valid_until <= today + LONGEST_VALIDITY:
        raise ValidityNotPossible(today=today.isoformat(), valid_until=valid_until.isoformat(),
                                  most=(today + LONGEST_VALIDITY).isoformat())


def standing(state: FormState, *, order: OrderState, latest: bool, valid_until: date, today: date) -> FormState:
    """Where a form is today: what became of its order counts, and its last day."""
    if state not in OPEN:
        return state
    if not latest or order == OrderState.DRAFTED:
        return FormState.REPLACED
    if order != OrderState.SENT:
        return FormState.REVOKED
    return FormState.EXPIRED if today > valid_until else state


def assert_shown(form: SentForm, *, digest: str) -> None:
    """Only what was shown is answered."""
    if not hmac.compare_digest(form.digest, digest):
        raise FormChanged(number=form.number)


def assert_open(form: SentForm) -> None:
    """Only an open form is answered."""
    if form.state not in OPEN:
        raise FormNotOpen(number=form.number, state=form.state.replace("_", " "))


def assert_codes_left(form: SentForm) -> None:
    """So many codes and no more."""
    if form.codes_left <= 0:
        raise TooManyCodes(number=form.number)


def try_code(form: SentForm, code: Code | None, given: str, *, at: datetime) -> CodeOutcome:
    """What the given code comes to; the fifth wrong one locks the form."""
    if code is None or at >= code.until:
        return CodeOutcome.CODE_EXPIRED
    if hmac.compare_digest(salted_digest(code.salt, given), code.digest):
        return CodeOutcome.ACCEPTED
    return CodeOutcome.LOCKED if form.tries_left <= 1 else CodeOutcome.WRONG_CODE


def signature_of(form: SentForm, *, name: str, role: str, on: date) -> Signature:
    """The signature that an accepted form bears."""
    return Signature(signed_by=f"{name}, {role}", signed_on=on, reference=form.form_id, how=SignedHow.LINK)


def entry_after(before: Evidence | None, *, salt: str, what: str, at: datetime, **facts: Any) -> Evidence:
    """The next entry of a form's evidence."""
    text, place = canonical({"what": what, "at": at.isoformat(), **facts}), before.place + 1 if before else 1
    return Evidence(place=place, salt=salt, text=text, digest=next_digest(
        before.digest if before else GENESIS, str(place), salted_digest(salt, text)))


def is_whole(form: str, entries: Sequence[Evidence]) -> bool:
    """Whether the chain holds from its first entry, which names the form by its digest."""
    links = (Link(place=one.place, parts=(str(place), salted_digest(one.salt, one.text)), digest=one.digest)
             for place, one in enumerate(entries, start=1))
    return bool(entries) and json.loads(entries[0].text).get("form") == form and first_fault(links) is None


def published_evidence(form: SentForm, entries: Sequence[Evidence]) -> str:
    """What a stranger verifies without the house (`tools/verify_signature.py`)."""
    return canonical({
        "form": form.content, "end": entries[-1].digest,
        "entries": [{"salt": one.salt, "text": one.text, "digest": one.digest} for one in entries]})
