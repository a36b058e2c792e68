"""A small service with which the bus is tried: it greets members and remembers how often."""

import os
import signal
from dataclasses import dataclass
from typing import Any, ClassVar

from shared.bus import allow, command, query
from shared.errors import Refusal
from shared.postgres import Tx
from tests.integration.bus.greeter import schemas, store


@dataclass(frozen=True, kw_only=True)
class MemberGreeted:
    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    words: str


class TooLoud(Refusal):
    sentence = "Words for {member_id} are too loud."


class Greeter:
    """Greets."""

    name = "greeter"

    @command(schemas.Greet, allow=allow("desk", self_by="member_id"), response=schemas.Greeting)
    def greet(self, tx: Tx, *, member_id: str, words: str, pause: Any) -> dict[str, Any]:
        if words.isupper():
            raise TooLoud(member_id=member_id)
        store.add_visit(tx, member_id, words)
        if words == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if pause:
            store.rest(tx, str(pause))
        tx.announce(MemberGreeted(member_id=member_id, words=words))
        return {"words": words, "visits": store.count_visits(tx, member_id)}

    @command(schemas.GreetingSaid, allow=allow("desk"), response=schemas.Greeting)
    def note(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
        store.add_visit(tx, member_id, words)
        return {"words": words, "visits": 1}

    @query(schemas.WhichGuest, allow=allow("desk"), response=schemas.Greeting)
    def get_greeting(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        return {"words": "visits", "visits": store.count_visits(tx, member_id)}

    @query(schemas.Echo, allow=allow("desk"), response=schemas.Greeting)
    def echo(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
        return {"words": words, "visits": len(member_id)}

    @query(schemas.Greet, allow=allow("desk"), response=schemas.Greeting)
    def rest(self, tx: Tx, *, member_id: str, words: str, pause: Any) -> dict[str, Any]:
        store.rest(tx, str(pause))
        return {"words": words, "visits": store.count_visits(tx, member_id)}

    @query(schemas.WhichGuest, allow=allow("desk"), response=schemas.Greeting)
    def get_broken(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        raise ValueError("a secret of " + member_id)
