"""SEPA credit transfers: the file that asks a bank to pay (pain.001) and the bank's answer to it (pain.002).

    batch = TransferBatch(message_id="btc0197", payer=Payer(name="A house", iban="BE71...", bic="GKCCBEBB"),
                          execute_on=date(2026, 12, 3), written_at=now)
    transfers = [CreditTransfer(end_to_end_id="wag0198", name="Ana", iban="BE68...", amount=Money.of("12.34"))]
    transfer_file(batch, transfers)  # bytes, the same for the same batch
    transfer_chunks(batch, transfers, control=Control(count=20_000, total=total))  # of any number, piece by piece

Each `CreditTransfer` refuses by itself what no bank would pay (an account outside the area, another currency, a name
without a letter), so that one wrong payee never stops the file of the others. `read_status_report` says what became of
each payment.
"""

from shared.sepa.accounts import AccountNotReachable, payable_iban
from shared.sepa.letters import bank_text
from shared.sepa.statuses import NotAStatusReport, PaymentOutcome, PaymentStatus, StatusReport, read_status_report
from shared.sepa.transfers import (
    SCHEMA,
    BankAddress,
    Control,
    ControlDiffers,
    CreditTransfer,
    NotATransfer,
    Payer,
    Reference,
    TransferBatch,
    transfer_chunks,
    transfer_file,
)

__all__ = [
    "SCHEMA",
    "AccountNotReachable",
    "BankAddress",
    "Control",
    "ControlDiffers",
    "CreditTransfer",
    "NotAStatusReport",
    "NotATransfer",
    "Payer",
    "PaymentOutcome",
    "PaymentStatus",
    "Reference",
    "StatusReport",
    "TransferBatch",
    "bank_text",
    "payable_iban",
    "read_status_report",
    "transfer_chunks",
    "transfer_file",
]
