"""Payment files for banks in the euro area: SEPA credit transfers, one debit per wage, paid as salary."""

from datetime import datetime, tzinfo

from lxml import etree

from services.payroll.dues.rules import DuePayment, payment_of
from services.payroll.payments.errors import ReportNotReadable
from services.payroll.payments.rules import BankReport, BankVerdict, Batch, PaymentState, end_to_end_id, transfer_of
from services.payroll.workers.rules import Address, Employer
from shared.money import Money
from shared.outgoing import Document
from shared.sepa import (
    BankAddress,
    CreditTransfer,
    NotAStatusReport,
    Payer,
    PaymentOutcome,
    PaymentStatus,
    TransferBatch,
    read_status_report,
    transfer_file,
)

SALARY = "SALA"


def payment_file(batch: Batch, written_at: datetime) -> Document:
    """The file that asks the bank to pay a batch of wages on its day."""
    asked = TransferBatch(message_id=batch.message_id, payer=_payer(batch.employer), execute_on=batch.execute_on,
                          written_at=written_at, purpose=SALARY)
    transfers = [CreditTransfer(
        end_to_end_id=end_to_end_id(wage.transfer_id), name=wage.name, iban=wage.iban, amount=wage.amount,
        text=f"Wage {wage.month}", address=_address(wage.address) if wage.address else None) for wage in batch.wages]
    return _to_bank(asked, transfers, about=batch.batch_id)


def due_file(payment: DuePayment, written_at: datetime) -> Document:
    """The file that asks the bank to pay an authority, under the reference that the authority gave."""
    due = payment.due
    asked = TransferBatch(message_id=payment.message_id, payer=_payer(payment.employer),
                          execute_on=payment.execute_on, written_at=written_at)
    transfer = CreditTransfer(end_to_end_id=end_to_end_id(payment.payment_id), name=payment.payee,
                              iban=payment.account, amount=due.open, text=due.reference)
    return _to_bank(asked, [transfer], about=due.due_id)


def _to_bank(asked: TransferBatch, transfers: list[CreditTransfer], *, about: str) -> Document:
    return Document(channel="bank", name=f"{asked.message_id}.xml", media_type="application/xml", about=about,
                    content=transfer_file(asked, transfers))


def payments_in(content: bytes) -> list[Money]:
    """The amount of every payment that a file asks for."""
    amounts = etree.fromstring(content).iterfind(".//{*}InstdAmt")
    return [Money.of(str(amount.text), str(amount.get("Ccy"))) for amount in amounts]


def payment_report(content: bytes, zone: tzinfo) -> BankReport:
    """What the bank accepts and rejects of a file; it wrote in its own zone where it does not say where."""
    try:
        report = read_status_report(content)
    except NotAStatusReport as broken:
        raise ReportNotReadable(why=broken.message) from None
    verdicts = {named: _verdict(status) for end_to_end, status in report.payments.items()
                if (named := transfer_of(end_to_end) or payment_of(end_to_end))}
    return BankReport(
        message_id=report.original_message_id, verdicts=verdicts, written_at=_instant(report.written_at, zone),
        on_all=_verdict(report.whole) if report.whole is not None else None)


def _verdict(status: PaymentStatus) -> BankVerdict | None:
    """Nothing while the bank has not decided."""
    if status.outcome is PaymentOutcome.REJECTED:
        words = (status.reason or status.code, status.text)
        return BankVerdict(PaymentState.REJECTED, " ".join(word for word in words if word))
    return BankVerdict(PaymentState.ACCEPTED) if status.outcome is PaymentOutcome.ACCEPTED else None


def _instant(text: str, zone: tzinfo) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _payer(employer: Employer) -> Payer:
    return Payer(name=employer.name, iban=employer.iban, bic=employer.bic, address=_address(employer.address))


def _address(address: Address) -> BankAddress:
    return BankAddress(street=address.street, building_number=address.building_number, postcode=address.postcode,
                       town=address.town, country=address.country)
