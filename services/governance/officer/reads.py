"""Questions of the returning officer."""

from services.governance.assemblies import reads as assemblies
from services.governance.minutes import reads as minutes
from services.governance.officer import rules
from services.governance.officer.rules import Step
from services.governance.polls import reads as polls
from services.governance.tellers import reads as tellers
from services.governance.tellers.rules import WHEN_COUNTED
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_checklist(tx: Tx, *, assembly_id: str) -> list[Step]:
    """What is done, due and late of an assembly."""
    assembly = assemblies.get_assembly_detail(tx, assembly_id=assembly_id)
    details = [polls.get_poll_detail(tx, poll_id=str(item.poll_id)) for item in assembly.agenda]
    uncounted = sum(detail.poll.state in WHEN_COUNTED and tellers.is_uncounted(tx, detail.poll.poll_id)
                    for detail in details)
    minuted = minutes.are_drawn_up(tx, assembly_id)
    return rules.checklist(assembly, details, minuted=minuted, uncounted=uncounted, on=tx.on)


def list_to_remind(tx: Tx, *, poll_id: str, after: str, limit: int) -> list[str]:
    """Members who may vote in an open poll and have not taken their credential, after a cursor."""
    polls.get_poll(tx, poll_id)
    return [row["member_id"] for row in tx.all(Q.to_remind, poll_id=poll_id, after=after, limit=limit)]
