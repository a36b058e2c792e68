"""A small service that hears words and notes them; some words kill its process, some it cannot bear."""

import os
import signal

from shared.bus import Event, handles
from shared.errors import Refusal
from shared.postgres import Tx
from tests.faults.listener import schemas, store


class TooMuch(Refusal):
    """The word cannot be borne."""

    sentence = "Word {number} is too much."


class Listener:
    """Hears what the speaker says."""

    name = "listener"

    @handles("speaker.word_said", schemas.WordSaid)
    def on_word_said(self, tx: Tx, event: Event) -> None:
        if event["mood"] == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        store.add_effect(tx, event)
        if event["mood"] == "failing":
            raise TooMuch(number=event["number"])
