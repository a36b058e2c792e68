"""What a paper is made of, and what stops it."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.invoicing.papers.errors import EInvoiceFaulty


@dataclass(frozen=True, kw_only=True)
class Unprinted:
    """A document that has no paper yet: its number and its texts."""

    invoice_id: str
    number: str
    client_id: str
    content: str
    ubl: str


@dataclass(frozen=True, kw_only=True)
class NamedFile:
    """A file: its name, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes

    @property
    def content_base64(self) -> str:
        """The bytes as they cross the wire."""
        return base64.b64encode(self.content).decode()


@dataclass(frozen=True, kw_only=True)
class EInvoiceFault:
    """A broken rule of an e-invoice; a fatal one stops it."""

    rule: str
    fatal: bool
    sentence: str

    def __str__(self) -> str:
        return f"{self.rule} ({'fatal' if self.fatal else 'warning'}): {self.sentence}"


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A document that could not be made or may not leave: why and since when; the accountant has it tried again."""

    invoice_id: str
    number: str
    reason: str
    since: date


def assert_may_leave(faults: Sequence[EInvoiceFault]) -> None:
    """A fatal fault stops an e-invoice before it leaves."""
    if fatal := [str(fault) for fault in faults if fault.fatal]:
        raise EInvoiceFaulty(faults=" ".join(fatal))
