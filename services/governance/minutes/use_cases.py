"""Drawing up the minutes of an assembly."""

from collections.abc import Sequence
from typing import Any

from services.governance import reads, store
from services.governance.assemblies import rules as assemblies
from services.governance.minutes.documents.printed import print_minutes, write_minutes
from shared.outgoing import Document, send_out
from shared.postgres import Tx


def draw_up_minutes(tx: Tx, *, assembly_id: str, incidents: Sequence[str]) -> dict[str, Any]:
    """Write and print the minutes: the roll, every decision with its rule and count, and technical incidents.

    Incidents that disturbed remote participation or the vote must be in the minutes (CSA art. 6:75 §1).
    """
    facts = reads.get_assembly(tx, assembly_id=assembly_id)
    undecided = sum(item["outcome"] == "undecided" for item in facts["agenda"])
    assemblies.assert_may_minute(store.get_assembly(tx, assembly_id), undecided=undecided, on=tx.on)
    polls = [reads.get_poll_paper(tx, poll_id=item["poll_id"]) for item in facts["agenda"]]
    words = write_minutes(facts, polls, incidents)
    document = Document(channel="minutes", name=f"minutes_{assembly_id}.pdf", media_type="application/pdf",
                        content=print_minutes(words), about=assembly_id)
    store.add_minutes(tx, assembly_id, words, send_out(tx, document))
    return reads.get_minutes(tx, assembly_id=assembly_id)
