"""Payment files for Belgian banks: SEPA credit transfers, one debit per wage, paid as salary."""

from datetime import datetime

from lxml import etree

from services.payroll.countries.be.dimona import ZONE
from services.payroll.dues.rules import DuePayment, payment_of
from services.payroll.payments.errors import ReportNotReadable
from services.payroll.payments.rules import (
    BankReport,
    BankVerdict,
    Batch,
    PaymentState,
    WageToSend,
    end_to_end_id,
    transfer_of,
)
from services.payroll.workers.rules import Address, Employer
from shared.money import Money
from shared.sepa import (
    BankAddress,
    Control,
    CreditTransfer,
    NotAStatusReport,
    Payer,
    PaymentOutcome,
    PaymentStatus,
    TransferBatch,
    read_status_report,
    transfer_chunks,
    transfer_file,
)

ISSUER = "KBO-BCE"  # whose numbers banks know companies by
SALARY = "SALA"


def payment_file(batch: Batch, written_at: datetime) -> bytes:
    """The file that asks the bank to pay a batch of wages on its day."""
    asked = TransferBatch(message_id=batch.message_id, payer=_payer(batch.employer), execute_on=batch.execute_on,
                          written_at=written_at, purpose=SALARY)
    control = Control(count=len(batch.wages), total=batch.total)
    return b"".join(transfer_chunks(asked, map(_transfer, batch.wages), control=control))


def due_file(payment: DuePayment, written_at: datetime) -> bytes:
    """The file that asks the bank to pay an authority: one payment, with the reference that the authority gave."""
    asked = TransferBatch(message_id=payment.message_id, payer=_payer(payment.employer),
                          execute_on=payment.execute_on, written_at=written_at)
    due = payment.due
    return transfer_file(asked, [CreditTransfer(
        end_to_end_id=end_to_end_id(payment.payment_id), name=payment.payee, iban=payment.account, amount=due.open,
        text=due.reference)])


def payments_in(content: bytes) -> list[Money]:
    """The amount of every payment that a file asks for."""
    amounts = etree.fromstring(content).iterfind(".//{*}InstdAmt")
    return [Money.of(str(amount.text), str(amount.get("Ccy"))) for amount in amounts]


def payment_report(content: bytes) -> BankReport:
    """What the bank accepts and rejects of a file, with its code and words."""
    try:
        report = read_status_report(content)
    except NotAStatusReport as broken:
        raise ReportNotReadable(why=broken.message) from None
    verdicts = {named: _verdict(status) for end_to_end, status in report.payments.items()
                if (named := transfer_of(end_to_end) or payment_of(end_to_end))}
    return BankReport(message_id=report.original_message_id, verdicts=verdicts, written_at=_instant(report.written_at),
                      on_all=_verdict(report.whole) if report.whole is not None else None)


def _instant(text: str) -> datetime | None:
    """When the bank wrote it: in Belgium where it does not say where; nothing where it does not say when."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


def _verdict(status: PaymentStatus) -> BankVerdict | None:
    match status.outcome:
        case PaymentOutcome.ACCEPTED:
            return BankVerdict(PaymentState.ACCEPTED)
        case PaymentOutcome.REJECTED:
            words = (status.reason or status.code, status.text)
            return BankVerdict(PaymentState.REJECTED, " ".join(word for word in words if word))
        case PaymentOutcome.PENDING:
            return None


def _payer(employer: Employer) -> Payer:
    return Payer(name=employer.name, iban=employer.iban, bic=employer.bic, address=_address(employer.address),
                 number=employer.enterprise_number, number_issuer=ISSUER)


def _transfer(wage: WageToSend) -> CreditTransfer:
    return CreditTransfer(
        end_to_end_id=end_to_end_id(wage.transfer_id), name=wage.name, iban=wage.iban, amount=wage.amount,
        text=f"Wage {wage.month}", address=_address(wage.address) if wage.address else None)


def _address(address: Address) -> BankAddress:
    return BankAddress(street=address.street, building_number=address.building_number, postcode=address.postcode,
                       town=address.town, country=address.country)
