"""The proof of a series."""

from dataclasses import replace
from datetime import date

import pytest

from services.invoicing.invoices.rules.series import Kept, content_digest, series_faults
from shared.chain import GENESIS, next_digest


def series(count: int = 3) -> list[Kept]:
    kept, digest = [], GENESIS
    for place in range(1, count + 1):
        number, inner = f"2026/{place:06d}", content_digest("s", "{}", "<a/>")
        digest = next_digest(digest, number, inner)
        kept.append(Kept(invoice_id=f"inv{place}", series="2026", place=place, number=number,
                         issued_on=date(2026, 9, place), net_cents=1, vat_cents=0, total_cents=1, currency="EUR",
                         content="{}", ubl="<a/>", salt="s", content_digest=inner, digest=digest, last_place=count,
                         last_digest=""))
    return [replace(one, last_digest=digest) for one in kept]


def faults(kept: list[Kept], *, whole: bool = True) -> list[str]:
    return list(series_faults(kept, lambda _: whole))


def test_a_whole_series_has_no_fault() -> None:
    assert faults(series()) == []


@pytest.mark.parametrize(("kept", "fault"), [
    (series()[1:], "has no number 1"),
    (series()[:2], "does not end where it should"),
    ([series()[0], replace(series()[1], content_digest="x"), series()[2]], "breaks at 2026/000002"),
    ([replace(series()[0], issued_on=date(2026, 9, 9)), *series()[1:]], "bears a day before its predecessor's"),
])
def test_the_first_wrong_document_is_named(kept: list[Kept], fault: str) -> None:
    assert any(fault in found for found in faults(kept))


def test_a_text_that_its_content_does_not_make_is_named() -> None:
    assert faults(series(1), whole=False) == ["invoicing: 2026/000001 is not what its content says"]
