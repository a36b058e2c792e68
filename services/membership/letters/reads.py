"""Questions about letters: which are to be written, to whom, and what became of them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.membership.countries.protocol import law
from services.membership.letters.rules import Addressee, Bill, Company, Fact, Letter, LetterKind, Occasion, payee_note
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
DUE = {
    LetterKind.INVITATION: Q.due_invitation, LetterKind.PROMOTION: Q.due_promotion,
    LetterKind.ACCEPTANCE: Q.due_acceptance, LetterKind.SHARE_CALL: Q.due_share_call,
    LetterKind.REMINDER: Q.due_reminder, LetterKind.ADMISSION: Q.due_admission,
    LetterKind.RESIGNATION: Q.due_resignation, LetterKind.EXCLUSION_PROPOSED: Q.due_exclusion_proposed,
    LetterKind.EXCLUSION: Q.due_exclusion, LetterKind.KEPT: Q.due_kept,
    LetterKind.PAYEE_CODE: Q.due_payee_code,
}
SEATS = {LetterKind.INVITATION, LetterKind.PROMOTION}


def occasions(tx: Tx, kind: LetterKind, *, limit: int) -> list[Occasion]:
    """What happened in the last days that letters look back, and that no letter of the kind has told yet."""
    since = tx.on - timedelta(days=tx.tables.integer("letters_look_back_days", tx.on))
    ahead = timedelta(days=tx.tables.integer("reminder_days", tx.on))
    return [Occasion(kind=kind, ref=row["ref"], member_id=row["member_id"], facts=row) for row in tx.all(
        DUE[kind], on=tx.on, since=since, soon=tx.on + ahead, since_reminded=tx.on - ahead, limit=limit)]


def letter_for(tx: Tx, occasion: Occasion) -> Letter:
    """The letter that tells what happened, to whom it concerns as they are reached today."""
    kind, row = occasion.kind, occasion.facts
    if kind == LetterKind.PAYEE_CODE:
        to = _known_addressee(tx, row["member_id"], named_on=row["recorded_on"])
    else:
        to = _guest(row) if kind in SEATS and not row["member_id"] else find_addressee(tx, row["member_id"])
    values: dict[str, Fact] = {name: value for name, value in row.items() if isinstance(value, Fact)}
    bill: Bill | None = None
    notes: tuple[str, ...] = ()
    if kind in SEATS:
        values |= {"day": _local(tx, row["starts_at"]).date(), "hours": "-".join(
            f"{_local(tx, row[at]):%H:%M}" for at in ("starts_at", "ends_at"))}
    elif "structured_communication" in row:
        bill = _bill(tx, row)
        values |= {"open": bill.amount, "suspended_from": row["due_on"] + timedelta(days=1),
                   "year": str(row.get("year", ""))}
        notes = (row["reason"],) if kind == LetterKind.SHARE_CALL else ()
    elif kind == LetterKind.RESIGNATION:
        values["paid_by"] = law(tx).exit_paid_by(tx.tables, effective_on=row["effective_on"])
        notes = (payee_note(row["ends_with"]),)
    elif kind == LetterKind.KEPT:
        notes = (row["how"],)
    elif kind == LetterKind.PAYEE_CODE:
        values["code_until"] = tx.on + timedelta(days=tx.tables.integer("payee_code_days", tx.on))
    elif kind == LetterKind.ADMISSION:
        values["number"] = str(row["number"])
    return Letter(kind=kind, ref=row["ref"], to=to, values=values, notes=notes, bill=bill)


def _bill(tx: Tx, row: Mapping[str, Any]) -> Bill:
    return Bill(amount=Money.from_row(row), due_on=row["due_on"],
                communication=law(tx).printed_communication(row["structured_communication"]))


def list_bills(tx: Tx, member_id: str) -> list[tuple[str, Bill]]:
    """What a member or candidate is to pay for shares, each with the id of its call."""
    return [(row["call_id"], _bill(tx, row)) for row in tx.all(Q.open_bills, member_id=member_id)]


def payer_of(tx: Tx, *, member_id: str, **_: Any) -> str:
    """Who may see what is to be paid: the member; for a candidate, who is none yet, whoever applied."""
    applied = tx.single(Q.is_applicant, member_id=member_id, applicant=tx.actor)["applied"]
    return tx.actor if applied else member_id


def _local(tx: Tx, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(law(tx).zone))


def _known_addressee(tx: Tx, member_id: str, *, named_on: date) -> Addressee:
    """A member at addresses that were known some time before, or are the first ever: none that came with a fraud."""
    known_on = named_on - timedelta(days=tx.tables.integer("payee_address_known_days", tx.on))
    return _addressee(member_id, tx.require(Q.known_addressee, NotFound(kind="member", id=member_id),
                                            member_id=member_id, known_on=known_on))


def _guest(row: Mapping[str, Any]) -> Addressee:
    """Somebody who is known by their mailbox only."""
    return Addressee(member_id="", name=row["name"], email=row["person"] if "@" in row["person"] else "",
                     language=row["language"])


def find_addressee(tx: Tx, member_id: str) -> Addressee:
    """A member as a letter addresses them today."""
    return _addressee(member_id, tx.require(Q.addressee, NotFound(kind="member", id=member_id),
                                            member_id=member_id, on=tx.on))


def _addressee(member_id: str, row: Mapping[str, Any]) -> Addressee:
    name = " ".join(filter(None, (row["given_name"], row["family_name"])))
    town = f"{row['country']}-{row['postcode']} {row['town']}" if row["town"] else ""
    return Addressee(member_id=member_id, name=name, email=row["email"], language=row["language"],
                     lines=tuple(filter(None, (row["street"], town))))


def sending_company(tx: Tx) -> Company:
    """From whom letters come today."""
    company, account = tx.tables.row("company", tx.on), tx.tables.row("payer_account", tx.on)
    return Company(name=str(company["name"]), form=str(company["form"]), seat=str(company["seat"]),
                   email=str(company["email"]), country=tx.tables.country, iban=str(account["iban"]))


def list_letters(tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
    """The letters of a member, newest first, and what became of them."""
    return tx.all(Q.list_letters, member_id=member_id, limit=limit)


def list_stopped_letters(tx: Tx, *, limit: int) -> list[dict[str, Any]]:
    """Letters that did not arrive or could not be made, until somebody settles them."""
    return tx.all(Q.list_stopped_letters, limit=limit)
