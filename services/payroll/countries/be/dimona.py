"""Declarations of employment (Dimona) as the authority reads them: schema Dimona 2023/1.

The name in `Reference` is ours (20 characters at most): the answer quotes it.
"""

from zoneinfo import ZoneInfo

from lxml import etree

from services.payroll.declarations.rules import NO_END, Act, Declaration, Form
from services.payroll.workers.rules import Employer
from shared.outgoing import Document
from shared.parameters import Row

LONGEST_REFERENCE = 20
ORIGINAL = "0"
ZONE = ZoneInfo("Europe/Brussels")


def dimona(form: Form, feature: Row) -> Document:
    """The declaration that leaves, under a name of its own for each end that it tells."""
    declaration, act = form.declaration, form.act
    content = {
        Act.BEGIN: lambda: dimona_in(form, joint_committee=feature["joint_committee"],
                                     worker_type=feature["worker_type"], planned_hours=form.planned_hours),
        Act.UPDATE: lambda: dimona_end(form, "DimonaUpdate"),
        Act.END: lambda: dimona_end(form, "DimonaOut"),
        Act.CANCEL: lambda: dimona_cancel(form),
    }[act]()
    which = f"{act}_{declaration.declaration_id}"
    if act in {Act.UPDATE, Act.END}:
        which += f"_{form.at:%Y%m%d%H%M%S%f}"  # an end may move more than once
    return Document(channel="onss", name=f"dimona_{which}.xml", media_type="application/xml", content=content,
                    about=declaration.order_id)


def dimona_in(form: Form, *, joint_committee: str, worker_type: str, planned_hours: int | None = None) -> bytes:
    """The declaration that employment begins, with its planned last day if it has one, and a student's hours."""
    root, head = _form(form)
    body = etree.SubElement(head, "DimonaIn")
    _text(body, "StartingDate", form.declaration.starts_on.isoformat())
    if form.declaration.ends_on != NO_END:
        _text(body, "EndingDate", form.declaration.ends_on.isoformat())
    if planned_hours:
        _text(body, "PlannedHoursNbr", str(planned_hours))
    _employer(body, form.employer)
    _text(etree.SubElement(body, "NaturalPerson"), "INSS", form.national_number)
    features = etree.SubElement(body, "DimonaFeatures")
    _text(features, "JointCommissionNbr", joint_committee)
    _text(features, "WorkerType", worker_type)
    return _bytes(root)


def dimona_end(form: Form, kind: str) -> bytes:
    """The declaration that employment has another planned end (an update), or ended on a day (an out)."""
    root, head = _form(form)
    body = etree.SubElement(head, kind)
    _text(body, "DimonaPeriodId", form.declaration.reference)
    _text(body, "EndingDate", form.declaration.ends_on.isoformat())
    if form.planned_hours and form.act is Act.UPDATE:
        _text(body, "PlannedHoursNbr", str(form.planned_hours))
    _employer(body, form.employer)
    return _bytes(root)


def dimona_cancel(form: Form) -> bytes:
    """The declaration that a declared employment never took place; names the period that the authority gave."""
    root, head = _form(form)
    body = etree.SubElement(head, "DimonaCancel")
    _text(body, "DimonaPeriodId", form.declaration.reference)
    _employer(body, form.employer)
    return _bytes(root)


def reference_of(declaration: Declaration) -> str:
    """Our reference: the random end of the declaration's id."""
    return declaration.declaration_id[-LONGEST_REFERENCE:]


def _form(form: Form) -> tuple[etree._Element, etree._Element]:
    root = etree.Element("Dimona")
    head = etree.SubElement(root, "Form")
    _text(head, "Identification", "DIMONA")
    _text(head, "FormCreationDate", form.on.isoformat())
    _text(head, "FormCreationHour", form.at.astimezone(ZONE).strftime("%H:%M:%S.%f")[:-3])
    _text(head, "AttestationStatus", ORIGINAL)
    _text(head, "TypeForm", "SU")
    reference = etree.SubElement(head, "Reference")
    _text(reference, "ReferenceType", "1")
    _text(reference, "ReferenceOrigin", "1")
    _text(reference, "ReferenceNbr", reference_of(form.declaration))
    return root, head


def _employer(body: etree._Element, employer: Employer) -> None:
    numbers = etree.SubElement(body, "EmployerId")
    _text(numbers, "NOSSRegistrationNbr", employer.onss_number)
    _text(numbers, "CompanyID", employer.enterprise_number)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
