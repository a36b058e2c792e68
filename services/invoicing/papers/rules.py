"""What a paper is made of."""

import base64
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Unprinted:
    """A document that has no paper yet: its number and its texts."""

    invoice_id: str
    number: str
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
