"""The bus: doors that answer, an outbox that says, an inbox that hears; wire-compatible with stock nameko."""

from shared.bus.door import Allow, allow, anyone, command, query
from shared.bus.hearing import Heard, hears

__all__ = ["Allow", "Heard", "allow", "anyone", "command", "hears", "query"]
