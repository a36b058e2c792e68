"""Accounts of members: named over one channel, confirmed over another; money goes to none that waits for that."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.membership.payees.errors import AnotherPersonConfirms, CodeNotInForce, PayeeNotWaiting

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs that nobody takes for one another
LENGTH = 10


class Means(StrEnum):
    """How an account was confirmed."""

    CODE = "code"            # by a code sent to an address that was known before
    IDENTITY = "identity"    # by a second person of the desk, who saw the member's document
    TAKEN_OVER = "taken_over"  # it was in use before accounts were confirmed


class Waits(StrEnum):
    """Why money does not go to an account yet, and with it who leads on."""

    CODE_TO_BE_SENT = "code_to_be_sent"  # the next run of letters
    CODE_SENT = "code_sent"              # the member: type it in
    CODE_EXPIRED = "code_expired"        # the member or the desk: name the account again
    TRIES_USED_UP = "tries_used_up"      # the desk: see who it is
    NO_KNOWN_ADDRESS = "no_known_address"  # the desk: see who it is; the letter could not be sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """An account as its rules see it: neither number nor name."""

    id: str
    member_id: str
    recorded_by: str
    confirmed_on: date | None = None
    code_digest: str = ""
    code_sent_on: date | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTerms:
    """For how many days and attempts a code counts."""

    days: int
    tries: int


def new_code(choose: Callable[[str], str]) -> str:
    """A code of ten signs; `choose` picks one of them at random."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def digest_of(payee_id: str, code: str) -> str:
    """What is kept of a code, however it is typed: with small letters, spaces or dashes."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"{payee_id}/{plain}".encode()).hexdigest()


def assert_waits(payee: Payee, *, named: str) -> None:
    """Only the newest account, and one that is not confirmed: who looked at another did not look at this one."""
    if payee.confirmed_on or payee.id != named:
        raise PayeeNotWaiting(payee_id=named)


def is_code_of(payee: Payee, code: str, *, terms: CodeTerms, on: date) -> bool:
    """Whether this is the code that was sent for an account; refused where no code counts any more."""
    assert_waits(payee, named=payee.id)
    why = why_waiting(payee, terms=terms, on=on)
    if why != Waits.CODE_SENT:
        raise CodeNotInForce(payee_id=payee.id, why=why)
    return hmac.compare_digest(payee.code_digest, digest_of(payee.id, code))


def why_waiting(payee: Payee, *, terms: CodeTerms, on: date, letter_stopped: bool = False) -> Waits:
    """Why an account that is not confirmed waits."""
    if payee.tries >= terms.tries:
        return Waits.TRIES_USED_UP
    if payee.code_sent_on is None:
        return Waits.NO_KNOWN_ADDRESS if letter_stopped else Waits.CODE_TO_BE_SENT
    if on > payee.code_sent_on + timedelta(days=terms.days):
        return Waits.CODE_EXPIRED
    return Waits.CODE_SENT


def assert_second_person(actor: str, *interested: str) -> None:
    """Who named an account, or is to get its money, is not who says that it is right."""
    if actor in interested:
        raise AnotherPersonConfirms
