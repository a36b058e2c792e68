"""Declarations of employment (Dimona) as the authority reads them: schema Dimona 2023/1.

The name in `Reference` is ours (20 characters at most): the answer quotes it.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from lxml import etree

from services.payroll.domain.declaration import Declaration

LONGEST_REFERENCE = 20
ORIGINAL = "0"


def dimona_in(
    declaration: Declaration, *, national_number: str, enterprise_number: str, onss_number: str, joint_committee: str,
    worker_type: str, on: date, at: datetime, zone: str,
) -> bytes:
    """The declaration that employment begins, with its planned last day."""
    root, form = _form(declaration, on=on, at=at, zone=zone)
    body = etree.SubElement(form, "DimonaIn")
    _text(body, "StartingDate", declaration.starts_on.isoformat())
    _text(body, "EndingDate", declaration.ends_on.isoformat())
    _employer(body, enterprise_number, onss_number)
    _text(etree.SubElement(body, "NaturalPerson"), "INSS", national_number)
    features = etree.SubElement(body, "DimonaFeatures")
    _text(features, "JointCommissionNbr", joint_committee)
    _text(features, "WorkerType", worker_type)
    return _bytes(root)


def dimona_cancel(
    declaration: Declaration, *, enterprise_number: str, onss_number: str, on: date, at: datetime, zone: str,
) -> bytes:
    """The declaration that a declared employment never took place; names the period that the authority gave."""
    root, form = _form(declaration, on=on, at=at, zone=zone)
    body = etree.SubElement(form, "DimonaCancel")
    _text(body, "DimonaPeriodId", declaration.reference)
    _employer(body, enterprise_number, onss_number)
    return _bytes(root)


def reference_of(declaration: Declaration) -> str:
    """Our reference: the random end of the declaration's id."""
    return declaration.declaration_id[-LONGEST_REFERENCE:]


def _form(declaration: Declaration, *, on: date, at: datetime, zone: str) -> tuple[etree._Element, etree._Element]:
    root = etree.Element("Dimona")
    form = etree.SubElement(root, "Form")
    _text(form, "Identification", "DIMONA")
    _text(form, "FormCreationDate", on.isoformat())
    _text(form, "FormCreationHour", at.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S.%f")[:-3])
    _text(form, "AttestationStatus", ORIGINAL)
    _text(form, "TypeForm", "SU")
    reference = etree.SubElement(form, "Reference")
    _text(reference, "ReferenceType", "1")
    _text(reference, "ReferenceOrigin", "1")
    _text(reference, "ReferenceNbr", reference_of(declaration))
    return root, form


def _employer(body: etree._Element, enterprise_number: str, onss_number: str) -> None:
    employer = etree.SubElement(body, "EmployerId")
    _text(employer, "NOSSRegistrationNbr", onss_number)
    _text(employer, "CompanyID", enterprise_number)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
