"""The bus: doors that answer, an outbox that says, an inbox that hears; wire-compatible with stock nameko.

What services use is found here when it is first asked for, and not before: importing `shared.bus.runner` must load
nothing that eventlet has still to patch.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.bus.door import Allow, allow, anyone, command, query
    from shared.bus.hearing import Heard, hears

__all__ = ["Allow", "Heard", "allow", "anyone", "command", "hears", "query"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"shared.bus has no {name!r}")
    return getattr(import_module("shared.bus.hearing" if name in {"Heard", "hears"} else "shared.bus.door"), name)
