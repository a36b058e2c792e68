"""SEPA credit transfers: the file that asks a bank to pay (pain.001) and the bank's answer to it (pain.002).

    batch = Batch(message_id="btc0197", payer=Payer(name="A house", iban="BE71...", bic="GKCCBEBB"),
                  execute_on=date(2026, 12, 3), written_at=now)
    transfers = [Transfer(end_to_end_id="wag0198", name="Ana", iban="BE68...", amount=Money.of("12.34"), text="...")]
    transfer_file(batch, transfers)                                 # bytes, the same for the same batch
    transfer_chunks(batch, rows_as_transfers, control=Control(count=20_000, total=total))   # in any number, streaming

Each `Transfer` refuses by itself what no bank would pay (an account outside the area, another currency, a name without
a letter), so that one wrong payee never stops the file of the others. `read_status_report` says what became of each.
"""

from shared.sepa.accounts import AccountNotReachable, payable_iban
from shared.sepa.letters import bank_text
from shared.sepa.statuses import NotAStatusReport, Outcome, Status, StatusReport, read_status_report
from shared.sepa.transfers import (
    SCHEMA,
    Address,
    Batch,
    Control,
    ControlDiffers,
    NotATransfer,
    Payer,
    Reference,
    Transfer,
    transfer_chunks,
    transfer_file,
)

__all__ = [
    "SCHEMA", "AccountNotReachable", "Address", "Batch", "Control", "ControlDiffers", "NotAStatusReport",
    "NotATransfer", "Outcome", "Payer", "Reference", "Status", "StatusReport", "Transfer", "bank_text", "payable_iban",
    "read_status_report", "transfer_chunks", "transfer_file",
]
