"""Payment files for Belgian banks: SEPA credit transfers, one debit per wage, paid as salary."""

from datetime import datetime

from services.payroll.payments.rules import Batch, WageToSend, end_to_end_id
from services.payroll.workers.rules import Address, Employer
from shared.sepa import BankAddress, CreditTransfer, Payer, TransferBatch, transfer_file

ISSUER = "KBO-BCE"  # whose numbers banks know companies by
SALARY = "SALA"


def payment_file(batch: Batch, written_at: datetime) -> bytes:
    """The file that asks the bank to pay a batch of wages on its day."""
    asked = TransferBatch(message_id=batch.message_id, payer=_payer(batch.employer), execute_on=batch.execute_on,
                          written_at=written_at, purpose=SALARY)
    return transfer_file(asked, [_transfer(wage) for wage in batch.wages])


def _payer(employer: Employer) -> Payer:
    return Payer(name=employer.name, iban=employer.iban, bic=employer.bic, address=_address(employer.address),
                 number=employer.enterprise_number, number_issuer=ISSUER)


def _transfer(wage: WageToSend) -> CreditTransfer:
    return CreditTransfer(end_to_end_id=end_to_end_id(wage.wage_id), name=wage.name, iban=wage.iban, amount=wage.net,
                          text=f"Wage {wage.month}", address=_address(wage.address) if wage.address else None)


def _address(address: Address) -> BankAddress:
    return BankAddress(street=address.street, building_number=address.building_number, postcode=address.postcode,
                       town=address.town, country=address.country)
