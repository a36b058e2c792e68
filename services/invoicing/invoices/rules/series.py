"""The proof of a series: numbers gapless, days never going back, the chain whole, every text what its content says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from services.invoicing.invoices.rules.invoice import number_in
from shared.chain import GENESIS, next_digest, salted_digest


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A document as it stands in the table, beside where its series should end."""

    invoice_id: str
    series: str
    place: int
    number: str
    issued_on: date
    net_cents: int
    vat_cents: int
    total_cents: int
    currency: str
    content: str
    ubl: str
    salt: str
    content_digest: str
    digest: str
    last_place: int
    last_digest: str
    erased: bool = False  # its texts were emptied, its digests stay


def content_digest(salt: str, content: str, ubl: str) -> str:
    """The digest of a document's texts. Salted: once salt and texts are lawfully erased, it tells nothing."""
    return salted_digest(salt, content, ubl)


def series_faults(kept: Iterable[Kept], made_again: Callable[[Kept], bool]) -> Iterator[str]:
    """One sentence per fault. `made_again` says whether content, columns, e-invoice and digest of a document agree."""
    for series, documents in groupby(kept, key=lambda one: one.series):
        yield from _faults_of(series, documents, made_again)


def _faults_of(series: str, documents: Iterable[Kept], made_again: Callable[[Kept], bool]) -> Iterator[str]:
    digest, issued_on, end = GENESIS, date.min, GENESIS
    for place, one in enumerate(documents, start=1):
        digest, end = next_digest(digest, one.number, one.content_digest), one.last_digest
        if one.place != place or one.number != number_in(series, place):
            yield f"invoicing: series {series} has no number {place}"
            return
        if digest != one.digest:
            yield f"invoicing: the chain of series {series} breaks at {one.number}"
            return
        if one.issued_on < issued_on:
            yield f"invoicing: {one.number} bears a day before its predecessor's"
        if not made_again(one):
            yield f"invoicing: {one.number} is not what its content says"
        issued_on = one.issued_on
    if digest != end:
        yield f"invoicing: the chain of series {series} does not end where it should"
