"""What lies on the desk, as one list: the longest waiting first, each with what can be done about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.portal.frame.languages import N_
from services.portal.frame.visit import Ask
from services.portal.frame.words import DESK, OTHER_DESK

Row = Mapping[str, Any]
MANY = 100
CURSORS = {"screenings": "screening_id", "proofs": "proof_id", "claims": "claim_id"}  # what a next page begins behind
BUTTONS = {  # what each act is called, and what its refusal is
    "screening": (N_("Let it leave"), N_("It does not leave")),
    "proof": (N_("The client signed"), N_("It proves nothing")),
    "claim": (N_("Refund it"), N_("It is not refunded")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something to do: since when or until when, its words, what people call it by, where its page is, or its act."""

    on: str
    what: str
    why: str = ""
    about: str = ""
    path: str = ""
    act: str = ""
    ref: str = ""
    risks: list[str] = field(default_factory=list)
    appeal: str = ""
    amount: Row | None = None
    lines: list[Row] = field(default_factory=list)


def questions_of(roles: frozenset[str], after: Mapping[str, str]) -> dict[str, Ask]:
    """What the desk asks: screenings, proofs and expenses are the advisor's alone.

    `after` names where the lists end that were shown before: then only what follows in them is asked.
    """
    asked: dict[str, Ask] = {
        "submitted": ("membership.list_registrations", {"state": "submitted", "limit": MANY}),
        "verified": ("membership.list_registrations", {"state": "verified", "limit": MANY}),
        "items": ("membership.list_desk", {"limit": MANY}),
    }
    if "advisor" in roles:
        asked |= {"screenings": ("invoicing.list_screenings", {"state": "asked", "limit": MANY}),
                  "proofs": ("invoicing.list_signed_proofs", {"state": "waiting", "limit": MANY}),
                  "claims": ("invoicing.list_expense_claims", {"state": "asked", "limit": MANY})}
    if after:
        return {name: (target, {**given, "after": after[name]}) for name, (target, given) in asked.items()
                if name in after}
    return asked


def more_of(found: Mapping[str, Any]) -> dict[str, str]:
    """Where each list ends that came full, so that more may follow."""
    return {name: found[name][-1][key] for name, key in CURSORS.items() if len(found.get(name) or ()) == MANY}


def entries_of(found: Mapping[str, Any]) -> list[Entry]:
    """Everything in one order: by the day since which it waits, or until which it is due."""
    rows = [*(_registration(row, N_("Check an identity")) for row in found.get("submitted") or []),
            *(_registration(row, N_("Decide on a registration")) for row in found.get("verified") or []),
            *_items(found.get("items") or [])]
    rows += [Entry(on=row["asked_on"], what=N_("An order form waits to leave"), about=row["number"], act="screening",
                   ref=row["screening_id"], risks=row["risks"], appeal=row["appeal"])
             for row in found.get("screenings") or []]
    rows += [Entry(on=row["uploaded_on"], what=N_("A proof of signature is to be seen"), about=row["number"],
                   act="proof", ref=row["proof_id"], path=f"/desk/proofs/{row['proof_id']}")
             for row in found.get("proofs") or []]
    rows += [Entry(on=row["asked_on"], what=N_("Expenses are claimed"), act="claim", ref=row["claim_id"],
                   path=f"/desk/members/{row['member_id']}", amount=row["refunded"], lines=row["lines"])
             for row in found.get("claims") or []]
    return sorted(rows, key=lambda entry: entry.on)


def _registration(row: Row, what: str) -> Entry:
    about = " · ".join((row["activity"].replace("_", " "), row["city"]))
    return Entry(on=row["submitted_on"] or "", what=what, about=about,
                 path=f"/desk/registrations/{row['registration_id']}")


def _items(rows: Iterable[Row]) -> Iterator[Entry]:
    """What membership's desk holds; identities to be checked stand among the registrations already."""
    for row in rows:
        if row["kind"] != "identity_missing":
            words = DESK.get(row["kind"], OTHER_DESK)
            path = f"/desk/members/{row['member_id']}" if row["member_id"] else ""
            yield Entry(on=row["due_on"], what=words.label, why=words.why, path=path)
