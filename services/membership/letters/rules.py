"""Letters: one for each step, written once, in the language of whoever gets it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from shared.money import Money

Fact = str | int | date | Money


class LetterKind(StrEnum):
    """At which step a letter is written."""

    INVITATION = "invitation"                  # a seat in a session
    PROMOTION = "promotion"                    # a seat after waiting for one
    ACCEPTANCE = "acceptance"                  # a registration was accepted: the first share is called
    SHARE_CALL = "share_call"                  # a yearly share, or more because somebody wants them
    REMINDER = "reminder"                      # a call falls due soon; after that day the vote is suspended
    ADMISSION = "admission"                    # a member, with their certificate
    RESIGNATION = "resignation"                # acknowledged, with how and when one is repaid
    EXCLUSION_PROPOSED = "exclusion_proposed"  # a proposal, its reasons, and the time to answer
    EXCLUSION = "exclusion"                    # the reasoned decision
    KEPT = "kept"                              # not excluded, or the exclusion was annulled
    PAYEE_CODE = "payee_code"                  # an account was named: what confirms it, sent to a known address


PROCEDURES = frozenset((
    LetterKind.RESIGNATION, LetterKind.EXCLUSION_PROPOSED, LetterKind.EXCLUSION, LetterKind.KEPT))


class SentBy(StrEnum):
    """How a letter leaves: by mail to who gave an address, else by post; not at all when it could not be made."""

    MAIL = "mail"
    POST = "post"
    NOT_AT_ALL = "not_at_all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What happened that a letter is to tell: of which kind, about which thing, to which member (or a guest)."""

    kind: LetterKind
    ref: str
    member_id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who gets a letter. lines: their postal address, where it is known."""

    member_id: str
    name: str
    email: str
    language: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What is to be paid, until when, with which reference as it is printed."""

    amount: Money
    due_on: date
    communication: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to be written: of a kind, about one thing (ref), with the values that its text names.

    notes: further paragraphs of its kind that are true of this addressee.
    """

    kind: LetterKind
    ref: str
    to: Addressee
    values: Mapping[str, Fact] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    bill: Bill | None = None

    @property
    def name(self) -> str:
        """What names it for ever, among mails and documents."""
        return f"{self.kind}-{self.ref}".replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """From whom letters come, and the account to which shares are paid."""

    name: str
    form: str
    seat: str
    email: str
    country: str
    iban: str


def payee_note(ends_with: str) -> str:
    """Which paragraph tells a leaver where their money goes."""
    return "payee_known" if ends_with else "payee_unknown"
