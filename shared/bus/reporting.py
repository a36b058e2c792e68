"""Reports: a consumer tells each of its sources how far it consumed what they published, so no loss goes unseen.

Only streams to which something happened since the last report are told, as they stand in the database; a report
without any says that the consumer lives. A report that is lost does no harm: the source sends again
what it believes to be lacking, and the repeat is reported.
"""

import json
from collections.abc import Iterator
from typing import Any

from shared.bus.event_log import Q
from shared.bus.inbox import Inbox

MOST_STREAMS = 2_000  # in one report


def reports(inbox: Inbox, source: str) -> Iterator[bytes]:
    """What is to be reported to a source now. What was touched is forgotten as it is told."""
    touched = [key for key in inbox.touched if key[0] == source]
    for start in range(0, max(1, len(touched)), MOST_STREAMS):
        part = touched[start:start + MOST_STREAMS]
        streams = _standing(inbox, source, [aggregate for _, aggregate in part])
        inbox.touched.difference_update(part)
        yield json.dumps({"consumer": inbox.name, "streams": streams}).encode()


def _standing(inbox: Inbox, source: str, aggregates: list[str]) -> list[dict[str, Any]]:
    if not aggregates:
        return []
    with inbox.transaction() as tx:
        return tx.all(Q.streams_now, source=source, aggregates=aggregates)
