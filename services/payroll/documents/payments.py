"""Payment files for the bank: pain.001.001.09, one debit per wage, paid as salary.

sepaxml writes the payments and checks the whole against the schema of ISO 20022. It invents the message id, the time
and the payment block's id; these must follow from the batch, so that a repeat is the same file, and are set here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.etree import ElementTree as ET

from sepaxml import SepaTransfer
from sepaxml.validation import try_valid_xml

from shared.money import Money

SCHEMA = "pain.001.001.09"
_NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
_WAGE = re.compile(r"wag_?([0-9a-f]{32})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who pays or is paid; the address is structured, as the banks demand since November 2026, or left out."""

    name: str
    iban: str
    bic: str = ""
    address: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One wage to pay."""

    wage_id: str
    to: Account
    amount: Money
    text: str


def end_to_end_id(wage_id: str) -> str:
    """The wage's id as banks carry it: 35 characters at most, so without its underscore."""
    return wage_id.replace("_", "")


def wage_of(end_to_end: str) -> str | None:
    """The wage that a bank movement names, or nothing when it names none."""
    named = _WAGE.fullmatch(end_to_end)
    return f"wag_{named[1]}" if named else None


def payment_file(
    payments: Sequence[Payment], *, message_id: str, payer: Account, payer_number: str, execute_on: date, at: datetime,
) -> bytes:
    """The file that asks the bank to pay these wages on one day; valid against its schema, or nothing."""
    transfer = SepaTransfer(_payer(payer, payments[0].amount.currency), schema=SCHEMA, clean=True)
    for payment in payments:
        transfer.add_payment(_payment(payment, execute_on))
    root = ET.fromstring(transfer.export(validate=False))  # noqa: S314 - written a line above, by ourselves
    _make_deterministic(root, message_id, payer_number, at)
    document: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    try_valid_xml(document, SCHEMA)
    return document


def _payer(payer: Account, currency: str) -> dict[str, object]:
    return {"name": payer.name, "IBAN": payer.iban, "BIC": payer.bic, "batch": True, "currency": currency,
            "address": dict(payer.address)}


def _payment(payment: Payment, execute_on: date) -> dict[str, object]:
    return {
        "name": payment.to.name, "IBAN": payment.to.iban, "amount": payment.amount.cents, "execution_date": execute_on,
        "description": payment.text, "endtoend_id": end_to_end_id(payment.wage_id),
        **({"address": payment.to.address} if payment.to.address else {}),
    }


def _make_deterministic(root: ET.Element, message_id: str, payer_number: str, at: datetime) -> None:
    """Ids and time that follow from the batch; each wage booked by itself (its end-to-end id comes back), as salary."""
    _find(root, "GrpHdr/MsgId").text = message_id
    _find(root, "GrpHdr/CreDtTm").text = at.strftime("%Y-%m-%dT%H:%M:%S")
    party = _find(root, "GrpHdr/InitgPty")
    other = ET.SubElement(_sub(party, "Id"), _name("OrgId"))
    identified = ET.SubElement(other, _name("Othr"))
    _sub(identified, "Id").text = payer_number
    _sub(identified, "Issr").text = "KBO-BCE"
    for number, block in enumerate(root.iter(_name("PmtInf")), start=1):
        _find_in(block, "PmtInfId").text = f"{message_id}-{number}"
        _find_in(block, "BtchBookg").text = "false"
        purpose = _sub(_find_in(block, "PmtTpInf"), "CtgyPurp")
        _sub(purpose, "Cd").text = "SALA"


def _find(root: ET.Element, path: str) -> ET.Element:
    return _find_in(root[0], path)


def _find_in(element: ET.Element, path: str) -> ET.Element:
    found = element.find("/".join(_name(step) for step in path.split("/")))
    if found is None:
        raise LookupError(f"the payment file has no {path}")
    return found


def _sub(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, _name(name))


def _name(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"
