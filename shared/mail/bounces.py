"""Bounces: reports that a mail which a server took came back (RFC 3464), from the mailbox that collects them."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import default

from shared.errors import Refusal

_REFERENCE = re.compile(r"<([A-Za-z0-9][A-Za-z0-9._-]{0,99})@[^<>@\s]+>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class NotABounce(Refusal):
    """The message is no report about a mail of ours that failed (it may be an answer from a person)."""

    sentence = "This message does not report that a mail of ours failed: {reason}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A mail that came back: its reference and the status code that says why."""

    reference: str
    code: str


def read_bounce(content: bytes) -> Bounce:
    """Read a delivery report; refuses everything else, and reports of mere delay."""
    report = message_from_bytes(content, policy=default)
    if report.get_content_type() != "multipart/report":
        raise NotABounce(reason="it is no delivery report")
    fields: dict[str, str] = {}
    reference = ""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            fields |= {name.lower(): str(value) for block in _parts(part) for name, value in block.items()}
        elif part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            reference = reference or _reference_in(part)
    if fields.get("action", "").strip().lower() != "failed":
        raise NotABounce(reason="nothing failed for good")
    if not reference:
        raise NotABounce(reason="it names no mail")
    status = _STATUS.search(fields.get("status", ""))
    return Bounce(reference=reference, code=status[0] if status else "5.0.0")


def _parts(part: Message) -> list[Message]:
    held = part.get_payload()
    return [block for block in held if isinstance(block, Message)] if isinstance(held, list) else []


def _reference_in(part: Message) -> str:
    """The reference in the returned mail's Message-ID, whether the mail or only its head came back."""
    held = _parts(part)
    text = str(held[0].get("Message-ID", "")) if held else str(part.get_payload())
    found = _REFERENCE.search(text if held else next(
        (line for line in text.splitlines() if line.lower().startswith("message-id:")), ""))
    return found[1] if found else ""
