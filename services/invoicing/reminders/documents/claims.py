"""What a collector is handed: one line for each claim, as CSV (RFC 4180), in UTF-8."""

import csv
import io
from collections.abc import Sequence

from services.invoicing.clients.rules import Client
from services.invoicing.reminders.rules import Asked

HEAD = ("invoice", "due_on", "currency", "open", "interest", "lump_sum", "total", "client", "kind", "enterprise_number",
        "vat_number", "street", "postcode", "city", "country", "language", "reminded_on", "formal_demand_on")


def write_claims(client: Client, asked: Sequence[Asked]) -> bytes:
    """The file; amounts with two decimals, days as ISO 8601 writes them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for one in asked:
        late, seat = one.late, client.address
        done = {str(name): day.isoformat() for name, day in late.done.items()}
        writer.writerow([_plain(str(value)) for value in (
            late.number, late.due_on, late.open.currency, late.open.amount, one.interest.amount, one.lump_sum.amount,
            one.whole.amount, client.name, client.kind, client.enterprise_number, client.vat_number, seat.street,
            seat.postcode, seat.city, seat.country, client.language, done.get("reminder", ""),
            done.get("formal_demand", ""))])
    return text.getvalue().encode()


def _plain(text: str) -> str:
    """Text that no program takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
