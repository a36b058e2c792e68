"""The e-invoice: UBL 2.1 in the profile Peppol BIS Billing 3.0 (EN 16931), the same bytes for the same invoice."""

from decimal import Decimal
from typing import Any

from lxml import etree

from services.invoicing.invoices.rules.invoice import Invoice, Line, Party, Seller
from services.invoicing.invoices.rules.vat import VatAmount, VatCase
from services.invoicing.orders.rules.prices import Unit
from shared.money import CENT, Money

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
NOT_ORDERED = "NA"  # Peppol BIS: what stands in BT-13 where the buyer gave no number
PLAIN = "urn:cen.eu:en16931:2017"
PREPAYMENT = "386"  # UNTDID 1001: an invoice for goods or services before they are supplied
CREDIT_TRANSFER = "30"  # UNCL4461
UNITS = {  # UN/ECE recommendation 20, and 21 with an X before it
    Unit.LUMP_SUM: "C62", Unit.HOUR: "HUR", Unit.HALF_DAY: "C62", Unit.DAY: "DAY", Unit.MONTH: "MON", Unit.PIECE: "H87",
    Unit.PAGE: "ZP", Unit.WORD: "D68", Unit.KILOMETRE: "KMT"}
DISCOUNT = "95"  # UNCL5189
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_CAC, _CBC = f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"

Element = etree._Element  # noqa: SLF001  (lxml gives its element class no other name)


def write_ubl(invoice: Invoice) -> str:
    """The invoice or credit note as an XML document."""
    kind = "CreditNote" if invoice.is_credit_note else "Invoice"
    prefixes: Any = {None: f"{_UBL}{kind}-2", "cac": _CAC, "cbc": _CBC}
    root = etree.Element(f"{{{_UBL}{kind}-2}}{kind}", nsmap=prefixes)
    _head(root, invoice)
    _references(root, invoice)
    _supplier(_in(root, "AccountingSupplierParty"), invoice.seller)
    _party(_in(root, "AccountingCustomerParty"), invoice.buyer)
    if not invoice.is_deposit:  # nothing was delivered yet
        _value(_in(root, "Delivery"), "ActualDeliveryDate", invoice.supplied_on.isoformat())
    if not invoice.is_credit_note:
        _payment(root, invoice)
    _taxes(root, invoice)
    _totals(_in(root, "LegalMonetaryTotal"), invoice)
    for number, line in enumerate(invoice.lines, start=1):
        _line(root, number, line, credit=invoice.is_credit_note)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


def _head(root: Element, invoice: Invoice) -> None:
    if invoice.buyer.endpoint:
        _value(root, "CustomizationID", CUSTOMIZATION)
        _value(root, "ProfileID", PROFILE)
    else:  # Peppol wants an address of the buyer: without one it is a plain invoice of the European standard
        _value(root, "CustomizationID", PLAIN)
    _value(root, "ID", invoice.number)
    _value(root, "IssueDate", invoice.issued_on.isoformat())
    if invoice.is_credit_note:
        _value(root, "CreditNoteTypeCode", "381")
    else:
        _value(root, "DueDate", invoice.due_on.isoformat())
        _value(root, "InvoiceTypeCode", PREPAYMENT if invoice.is_deposit else "380")
    _optional(root, "Note", " / ".join(invoice.notes))
    _value(root, "DocumentCurrencyCode", invoice.total.currency)


def _references(root: Element, invoice: Invoice) -> None:
    period = _in(root, "InvoicePeriod")
    _value(period, "StartDate", invoice.supplied_from.isoformat())
    _value(period, "EndDate", invoice.supplied_on.isoformat())
    ordered = _in(root, "OrderReference")
    _value(ordered, "ID", invoice.client_reference or NOT_ORDERED)  # BT-13 is the buyer's own number
    _value(ordered, "SalesOrderID", invoice.order_reference)        # BT-14 is ours
    if invoice.corrects:
        corrected = _in(root, "BillingReference", "InvoiceDocumentReference")
        _value(corrected, "ID", invoice.corrects)
        if invoice.corrects_issued_on:
            _value(corrected, "IssueDate", invoice.corrects_issued_on.isoformat())
    for one in invoice.deducts:
        deposit = _in(root, "BillingReference", "InvoiceDocumentReference")
        _value(deposit, "ID", one.number)
        _value(deposit, "IssueDate", one.issued_on.isoformat())


def _supplier(parent: Element, seller: Seller) -> None:
    party = _party(parent, seller.party, legal_form=seller.legal_mention)
    _value(_in(party, "Contact"), "ElectronicMail", seller.email)


def _party(parent: Element, party: Party, legal_form: str = "") -> Element:
    element = _in(parent, "Party")
    if party.endpoint:
        _value(element, "EndpointID", party.endpoint, schemeID=party.endpoint_scheme)
    _value(_in(element, "PartyName"), "Name", party.name)
    address = _in(element, "PostalAddress")
    _value(address, "StreetName", party.street)
    _value(address, "CityName", party.city)
    _value(address, "PostalZone", party.postcode)
    _value(_in(address, "Country"), "IdentificationCode", party.country)
    if party.vat_number:
        tax = _in(element, "PartyTaxScheme")
        _value(tax, "CompanyID", party.vat_number)
        _value(_in(tax, "TaxScheme"), "ID", "VAT")
    legal = _in(element, "PartyLegalEntity")
    _value(legal, "RegistrationName", party.name)
    _legal_number(legal, party)
    _optional(legal, "CompanyLegalForm", legal_form)
    return element


def _legal_number(legal: Element, party: Party) -> None:
    if party.enterprise_number and party.enterprise_number == party.endpoint:  # one scheme names both (0208, 0007)
        _value(legal, "CompanyID", party.enterprise_number, schemeID=party.endpoint_scheme)
    else:
        _optional(legal, "CompanyID", party.enterprise_number)


def _payment(root: Element, invoice: Invoice) -> None:
    means = _in(root, "PaymentMeans")
    _value(means, "PaymentMeansCode", CREDIT_TRANSFER)
    _value(means, "PaymentID", invoice.printed_communication)
    account = _in(means, "PayeeFinancialAccount")
    _value(account, "ID", invoice.seller.iban)
    _value(account, "Name", invoice.seller.party.name)
    _value(_in(account, "FinancialInstitutionBranch"), "ID", invoice.seller.bic)


def _taxes(root: Element, invoice: Invoice) -> None:
    total = _in(root, "TaxTotal")
    _money(total, "TaxAmount", invoice.vat)
    for tax in invoice.taxes:
        _tax(_in(total, "TaxSubtotal"), tax)


def _tax(parent: Element, tax: VatAmount) -> None:
    _money(parent, "TaxableAmount", tax.base)
    _money(parent, "TaxAmount", tax.vat)
    category = _in(parent, "TaxCategory")
    _value(category, "ID", tax.case.category)
    _value(category, "Percent", percent(tax.case.rate))
    _optional(category, "TaxExemptionReasonCode", tax.case.exemption_code)
    _optional(category, "TaxExemptionReason", tax.case.exemption_reason)
    _value(_in(category, "TaxScheme"), "ID", "VAT")


def _totals(parent: Element, invoice: Invoice) -> None:
    """What is claimed. A deposit was taxed by its own invoice, so it is taken off by lines, not as prepaid (BT-113)."""
    _money(parent, "LineExtensionAmount", invoice.net)
    _money(parent, "TaxExclusiveAmount", invoice.net)
    _money(parent, "TaxInclusiveAmount", invoice.total)
    _money(parent, "PayableAmount", invoice.total)


def _line(root: Element, number: int, line: Line, *, credit: bool) -> None:
    element = _in(root, "CreditNoteLine" if credit else "InvoiceLine")
    _value(element, "ID", str(number))
    _value(element, "CreditedQuantity" if credit else "InvoicedQuantity", plain(line.quantity),
           unitCode=UNITS[Unit(line.unit)])
    _money(element, "LineExtensionAmount", line.net)
    if line.taken_off:
        allowance = _in(element, "AllowanceCharge")
        _value(allowance, "ChargeIndicator", "false")
        _value(allowance, "AllowanceChargeReasonCode", DISCOUNT)
        _money(allowance, "Amount", line.taken_off)
    item = _in(element, "Item")
    _optional(item, "Description", line.detail)
    _value(item, "Name", line.description)
    _line_tax(_in(item, "ClassifiedTaxCategory"), line.case)
    _value(_in(element, "Price"), "PriceAmount", plain(line.price), currencyID=line.net.currency)


def plain(figure: Decimal) -> str:
    """`2.500` -> `2.5`: an exact figure without the zeros behind it, never with an exponent."""
    return format(figure.normalize(), "f")


def _line_tax(category: Element, case: VatCase) -> None:
    _value(category, "ID", case.category)
    _value(category, "Percent", percent(case.rate))
    _value(_in(category, "TaxScheme"), "ID", "VAT")


def percent(rate: Decimal) -> str:
    """`0.21` -> `21.00`."""
    return str((rate * 100).quantize(CENT))


def _in(parent: Element, *path: str) -> Element:
    for name in path:
        parent = etree.SubElement(parent, f"{{{_CAC}}}{name}")
    return parent


def _value(parent: Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{_CBC}}}{name}", attributes).text = text


def _optional(parent: Element, name: str, text: str) -> None:
    if text:  # an empty element is against rule PEPPOL-EN16931-R008
        _value(parent, name, text)


def _money(parent: Element, name: str, money: Money) -> None:
    _value(parent, name, str(money.amount), currencyID=money.currency)
