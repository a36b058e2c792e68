"""The RPC side as a nameko entrypoint, so that a service stays an ordinary nameko service run by nameko's runner."""

from collections.abc import Callable
from typing import Any

from nameko.extensions import Entrypoint, register_entrypoint

from shared.bus.rpc_server import RpcServer


class RpcEntrypoint(Entrypoint):  # type: ignore[misc]
    """Serves every marked method of a service class: one consumer, one green pool, one connection."""

    def __init__(self, make_server: Callable[[], RpcServer], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._make_server = make_server

    def setup(self) -> None:
        """Make the server that carries this service's calls."""
        self.server = self._make_server()

    def start(self) -> None:
        """Serve in a thread of the container: a fault of ours there ends the process, visibly."""
        self.container.spawn_managed_thread(self.server.run, identifier="rpc")

    def stop(self) -> None:
        """Drain: back when every call begun was finished, committed and acknowledged."""
        self.server.stop()

    def kill(self) -> None:
        """Leave at once."""
        self.server.kill()


def with_entrypoints(service: type, **entrypoints: Entrypoint) -> type:
    """The service class as nameko runs it, each entrypoint under a name that no method of a service bears."""
    carriers: dict[str, Any] = {"__module__": service.__module__}  # its package is where it was written
    for name, entrypoint in entrypoints.items():
        def carrier(self: Any) -> None:
            """Carries an entrypoint; never called."""

        register_entrypoint(carrier, entrypoint)
        carriers[f"_serve_{name}"] = carrier
    return type(service.__name__, (service,), carriers)
