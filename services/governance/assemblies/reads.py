"""Questions about assemblies."""

from collections.abc import Sequence
from typing import Any

from services.governance.assemblies.rules import (
    AgendaItem,
    Assembly,
    AssemblyDetail,
    AssemblyDocument,
    DecidedItem,
    DecidedItems,
    Outcome,
    Proposal,
    Settlement,
    together,
)
from services.governance.elections.rules.majority import DecisionKind
from services.governance.rolls import reads as rolls
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_assembly(tx: Tx, assembly_id: str) -> Assembly:
    """An assembly as it was convened, or a refusal."""
    return Assembly(**_row(tx, assembly_id))


def get_assembly_detail(tx: Tx, *, assembly_id: str) -> AssemblyDetail:
    """An assembly with its agenda, its documents, its frozen roll and who takes part."""
    return AssemblyDetail(
        **_row(tx, assembly_id), agenda=_agenda(tx, assembly_id),
        documents=[AssemblyDocument(**row) for row in tx.all(Q.documents_of, assembly_id=assembly_id)],
        roll=rolls.find_roll(tx, assembly_id), present=rolls.count_present(tx, assembly_id))


def _agenda(tx: Tx, assembly_id: str) -> list[AgendaItem]:
    return together([_item(row) for row in tx.all(Q.agenda_of, assembly_id=assembly_id)])


def _row(tx: Tx, assembly_id: str) -> dict[str, Any]:
    return tx.require(Q.get_assembly, NotFound(kind="assembly", id=assembly_id), assembly_id=assembly_id)


def _item(row: dict[str, Any]) -> AgendaItem:
    """A row without a reason was not decided; an empty reason says that it was adopted."""
    reason, how = row.pop("reason"), row.pop("how")
    voted = Outcome.UNDECIDED if reason is None else Outcome.REJECTED if reason else Outcome.ADOPTED
    outcome = Outcome(how) if how else voted
    return AgendaItem(**row | {"decision": DecisionKind(row["decision"])}, outcome=outcome, reason=reason or "")


def list_assemblies(tx: Tx, *, after: str = "", limit: int = 50) -> list[Assembly]:
    """Assemblies, the last convened first."""
    return [Assembly(**row) for row in tx.all(Q.list_assemblies, after=after, limit=limit)]


def list_decided(tx: Tx, questions: Sequence[str]) -> DecidedItems:
    """What assemblies decided on these questions, word by word, and the days of all assemblies."""
    return DecidedItems(days=[row["held_on"] for row in tx.all(Q.days)],
                        items=[DecidedItem(**row) for row in tx.all(Q.decided, questions=list(questions))])


def get_proposal(tx: Tx, proposal_id: str) -> Settlement:
    """How a proposal would settle an item, or a refusal."""
    row = tx.require(Q.get_proposal, NotFound(kind="proposal", id=proposal_id), proposal_id=proposal_id)
    return Settlement(resolution_id=row["resolution_id"], how=Outcome(row["how"]), reason=row["reason"],
                      settled_on=row["proposed_on"])


def list_proposals(tx: Tx, assembly_id: str) -> list[Proposal]:
    """What one person would settle behind the close, and waits for another, the oldest first."""
    return [Proposal(**row | {"how": Outcome(row["how"])})
            for row in tx.all(Q.open_proposals, assembly_id=assembly_id, at=tx.at)]


def get_item(tx: Tx, resolution_id: str) -> AgendaItem:
    """An item of an agenda and what became of it, or a refusal."""
    refusal = NotFound(kind="resolution", id=resolution_id)
    row = tx.require(Q.assembly_of, refusal, resolution_id=resolution_id)
    return next(item for item in _agenda(tx, row["assembly_id"]) if item.resolution_id == resolution_id)


def list_voted_with(tx: Tx, item: AgendaItem) -> list[AgendaItem]:
    """The same item as other colleges vote on it."""
    return [one for one in _agenda(tx, item.assembly_id)
            if item.voted_with and one.voted_with == item.voted_with and one.resolution_id != item.resolution_id]
