"""What is asked of a receipt and of a journey, and how it goes to invoicing; faults stand at their fields."""

from base64 import b64encode
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.portal.frame.acting import CURRENCY
from services.portal.frame.fields import Field, missing, read_answers
from services.portal.frame.figures import read_amount, read_price
from services.portal.frame.languages import N_

RECEIPT = (
    Field(name="bought_on", words=N_("Bought on"), kind="date"),
    Field(name="supplier", words=N_("From whom")),
    Field(name="gross", words=N_("What you paid in EUR, with VAT")),
    Field(name="number", words=N_("Its number, if it has one"), needed=False),
    Field(name="supplier_number", words=N_("The seller's VAT number, if it shows one"), needed=False),
)
TRIP = (
    Field(name="driven_on", words=N_("Driven on"), kind="date"),
    Field(name="starts_at", words=N_("From")),
    Field(name="ends_at", words=N_("To")),
    Field(name="kilometres", words=N_("Kilometres, there and back")),
    Field(name="purpose", words=N_("What for?"), hint=N_("The client or the work that the journey was for.")),
)
AT_FIELD = {"closing_day_passed": "bought_on", "expense_category_unknown": "category", "proof_not_readable": "file",
            "entity_not_named": "names_entity", "purchase_not_covered": "country"}
TAX_ROWS = (1, 2)
LARGEST_FILE = 700_000  # bytes; in base64 it still fits into one message
KINDS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
NOT_AN_AMOUNT = N_("Write an amount, such as 24,95.")
NO_FILE = N_("Choose a PDF or a photo (PNG, JPEG) of at most 700 kB.")
NOT_TAX = N_("Write all three of this rate, or none: the rate, the amount without VAT, the VAT.")

Read = tuple[dict[str, Any], dict[str, str]]


def read_receipt(form: Mapping[str, str], file: bytes) -> Read:
    """A receipt as invoicing wants it, and what lacks, by field."""
    answers = read_answers(RECEIPT, form)
    faults = missing(RECEIPT, answers)
    gross = read_amount(answers["gross"])
    if answers["gross"] and gross is None:
        faults["gross"] = NOT_AN_AMOUNT
    taxes, tax_faults = _read_taxes(form)
    media_type = next((kind for beginning, kind in KINDS.items() if file.startswith(beginning)), "")
    if not media_type or len(file) > LARGEST_FILE:
        faults["file"] = NO_FILE
    return {**answers, "gross": _money(gross or "0"), "taxes": taxes, "media_type": media_type,
            "category": form.get("category", ""), "country": form.get("country", ""),
            "names_entity": bool(form.get("names_entity")),
            "content_base64": b64encode(file).decode()}, faults | tax_faults


def read_trip(form: Mapping[str, str]) -> Read:
    """A journey as invoicing wants it, and what lacks, by field."""
    answers = read_answers(TRIP, form)
    faults = missing(TRIP, answers)
    kilometres = read_price(answers["kilometres"])
    if answers["kilometres"] and kilometres is None:
        faults["kilometres"] = N_("Write a number, such as 42 or 42,5.")
    return {**answers, "kilometres": kilometres or ""}, faults


def _read_taxes(form: Mapping[str, str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    taxes, faults = [], {}
    for row in TAX_ROWS:
        typed = [form.get(f"{name}-{row}", "").strip().rstrip("% ") for name in ("rate", "base", "vat")]
        rate, base, vat = (read_amount(text) for text in typed)
        if rate and base and vat:
            taxes.append({"rate": str(Decimal(rate) / 100), "base": _money(base), "vat": _money(vat)})
        elif any(typed):
            faults[f"rate-{row}"] = NOT_TAX
    return taxes, faults


def _money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": CURRENCY}
