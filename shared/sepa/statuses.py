"""Reading the bank's answer to a payment file (ISO 20022 pain.002, any version): what became of each payment.

A bank may answer for the whole file, for a block or for a single payment, in several reports one after the other
(received, then accepted, then rejected by the payee's bank). A report says only what it says: a payment that it does
not name stands as its block or its file stands, or nothing is known of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from typing import Any

from lxml import etree

from shared.errors import Refusal


class NotAStatusReport(Refusal):
    """The file is not a payment status report, or a broken one."""

    sentence = "This is not a payment status report (pain.002): {reason}."


class PaymentOutcome(StrEnum):
    """What a status comes to for who asked for the payment."""

    ACCEPTED = "accepted"
    PENDING = "pending"
    REJECTED = "rejected"


# ExternalPaymentGroupStatus1Code and ExternalPaymentTransactionStatus1Code. A partly accepted group (PART) is pending:
# only its payments tell. What is not in this table is refused, not guessed.
OUTCOMES: Mapping[str, PaymentOutcome] = {
    **dict.fromkeys(("ACTC", "ACCP", "ACFC", "ACSP", "ACSC", "ACCC", "ACWC", "ACWP", "ACIS"), PaymentOutcome.ACCEPTED),
    **dict.fromkeys(("RCVD", "PDNG", "PART", "PATC", "PRES", "BLCK"), PaymentOutcome.PENDING),
    **dict.fromkeys(("RJCT", "CANC", "CNCL"), PaymentOutcome.REJECTED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStatus:
    """One status: the bank's code, and where it gives them a reason (`AC04`: account closed) and words."""

    code: str
    reason: str = ""
    text: str = ""

    @property
    def outcome(self) -> PaymentOutcome:
        """Accepted, pending or rejected."""
        return OUTCOMES[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """What the bank says about one file; `payments` by end-to-end id, `whole` for all that it does not name.

    `written_at` is when the bank wrote it, as it spells that (ISO 8601, perhaps without a zone).
    """

    message_id: str
    original_message_id: str
    whole: PaymentStatus | None
    written_at: str = ""
    payments: Mapping[str, PaymentStatus] = field(default_factory=dict)

    def status_of(self, end_to_end_id: str) -> PaymentStatus | None:
        """Where a payment of that file stands, or nothing when the report does not say.

        A file or block that was partly accepted says nothing of a payment that the report does not name.
        """
        named = self.payments.get(end_to_end_id)
        if named is None and self.whole and self.whole.code != "PART":
            return self.whole
        return named


def read_status_report(content: bytes) -> StatusReport:
    """Read a report. Entities and document types are refused; unknown status codes are, too."""
    found: dict[str, Any] = {"message_id": "", "original_message_id": "", "written_at": "", "whole": None}
    payments: dict[str, PaymentStatus] = {}
    try:
        for element in _elements(content):
            _take(element, found, payments)
    except etree.XMLSyntaxError as error:
        raise NotAStatusReport(reason="it is not well-formed XML") from error
    if not found["original_message_id"]:
        raise NotAStatusReport(reason="it names no original message")
    return StatusReport(**found, payments=payments)


def _elements(content: bytes) -> Iterator[etree._Element]:
    """The four kinds of elements that say something, each as it closes, emptied after it was read."""
    wanted = ("GrpHdr", "OrgnlGrpInfAndSts", "TxInfAndSts", "OrgnlPmtInfAndSts")
    events = etree.iterparse(BytesIO(content), events=("end",), tag=[f"{{*}}{name}" for name in wanted],
                             resolve_entities=False, no_network=True, load_dtd=False)
    for _, element in events:
        document = element.getroottree()
        if document.docinfo.doctype:
            raise NotAStatusReport(reason="it brings a document type")
        if ":pain.002." not in (etree.QName(document.getroot()).namespace or ""):
            raise NotAStatusReport(reason="its namespace is another one")
        yield element
        if etree.QName(element).localname == "TxInfAndSts":
            element.clear()


def _take(element: etree._Element, found: dict[str, Any], payments: dict[str, PaymentStatus]) -> None:
    kind = etree.QName(element).localname
    if kind == "GrpHdr":
        found["message_id"], found["written_at"] = _text(element, "MsgId"), _text(element, "CreDtTm")
    elif kind == "OrgnlGrpInfAndSts":
        found["original_message_id"] = _text(element, "OrgnlMsgId")
        found["whole"] = _status(element, "GrpSts")
    elif kind == "TxInfAndSts":
        if (status := _status(element, "TxSts")) and (named := _text(element, "OrgnlEndToEndId")):
            payments[named] = status
    elif found["whole"] is None or found["whole"].code == "PART":  # our files have one block: it speaks for the file
        found["whole"] = _status(element, "PmtInfSts") or found["whole"]


def _status(element: etree._Element, tag: str) -> PaymentStatus | None:
    code = _text(element, tag)
    if not code:
        return None
    if code not in OUTCOMES:
        raise NotAStatusReport(reason=f"nobody knows its status {code[:4]}")
    return PaymentStatus(code=code, reason=_text(element, "StsRsnInf/Rsn/Cd") or _text(element, "StsRsnInf/Rsn/Prtry"),
                  text=" ".join(_texts(element, "StsRsnInf/AddtlInf")))


def _text(element: etree._Element, path: str) -> str:
    return next(_texts(element, path), "")


def _texts(element: etree._Element, path: str) -> Iterator[str]:
    for found in element.iterfind("/".join(f"{{*}}{step}" for step in path.split("/"))):
        yield (found.text or "").strip()
