"""Rows and values: the only room that writes. Which constraint stands for which refusal is said here."""

from collections.abc import Mapping

from services.invoicing.domain import errors
from shared import ledger
from shared.errors import Refusal

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    **ledger.CONSTRAINTS,
    "clients_one_per_enterprise_number": errors.ClientKnown,
    "clients_one_per_vat_number": errors.ClientKnown,
    "invoices_one_per_part": errors.PartInvoiced,
}
