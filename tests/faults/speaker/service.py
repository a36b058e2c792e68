"""A small service that says words when it is told to: the source of the events in tests of faults."""

import os
import signal
from dataclasses import dataclass
from typing import Any, ClassVar

from shared.bus import allow, command
from shared.outgoing import Document, send_out
from shared.postgres import Tx
from tests.faults.speaker import schemas, store


@dataclass(frozen=True, kw_only=True)
class WordSaid:
    AGGREGATE: ClassVar[str] = "line_id"
    line_id: str
    number: int
    mood: str


def letter_of(line_id: str, number: int) -> Document:
    """The letter that leaves the house with a word."""
    return Document(channel="letters", name=f"{line_id}.{number}", media_type="text/plain", about=line_id,
                    content=f"{line_id} said {number}".encode())


class Speaker:
    """Says words in lines."""

    name = "speaker"
    requires_schemas = ("shared.bus", "shared.outgoing")

    @command(schemas.SayWords, allow=allow("desk"), response=schemas.Words)
    def say_words(self, tx: Tx, *, line_id: str, number: int, count: int, mood: str) -> dict[str, Any]:
        """Say `count` words in a line, numbered from `number`; only the first is in the given mood."""
        for place in range(number, number + count):
            store.add_word(tx, line_id, place)
            tx.announce(WordSaid(line_id=line_id, number=place, mood=mood if place == number else "plain"))
        send_out(tx, letter_of(line_id, number))
        return {"line_id": line_id, "count": count}

    @command(schemas.Nothing, allow=allow("desk"))
    def end_it(self, tx: Tx) -> None:
        """End this process without a word."""
        os.kill(os.getpid(), signal.SIGKILL)
