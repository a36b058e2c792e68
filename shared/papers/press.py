"""The press: typst, called in one place. The same template and content give the same bytes, on every machine.

Its fonts are those that typst brings along, never the machine's; its clock is the day that the paper bears. One
compiler is kept per process (it holds fonts and what it has parsed), so that a paper takes some milliseconds; use it in
jobs and in processes of their own, not in a service's hub.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cache
from threading import Lock
from typing import Any, Literal

PREFACE = rb"""#let data = json(bytes(sys.inputs.data))
// A place where a long word may break leaves no letter in the file: who copies an amount or a number gets it whole.
#show "\u{200b}": box()
#for file in json(bytes(sys.inputs.attachments)) {
  pdf.attach(file.name, bytes(file.content), relationship: file.relationship, mime-type: file.media_type,
    description: file.description)
}
"""
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A text file inside the PDF (PDF/A-3); `alternative` is the same content for machines."""

    name: str
    media_type: str
    content: str
    description: str
    relationship: Literal["alternative", "source", "data", "supplement"] = "alternative"


def typeset(template: bytes, content: Mapping[str, Any], *, on: date, attachments: Sequence[Attachment] = ()) -> bytes:
    """A PDF/A-3 from a typst template, which finds what it shows as text in `data`; it bears the day `on`."""
    made = datetime(on.year, on.month, on.day, tzinfo=UTC)
    inputs = {"data": json.dumps(content, ensure_ascii=False),
              "attachments": json.dumps([asdict(attachment) for attachment in attachments], ensure_ascii=False)}
    with _one_at_a_time:
        pdf: bytes = _compiler().compile(PREFACE + template, format="pdf", pdf_standards=["a-3a"], sys_inputs=inputs,
                                         timestamp=int(made.timestamp()))
    return pdf


@cache
def _compiler() -> Any:
    import typst  # noqa: PLC0415 - 80 MB that only the maker of papers needs

    return typst.Compiler(ignore_system_fonts=True)
