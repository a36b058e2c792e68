"""What others may ask of entry passes."""

from services.governance.entry_passes import schemas, use_cases
from services.governance.entry_passes.rules import EntryPass, Scan
from shared.bus import allow, command
from shared.postgres import Tx


class EntryPassHandlers:
    """Check-in and check-out by a QR code."""

    @command(schemas.MakeEntryPass, response=schemas.EntryPassShape, stores_response=False,
             allow=allow("returning_officer", self_by="member_id"))
    def make_entry_pass(self, tx: Tx, *, assembly_id: str, member_id: str, language: str) -> EntryPass:
        """Make a member's pass for an assembly, with a QR code; one that was made before is good no more."""
        return use_cases.make_entry_pass(tx, assembly_id=assembly_id, member_id=member_id, language=language)

    @command(schemas.ScanEntryPass, response=schemas.ScanShape, allow=allow("returning_officer"))
    def scan_entry_pass(self, tx: Tx, *, assembly_id: str, code: str, leaves: bool) -> Scan:
        """Check in who shows a pass at the entrance, or out who leaves, on the day of the assembly."""
        return use_cases.scan_entry_pass(tx, assembly_id=assembly_id, code=code, leaves=leaves)
