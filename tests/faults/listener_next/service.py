"""The listener's next version: it also notes the mood of a word, in a column that its migration adds."""

from shared.bus import Event, handles
from shared.postgres import Tx
from tests.faults.listener import schemas
from tests.faults.listener_next import store


class Listener:
    """Hears what the speaker says, and how."""

    name = "listener"
    requires_schemas = ("shared.bus", "tests.faults.listener")

    @handles("speaker.word_said", schemas.WordSaid)
    def on_word_said(self, tx: Tx, event: Event) -> None:
        store.add_effect(tx, event)
