"""Rows of assemblies, their agenda and their documents."""

from collections.abc import Sequence
from dataclasses import asdict

from services.governance.assemblies.errors import AlreadyCalledAgain, ItemRequested, ItemSettled
from services.governance.assemblies.rules import Assembly, AssemblyDocument, Resolution, Settlement
from shared.approval import CONSTRAINTS as APPROVAL
from shared.approval import SecondPersonNeeded
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"assemblies_called_again_once": AlreadyCalledAgain,
                                           "items_settled_once": ItemSettled,
                                           "items_settled_by_two": SecondPersonNeeded,
                                           "requested_items_stay": ItemRequested, **APPROVAL}


def add_assembly(
    tx: Tx, assembly: Assembly, agenda: Sequence[Resolution], documents: Sequence[AssemblyDocument],
) -> None:
    """Write an assembly with its agenda in its order, and its documents by their digests."""
    tx.run(Q.add_assembly, **asdict(assembly))
    tx.run_many(Q.add_resolution, [asdict(resolution) for resolution in agenda])
    tx.run_many(Q.add_document, [{"assembly_id": assembly.assembly_id, **asdict(one)} for one in documents])


def add_requested(tx: Tx, items: Sequence[str]) -> None:
    """Write for which items members asked; one that two petitions ask for is one."""
    tx.run_many(Q.add_requested, [{"resolution_id": one} for one in items])


def add_proposal(tx: Tx, proposal_id: str, settlement: Settlement) -> None:
    """Write how an item would be settled; the same proposal again is no news."""
    tx.run(Q.add_proposal, proposal_id=proposal_id, resolution_id=settlement.resolution_id, how=settlement.how,
           reason=settlement.reason, proposed_on=settlement.settled_on)


def add_settlement(tx: Tx, settlement: Settlement) -> None:
    """Write that an item ended without a vote."""
    tx.run(Q.add_settlement, **asdict(settlement))
