"""How a service says which events it relies upon: one handler per event type, marked with `@handles`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.fields import EventShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as its consumer gets it: what it relies upon of the body, and the envelope."""

    id: str
    source: str
    type: str
    aggregate: str
    version: int
    event_on: date
    at: datetime
    data: Mapping[str, Any]

    def __getitem__(self, field: str) -> Any:
        return self.data[field]


ShapeClass = type[EventShape]


@dataclass(frozen=True, slots=True)
class Handler:
    """One mark of `@handles`: where the event comes from, what is relied upon, which method consumes it.

    Where the source is not deployed, the methods in `replaced_by` are called with what it would have published; or the
    service goes without, and lacks what `lacking` says. With neither it cannot do its work alone.
    """

    source: str
    type: str
    shape: ShapeClass
    method: str
    replaced_by: tuple[str, ...] = ()
    lacking: str = ""
    foreign: bool = False


def handles(
    event: str, shape: type[EventShape], *, replaced_by: Sequence[str] = (), lacking: str = "",
    foreign: bool = False,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark `def on_order_signed(self, tx, consumed)` as consuming `invoicing.order_signed`.

    The handler runs inside the inbox's transaction: its effect, the note that the event was consumed and whatever it
    announces commit together, before the broker is told. A `foreign` source is none of our services: its events carry
    no version, are known by their ids only, and may come in any order. `replaced_by` and `lacking`: see `Handler`.
    """
    source, _, kind = event.partition(".")

    def mark(method: Callable[..., None]) -> Callable[..., None]:
        method.__handles__ = Handler(  # type: ignore[attr-defined]
            source, kind, shape, method.__name__, tuple(replaced_by), lacking, foreign)
        return method

    return mark


def handlers_of(service: type) -> dict[tuple[str, str], Handler]:
    """Every handler of a service class, by (source, type)."""
    found: dict[tuple[str, str], Handler] = {}
    for name in dir(service):
        handler = getattr(getattr(service, name), "__handles__", None)
        if isinstance(handler, Handler):
            if (handler.source, handler.type) in found:
                raise TypeError(f"{service.__name__} consumes {handler.source}.{handler.type} twice")
            found[handler.source, handler.type] = handler
    return found
