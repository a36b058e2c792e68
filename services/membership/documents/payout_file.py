"""Payment files for the bank: pain.001.001.09, valid against its schema, the same bytes for the same batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as ET

from sepaxml import SepaTransfer
from sepaxml.validation import try_valid_xml

from shared.money import Money

SCHEMA = "pain.001.001.09"
_NAMESPACE = {"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One payment to make."""

    end_to_end_id: str
    name: str
    iban: str
    amount: Money
    text: str


def payout_file(
    transfers: Sequence[Transfer], *, message_id: str, payer: Mapping[str, Any], execute_on: date, at: datetime,
) -> bytes:
    """The file that asks the bank to pay these; every payment is booked by itself, so that its id comes back."""
    file = SepaTransfer({
        "name": payer["name"], "IBAN": payer["iban"], "BIC": payer["bic"], "batch": True,
        "currency": transfers[0].amount.currency, "address": {},
    }, schema=SCHEMA, clean=True)
    for transfer in transfers:
        file.add_payment({
            "name": transfer.name, "IBAN": transfer.iban, "amount": transfer.amount.cents, "execution_date": execute_on,
            "description": transfer.text, "endtoend_id": transfer.end_to_end_id})
    root = ET.fromstring(file.export(validate=False))  # noqa: S314 - written a line above, by ourselves
    _set(root, ".//p:GrpHdr/p:MsgId", message_id)
    _set(root, ".//p:GrpHdr/p:CreDtTm", at.strftime("%Y-%m-%dT%H:%M:%S"))
    _set(root, ".//p:PmtInf/p:PmtInfId", f"{message_id[:33]}-1")
    _set(root, ".//p:PmtInf/p:BtchBookg", "false")
    document: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    try_valid_xml(document, SCHEMA)
    return document


def _set(root: ET.Element, path: str, text: str) -> None:
    element = root.find(path, _NAMESPACE)
    if element is None:
        raise LookupError(f"the payment file has no {path}")
    element.text = text
