"""The paper inside the e-invoice: an additional document (BG-24), as receivers ask for it."""

import base64

from lxml import etree

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_CAC, _CBC = f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"


def with_paper(ubl: str, pdf: bytes, name: str) -> bytes:
    """The e-invoice with its paper inside; the same two give the same bytes."""
    root = etree.fromstring(ubl.encode())
    enclosed = etree.Element(f"{{{_CAC}}}AdditionalDocumentReference")
    etree.SubElement(enclosed, f"{{{_CBC}}}ID").text = name
    binary = etree.SubElement(etree.SubElement(enclosed, f"{{{_CAC}}}Attachment"),
                              f"{{{_CBC}}}EmbeddedDocumentBinaryObject", mimeCode="application/pdf", filename=name)
    binary.text = base64.b64encode(pdf).decode()
    seller = root.find(f"{{{_CAC}}}AccountingSupplierParty")
    if seller is None:
        raise ValueError("an e-invoice without its seller")
    seller.addprevious(enclosed)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
