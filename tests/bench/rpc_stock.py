"""Stock nameko: the service its users write, for the same questions and the same transaction as ours.

    python -m tests.bench.rpc_stock      (AMQP_URI, DATABASE_URL in the environment)

It validates nothing and asks for no token.
"""

import json
import os

import eventlet

eventlet.monkey_patch()
os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"

from nameko.rpc import rpc  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from psycopg_pool import ConnectionPool  # noqa: E402

from shared.bus.event_log import Q  # noqa: E402
from tests.bench.rpc_statements import VISIT, VISITS  # noqa: E402

POOL = ConnectionPool(os.environ["DATABASE_URL"], min_size=10, max_size=10)


class Stock:
    """Echoes, counts, and notes a visit once per request id."""

    name = "stock"

    @rpc
    def echo(self, member_id: str, words: str) -> dict[str, object]:
        """No database."""
        return {"words": words, "visits": len(member_id)}

    @rpc
    def get_greeting(self, member_id: str) -> dict[str, object]:
        """One row."""
        with POOL.connection() as conn:
            return {"words": "visits", "visits": conn.execute(VISITS, {"guest": member_id}).fetchone()[0]}

    @rpc
    def note(self, member_id: str, words: str, request_id: str) -> dict[str, object]:
        """The same statements as ours: the request id is claimed, the effect made, the answer kept, one commit."""
        key = {"subject": "clerk", "method": "note", "request_id": request_id}
        answer = {"words": words, "visits": 1}
        with POOL.connection() as conn:
            if not conn.execute(Q.take_request, {**key, "request_hash": words}).fetchone():
                return json.loads(conn.execute(Q.first_response, key).fetchone()[1])
            conn.execute(VISIT, {"guest": member_id, "words": words})
            conn.execute(Q.store_response, {**key, "answer": json.dumps(answer)})
        return answer


if __name__ == "__main__":
    runner = ServiceRunner({"AMQP_URI": os.environ["AMQP_URI"], "max_workers": 50})
    runner.add_service(Stock)
    runner.start()
    print("rpc_consuming", flush=True)  # noqa: T201 - whoever started it waits for this
    runner.wait()
