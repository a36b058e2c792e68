"""The bus: calls that are answered, an outbox that publishes, an inbox that consumes; compatible with stock nameko.

What services use is found here when it is first asked for, and not before: importing `shared.bus.runner` must load
nothing that eventlet has still to patch.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.bus.dispatch import Allow, allow, anyone, command, query
    from shared.bus.handling import Event, handles

__all__ = ["Allow", "Event", "allow", "anyone", "command", "handles", "query"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"shared.bus has no {name!r}")
    return getattr(import_module("shared.bus.handling" if name in {"Event", "handles"} else "shared.bus.dispatch"),
                   name)
