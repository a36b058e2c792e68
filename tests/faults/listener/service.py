"""A small service that hears words and notes them; some words kill its process, some it cannot bear."""

import os
import signal

from shared.bus import Heard, hears
from shared.errors import Refusal
from shared.postgres import Tx
from tests.faults.listener import schemas, store


class TooMuch(Refusal):
    """The word cannot be borne."""

    sentence = "Word {number} is too much."


class Listener:
    """Hears what the speaker says."""

    name = "listener"

    @hears("speaker.word_said", schemas.WordSaid)
    def on_word_said(self, tx: Tx, heard: Heard) -> None:
        if heard["mood"] == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        store.add_effect(tx, heard)
        if heard["mood"] == "failing":
            raise TooMuch(number=heard["number"])
