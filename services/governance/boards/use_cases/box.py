"""How the ballot box is spoken to: a question without a name, over one of the box's two queues."""

from typing import Any, Protocol

from services.governance.ballots.rules.ballots import ORDERS, QUEUE
from services.governance.ballots.use_cases.keys import sign_order
from shared.bus.anonymous import ask
from shared.bus.calling import RemoteRefusal

PATIENCE_S = 10.0  # to wait for a reply


class Box(Protocol):
    """A ballot box that can be asked. Every message may be sent again: the box does nothing twice."""

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        """The result of one message; `RemoteRefusal` when the box says no, `NoAnswer` when it is silent."""
        ...


class QueueBox:
    """The ballot box behind a broker, or behind the embedded transport, on the voters' lane."""

    def __init__(self, uri: str, *, patience: float = PATIENCE_S) -> None:
        self._uri = uri
        self._patience = patience

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        """Send one message and wait for its reply. Ballots travel transient: the broker writes none to its disk."""
        return self._send(QUEUE, do, message)

    def _send(self, lane: str, do: str, message: dict[str, Any]) -> dict[str, Any]:
        reply = ask(self._uri, lane, {"do": do, **message}, seconds=self._patience, kept=do != "cast_ballot")
        return result_of(reply)


class OrderingBox(QueueBox):
    """The same on governance's own lane: what is told there is signed, and waits behind no voter's message.

    Its canary goes the way of every ballot.
    """

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        """Sign one order and wait for its reply."""
        if do == "cast_ballot":
            return super().ask(do, **message)
        return self._send(ORDERS, do, message | {"order": sign_order(do, message)})


def result_of(reply: dict[str, Any]) -> dict[str, Any]:
    """The result in a reply, or the refusal in it."""
    if error := reply["error"]:
        raise RemoteRefusal(code=error["exc_type"], message=error["value"], details=error["details"],
                            retryable=error["retryable"], correlation="")
    result: dict[str, Any] = reply["result"]
    return result
