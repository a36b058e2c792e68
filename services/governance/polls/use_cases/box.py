"""How the ballot box is spoken to: a question without a name, over the box's own queue."""

from typing import Any, Protocol

from services.governance.polls.rules.ballots import QUEUE
from shared.bus.anonymous import ask
from shared.bus.calling import RemoteRefusal

PATIENCE = 10.0  # seconds to wait for a reply


class Box(Protocol):
    """A ballot box that can be asked. Every message may be sent again: the box does nothing twice."""

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        """The result of one message; `RemoteRefusal` when the box says no, `NoAnswer` when it is silent."""
        ...


class QueueBox:
    """The ballot box behind a broker, or behind the embedded transport."""

    def __init__(self, uri: str, *, patience: float = PATIENCE) -> None:
        self._uri = uri
        self._patience = patience

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        """Send one message and wait for its reply. Ballots travel transient: the broker writes none to its disk."""
        reply = ask(self._uri, QUEUE, {"do": do, **message}, seconds=self._patience, kept=do != "cast_ballot")
        return read_reply(reply)


def read_reply(reply: dict[str, Any]) -> dict[str, Any]:
    """The result in a reply, or the refusal in it."""
    if error := reply["error"]:
        raise RemoteRefusal(code=error["exc_type"], message=error["value"], details=error["details"],
                            retryable=error["retryable"], correlation="")
    result: dict[str, Any] = reply["result"]
    return result
