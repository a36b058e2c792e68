"""What others may ask of assemblies."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.governance.assemblies import reads, schemas, use_cases
from services.governance.assemblies.rules import Assembly, AssemblyDetail, Outcome, Proposal
from services.governance.ballots.use_cases.keys import BITS
from services.governance.rolls.rules import FrozenRoll
from shared.bus import allow, command, query
from shared.postgres import Tx

CONVENERS = allow("board", "returning_officer")
READERS = allow("member", "returning_officer", "board", "auditor")


class AssemblyHandlers:
    """Assemblies."""

    key_bits = BITS

    @command(schemas.ConveneAssembly, response=schemas.AssemblyDetailShape, allow=CONVENERS)
    def convene_assembly(
        self, tx: Tx, *, title: str, held_on: date, record_on: date, agenda: Sequence[Mapping[str, Any]],
        documents: Sequence[Mapping[str, str]], opens_at: datetime | None, closes_at: datetime | None,
        closers: Sequence[str],
    ) -> AssemblyDetail:
        """Call an assembly with its agenda."""
        return use_cases.convene_assembly(tx, title=title, held_on=held_on, record_on=record_on, agenda=agenda,
                                          documents=documents, opens_at=opens_at, closes_at=closes_at,
                                          closers=closers, key_bits=self.key_bits)

    @command(schemas.ConveneSecondCall, response=schemas.AssemblyDetailShape, allow=CONVENERS)
    def convene_second_call(
        self, tx: Tx, *, assembly_id: str, held_on: date, record_on: date, sealings: Sequence[Mapping[str, Any]],
    ) -> AssemblyDetail:
        """Call again for the resolutions that missed their quorum."""
        return use_cases.convene_second_call(tx, assembly_id=assembly_id, held_on=held_on, record_on=record_on,
                                             key_bits=self.key_bits, sealings=sealings)

    @command(schemas.RepeatPoll, response=schemas.AssemblyDetailShape, allow=allow("returning_officer"))
    def repeat_poll(
        self, tx: Tx, *, poll_id: str, opens_at: datetime, closes_at: datetime, sealing: Mapping[str, Any] | None,
    ) -> AssemblyDetail:
        """Put a cancelled vote again: the same question, choices and rule on a paper that names the cancelled one."""
        return use_cases.repeat_poll(tx, poll_id=poll_id, opens_at=opens_at, closes_at=closes_at, sealing=sealing,
                                     key_bits=self.key_bits)

    @command(schemas.SettleItem, response=schemas.AssemblyDetailShape, allow=allow("returning_officer"))
    def settle_item(self, tx: Tx, *, resolution_id: str, how: str, reason: str) -> AssemblyDetail:
        """Take note of an item, withdraw or adjourn it, and say why; once it was voted on, propose so to another."""
        return use_cases.settle_item(tx, resolution_id=resolution_id, how=Outcome(how), reason=reason)

    @command(schemas.ConfirmSettlement, response=schemas.AssemblyDetailShape, allow=CONVENERS)
    def confirm_settlement(self, tx: Tx, *, proposal_id: str) -> AssemblyDetail:
        """Settle an item behind the close of its vote, as another person proposed it; its result stays published."""
        return use_cases.confirm_settlement(tx, proposal_id=proposal_id)

    @command(schemas.RefuseSettlement, response=schemas.AssemblyDetailShape, allow=CONVENERS)
    def refuse_settlement(self, tx: Tx, *, proposal_id: str, reason: str) -> AssemblyDetail:
        """Refuse what another person proposed of an item, or take one's own proposal back."""
        return use_cases.refuse_settlement(tx, proposal_id=proposal_id, reason=reason)

    @query(schemas.ListSettlementProposals, response=schemas.ProposalShape, allow=READERS, many=True)
    def list_settlement_proposals(self, tx: Tx, *, assembly_id: str) -> list[Proposal]:
        """What waits for a second person of an assembly's items: how, why, proposed by whom, until when."""
        return reads.list_proposals(tx, assembly_id)

    @command(schemas.FreezeRoll, response=schemas.FrozenRollShape, allow=allow("returning_officer"))
    def freeze_roll(self, tx: Tx, *, assembly_id: str) -> FrozenRoll:
        """Fix who may vote, once and for ever."""
        return use_cases.freeze_roll(tx, assembly_id=assembly_id)

    @query(schemas.GetAssembly, response=schemas.AssemblyDetailShape, allow=READERS)
    def get_assembly(self, tx: Tx, *, assembly_id: str) -> AssemblyDetail:
        """An assembly with its agenda and results."""
        return reads.get_assembly_detail(tx, assembly_id=assembly_id)

    @query(schemas.ListAssemblies, response=schemas.AssemblySummary, allow=READERS, many=True)
    def list_assemblies(self, tx: Tx, *, after: str, limit: int) -> list[Assembly]:
        """Assemblies, the last convened first."""
        return reads.list_assemblies(tx, after=after, limit=limit)
